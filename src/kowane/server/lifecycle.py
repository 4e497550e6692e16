"""From a cold process to a voice that is ready, in the background, and back.

Building the synthesizer (which may have to fetch assets) and loading the model both happen after
the server listens, so that health is answered from the first moment. Knows no HTTP.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from kowane.engine.cache import CachedEngine
from kowane.engine.protocol import EngineInfo, Health
from kowane.errors import KowaneError, NotReady
from kowane.speech import Utterance
from kowane.synthesizer import Synthesizer

logger = logging.getLogger(__name__)


class Lifecycle:
    """Owns the synthesizer.

    Args:
        make: builds it; blocking, run in a thread.
        default: what is said where the caller names neither voice nor language; its language is
            loaded beside the model.
        on_failure: called with the error if it cannot be built or loaded; the lifecycle stays in
            phase "failed" in any case.
    """

    def __init__(
        self,
        make: Callable[[], Synthesizer],
        default: Utterance,
        on_failure: Callable[[Exception], None] | None = None,
    ) -> None:
        self._make = make
        self._default = default
        self._on_failure = on_failure
        self._synthesizer: Synthesizer | None = None
        self._failure = ""
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()

    def start(self) -> None:
        """Begin to load; returns at once."""
        self._task = asyncio.create_task(self._load(), name="kowane-load")

    async def settled(self) -> None:
        """Wait until loading has succeeded or failed."""
        await self._settled.wait()

    async def wait_to_speak(self) -> Synthesizer:
        """The synthesizer as soon as it can speak.

        Raises:
            NotReady: it never will.
        """
        await self._settled.wait()
        return self.speaking

    @property
    def synthesizer(self) -> Synthesizer:
        """The synthesizer once built, though its model may still be loading.

        Raises:
            NotReady: not yet, or never.
        """
        if self._synthesizer is None:
            raise NotReady(f"The server is not ready: {self.health.detail}", remedy="Try again.")
        return self._synthesizer

    @property
    def speaking(self) -> Synthesizer:
        """The synthesizer with its model loaded, or idle and loadable.

        Raises:
            NotReady: not yet, or never.
        """
        health = self.health
        if not health.ready:
            raise NotReady(f"The server is not ready: {health.detail}", remedy="Try again.")
        return self.synthesizer

    @property
    def health(self) -> Health:
        if self._closing:
            return Health("closed", "It is shutting down.")
        if self._failure:
            return Health("failed", self._failure)
        if self._synthesizer is None:
            return Health("loading", "It is looking for model and voices.")
        health = self._synthesizer.engine.health
        if health.phase == "new":
            return Health("loading", "It is about to load the model.")
        if not health.detail:
            return Health(health.phase, _DETAILS[health.phase])
        return health

    @property
    def engine_info(self) -> EngineInfo | None:
        """What computes the sound; None before it is known."""
        try:
            return self.synthesizer.engine.info
        except NotReady:
            return None

    def pace(self) -> float | None:
        """The engine's pace; None before it is known."""
        return self._synthesizer.engine.pace if self._synthesizer is not None else None

    def cache_counts(self) -> dict[str, float]:
        """The audio cache's own counts; {} where there is no cache, or none yet."""
        engine = self._synthesizer.engine if self._synthesizer is not None else None
        return asdict(engine.stats) if isinstance(engine, CachedEngine) else {}

    async def close(self) -> None:
        """End loading and all work."""
        self._closing = True
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._synthesizer is not None:
            await self._synthesizer.close()

    async def _load(self) -> None:
        try:
            self._synthesizer = await asyncio.to_thread(self._make)
            await self._synthesizer.start([self._synthesizer.language(self._default)])
        except Exception as error:
            self._failure = str(error) or type(error).__name__
            known = isinstance(error, KowaneError)
            logger.error("The model cannot be loaded: %s", error, exc_info=not known)  # noqa: TRY400
            if self._on_failure is not None:
                self._on_failure(error)
        else:
            info = self._synthesizer.engine.info
            logger.info(
                "Ready: %s, recipe %s, %s, %d sessions of %d threads",
                info.model,
                info.recipe,
                info.provider,
                info.sessions,
                info.threads,
            )
        finally:
            self._settled.set()


_DETAILS = {
    "new": "It is about to load the model.",
    "loading": "It is loading the model.",
    "ready": "It is ready.",
    "idle": "The model is unloaded and loads again with the next request.",
    "failed": "The model cannot be loaded.",
    "closed": "It is shutting down.",
}
