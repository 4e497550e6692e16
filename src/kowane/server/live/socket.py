"""`WS /v1/audio/speech/stream`: text in while it is written, audio and events out.

One task reads messages, one speaks. While the client does not read, sending waits and so does the
synthesis; `cancel` is understood all the same. Host, Origin and key have been checked by the
layers before this.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from kowane.errors import DeadlineExceeded, InputError, KowaneError, Overloaded
from kowane.server.context import context_of
from kowane.server.live import messages
from kowane.server.live.session import Audio, Event, Session, failure
from kowane.server.middleware.guards import SUBPROTOCOL
from kowane.server.orders import live_order
from kowane.server.services import Services
from kowane.synthesizer import Synthesizer

logger = logging.getLogger(__name__)

router = APIRouter(tags=["live"])

IDLE, TOO_MANY, FAILED, TRY_AGAIN = 1000, 1013, 1011, 1013
"""Close codes (RFC 6455, 7.4.1, and the IANA registry)."""

LONGEST_MESSAGE = 65_536
"""Characters of one message."""


@router.websocket("/v1/audio/speech/stream")
async def stream(socket: WebSocket) -> None:
    """See docs/live.md."""
    services: Services = socket.app.state.services
    offered = socket.scope.get("subprotocols", ())
    await socket.accept(subprotocol=SUBPROTOCOL if SUBPROTOCOL in offered else None)
    connection = Connection(socket, services)
    if services.live_connections >= services.settings.live_connections:
        error = Overloaded(
            f"{services.live_connections} live connections are open, which is the limit.",
            remedy="Try again later, or raise KOWANE_LIVE_CONNECTIONS.",
        )
        await connection.refuse(error, TOO_MANY)
        return
    services.live_connections += 1
    try:
        await connection.serve()
    finally:
        services.live_connections -= 1


class Connection:
    """One client."""

    def __init__(self, socket: WebSocket, services: Services) -> None:
        self._socket = socket
        self._services = services
        self._context = context_of(socket.scope)
        self._deaf = False

    async def serve(self) -> None:
        """Read and speak until either side ends."""
        try:
            synthesizer = self._services.lifecycle.speaking
        except KowaneError as error:
            await self.refuse(error, TRY_AGAIN)
            return
        session = Session(self._services, self._context, synthesizer, self._send)
        reading = asyncio.create_task(self._read(session, synthesizer))
        speaking = asyncio.create_task(session.run())
        try:
            await asyncio.wait({reading, speaking}, return_when=asyncio.FIRST_COMPLETED)
            for task in (speaking, reading):
                if task.done():
                    task.result()
        except (WebSocketDisconnect, RuntimeError):
            pass  # it has left; starlette says so with a RuntimeError to the sender
        except DeadlineExceeded as error:
            self._context.failed(error, "deadline_exceeded")
            await self._close(FAILED, "The client does not read.")
        finally:
            for task in (reading, speaking):
                task.cancel()
            await asyncio.wait({reading, speaking})
            for task in (reading, speaking):
                if not task.cancelled():
                    task.exception()

    async def refuse(self, error: KowaneError, code: int) -> None:
        """Say why, and close."""
        self._context.failed(error, "overloaded" if isinstance(error, Overloaded) else "not_ready")
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._send(failure(error, self._context.request_id))
        await self._close(code, error.message)

    async def _read(self, session: Session, synthesizer: Synthesizer) -> None:
        while True:
            try:
                async with asyncio.timeout(self._services.settings.live_idle or None):
                    data = await self._receive()
            except TimeoutError:
                if session.idle:
                    await self._close(IDLE, "Nothing was said for a long time.")
                    return
                continue
            try:
                await self._obey(session, synthesizer, data)
            except KowaneError as error:
                await self._send(failure(error, self._context.request_id))

    async def _obey(self, session: Session, synthesizer: Synthesizer, data: str) -> None:
        if len(data) > LONGEST_MESSAGE:
            raise InputError(
                f"The message has {len(data)} characters; the limit is {LONGEST_MESSAGE}.",
                param="text",
                remedy="Send the text in parts.",
            )
        match messages.parse(data):
            case messages.Start() as start:
                session.end()
                order = await live_order(start, self._services, synthesizer)
                speech = session.begin(order, start.id)
                if start.input:
                    speech.write(start.input)
            case messages.Text(text=text):
                session.write(text)
            case messages.Flush():
                session.flush()
            case messages.End():
                session.end()
            case messages.Cancel():
                await session.cancel()
            case messages.Ping():
                await self._send_text(b'{"type":"pong"}')

    async def _receive(self) -> str:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        return (
            text if text is not None else (message.get("bytes") or b"").decode("utf-8", "replace")
        )

    async def _send(self, event: Event) -> None:
        if isinstance(event, Audio):
            await self._within_timeout({"type": "websocket.send", "bytes": event.data})
        else:
            await self._send_text(messages.render(event))

    async def _send_text(self, data: bytes) -> None:
        await self._within_timeout({"type": "websocket.send", "text": data.decode()})

    async def _within_timeout(self, message: dict[str, object]) -> None:
        limit = self._services.settings.send_timeout
        try:
            async with asyncio.timeout(limit):
                await self._socket.send(message)
        except TimeoutError:
            raise DeadlineExceeded(
                f"The client has not read for {limit:g} s (KOWANE_SEND_TIMEOUT)."
            ) from None

    async def _close(self, code: int, reason: str) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(code, reason[:120])
