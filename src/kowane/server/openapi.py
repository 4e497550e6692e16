"""What the OpenAPI document says beyond what FastAPI derives: media types, examples, keys."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from kowane.audio.formats import FORMATS
from kowane.server.schemas import CaptionsAnswer, ErrorAnswer

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_EVENTS = """data: {"type":"speech.audio.delta","audio":"SUQzBAA="}

data: {"type":"speech.audio.done","usage":{"input_tokens":24,"output_tokens":65,"total_tokens":89}}

data: [DONE]

"""

AUDIO: dict[str, Any] = {
    "description": "The audio in the format asked for, or events if stream_format is sse.",
    "content": {
        **{
            FORMATS[name].media_type: _BINARY
            for name in ("mp3", "opus", "aac", "flac", "wav", "pcm")
        },
        "text/event-stream": {"schema": {"type": "string"}, "example": _EVENTS},
    },
}

_WORD = {"word": "kettle", "start": 0.31, "end": 0.66, "char_start": 4, "char_end": 10}

CAPTIONS: dict[str, Any] = {
    "description": "Audio and words, or subtitles.",
    "model": CaptionsAnswer,
    "content": {
        "application/json": {
            "example": {
                "audio": "SUQzBAA=",
                "media_type": "audio/mpeg",
                "duration": 1.63,
                "words": [_WORD],
                "usage": {"input_tokens": 24, "output_tokens": 65, "total_tokens": 89},
            }
        },
        "application/x-subrip": {
            "schema": {"type": "string"},
            "example": "1\n00:00:00,000 --> 00:00:01,630\nThe kettle sings at four.\n",
        },
        "text/vtt": {
            "schema": {"type": "string"},
            "example": "WEBVTT\n\n00:00.000 --> 00:01.630\nThe kettle sings at four.\n",
        },
    },
}

_ERRORS: dict[int, tuple[str, dict[str, str | None]]] = {
    400: (
        "The request cannot be met as it stands.",
        {
            "message": "The text is empty. Send at least one word to be spoken.",
            "type": "invalid_request_error",
            "param": "input",
            "code": "invalid_text",
        },
    ),
    401: (
        "An API key is needed.",
        {
            "message": "An API key is needed. Send it as 'Authorization: Bearer KEY' or "
            "'xi-api-key: KEY'.",
            "type": "invalid_request_error",
            "param": None,
            "code": "invalid_api_key",
        },
    ),
    404: (
        "There is no such thing here.",
        {
            "message": "The model 'gpt-5' does not exist here.",
            "type": "invalid_request_error",
            "param": "model",
            "code": "model_not_found",
        },
    ),
    409: (
        "It is there already.",
        {
            "message": "There is a lexicon 'terms' already. Choose another name, or replace it.",
            "type": "invalid_request_error",
            "param": "name",
            "code": "lexicon_exists",
        },
    ),
    413: (
        "The body is too large.",
        {
            "message": "The body has 3000000 bytes or more; the limit is 2000000 "
            "(KOWANE_MAX_BODY_BYTES). Send the text in parts.",
            "type": "invalid_request_error",
            "param": None,
            "code": "body_too_large",
        },
    ),
    415: (
        "The body is declared as something else than what is taken here.",
        {
            "message": "The body is declared as 'text/plain'. Use application/json or "
            "application/pls+xml.",
            "type": "invalid_request_error",
            "param": None,
            "code": "unsupported_media_type",
        },
    ),
    429: (
        "Too much at once; Retry-After says when to come back.",
        {
            "message": "8 requests are being spoken and 64 wait; the limit is 64.",
            "type": "rate_limit_error",
            "param": None,
            "code": "overloaded",
        },
    ),
    500: (
        "The server failed.",
        {
            "message": "The server failed (internal_error). Its log has the cause, request 3f2c.",
            "type": "server_error",
            "param": None,
            "code": "internal_error",
        },
    ),
    501: (
        "A package for this language or format is not installed.",
        {
            "message": "Reading ja needs the package 'pyopenjtalk', which is not installed.",
            "type": "server_error",
            "param": None,
            "code": "not_installed",
        },
    ),
    503: (
        "Not now; Retry-After says when to come back.",
        {
            "message": "The server is not ready: It is loading the model.",
            "type": "server_error",
            "param": None,
            "code": "not_ready",
        },
    ),
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route for these errors and for those that every route can give."""
    return {
        status: {
            "model": ErrorAnswer,
            "description": _ERRORS[status][0],
            "content": {"application/json": {"example": {"error": _ERRORS[status][1]}}},
        }
        for status in sorted({*statuses, 401, 413, 500, 501})
    }


def detailed(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The same for routes of ElevenLabs' API, whose error object is another one."""
    return {
        status: {
            "description": "The request has a malformed field."
            if status == 422
            else _ERRORS[status][0],
            "content": {
                "application/json": {
                    "example": {
                        "detail": {
                            "type": "invalid_request_error",
                            "code": "unknown_voice",
                            "status": "voice_not_found",
                            "message": "There is no voice 'af_hart'. Did you mean af_heart?",
                            "param": "voice",
                            "request_id": "3f2c",
                        }
                    }
                }
            },
        }
        for status in sorted({*statuses, 401, 413, 500, 501})
    }


def example(value: Any, media_type: str = "application/json") -> dict[str, Any]:
    """A response with an example answer."""
    return {"content": {media_type: {"example": value}}}


class Documented(FastAPI):
    """FastAPI with a document that says what this server does.

    Invalid fields are a 400 here, not the 422 that FastAPI writes in by itself; and the two ways
    of sending a key are named.
    """

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = _corrected(super().openapi())
        return self.openapi_schema


def _json_of(response: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = response.get("content", {}).get("application/json", {})
    return found


def _corrected(document: dict[str, Any]) -> dict[str, Any]:
    for methods in document["paths"].values():
        for operation in methods.values():
            if "schema" in _json_of(operation["responses"].get("422", {})):
                del operation["responses"]["422"]
    components = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "xi-api-key": {"type": "apiKey", "in": "header", "name": "xi-api-key"},
    }
    # The empty requirement: a server without KOWANE_API_KEYS asks for none.
    document["security"] = [{}, {"bearer": []}, {"xi-api-key": []}]
    return document
