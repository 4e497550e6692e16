"""Text events in, audio and word events out: the utterances of one connection, one after the other.

Knows no protocol: the WebSocket, the chunked upload and other vendors' sockets put their own
messages around it. An utterance takes a place at the engine once it has text; its failure is an
event and ends it alone; cancelling it falls silent at once and leaves the session usable.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import Any

from kowane.dictation import Dictation
from kowane.errors import InputError, KowaneError, Overloaded, TextTooLong
from kowane.server.admission import SPARE
from kowane.server.answers import Encoding, timing, usage, word_time
from kowane.server.audience import LETTERS_PER_SECOND
from kowane.server.context import Context
from kowane.server.delivery import SLOW_CLIENT
from kowane.server.orders import Order
from kowane.server.problems import describe, rule_for
from kowane.server.schemas import Usage, WordTime
from kowane.server.services import Services
from kowane.speech import AudioChunk
from kowane.synthesizer import Synthesizer
from kowane.trace import Trace

logger = logging.getLogger(__name__)

_MORE = 15.0
"""s of audio that an open text is reckoned to have still to come, while it is being written."""

_FRESH = 3.0
"""s without text after which it is not reckoned with."""

WAITING = 16
"""Utterances that may be begun behind the one that is being spoken."""


@dataclass(frozen=True, slots=True)
class Began:
    """Audio follows, in this format."""

    utterance: str
    format: str
    media_type: str
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Words:
    """When words are heard; their characters are those of the utterance's text so far."""

    utterance: str
    words: list[WordTime]


@dataclass(frozen=True, slots=True)
class Audio:
    """Encoded audio."""

    utterance: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Flushed:
    """All that was written before a flush has been given out."""

    utterance: str


@dataclass(frozen=True, slots=True)
class Done:
    """The utterance is over."""

    utterance: str
    usage: Usage
    timing: dict[str, float]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The utterance is over because of an error; `error` is OpenAI's error object."""

    utterance: str
    error: dict[str, str | None]
    retry_after: float | None = None


Event = Began | Words | Audio | Flushed | Done | Failed


class Speech:
    """One utterance whose text is being written.

    Args:
        order: how to say it, and in which format.
        name: tells its events from those of others.
    """

    def __init__(
        self,
        services: Services,
        context: Context,
        synthesizer: Synthesizer,
        order: Order,
        name: str,
    ) -> None:
        self._services = services
        self._synthesizer = synthesizer
        self.order = order
        self.name = name
        self.dictation = Dictation(silence=services.settings.live_silence)
        self.context = Context(context.request_id, caller=context.caller, keyed=context.keyed)
        self.cancelled = False

    def write(self, text: str) -> None:
        """More text.

        Raises:
            TextTooLong: the utterance has more characters than a request may have.
            TextError: it cannot be read.
        """
        limit = self._services.settings.max_characters
        if self.dictation.received + len(text) > limit:
            raise TextTooLong(
                f"The utterance has more than {limit} characters.",
                param="text",
                remedy="End it and start another, or raise KOWANE_MAX_CHARACTERS.",
            )
        self.dictation.write(text)

    async def events(self) -> AsyncGenerator[Event, None]:
        """All that is said of it, in order; ends with Done. Closing it ends its work.

        Raises:
            KowaneError: whatever keeps it from being spoken.
        """
        services, context = self._services, self.context
        trace = context.trace = Trace()
        await self.dictation.beginning(1)
        context.started = trace.started = time.perf_counter()
        async with AsyncExitStack() as stack:
            if context.keyed:
                stack.enter_context(services.limits.charge(context.caller))
            encoding = await Encoding.make(services, self.order)
            listener = await services.audience.join(self._length)
            stack.callback(services.audience.leave, listener)
            permit = await services.admission.enter(context.caller)
            stack.callback(permit.release)
            context.queue_seconds = context.elapsed
            services.metrics.queue_seconds.observe(context.queue_seconds)
            chunks = self._synthesizer.follow(
                self.order.utterance, self.dictation, plan=self.order.plan, trace=trace
            )
            stream = await stack.enter_async_context(aclosing(chunks))
            yield Began(self.name, self.order.format, encoding.media_type, self.order.sample_rate)
            while True:
                getting = asyncio.ensure_future(anext(stream, None))
                lending = asyncio.get_running_loop().call_later(SLOW_CLIENT, permit.lend)
                try:
                    async for flushed in self._flushes(getting, trace):
                        yield flushed
                    chunk = await getting
                finally:
                    lending.cancel()
                    getting.cancel()
                    await asyncio.wait({getting})
                if chunk is None:
                    break
                listener.playback = trace.playback
                await permit.turn(SPARE - 1)
                if trace.chunks == 1:
                    services.metrics.ttfa.observe(context.elapsed)
                if self.order.words and chunk.words:
                    yield Words(self.name, [word_time(word) for word in chunk.words])
                if data := await encoding.encode(chunk):
                    yield Audio(self.name, data)
                services.metrics.audio_seconds.labels(self.order.format).inc(chunk.duration)
            if data := await encoding.finish():
                yield Audio(self.name, data)
        services.metrics.characters.inc(self.dictation.received)
        yield Done(self.name, usage(trace), timing(context, trace))

    def _length(self) -> float:
        """s of audio that it will have, as far as known: more than is written while it is open."""
        written = self.dictation.received / LETTERS_PER_SECOND / self.order.utterance.speed
        fresh = time.monotonic() - self.dictation.written_at < _FRESH
        return written + (_MORE if fresh and not self.dictation.ended else 0.0)

    async def _flushes(
        self, getting: asyncio.Future[AudioChunk | None], trace: Trace
    ) -> AsyncGenerator[Flushed, None]:
        """Flushes that have been spoken to their end, until the next chunk is there."""
        news = self.dictation.flush_planned
        while not getting.done():
            news.clear()
            while self.dictation.flushed(trace.chunks):
                yield Flushed(self.name)
            waiting = asyncio.ensure_future(news.wait())
            either: set[asyncio.Future[Any]] = {getting, waiting}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()


