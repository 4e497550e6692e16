"""The engine on Ray Serve keeps the contract of every engine, and loses no chunk."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cluster.fake_replica import Humming
from tests.fakes import INFO, FakeEngine
from tests.unit.engine.contract import EngineContract, chunk

from kowane.engine.protocol import Engine
from kowane.errors import InferenceFailed, NotReady, Overloaded

pytestmark = pytest.mark.usefixtures("ray_cluster")

FOREVER = chunk("ᵻ")


@contextmanager
def deployed(make: Callable[[], tuple[Engine, Engine]], name: str, **options: Any) -> Iterator[Any]:
    """A deployment of replicas, and the handle that calls it."""
    from ray import serve

    from kowane.cluster.replica import Replica

    options = {"max_ongoing_requests": 16, "ray_actor_options": {"num_cpus": 1}} | options
    app = serve.deployment(Replica, name="engine", **options).bind(make)
    handle = serve.run(app, name=name, route_prefix=None)
    try:
        yield handle
    finally:
        serve.delete(name)


@pytest.fixture(scope="module")
def handle(tmp_path_factory: pytest.TempPathFactory, ray_cluster: None) -> Iterator[Any]:
    make = Humming(tmp_path_factory.mktemp("pids"), endless=FOREVER)
    with deployed(make, "contract") as handle:
        yield handle


def engine_of(handle: Any, **options: Any) -> Engine:
    from kowane.engine.ray_serve import RayServeEngine

    return RayServeEngine(handle, **options)


class TestRayServeEngine(EngineContract):
    settle = 0.3  # a call crosses processes

    @pytest.fixture(autouse=True)
    def _handle(self, handle: Any) -> None:
        self.handle = handle

    def make(self) -> Engine:
        return engine_of(self.handle)

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, Any]]:
        engine = self.make()
        await engine.start()
        yield engine, FOREVER
        await engine.close()


async def test_samples_are_those_of_the_engine_in_the_replica(handle: Any) -> None:
    engine = engine_of(handle)
    await engine.start()
    assert engine.info == INFO
    output = await engine.synthesize(chunk("hɛlˈO"))
    expected = FakeEngine().hum(chunk("hɛlˈO"))
    assert np.array_equal(output.waveform, expected.waveform)
    assert np.array_equal(output.durations, expected.durations)


async def test_a_killed_replica_costs_no_chunk(tmp_path: Path) -> None:
    make = Humming(tmp_path, delay=0.2)
    options = {"num_replicas": 2, "max_ongoing_requests": 4, "health_check_period_s": 1}
    with deployed(make, "killed", **options) as handle:
        engine = engine_of(handle)
        await engine.start()
        chunks = [chunk("a" * length) for length in range(1, 51)]
        work = [asyncio.create_task(engine.synthesize(each)) for each in chunks]
        await asyncio.sleep(1)
        os.kill(make.pids()[0], signal.SIGKILL)
        outputs = await asyncio.gather(*work)
    for asked, output in zip(chunks, outputs, strict=True):
        assert np.array_equal(output.waveform, FakeEngine().hum(asked).waveform)


async def test_all_replicas_killed_cost_no_chunk(tmp_path: Path) -> None:
    make = Humming(tmp_path, delay=0.1)
    options = {"num_replicas": 2, "max_ongoing_requests": 4, "health_check_period_s": 1}
    with deployed(make, "wiped", **options) as handle:
        engine = engine_of(handle)
        await engine.start()
        work = [asyncio.create_task(engine.synthesize(chunk("a" * n))) for n in range(1, 51)]
        await asyncio.sleep(0.7)
        for pid in make.pids():
            os.kill(pid, signal.SIGKILL)
        outputs = await asyncio.gather(*work)
        assert [len(output.durations) for output in outputs] == [n + 2 for n in range(1, 51)]
        assert engine.health.ready


async def test_a_full_queue_is_overload(tmp_path: Path) -> None:
    make = Humming(tmp_path, endless=FOREVER)
    with deployed(make, "full", max_ongoing_requests=1, max_queued_requests=1) as handle:
        engine = engine_of(handle)
        await engine.start()
        busy = []
        for _ in range(2):  # one runs, one waits
            busy.append(asyncio.create_task(engine.synthesize(FOREVER)))
            await asyncio.sleep(0.5)
        with pytest.raises(Overloaded) as refused:
            await engine.synthesize(chunk())
        assert refused.value.retry_after > 0
        await engine.close()
        ends = await asyncio.gather(*busy, return_exceptions=True)
        assert [type(end) for end in ends] == [NotReady] * 2


async def test_a_failure_of_the_model_arrives_as_itself(tmp_path: Path) -> None:
    def failing() -> tuple[Engine, Engine]:
        engine = FakeEngine(fail_runs=[2])  # the first run is the replica's own proof
        return engine, engine

    with deployed(failing, "failing") as handle:
        engine = engine_of(handle)
        await engine.start()
        with pytest.raises(InferenceFailed, match="as it was told to"):
            await engine.synthesize(chunk())
        assert len((await engine.synthesize(chunk())).waveform) > 0
