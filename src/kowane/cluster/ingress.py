"""The HTTP side of the cluster in a Ray Serve replica: kowane's own server.

Turns settings into the same ASGI application that `kowane serve` runs, with an engine that calls
the model's deployment. Text is read and audio encoded here; only TokenChunks and ModelOutputs
travel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from ray.serve.handle import DeploymentHandle

from kowane import build
from kowane.engine.protocol import Engine
from kowane.engine.ray_serve import RayServeEngine
from kowane.server import logs
from kowane.server.app import create_app
from kowane.settings import Settings
from kowane.synthesizer import Synthesizer

Assemble = Callable[[Settings, Engine, int], Synthesizer]
"""Settings, engine and look-ahead → a synthesizer."""


def assembled(settings: Settings, engine: Engine, lookahead: int) -> Synthesizer:
    """What an ingress speaks with; fetches the voices if its node lacks them.

    Raises:
        AssetMissing, AssetDamaged, DownloadFailed: they cannot be had.
    """
    build.fetch_assets(settings)
    speaking = build.cached(engine, settings)
    return build.assemble(settings, speaking=speaking, lookahead=lookahead)


class Ingress:
    """Made by Serve; `serve.ingress` gives it its HTTP methods.

    Args:
        settings: as for `kowane serve`; host and port are the proxy's.
        engine: calls the model's deployment.
        lookahead: chunks of one text that replicas may work on at the same time.
        assemble: makes the synthesizer.
    """

    def __init__(
        self,
        settings: Settings,
        engine: DeploymentHandle[Any],
        lookahead: int,
        assemble: Assemble = assembled,
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._lookahead = lookahead
        self._assemble = assemble

    def __serve_build_asgi_app__(self) -> FastAPI:
        logs.configure(self._settings)
        engine = RayServeEngine(self._engine)
        return create_app(self._settings, self._assemble(self._settings, engine, self._lookahead))
