"""Layers that turn requests away: foreign hosts, missing keys, bodies that are too large.

Each answers with the common envelope. Knows no route but the names of those that stay open.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kowane.server.context import context_of
from kowane.server.problems import STATUS_CODES, answer_status
from kowane.settings import hash_key, is_loopback

SUBPROTOCOL = "kowane.v1"
"""The WebSocket subprotocol that is chosen where the client offers it."""

KEY_SUBPROTOCOL = "kowane.key."
"""Prefix of a subprotocol that carries an API key, percent-encoded: pages cannot set headers on a
WebSocket, and a key in the address would end up in logs."""

OPEN_PATHS = frozenset({"/livez", "/readyz", "/health", "/"})
"""Paths that need no key: probes cannot send one, and the page asks for it."""

OPEN_FOLDER = "/studio/"
"""The page's scripts, styles and fonts."""


class AllowedHosts:
    """421 for a Host header that is not ours: a web page elsewhere must not reach a local server
    by pointing its own name at 127.0.0.1 (DNS rebinding).

    Args:
        loopback: the server listens on a loopback address, whose names are allowed.
        extra: further names; "*" allows any.
    """

    def __init__(self, app: ASGIApp, *, loopback: bool, extra: Sequence[str]) -> None:
        self._app = app
        self._extra = {name.lower().rstrip(".") for name in extra}
        self._any = "*" in self._extra or not (loopback or extra)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._any or scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = host_name(Headers(scope=scope).get("host", ""))
        if not host or is_loopback(host) or host in self._extra:
            await self._app(scope, receive, send)
            return
        await refuse(
            scope,
            receive,
            send,
            status=421,
            message=f"This server does not answer to the host {host!r}. "
            "Add it to KOWANE_ALLOWED_HOSTS if it should.",
        )


def host_name(header: str) -> str:
    """The Host header's name in lower case, without port, brackets or trailing dot."""
    host = header.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    if name and port.isdigit():
        host = name
    return host.rstrip(".")


class Origins:
    """403 for a web page of another origin that opens a WebSocket, or posts what browsers let any
    page post without asking first. CORS alone would let both through to a local server.

    Args:
        allowed: origins as for CORS; "*" allows any.
        unasked: paths that take bodies of a type for which browsers don't ask.
    """

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str], unasked: Sequence[str]) -> None:
        self._app = app
        self._allowed = {origin.rstrip("/").lower() for origin in allowed}
        self._unasked = frozenset(unasked)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        guarded = scope["type"] == "websocket" or (
            scope["type"] == "http" and scope["path"] in self._unasked
        )
        if not guarded or self._welcome(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin", "")
        await refuse(
            scope,
            receive,
            send,
            status=403,
            message=f"Pages of {origin[:80]!r} may not use this server. "
            "Add the origin to KOWANE_CORS_ORIGINS if they should.",
        )

    def _welcome(self, headers: Headers) -> bool:
        origin = headers.get("origin", "").lower()
        if not origin or "*" in self._allowed or origin in self._allowed:
            return True  # only browsers send it, and they always do
        return origin.partition("://")[2] == headers.get("host", "").lower()


class ApiKeys:
    """401 without a known key, in `Authorization: Bearer` or `xi-api-key`, or in a subprotocol of
    a WebSocket.

    Every known hash is compared in constant time, whether or not one has matched already.

    Args:
        hashes: as in Settings.api_keys; () asks for no key.
    """

    def __init__(self, app: ASGIApp, *, hashes: Sequence[str]) -> None:
        self._app = app
        self._hashes = hashes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            not self._hashes
            or scope["type"] not in ("http", "websocket")
            or scope["path"] in OPEN_PATHS
            or scope["path"].startswith(OPEN_FOLDER)
        ):
            await self._app(scope, receive, send)
            return
        presented = _presented(Headers(scope=scope)) or _offered(scope.get("subprotocols", ()))
        known = self._known(presented) if presented else None
        if known is not None:
            context = context_of(scope)
            context.caller, context.keyed = f"key-{known.removeprefix('sha256:')[:8]}", True
            await self._app(scope, receive, send)
            return
        said = "The API key is not known here." if presented else "An API key is needed."
        await refuse(
            scope,
            receive,
            send,
            status=401,
            message=f"{said} Send it as 'Authorization: Bearer KEY' or 'xi-api-key: KEY'.",
            headers={"www-authenticate": "Bearer"},
        )

    def _known(self, presented: str) -> str | None:
        offered = hash_key(presented)
        found = None
        for known in self._hashes:
            if hmac.compare_digest(known, offered):
                found = known
        return found


