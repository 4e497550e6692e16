"""Arguments in, a Ray Serve application out.

The same function serves `kowane cluster run`, `serve deploy` (deploy/ray/serve.yaml, which names
it as import path) and KubeRay. Defaults suit one machine; the reference is in docs/cluster.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from ray import serve

from kowane import build, settings
from kowane.cluster.ingress import Assemble, Ingress, assembled
from kowane.cluster.replica import Replica
from kowane.engine.protocol import Engine
from kowane.settings import Settings

APP = "kowane"
ENGINE = "engine"
INGRESS = "ingress"

AHEAD_FOR_EACH = 2
"""Chunks of one text on their way for each replica: one that runs and one that is next."""

LIGHT_REQUESTS = 64
"""Requests an ingress takes beside those that speak or wait: health, lists, metrics."""


class Arguments(BaseModel):
    """How large the cluster is. Everything about speech is in `settings`.

    Attributes:
        replicas: copies of the model at first, and at least.
        max_replicas: copies at most; above `replicas` their number follows the queue.
        cpus: processors of one copy, which are also the threads of one run; below 1 several copies
            share one.
        gpus: GPUs of one copy.
        chunks: chunks that one copy holds, running and next, ≥ 1.
        target_chunks: chunks for each copy that autoscaling aims at.
        queue: chunks that may wait at one ingress; one more is a 429.
        ingresses, max_ingresses: copies of the HTTP side.
        ingress_cpus: processors of one of them.
        drain_seconds: how long a copy that is taken down may finish what it has begun.
        settings: kowane's settings (docs/settings.md) by their names in a TOML file; what is not
            named comes from the environment of the process that deploys.
    """

    model_config = ConfigDict(extra="forbid")

    replicas: int = Field(default=1, ge=1)
    max_replicas: int | None = Field(default=None, ge=1)
    cpus: float = Field(default=1.0, gt=0)
    gpus: float = Field(default=0.0, ge=0)
    chunks: int = Field(default=2, ge=1)
    target_chunks: float = Field(default=1.5, gt=0)
    queue: int = Field(default=256, ge=1)
    ingresses: int = Field(default=1, ge=1)
    max_ingresses: int | None = Field(default=None, ge=1)
    ingress_cpus: float = Field(default=0.25, gt=0)
    drain_seconds: float = Field(default=30.0, ge=0)
    settings: dict[str, Any] = Field(default_factory=dict)


def application(
    arguments: Arguments,
    *,
    engines: Callable[[Settings], tuple[Engine, Engine]] | None = None,
    assemble: Assemble = assembled,
) -> serve.Application:
    """The Serve application, not deployed.

    Args:
        arguments: how large it is.
        engines: made in each copy of the model in place of `make_engines`.
        assemble: called in each ingress, with its settings, the engine and how far to look ahead.

    Raises:
        SettingsError: a setting cannot be used.
    """
    loaded = settings.load(**arguments.settings)
    copies = max(arguments.replicas, arguments.max_replicas or 0)
    engine: Any = serve.deployment(  # what a decorated class has is lost on type checkers
        Replica,
        name=ENGINE,
        max_ongoing_requests=arguments.chunks,
        max_queued_requests=arguments.queue,
        ray_actor_options={"num_cpus": arguments.cpus, "num_gpus": arguments.gpus},
        graceful_shutdown_timeout_s=arguments.drain_seconds,
        graceful_shutdown_wait_loop_s=0.5,
        health_check_period_s=5,
        health_check_timeout_s=60,
        **_scale(arguments.replicas, copies, arguments.target_chunks),
    )
    ingress: Any = serve.deployment(
        serve.ingress()(Ingress),
        name=INGRESS,
        max_ongoing_requests=loaded.concurrency + loaded.queue_limit + LIGHT_REQUESTS,
        ray_actor_options={"num_cpus": arguments.ingress_cpus},
        graceful_shutdown_timeout_s=loaded.drain_seconds,
        graceful_shutdown_wait_loop_s=0.5,
        health_check_period_s=5,
        **_scale(
            arguments.ingresses,
            max(arguments.ingresses, arguments.max_ingresses or 0),
            float(loaded.concurrency),
        ),
    )
    make = partial(engines or make_engines, _for_one_copy(loaded, arguments.cpus))
    bound: serve.Application = ingress.bind(
        loaded, engine.bind(make), AHEAD_FOR_EACH * copies, assemble
    )
    return bound


def make_engines(loaded: Settings) -> tuple[Engine, Engine]:
    """In a replica: fetch and prepare what its node lacks, then the engine and the cache before it.

    All copies must speak with the same recipe from their first chunk on, so none begins before the
    model is prepared.

    Raises:
        AssetMissing, AssetDamaged, DownloadFailed: the model cannot be had here.
        UnsupportedModel: it is no Kokoro v1.0 model.
    """
    build.fetch_assets(loaded)
    build.prepare_model(loaded)
    pool = build.pool(loaded)
    return pool, build.cached(pool, loaded)


def _for_one_copy(loaded: Settings, cpus: float) -> Settings:
    """A copy must not take the whole node: its threads are its processors."""
    return loaded if loaded.threads else loaded.model_copy(update={"threads": max(1, int(cpus))})


def _scale(fewest: int, most: int, target: float) -> dict[str, Any]:
    if fewest == most:
        return {"num_replicas": fewest}
    return {
        "autoscaling_config": {
            "min_replicas": fewest,
            "max_replicas": most,
            "target_ongoing_requests": target,
            "upscale_delay_s": 5,
            "downscale_delay_s": 300,
            "look_back_period_s": 15,
        }
    }
