"""For operators and their machines: is it alive, can it speak, what is it doing.

Nothing here waits for anything: every answer is made of numbers that lie ready.
"""

from __future__ import annotations

import os
import time
from importlib.metadata import version
from typing import Any, Literal

import psutil
from fastapi import APIRouter
from starlette.responses import Response

from kowane.errors import NotReady
from kowane.server.metrics import CONTENT_TYPE
from kowane.server.openapi import errors, example
from kowane.server.schemas import HealthAnswer
from kowane.server.serializer import JsonResponse
from kowane.server.services import Services, ServicesDep

router = APIRouter(tags=["health"])

_STATUS: dict[str, Literal["ok", "loading", "failed", "closing"]] = {
    "ready": "ok",
    "idle": "ok",
    "failed": "failed",
    "closed": "closing",
}

_HEALTHY = {
    "status": "ok",
    "phase": "ready",
    "detail": "It is ready.",
    "provider": "CPUExecutionProvider",
}
_LOADING = {
    "status": "loading",
    "phase": "loading",
    "detail": "It is loading the model.",
    "provider": None,
}
_READINESS: dict[int | str, dict[str, Any]] = {
    200: example(_HEALTHY),
    503: {
        "model": HealthAnswer,
        "description": "Not yet, or not any more; `phase` says why.",
        **example(_LOADING),
    },
}
_METRICS = """# HELP kowane_audio_seconds_total Audio synthesised, s.
# TYPE kowane_audio_seconds_total counter
kowane_audio_seconds_total{format="mp3"} 12.5
"""
_STATUS_EXAMPLE = {
    "version": "0.1.0",
    "phase": "ready",
    "uptime_seconds": 12.5,
    "engine": {"model": "kokoro-v1.0.int8.onnx", "provider": "CPUExecutionProvider"},
    "queue": {"active": 1, "places": 8, "queued": 0, "parked": 0, "queue_limit": 64},
    "memory": {"rss_bytes": 430604288},
}


@router.get(
    "/livez",
    summary="Is the process alive?",
    response_model=HealthAnswer,
    responses={200: example(_HEALTHY)},
)
async def livez(services: ServicesDep) -> Response:
    """200 as long as the event loop turns, also while the model loads."""
    return JsonResponse(_health(services))


@router.get(
    "/readyz",
    summary="Can it speak now?",
    response_model=HealthAnswer,
    responses=_READINESS,
)
async def readyz(services: ServicesDep) -> Response:
    """200 once the model is loaded; 503 with the phase until then."""
    health = _health(services)
    if health.status == "ok":
        return JsonResponse(health)
    return JsonResponse(health, 503, headers={"retry-after": "1"})


@router.get(
    "/health",
    summary="The same as /readyz",
    response_model=HealthAnswer,
    responses=_READINESS,
)
async def health(services: ServicesDep) -> Response:
    """For tools that ask here."""
    return await readyz(services)


@router.get(
    "/metrics",
    summary="Measurements for Prometheus",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}, "example": _METRICS}}},
        **errors(401),
    },
)
async def metrics(services: ServicesDep) -> Response:
    """Counters, gauges and histograms of this process."""
    return Response(services.metrics.render(), headers={"content-type": CONTENT_TYPE})


@router.get(
    "/status",
    summary="What the server is and does",
    response_model=dict[str, Any],
    responses={200: example(_STATUS_EXAMPLE), **errors(401)},
)
async def status(services: ServicesDep) -> Response:
    """Model, provider, hardware, queue, cache and memory."""
    return JsonResponse(describe(services))


def _health(services: Services) -> HealthAnswer:
    found = services.lifecycle.health
    return HealthAnswer(
        status=_STATUS.get(found.phase, "loading"),
        phase=found.phase,
        detail=found.detail,
        provider=_engine_info(services).get("provider"),
    )


def _engine_info(services: Services) -> dict[str, Any]:
    try:
        info = services.lifecycle.synthesizer.engine.info
    except NotReady:
        return {}
    return {
        "model": info.model,
        "digest": info.digest,
        "recipe": info.recipe,
        "provider": info.provider,
        "threads": info.threads,
        "sessions": info.sessions,
        "fallback": info.fallback,
    }


def describe(services: Services) -> dict[str, Any]:
    """What `/status` answers."""
    health = services.lifecycle.health
    process = psutil.Process()
    admission = services.admission
    return {
        "version": version("kowane"),
        "phase": health.phase,
        "detail": health.detail,
        "pid": process.pid,
        "uptime_seconds": round(time.time() - services.started, 1),
        "engine": _engine_info(services) or None,
        "languages_loaded": languages_loaded(services),
        "queue": {
            "active": admission.active,
            "places": admission.places,
            "queued": admission.queued,
            "parked": admission.parked,
            "queue_limit": admission.queue_limit,
        },
        "live": {
            "listening": services.audience.listening,
            "waiting": services.audience.waiting,
            "connections": services.live_connections,
            "pace": round(services.audience.pace, 3),
        },
        "cache": services.lifecycle.cache_counts(),
        "memory": {
            "rss_bytes": process.memory_info().rss,
            "total_bytes": psutil.virtual_memory().total,
            "available_bytes": psutil.virtual_memory().available,
        },
        "hardware": services.hardware | {"load_1m": round(os.getloadavg()[0], 2)},
    }


def languages_loaded(services: Services) -> list[str]:
    """Languages whose front-end is in memory."""
    try:
        return list(services.lifecycle.synthesizer.reader.loaded)
    except NotReady:
        return []
