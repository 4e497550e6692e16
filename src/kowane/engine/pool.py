"""A model file and a plan → an Engine in this process.

Loading and runs happen in threads, so the event loop never waits for either. As many runs go on at
once as the plan has sessions; further ones wait, and the chunk that is due first is next. A run
whose task is cancelled is ended in the middle, and its slot is free as soon as it has ended.
Without work for `idle_after` seconds the model is dropped, and the next chunk loads it again.

Nobody waits for a variant that is not prepared yet: the official model serves, the variant is
prepared in another process, and takes over between two runs. This module knows no ONNX Runtime,
and nothing of fairness between callers: `turns` decides that.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.variants import OFFICIAL, Variant
from kowane.engine.loading import Loaded, ModelFile, drop
from kowane.engine.protocol import EngineInfo, Health, Phase
from kowane.engine.turns import Turns
from kowane.errors import Cancelled, KowaneError, NotReady
from kowane.speech import ModelOutput, TokenChunk

if TYPE_CHECKING:
    from kowane.acoustic.apart import Preparation
    from kowane.acoustic.session import AcousticModel, Stop

logger = logging.getLogger(__name__)


class InProcessEngine:
    """Engine that runs the model in this process. It can be pickled until it is started.

    Args:
        source: an official Kokoro v1.0 ONNX file, verified.
        digest: its sha256, hex.
        cache_dir: where the prepared copy is kept.
        plan: how to run it.
        variant: how to prepare it.
        idle_after: s without work after which the model is dropped; None keeps it.
    """

    def __init__(
        self,
        source: Path,
        *,
        digest: str,
        cache_dir: Path,
        plan: SessionPlan,
        variant: Variant = OFFICIAL,
        idle_after: float | None = None,
    ) -> None:
        self._file = ModelFile(source, digest, cache_dir)
        self._plan = plan
        self._variant = variant
        self._idle_after = idle_after
        self._health = Health("new")
        self._info: EngineInfo | None = None
        self._free: list[AcousticModel] = []
        self._generation = 0
        self._runs: dict[asyncio.Future[ModelOutput], Stop] = {}
        self._at_work = 0
        self._threads: ThreadPoolExecutor | None = None
        self._slots: Turns | None = None
        self._loading: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._preparation: Preparation | None = None
        self._upgrade: asyncio.Task[None] | None = None

    @property
    def health(self) -> Health:
        return self._health

    @property
    def info(self) -> EngineInfo:
        if self._info is None:
            raise NotReady(f"The engine is {self._health.phase}; the model is not known yet.")
        return self._info

    async def start(self) -> None:
        """Load the model and run it once; idempotent, and tries again after a failure.

        Raises:
            AssetError, ModelError: it cannot be loaded.
            NotReady: the engine is closed.
        """
        if not self._health.ready:
            await self._load()

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        """Run the model once; see `Engine.synthesize`.

        Raises:
            NotReady: not started, or closed.
            OutOfRange: a fractional speed for a model that takes whole ones.
            InferenceFailed: the model failed on this chunk.
            AssetError, ModelError: the model had been dropped and cannot be loaded again.
        """
        from kowane.acoustic.session import Stop

        if self._info is None or self._threads is None or self._slots is None:
            raise self._not_ready()
        await self._slots.acquire(chunk.slack)
        self._at_work += 1
        self._cancel_timer()
        try:
            model = await self._take()
        except BaseException:
            self._release()
            raise
        stop = Stop()
        run = asyncio.wrap_future(self._threads.submit(model.run, chunk, stop))
        self._runs[run] = stop
        run.add_done_callback(partial(self._finished, model, self._generation))
        try:
            return await asyncio.shield(run)
        except asyncio.CancelledError:
            stop.set()
            raise
        except Cancelled as error:  # nobody but `close` stops a run that is waited for
            raise self._not_ready() from error

    async def close(self) -> None:
        """End running work and free the model; idempotent."""
        self._enter("closed")
        self._cancel_timer()
        for stop in self._runs.values():
            stop.set()
        pending: list[asyncio.Future[Any]] = [*self._runs]
        if self._loading is not None:
            pending.append(self._loading)
        if self._preparation is not None:
            self._preparation.cancel()
        if self._upgrade is not None:
            pending.append(self._upgrade)
        if pending:
            await asyncio.wait(pending)
        threads, self._threads = self._threads, None
        if threads is not None:
            await asyncio.wrap_future(threads.submit(drop, self._free))
            threads.shutdown()

    async def _take(self) -> AcousticModel:
        """A free session, for one who holds a slot; loads the model if it was dropped."""
        if self._health.phase == "closed":
            raise self._not_ready()
        if not self._free:
            await self._load()
        return self._free.pop()

    def _finished(
        self, model: AcousticModel, generation: int, run: asyncio.Future[ModelOutput]
    ) -> None:
        del self._runs[run]
        if not run.cancelled():
            run.exception()  # seen: if the caller left, nobody else will ask for it
        if generation == self._generation and self._health.phase != "closed":
            self._free.append(model)
        elif self._threads is not None:  # another variant has taken over meanwhile
            self._threads.submit(drop, [model])
        self._release()

    def _release(self) -> None:
        self._at_work -= 1
        self._set_timer()
        if self._slots is not None:
            self._slots.release()

    async def _load(self) -> None:
        """Load, or wait for the load that is going on; it survives a caller who leaves."""
        if self._health.phase == "closed":
            raise self._not_ready()
        if self._loading is None:
            self._loading = asyncio.create_task(self._load_once())
            self._loading.add_done_callback(self._loaded)
        await asyncio.shield(self._loading)

    def _loaded(self, loading: asyncio.Task[None]) -> None:
        self._loading = None
        if not loading.cancelled():
            loading.exception()  # seen: if the caller left, nobody else will ask for it

    async def _load_once(self) -> None:
        if self._threads is None or self._slots is None:
            self._threads = ThreadPoolExecutor(self._plan.sessions, "kowane-engine")
            self._slots = Turns(self._plan.sessions)
        self._enter("loading", f"Loading {self._file.source.name}.")
        loop = asyncio.get_running_loop()
        try:
            loaded, detail = await loop.run_in_executor(self._threads, self._load_models)
        except BaseException as error:
            self._enter("failed", str(error))
            raise
        if self._health.phase == "closed":
            raise self._not_ready()
        self._install(loaded)
        self._enter("ready", detail)
        self._set_timer()
        if loaded.variant != self._variant and not detail and not self._switching:
            self._upgrade = asyncio.create_task(self._switch())

    def _load_models(self) -> tuple[Loaded, str]:
        """In a thread: the variant, or the official model if it is not prepared or cannot be
        loaded; and in that case why, for `health`."""
        if self._file.is_prepared(self._variant):
            try:
                return self._file.load(self._variant, self._plan), ""
            except KowaneError as error:
                if self._variant == OFFICIAL:
                    raise
                logger.warning("Variant %s cannot be loaded: %s", self._variant.name, error)
                detail = f"The official model serves: {error}"
                return self._file.load(OFFICIAL, self._plan), detail
        return self._file.load(OFFICIAL, self._plan), ""

    @property
    def _switching(self) -> bool:
        return self._upgrade is not None and not self._upgrade.done()

    async def _switch(self) -> None:
        """Prepare the variant in another process, load it, and let it take over."""
        loop = asyncio.get_running_loop()
        name = self._variant.name
        self._note(f"Variant {name} is being prepared; the official model serves meanwhile.")
        try:
            self._preparation = self._file.prepare_apart(self._variant)
            await loop.run_in_executor(None, self._preparation.wait)
            if self._health.phase in ("closed", "idle"):
                return  # the next load finds it prepared
            loaded = await loop.run_in_executor(None, self._file.load, self._variant, self._plan)
        except KowaneError as error:
            if self._health.phase != "closed":
                logger.warning("Variant %s cannot be used: %s", name, error)
                self._note(f"The official model serves: {error}")
            return
        if self._health.phase == "ready":
            self._install(loaded)
            logger.info("Variant %s has taken over.", loaded.info.recipe)
            self._note("")
        elif self._threads is not None:
            self._threads.submit(drop, loaded.models)

    def _install(self, loaded: Loaded) -> None:
        """Have these sessions run from now on; runs that go on end in the old ones."""
        old, self._free = self._free, loaded.models
        self._generation += 1
        self._info = loaded.info
        if old and self._threads is not None:
            self._threads.submit(drop, old)

    def _note(self, detail: str) -> None:
        """Say something of an engine that is ready."""
        if self._health.phase == "ready":
            self._health = Health("ready", detail)

    def _enter(self, phase: Phase, detail: str = "") -> None:
        if self._health.phase != "closed":
            self._health = Health(phase, detail)

    def _not_ready(self) -> NotReady:
        match self._health.phase:
            case "closed":
                return NotReady("The engine is closed.")
            case "failed":
                return NotReady(f"The model could not be loaded. {self._health.detail}")
            case _:
                return NotReady("The model is not loaded yet.", remedy="Try again in a moment.")

    def _set_timer(self) -> None:
        """Drop the model after a while, if nobody holds a slot."""
        self._cancel_timer()
        if self._idle_after is not None and self._free and not self._at_work:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._idle_after, self._unload)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _unload(self) -> None:
        """Drop the model. Only the timer calls this, which runs only while nothing else does."""
        models, self._free = self._free, []
        self._enter("idle", f"Unloaded after {self._idle_after:g} s without work.")
        if self._threads is not None:
            self._threads.submit(drop, models)
