"""`kowane voices`: the installed voices as a table or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def run(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
    lang: Annotated[str | None, typer.Option("--lang", "-l", help="Only this language.")] = None,
) -> None:
    """List the voices."""
    from kowane import build, language, settings

    voices = build.voices(settings.load())
    wanted = language.parse(lang) if lang else None
    listed = [voices.info(name) for name in voices.names()]
    shown = [voice for voice in listed if wanted in (None, voice.language)]
    if as_json:
        typer.echo(json.dumps([asdict(voice) for voice in shown], ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("voice", "language", "gender", box=None, pad_edge=False)
    for voice in shown:
        table.add_row(voice.id, language.CANONICAL.get(voice.language, ""), voice.gender)
    Console().print(table)
