"""How early the first sound comes is the caller's choice, and changes nothing but the plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from tests.serving import LONG, Server

Start = Callable[..., Awaitable[Server]]


@pytest.mark.parametrize("latency", ["low", "balanced", "best"])
async def test_a_stream_has_the_samples_of_the_file_with_the_same_plan(
    server: Server, latency: str
) -> None:
    streamed = await server.speak(LONG, response_format="pcm", latency=latency)
    whole = await server.speak(LONG, response_format="pcm", latency=latency, stream=False)
    assert streamed.content == whole.content


async def test_low_latency_begins_with_a_shorter_chunk(server: Server) -> None:
    first = {}
    for latency in ("low", "balanced", "best"):
        server.engine.calls.clear()
        await server.speak(LONG, response_format="pcm", latency=latency)
        first[latency] = len(server.engine.calls[0].input_ids)
    assert first["low"] <= first["balanced"] < first["best"]


async def test_whole_files_are_planned_for_the_best_sound(server: Server) -> None:
    whole = await server.speak(LONG, response_format="pcm", stream=False)
    best = await server.speak(LONG, response_format="pcm", stream=False, latency="best")
    assert whole.content == best.content


async def test_the_setting_decides_for_streams_that_do_not_say(start: Start) -> None:
    server = await start(latency="best")
    unsaid = await server.speak(LONG, response_format="pcm")
    best = await server.speak(LONG, response_format="pcm", latency="best")
    assert unsaid.content == best.content


async def test_an_unknown_latency_is_refused(server: Server) -> None:
    answer = await server.speak(latency="none")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "latency")
