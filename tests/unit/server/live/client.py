"""A WebSocket to an application in the same event loop, without a socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.types import ASGIApp

PATH = "/v1/audio/speech/stream"


class Refused(Exception):
    """The server did not accept; has its HTTP status."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class Socket:
    """One connection. Events come as dicts, audio as bytes."""

    def __init__(self, app: ASGIApp, **headers: str) -> None:
        protocols = headers.pop("protocols", "")
        self.scope: dict[str, Any] = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "scheme": "ws",
            "path": PATH,
            "raw_path": PATH.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"localhost:8880")]
            + [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
            "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 8880),
            "subprotocols": [p for p in protocols.split(",") if p],
            "extensions": {"websocket.http.response": {}},
            "state": {},
            "app": app,
        }
        self._app = app
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        self.subprotocol: str | None = None

    async def __aenter__(self) -> Socket:
        async def send(message: dict[str, Any]) -> None:
            await self.reads.wait()
            self._from_server.put_nowait(message)

        self._task = asyncio.create_task(self._app(self.scope, self._to_server.get, send))  # type: ignore[arg-type]
        self._to_server.put_nowait({"type": "websocket.connect"})
        first = await self._next()
        if first["type"] == "websocket.http.response.start":
            body = await self._next()
            raise Refused(first["status"], json.loads(body["body"]))
        assert first["type"] == "websocket.accept"
        self.subprotocol = first.get("subprotocol")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.reads.set()
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1000})
        async with asyncio.timeout(5):
            await asyncio.wait([self._task])

    def send(self, **message: object) -> None:
        self._to_server.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def send_raw(self, text: str) -> None:
        self._to_server.put_nowait({"type": "websocket.receive", "text": text})

    async def receive(self) -> Any:
        message = await self._next()
        if message["type"] == "websocket.close":
            return message
        return message["bytes"] if "bytes" in message else json.loads(message["text"])

    async def until(self, kind: str) -> list[Any]:
        """Everything up to an event of this type."""
        got: list[Any] = []
        while not got or not isinstance(got[-1], dict) or got[-1]["type"] != kind:
            got.append(await self.receive())
        return got

    async def _next(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            return await self._from_server.get()


def audio(events: list[Any]) -> bytes:
    """The binary frames joined."""
    return b"".join(each for each in events if isinstance(each, bytes))


def of_type(events: list[Any], kind: str) -> list[dict[str, Any]]:
    """The events of one type."""
    return [each for each in events if isinstance(each, dict) and each["type"] == kind]
