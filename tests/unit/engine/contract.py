"""What every engine promises, as tests; an engine's own tests subclass `EngineContract`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from kowane.engine.protocol import Engine
from kowane.errors import NotReady
from kowane.speech import FRAME_SAMPLES, STYLE_SIZE, TokenChunk
from kowane.vocabulary import input_ids

STYLE = np.linspace(-0.1, 0.1, STYLE_SIZE, dtype=np.float32)


def chunk(symbols: str = "hɛlˈO", speed: float = 1.0) -> TokenChunk:
    return TokenChunk(input_ids(symbols), STYLE, speed)


class EngineContract:
    """Subclass it and give `make` (an engine that has not started) and `held`."""

    settle = 0.01
    """s after which a call has reached what runs it."""

    def make(self) -> Engine:
        raise NotImplementedError

    @pytest.fixture
    async def new(self) -> AsyncIterator[Engine]:
        engine = self.make()
        yield engine
        await engine.close()

    @pytest.fixture
    async def engine(self, new: Engine) -> Engine:
        await new.start()
        return new

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        """A started engine with one slot, and a chunk that keeps it busy for ever."""
        raise NotImplementedError
        yield

    async def test_it_is_not_ready_before_it_starts(self, new: Engine) -> None:
        assert new.health.phase == "new"
        assert not new.health.ready
        with pytest.raises(NotReady):
            await new.synthesize(chunk())
        with pytest.raises(NotReady):
            _ = new.info

    async def test_it_is_ready_and_known_once_started(self, engine: Engine) -> None:
        assert engine.health.phase == "ready"
        assert engine.health.ready
        assert engine.info.model.endswith(".onnx")
        assert len(engine.info.digest) == 64
        assert engine.info.provider.endswith("ExecutionProvider")
        assert engine.info.threads >= 1
        assert engine.info.sessions >= 1

    async def test_starting_twice_is_starting_once(self, engine: Engine) -> None:
        before = engine.info
        await engine.start()
        assert engine.info == before
        assert engine.health.phase == "ready"

    async def test_durations_cover_every_position_and_make_up_the_samples(
        self, engine: Engine
    ) -> None:
        output = await engine.synthesize(chunk())
        assert output.durations.shape == chunk().input_ids.shape
        assert output.durations.dtype == np.int64
        assert output.waveform.dtype == np.float32
        assert output.durations.sum() * FRAME_SAMPLES == len(output.waveform)

    async def test_the_same_chunk_twice_is_bit_identical(self, engine: Engine) -> None:
        first, second = [await engine.synthesize(chunk()) for _ in range(2)]
        assert np.array_equal(first.waveform, second.waveform)

    async def test_faster_is_shorter(self, engine: Engine) -> None:
        slow, fast = [await engine.synthesize(chunk(speed=speed)) for speed in (0.5, 2.0)]
        assert len(fast.waveform) < len(slow.waveform)

    async def test_more_work_than_slots_is_all_done(self, engine: Engine) -> None:
        texts = ["h" * length for length in range(1, 9)]
        outputs = await asyncio.gather(*(engine.synthesize(chunk(text)) for text in texts))
        assert [len(output.durations) for output in outputs] == [len(t) + 2 for t in texts]

    async def test_waiting_work_is_done_first_come_first_served(
        self, held: tuple[Engine, TokenChunk]
    ) -> None:
        engine, forever = held
        done: list[int] = []

        async def work(number: int) -> None:
            await engine.synthesize(chunk())
            done.append(number)

        busy = asyncio.create_task(engine.synthesize(forever))
        await asyncio.sleep(self.settle)
        waiting = [asyncio.create_task(work(number)) for number in range(4)]
        await asyncio.sleep(self.settle)
        assert done == []
        busy.cancel()
        await asyncio.gather(*waiting)
        assert done == [0, 1, 2, 3]

    async def test_a_cancelled_run_ends_and_frees_its_slot(
        self, held: tuple[Engine, TokenChunk]
    ) -> None:
        engine, forever = held
        for _ in range(3):
            busy = asyncio.create_task(engine.synthesize(forever))
            await asyncio.sleep(self.settle)
            busy.cancel()
            with pytest.raises(asyncio.CancelledError):
                await busy
        assert len((await engine.synthesize(chunk())).waveform) > 0

    async def test_cancelling_what_waits_leaves_what_runs_alone(
        self, held: tuple[Engine, TokenChunk]
    ) -> None:
        engine, forever = held
        busy = asyncio.create_task(engine.synthesize(forever))
        waiting = asyncio.create_task(engine.synthesize(chunk()))
        await asyncio.sleep(self.settle)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not busy.done()
        busy.cancel()
        assert len((await engine.synthesize(chunk())).waveform) > 0

    async def test_a_closed_engine_takes_no_work(self, engine: Engine) -> None:
        await engine.close()
        await engine.close()
        assert engine.health.phase == "closed"
        assert not engine.health.ready
        with pytest.raises(NotReady):
            await engine.synthesize(chunk())
        with pytest.raises(NotReady):
            await engine.start()

    async def test_closing_ends_what_runs_and_what_waits(
        self, held: tuple[Engine, TokenChunk]
    ) -> None:
        engine, forever = held
        work = [asyncio.create_task(engine.synthesize(c)) for c in (forever, chunk(), chunk())]
        await asyncio.sleep(self.settle)
        await engine.close()
        ends = await asyncio.gather(*work, return_exceptions=True)
        assert [type(end) for end in ends] == [NotReady] * 3

    async def test_closing_without_starting_is_allowed(self) -> None:
        engine = self.make()
        await engine.close()
        assert engine.health.phase == "closed"
