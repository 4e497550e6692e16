"""`kowane bench`: how fast this computer speaks, as a table or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer


def run(
    context: typer.Context,
    runs: Annotated[int, typer.Option(help="Rounds through all texts.", min=1, max=1000)] = 5,
    streams: Annotated[
        list[int] | None, typer.Option(help="Streams at once; may be repeated [1 2 4 8].")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the JSON to this file as well.")
    ] = None,
) -> None:
    """Measure real-time factor, time to first audio, throughput, loading and memory."""
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console

    from kowane import benchmark, settings

    console = Console(stderr=True)
    result = benchmark.bench(
        settings.load(),
        runs=runs,
        streams=streams or benchmark.STREAMS,
        tell=lambda line: console.print(f"[dim]{line}[/dim]", highlight=False),
    )
    if output is not None:
        output.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _print(result)


def _print(result: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    machine, engine = result["machine"], result["engine"]
    texts = Table("text", "characters", "audio, s", "first audio, s", "RTF", box=None)
    for name, row in result["texts"].items():
        texts.add_row(
            name, str(row["characters"]), *(f"{row[k]:.2f}" for k in ("audio_s", "ttfa_s", "rtf"))
        )
    crowds = Table("streams", "audio s per s", "first audio, s", "worst, s", box=None)
    for name, row in result["streams"].items():
        crowds.add_row(
            name, *(f"{row[k]:.2f}" for k in ("audio_s_per_s", "ttfa_s", "ttfa_worst_s"))
        )
    console = Console()
    console.print(
        f"{machine['cpu']}, {machine['cores']} cores; {engine['model']}, recipe "
        f"{engine['recipe']}, {engine['provider'].removesuffix('ExecutionProvider')}, "
        f"{engine['sessions']} × {engine['threads']} threads",
        highlight=False,
    )
    console.print(
        f"loaded in {result['load_seconds']:.1f} s, first word after "
        f"{result['first_word_seconds']:.1f} s, {result['rss_mb']['end'] or '?'} MB resident; "
        f"medians of {result['runs']}, load {machine['load_1m']}",
        highlight=False,
    )
    console.print(texts, crowds)
