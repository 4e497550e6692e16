"""`kowane cluster`: many copies of the model behind one address, on Ray Serve."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from kowane.errors import MissingExtra

app = typer.Typer(
    help="Many copies of the model behind one address, on Ray Serve.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    replicas: Annotated[int, typer.Option(min=1, help="Copies of the model.")] = 2,
    max_replicas: Annotated[
        int | None, typer.Option(min=1, help="Copies at most, by the length of the queue.")
    ] = None,
    cpus: Annotated[float, typer.Option(min=0.01, help="Processors of one copy.")] = 1.0,
    gpus: Annotated[float, typer.Option(min=0.0, help="GPUs of one copy.")] = 0.0,
    ingresses: Annotated[int, typer.Option(min=1, help="Copies of the HTTP side.")] = 1,
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes any free one [8880].")] = None,
    address: Annotated[
        str | None, typer.Option(help="A Ray cluster that runs; else one on this machine.")
    ] = None,
) -> None:
    """Serve speech with several copies of the model. Settings: docs/settings.md."""
    if find_spec("ray") is None:
        raise MissingExtra(
            "Ray is not installed.", remedy="Install it with `pip install 'kowane[cluster]'`."
        )
    from kowane.cluster.application import Arguments
    from kowane.cluster.run import run as run_cluster

    flags = {"host": host, "port": port}
    arguments = Arguments(
        replicas=replicas,
        max_replicas=max_replicas,
        cpus=cpus,
        gpus=gpus,
        ingresses=ingresses,
        settings={name: value for name, value in flags.items() if value is not None},
    )
    run_cluster(arguments, address=address)
