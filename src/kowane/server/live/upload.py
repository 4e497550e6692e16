"""`POST /v1/audio/speech/stream`: a body that is still arriving, answered by audio meanwhile.

The body is plain text, with the options in the query, or the live protocol's messages, one JSON
object a line. The answer begins when the first clause is certain. Knows no WebSocket.
"""

from __future__ import annotations

import asyncio
import base64
import codecs
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from kowane.errors import InputError, KowaneError
from kowane.server.answers import Streamed
from kowane.server.context import Context
from kowane.server.live import messages
from kowane.server.live.session import Audio, Began, Done, Event, Failed, Speech, Words, failure
from kowane.server.openapi import AUDIO, errors
from kowane.server.orders import Order, ignored_header, live_order
from kowane.server.problems import explain, rule_for
from kowane.server.services import ContextDep, Services, ServicesDep
from kowane.synthesizer import Synthesizer

logger = logging.getLogger(__name__)

router = APIRouter(tags=["live"])

PATH = "/v1/audio/speech/stream"

_LINES = ("application/x-ndjson", "application/jsonl", "application/json-seq")
_NUMBERS = {"speed": float, "sample_rate": int, "bit_rate": int}
_LISTS = ("normalise_off", "lexicons")
_LONGEST_LINE = 65_536

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {"schema": {"type": "string"}, "example": "The kettle sings at four."},
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"type":"start","voice":"af_heart","format":"pcm"}\n'
                '{"type":"text","text":"The kettle sings at four."}\n{"type":"end"}\n',
            },
        },
    }
}


@router.post(
    PATH,
    summary="Speak a text while it is being written",
    response_class=Response,
    responses={200: AUDIO, **errors(400, 404, 429, 503)},
    openapi_extra=BODY,
)
async def upload(request: Request, services: ServicesDep, context: ContextDep) -> Response:
    """Plain text with options in the query, or a line of JSON for each message. The answer is audio
    while the body is still arriving."""
    synthesizer = services.lifecycle.speaking
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "text/plain":
        order = await live_order(_from_query(request), services, synthesizer)
        source: AsyncIterator[str | messages.Message] = _plain(request.stream())
    elif media in _LINES:
        lines = _lines(request.stream())
        start = await _first(lines)
        order = await live_order(start, services, synthesizer)
        source = _texts(start.input, lines)
    else:
        raise InputError(
            f"The body's type is {media or 'not stated'}.",
            param="content-type",
            remedy="Send text/plain or application/x-ndjson.",
        )
    return await Answer(services, context, synthesizer, order, source).respond()


