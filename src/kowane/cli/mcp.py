"""`kowane mcp`: speech as tools for language models, over stdin and stdout or over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(
    http: Annotated[
        bool, typer.Option("--http", help="Streamable HTTP at /mcp instead of stdin and stdout.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8881,
    folder: Annotated[Path, typer.Option(help="Folder below which speech is saved.")] = Path(),
    voice: Annotated[str | None, typer.Option(help="Default voice [af_heart].")] = None,
    allow_public: Annotated[
        bool, typer.Option("--allow-public", help="Listen beyond loopback without any API key.")
    ] = False,
) -> None:
    """Offer speech as tools by the Model Context Protocol. See docs/clients/mcp.md."""
    from kowane import settings
    from kowane.server import mcp

    loaded = settings.load(host=host, port=port, voice=voice, allow_public=allow_public or None)
    mcp.serve(loaded, folder, http=http)
