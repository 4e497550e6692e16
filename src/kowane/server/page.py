"""The studio: the built page of `studio/` at `/`, its scripts, styles and fonts under `/studio/`.

The files are in the package and are read once; whoever has them knows nothing secret, so they need
no key. Names under `/studio/` carry a digest of their content and may be kept for ever. Knows
nothing of what the page does.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kowane.server.middleware.compress import accepts_gzip

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from elsewhere. `blob:` is for audio that the page has fetched."""

_METHODS = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class File:
    """One file of the page, ready to be sent."""

    content: bytes
    media_type: str
    etag: str
    packed: bytes | None
    """gzip, where that is smaller."""

    @classmethod
    def of(cls, name: str, content: bytes) -> File:
        """A file by its name's extension.

        Raises:
            KeyError: the build has made a kind of file that is not in MEDIA_TYPES.
        """
        packed = gzip.compress(content, 9, mtime=0)
        return cls(
            content,
            MEDIA_TYPES[name.rpartition(".")[2]],
            f'"{hashlib.sha256(content).hexdigest()[:32]}"',
            packed if len(packed) < 0.9 * len(content) else None,
        )

    def answer(self, request: Request, cache_control: str) -> Response:
        """200 with the content, or 304 for who has it already."""
        headers = {
            "etag": self.etag,
            "cache-control": cache_control,
            "content-security-policy": CONTENT_SECURITY_POLICY,
            "vary": "Accept-Encoding",
        }
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        content = self.content
        if self.packed is not None and accepts_gzip(request.headers):
            headers["content-encoding"] = "gzip"
            content = self.packed
        return Response(content, media_type=self.media_type, headers=headers)


def routes(folder: Traversable | None = None) -> APIRouter:
    """The page's two routes.

    Args:
        folder: the built page; the one in the package by default.
    """
    folder = folder or files("kowane.server") / "studio"
    index = File.of("index.html", (folder / "index.html").read_bytes())
    assets: Mapping[str, File] = {
        file.name: File.of(file.name, file.read_bytes()) for file in (folder / "studio").iterdir()
    }
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=_METHODS)
    async def page(request: Request) -> Response:
        return index.answer(request, "no-cache")

    @router.api_route("/studio/{name}", methods=_METHODS)
    async def asset(request: Request, name: Annotated[str, Path()]) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return assets[name].answer(request, "public, max-age=31536000, immutable")

    return router
