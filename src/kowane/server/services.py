"""What the routes work with: made once in the lifespan, found through `app.state`."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends
from starlette.requests import Request

from kowane.jobs.runner import JobRunner
from kowane.server.admission import Admission
from kowane.server.audience import Audience
from kowane.server.catalogue import Catalogue
from kowane.server.context import Context, context_of
from kowane.server.lifecycle import Lifecycle
from kowane.server.limits import KeyLimits
from kowane.server.metrics import Metrics
from kowane.server.tracing import Tracer
from kowane.settings import Settings
from kowane.text.lexicon.store import LexiconStore


@dataclass(slots=True)
class Services:
    """One server's parts.

    Attributes:
        lexicons: where pronunciations are kept; its calls read and write files, so they belong in
            a thread.
        encoding: threads for encoders, so that a long chunk never holds up the event loop.
        hardware: what `/status` says of the computer.
        started: wall clock at start, s since the epoch.
        live_connections: WebSockets that are open.
    """

    settings: Settings
    lifecycle: Lifecycle
    admission: Admission
    audience: Audience
    limits: KeyLimits
    metrics: Metrics
    tracer: Tracer
    catalogue: Catalogue
    lexicons: LexiconStore
    encoding: Executor
    jobs: JobRunner
    hardware: dict[str, Any]
    started: float
    live_connections: int = 0


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def _context(request: Request) -> Context:
    return context_of(request.scope)


ServicesDep = Annotated[Services, Depends(_services)]
ContextDep = Annotated[Context, Depends(_context)]
