"""gzip for JSON answers that are sent in one piece. Audio and events pass untouched at once."""

from __future__ import annotations

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEVEL = 5
_IN_A_THREAD = 65_536
"""From this size on, bytes, compressing would hold up the event loop for milliseconds."""


class GzipJson:
    """See the module.

    Args:
        minimum: bytes under which compressing is not worth it.
    """

    def __init__(self, app: ASGIApp, *, minimum: int) -> None:
        self._app = app
        self._minimum = minimum

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not accepts_gzip(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        head: Message | None = None

        async def compressing(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start" and _is_json(message):
                head = message
                return
            if head is not None and message["type"] == "http.response.body":
                start, head = head, None
                body = message.get("body", b"")
                if not message.get("more_body", False) and len(body) >= self._minimum:
                    packed = await _pack(body)
                    headers = MutableHeaders(raw=start["headers"])
                    headers["content-encoding"] = "gzip"
                    headers["content-length"] = str(len(packed))
                    headers.add_vary_header("Accept-Encoding")
                    message = {**message, "body": packed}
                await send(start)
            await send(message)

        await self._app(scope, receive, compressing)


def accepts_gzip(headers: Headers) -> bool:
    """Whether Accept-Encoding lists gzip with a weight above 0."""
    for part in headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _is_json(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    return (
        headers.get("content-type", "").startswith("application/json")
        and "content-encoding" not in headers
    )


async def _pack(body: bytes) -> bytes:
    if len(body) < _IN_A_THREAD:
        return gzip.compress(body, LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
