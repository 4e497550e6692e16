"""One server process with a humming engine, shared by the tests that only talk to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.e2e.process import Process, running


@pytest.fixture(scope="session")
def fake() -> Iterator[Process]:
    with running(KOWANE_MAX_CHARACTERS=20_000) as process:
        yield process
