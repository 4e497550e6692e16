"""A body that is still arriving, answered by audio."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from tests.serving import Server

Start = Callable[..., Awaitable[Server]]
PATH = "/v1/audio/speech/stream"
TEXT = "Hello there, my friend. It costs 3.14 today. Good night!"
PLAIN = {"content-type": "text/plain"}
LINES = {"content-type": "application/x-ndjson"}


def lines(*messages: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(message).encode() + b"\n" for message in messages)


async def test_plain_text_with_options_in_the_query_is_spoken(server: Server) -> None:
    query = {"voice": "af_heart", "format": "pcm", "speed": "2"}
    fast = await server.client.post(PATH, params=query, content=TEXT, headers=PLAIN)
    slow = await server.client.post(
        PATH, params=query | {"speed": "1"}, content=TEXT, headers=PLAIN
    )
    assert fast.status_code == 200, fast.text
    assert fast.headers["content-type"] == "audio/pcm"
    assert 0 < len(fast.content) < len(slow.content)


async def test_lines_of_messages_are_spoken(server: Server) -> None:
    body = lines(
        {"type": "start", "voice": "af_heart", "format": "pcm"},
        {"type": "text", "text": TEXT},
        {"type": "end"},
    )
    answer = await server.client.post(PATH, content=body, headers=LINES)
    plain = await server.client.post(PATH, params={"format": "pcm"}, content=TEXT, headers=PLAIN)
    assert answer.status_code == 200
    assert answer.content == plain.content


async def test_events_carry_words_and_audio(server: Server) -> None:
    query = {"format": "pcm", "timestamps": "word", "stream_format": "sse"}
    answer = await server.client.post(PATH, params=query, content=TEXT, headers=PLAIN)
    events = [json.loads(line[6:]) for line in answer.text.split("\n\n") if line]
    assert [events[0]["type"], events[-1]["type"]] == ["audio", "done"]
    assert {"words", "delta"} <= {event["type"] for event in events}


async def test_the_answer_begins_while_the_body_arrives(server: Server) -> None:
    """Driven through ASGI itself, since the test client sends the body first."""
    heard = asyncio.Event()
    received: list[bytes] = []

    async def body() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "http.request", "body": b"Hello there, my dear ", "more_body": True}
        async with asyncio.timeout(5):
            await heard.wait()
        yield {"type": "http.request", "body": b"friend.", "more_body": False}
        await asyncio.Event().wait()

    messages = body()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body" and message.get("body"):
            received.append(message["body"])
            heard.set()

    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"format=pcm",
        "headers": [(b"host", b"localhost:8880"), (b"content-type", b"text/plain")],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8880),
        "state": {},
    }
    await server.client._transport.app(scope, lambda: anext(messages), send)  # type: ignore[attr-defined]
    assert len(received) >= 2


@pytest.mark.parametrize(
    ("query", "content", "headers", "status", "param"),
    [
        ({"voice": "nobody"}, "Hi there.", PLAIN, 400, "voice"),
        ({"speed": "fast"}, "Hi there.", PLAIN, 400, "speed"),
        ({}, b"\xff\xfe", PLAIN, 400, "input"),
        ({}, "Hi there.", {"content-type": "text/html"}, 400, "content-type"),
        ({}, b'{"type":"text","text":"x"}\n', LINES, 400, "type"),
        ({"model": "gpt"}, "Hi there.", PLAIN, 404, "model"),
    ],
)
async def test_mistakes_are_statuses(
    server: Server,
    query: dict[str, str],
    content: Any,
    headers: dict[str, str],
    status: int,
    param: str,
) -> None:
    answer = await server.client.post(PATH, params=query, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["param"] == param


async def test_an_engine_failure_before_the_first_sound_is_a_status(start: Start) -> None:
    from tests.fakes import FakeEngine

    server = await start(engine=FakeEngine(fail_runs=[1]))
    answer = await server.client.post(PATH, content=TEXT, headers=PLAIN)
    assert answer.status_code == 500
    assert server.services.admission.active == 0


async def test_a_page_elsewhere_cannot_post_plain_text(server: Server) -> None:
    headers = PLAIN | {"origin": "https://evil.example"}
    answer = await server.client.post(PATH, content=TEXT, headers=headers)
    assert answer.status_code == 403
