"""A client who leaves takes its work along: the request's task is cancelled, wherever it stands.

The layer listens for `http.disconnect` once the route has read the whole body. On it, the task that
runs the route is cancelled, which ends waiting in the queue, G2P, inference and sending alike; what
the request holds is given back by its `Context.exits`.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kowane.server.context import context_of


class Departures:
    """See the module."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(receive, send)
        try:
            await self._app(scope, watch.receive, watch.send)
            if watch.left:
                await asyncio.sleep(0)  # the cancellation came as the route ended: meet it here
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not watch.left or task is None or task.uncancel() > 0:
                raise  # the server itself cancels, as at the end of a drain
            context_of(scope).code = "client_disconnected"
            scope["app"].state.services.metrics.disconnects.inc()
        finally:
            await watch.stop()


class _Watch:
    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._route = asyncio.current_task()
        self._watcher: asyncio.Task[Message] | None = None
        self._answered = False
        self.left = False

    async def receive(self) -> Message:
        if self._watcher is not None:
            return await asyncio.shield(self._watcher)
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            self._watcher = asyncio.create_task(self._listen())
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            self._answered = True
        await self._send(message)

    async def stop(self) -> None:
        self._answered = True
        if self._watcher is not None and not self._watcher.done():
            self._watcher.cancel()
            await asyncio.wait([self._watcher])

    async def _listen(self) -> Message:
        message = await self._receive()
        while message["type"] != "http.disconnect":
            message = await self._receive()
        if not self._answered and self._route is not None:
            self.left = True
            self._route.cancel("the client has left")
        return message
