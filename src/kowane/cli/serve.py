"""`kowane serve`: flags over environment and file, then the HTTP server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes any free one [8880].")] = None,
    workers: Annotated[int | None, typer.Option(help="Server processes [1].")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads of one run of the model.")] = None,
    voice: Annotated[str | None, typer.Option(help="Default voice [af_heart].")] = None,
    model: Annotated[str | None, typer.Option(help="Asset name or path of an ONNX file.")] = None,
    profile: Annotated[str | None, typer.Option(help="standard or reference.")] = None,
    queue_limit: Annotated[
        int | None, typer.Option(help="Waiting requests before a 429 [64].")
    ] = None,
    audio_cache_dir: Annotated[
        Path | None, typer.Option(help="Keep synthesised audio in this directory, too.")
    ] = None,
    log_format: Annotated[str | None, typer.Option(help="console or json.")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning, error.")] = None,
    allowed_host: Annotated[
        list[str] | None, typer.Option(help="Further accepted Host name; may be repeated.")
    ] = None,
    cors_origin: Annotated[
        list[str] | None, typer.Option(help="Origin of a web page; may be repeated.")
    ] = None,
    wyoming_port: Annotated[
        int | None, typer.Option(help="Port for Home Assistant's Wyoming protocol.")
    ] = None,
    wyoming_host: Annotated[
        str | None, typer.Option(help="Address for it to listen on [that of --host].")
    ] = None,
    wyoming_zeroconf: Annotated[
        bool, typer.Option("--wyoming-zeroconf", help="Announce it in the local network.")
    ] = False,
    api_key: Annotated[
        list[str] | None,
        typer.Option(
            help="A key, or sha256:HEX of one; may be repeated. Other users of this machine can "
            "see flags: better set KOWANE_API_KEYS."
        ),
    ] = None,
    allow_public: Annotated[
        bool, typer.Option("--allow-public", help="Listen beyond loopback without any API key.")
    ] = False,
) -> None:
    """Serve speech over HTTP and, if asked, Wyoming. Every setting: docs/settings.md."""
    from kowane import build, settings
    from kowane.server import serve

    loaded = settings.load(
        host=host,
        port=port,
        workers=workers,
        threads=threads,
        voice=voice,
        model=model,
        profile=profile,
        queue_limit=queue_limit,
        audio_cache_dir=audio_cache_dir,
        log_format=log_format,
        log_level=log_level,
        allowed_hosts=tuple(allowed_host) if allowed_host else None,
        cors_origins=tuple(cors_origin) if cors_origin else None,
        wyoming_port=wyoming_port,
        wyoming_host=wyoming_host,
        wyoming_zeroconf=wyoming_zeroconf or None,
        api_keys=tuple(api_key) if api_key else None,
        allow_public=allow_public or None,
    )
    build.check_assets(loaded)  # before listening: a bad file is no state to be healthy in
    serve(loaded)