class Answer:
    """One upload being answered."""

    def __init__(
        self,
        services: Services,
        context: Context,
        synthesizer: Synthesizer,
        order: Order,
        source: AsyncIterator[str | messages.Message],
    ) -> None:
        self._services = services
        self._context = context
        self._order = order
        self._source = source
        self._speech = Speech(services, context, synthesizer, order, "1")
        self._reader_error: KowaneError | None = None
        self._left = asyncio.Event()

    async def respond(self) -> Response:
        """The response, once there is audio; before that every failure is a status.

        Raises:
            KowaneError: it cannot be spoken.
        """
        exits = self._context.exits
        reading = asyncio.create_task(self._read())
        exits.callback(reading.cancel)
        events = await exits.enter_async_context(aclosing(self._speech.events()))
        primed: list[Event] = []
        while not primed or not isinstance(primed[-1], Audio | Done):
            primed.append(await anext(events))
        if self._reader_error is not None:
            raise self._reader_error
        self._context.trace = self._speech.context.trace
        self._context.streams = True
        began = next(event for event in primed if isinstance(event, Began))
        answer = Streamed(
            self._events(primed, events) if self._order.events else self._audio(primed, events),
            media_type="text/event-stream" if self._order.events else began.media_type,
            permit=None,
            send_timeout=self._services.settings.send_timeout,
        )
        answer.headers.update(ignored_header(self._order.ignored))
        answer.headers["x-accel-buffering"] = "no"
        answer.headers["cache-control"] = "no-store"
        return answer

    async def _read(self) -> None:
        speech = self._speech
        try:
            async for item in self._source:
                if isinstance(item, str):
                    speech.write(item)
                elif isinstance(item, messages.Flush):
                    speech.dictation.flush()
                elif isinstance(item, messages.End):
                    break
        except KowaneError as error:
            self._reader_error = error
        except ClientDisconnect:
            self._left.set()
        finally:
            speech.dictation.end()

    async def _all(
        self, primed: list[Event], events: AsyncGenerator[Event, None]
    ) -> AsyncIterator[Event]:
        for event in primed:
            yield event
        leaving = asyncio.ensure_future(self._left.wait())
        try:
            while (following := await self._next(events, leaving)) is not None:
                yield following
        finally:
            leaving.cancel()
        if self._left.is_set():
            self._context.code = "client_disconnected"
            self._services.metrics.disconnects.inc()
        if self._reader_error is not None:
            raise self._reader_error

    @staticmethod
    async def _next(
        events: AsyncGenerator[Event, None], leaving: asyncio.Future[Literal[True]]
    ) -> Event | None:
        """The next event; None at the end, or when the client has left in the middle of its body
        (the `Departures` layer watches only after that)."""
        getting = asyncio.ensure_future(anext(events, None))
        try:
            either: set[asyncio.Future[Any]] = {getting, leaving}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return getting.result() if getting.done() else None
        finally:
            getting.cancel()
            await asyncio.wait({getting})

    async def _audio(
        self, primed: list[Event], events: AsyncGenerator[Event, None]
    ) -> AsyncIterator[bytes]:
        async for event in self._all(primed, events):
            if isinstance(event, Audio):
                yield event.data

    async def _events(
        self, primed: list[Event], events: AsyncGenerator[Event, None]
    ) -> AsyncIterator[bytes]:
        try:
            async for event in self._all(primed, events):
                if isinstance(event, Audio):
                    body = base64.b64encode(event.data)
                    yield b'data: {"type":"delta","audio":"' + body + b'"}\n\n'
                elif isinstance(event, Began | Words | Done | Failed):
                    yield b"data: " + messages.render(event) + b"\n\n"
        except Exception as error:  # the status has been sent: the event is the answer
            self._context.failed(error, rule_for(error).code)
            logger.exception("A stream of events failed.")
            yield b"data: " + messages.render(failure(error, self._context.request_id)) + b"\n\n"


def _from_query(request: Request) -> messages.Start:
    given: dict[str, Any] = {"type": "start"}
    for name, value in request.query_params.multi_items():
        if name in _NUMBERS:
            try:
                given[name] = _NUMBERS[name](value)
            except ValueError:
                given[name] = value
        elif name in _LISTS:
            given[name] = [part for part in value.split(",") if part]
        elif name not in ("type", "input"):
            given[name] = value
    try:
        return messages.Start.model_validate(given)
    except ValidationError as error:
        first: Any = error.errors()[0]
        message, param = explain([first | {"loc": ("query", *first["loc"])}])
        raise InputError(message, param=param or "query") from None


async def _first(lines: AsyncIterator[messages.Message]) -> messages.Start:
    first = await anext(lines, None)
    if not isinstance(first, messages.Start):
        raise InputError(
            "The first line is not a message of type start.",
            param="type",
            remedy='Send {"type":"start"} first.',
        )
    return first


async def _plain(stream: AsyncIterator[bytes]) -> AsyncIterator[str | messages.Message]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        async for piece in stream:
            yield decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InputError("The body is not UTF-8.", param="input") from None


async def _lines(stream: AsyncIterator[bytes]) -> AsyncIterator[messages.Message]:
    kept = b""
    async for piece in stream:
        kept += piece
        *whole, kept = kept.split(b"\n")
        for line in whole:
            if line.strip():
                yield messages.parse(line)
        if len(kept) > _LONGEST_LINE:
            raise InputError(f"A line has more than {_LONGEST_LINE} bytes.", param="text")
    if kept.strip():
        yield messages.parse(kept)


async def _texts(
    beginning: str, lines: AsyncIterator[messages.Message]
) -> AsyncIterator[str | messages.Message]:
    if beginning:
        yield beginning
    async for message in lines:
        if isinstance(message, messages.Start):
            raise InputError("An upload is one utterance.", param="type")
        yield message.text if isinstance(message, messages.Text) else message