def _presented(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return headers.get("xi-api-key", "").strip()


def _offered(subprotocols: Sequence[str]) -> str:
    for name in subprotocols:
        if name.startswith(KEY_SUBPROTOCOL):
            return unquote(name.removeprefix(KEY_SUBPROTOCOL))
    return ""


class BodyLimit:
    """413 for a body over the limit, by its Content-Length or by counting what arrives.

    Args:
        limit: bytes.
        others: prefix of paths with a limit of their own → (its setting, bytes).
    """

    def __init__(
        self, app: ASGIApp, *, limit: int, others: Mapping[str, tuple[str, int]] | None = None
    ) -> None:
        self._app = app
        self._usual = ("KOWANE_MAX_BODY_BYTES", limit)
        self._others = dict(others or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        setting, limit = self._limit(scope["path"])

        def too_large(size: int) -> str:
            return (
                f"The body has {size} bytes or more; the limit is {limit} ({setting}). "
                "Send the text in parts."
            )

        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            message = too_large(int(declared))
            await refuse(scope, receive, send, status=413, message=message)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413, too_large(received), {"connection": "close"})
            return message

        await self._app(scope, counted, send)

    def _limit(self, path: str) -> tuple[str, int]:
        for prefix, other in self._others.items():
            if path.startswith(prefix):
                return other
        return self._usual


class SecurityHeaders:
    """Headers that keep browsers from guessing, framing and leaking.

    Args:
        shared: pages of other origins are allowed by CORS, so they may embed answers too.
    """

    def __init__(self, app: ASGIApp, *, shared: bool) -> None:
        self._app = app
        self._headers = {
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
            "cross-origin-resource-policy": "cross-origin" if shared else "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                message["headers"] = headers.raw
            await send(message)

        await self._app(scope, receive, with_headers)


class TrustedProxies:
    """Takes peer and scheme from X-Forwarded-For and -Proto where a trusted proxy sent them.

    The peer is the last address in X-Forwarded-For that is not a trusted proxy itself: what stands
    before it, anybody could have written.

    Args:
        trusted: addresses or networks.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[str]) -> None:
        self._app = app
        self._networks = [ipaddress.ip_network(name, strict=False) for name in trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if scope["type"] in ("http", "websocket") and client and self._trusts(client[0]):
            headers = Headers(scope=scope)
            scheme = headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
            if scheme in ("http", "https"):
                if scope["type"] == "websocket":
                    scheme = "wss" if scheme == "https" else "ws"
                scope["scheme"] = scheme
            hops = [hop.strip() for hop in ",".join(headers.getlist("x-forwarded-for")).split(",")]
            for hop in reversed([hop for hop in hops if hop]):
                if not self._trusts(hop):
                    scope["client"] = (hop[:64], 0)
                    context_of(scope).caller = hop[:64]
                    break
        await self._app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    status: int,
    message: str,
    headers: dict[str, str] | None = None,
) -> None:
    """Answer with an error before any route is reached; a WebSocket is not accepted."""
    context_of(scope).code = STATUS_CODES[status]
    if scope["type"] == "websocket" and "websocket.http.response" in scope.get("extensions", {}):
        answer = answer_status(scope, status, message, headers)
        head = {"status": answer.status_code, "headers": answer.raw_headers}
        await send({"type": "websocket.http.response.start", **head})
        await send({"type": "websocket.http.response.body", "body": bytes(answer.body)})
        return
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": message[:120]})
        return
    await answer_status(scope, status, message, headers)(scope, receive, send)
