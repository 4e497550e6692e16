"""Stand-ins for the expensive parts, with the same contracts as the real ones."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kowane.engine.protocol import EngineInfo, Health, Phase
from kowane.errors import InferenceFailed, NotReady
from kowane.speech import FRAME_SAMPLES, SAMPLE_RATE, ModelOutput, TokenChunk

INFO = EngineInfo(
    model="fake.onnx",
    digest="0" * 64,
    recipe="official",
    provider="CPUExecutionProvider",
    threads=1,
    sessions=1,
)


@dataclass
class FakeEngine:
    """An engine that hums: one tone for each symbol, the pads silent.

    The same chunk always gives the same samples; the tone of id n is 100 + 5·n Hz, so a test can
    hear which symbols were spoken and in which order.

    Attributes:
        frames: frames of 25 ms for each symbol at speed 1; at another speed round(frames / speed),
            at least 1.
        pad_frames: frames of silence for the pad at either end, whatever the speed.
        amplitude: peak of the tone; above 1 to test a limiter.
        delay: s that each run takes, without blocking the event loop.
        endless: a chunk whose run never ends of itself.
        fail_runs: which runs fail with InferenceFailed, counted from 1.
        sessions: runs that go on at once; further ones wait in order.
        load_error: what `start` raises instead of loading.
        pace: what it says of its speed.
        calls: every chunk that was asked for, in order of its start.
        finished, cancelled: how many runs ended with audio, and how many were cancelled in them.
        running, most_running: runs going on now, and the most that ever did.
    """

    frames: int = 3
    pad_frames: int = 2
    amplitude: float = 0.5
    delay: float = 0.0
    endless: TokenChunk | None = None
    fail_runs: Collection[int] = ()
    sessions: int = 1
    load_error: Exception | None = None
    calls: list[TokenChunk] = field(default_factory=list)
    finished: int = 0
    cancelled: int = 0
    running: int = 0
    most_running: int = 0
    pace: float | None = 0.01
    _phase: Phase = "new"
    _slots: asyncio.Semaphore | None = None
    _closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        if self._phase == "closed":
            raise NotReady("The engine is closed.")
        if self.load_error is not None:
            self._phase = "failed"
            raise self.load_error
        if self._slots is None:
            self._slots = asyncio.Semaphore(self.sessions)
        self._phase = "ready"

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        if self._phase != "ready" or self._slots is None:
            raise NotReady(f"The engine is {self._phase}.")
        async with self._slots:
            self._refuse_if_closed()
            self.calls.append(chunk)
            number = len(self.calls)
            self.running += 1
            self.most_running = max(self.most_running, self.running)
            try:
                await self._work(chunk)
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
            finally:
                self.running -= 1
            if number in self.fail_runs:
                raise InferenceFailed(f"Run {number} failed, as it was told to.")
            self.finished += 1
            return self.hum(chunk)

    @property
    def health(self) -> Health:
        return Health(self._phase)

    @property
    def info(self) -> EngineInfo:
        if self._phase == "new":
            raise NotReady("The engine has not started.")
        return INFO

    async def close(self) -> None:
        self._phase = "closed"
        self._closed.set()

    async def _work(self, chunk: TokenChunk) -> None:
        """Take the time a run takes; `close` ends it."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(
                self._closed.wait(), None if chunk is self.endless else self.delay
            )
        self._refuse_if_closed()

    def _refuse_if_closed(self) -> None:
        if self._phase == "closed":
            raise NotReady("The engine is closed.")

    def durations(self, chunk: TokenChunk) -> NDArray[np.int64]:
        """Frames for each position of the chunk, pads included."""
        durations = np.full(
            len(chunk.input_ids), max(1, round(self.frames / chunk.speed)), np.int64
        )
        durations[[0, -1]] = self.pad_frames
        return durations

    def hum(self, chunk: TokenChunk) -> ModelOutput:
        """What this engine gives for the chunk, for tests to compare with."""
        durations = self.durations(chunk)
        lengths = durations * FRAME_SAMPLES
        hertz = np.repeat(100.0 + 5.0 * chunk.input_ids, lengths)
        phase = np.cumsum(hertz) * (2 * np.pi / SAMPLE_RATE)
        waveform = (self.amplitude * np.sin(phase)).astype(np.float32)
        waveform[: lengths[0]] = 0
        waveform[len(waveform) - lengths[-1] :] = 0
        return ModelOutput(waveform, durations)
