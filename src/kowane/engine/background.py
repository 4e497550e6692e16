"""A narrow lane beside the engine's slots, for work that nobody listens to.

One session of one thread, and that thread has a low priority: while a listener's chunk is being
computed the lane has a tenth of a core, in the gaps it has the processor.
So a book goes on beside conversations without delaying them, and is never given up half-way. The
session is loaded when it is first needed. Knows no deadlines.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.variants import Variant
from kowane.engine.loading import ModelFile, drop
from kowane.speech import ModelOutput, TokenChunk

if TYPE_CHECKING:
    from kowane.acoustic.session import AcousticModel, Stop

NICE = 10
"""Nice value of the lane's thread (setpriority(2)): a weight of 110 to the others' 1024. 19 would
give it 15 to 1024, and nothing would be left of it on a machine that is busy with other things."""

POSSIBLE = sys.platform == "linux"
"""Elsewhere a priority belongs to the whole process, and the lane would take its full share."""


class Background:
    """The lane. One run at a time; further ones wait.

    Args:
        file: the model.
        plan: of the engine; the lane has one thread of it.
    """

    def __init__(self, file: ModelFile, plan: SessionPlan) -> None:
        self._file = file
        self._plan = replace(plan, intra_threads=1, sessions=1)
        self._threads: ThreadPoolExecutor | None = None
        self._models: list[AcousticModel] = []
        self._variant: Variant | None = None

    async def run(self, chunk: TokenChunk, variant: Variant, stop: Stop) -> ModelOutput:
        """Run the model once, whenever there is time; `stop` ends it.

        Raises:
            Cancelled: it was stopped.
            AssetError, ModelError, InferenceFailed: as for the engine.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(1, "kowane-background", initializer=_step_back)
        work = asyncio.wrap_future(self._threads.submit(self._run, chunk, variant, stop))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.set()
            work.add_done_callback(_seen)
            raise

    async def close(self) -> None:
        """Free the session; a run that goes on must have been stopped."""
        threads, self._threads = self._threads, None
        if threads is not None:
            await asyncio.wrap_future(threads.submit(drop, self._models))
            threads.shutdown()

    def unload(self) -> None:
        """Free the session behind the run that goes on; the next run loads it again."""
        if self._threads is not None:
            self._variant = None
            self._threads.submit(drop, self._models)

    def _run(self, chunk: TokenChunk, variant: Variant, stop: Stop) -> ModelOutput:
        if variant != self._variant or not self._models:
            self._models[:] = self._file.load(variant, self._plan).models
            self._variant = variant
        return self._models[0].run(chunk, stop)


def _step_back() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _seen(work: asyncio.Future[ModelOutput]) -> None:
    if not work.cancelled():
        work.exception()
