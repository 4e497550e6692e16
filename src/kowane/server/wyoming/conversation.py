"""One Wyoming client: its events in, `info` and audio out.

Events are answered in their order. The connection is read while an answer is being spoken, so that
a client who leaves ends the work at once. An error is told in an `error` event and ends the
connection: Home Assistant waits for `audio-stop` or the end and looks at nothing else.

A streaming exchange (`synthesize-start`, `-chunk`s, `-stop`) is spoken while its text comes.
Clients also send the whole text as a `synthesize`, for servers that cannot stream; it is passed
over.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable, async_read_event, async_write_event
from wyoming.info import Describe
from wyoming.ping import Ping, Pong
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
)

from kowane import language
from kowane.errors import InputError, KowaneError, TextError, UnknownLanguage
from kowane.server.admission import Permit
from kowane.server.answers import Reply
from kowane.server.context import REQUEST_ID, Context
from kowane.server.delivery import sending
from kowane.server.exchange import exchange
from kowane.server.live.session import Audio, Speech
from kowane.server.orders import Order, checked, checked_manner
from kowane.server.problems import describe
from kowane.server.services import Services
from kowane.server.wyoming.programs import info
from kowane.speech import SAMPLE_RATE, Markup, Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import BALANCED, PLANS
from kowane.voices import Voices

logger = logging.getLogger(__name__)

_FORMAT: dict[str, int] = {"rate": SAMPLE_RATE, "width": 2, "channels": 1}
_PIECE = SAMPLE_RATE // 5 * 2
"""Bytes of one `audio-chunk`: 0.2 s, so that small satellites need no large buffers."""

_AHEAD = 1024
"""Events read before the earlier ones are answered; past it the client has to wait."""


class Conversation:
    """See the module. Run it once.

    Attributes:
        speaking: an answer, or a streaming exchange, is under way.
        last: it ends with the answer that is under way.
    """

    def __init__(
        self, services: Services, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._services = services
        self._reader = _Bounded(reader, services.settings.max_body_bytes)
        self._writer = writer
        peer = writer.get_extra_info("peername")
        self._caller = str(peer[0]) if peer else "unknown"
        self._events: asyncio.Queue[Event] = asyncio.Queue(_AHEAD)
        self._exchange: _Exchange | None = None
        self.speaking = False
        self.last = False

    async def run(self) -> None:
        """Until the client leaves or something fails."""
        working = asyncio.create_task(self._work())
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait([working, reading], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (working, reading):
                task.cancel()
            await asyncio.gather(working, reading, return_exceptions=True)
            await self._give_up()
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()

    async def _read(self) -> None:
        """Until the client has left or sends what is no event."""
        malformed = (LookupError, TypeError, AttributeError, RecursionError)
        with suppress(OSError, asyncio.IncompleteReadError, *malformed):
            while True:
                event = await async_read_event(self._reader)  # type: ignore[arg-type]
                if event is None or not isinstance(event.data, dict):
                    return
                await self._events.put(event)

    async def _work(self) -> None:
        """Answer one event after the other."""
        try:
            while self.speaking or not self.last:
                event = await self._next()
                self.speaking = True
                await self._answer(event)
                self.speaking = self._exchange is not None
        except OSError:
            return  # the client has left
        except Exception as error:
            if not isinstance(error, KowaneError):
                logger.exception("A Wyoming client's event could not be answered.")
            said = describe(error, REQUEST_ID.get())["error"]
            with suppress(OSError):
                await self._write(Error(str(said["message"]), said["code"]))

    async def _next(self) -> Event:
        """The next event; what an exchange that is being spoken raises meanwhile, is raised."""
        getting = asyncio.ensure_future(self._events.get())
        try:
            if self._exchange is not None:
                await asyncio.wait(
                    [getting, self._exchange.task], return_when=asyncio.FIRST_COMPLETED
                )
                if self._exchange.task.done():
                    self._exchange.task.result()
            return await getting
        finally:
            getting.cancel()

    async def _answer(self, event: Event) -> None:
        kind, data = event.type, event.data
        if Describe.is_type(kind):
            await self._write(info(self._services.lifecycle.synthesizer.voices))
        elif Ping.is_type(kind):
            await self._write(Pong(text=Ping.from_event(event).text))
        elif SynthesizeStart.is_type(kind):
            await self._begin(data)
        elif SynthesizeChunk.is_type(kind):
            if self._exchange is not None:
                self._exchange.speech.write(_text(data))
        elif SynthesizeStop.is_type(kind):
            finished, self._exchange = self._exchange, None
            if finished is not None:
                finished.speech.dictation.end()
                await finished.task
                await self._write(SynthesizeStopped())
        elif Synthesize.is_type(kind) and self._exchange is None:
            await self._speak(_text(data), data)

    async def _begin(self, asked: Mapping[str, Any]) -> None:
        """A streaming exchange: its text is spoken while it comes."""
        await self._give_up()
        services = self._services
        synthesizer = services.lifecycle.speaking
        manner = self._manner("", asked, synthesizer)
        said = await checked_manner(manner, services, synthesizer)
        order = Order(said, "pcm", SAMPLE_RATE, None, streamed=True, plan=BALANCED)
        context = Context(uuid.uuid4().hex, caller=self._caller)
        speech = Speech(services, context, synthesizer, order, "wyoming")
        self._exchange = _Exchange(speech, asyncio.create_task(self._follow(speech)))

    async def _follow(self, speech: Speech) -> None:
        async with exchange(self._services, "wyoming", self._caller) as context:
            await self._write(AudioStart(**_FORMAT, timestamp=0))
            sent = 0
            async with aclosing(speech.events()) as events:
                async for event in events:
                    context.trace = speech.context.trace
                    if isinstance(event, Audio):
                        sent = await self._send_audio(event.data, sent, None)
            await self._write(AudioStop(timestamp=sent * 1000 // (2 * SAMPLE_RATE)))

    async def _give_up(self) -> None:
        """End the exchange that is under way, if there is one."""
        left, self._exchange = self._exchange, None
        if left is not None:
            left.task.cancel()
            await asyncio.wait([left.task])

    async def _speak(self, text: str, asked: Mapping[str, Any]) -> None:
        services = self._services
        async with exchange(services, "wyoming", self._caller) as context:
            synthesizer = services.lifecycle.speaking
            manner = self._manner(text, asked, synthesizer)
            said = await checked(manner, services, synthesizer)
            plan = PLANS[services.settings.latency]
            order = Order(said, "pcm", SAMPLE_RATE, None, streamed=True, plan=plan)
            reply = await Reply.prime(services, context, synthesizer, order)
            await self._play(reply)

    def _manner(self, text: str, asked: Mapping[str, Any], synthesizer: Synthesizer) -> Utterance:
        markup: Markup = "ssml" if asked.get("text_format") == "ssml" else "none"
        default = self._services.settings.voice
        voice = _voice(asked.get("voice"), synthesizer.voices, default)
        return Utterance(text=text, voice=voice, markup=markup)

    async def _play(self, reply: Reply) -> None:
        await self._write(AudioStart(**_FORMAT, timestamp=0))
        sent = 0
        async for part in reply.parts():
            sent = await self._send_audio(part.data, sent, reply.delivery.permit)
        await self._write(AudioStop(timestamp=sent * 1000 // (2 * SAMPLE_RATE)))

    async def _send_audio(self, data: bytes, sent: int, permit: Permit | None) -> int:
        """Audio in small pieces, `sent` bytes after the first; returns the bytes sent by now."""
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            time = sent * 1000 // (2 * SAMPLE_RATE)
            async with sending(permit, self._services.settings.send_timeout):
                await self._write(AudioChunk(**_FORMAT, audio=piece, timestamp=time))
            sent += len(piece)
        return sent

    async def _write(self, event: Eventable) -> None:
        await async_write_event(event.event(), self._writer)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A streaming exchange under way.

    Attributes:
        speech: takes its text.
        task: speaks it.
    """

    speech: Speech
    task: asyncio.Task[None]


