"""What clients see of a single process they see of a cluster: the same tests, another server."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from tests.e2e.process import Process, running

# The tests that only talk to a server through the fixture `fake`; here it is a cluster.
from tests.e2e.test_openai_sdk import (  # noqa: F401
    length,
    test_a_stream_arrives_in_pieces,
    test_events_can_be_read_line_by_line,
    test_every_format_is_whole_and_decodable,
    test_mistakes_are_the_clients_own_exceptions,
    test_models_are_listed_and_found,
    test_the_async_client_streams_many_at_once,
)

pytest.importorskip("ray", reason="pip install 'kowane[cluster]'")


@pytest.fixture(scope="module")
def fake() -> Iterator[Process]:
    command = (sys.executable, "-m", "tests.cluster.fake_cluster")
    with running(command, timeout=180, KOWANE_MAX_CHARACTERS=20_000) as process:
        yield process
