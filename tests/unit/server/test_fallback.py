"""Who asks the server learns that the CPU stands in for the provider that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes import FakeEngine
from tests.unit.engine.test_fallback import FakeAccelerator
from tests.unit.server.test_observing import measured

from kowane.engine.fallback import FallbackEngine
from kowane.errors import ProviderFailed

Start = Callable[..., Any]

PROVIDER = "kowane_engine_info[('provider', '{}'), ('recipe', 'official')]"


async def test_readiness_status_and_metrics_name_the_provider_that_runs(start: Start) -> None:
    engine = FallbackEngine(FakeAccelerator(), FakeEngine())
    server = await start(engine=engine)
    assert (await server.client.get("/readyz")).json()["provider"] == "FakeExecutionProvider"
    assert (await server.client.get("/status")).json()["engine"]["fallback"] == ""
    found = await measured(server)
    assert found["kowane_provider_fallback"] == 0
    assert found[PROVIDER.format("FakeExecutionProvider")] == 1


async def test_readiness_status_and_metrics_say_that_it_fell_back(start: Start) -> None:
    lost = FakeAccelerator(load_error=ProviderFailed("There is no driver."))
    server = await start(engine=FallbackEngine(lost, FakeEngine()))
    answer = await server.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["provider"] == "CPUExecutionProvider"
    assert "There is no driver." in answer.json()["detail"]
    status = (await server.client.get("/status")).json()
    assert "There is no driver." in status["engine"]["fallback"]
    found = await measured(server)
    assert found["kowane_provider_fallback"] == 1
    assert found[PROVIDER.format("CPUExecutionProvider")] == 1
    assert (await server.speak(response_format="wav")).status_code == 200
