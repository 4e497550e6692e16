"""The fake engine keeps the contract, and its knobs do what they say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from tests.fakes import FakeEngine
from tests.unit.engine.contract import EngineContract, chunk

from kowane.engine.protocol import Engine
from kowane.errors import AssetMissing, InferenceFailed
from kowane.speech import FRAME_SAMPLES, TokenChunk


class TestFakeEngine(EngineContract):
    def make(self) -> Engine:
        return FakeEngine()

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        forever = chunk("ᵻ")
        engine = FakeEngine(endless=forever)
        await engine.start()
        yield engine, forever
        await engine.close()


async def started(engine: FakeEngine) -> FakeEngine:
    await engine.start()
    return engine


async def test_every_symbol_has_its_frames_and_the_pads_are_silent() -> None:
    engine = await started(FakeEngine(frames=4, pad_frames=2))
    output = await engine.synthesize(chunk("hɛ"))
    assert output.durations.tolist() == [2, 4, 4, 2]
    assert not output.waveform[: 2 * FRAME_SAMPLES].any()
    assert not output.waveform[-2 * FRAME_SAMPLES :].any()
    assert np.abs(output.waveform).max() == pytest.approx(engine.amplitude, abs=0.01)


async def test_only_the_chosen_runs_fail() -> None:
    engine = await started(FakeEngine(fail_runs={2}))
    await engine.synthesize(chunk())
    with pytest.raises(InferenceFailed):
        await engine.synthesize(chunk())
    await engine.synthesize(chunk())
    assert (len(engine.calls), engine.finished) == (3, 2)


async def test_it_counts_what_runs_at_once() -> None:
    engine = await started(FakeEngine(sessions=2, delay=0.001))
    await asyncio.gather(*(engine.synthesize(chunk()) for _ in range(5)))
    assert (engine.most_running, engine.running, engine.finished) == (2, 0, 5)


async def test_a_load_that_fails_is_told_by_its_health() -> None:
    engine = FakeEngine(load_error=AssetMissing("No model."))
    with pytest.raises(AssetMissing):
        await engine.start()
    assert engine.health.phase == "failed"
