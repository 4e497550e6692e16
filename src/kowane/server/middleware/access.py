"""The outermost layer: gives each request its context, tells it to log, metrics and traces after
its last byte, and puts id and timings on the answer.

`X-Response-Time` (ms) and `Server-Timing` stand in the head where the whole answer is known by
then, which makes them true to the last byte. A stream's head leaves before its end is known, so it
carries only what has happened (queue, G2P so far, first chunk); its total goes into trailers where
the server can send them (ASGI's http.response.trailers), and always into the log and the metrics.
"""

from __future__ import annotations

import logging
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kowane.server.context import KEY, REQUEST_ID, Context, accept_id
from kowane.server.services import Services

logger = logging.getLogger("kowane.access")

QUIET = frozenset({"/livez", "/readyz", "/health", "/metrics"})
"""Routes asked by machines every few seconds; logged at debug level only."""


class Access:
    """See the module."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        context = Context(accept_id(headers.get("x-request-id", "")))
        client = scope.get("client")
        context.caller = client[0] if client else "unknown"
        scope[KEY] = context
        REQUEST_ID.set(context.request_id)
        answer = _Answer(scope, send, context)
        try:
            await self._app(scope, receive, answer.send)
        finally:
            await context.exits.aclose()
            _report(scope, headers, context, answer)


class _Answer:
    """Passes an answer on, with the headers added and its outcome remembered."""

    def __init__(self, scope: Scope, send: Send, context: Context) -> None:
        self._send = send
        self._context = context
        self._websocket = scope["type"] == "websocket"
        self._trailers = "http.response.trailers" in (scope.get("extensions") or {})
        self.status = 0
        self.size = 0
        self.complete = False

    async def send(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
            self._head(message)
        elif kind == "http.response.body":
            self.size += len(message.get("body", b""))
            if not message.get("more_body", False):
                self.complete = True
                await self._send(message)
                if self._context.streams and self._trailers:
                    await self._send(
                        {"type": "http.response.trailers", "headers": self._total(), **_LAST}
                    )
                return
        elif kind == "websocket.accept":
            self.status, self.complete = 101, True
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            message["headers"] = headers.raw
            headers["x-request-id"] = self._context.request_id
        elif kind == "websocket.send":
            self.size += len(message.get("bytes") or message.get("text") or "")
        elif kind == "websocket.http.response.start":
            self.status, self.complete = message["status"], True
        await self._send(message)

    def _head(self, message: Message) -> None:
        context = self._context
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        message["headers"] = headers.raw
        headers["x-request-id"] = context.request_id
        if not context.streams:
            headers["x-response-time"] = milliseconds(context.elapsed)
            headers["server-timing"] = server_timing(context, total=True)
            return
        headers["server-timing"] = server_timing(context, total=False)
        if self._trailers:
            message["trailers"] = True
            headers["trailer"] = "Server-Timing, X-Response-Time"

    def _total(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"server-timing", server_timing(self._context, total=True).encode()),
            (b"x-response-time", milliseconds(self._context.elapsed).encode()),
        ]


_LAST = {"more_trailers": False}


def milliseconds(seconds: float) -> str:
    """As the timing headers write it: "12.3"."""
    return f"{seconds * 1000:.1f}"


def server_timing(context: Context, *, total: bool) -> str:
    """The Server-Timing value (W3C): durations in ms."""
    parts: list[tuple[str, float]] = []
    if context.trace is not None:
        parts.append(("queue", context.queue_seconds))
        parts.append(("g2p", context.trace.g2p_seconds))
        if context.trace.first_chunk_seconds is not None:
            parts.append(("first", context.trace.first_chunk_seconds))
        if total:
            parts.append(("inference", context.trace.inference_seconds))
    if total:
        parts.append(("total", context.elapsed))
    return ", ".join(f"{name};dur={milliseconds(seconds)}" for name, seconds in parts)


def route_of(scope: Scope) -> str:
    """The route's template, or "unmatched": a closed set, fit for a label."""
    return str(getattr(scope.get("route"), "path", "") or "unmatched")


def cost(context: Context) -> dict[str, Any]:
    """What the log says of a request beyond its answer: error code, text, times of synthesis."""
    fields: dict[str, Any] = {}
    if context.code:
        fields["code"] = context.code
    if context.text:
        fields["text"] = context.text
    if (trace := context.trace) is not None:
        fields |= {
            "queue_seconds": round(context.queue_seconds, 4),
            "g2p_seconds": round(trace.g2p_seconds, 4),
            "inference_seconds": round(trace.inference_seconds, 4),
            "chunks": trace.chunks,
            "audio_seconds": round(trace.audio_seconds, 3),
            "input_tokens": trace.input_tokens,
        }
        if trace.first_chunk_seconds is not None:
            fields["first_chunk_seconds"] = round(trace.first_chunk_seconds, 4)
    return fields


def _report(scope: Scope, headers: Headers, context: Context, answer: _Answer) -> None:
    services: Services | None = getattr(scope["app"].state, "services", None)
    route, seconds = route_of(scope), context.elapsed
    status = str(answer.status) if answer.complete else "aborted"
    fields: dict[str, Any] = {
        "method": scope.get("method", "WS"),
        "path": scope["path"] if route == "unmatched" else route,
        "status": answer.status,
        "complete": answer.complete,
        "seconds": round(seconds, 4),
        "bytes": answer.size,
        "caller": context.caller,
    }
    fields |= cost(context)
    level = logging.DEBUG if route in QUIET else logging.INFO
    logger.log(level, "%s %s %s", fields["method"], fields["path"], status, extra={"data": fields})
    if services is None:
        return
    services.metrics.requests.labels(route, status).inc()
    services.metrics.request_seconds.labels(route).observe(seconds)
    if context.code:
        services.metrics.errors.labels(context.code).inc()
    if route not in QUIET:
        attributes = {f"kowane.{name}": fields[name] for name in fields if name != "text"}
        services.tracer.record(f"{fields['method']} {route}", seconds, headers, attributes)
