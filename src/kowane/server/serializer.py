"""Values to JSON bytes by pydantic-core's serializer, compiled and aware of Pydantic models.

Used for every JSON answer instead of `json.dumps`; docs/server.md has the measurement. NaN and
infinity become null, as JSON has neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response


class JsonResponse(Response):
    """A JSON answer."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return to_json(content, inf_nan_mode="null")


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON answer that is always the same: rendered once, with an ETag.

    Attributes:
        body: the JSON. tag: its weak ETag, since gzip may still change the bytes.
    """

    body: bytes
    tag: str

    @classmethod
    def of(cls, value: Any) -> Document:
        body = to_json(value)
        return cls(body, f'W/"{blake2b(body, digest_size=12).hexdigest()}"')

    def answer(self, request: Request) -> Response:
        """The document, or 304 where the client has it already."""
        headers = {
            "etag": self.tag,
            "cache-control": "private, max-age=60",
            "vary": "Authorization, xi-api-key, x-fern-sdk-name",
        }
        known = {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
        if self.tag in known or "*" in known:
            return Response(status_code=304, headers=headers)
        return Response(self.body, media_type="application/json", headers=headers)
