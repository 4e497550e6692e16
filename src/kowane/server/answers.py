"""Chunks of audio to HTTP answers: a stream of bytes, server-sent events, or one whole body.

An encoder belongs to one answer and runs on a thread. If anything fails after the head has been
sent, a stream is cut without its end and an event stream says so in an event.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kowane.audio.formats import FORMATS, Encoder, encoder
from kowane.audio.pcm import wav_header
from kowane.server.admission import Permit
from kowane.server.context import Context
from kowane.server.delivery import Delivery, sending
from kowane.server.orders import Order, ignored_header
from kowane.server.problems import describe, rule_for
from kowane.server.schemas import Usage, WordTime
from kowane.server.services import Services
from kowane.speech import FRAME_SAMPLES, SAMPLE_RATE, AudioChunk, TimedWord
from kowane.synthesizer import Synthesizer
from kowane.trace import Trace

logger = logging.getLogger(__name__)

_IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a whole answer kept in memory; a longer one goes through a temporary file."""

_PIECE = 256 * 1024
"""Bytes sent at a time from a whole answer."""

CACHEABLE = "private, max-age=3600"
"""Cache-Control of whole answers: the same request gives the same bytes."""


class Encoding:
    """An encoder that runs on the server's encoding threads.

    A whole wav is encoded as pcm: its header has exact sizes and is made last.
    """

    def __init__(self, services: Services, made: Encoder) -> None:
        self._executor = services.encoding
        self._encoder = made
        self.media_type = made.media_type

    @classmethod
    async def make(cls, services: Services, order: Order) -> Encoding:
        """The encoder that an order asks for.

        Raises:
            UnknownFormat, OutOfRange, MissingExtra: see audio.formats.encoder.
        """
        name = "pcm" if order.format == "wav" and not order.streamed else order.format
        made = await asyncio.get_running_loop().run_in_executor(
            services.encoding,
            lambda: encoder(name, sample_rate=order.sample_rate, bit_rate=order.bit_rate),
        )
        return cls(services, made)

    async def encode(self, chunk: AudioChunk) -> bytes:
        return await self._run(lambda: self._encoder.encode(chunk.samples))

    async def finish(self) -> bytes:
        return await self._run(self._encoder.finish)

    async def _run(self, work: Callable[[], bytes]) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)


class Streamed(Response):
    """A body that is sent as it comes, each piece at once.

    Args:
        pieces: of the body; closed at the end.
        permit: lent to others while the client is slow to read.
        send_timeout: s to wait for a client that does not read at all.
    """

    def __init__(
        self,
        pieces: AsyncIterator[bytes],
        *,
        media_type: str,
        permit: Permit | None,
        send_timeout: float,
    ) -> None:
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self._pieces = pieces
        self._permit = permit
        self._send_timeout = send_timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        async for piece in self._pieces:
            if piece:
                await self._send(send, {"body": piece, "more_body": True})
        await self._send(send, {"body": b"", "more_body": False})

    async def _send(self, send: Send, part: dict[str, Any]) -> None:
        async with sending(self._permit, self._send_timeout):
            await send({"type": "http.response.body", **part})


