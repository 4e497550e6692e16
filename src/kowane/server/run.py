"""`kowane serve`: one process or several, until a signal ends them.

On SIGTERM or SIGINT a server stops listening, lets running requests finish for `drain_seconds`,
cuts off the rest and ends with status 0. A model that cannot be loaded ends it too, with its error.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from kowane import build
from kowane.errors import KowaneError
from kowane.server import logs
from kowane.server.app import create_app
from kowane.settings import Settings, load, refuse_open_door
from kowane.synthesizer import Synthesizer

logger = logging.getLogger(__name__)

KEEP_ALIVE = 75
"""s that an idle connection is kept: longer than the 60 s of common proxies, so that they close
it, not we, and no request meets a closing connection."""

BACKLOG = 2048
"""Connections that may wait to be accepted."""

HEALTH_CHECK = 60
"""s in which a worker must answer its parent; importing and loading take a slow machine a while."""


def serve(settings: Settings, synthesizer: Synthesizer | None = None) -> None:
    """Listen and answer until SIGTERM or SIGINT; returns when everything has ended.

    Args:
        synthesizer: used instead of the one that the settings describe; for one process only.

    Raises:
        SettingsError: the door would be open to everybody.
        KowaneError: nothing can listen at the address.
        AssetError, ModelError: the model cannot be loaded.
    """
    refuse_open_door(settings)
    logs.configure(settings)
    if settings.workers == 1 or synthesizer is not None:
        _serve_alone(settings, synthesizer)
    else:
        _serve_together(settings)


def _serve_alone(settings: Settings, synthesizer: Synthesizer | None) -> None:
    failures: list[Exception] = []

    def stop(error: Exception) -> None:
        failures.append(error)
        server.should_exit = True

    app = create_app(settings, synthesizer, on_failure=stop)
    server = uvicorn.Server(_config(settings, app))
    listener = _listen(settings)
    with _quiet_signals():
        server.run(sockets=[listener])
    if failures:
        raise failures[0]


def _serve_together(settings: Settings) -> None:
    """Each worker is a fresh process that loads its own model."""
    build.assemble(settings)  # a missing or damaged file is told once, before there are workers
    config = _config(settings, partial(worker_app, settings), factory=True)
    supervisor = Multiprocess(config, sockets=[_listen(settings)])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise SystemExit(1)


def worker_app(settings: Settings) -> FastAPI:
    """The application of one worker process; it ends for good if its model cannot be loaded."""
    logs.configure(settings)

    def end(error: Exception) -> None:
        sys.exit(STARTUP_FAILURE)

    return create_app(settings, on_failure=end)


def from_environment() -> FastAPI:
    """For other ASGI servers, as "kowane.server.run:from_environment()" (deploy/gunicorn.conf.py).

    Raises:
        SettingsError: a setting cannot be used.
    """
    return worker_app(load())


def _config(
    settings: Settings, app: FastAPI | Callable[[], FastAPI], **more: Any
) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # TrustedProxies does it, for those who are trusted
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=max(1, round(settings.drain_seconds)),
        timeout_worker_healthcheck=HEALTH_CHECK,
        lifespan="on",
        **more,
    )


def _listen(settings: Settings) -> socket.socket:
    """A listening socket; connections wait in it until the application has started.

    Raises:
        KowaneError: the address is taken, or not one of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server(
            (settings.host, settings.port), family=family, backlog=BACKLOG
        )
    except OSError as error:
        raise KowaneError(
            f"Nothing can listen on {settings.host}:{settings.port}: {error.strerror or error}.",
            remedy="Choose another KOWANE_HOST or KOWANE_PORT, or end the program that uses it.",
        ) from None
    listener.set_inheritable(True)
    host = f"[{settings.host}]" if family == socket.AF_INET6 else settings.host
    logger.info("Listening on http://%s:%d (Ctrl+C ends)", host, listener.getsockname()[1])
    return listener


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """uvicorn raises the signal that ended it once more after draining; here that is no news."""

    def noted(_signal: int, _frame: FrameType | None) -> None:
        pass

    kept = {number: signal.signal(number, noted) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
