"""A model file and a plan → an Engine in this process.

Loading and runs happen in threads, so the event loop never waits for either. As many runs go on at
once as the plan has sessions; further ones wait, and the chunk that is due first is next. A run
whose task is cancelled is ended in the middle, and its slot is free as soon as it has ended.
Chunks nobody listens to (slack inf) have the slots while no listener needs them; a listener's chunk
ends such a run, which begins anew in the `background` lane and stays there to its end.
Without work for `idle_after` seconds the model is dropped, and the next chunk loads it again.

Nobody waits for a variant that is not prepared yet: the official model serves, the variant is
prepared in another process, and takes over between two runs. This module knows no ONNX Runtime,
and nothing of fairness between callers: `turns` decides that.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kowane.acoustic.plan import CPU, SessionPlan
from kowane.acoustic.variants import OFFICIAL, Variant
from kowane.engine.background import POSSIBLE, Background
from kowane.engine.loading import Loaded, ModelFile, drop
from kowane.engine.pace import Pace
from kowane.engine.protocol import EngineInfo, Health, Phase
from kowane.engine.turns import Turns
from kowane.errors import Cancelled, KowaneError, NotReady
from kowane.speech import ModelOutput, TokenChunk

if TYPE_CHECKING:
    from kowane.acoustic.apart import Preparation
    from kowane.acoustic.session import AcousticModel, Stop

logger = logging.getLogger(__name__)

_QUIET = 2.0
"""s after a listener's last chunk for which its next one is expected: work without listeners stays
in its lane, rather than begin in a slot and have to yield."""


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
        self._running = variant
        self._beside: set[Stop] = set()
        self._runs: dict[asyncio.Future[ModelOutput], Stop] = {}
        self._at_work = 0
        self._yielding: dict[asyncio.Future[ModelOutput], Stop] = {}
        self._background = Background(self._file, plan) if _has_lane(plan) else None
        self._listened = -math.inf
        self._pace = Pace()
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
        if self._info is None or self._slots is None or self._threads is None:
            raise self._health.refusal()
        if chunk.slack == math.inf and self._background is not None:
            return await self._in_gaps(chunk, self._background)
        self._listened = time.monotonic()
        if self._yielding and not self._slots.free:
            self._yielding.popitem()[1].set()
        try:
            return await self._in_slot(chunk)
        finally:
            self._listened = time.monotonic()

    async def _in_gaps(self, chunk: TokenChunk, background: Background) -> ModelOutput:
        """Run what nobody listens to: in a slot if no listener has used one lately and none comes
        meanwhile, else in the lane beside them."""
        from kowane.acoustic.session import Stop

        if time.monotonic() - self._listened > _QUIET:
            with suppress(_Yielded):
                return await self._in_slot(chunk, yields=True)
        stop = Stop()
        self._at_work += 1
        self._cancel_timer()
        self._beside.add(stop)
        try:
            return await background.run(chunk, self._running, stop)
        except Cancelled as error:
            raise self._health.refusal() from error
        finally:
            self._beside.discard(stop)
            self._at_work -= 1
            self._set_timer()

    async def _in_slot(self, chunk: TokenChunk, *, yields: bool = False) -> ModelOutput:
        """Wait for a slot and run.

        Raises:
            _Yielded: `yields`, and a listener needed the slot.
        """
        from kowane.acoustic.session import Stop

        assert self._slots is not None and self._threads is not None  # noqa: S101
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
        if yields:
            self._yielding[run] = stop
        began = time.perf_counter()
        run.add_done_callback(partial(self._finished, model, self._generation))
        try:
            output = await asyncio.shield(run)
        except asyncio.CancelledError:
            stop.set()
            raise
        except Cancelled as error:  # by `close`, or by a listener who needs the slot
            if yields and self._health.phase != "closed":
                raise _Yielded from error
            raise self._health.refusal() from error
        self._pace.add(time.perf_counter() - began, output)
        return output

    @property
    def pace(self) -> float | None:
        """See `Engine.pace`."""
        value = self._pace.value
        return None if value is None else value / self._plan.sessions

    async def close(self) -> None:
        """End running work and free the model; idempotent."""
        self._enter("closed")
        self._cancel_timer()
        for stop in [*self._runs.values(), *self._beside]:
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
        if self._background is not None:
            await self._background.close()
        threads, self._threads = self._threads, None
        if threads is not None:
            await asyncio.wrap_future(threads.submit(drop, self._free))
            threads.shutdown()

    async def _take(self) -> AcousticModel:
        """A free session, for one who holds a slot; loads the model if it was dropped."""
        if self._health.phase == "closed":
            raise self._health.refusal()
        if not self._free:
            await self._load()
        return self._free.pop()

    def _finished(
        self, model: AcousticModel, generation: int, run: asyncio.Future[ModelOutput]
    ) -> None:
        del self._runs[run]
        self._yielding.pop(run, None)
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
        """Load, or join the load that goes on; it survives a caller who leaves."""
        if self._health.phase == "closed":
            raise self._health.refusal()
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
            loaded, detail = await loop.run_in_executor(
                self._threads, self._file.load_best, self._variant, self._plan
            )
        except BaseException as error:
            self._enter("failed", str(error))
            raise
        if self._health.phase == "closed":
            raise self._health.refusal()
        self._install(loaded)
        self._enter("ready", detail)
        self._set_timer()
        if loaded.variant != self._variant and not detail and not self._switching:
            self._upgrade = asyncio.create_task(self._switch())

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
        self._running = loaded.variant
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
        if self._background is not None:
            self._background.unload()


class _Yielded(Exception):
    """A run that nobody listens to has made room for one that somebody does."""


def _has_lane(plan: SessionPlan) -> bool:
    return POSSIBLE and plan.provider == CPU
