"""Exceptions to answers: one table from classes to statuses, one envelope for every error.

The envelope is OpenAI's, {"error": {message, type, param, code}}; `dialects` turns it into
another API's where that is asked for. `x-should-retry` is read by
OpenAI's SDKs, `Retry-After` by everybody. Knows no route.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from kowane import errors
from kowane.jobs.book import BookError
from kowane.jobs.job import UnknownJob
from kowane.server.context import context_of
from kowane.server.dialects import Envelope, translated
from kowane.server.serializer import JsonResponse
from kowane.text.lexicon.entries import LexiconError, LexiconExists, UnknownLexicon

INVALID = "invalid_request_error"
SERVER = "server_error"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one class of errors is answered.

    Attributes:
        status: HTTP status.
        type, code: as in OpenAI's envelope.
        retry: whether the same request may succeed later; None leaves it to the client.
        told: whether the message goes to the caller; otherwise it stays in the log, because it
            may name files of this machine.
    """

    status: int
    type: str
    code: str
    retry: bool | None = None
    told: bool = True


RULES: dict[type[BaseException], Rule] = {
    errors.TextTooLong: Rule(400, INVALID, "string_above_max_length"),
    errors.TextError: Rule(400, INVALID, "invalid_text"),
    errors.UnknownVoice: Rule(400, INVALID, "unknown_voice"),
    errors.UnknownLanguage: Rule(400, INVALID, "unknown_language"),
    errors.UnknownFormat: Rule(400, INVALID, "unknown_format"),
    errors.UnknownModel: Rule(404, INVALID, "model_not_found"),
    errors.OutOfRange: Rule(400, INVALID, "out_of_range"),
    UnknownLexicon: Rule(404, INVALID, "lexicon_not_found"),
    LexiconExists: Rule(409, INVALID, "lexicon_exists"),
    LexiconError: Rule(400, INVALID, "invalid_lexicon"),
    UnknownJob: Rule(404, INVALID, "job_not_found"),
    BookError: Rule(400, INVALID, "invalid_book"),
    errors.InputError: Rule(400, INVALID, "invalid_value"),
    errors.AssetMissing: Rule(500, SERVER, "asset_missing", retry=False, told=False),
    errors.AssetDamaged: Rule(500, SERVER, "asset_damaged", retry=False, told=False),
    errors.DownloadFailed: Rule(500, SERVER, "download_failed", retry=False, told=False),
    errors.AssetError: Rule(500, SERVER, "asset_error", retry=False, told=False),
    errors.MissingExtra: Rule(501, SERVER, "not_installed", retry=False),
    errors.UnsupportedModel: Rule(500, SERVER, "unsupported_model", retry=False, told=False),
    errors.InferenceFailed: Rule(500, SERVER, "inference_failed", retry=False),
    errors.ProviderFailed: Rule(500, SERVER, "provider_failed", retry=False),
    errors.ModelError: Rule(500, SERVER, "model_error", retry=False),
    errors.FrontEndFailed: Rule(500, SERVER, "front_end_failed", retry=False),
    errors.EncodingFailed: Rule(500, SERVER, "encoding_failed", retry=False),
    errors.OutputError: Rule(500, SERVER, "output_error", retry=False, told=False),
    errors.SettingsError: Rule(500, SERVER, "settings_error", retry=False, told=False),
    errors.Overloaded: Rule(429, "rate_limit_error", "overloaded", retry=True),
    errors.NotReady: Rule(503, SERVER, "not_ready", retry=True),
    errors.DeadlineExceeded: Rule(503, SERVER, "deadline_exceeded", retry=True),
    errors.Unavailable: Rule(503, SERVER, "unavailable", retry=True),
    errors.KowaneError: Rule(500, SERVER, "error", retry=False, told=False),
    Exception: Rule(500, SERVER, "internal_error", retry=False, told=False),
}
"""The nearest ancestor that is listed decides."""

STATUS_CODES: dict[int, str] = {
    400: "bad_request",
    401: "invalid_api_key",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "body_too_large",
    415: "unsupported_media_type",
    421: "misdirected_request",
}
"""`code` for errors that come from routing and middleware instead of an exception of ours."""


