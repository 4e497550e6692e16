"""An engine whose model runs in the replicas of a Ray Serve deployment.

Turns a chunk into a call of the deployment, and Ray's failures into ours. A run is a pure function
of its chunk: one whose replica dies is run again on another and gives the same samples, so a chunk
that was accepted is never lost. Equal chunks go to the same replica while it has room, where its
cache knows them. This module knows no HTTP, no language and not how replicas are deployed
(`kowane.cluster`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from ray.exceptions import RayError, RayTaskError
from ray.serve.exceptions import (
    BackPressureError,
    DeploymentUnavailableError,
    ReplicaUnavailableError,
)
from ray.serve.handle import DeploymentHandle

from kowane.engine.cache import cache_key
from kowane.engine.pace import Pace
from kowane.engine.protocol import EngineInfo, Health, Phase
from kowane.errors import InferenceFailed, KowaneError, NotReady, Overloaded
from kowane.speech import ModelOutput, TokenChunk

PATIENCE = 60.0
"""s that a chunk whose replica died waits for another one: a node needs about 30 s to start."""

_PAUSE = 0.1
"""s before a chunk is sent again."""

logger = logging.getLogger(__name__)


class RayServeEngine:
    """Engine that calls a deployment of `kowane.cluster.replica.Replica`. It can be pickled until
    it is started. Closing it leaves the deployment alone: others may use it.

    Args:
        handle: calls the deployment.
        patience: s that a chunk waits for a replica where one has died.
    """

    def __init__(self, handle: DeploymentHandle[Any], *, patience: float = PATIENCE) -> None:
        self._handle = handle
        self._patience = patience
        self._info: EngineInfo | None = None
        self._pace = Pace()
        self._under_way = 0
        self._health = Health("new")
        self._responses: set[Any] = set()

    @property
    def health(self) -> Health:
        return self._health

    @property
    def info(self) -> EngineInfo:
        if self._info is None:
            raise NotReady("No replica has answered yet; the model is not known.")
        return self._info

    async def start(self) -> None:
        """Wait for the first replica; idempotent.

        Raises:
            NotReady: no replica within the patience, or the engine is closed.
            AssetError, ModelError: a replica cannot load the model.
        """
        if self._health.phase == "closed":
            raise NotReady("The engine is closed.")
        if self._info is None:
            self._enter("loading", "Waiting for a replica.")
            try:
                self._info = await self._call("describe")
            except KowaneError as error:
                self._enter("failed", str(error))
                raise
        self._enter("ready")

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        """Run the chunk on a replica; again on another if that one dies.

        Raises:
            NotReady: not started, closed, or no replica within the patience.
            Overloaded: the deployment's queue is full.
            ModelError, OutOfRange: as the replica's engine says.
        """
        if self._info is None or self._health.phase == "closed":
            raise NotReady(f"The engine is {self._health.phase}.")
        began = time.perf_counter()
        self._under_way += 1
        beside = self._under_way
        try:
            output: ModelOutput = await self._call(
                "synthesize", chunk, session_id=cache_key(chunk, self._info).hex()
            )
        finally:
            self._under_way -= 1
        self._pace.add((time.perf_counter() - began) / beside, output)
        return output

    @property
    def pace(self) -> float | None:
        """See `Engine.pace`: a call's time shared among the calls that were under way with it."""
        return self._pace.value

    async def close(self) -> None:
        """End what runs for this engine; idempotent."""
        self._enter("closed")
        for response in self._responses:
            response.cancel()

    async def _call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """The method's result from any replica, asked for again while replicas are lost."""
        remote = getattr(self._handle.options(**options) if options else self._handle, method)
        lost_since: float | None = None
        while True:
            try:
                return await self._answer(remote.remote(*arguments))
            except BackPressureError as error:
                raise Overloaded(
                    error.message,
                    retry_after=error.retry_after_s or 1.0,
                    remedy="Try again in a moment, or let the deployment have more replicas.",
                ) from error
            except DeploymentUnavailableError as error:
                self._enter("failed", error.message)
                raise NotReady(
                    error.message, remedy="`serve status` says why its replicas do not start."
                ) from error
            except (RayError, ReplicaUnavailableError) as error:
                if self._health.phase == "closed":
                    raise NotReady("The engine is closed.") from error
                if (failure := _failure(error)) is not None:
                    raise failure from error
                now = time.monotonic()
                lost_since = now if lost_since is None else lost_since
                if now - lost_since > self._patience:
                    self._enter("failed", f"No replica answers: {error}")
                    raise NotReady(
                        f"No replica has answered for {self._patience:g} s: {error}",
                        remedy="Look at `serve status` and at the replicas' logs.",
                    ) from error
                logger.warning("A replica was lost (%s); asking another", type(error).__name__)
                await asyncio.sleep(_PAUSE)

    async def _answer(self, response: Any) -> Any:
        """Await one response; a caller who leaves takes the replica's work along."""
        self._responses.add(response)
        try:
            result = await response
        except asyncio.CancelledError:
            response.cancel()
            raise
        finally:
            self._responses.discard(response)
        if self._health.phase == "failed":
            self._enter("ready")  # they are back
        return result

    def _enter(self, phase: Phase, detail: str = "") -> None:
        if self._health.phase != "closed":
            self._health = Health(phase, detail)


def _failure(error: Exception) -> Exception | None:
    """What to raise for an error that a run itself met; None if only its replica is gone."""
    if not isinstance(error, RayTaskError):
        return None
    cause = error.cause
    if isinstance(cause, NotReady | asyncio.CancelledError):
        return None  # the replica was told to end; the chunk was not
    if isinstance(cause, KowaneError):
        return cause
    return InferenceFailed(f"A replica failed: {cause!r}")
