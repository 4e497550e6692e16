"""How MCP clients reach the tools: as a child process on stdin and stdout, or over HTTP.

Over HTTP the same guards stand before them as before every route: Host, keys, size of a body.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from kowane.api import Kowane
from kowane.server import logs
from kowane.server.mcp.tools import make_server
from kowane.server.middleware.access import Access
from kowane.server.middleware.guards import AllowedHosts, ApiKeys, BodyLimit, SecurityHeaders
from kowane.settings import Settings, is_loopback, refuse_open_door

PATH = "/mcp"


def serve(settings: Settings, folder: Path, *, http: bool) -> None:
    """See the package."""
    logs.configure(settings)
    speaker = _Speaker(settings)
    server = make_server(speaker, folder)
    try:
        if http:
            refuse_open_door(settings)
            uvicorn.run(
                application(server, settings),
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
            )
        else:
            server.run("stdio")
    finally:
        speaker.close()


def application(server: MCPServer, settings: Settings) -> Starlette:
    """The tools over streamable HTTP, at PATH."""
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        # AllowedHosts is the check of the Host header here, as for every other route.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with inner.router.lifespan_context(inner):
            yield

    return Starlette(
        routes=[Mount("/", inner)],
        middleware=[
            Middleware(Access),
            Middleware(SecurityHeaders, shared=False),
            Middleware(
                AllowedHosts, loopback=is_loopback(settings.host), extra=settings.allowed_hosts
            ),
            Middleware(ApiKeys, hashes=settings.api_keys),
            Middleware(BodyLimit, limit=settings.max_body_bytes),
        ],
        lifespan=lifespan,
    )


class _Speaker:
    """Gives one Kowane to everybody, loaded when it is first needed: a client asks for the list of
    tools at once and may never speak."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._kowane: Kowane | None = None

    def __call__(self) -> Kowane:
        with self._lock:
            if self._kowane is None:
                self._kowane = Kowane(self._settings)
            return self._kowane

    def close(self) -> None:
        with self._lock:
            if self._kowane is not None:
                self._kowane.close()