def rule_for(error: BaseException) -> Rule:
    """The row of the table for an exception."""
    for ancestor in type(error).__mro__:
        if ancestor in RULES:
            return RULES[ancestor]
    return RULES[Exception]


def envelope(message: str, type_: str, code: str | None, param: str | None = None) -> Envelope:
    """OpenAI's error object. Lone surrogates, which JSON cannot carry, are replaced."""
    clean = message.encode("utf-8", "replace").decode()
    return {"error": {"message": clean, "type": type_, "param": param, "code": code}}


def describe(error: BaseException, request_id: str) -> Envelope:
    """The envelope of an exception, also for error events inside a stream."""
    rule = rule_for(error)
    if rule.told:
        message = str(error)
    else:
        message = f"The server failed ({rule.code}). Its log has the cause, request {request_id}."
    return envelope(message, rule.type, rule.code, getattr(error, "param", None))


def answer(error: BaseException, scope: Scope) -> Response:
    """The response for an exception that ended the request with this scope."""
    rule = rule_for(error)
    headers: dict[str, str] = {}
    if rule.retry is not None:
        headers["x-should-retry"] = str(rule.retry).lower()
    if isinstance(error, errors.Unavailable):
        headers["retry-after"] = str(max(1, math.ceil(error.retry_after)))
    request_id = context_of(scope).request_id
    return _response(scope, rule.status, describe(error, request_id), headers)


def answer_status(
    scope: Scope, status: int, message: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """The response for a status that routing or middleware decided on."""
    type_ = INVALID if status < 500 else SERVER
    code = STATUS_CODES.get(status, HTTPStatus(status).phrase.lower().replace(" ", "_"))
    described = envelope(message or HTTPStatus(status).phrase + ".", type_, code)
    return _response(scope, status, described, headers)


def _response(
    scope: Scope, status: int, described: Envelope, headers: Mapping[str, str] | None = None
) -> Response:
    status, body = translated(scope, status, described, context_of(scope).request_id)
    return JsonResponse(body, status, headers=headers)


def install(app: FastAPI) -> None:
    """Register the handlers. What no handler names is met by the Failures middleware."""

    async def on_known(request: Request, error: Exception) -> Response:
        context = context_of(request.scope)
        context.failed(error, rule_for(error).code)
        return answer(error, request.scope)

    async def on_status(request: Request, error: Exception) -> Response:
        problem = cast(HTTPException, error)
        message = problem.detail
        if problem.status_code == 404 and message == "Not Found":
            message = f"There is nothing at {request.url.path}."
        elif problem.status_code == 405:
            message = f"{request.method} is not allowed at {request.url.path}."
        context_of(request.scope).code = STATUS_CODES.get(problem.status_code, "http_error")
        return answer_status(request.scope, problem.status_code, message, problem.headers)

    async def on_invalid(request: Request, error: Exception) -> Response:
        message, param = explain(cast(RequestValidationError, error).errors())
        code = "invalid_value"
        context_of(request.scope).code = code
        return _response(request.scope, 400, envelope(message, INVALID, code, param))

    app.add_exception_handler(errors.KowaneError, on_known)
    app.add_exception_handler(HTTPException, on_status)
    app.add_exception_handler(RequestValidationError, on_invalid)


def explain(details: Sequence[Any]) -> tuple[str, str | None]:
    """Pydantic's findings as one message and the name of the first field."""
    first = details[0]
    path = [str(part) for part in first["loc"][1:] if not str(part).startswith("function-")]
    if first["type"] == "json_invalid":
        return f"The body is not valid JSON: {first.get('ctx', {}).get('error', '')}.", None
    if not path:
        return (
            "The body is not a JSON object. Send one, with Content-Type: application/json.",
            None,
        )
    param = path[0]
    if first["type"] == "missing":
        return f"The field {param!r} is missing.", param
    said = str(first["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return f"Field {'.'.join(path)!r} {said[:1].lower()}{said[1:]}; got {_shown(first)}.", param


def _shown(detail: Mapping[str, Any]) -> str:
    text = repr(detail.get("input"))
    return text if len(text) <= 80 else text[:77] + "…"
