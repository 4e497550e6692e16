"""Settings in, the ASGI application out.

Everything a request needs is made once in the lifespan and found through `app.state.services`; the
model loads in the background while health is already answered. `middleware/__init__` shows the
layers.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from kowane import build
from kowane.acoustic.hardware import probe
from kowane.errors import KowaneError
from kowane.jobs.runner import JobRunner
from kowane.server import discovery, health, jobs, lexicons, page, problems, speech, wyoming
from kowane.server.admission import Admission
from kowane.server.audience import Audience
from kowane.server.catalogue import Catalogue
from kowane.server.elevenlabs import routes as elevenlabs
from kowane.server.elevenlabs import sockets as elevenlabs_sockets
from kowane.server.kokoro_fastapi import routes as kokoro_fastapi
from kowane.server.lifecycle import Lifecycle
from kowane.server.limits import KeyLimits
from kowane.server.live import socket, upload
from kowane.server.metrics import Metrics
from kowane.server.middleware.access import Access
from kowane.server.middleware.compress import GzipJson
from kowane.server.middleware.departures import Departures
from kowane.server.middleware.failures import Failures
from kowane.server.middleware.guards import (
    AllowedHosts,
    ApiKeys,
    BodyLimit,
    Origins,
    SecurityHeaders,
    TrustedProxies,
)
from kowane.server.openapi import Documented
from kowane.server.services import Services
from kowane.server.tracing import tracer
from kowane.settings import Settings, is_loopback
from kowane.speech import Utterance
from kowane.synthesizer import Synthesizer

if TYPE_CHECKING:
    from kowane.server.wyoming.listener import Listener

ENCODING_THREADS = 2
"""Encoders run beside the model's threads; they cost a few per cent of a run."""

EXPOSED_HEADERS = (
    "x-request-id",
    "x-response-time",
    "server-timing",
    "retry-after",
    "x-should-retry",
    "x-kowane-ignored",
    "etag",
)
"""What pages of allowed origins may read."""


def create_app(
    settings: Settings,
    synthesizer: Synthesizer | None = None,
    *,
    on_failure: Callable[[Exception], None] | None = None,
) -> FastAPI:
    """The server.

    Args:
        synthesizer: used instead of the one that `build.assemble(settings)` gives.
        on_failure: called if the model cannot be loaded; without it the server stays up and says
            so in `/readyz`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services = make_services(settings, synthesizer, on_failure)
        app.state.services = services
        services.lifecycle.start()
        services.jobs.start()
        listener = app.state.wyoming = await _open_wyoming(services, on_failure)
        try:
            yield
        finally:
            if listener is not None:
                await listener.close()
            await services.jobs.close()
            await services.lifecycle.close()
            services.encoding.shutdown(wait=False, cancel_futures=True)
            services.tracer.close()

    app = Documented(
        title="kowane",
        version=version("kowane"),
        summary="Text to speech with Kokoro-82M; OpenAI's speech API.",
        lifespan=lifespan,
        docs_url=None,  # the page would load scripts from a third party
        redoc_url=None,
        middleware=layers(settings),
    )
    problems.install(app)
    for module in (
        speech,
        lexicons,
        jobs,
        discovery,
        health,
        elevenlabs,
        elevenlabs_sockets,
        kokoro_fastapi,
        socket,
        upload,
    ):
        # As they are: include_router would build each once more, 65 ms within the first request.
        app.router.routes.extend(module.router.routes)
    app.router.routes.extend(page.routes().routes)
    return app


async def _open_wyoming(
    services: Services, on_failure: Callable[[Exception], None] | None
) -> Listener | None:
    """Wyoming beside HTTP where a port is set."""
    if services.settings.wyoming_port is None:
        return None
    try:
        return await wyoming.open_listener(services)
    except KowaneError as error:
        if on_failure is None:
            raise
        on_failure(error)
        return None


def layers(settings: Settings) -> list[Middleware]:
    """The middleware, outermost first."""
    stack = [Middleware(Access)]
    if settings.trusted_proxies:
        stack.append(Middleware(TrustedProxies, trusted=settings.trusted_proxies))
    stack.append(Middleware(SecurityHeaders, shared=bool(settings.cors_origins)))
    stack.append(
        Middleware(AllowedHosts, loopback=is_loopback(settings.host), extra=settings.allowed_hosts)
    )
    if settings.cors_origins:
        stack.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors_origins),
                allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
                allow_headers=["*"],
                allow_credentials=False,  # keys travel in headers; cookies are never used
                expose_headers=list(EXPOSED_HEADERS),
            )
        )
    stack += [
        Middleware(Origins, allowed=settings.cors_origins, unasked=(upload.PATH,)),
        Middleware(ApiKeys, hashes=settings.api_keys),
        Middleware(
            BodyLimit,
            limit=settings.max_body_bytes,
            others={jobs.router.prefix: ("KOWANE_MAX_UPLOAD_BYTES", settings.max_upload_bytes)},
        ),
        Middleware(GzipJson, minimum=settings.gzip_minimum),
        Middleware(Departures),
        Middleware(Failures),
    ]
    return stack


def make_services(
    settings: Settings,
    synthesizer: Synthesizer | None,
    on_failure: Callable[[Exception], None] | None,
) -> Services:
    """The parts of one server, none of them heavy."""

    def assemble() -> Synthesizer:
        return synthesizer if synthesizer is not None else build.assemble(settings)

    voice = settings.voice_aliases.get(settings.voice, settings.voice)
    lifecycle = Lifecycle(assemble, Utterance("", voice, settings.lang), on_failure)
    admission = Admission(places=settings.concurrency, queue_limit=settings.queue_limit)
    audience = Audience(lifecycle.pace, longest_wait=settings.live_wait)
    gauges: dict[str, tuple[str, Callable[[], float]]] = {
        "kowane_active_requests": ("Requests being spoken.", lambda: admission.active),
        "kowane_queue_depth": (
            "Requests that wait for their first place.",
            lambda: admission.queued,
        ),
        "kowane_parked_requests": (
            "Requests that have begun and wait for their next turn.",
            lambda: admission.parked,
        ),
        "kowane_listeners": ("Live streams that are being heard.", lambda: audience.listening),
        "kowane_waiting_listeners": (
            "Live streams that wait until they can play without stalls.",
            lambda: audience.waiting,
        ),
        "kowane_pace": (
            "Seconds of computing for a second of audio, lately; admission reckons with it.",
            lambda: audience.pace,
        ),
        "kowane_ready": ("1 if it can speak.", lambda: float(lifecycle.health.ready)),
        "kowane_provider_fallback": (
            "1 if the CPU stands in for the execution provider that was asked for.",
            lambda: float(bool(lifecycle.engine_info and lifecycle.engine_info.fallback)),
        ),
    }
    return Services(
        settings=settings,
        lifecycle=lifecycle,
        admission=admission,
        audience=audience,
        limits=KeyLimits(rate=settings.key_rate, concurrency=settings.key_concurrency),
        metrics=Metrics(
            cache=lifecycle.cache_counts, gauges=gauges, engine=lambda: lifecycle.engine_info
        ),
        tracer=tracer(settings.otel_endpoint),
        catalogue=Catalogue(settings.voice_aliases),
        lexicons=build.lexicon_store(settings),
        encoding=ThreadPoolExecutor(ENCODING_THREADS, "kowane-encoding"),
        jobs=JobRunner(build.job_store(settings), lifecycle.wait_to_speak),
        hardware=_hardware(),
        started=time.time(),
    )


def _hardware() -> dict[str, Any]:
    profile = asdict(probe())
    return {**profile, "isa": sorted(profile["isa"])}
