"""A provider that fails costs no request: the CPU takes over, and it is tried again later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from tests.fakes import INFO, FakeEngine
from tests.unit.engine.contract import EngineContract, chunk
from tests.unit.engine.test_breaker import Clock

from kowane.engine.breaker import FAILURES, FIRST_PAUSE
from kowane.engine.fallback import FallbackEngine
from kowane.engine.protocol import Engine, EngineInfo
from kowane.errors import AssetMissing, InferenceFailed, NotReady, OutOfRange, ProviderFailed
from kowane.speech import ModelOutput, TokenChunk

FOREVER = chunk("ᵻ")


@dataclass
class FakeAccelerator(FakeEngine):
    """An engine on a provider that can break and be mended."""

    broken: bool = False
    mistake: Exception | None = None
    tried: list[TokenChunk] = field(default_factory=list)

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        self.tried.append(chunk)
        if self.mistake is not None:
            raise self.mistake
        if self.broken:
            raise InferenceFailed("The device was lost.")
        return await super().synthesize(chunk)

    @property
    def info(self) -> EngineInfo:
        return replace(super().info, provider="FakeExecutionProvider")


class TestFallbackEngine(EngineContract):
    def make(self) -> Engine:
        return FallbackEngine(FakeAccelerator(), FakeEngine())

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        engine = FallbackEngine(FakeAccelerator(endless=FOREVER), FakeEngine())
        await engine.start()
        yield engine, FOREVER
        await engine.close()


class TestFallenBack(EngineContract):
    """The same promises hold while the CPU stands in."""

    def make(self) -> Engine:
        lost = FakeAccelerator(load_error=ProviderFailed("No driver."))
        return FallbackEngine(lost, FakeEngine(endless=FOREVER))

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        engine = self.make()
        await engine.start()
        yield engine, FOREVER
        await engine.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_the_wanted_engine_does_the_work_and_the_other_is_never_started() -> None:
    wanted, other = FakeAccelerator(), FakeEngine()
    engine = FallbackEngine(wanted, other)
    await engine.start()
    await engine.synthesize(chunk())
    assert (len(wanted.calls), len(other.calls), other.health.phase) == (1, 0, "new")
    assert (engine.info.provider, engine.info.fallback) == ("FakeExecutionProvider", "")


async def test_a_provider_that_cannot_be_loaded_is_replaced_and_named() -> None:
    wanted = FakeAccelerator(load_error=ProviderFailed("There is no driver."))
    engine = FallbackEngine(wanted, FakeEngine())
    await engine.start()
    await engine.synthesize(chunk())
    assert engine.health.ready
    assert "There is no driver." in engine.health.detail
    assert engine.info.provider == INFO.provider
    assert "There is no driver." in engine.info.fallback


async def test_a_run_that_fails_is_done_by_the_other_and_its_request_does_not_fail() -> None:
    wanted, other = FakeAccelerator(broken=True), FakeEngine()
    engine = FallbackEngine(wanted, other)
    await engine.start()
    output = await engine.synthesize(chunk())
    assert len(output.waveform) > 0
    assert len(other.calls) == engine.fallbacks == 1
    assert engine.info.provider == "FakeExecutionProvider"


async def test_a_provider_that_fails_again_and_again_is_left_alone() -> None:
    wanted, other = FakeAccelerator(broken=True), FakeEngine()
    engine = FallbackEngine(wanted, other)
    await engine.start()
    for _ in range(FAILURES + 5):
        await engine.synthesize(chunk())
    assert len(wanted.tried) == FAILURES
    assert len(other.calls) == FAILURES + 5
    assert engine.info.provider == INFO.provider
    assert "The device was lost." in engine.info.fallback
    assert "The device was lost." in engine.health.detail


async def test_a_mended_provider_takes_over_again_after_the_pause(clock: Clock) -> None:
    wanted, other = FakeAccelerator(broken=True), FakeEngine()
    engine = FallbackEngine(wanted, other, clock=clock)
    await engine.start()
    for _ in range(FAILURES):
        await engine.synthesize(chunk())
    clock.now += FIRST_PAUSE
    await engine.synthesize(chunk())  # the trial fails, and nobody sees it
    wanted.broken = False
    await engine.synthesize(chunk())
    assert wanted.finished == 0
    clock.now += 2 * FIRST_PAUSE
    await engine.synthesize(chunk())
    assert wanted.finished == 1
    assert (engine.info.provider, engine.info.fallback) == ("FakeExecutionProvider", "")


async def test_a_provider_that_could_not_be_loaded_is_loaded_again_beside_the_work(
    clock: Clock,
) -> None:
    wanted, other = FakeAccelerator(load_error=ProviderFailed("Busy.")), FakeEngine()
    engine = FallbackEngine(wanted, other, clock=clock)
    await engine.start()
    clock.now += FIRST_PAUSE
    await engine.synthesize(chunk())
    await asyncio.sleep(0.01)
    assert engine.info.fallback  # it failed again
    wanted.load_error = None
    clock.now += 2 * FIRST_PAUSE
    await engine.synthesize(chunk())
    await asyncio.sleep(0.01)
    await engine.synthesize(chunk())
    assert wanted.finished == 1
    assert engine.info.fallback == ""
    await engine.close()


async def test_a_chunk_that_fails_on_both_is_the_chunks_fault() -> None:
    wanted = FakeAccelerator(broken=True)
    engine = FallbackEngine(wanted, FakeEngine(fail_runs=range(100)))
    await engine.start()
    for _ in range(FAILURES + 1):
        with pytest.raises(InferenceFailed):
            await engine.synthesize(chunk())
    assert len(wanted.tried) == FAILURES + 1
    assert engine.info.provider == "FakeExecutionProvider"


async def test_the_callers_mistakes_are_passed_on_and_blame_nobody() -> None:
    wanted = FakeAccelerator(mistake=OutOfRange("Half speeds.", param="speed"))
    other = FakeEngine()
    engine = FallbackEngine(wanted, other)
    await engine.start()
    for _ in range(FAILURES + 1):
        with pytest.raises(OutOfRange):
            await engine.synthesize(chunk())
    assert other.calls == []


async def test_a_missing_model_is_not_the_providers_fault() -> None:
    engine = FallbackEngine(FakeAccelerator(load_error=AssetMissing("Gone.")), FakeEngine())
    with pytest.raises(AssetMissing):
        await engine.start()


async def test_closing_closes_both() -> None:
    wanted = FakeAccelerator(load_error=ProviderFailed("No."))
    other = FakeEngine()
    engine = FallbackEngine(wanted, other)
    await engine.start()
    await engine.close()
    assert (wanted.health.phase, other.health.phase) == ("closed", "closed")
    with pytest.raises(NotReady):
        await engine.synthesize(chunk())
