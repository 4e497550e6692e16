"""ElevenLabs' WebSockets: text in while it is written, audio with character times out.

`stream-input` speaks one text and closes; `multi-stream-input` has up to five contexts at once,
each a text of its own. Each is one `live.session.Speech`. An error is a message; it ends the
context, or the connection where there is one text. Closing a context speaks what it still has.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing, suppress
from dataclasses import replace

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from kowane.audio.formats import PRESETS
from kowane.errors import DeadlineExceeded, InputError, KowaneError, Overloaded
from kowane.server.context import context_of
from kowane.server.elevenlabs import messages
from kowane.server.elevenlabs.alignment import Stretch, normalised, original, reach
from kowane.server.elevenlabs.bodies import check_format, check_model, spoken_language
from kowane.server.elevenlabs.messages import Message
from kowane.server.live.session import Audio, Speech, Words
from kowane.server.orders import Order, checked_manner
from kowane.server.problems import describe, rule_for
from kowane.server.schemas import WordTime
from kowane.server.services import Services
from kowane.speech import Span, TimedWord, Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import BALANCED

logger = logging.getLogger(__name__)

router = APIRouter(tags=["elevenlabs"])

CONTEXTS = 5
"""At once in one connection, as ElevenLabs has it."""

INACTIVITY = (20, 180)
"""s without a message after which an idle connection ends: the default and the longest."""

NORMAL, POLICY, TOO_MANY = 1000, 1008, 1013
"""Close codes (RFC 6455, 7.4.1, and the IANA registry)."""

LONGEST_MESSAGE = 65_536
"""Characters of one message."""


@router.websocket("/v1/text-to-speech/{voice}/stream-input")
async def stream_input(socket: WebSocket, voice: str) -> None:
    """One text; see docs/clients/elevenlabs.md."""
    await _connect(socket, voice, several=False)


@router.websocket("/v1/text-to-speech/{voice}/multi-stream-input")
async def multi_stream_input(socket: WebSocket, voice: str) -> None:
    """Several texts; see docs/clients/elevenlabs.md."""
    await _connect(socket, voice, several=True)


async def _connect(socket: WebSocket, voice: str, *, several: bool) -> None:
    services: Services = socket.app.state.services
    await socket.accept()
    connection = _Connection(socket, services, voice, several=several)
    if services.live_connections >= services.settings.live_connections:
        await connection.refuse(
            Overloaded(
                f"{services.live_connections} live connections are open, which is the limit.",
                remedy="Try again later, or raise KOWANE_LIVE_CONNECTIONS.",
            )
        )
        return
    services.live_connections += 1
    try:
        await connection.serve()
    finally:
        services.live_connections -= 1


class _Connection:
    """One client."""

    def __init__(self, socket: WebSocket, services: Services, voice: str, *, several: bool) -> None:
        self._socket = socket
        self._services = services
        self._context = context_of(socket.scope)
        self._voice = voice
        self._several = several
        self._query = socket.query_params
        self._speeches: dict[str, Speech] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()  # a task has ended

    async def refuse(self, error: Exception, context: str | None = None) -> None:
        """Say why, and close."""
        await self._tell(error, context)
        code = TOO_MANY if isinstance(error, Overloaded) else POLICY
        await self._close(code, str(error))

    async def serve(self) -> None:
        """Read and speak until either side ends."""
        reading = asyncio.create_task(self._read())
        try:
            await self._until_over(reading)
        except (WebSocketDisconnect, RuntimeError):
            pass  # it has left; starlette says so with a RuntimeError to the sender
        except DeadlineExceeded as error:
            self._context.failed(error, "deadline_exceeded")
            await self._close(POLICY, "The client does not read.")
        except KowaneError as error:
            await self.refuse(error)
        finally:
            running = {reading, *self._tasks}
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _until_over(self, reading: asyncio.Task[None]) -> None:
        """Until the reader ends, or the one text of a connection has been spoken."""
        reading.add_done_callback(lambda _: self._news.set())
        while not reading.done():
            await self._news.wait()
            self._news.clear()
            for task in [task for task in self._tasks if task.done()]:
                self._tasks.remove(task)
                task.result()
                if not self._several:
                    await self._close(NORMAL, "")
                    return
        reading.result()
        await asyncio.gather(*self._tasks)
        await self._close(NORMAL, "")

    async def _read(self) -> None:
        """Obey messages until the client closes its side or says that nothing more will come."""
        synthesizer = self._services.lifecycle.speaking
        default, longest = INACTIVITY
        asked = self._query.get("inactivity_timeout", "")
        patience = min(int(asked), longest) if asked.isdecimal() else default
        while True:
            try:
                async with asyncio.timeout(patience or default):
                    data = await self._receive()
            except TimeoutError:
                if self._tasks and all(speech.dictation.ended for speech in self._open()):
                    continue
                raise InputError(
                    f"Nothing has been sent for {patience} s.",
                    param="inactivity_timeout",
                    remedy="Send text, or an empty one to keep the connection.",
                ) from None
            message = messages.parse(data)
            if message.close_socket:
                for speech in self._open():
                    speech.dictation.end()
                return
            context = (message.context_id or "default") if self._several else ""
            try:
                await self._obey(message, context, synthesizer)
            except KowaneError as error:
                if not self._several:
                    raise
                await self._tell(error, context)

    def _open(self) -> list[Speech]:
        return list(self._speeches.values())

    async def _obey(self, message: Message, context: str, synthesizer: Synthesizer) -> None:
        speech = self._speeches.get(context)
        if message.close_context:
            if speech is not None:
                self._end(context)
            return
        if speech is None:
            if not message.text:
                return  # keeps alive, flushes or ends what is not there
            speech = await self._begin(message, context, synthesizer)
            if message.text == " ":
                return
        if message.text:
            speech.write(message.text)
        if message.flush:
            speech.dictation.flush()
        if message.text == "" and not self._several and not message.flush:
            self._end(context)

    def _end(self, context: str) -> None:
        """All its text is there; the name is free for another one."""
        self._speeches.pop(context).dictation.end()

    async def _begin(self, message: Message, context: str, synthesizer: Synthesizer) -> Speech:
        if len(self._tasks) >= CONTEXTS:
            raise Overloaded(
                f"{len(self._tasks)} contexts are open; the limit is {CONTEXTS}.",
                remedy="Close one first.",
            )
        order = await self._order(message, synthesizer)
        name = context or "text"
        speech = Speech(self._services, self._context, synthesizer, order, name)
        self._speeches[context] = speech
        task = asyncio.create_task(self._speak(speech, context))
        task.add_done_callback(lambda _: self._news.set())
        self._tasks.add(task)
        return speech

    async def _order(self, message: Message, synthesizer: Synthesizer) -> Order:
        check_model(self._query.get("model_id"))
        preset = PRESETS[check_format(self._query.get("output_format"))]
        settings, locators = message.voice_settings, message.pronunciation_dictionary_locators
        code = self._query.get("language_code")
        said = await checked_manner(
            Utterance(
                text="",
                voice=self._voice,
                lang=spoken_language(code, self._voice, self._services, synthesizer),
                speed=1.0 if settings is None or settings.speed is None else settings.speed,
                lexicons=tuple(place.pronunciation_dictionary_id for place in locators)
                if locators
                else None,
            ),
            self._services,
            synthesizer,
        )
        if said.lexicons:  # they are read with the text; a wrong name is told now
            await asyncio.to_thread(synthesizer.check, replace(said, text="a"))
        return Order(
            said,
            preset.format,
            preset.sample_rate,
            preset.bit_rate,
            streamed=True,
            words=True,
            plan=BALANCED,
        )

    async def _speak(self, speech: Speech, context: str) -> None:
        """Send the audio of one text, and say that it is over.

        Raises:
            KowaneError: it has failed, and was the connection's only text.
        """
        shown = context if self._several else None
        words: list[TimedWord] = []
        given, clock = 0, 0.0
        try:
            async with aclosing(speech.events()) as events:
                async for event in events:
                    if isinstance(event, Words):
                        words += map(_timed, event.words)
                    elif isinstance(event, Audio):
                        trace = speech.context.trace
                        end = max(clock, trace.audio_seconds if trace else 0.0)
                        text = speech.dictation.text
                        last = max(given, reach(text, given, words)) if words else given
                        alignment = original(text, words, Stretch(given, last, clock, end))
                        spoken = normalised(words, clock, end)
                        await self._send(
                            messages.audio(
                                event.data, alignment.since(clock), spoken.since(clock), shown
                            )
                        )
                        words, given, clock = [], last, end
            await self._send(messages.final(shown))
        except KowaneError as error:
            if not self._several:
                raise
            await self._tell(error, shown)
        except (WebSocketDisconnect, RuntimeError):
            raise
        except Exception as error:
            logger.exception("A text of an ElevenLabs client failed.")
            if not self._several:
                await self.refuse(error)
                return
            await self._tell(error, shown)
        finally:
            if self._speeches.get(context) is speech:
                del self._speeches[context]

    async def _tell(self, error: Exception, context: str | None) -> None:
        rule = rule_for(error)
        self._context.failed(error, rule.code)
        described = describe(error, self._context.request_id)["error"]
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._send(messages.failure(described, rule.status, context or None))

    async def _receive(self) -> str:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", NORMAL))
        text = message.get("text")
        if text is None:
            text = (message.get("bytes") or b"").decode("utf-8", "replace")
        if len(text) > LONGEST_MESSAGE:
            raise InputError(
                f"The message has {len(text)} characters; the limit is {LONGEST_MESSAGE}.",
                param="text",
                remedy="Send the text in parts.",
            )
        return str(text)

    async def _send(self, data: bytes) -> None:
        limit = self._services.settings.send_timeout
        try:
            async with asyncio.timeout(limit):
                await self._socket.send({"type": "websocket.send", "text": data.decode()})
        except TimeoutError:
            raise DeadlineExceeded(
                f"The client has not read for {limit:g} s (KOWANE_SEND_TIMEOUT)."
            ) from None

    async def _close(self, code: int, reason: str) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(code, reason[:120])


def _timed(word: WordTime) -> TimedWord:
    return TimedWord(word.word, Span(word.char_start, word.char_end), word.start, word.end)
