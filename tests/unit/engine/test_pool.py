"""The in-process engine keeps the contract; loading, unloading and failing besides."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.tiny_model import save_tiny_model, tiny_model
from tests.unit.engine.contract import STYLE, EngineContract, chunk

from kowane.acoustic.graph.durations import RECIPE
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.variants import DEQUANTISED, OFFICIAL, Variant
from kowane.engine import background
from kowane.engine.background import POSSIBLE
from kowane.engine.pool import InProcessEngine
from kowane.engine.protocol import Engine
from kowane.errors import AssetDamaged, AssetMissing, InferenceFailed, NotReady, OutOfRange
from kowane.speech import TokenChunk

DIGEST = "ab" * 32
FOREVER = chunk("ᵻ")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model in a directory of its own; ENDLESS_ID holds it up."""
    return save_tiny_model(tmp_path_factory.mktemp("tiny") / "k.onnx", tiny_model(endless=True))


def make(
    source: Path,
    *,
    sessions: int = 1,
    idle_after: float | None = None,
    variant: Variant = OFFICIAL,
) -> InProcessEngine:
    return InProcessEngine(
        source,
        digest=DIGEST,
        cache_dir=source.parent / "cache",
        plan=SessionPlan(sessions=sessions),
        variant=variant,
        idle_after=idle_after,
    )


class TestInProcessEngine(EngineContract):
    @pytest.fixture(autouse=True)
    def _source(self, tiny: Path) -> None:
        self.source = tiny

    def make(self) -> Engine:
        return make(self.source)

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        engine = self.make()
        await engine.start()
        yield engine, FOREVER
        await engine.close()


async def until(engine: Engine, phase: str) -> None:
    while engine.health.phase != phase:
        await asyncio.sleep(0)  # every turn of the loop: a slow machine must not miss a short phase


async def test_its_info_names_the_file_the_recipe_and_the_plan(tiny: Path) -> None:
    engine = make(tiny, sessions=2)
    await engine.start()
    info = engine.info
    assert (info.model, info.digest, info.recipe) == ("k.onnx", DIGEST, RECIPE)
    assert (info.provider, info.threads, info.sessions) == ("CPUExecutionProvider", 1, 2)
    await engine.close()


async def test_a_model_with_durations_runs_as_it_came(tmp_path: Path) -> None:
    engine = make(save_tiny_model(tmp_path / "k.onnx", tiny_model(durations=True)))
    await engine.start()
    assert engine.info.recipe == "official"
    await engine.close()


async def test_it_says_that_it_is_loading_and_answers_meanwhile(tiny: Path) -> None:
    engine = make(tiny)
    starting = asyncio.create_task(engine.start())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert engine.health.phase == "loading"
    assert "k.onnx" in engine.health.detail
    with pytest.raises(NotReady):
        await engine.synthesize(chunk())
    await starting
    await engine.close()


async def test_starting_at_the_same_time_loads_once(tiny: Path) -> None:
    engine = make(tiny)
    await asyncio.gather(engine.start(), engine.start())
    assert engine.health.phase == "ready"
    await engine.close()


async def test_a_caller_who_leaves_does_not_stop_the_load(tiny: Path) -> None:
    engine = make(tiny)
    starting = asyncio.create_task(engine.start())
    await asyncio.sleep(0)
    starting.cancel()
    await until(engine, "ready")
    await engine.close()


async def test_closing_while_it_loads_ends_closed(tiny: Path) -> None:
    engine = make(tiny)
    starting = asyncio.create_task(engine.start())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await engine.close()
    with pytest.raises(NotReady):
        await starting
    assert engine.health.phase == "closed"


async def test_two_sessions_work_at_once(tiny: Path) -> None:
    engine = make(tiny, sessions=2)
    await engine.start()
    busy = asyncio.create_task(engine.synthesize(FOREVER))
    await engine.synthesize(chunk())
    assert not busy.done()
    await engine.close()
    with pytest.raises(NotReady):
        await busy


async def test_a_failed_run_frees_its_slot(tiny: Path) -> None:
    engine = make(tiny)
    await engine.start()
    for _ in range(3):
        with pytest.raises(InferenceFailed):
            await engine.synthesize(TokenChunk(chunk().input_ids, np.zeros(7, np.float32)))
    await engine.synthesize(chunk())
    await engine.close()


async def test_a_speed_that_the_graph_cannot_take_is_the_callers_to_mend(tmp_path: Path) -> None:
    engine = make(save_tiny_model(tmp_path / "k.onnx", tiny_model(speed_type="int32")))
    await engine.start()
    with pytest.raises(OutOfRange):
        await engine.synthesize(TokenChunk(chunk().input_ids, STYLE, 1.25))
    await engine.synthesize(chunk(speed=2.0))
    await engine.close()