class _Bounded:
    """A reader that refuses parts of an event larger than the limit, as `async_read_event` expects
    it of malformed ones: by a ValueError."""

    def __init__(self, reader: asyncio.StreamReader, limit: int) -> None:
        self._reader = reader
        self._limit = limit

    async def readline(self) -> bytes:
        return await self._reader.readline()

    async def readexactly(self, count: int) -> bytes:
        if count > self._limit:
            raise ValueError(f"{count} bytes; the limit is {self._limit}")
        return await self._reader.readexactly(count)


def _text(data: Mapping[str, Any]) -> str:
    text = data.get("text")
    if not isinstance(text, str):
        raise TextError("The event has no text.", param="text", remedy="Send one.")
    return text


def _voice(asked: object, voices: Voices, default: str) -> str:
    """The voice's name: by name, else by language, else the default.

    Raises:
        UnknownLanguage: no voice was made for the language.
        InputError: it is no voice.
    """
    if asked is None:
        return default
    if not isinstance(asked, dict):
        raise InputError("The field 'voice' is not an object.", param="voice")
    if name := asked.get("name"):
        return str(name)
    if not asked.get("language"):
        return default
    wanted = language.parse(str(asked["language"]))
    if voices.resolve(default).language == wanted:
        return default
    for known in voices.names():
        if voices.info(known).language == wanted:
            return known
    raise UnknownLanguage(
        f"No installed voice speaks {wanted}.",
        param="voice",
        remedy="Name a voice, or install one for it.",
    )
