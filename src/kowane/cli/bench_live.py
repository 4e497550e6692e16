"""`kowane bench live`: simulated listeners against a server, as JSON and a plot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def run(
    server: Annotated[str, typer.Option(help="URL of a running server.")] = "http://127.0.0.1:8880",
    listeners: Annotated[
        list[int] | None, typer.Option(help="Listeners at once; a round for each [1 2 4].")
    ] = None,
    seconds: Annotated[float, typer.Option(help="Length of a round.", min=1)] = 30.0,
    words: Annotated[
        list[int] | None, typer.Option(help="Words of a text; drawn from [8 40 200].")
    ] = None,
    think: Annotated[float, typer.Option(help="Mean pause between two texts, s.", min=0)] = 2.0,
    leaving: Annotated[
        float, typer.Option(help="Share of texts not heard to their end.", min=0, max=1)
    ] = 0.1,
    latency: Annotated[str, typer.Option(help="low, balanced or best.")] = "balanced",
    book: Annotated[int, typer.Option(help="Words of a whole file asked for beside them.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed draws the same texts.")] = 1,
    key: Annotated[str | None, typer.Option(envvar="KOWANE_API_KEY", help="API key.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="JSON file; a plot goes beside it.")
    ] = None,
) -> None:
    """Measure time to first audio, stalls, refusals and fairness with listeners in real time."""
    import asyncio

    import httpx

    from kowane import live_benchmark
    from kowane.errors import KowaneError

    rounds = []
    for count in listeners or [1, 2, 4]:
        try:
            row = asyncio.run(
                live_benchmark.crowd(
                    server,
                    listeners=count,
                    seconds=seconds,
                    words=words or [8, 40, 200],
                    think=think,
                    leaving=leaving,
                    latency=latency,
                    seed=seed,
                    book=book,
                    key=key,
                )
            )
        except httpx.TransportError as error:
            raise KowaneError(
                f"No server answers at {server}: {error}.", remedy="Start one: kowane serve."
            ) from None
        rounds.append((f"{count} listeners", row))
    result = json.dumps(dict(rounds), indent=1)
    typer.echo(result)
    if output is not None:
        output.write_text(result + "\n", "utf-8")
        output.with_suffix(".svg").write_text(live_benchmark.plot(rounds), "utf-8")
