"""A client who leaves takes its work along, wherever the request stands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tests.fakes import FakeEngine
from tests.serving import LONG, Server

Start = Callable[..., Any]


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


class Caller:
    """One raw ASGI request whose client can leave."""

    def __init__(self, server: Server, **fields: Any) -> None:
        self._app = server.client._transport.app  # type: ignore[attr-defined]
        self._body = json.dumps({"voice": "af_heart", "response_format": "pcm", **fields}).encode()
        self._read = False
        self.gone = asyncio.Event()
        self.first_byte = asyncio.Event()
        self.stalled = False
        self.sent: list[Any] = []
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "path": "/v1/audio/speech",
            "raw_path": b"/v1/audio/speech",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json"), (b"host", b"localhost")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8880),
            "scheme": "http",
        }
        await self._app(scope, self._receive, self._send)

    async def _receive(self) -> Any:
        if not self._read:
            self._read = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body":
            self.first_byte.set()
            if self.stalled:
                await asyncio.Event().wait()


async def test_leaving_in_a_stream_ends_the_work_and_frees_the_place(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=0.05))
    caller = Caller(server, input=LONG)
    await caller.first_byte.wait()
    caller.gone.set()
    await caller.task
    started = len(server.engine.calls)
    await asyncio.sleep(0.2)
    assert len(server.engine.calls) == started < 6
    assert server.engine.running == 0
    assert server.services.admission.active == 0
    assert caller.sent[-1].get("more_body") is True


async def test_leaving_before_the_first_chunk_ends_its_run(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=60))
    caller = Caller(server, input=LONG, response_format="wav")
    await until(lambda: server.engine.running > 0)
    caller.gone.set()
    await caller.task
    assert server.engine.cancelled >= 1
    assert server.engine.running == 0
    assert server.services.admission.active == 0
    assert caller.sent == []


async def test_leaving_the_line_frees_it(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=60), concurrency=1)
    first, second = Caller(server, input=LONG), Caller(server, input=LONG)
    await until(lambda: server.services.admission.queued > 0)
    second.gone.set()
    await second.task
    assert server.services.admission.queued == 0
    assert server.services.admission.active == 1
    first.gone.set()
    await first.task
    assert server.services.admission.active == 0


async def test_departures_are_counted_and_logged_as_such(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=60))
    caller = Caller(server, input=LONG)
    await until(lambda: server.engine.running > 0)
    caller.gone.set()
    await caller.task
    text = (await server.client.get("/metrics")).text
    assert "kowane_disconnects_total 1.0" in text
    assert 'kowane_errors_total{code="client_disconnected"} 1.0' in text


async def test_a_client_who_leaves_after_the_last_byte_has_had_its_answer(start: Start) -> None:
    server = await start()
    caller = Caller(server, input=LONG)
    await caller.task
    caller.gone.set()
    await asyncio.sleep(0.01)
    assert "kowane_disconnects_total 0.0" in (await server.client.get("/metrics")).text


async def test_a_place_is_lent_while_a_client_does_not_read(start: Start) -> None:
    server = await start(concurrency=1)
    stalled = Caller(server, input=LONG)
    stalled.stalled = True
    await stalled.first_byte.wait()
    answer = await server.speak("Somebody else.", response_format="pcm")
    assert answer.status_code == 200
    stalled.gone.set()
    await stalled.task
    assert server.services.admission.active == 0


async def test_a_client_who_never_reads_is_cut_off(start: Start) -> None:
    server = await start(send_timeout=0.1)
    stalled = Caller(server, input=LONG)
    stalled.stalled = True
    await asyncio.wait([stalled.task])
    assert stalled.task.exception() is not None
    assert server.services.admission.active == 0
    assert 'code="deadline_exceeded"' in (await server.client.get("/metrics")).text


async def test_a_whole_request_can_have_a_limit(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=0.1), request_timeout=0.25)
    answer = await server.speak(LONG, response_format="wav")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "deadline_exceeded"
    await until(lambda: server.engine.running == 0)


async def test_a_book_does_not_keep_short_requests_waiting(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=0.02), concurrency=1)
    server.services.admission.quantum = 0.0
    book = Caller(server, input=LONG * 20)
    await book.first_byte.wait()
    answer = await server.speak("A short one.", response_format="pcm")
    assert answer.status_code == 200
    assert not book.task.done()
    book.gone.set()
    await book.task
