"""One Wyoming client: its events in, `info` and audio out.

Events are answered in their order. The connection is read while an answer is being spoken, so that
a client who leaves ends the work at once. An error is told in an `error` event and ends the
connection: Home Assistant waits for `audio-stop` or the end and looks at nothing else.

In a streaming exchange (`synthesize-start`, `-chunk`s, `-stop`) clients also send the whole text
as a `synthesize` for servers that cannot stream; it is passed over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
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
from kowane.errors import InputError, KowaneError, TextError, TextTooLong, UnknownLanguage
from kowane.server.answers import Reply
from kowane.server.context import REQUEST_ID, Context
from kowane.server.delivery import sending
from kowane.server.exchange import exchange
from kowane.server.orders import Order, checked
from kowane.server.problems import describe
from kowane.server.services import Services
from kowane.server.wyoming.programs import info
from kowane.speech import SAMPLE_RATE, Markup, Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import PLANS
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
                event = await self._events.get()
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

    async def _answer(self, event: Event) -> None:
        kind, data = event.type, event.data
        if Describe.is_type(kind):
            await self._write(info(self._services.lifecycle.synthesizer.voices))
        elif Ping.is_type(kind):
            await self._write(Pong(text=Ping.from_event(event).text))
        elif SynthesizeStart.is_type(kind):
            self._exchange = _Exchange(data)
        elif SynthesizeChunk.is_type(kind):
            if self._exchange is not None:
                self._exchange.add(_text(data), self._services.settings.max_characters)
        elif SynthesizeStop.is_type(kind):
            finished, self._exchange = self._exchange, None
            if finished is not None:
                await self._speak(finished.text, finished.asked)
                await self._write(SynthesizeStopped())
        elif Synthesize.is_type(kind) and self._exchange is None:
            await self._speak(_text(data), data)

    async def _speak(self, text: str, asked: Mapping[str, Any]) -> None:
        services = self._services
        async with exchange(services, "wyoming", self._caller) as context:
            synthesizer = services.lifecycle.speaking
            said = await self._utterance(text, asked, synthesizer)
            plan = PLANS[services.settings.latency]
            order = Order(said, "pcm", SAMPLE_RATE, None, streamed=True, plan=plan)
            reply = await Reply.prime(services, context, synthesizer, order)
            await self._play(reply, context)

    async def _utterance(
        self, text: str, asked: Mapping[str, Any], synthesizer: Synthesizer
    ) -> Utterance:
        markup: Markup = "ssml" if asked.get("text_format") == "ssml" else "none"
        default = self._services.settings.voice
        voice = _voice(asked.get("voice"), synthesizer.voices, default)
        return await checked(
            Utterance(text=text, voice=voice, markup=markup), self._services, synthesizer
        )

    async def _play(self, reply: Reply, context: Context) -> None:
        await self._write(AudioStart(**_FORMAT, timestamp=0))
        sent = 0
        async for part in reply.parts():
            for start in range(0, len(part.data), _PIECE):
                piece = part.data[start : start + _PIECE]
                chunk = AudioChunk(
                    **_FORMAT, audio=piece, timestamp=sent * 1000 // (2 * SAMPLE_RATE)
                )
                async with sending(reply.delivery.permit, self._services.settings.send_timeout):
                    await self._write(chunk)
                sent += len(piece)
        context.streams = True
        await self._write(AudioStop(timestamp=sent * 1000 // (2 * SAMPLE_RATE)))

    async def _write(self, event: Eventable) -> None:
        await async_write_event(event.event(), self._writer)


class _Exchange:
    """The text of a streaming exchange.

    Attributes:
        asked: the data of its `synthesize-start`.
    """

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self.asked = asked
        self._chunks: list[str] = []
        self._size = 0

    def add(self, chunk: str, limit: int) -> None:
        """One more piece.

        Raises:
            TextTooLong: all of them have more characters than the limit.
        """
        self._size += len(chunk)
        if self._size > limit:
            raise TextTooLong(
                f"The text has more than {limit} characters.",
                param="input",
                remedy="Send it in parts, or raise KOWANE_MAX_CHARACTERS.",
            )
        self._chunks.append(chunk)

    @property
    def text(self) -> str:
        return "".join(self._chunks)


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
