"""A server in the test's own event loop: real application, fake engine, front-end and voices."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import numpy as np
import pytest
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine
from tests.serving import BASE, Server

from kowane.build import lexicon_store
from kowane.server.app import create_app
from kowane.server.services import Services
from kowane.settings import Settings
from kowane.synthesizer import Synthesizer
from kowane.text.reader import Reader
from kowane.voices import Voices


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("KOWANE_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Voices:
    path = tmp_path_factory.mktemp("voices") / "voices.npz"
    random = np.random.default_rng(0)
    names = ("af_heart", "af_bella", "af_alloy", "bm_george", "ff_siwis")
    np.savez(path, **{n: random.normal(size=(510, 256)).astype(np.float32) for n in names})
    return Voices(path)


@pytest.fixture
async def start(voices: Voices, tmp_path: Path) -> AsyncIterator[Callable[..., object]]:
    """Start servers with given settings; all are stopped at the end of the test."""
    async with AsyncExitStack() as stack:

        async def started(
            *, engine: FakeEngine | None = None, wait: bool = True, **options: object
        ) -> Server:
            engine = engine or FakeEngine()
            here = {"lexicon_dir": tmp_path / "lexicons", "jobs_dir": tmp_path / "jobs"}
            options = {**here, **options}
            load, _ = spelling_loader()
            settings = Settings(**options)  # type: ignore[arg-type]
            executor = ThreadPoolExecutor(2)
            synthesizer = Synthesizer(
                reader=Reader(load, lexicon_store(settings).for_request),
                voices=voices,
                engine=engine,
                executor=executor,
            )
            app = create_app(settings, synthesizer)
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url=BASE)
            await stack.enter_async_context(client)
            services: Services = app.state.services
            if wait:
                await services.lifecycle.settled()
            return Server(client, services, engine)

        yield started


@pytest.fixture
async def server(start: Callable[..., object]) -> Server:
    return await start()  # type: ignore[misc,no-any-return]
