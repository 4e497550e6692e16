"""Puts the commands on the application. Knows their names and help, nothing of what they do."""

from __future__ import annotations

import typer

from kowane.cli import (
    assets,
    bench,
    bench_live,
    book,
    cluster,
    doctor,
    lexicon,
    mcp,
    phonemize,
    say,
    serve,
    tune,
    voices,
)


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    app.callback(invoke_without_command=True)(_root)
    app.command("serve", help=serve.run.__doc__)(serve.run)
    app.command("say", help=say.run.__doc__)(say.run)
    app.command("book", help=book.run.__doc__)(book.run)
    app.command("voices", help=voices.run.__doc__)(voices.run)
    app.command("phonemize", help=phonemize.run.__doc__)(phonemize.run)
    app.command("mcp", help=mcp.run.__doc__)(mcp.run)
    app.command("doctor", help=doctor.run.__doc__)(doctor.run)
    measuring = typer.Typer(help=bench.run.__doc__, invoke_without_command=True)
    measuring.callback(help=bench.run.__doc__)(bench.run)
    measuring.command("live", help=bench_live.run.__doc__)(bench_live.run)
    app.add_typer(measuring, name="bench")
    app.command("tune", help=tune.run.__doc__)(tune.run)
    app.add_typer(assets.app, name="assets")
    app.add_typer(lexicon.app, name="lexicon")
    app.add_typer(cluster.app, name="cluster")


def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"kowane {installed('kowane')}")
        raise typer.Exit
