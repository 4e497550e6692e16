"""Two engines in one: the one that is wanted, and one that never fails for want of hardware.

Put around an engine on an accelerator. If that cannot be loaded, or fails a run, the other one does
the work and the request never knows; after some failures in a row the first is left alone and tried
again later (`breaker`). A chunk that fails on both is the chunk's fault and counts against neither.
`info` names the provider that really runs, and why it is not the one that was asked for. Knows no
provider and no ONNX Runtime.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from kowane.engine.breaker import Breaker
from kowane.engine.protocol import Engine, EngineInfo, Health
from kowane.errors import ModelError
from kowane.speech import ModelOutput, TokenChunk

logger = logging.getLogger(__name__)


class FallbackEngine:
    """An engine with another to fall back on. Pickles as long as both do and it has not started.

    Args:
        wanted: does the work while it can.
        other: does it otherwise; started when it is first needed.
        clock: monotonic, s.
    """

    def __init__(
        self, wanted: Engine, other: Engine, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._wanted = wanted
        self._other = other
        self._breaker = Breaker(clock)
        self._reviving: asyncio.Task[None] | None = None
        self.fallbacks = 0

    @property
    def health(self) -> Health:
        if self._breaker.state == "closed" or self._wanted.health.phase == "closed":
            return self._wanted.health
        health = self._other.health
        return Health(health.phase, self._why()) if health.ready else health

    @property
    def info(self) -> EngineInfo:
        if self._breaker.state == "closed":
            return self._wanted.info
        return replace(self._other.info, fallback=self._why())

    @property
    def pace(self) -> float | None:
        return (self._wanted if self._breaker.state == "closed" else self._other).pace

    async def start(self) -> None:
        """Start the wanted engine, or the other if its model cannot be loaded."""
        if self._breaker.state != "closed":
            await self._other.start()
            return
        try:
            await self._wanted.start()
        except ModelError as error:
            self._blame(error, fatal=True)
            await self._other.start()

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        """Run the model once, on whichever engine can; see `Engine.synthesize`."""
        if self._breaker.state != "closed" and not self._wanted.health.ready:
            self._revive()
            return await self._on_other(chunk)
        if not self._breaker.admit():
            return await self._on_other(chunk)
        try:
            output = await self._wanted.synthesize(chunk)
        except ModelError as error:
            return await self._instead(chunk, error)
        except BaseException:
            self._breaker.withdrawn()
            raise
        if self._breaker.state != "closed":
            logger.warning("%s works again", self._wanted.info.provider)
        self._breaker.succeeded()
        return output

    async def close(self) -> None:
        if self._reviving is not None:
            self._reviving.cancel()
            await asyncio.wait([self._reviving])
        await self._wanted.close()
        await self._other.close()

    async def _instead(self, chunk: TokenChunk, error: ModelError) -> ModelOutput:
        """The other's output for a chunk on which the wanted engine failed."""
        try:
            output = await self._on_other(chunk)
        except BaseException:
            self._breaker.withdrawn()
            raise
        self._blame(error)
        return output

    async def _on_other(self, chunk: TokenChunk) -> ModelOutput:
        await self._other.start()
        output = await self._other.synthesize(chunk)
        self.fallbacks += 1
        return output

    def _blame(self, error: ModelError, *, fatal: bool = False) -> None:
        was = self._breaker.state
        self._breaker.failed(str(error), fatal=fatal)
        logger.warning(
            "The execution provider failed, the CPU takes over%s: %s",
            "" if self._breaker.state == was else " until it is tried again",
            error,
        )

    def _revive(self) -> None:
        """Try to load the wanted engine again, beside the work."""
        if self._reviving is None and self._breaker.state == "half-open" and self._breaker.admit():
            self._reviving = asyncio.create_task(self._start_again())

    async def _start_again(self) -> None:
        try:
            await self._wanted.start()
        except ModelError as error:
            self._blame(error, fatal=True)
        except BaseException:
            self._breaker.withdrawn()
            raise
        else:
            self._breaker.succeeded()
        finally:
            self._reviving = None

    def _why(self) -> str:
        return f"The CPU stands in for the provider that was asked for: {self._breaker.reason}"
