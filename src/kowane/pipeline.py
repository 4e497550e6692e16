"""Planned chunks in, the model's outputs out: the way of one utterance through the engine.

In order, and a few chunks ahead of the listener, while the next ones are being read. A chunk is
never skipped, and closing ends the work. Knows no text, no language and no sound.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

from kowane.engine.protocol import Engine
from kowane.playback import Playback
from kowane.speech import ModelOutput, PhonemeChunk, Samples, TokenChunk
from kowane.trace import Trace
from kowane.vocabulary import input_ids

LOOKAHEAD = 2
"""Chunks ahead of the listener in one process; more would only cost those who leave."""

_Run = asyncio.Task[ModelOutput | None]
"""One run of the model; None for a chunk of silence."""


class Pipeline:
    """Chunks of one utterance on their way through the engine, a few of them ahead.

    Args:
        planned: the chunks; asked for the next one as soon as there is room for it.
        engine: runs the model.
        style: gives the style vector of a chunk.
        trace: told what it costs.
        playback: of the listener; None if nobody hears it while it is made.
        lookahead: chunks computed or being computed that the listener has not asked for yet.
    """

    def __init__(
        self,
        planned: AsyncGenerator[PhonemeChunk, None],
        *,
        engine: Engine,
        style: Callable[[PhonemeChunk], Samples],
        trace: Trace,
        playback: Playback | None,
        lookahead: int = LOOKAHEAD,
    ) -> None:
        self._planned = planned
        self._engine = engine
        self._style = style
        self._trace = trace
        self._playback = playback
        self._room = asyncio.Semaphore(lookahead)
        self._runs: asyncio.Queue[tuple[PhonemeChunk, _Run] | None] = asyncio.Queue()
        self._current: _Run | None = None
        self._producer = asyncio.create_task(self._produce())

    def __aiter__(self) -> Pipeline:
        return self

    async def __anext__(self) -> tuple[PhonemeChunk, ModelOutput | None]:
        queued = await self._runs.get()
        if queued is None:
            await self._producer  # raises what reading the text raised
            raise StopAsyncIteration
        chunk, self._current = queued
        output = await self._current
        self._room.release()
        return chunk, output

    async def close(self) -> None:
        """End all work; idempotent."""
        tasks: list[_Run | asyncio.Task[None]] = [self._producer]
        if self._current is not None:
            tasks.append(self._current)
        while not self._runs.empty():
            queued = self._runs.get_nowait()
            if queued is not None:
                tasks.append(queued[1])
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _produce(self) -> None:
        try:
            while True:
                await self._room.acquire()
                chunk = await anext(self._planned, None)
                if chunk is None:
                    break
                run = asyncio.create_task(self._run(chunk))
                self._runs.put_nowait((chunk, run))
        finally:
            self._runs.put_nowait(None)

    async def _run(self, chunk: PhonemeChunk) -> ModelOutput | None:
        slack = self._playback.slack(chunk) if self._playback else math.inf
        if not chunk.symbols:
            return None
        began = time.perf_counter()
        output = await self._engine.synthesize(
            TokenChunk(input_ids(chunk.symbols), self._style(chunk), chunk.speed, slack)
        )
        self._trace.inference_seconds += time.perf_counter() - began
        self._trace.input_tokens += len(chunk.symbols)
        return output
