"""The WebSocket: text in while it is written, audio and events out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.fakes import FakeEngine
from tests.serving import Server
from tests.unit.server.live.client import Refused, Socket, audio, of_type

Start = Callable[..., Awaitable[Server]]
TEXT = "Hello there, my friend. It costs 3.14 today. Good night!"


def socket(server: Server, **headers: str) -> Socket:
    return Socket(server.client._transport.app, **headers)  # type: ignore[attr-defined]


def begin(connection: Socket, **fields: object) -> None:
    connection.send(type="start", voice="af_heart", format="pcm", **fields)


async def speak(connection: Socket, text: str, **fields: object) -> list[Any]:
    begin(connection, **fields)
    connection.send(type="text", text=text)
    connection.send(type="end")
    return await connection.until("done")


async def test_audio_is_announced_then_sent_then_done(server: Server) -> None:
    async with socket(server) as connection:
        events = await speak(connection, TEXT)
    assert events[0]["type"] == "audio"
    assert (events[0]["format"], events[0]["sample_rate"], events[0]["channels"]) == (
        "pcm",
        24000,
        1,
    )
    assert len(audio(events)) > 24000
    assert events[-1]["usage"]["output_tokens"] == len(audio(events)) // 1200


async def test_any_deltas_say_the_words_of_the_whole(server: Server) -> None:
    async with socket(server) as connection:
        begin(connection, timestamps="word")
        for letter in TEXT:
            connection.send(type="text", text=letter)
        connection.send(type="end")
        events = await connection.until("done")
    words = [word for event in of_type(events, "words") for word in event["words"]]
    assert [TEXT[w["char_start"] : w["char_end"]] for w in words] == [
        part.rstrip(".,!") for part in TEXT.split()
    ] or " ".join(TEXT[w["char_start"] : w["char_end"]] for w in words).startswith("Hello there")
    starts = [word["start"] for word in words]
    assert starts == sorted(starts)
    assert words[-1]["end"] <= len(audio(events)) / 48000


async def test_a_certain_clause_is_heard_before_the_text_goes_on(server: Server) -> None:
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="Hello there, my dear ")
        assert (await connection.receive())["type"] == "audio"
        assert isinstance(await connection.receive(), bytes)


async def test_a_number_that_may_go_on_is_held_back(start: Start) -> None:
    server = await start(live_silence=30)
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="It costs 3.")
        await asyncio.sleep(0.05)
        assert server.engine.calls == []
        connection.send(type="text", text="14 today. That ")
        await connection.until("audio")
        await connection.receive()
        assert len(server.engine.calls) == 1


async def test_after_a_silence_what_there_is_is_spoken(start: Start) -> None:
    server = await start(live_silence=0.05)
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="and so I think that")
        await connection.until("audio")
        assert isinstance(await connection.receive(), bytes)


async def test_flush_speaks_at_once_and_says_when_it_is_done(start: Start) -> None:
    server = await start(live_silence=30)
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="It costs 3")
        connection.send(type="flush")
        events = await connection.until("flushed")
        assert audio(events)
        connection.send(type="text", text=" and more")
        connection.send(type="end")
        assert audio(await connection.until("done"))


async def test_several_utterances_are_spoken_in_order(server: Server) -> None:
    async with socket(server) as connection:
        for name in ("a", "b", "c"):
            begin(connection, id=name)
            connection.send(type="text", text="One two three.")
            connection.send(type="end")
        events = [*await connection.until("done"), *await connection.until("done")]
        events += await connection.until("done")
    assert [event["id"] for event in of_type(events, "done")] == ["a", "b", "c"]
    assert [event["id"] for event in of_type(events, "audio")] == ["a", "b", "c"]


async def test_cancel_falls_silent_at_once_and_the_connection_stays_usable(start: Start) -> None:
    engine = FakeEngine(delay=0.2)
    server = await start(engine=engine)
    async with socket(server) as connection:
        begin(connection, id="long")
        connection.send(type="text", text="This is one sentence of many words. " * 40)
        await connection.until("audio")
        await connection.receive()
        connection.send(type="cancel")
        (done,) = of_type(await connection.until("done"), "done")
        assert (done["id"], done["cancelled"]) == ("long", True)
        assert engine.running == 0
        assert server.services.admission.active == 0
        assert audio(await speak(connection, "Hello again, my friend."))


async def test_leaving_ends_the_work(start: Start) -> None:
    engine = FakeEngine(delay=0.2)
    server = await start(engine=engine)
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="This is one sentence of many words. " * 40)
        await connection.until("audio")
        await connection.receive()
    assert engine.running == 0
    assert server.services.admission.active == 0
    assert server.services.live_connections == 0


async def test_a_client_who_does_not_read_holds_up_the_synthesis(server: Server) -> None:
    async with socket(server) as connection:
        connection.reads.clear()
        begin(connection)
        connection.send(type="text", text="This is one sentence of many words. " * 100)
        connection.send(type="end")
        await asyncio.sleep(0.2)
        assert len(server.engine.calls) <= 4
        connection.reads.set()
        await connection.until("done")


async def test_a_client_who_never_reads_is_cut_off(start: Start) -> None:
    server = await start(send_timeout=0.05)
    connection = socket(server)
    async with connection:
        connection.reads.clear()
        begin(connection)
        connection.send(type="text", text="This is one sentence of many words. " * 10)
        connection.send(type="end")
        await asyncio.sleep(0.2)
        async with asyncio.timeout(20):  # a busy machine is slow to begin, too
            while server.services.admission.active:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("message", "param"),
    [
        ("{", "type"),
        ("[]", "type"),
        ('{"type":"sing"}', "type"),
        ('{"type":"text","text":"No start."}', "type"),
        ('{"type":"text"}', "text"),
        ('{"type":"start","voice":"nobody"}', "voice"),
        ('{"type":"start","speed":"fast"}', "speed"),
        ('{"type":"start","format":"midi"}', "format"),
        ('{"type":"start","model":"gpt"}', "model"),
        ('{"type":"start","lang":"tlh"}', "lang"),
    ],
)
async def test_mistakes_are_error_events_and_the_connection_goes_on(
    server: Server, message: str, param: str
) -> None:
    async with socket(server) as connection:
        connection.send_raw(message)
        event = await connection.receive()
        assert event["type"] == "error"
        assert event["error"]["param"] == param
        assert set(event["error"]) == {"message", "type", "param", "code"}
        assert audio(await speak(connection, "Hello again, my friend."))


async def test_a_failing_utterance_is_an_error_event_and_the_next_one_is_spoken(
    start: Start,
) -> None:
    server = await start(engine=FakeEngine(fail_runs=[1]))
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="One two three.")
        connection.send(type="end")
        failed = await connection.until("error")
        assert failed[-1]["error"]["code"] == "inference_failed"
        assert audio(await speak(connection, "Hello again, my friend."))


async def test_an_utterance_has_the_limit_of_a_request(start: Start) -> None:
    server = await start(max_characters=20)
    async with socket(server) as connection:
        begin(connection)
        connection.send(type="text", text="Twenty-one characters")
        event = (await connection.until("error"))[-1]
        assert event["error"]["code"] == "string_above_max_length"


async def test_one_connection_too_many_is_refused_with_a_reason(start: Start) -> None:
    server = await start(live_connections=1)
    async with socket(server), socket(server) as second:
        assert (await second.receive())["error"]["code"] == "overloaded"
        assert (await second.receive())["code"] == 1013


async def test_a_silent_connection_is_closed_after_a_while(start: Start) -> None:
    server = await start(live_idle=0.05)
    async with socket(server) as connection:
        assert (await connection.receive())["code"] == 1000


async def test_pings_are_answered(server: Server) -> None:
    async with socket(server) as connection:
        connection.send(type="ping")
        assert await connection.receive() == {"type": "pong"}


async def test_a_foreign_page_is_refused(server: Server) -> None:
    with pytest.raises(Refused) as refused:
        async with socket(server, origin="https://evil.example"):
            pass
    assert refused.value.status == 403
    assert refused.value.body["error"]["code"] == "forbidden"


@pytest.mark.parametrize("origin", ["http://localhost:8880", "https://app.example"])
async def test_our_own_and_allowed_pages_are_welcome(start: Start, origin: str) -> None:
    server = await start(cors_origins=("https://app.example",))
    async with socket(server, origin=origin) as connection:
        assert audio(await speak(connection, "Hello again, my friend."))


async def test_a_foreign_host_is_refused(server: Server) -> None:
    connection = socket(server)
    connection.scope["headers"] = [(b"host", b"evil.example")]
    with pytest.raises(Refused) as refused:
        async with connection:
            pass
    assert refused.value.status == 421


async def test_a_key_is_asked_for_and_taken_from_header_or_subprotocol(start: Start) -> None:
    server = await start(api_keys="se cret/1")
    with pytest.raises(Refused) as refused:
        async with socket(server):
            pass
    assert refused.value.status == 401
    async with socket(server, authorization="Bearer se cret/1") as connection:
        assert audio(await speak(connection, "Hello again, my friend."))
    async with socket(server, protocols="kowane.v1,kowane.key.se%20cret%2F1") as connection:
        assert connection.subprotocol == "kowane.v1"
        assert audio(await speak(connection, "Hello again, my friend."))


async def test_markup_is_obeyed_when_the_text_is_complete(server: Server) -> None:
    async with socket(server) as connection:
        plain = audio(await speak(connection, "One two three."))
        paused = audio(
            await speak(
                connection, '<speak>One <break time="2s"/> two three.</speak>', markup="ssml"
            )
        )
    assert len(paused) > len(plain) + 48000
