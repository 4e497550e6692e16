"""Hosts, keys, body sizes, proxies, origins and the headers for browsers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.serving import TEXT

from kowane.server.middleware.guards import host_name

Start = Callable[..., Any]


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8880", "127.0.0.1:1", "[::1]:8880", "LOCALHOST", "app.localhost", ""],
)
async def test_loopback_names_are_answered(start: Start, host: str) -> None:
    server = await start()
    answer = await server.client.get("/v1/models", headers={"host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8880", "localhost.evil.example"])
async def test_a_foreign_host_on_loopback_is_misdirected(start: Start, host: str) -> None:
    server = await start()
    answer = await server.client.get("/livez", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "misdirected_request"


async def test_further_hosts_can_be_allowed(start: Start) -> None:
    server = await start(allowed_hosts="tts.example,other.example")
    assert (await server.client.get("/livez", headers={"host": "tts.example:1"})).is_success
    assert (await server.client.get("/livez", headers={"host": "evil.example"})).status_code == 421


async def test_beyond_loopback_every_host_is_answered(start: Start) -> None:
    server = await start(host="0.0.0.0", allow_public=True)  # noqa: S104
    assert (await server.client.get("/livez", headers={"host": "tts.example"})).is_success


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Example.COM:80", "example.com"),
        ("[::1]:80", "::1"),
        ("example.com.", "example.com"),
        ("a", "a"),
    ],
)
def test_a_host_header_is_reduced_to_its_name(header: str, name: str) -> None:
    assert host_name(header) == name


async def test_without_a_key_everything_but_probes_is_refused(start: Start) -> None:
    server = await start(api_keys="first,second")
    for path in ("/livez", "/readyz", "/health"):
        assert (await server.client.get(path)).status_code == 200
    for path in ("/v1/models", "/metrics", "/status", "/openapi.json", "/nowhere"):
        answer = await server.client.get(path)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "invalid_api_key"
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer first"},
        {"authorization": "bearer  second"},
        {"xi-api-key": "second"},
        {"authorization": "Basic abc", "xi-api-key": "first"},
    ],
)
async def test_any_of_the_keys_opens(start: Start, headers: dict[str, str]) -> None:
    server = await start(api_keys="first,second")
    assert (await server.client.get("/v1/models", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer third"},
        {"authorization": "Bearer "},
        {"authorization": "first"},
        {"xi-api-key": "firs"},
        {"xi-api-key": "clé"},
    ],
)
async def test_a_wrong_key_is_refused(start: Start, headers: dict[str, str]) -> None:
    server = await start(api_keys="first,second")
    coded = {name: value.encode() for name, value in headers.items()}
    assert (await server.client.get("/v1/models", headers=coded)).status_code == 401


async def test_a_keys_rate_is_limited_apart_from_others(start: Start) -> None:
    server = await start(api_keys="first,second", key_rate=1)
    first, second = {"xi-api-key": "first"}, {"xi-api-key": "second"}
    assert (await server.speak(headers=first)).status_code == 200
    refused = await server.speak(headers=first)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 30
    assert (await server.speak(headers=second)).status_code == 200
    assert (await server.client.get("/v1/models", headers=first)).status_code == 200


async def test_a_body_over_the_limit_is_a_413_by_its_declared_length(start: Start) -> None:
    server = await start(max_body_bytes=1024)
    answer = await server.speak("a" * 2000)
    assert answer.status_code == 413
    assert "1024" in answer.json()["error"]["message"]


async def test_a_body_over_the_limit_is_a_413_while_it_is_read(start: Start) -> None:
    server = await start(max_body_bytes=1024)
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        yield b'{"input": "'
        for _ in range(1000):
            sent += 1
            yield b"a" * 100
        yield b'"}'

    answer = await server.client.post(
        "/v1/audio/speech", content=endless(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"
    assert sent < 20


async def test_origins_are_unknown_unless_allowed(start: Start) -> None:
    server = await start()
    answer = await server.client.get("/v1/models", headers={"origin": "https://app.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_an_allowed_origin_may_ask_and_read_the_timings(start: Start) -> None:
    server = await start(cors_origins="https://app.example", api_keys="k")
    preflight = await server.client.options(
        "/v1/audio/speech",
        headers={
            "origin": "https://app.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type,x-stainless-lang",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "https://app.example"
    assert "access-control-allow-credentials" not in preflight.headers
    answer = await server.client.get(
        "/v1/models", headers={"origin": "https://app.example", "xi-api-key": "k"}
    )
    exposed = answer.headers["access-control-expose-headers"]
    assert all(name in exposed for name in ("x-request-id", "server-timing", "x-response-time"))


async def test_another_origin_is_not_allowed(start: Start) -> None:
    server = await start(cors_origins="https://app.example")
    answer = await server.client.get("/v1/models", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


async def test_any_origin_never_comes_with_credentials(start: Start) -> None:
    server = await start(cors_origins="*")
    answer = await server.client.get("/v1/models", headers={"origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


async def test_refusals_reach_pages_of_allowed_origins_too(start: Start) -> None:
    server = await start(cors_origins="https://app.example", api_keys="k")
    answer = await server.client.get("/v1/models", headers={"origin": "https://app.example"})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == "https://app.example"


async def test_every_answer_has_the_security_headers(start: Start) -> None:
    server = await start()
    for path in ("/v1/models", "/nowhere"):
        headers = (await server.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]


async def test_forwarded_addresses_count_only_from_trusted_proxies(start: Start) -> None:
    forwarded = {"x-forwarded-for": "203.0.113.9, 198.51.100.7, 10.0.0.5"}
    seen: list[str] = []

    async def caller(**settings: Any) -> str:
        server = await start(**settings)
        enter = server.services.admission.enter

        async def noting(name: str) -> Any:
            seen.append(name)
            return await enter(name)

        server.services.admission.enter = noting
        await server.speak(TEXT, headers=forwarded)
        return seen[-1]

    assert await caller() == "127.0.0.1"
    assert await caller(trusted_proxies="127.0.0.1") == "10.0.0.5"
    assert await caller(trusted_proxies="127.0.0.1,10.0.0.0/8") == "198.51.100.7"
