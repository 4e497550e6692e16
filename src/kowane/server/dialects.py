"""Whose error object a client reads: OpenAI's, or ElevenLabs' where its API is asked for.

Decided by the request alone, so that layers before the routes (keys, hosts, limits) answer in the
right one too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Scope

Envelope = dict[str, dict[str, str | None]]

_ELEVENLABS = ("/v1/text-to-speech/", "/v1/voices", "/v2/voices")
_SHARED = ("/v1/models",)

_STATUSES = {
    "unknown_voice": "voice_not_found",
    "string_above_max_length": "max_character_limit_exceeded",
    "overloaded": "system_busy",
}
"""Our code → ElevenLabs' older name for it, which is what most clients look at."""


def from_elevenlabs(headers: Headers) -> bool:
    """Whether something that two APIs have is asked for by a client of ElevenLabs': its SDKs name
    themselves, and everybody else sends its key."""
    return "xi-api-key" in headers or "elevenlabs" in headers.get("x-fern-sdk-name", "")


def translated(
    scope: Scope, status: int, envelope: Envelope, request_id: str
) -> tuple[int, Mapping[str, Any]]:
    """Status and body of an error for the client of this request.

    ElevenLabs answers 422 where a field is malformed and 404 where a voice does not exist; its SDKs
    make their typed errors of that.
    """
    path = scope.get("path", "")
    shared = path in _SHARED and from_elevenlabs(Headers(scope=scope))
    if not (shared or path.startswith(_ELEVENLABS)):
        return status, envelope
    error = envelope["error"]
    code = error["code"] or ""
    if status == 400:
        status = {"unknown_voice": 404, "invalid_value": 422}.get(code, status)
    detail = {**error, "status": _STATUSES.get(code, code), "request_id": request_id}
    return status, {"detail": detail}
