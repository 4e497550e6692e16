"""A web server on loopback that serves one file, well or badly."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody. Loading the usual authorities takes 0.1 s, and nothing here is encrypted."""


@dataclass
class FileServer:
    """How the server answers; change it between requests.

    Attributes:
        body: the file.
        status: for every request, if not 200.
        ranges: whether Range is honoured.
        shift: added to where a 206 begins.
        tells_length: whether Content-Length is sent.
        cuts: for each request to come, bytes of the body after which the connection is closed.
        location: redirect every request for another path to this one.
        asked: the Range header of each request, "" where there was none.
    """

    body: bytes
    url: str = ""
    status: int = 200
    ranges: bool = True
    shift: int = 0
    tells_length: bool = True
    cuts: list[int] = field(default_factory=list)
    location: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "")
        self.asked.append(wanted)
        if self.location and request.path != self.location:
            request.send_response(302)
            request.send_header("Location", self.location)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        if self.status != 200:
            request.send_response(self.status)
            request.send_header("Content-Length", "5")
            request.end_headers()
            request.wfile.write(b"sorry")
            return
        start = 0
        if wanted and self.ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) + self.shift
            request.send_response(206)
            last = len(self.body) - 1
            request.send_header("Content-Range", f"bytes {start}-{last}/{len(self.body)}")
        else:
            request.send_response(200)
        if self.tells_length:
            request.send_header("Content-Length", str(len(self.body) - start))
        request.end_headers()
        body = self.body[start:]
        request.wfile.write(body[: self.cuts.pop(0)] if self.cuts else body)


@contextmanager
def serving(body: bytes) -> Iterator[FileServer]:
    """A server of these bytes for as long as the context lasts."""
    files = FileServer(body)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            files.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    files.url = f"http://127.0.0.1:{server.server_port}/file"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield files
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