class Whole:
    """A body that is complete before its head is sent: collects, measures and fingerprints it.

    Attributes:
        size: bytes added so far.
        head: bytes that go before them.
    """

    def __init__(self, context: Context) -> None:
        # The file is the body's only home and is closed with the request.
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        context.exits.callback(self._file.close)
        self._digest = hashlib.blake2b(digest_size=16)
        self.size = 0
        self.head = b""

    def add(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    async def pieces(self) -> AsyncIterator[bytes]:
        self._file.seek(0)
        yield self.head
        while piece := self._file.read(_PIECE):
            yield piece

    def headers(self) -> dict[str, str]:
        tag = hashlib.blake2b(self.head, digest_size=16, key=self._digest.digest())
        return {
            "content-length": str(len(self.head) + self.size),
            "etag": f'"{tag.hexdigest()}"',
            "cache-control": CACHEABLE,
        }

    def joined(self) -> bytes:
        self._file.seek(0)
        return self.head + self._file.read()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an answer.

    Attributes:
        data: encoded, possibly empty while the encoder waits for more.
        words: those that begin in it.
        end: s from the beginning of the answer's audio to the end of this stretch's.
        last: it holds what the encoder still had, and nothing new is heard in it.
    """

    data: bytes
    words: tuple[TimedWord, ...]
    end: float
    last: bool = False


@dataclass(slots=True)
class Reply:
    """One order on its way to being answered: primed, with its encoder at hand."""

    services: Services
    context: Context
    order: Order
    delivery: Delivery
    encoding: Encoding

    @classmethod
    async def prime(
        cls, services: Services, context: Context, synthesizer: Synthesizer, order: Order
    ) -> Reply:
        """Choose the encoder, wait for a place, make the first chunk.

        Raises:
            KowaneError: whatever keeps the order from being met.
        """
        encoding = await Encoding.make(services, order)
        delivery = Delivery(
            services,
            context,
            synthesizer,
            order.utterance,
            streamed=order.streamed,
            plan=order.plan,
        )
        await delivery.prime()
        return cls(services, context, order, delivery, encoding)

    async def audio(self) -> Response:
        """The audio itself, streamed or whole.

        An utterance of one chunk is sent whole even where a stream would do: all of it is there,
        so its size and times are known and true.
        """
        if not self.order.streamed or (self.delivery.single and self.order.format != "wav"):
            return await self._whole()
        return self.streamed(self._pieces(), self.encoding.media_type)

    def events(self) -> Response:
        """OpenAI's server-sent events."""
        return self.streamed(self._events(), "text/event-stream")

    async def collect(self) -> tuple[Whole, list[TimedWord]]:
        """All of the audio and its words."""
        whole = Whole(self.context)
        words: list[TimedWord] = []
        async for part in self.parts():
            whole.add(part.data)
            words += part.words
        if self.order.format == "wav" and not self.order.streamed:
            whole.head = wav_header(whole.size, self.order.sample_rate)
        return whole, words

    @property
    def media_type(self) -> str:
        """Of the audio; a whole wav's encoder makes pcm."""
        return FORMATS[self.order.format].media_type

    async def parts(self) -> AsyncIterator[Part]:
        """The audio as it is made."""
        end = 0.0
        async for chunk in self.delivery:
            end = chunk.start + chunk.duration
            yield Part(await self._encode(chunk), chunk.words, end)
        yield Part(await self.encoding.finish(), (), end, last=True)

    async def _encode(self, chunk: AudioChunk) -> bytes:
        data = await self.encoding.encode(chunk)
        self.services.metrics.audio_seconds.labels(self.order.format).inc(chunk.duration)
        return data

    async def _whole(self) -> Response:
        whole, _ = await self.collect()
        answer = Streamed(
            whole.pieces(),
            media_type=self.media_type,
            permit=None,
            send_timeout=self.services.settings.send_timeout,
        )
        answer.headers.update(ignored_header(self.order.ignored) | whole.headers())
        return answer

    def streamed(self, pieces: AsyncIterator[bytes], media_type: str) -> Response:
        """A body that is sent as it comes; see Streamed."""
        self.context.streams = True
        answer = Streamed(
            pieces,
            media_type=media_type,
            permit=self.delivery.permit,
            send_timeout=self.services.settings.send_timeout,
        )
        answer.headers.update(ignored_header(self.order.ignored))
        answer.headers["x-accel-buffering"] = "no"
        answer.headers["cache-control"] = "no-store"
        return answer

    async def _pieces(self) -> AsyncIterator[bytes]:
        async for part in self.parts():
            yield part.data

    async def _events(self) -> AsyncIterator[bytes]:
        try:
            async for part in self.parts():
                if self.order.words and part.words:
                    words = [word_time(word) for word in part.words]
                    yield _event({"type": "speech.audio.words", "words": words})
                if part.data:
                    yield _delta(part.data)
        except Exception as error:  # the status has been sent: the event is the answer
            self.context.failed(error, rule_for(error).code)
            logger.exception("A stream of events failed.")
            yield _event({"type": "error", **describe(error, self.context.request_id)})
            return
        yield _event(
            {
                "type": "speech.audio.done",
                "usage": usage(self.delivery.trace),
                "timing": timing(self.context, self.delivery.trace),
            }
        )
        yield b"data: [DONE]\n\n"


def timing(context: Context, trace: Trace) -> dict[str, float]:
    """What a stream's head could not say yet, ms."""
    seconds = {
        "queue_ms": context.queue_seconds,
        "g2p_ms": trace.g2p_seconds,
        "first_chunk_ms": trace.first_chunk_seconds or 0.0,
        "total_ms": context.elapsed,
    }
    return {name: round(value * 1000, 1) for name, value in seconds.items()}


def _delta(data: bytes) -> bytes:
    return _event({"type": "speech.audio.delta", "audio": base64.b64encode(data).decode()})


def _event(value: dict[str, Any]) -> bytes:
    return b"data: " + to_json(value) + b"\n\n"


def usage(trace: Trace) -> Usage:
    """What was computed, in the model's own units."""
    frames = round(trace.audio_seconds * SAMPLE_RATE / FRAME_SAMPLES)
    return Usage(
        input_tokens=trace.input_tokens,
        output_tokens=frames,
        total_tokens=trace.input_tokens + frames,
    )


def word_time(word: TimedWord) -> WordTime:
    """A word's time for JSON, to the millisecond."""
    return WordTime(
        word=word.text,
        start=round(word.start, 3),
        end=round(word.end, 3),
        char_start=word.span.start,
        char_end=word.span.end,
    )
