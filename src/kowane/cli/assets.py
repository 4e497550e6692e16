"""`kowane assets`: fetch, list and verify the model and the voices."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kowane.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from kowane.assets import AssetStatus, AssetStore, Progress

app = typer.Typer(
    help="Fetch, list and verify the model and the voices.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Names = Annotated[
    list[str] | None, typer.Argument(help="Names from `kowane assets list`; none: the defaults.")
]
Refs = Annotated[
    list[str] | None,
    typer.Argument(help="Names, or paths of files; none: the defaults and all that are here."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Fetch again, and replace a file that is damaged.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON array.")]


@app.command()
def pull(names: Names = None, force: Force = False) -> None:
    """Fetch what is missing, verify it, and prepare the model for this machine."""
    store = _store()
    known = [asset.name for asset in store.manifest]
    for name in names or ():
        if name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}.")
    for name in names or [asset.name for asset in store.manifest if asset.default]:
        with _progress(name) as progress:
            path = store.pull(name, force=force, progress=progress)
        typer.echo(f"{name}  {path}")
    if not names:
        from kowane import build, settings

        prepared = build.prepare_model(settings.load())
        typer.echo(f"{prepared.recipe}  {prepared.path}")


@app.command("list")
def show(as_json: AsJson = False) -> None:
    """List the assets and whether they are here."""
    statuses = _store().list()
    if as_json:
        _print_json(statuses)
    else:
        _print_table(statuses)


@app.command()
def verify(refs: Refs = None, as_json: AsJson = False) -> None:
    """Hash files again; exit code 1 if one is damaged, or is missing and needed."""
    store = _store()
    statuses = [store.verify(ref) for ref in refs or [asset.name for asset in store.manifest]]
    if not refs:
        statuses = [each for each in statuses if each.default or each.state != "missing"]
    if as_json:
        _print_json(statuses)
    else:
        _print_table(statuses)
    wrong = False
    for ref in refs or [status.name for status in statuses]:
        try:
            store.locate(ref)
        except AssetError as error:
            typer.echo(f"kowane: {error}", err=True)
            wrong = True
    if wrong:
        raise typer.Exit(1)


def _store() -> AssetStore:
    from kowane import build, settings

    return build.asset_store(settings.load())


def _print_json(statuses: tuple[AssetStatus, ...] | list[AssetStatus]) -> None:
    rows = [{**asdict(status), "path": str(status.path)} for status in statuses]
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _print_table(statuses: tuple[AssetStatus, ...] | list[AssetStatus]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("asset", "MB", "state", "licence", "what it is", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for column in table.columns[:4]:
        column.no_wrap = True
    for status in statuses:
        size = f"{status.bytes / 1e6:.1f}"
        table.add_row(status.name, size, status.state, status.licence, status.note)
    Console().print(table)


def _progress(name: str) -> AbstractContextManager[Progress]:
    """A bar on stderr that a pull moves; a line for each source that is given up."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    from kowane.assets import Transfer

    @contextmanager
    def showing() -> Iterator[Progress]:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
        )
        console = Console(stderr=True)
        quiet = not console.is_terminal
        with Bars(*columns, console=console, transient=True, disable=quiet) as bars:
            task = bars.add_task(name, total=None, visible=False)

            def progress(step: Transfer) -> None:
                if step.note:
                    said = f"{step.source}: {step.note}" if step.source else step.note
                    line = f"  {escape(said)}"
                    console.print(line, style="dim", highlight=False, soft_wrap=True)
                else:
                    bars.update(task, completed=step.done, total=step.total, visible=True)

            yield progress

    return showing()
