"""Wyoming spoken by its own client library, to a listener in the test's event loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest
from tests.fakes import FakeEngine
from tests.serving import LONG, TEXT, Server
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import Describe, Info
from wyoming.ping import Ping, Pong
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
    SynthesizeVoice,
)

from kowane import errors, settings
from kowane.server.wyoming.announcement import announce

Start = Callable[..., Any]


@asynccontextmanager
async def client(server: Server) -> AsyncIterator[AsyncTcpClient]:
    port = server.client._transport.app.state.wyoming.port  # type: ignore[attr-defined]
    async with AsyncTcpClient("127.0.0.1", port, read_timeout=20) as connected:
        yield connected


@pytest.fixture
async def server(start: Start) -> Server:
    return await start(wyoming_port=0)  # type: ignore[no-any-return]


async def until(talker: AsyncTcpClient, last: str) -> list[Event]:
    events: list[Event] = []
    while not events or events[-1].type != last:
        event = await talker.read_event()
        assert event is not None, [e.type for e in events]
        events.append(event)
    return events


def sound(events: list[Event]) -> bytes:
    """The audio between one start and one stop, whose times add up."""
    kinds = [event.type for event in events if event.type.startswith("audio")]
    assert kinds[0] == "audio-start"
    assert kinds[-1] == "audio-stop"
    assert set(kinds[1:-1]) == {"audio-chunk"}
    begun = AudioStart.from_event(next(e for e in events if AudioStart.is_type(e.type)))
    assert (begun.rate, begun.width, begun.channels) == (24000, 2, 1)
    heard = b""
    for event in events:
        if AudioChunk.is_type(event.type):
            chunk = AudioChunk.from_event(event)
            assert chunk.timestamp == len(heard) * 1000 // 48000
            heard += chunk.audio
    stop = AudioStop.from_event(next(e for e in events if AudioStop.is_type(e.type)))
    assert stop.timestamp == len(heard) * 1000 // 48000
    return heard


async def expected(server: Server, text: str, **fields: object) -> bytes:
    answer = await server.speak(text, response_format="pcm", **fields)
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_describe_lists_every_voice_with_its_language(server: Server) -> None:
    async with client(server) as talker:
        await talker.write_event(Describe().event())
        info = Info.from_event((await until(talker, "info"))[0])
    (program,) = info.tts
    assert program.installed
    assert program.supports_synthesize_streaming
    voices = {voice.name: voice.languages for voice in program.voices if voice.installed}
    assert voices["bm_george"] == ["en-GB"]
    assert voices["ff_siwis"] == ["fr"]
    assert set(voices) == {"af_heart", "af_bella", "af_alloy", "bm_george", "ff_siwis"}


async def test_synthesize_gives_the_same_audio_as_http(server: Server) -> None:
    async with client(server) as talker:
        voice = SynthesizeVoice(name="af_bella")
        await talker.write_event(Synthesize(LONG, voice).event())
        heard = sound(await until(talker, "audio-stop"))
    assert heard == await expected(server, LONG, voice="af_bella")


async def test_one_connection_can_speak_twice(server: Server) -> None:
    async with client(server) as talker:
        for _ in range(2):
            await talker.write_event(Synthesize(TEXT).event())
            assert len(sound(await until(talker, "audio-stop"))) > 10_000


async def test_a_streaming_exchange_speaks_its_chunks_once(server: Server) -> None:
    pieces = [LONG[i : i + 7] for i in range(0, len(LONG), 7)]
    async with client(server) as talker:
        await talker.write_event(SynthesizeStart(SynthesizeVoice(name="af_bella")).event())
        for piece in pieces:
            await talker.write_event(SynthesizeChunk(piece).event())
        # What Home Assistant sends for servers that cannot stream.
        await talker.write_event(Synthesize(LONG, SynthesizeVoice(name="af_bella")).event())
        await talker.write_event(SynthesizeStop().event())
        events = await until(talker, "synthesize-stopped")
        assert SynthesizeStopped.is_type(events[-1].type)
        heard = sound(events)
        await talker.write_event(Ping().event())
        assert Pong.is_type((await until(talker, "pong"))[0].type), "nothing more was spoken"
    whole = await expected(server, LONG, voice="af_bella")
    assert len(heard) == pytest.approx(len(whole), rel=0.15)
    assert np.abs(np.frombuffer(heard, np.int16).astype(int)).max() > 3000


async def test_a_language_alone_chooses_a_voice_made_for_it(server: Server) -> None:
    async with client(server) as talker:
        await talker.write_event(Synthesize(TEXT, SynthesizeVoice(language="fr_FR")).event())
        heard = sound(await until(talker, "audio-stop"))
    assert heard == await expected(server, TEXT, voice="ff_siwis")


async def test_ssml_is_obeyed(server: Server) -> None:
    text = '<speak>Tea <break time="2s"/> at four.</speak>'
    async with client(server) as talker:
        await talker.write_event(Synthesize(text, text_format="ssml").event())
        heard = sound(await until(talker, "audio-stop"))
    assert heard == await expected(server, text, markup="ssml")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (Synthesize("Hello.", SynthesizeVoice(name="af_hart")).event(), "unknown_voice"),
        (Synthesize("Hello.", SynthesizeVoice(language="tlh")).event(), "unknown_language"),
        (Synthesize("").event(), "invalid_text"),
        (Event("synthesize", {"text": 5}), "invalid_text"),
        (Event("synthesize", {"text": "x", "voice": "af_heart"}), "invalid_value"),
    ],
)
async def test_an_error_is_told_and_ends_the_connection(
    server: Server, request_: Event, code: str
) -> None:
    async with client(server) as talker:
        await talker.write_event(request_)
        event = await talker.read_event()
        assert event is not None
        assert Error.from_event(event).code == code
        assert await talker.read_event() is None


async def test_a_run_that_fails_is_told_without_audio_stop(start: Start) -> None:
    server = await start(wyoming_port=0, engine=FakeEngine(fail_runs=(2,)))
    async with client(server) as talker:
        await talker.write_event(Synthesize(LONG).event())
        kinds = [event.type for event in await until(talker, "error")]
    assert "audio-chunk" in kinds
    assert "audio-stop" not in kinds


async def test_overload_is_told(start: Start) -> None:
    server = await start(wyoming_port=0, concurrency=1, queue_limit=0, engine=FakeEngine(delay=0.3))
    async with client(server) as first, client(server) as second:
        await first.write_event(Synthesize(LONG).event())
        await until(first, "audio-start")
        await second.write_event(Synthesize(TEXT).event())
        assert Error.from_event((await until(second, "error"))[0]).code == "overloaded"


async def test_a_text_over_the_limit_is_refused_while_it_comes(start: Start) -> None:
    server = await start(wyoming_port=0, max_characters=100)
    async with client(server) as talker:
        await talker.write_event(SynthesizeStart().event())
        for _ in range(30):
            await talker.write_event(SynthesizeChunk("a word or two ").event())
        error = Error.from_event((await until(talker, "error"))[-1])
    assert error.code == "string_above_max_length"


async def test_one_who_leaves_frees_the_place(start: Start) -> None:
    server = await start(wyoming_port=0, engine=FakeEngine(delay=0.1))
    async with client(server) as talker:
        await talker.write_event(Synthesize(LONG).event())
        await until(talker, "audio-chunk")
        assert server.services.admission.active == 1
    for _ in range(200):
        if server.services.admission.active == 0:
            break
        await asyncio.sleep(0.01)
    assert server.services.admission.active == 0
    metrics = (await server.client.get("/metrics")).text
    assert 'kowane_requests_total{route="wyoming",status="aborted"} 1.0' in metrics


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"[]\n",
        b'{"no": "type"}\n',
        json.dumps({"type": "synthesize", "data_length": 10**12}).encode() + b"\n",
        json.dumps({"type": "synthesize", "payload_length": "many"}).encode() + b"\n",
        b'{"type": "synthesize", "data": []}\n',
        b"[" * 100_000 + b"\n",
    ],
)
async def test_what_is_no_event_ends_the_connection_quietly(server: Server, sent: bytes) -> None:
    port = server.client._transport.app.state.wyoming.port  # type: ignore[attr-defined]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_running_answers_finish_at_shutdown(start: Start) -> None:
    server = await start(wyoming_port=0, engine=FakeEngine(delay=0.02))
    listener = server.client._transport.app.state.wyoming  # type: ignore[attr-defined]
    async with client(server) as talker, client(server) as idle:
        await talker.write_event(Synthesize(LONG).event())
        await until(talker, "audio-start")
        closing = asyncio.create_task(listener.close())
        assert sound([AudioStart(24000, 2, 1).event(), *await until(talker, "audio-stop")])
        assert await idle.read_event() is None
        await closing


async def test_a_taken_port_is_one_readable_error(start: Start) -> None:
    first = await start(wyoming_port=0)
    port = first.client._transport.app.state.wyoming.port
    with pytest.raises(errors.KowaneError, match=str(port)):
        await start(wyoming_port=port)


def test_wyoming_beyond_this_machine_must_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = {"wyoming_port": 10200, "wyoming_host": "0.0.0.0", "api_keys": "k"}  # noqa: S104
    with pytest.raises(errors.SettingsError, match="Wyoming"):
        settings.refuse_open_door(settings.load(**open_))
    settings.refuse_open_door(settings.load(**open_, allow_public=True))
    settings.refuse_open_door(settings.load(wyoming_port=10200))


async def test_it_is_found_by_zeroconf() -> None:
    from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

    announced = await announce("127.0.0.1", 10200)
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def changed(name: str, **_: object) -> None:
        if name.startswith("kowane-") and not found.done():
            found.set_result(name)

    listening = AsyncZeroconf(interfaces=["127.0.0.1"])
    type_ = "_wyoming._tcp.local."
    browser = AsyncServiceBrowser(listening.zeroconf, type_, handlers=[changed])
    try:
        name = await asyncio.wait_for(found, 20)
        service = await listening.async_get_service_info(type_, name)
        assert service is not None
        assert (service.port, service.parsed_addresses()) == (10200, ["127.0.0.1"])
    finally:
        await browser.async_cancel()
        await listening.async_close()
        await announced.close()