class Session:
    """The utterances of one connection. Run `run` beside what calls the other methods.

    Args:
        send: takes the events in order; blocks while the client does not read.
    """

    def __init__(
        self,
        services: Services,
        context: Context,
        synthesizer: Synthesizer,
        send: Callable[[Event], Awaitable[None]],
    ) -> None:
        self._services = services
        self._context = context
        self._synthesizer = synthesizer
        self._send = send
        self._queue: deque[Speech] = deque()
        self._news = asyncio.Event()
        self._closed = False
        self._open: Speech | None = None  # takes text
        self._current: Speech | None = None  # is being spoken
        self._speaking: asyncio.Task[None] | None = None
        self._count = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is being spoken and nothing waits."""
        return self._current is None and not self._queue

    def begin(self, order: Order, name: str = "") -> Speech:
        """A new utterance; the one before it ends.

        Raises:
            Overloaded: too many wait already.
        """
        if len(self._queue) >= WAITING:
            raise Overloaded(
                f"{len(self._queue)} utterances wait to be spoken; the limit is {WAITING}.",
                remedy="Wait for 'done', or cancel.",
            )
        self.end()
        self._count += 1
        speech = Speech(
            self._services, self._context, self._synthesizer, order, name or str(self._count)
        )
        self._open = speech
        self._queue.append(speech)
        self._news.set()
        return speech

    def write(self, text: str) -> None:
        """More text for the utterance that was begun last.

        Raises:
            InputError: none is open, or it becomes too long; the latter ends it.
        """
        if self._open is None:
            raise InputError(
                "Text without an utterance.", param="type", remedy="Send 'start' before 'text'."
            )
        try:
            self._open.write(text)
        except TextTooLong:
            self.end()
            raise

    def flush(self) -> None:
        """Speak what has been written."""
        if self._open is not None:
            self._open.dictation.flush()

    def end(self) -> None:
        """The open utterance has all its text."""
        if self._open is not None:
            self._open.dictation.end()
            self._open = None

    async def cancel(self) -> None:
        """Fall silent: the utterance being spoken and those that wait are dropped."""
        self.end()
        dropped = [*([self._current] if self._current else []), *self._queue]
        for speech in dropped:
            speech.cancelled = True
        self._queue.clear()
        task = self._speaking
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        for speech in dropped:
            trace = speech.context.trace or Trace()
            await self._send(
                Done(speech.name, usage(trace), timing(speech.context, trace), cancelled=True)
            )

    def close(self) -> None:
        """No more utterances: `run` returns when those begun have been spoken."""
        self.end()
        self._closed = True
        self._news.set()

    async def run(self) -> None:
        """Speak the utterances in the order in which they were begun.

        Raises:
            whatever `send` raises.
        """
        try:
            while True:
                while self._queue:
                    self._current = speech = self._queue.popleft()
                    self._speaking = asyncio.create_task(self._speak(speech))
                    await asyncio.wait([self._speaking])
                    task, self._speaking, self._current = self._speaking, None, None
                    if not task.cancelled():
                        task.result()
                if self._closed:
                    return
                self._news.clear()
                await self._news.wait()
        finally:
            if self._speaking is not None:
                self._speaking.cancel()
                await asyncio.wait([self._speaking])

    async def _speak(self, speech: Speech) -> None:
        async with aclosing(speech.events()) as events:
            while True:
                try:
                    event = await anext(events, None)
                except KowaneError as error:
                    event = self._failed(speech, error)
                except Exception as error:
                    logger.exception("An utterance failed.")
                    event = self._failed(speech, error)
                if event is None:
                    return
                await self._send(event)
                if isinstance(event, Failed):
                    return

    def _failed(self, speech: Speech, error: Exception) -> Failed:
        if self._open is speech:
            self._open = None
        self._services.metrics.errors.labels(rule_for(error).code).inc()
        return failure(error, self._context.request_id, speech.name)


def failure(error: BaseException, request_id: str, utterance: str = "") -> Failed:
    """The event of an exception."""
    described = describe(error, request_id)["error"]
    wait = getattr(error, "retry_after", None)
    return Failed(utterance, described, None if wait is None else float(wait))
