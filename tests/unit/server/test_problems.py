"""Every error has its status, its envelope and, where they help, its retry headers."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.fakes import FakeEngine
from tests.serving import TEXT, Server

from kowane import errors
from kowane.server import problems
from kowane.server.context import KEY, Context

SCOPE = {"type": "http", "path": "/v1/audio/speech", KEY: Context("abc")}

CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, errors.KowaneError)
]

STATUSES = {
    "InputError": 400,
    "TextError": 400,
    "TextTooLong": 400,
    "UnknownVoice": 400,
    "UnknownLanguage": 400,
    "UnknownFormat": 400,
    "UnknownModel": 404,
    "OutOfRange": 400,
    "MissingExtra": 501,
    "Unavailable": 503,
    "Overloaded": 429,
    "NotReady": 503,
    "DeadlineExceeded": 503,
}


def make(kind: type[errors.KowaneError]) -> errors.KowaneError:
    if issubclass(kind, errors.InputError):
        return kind("It is so.", param="input", remedy="Do this.")
    if issubclass(kind, errors.Unavailable):
        return kind("It is so.", retry_after=1.2, remedy="Do this.")
    return kind("It is so in /secret/path.", remedy="Do this.")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_class_has_its_answer(kind: type[errors.KowaneError]) -> None:
    error = make(kind)
    answer = problems.answer(error, SCOPE)
    assert answer.status_code == STATUSES.get(kind.__name__, 500)
    detail = json.loads(bytes(answer.body))["error"]
    assert set(detail) == {"message", "type", "param", "code"}
    assert detail["code"]
    if isinstance(error, errors.InputError):
        assert detail["message"] == "It is so. Do this."
        assert detail["param"] == "input"
        assert "x-should-retry" not in answer.headers
    elif isinstance(error, errors.Unavailable):
        assert answer.headers["retry-after"] == "2"
        assert answer.headers["x-should-retry"] == "true"
    else:
        assert answer.headers["x-should-retry"] == "false"


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_class_is_in_the_table_itself(kind: type[errors.KowaneError]) -> None:
    assert kind in problems.RULES


def test_messages_that_may_name_files_stay_in_the_log() -> None:
    said = problems.describe(errors.AssetDamaged("/secret/path is damaged."), "abc")
    message = said["error"]["message"] or ""
    assert "/secret/path" not in message
    assert "abc" in message


def test_an_exception_of_another_library_is_an_internal_error() -> None:
    assert problems.answer(RuntimeError("boom"), SCOPE).status_code == 500


def test_lone_surrogates_do_not_break_the_envelope() -> None:
    error = errors.UnknownVoice("'\ud800' is no voice.", param="voice")
    assert json.loads(bytes(problems.answer(error, SCOPE).body))["error"]["message"]


async def failed(server: Server, **fields: Any) -> tuple[int, dict[str, Any]]:
    answer = await server.client.post("/v1/audio/speech", json=fields)
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize(
    ("fields", "status", "param", "code"),
    [
        ({}, 400, "input", "invalid_value"),
        ({"input": ""}, 400, "input", "invalid_value"),
        ({"input": "  \n"}, 400, "input", "invalid_text"),
        ({"input": "a\0b"}, 400, "input", "invalid_text"),
        ({"input": 3}, 400, "input", "invalid_value"),
        ({"input": TEXT, "voice": "nobody"}, 400, "voice", "unknown_voice"),
        ({"input": TEXT, "voice": ""}, 400, "voice", "unknown_voice"),
        ({"input": TEXT, "voice": {"name": "x"}}, 400, "voice", "invalid_value"),
        ({"input": TEXT, "model": "gpt-5"}, 404, "model", "model_not_found"),
        ({"input": TEXT, "lang": "klingon"}, 400, "lang", "unknown_language"),
        ({"input": TEXT, "speed": 5}, 400, "speed", "invalid_value"),
        ({"input": TEXT, "speed": "1.0"}, 400, "speed", "invalid_value"),
        ({"input": TEXT, "speed": True}, 400, "speed", "invalid_value"),
        ({"input": TEXT, "response_format": "ogg"}, 400, "response_format", "invalid_value"),
        ({"input": TEXT, "stream_format": "xml"}, 400, "stream_format", "invalid_value"),
        ({"input": TEXT, "sample_rate": 7}, 400, "sample_rate", "out_of_range"),
        ({"input": TEXT, "bit_rate": 7}, 400, "bit_rate", "out_of_range"),
    ],
)
async def test_mistakes_of_the_caller_are_400s_that_name_the_field(
    server: Server, fields: dict[str, Any], status: int, param: str, code: str
) -> None:
    found, error = await failed(server, **fields)
    assert (found, error["param"], error["code"]) == (status, param, code)
    assert error["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b'{"input": "\\ud800"}',
        b'{"input":"a","speed":NaN}',
        b'{"input":"a","speed":1e999}',
        b'{"input":"\xff"}',
        b"[" * 100_000,
    ],
)
async def test_bodies_that_are_no_request_are_400s(server: Server, body: bytes) -> None:
    answer = await server.client.post(
        "/v1/audio/speech", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_a_body_that_is_not_declared_as_json_is_refused(server: Server) -> None:
    """A web page can send text/plain to any server without asking; JSON it cannot."""
    answer = await server.client.post(
        "/v1/audio/speech",
        content=b'{"input": "a"}',
        headers={"content-type": "text/plain"},
    )
    assert answer.status_code == 400
    assert "application/json" in answer.json()["error"]["message"]


async def test_unknown_paths_and_methods_have_the_envelope(server: Server) -> None:
    lost = await server.client.get("/v1/nothing")
    assert (lost.status_code, lost.json()["error"]["code"]) == (404, "not_found")
    wrong = await server.client.get("/v1/audio/speech")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


async def test_text_over_the_limit_is_a_400(start: Callable[..., Any]) -> None:
    server = await start(max_characters=10)
    status, error = await failed(server, input="12345678901")
    assert (status, error["code"]) == (400, "string_above_max_length")
    assert "11" in error["message"]
    assert "10" in error["message"]


async def test_an_unexpected_exception_is_a_500_in_the_envelope_with_a_request_id(
    start: Callable[..., Any],
) -> None:
    class Broken(FakeEngine):
        async def synthesize(self, chunk: Any) -> Any:
            raise RuntimeError("secret")

    server = await start(engine=Broken())
    answer: httpx.Response = await server.speak()
    assert answer.status_code == 500
    assert answer.headers["x-should-retry"] == "false"
    assert answer.json()["error"]["code"] == "internal_error"
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_while_the_model_loads_speech_is_a_503_with_retry_after(
    start: Callable[..., Any],
) -> None:
    server = await start(engine=FakeEngine(load_error=errors.UnsupportedModel("No.")))
    answer = await server.speak()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["error"]["code"] == "not_ready"


async def test_audio_that_does_not_come_by_the_deadline_is_a_503(
    start: Callable[..., Any],
) -> None:
    server = await start(engine=FakeEngine(delay=5), deadline=0.05)
    answer = await server.speak()
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "deadline_exceeded"
    assert int(answer.headers["retry-after"]) >= 1
    assert server.services.admission.active == 0


async def test_an_overfull_server_answers_429_and_recovers(start: Callable[..., Any]) -> None:
    import asyncio

    server = await start(engine=FakeEngine(delay=0.2), concurrency=1, queue_limit=1)
    answers = await asyncio.gather(*(server.speak(f"Text number {n}.") for n in range(4)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 200, 429, 429]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["x-should-retry"] == "true"
    assert refused.json()["error"]["type"] == "rate_limit_error"
    assert (await server.speak()).status_code == 200