async def test_a_load_that_fails_raises_and_can_be_tried_again(tmp_path: Path) -> None:
    engine = make(tmp_path / "k.onnx")
    with pytest.raises(AssetMissing):
        await engine.start()
    assert engine.health.phase == "failed"
    assert "k.onnx" in engine.health.detail
    with pytest.raises(NotReady, match=r"k\.onnx"):
        await engine.synthesize(chunk())
    save_tiny_model(tmp_path / "k.onnx")
    await engine.start()
    await engine.synthesize(chunk())
    await engine.close()


async def test_without_work_the_model_is_dropped_and_comes_back_on_demand(tiny: Path) -> None:
    engine = make(tiny, idle_after=0.01)
    await engine.start()
    before = await engine.synthesize(chunk())
    await until(engine, "idle")
    assert engine.health.ready
    outputs = await asyncio.gather(*(engine.synthesize(chunk()) for _ in range(3)))
    assert all(np.array_equal(output.waveform, before.waveform) for output in outputs)
    await until(engine, "idle")
    await engine.close()


async def test_a_model_that_is_dropped_at_once_still_does_its_work(tiny: Path) -> None:
    engine = make(tiny, idle_after=0.0)
    await engine.start()
    outputs = await asyncio.gather(*(engine.synthesize(chunk()) for _ in range(3)))
    assert [len(output.durations) for output in outputs] == [7, 7, 7]
    await engine.close()


async def test_the_model_is_not_dropped_while_it_works(tiny: Path) -> None:
    engine = make(tiny, idle_after=0.01)
    await engine.start()
    busy = asyncio.create_task(engine.synthesize(FOREVER))
    await asyncio.sleep(0.05)
    assert engine.health.phase == "ready"
    busy.cancel()
    await until(engine, "idle")
    await engine.close()


async def test_a_caller_who_leaves_during_a_reload_keeps_no_slot(tiny: Path) -> None:
    engine = make(tiny, idle_after=0.01)
    await engine.start()
    await until(engine, "idle")
    leaving = asyncio.create_task(engine.synthesize(chunk()))
    await until(engine, "loading")
    leaving.cancel()
    await engine.synthesize(chunk())
    await engine.close()


async def test_a_reload_that_fails_fails_its_request_and_the_next_one_tries_again(
    tmp_path: Path,
) -> None:
    source = save_tiny_model(tmp_path / "k.onnx", tiny_model(durations=True))
    model = source.read_bytes()
    engine = make(source, idle_after=0.01)
    await engine.start()
    await until(engine, "idle")
    source.write_bytes(b"\x00")
    with pytest.raises(AssetDamaged):
        await engine.synthesize(chunk())
    assert engine.health.phase == "failed"
    source.write_bytes(model)
    await engine.synthesize(chunk())
    await until(engine, "ready")
    await engine.close()


async def test_an_engine_that_has_not_started_can_be_sent_to_another_process(tiny: Path) -> None:
    engine = pickle.loads(pickle.dumps(make(tiny)))  # noqa: S301 - our own bytes
    await engine.start()
    await engine.synthesize(chunk())
    await engine.close()


# Variants


def fresh(path: Path, **options: bool) -> Path:
    """A tiny model in a directory without prepared copies."""
    return save_tiny_model(path / "k.onnx", tiny_model(**options))


async def until_recipe(engine: Engine, recipe: str) -> None:
    while engine.info.recipe != recipe:
        assert "serves:" not in engine.health.detail
        await asyncio.sleep(0.001)


async def test_the_official_model_serves_until_the_variant_is_prepared(tmp_path: Path) -> None:
    engine = make(fresh(tmp_path), variant=DEQUANTISED)
    await engine.start()
    assert engine.info.recipe == RECIPE
    await asyncio.sleep(0)
    assert "being prepared" in engine.health.detail
    before = await engine.synthesize(chunk())
    await until_recipe(engine, DEQUANTISED.recipe)
    assert engine.health.detail == ""
    after = await engine.synthesize(chunk())
    assert np.array_equal(before.waveform, after.waveform)
    await engine.close()


async def test_a_variant_that_is_prepared_serves_from_the_start(tmp_path: Path) -> None:
    first = make(fresh(tmp_path), variant=DEQUANTISED)
    await first.start()
    await until_recipe(first, DEQUANTISED.recipe)
    await first.close()
    engine = make(tmp_path / "k.onnx", variant=DEQUANTISED)
    await engine.start()
    assert engine.info.recipe == DEQUANTISED.recipe
    await engine.close()


async def test_a_run_under_way_ends_in_the_model_it_began_in(tmp_path: Path) -> None:
    engine = make(fresh(tmp_path, endless=True), variant=DEQUANTISED, sessions=2)
    await engine.start()
    busy = asyncio.create_task(engine.synthesize(FOREVER))
    await until_recipe(engine, DEQUANTISED.recipe)
    assert not busy.done()
    await engine.synthesize(chunk())
    busy.cancel()
    for _ in range(4):
        await asyncio.gather(engine.synthesize(chunk()), engine.synthesize(chunk()))
    await engine.close()


async def test_a_variant_that_cannot_be_prepared_leaves_the_official_model_serving(
    tmp_path: Path,
) -> None:
    nobody = Variant("nobody knows it", "nobody-1", DEQUANTISED.build)
    engine = make(fresh(tmp_path), variant=nobody)
    await engine.start()
    while "nobody knows it" not in engine.health.detail or "being" in engine.health.detail:
        await asyncio.sleep(0.001)
    assert engine.health.ready
    assert engine.info.recipe == RECIPE
    await engine.synthesize(chunk())
    await engine.close()


async def test_a_prepared_copy_that_cannot_be_loaded_leaves_the_official_model_serving(
    tmp_path: Path,
) -> None:
    source = fresh(tmp_path)
    first = make(source, variant=DEQUANTISED)
    await first.start()
    await until_recipe(first, DEQUANTISED.recipe)
    await first.close()
    (copy,) = tmp_path.glob(f"cache/*{DEQUANTISED.recipe}*.onnx")  # noqa: ASYNC240
    copy.write_bytes(b"\x00")
    engine = make(source, variant=DEQUANTISED)
    await engine.start()
    assert engine.info.recipe == RECIPE
    assert copy.name in engine.health.detail
    await engine.synthesize(chunk())
    await engine.close()


async def test_closing_during_a_preparation_ends_it(tmp_path: Path) -> None:
    engine = make(fresh(tmp_path), variant=DEQUANTISED)
    await engine.start()
    await asyncio.sleep(0.05)
    await engine.close()
    assert engine.health.phase == "closed"


def listened(chunk: TokenChunk) -> TokenChunk:
    return replace(chunk, slack=0.0)


@pytest.fixture
def as_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lane keeps the usual priority, so that a busy machine does not hold the test up."""
    monkeypatch.setattr(background, "NICE", 0)


lane = pytest.mark.skipif(not POSSIBLE, reason="threads have no priority of their own here")


@lane
async def test_a_listener_takes_the_slot_from_work_nobody_hears(
    tiny: Path, as_urgent: None
) -> None:
    engine = make(tiny)
    await engine.start()
    unheard = asyncio.create_task(engine.synthesize(FOREVER))
    await asyncio.sleep(0.1)
    heard = await asyncio.wait_for(engine.synthesize(listened(chunk("a"))), 60)
    assert len(heard.waveform)
    assert not unheard.done()
    unheard.cancel()
    await asyncio.wait([unheard])
    await engine.close()


@lane
async def test_work_nobody_hears_ends_beside_a_listener_with_the_same_samples(
    tiny: Path, as_urgent: None
) -> None:
    engine = make(tiny)
    await engine.start()
    alone = await engine.synthesize(chunk("ab"))
    listener = asyncio.create_task(engine.synthesize(listened(FOREVER)))
    await asyncio.sleep(0.1)
    beside = await asyncio.wait_for(engine.synthesize(chunk("ab")), 60)
    assert not listener.done()
    np.testing.assert_array_equal(beside.waveform, alone.waveform)
    listener.cancel()
    await asyncio.wait([listener])
    await engine.close()


@lane
async def test_closing_ends_the_lane(tiny: Path, as_urgent: None) -> None:
    engine = make(tiny)
    await engine.start()
    await engine.synthesize(listened(chunk("a")))
    unheard = asyncio.create_task(engine.synthesize(FOREVER))
    await asyncio.sleep(0.3)
    await asyncio.wait_for(engine.close(), 60)
    with pytest.raises(NotReady):
        await unheard


async def test_the_pace_is_measured(tiny: Path) -> None:
    engine = make(tiny)
    await engine.start()
    assert engine.pace is None
    await engine.synthesize(chunk("a"))
    assert engine.pace is not None and engine.pace > 0
    await engine.close()
