"""Health, metrics, request ids, timings, compression and logs."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.fakes import FakeEngine
from tests.serving import LONG, TEXT, Server

from kowane.errors import UnsupportedModel
from kowane.server.context import REQUEST_ID
from kowane.server.logs import Console, JsonLines, RequestIds
from kowane.settings import Settings

Start = Callable[..., Any]


async def measured(server: Server) -> dict[str, float]:
    """Sample name with labels → value."""
    answer = await server.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        f"{sample.name}{sorted(sample.labels.items()) or ''}": sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


class SlowToLoad(FakeEngine):
    """Loads when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def start(self) -> None:
        await self.go.wait()
        await super().start()


async def test_health_is_answered_while_the_model_loads(start: Start) -> None:
    engine = SlowToLoad()
    server = await start(engine=engine, wait=False)
    await asyncio.sleep(0.05)
    assert (await server.client.get("/livez")).status_code == 200
    loading = await server.client.get("/readyz")
    assert (loading.status_code, loading.json()["status"]) == (503, "loading")
    assert loading.headers["retry-after"] == "1"
    engine.go.set()
    await server.services.lifecycle.settled()
    ready = await server.client.get("/readyz")
    assert (ready.status_code, ready.json()["phase"]) == (200, "ready")
    assert ready.json()["provider"] == "CPUExecutionProvider"


async def test_a_model_that_cannot_load_is_told_by_readyz_and_not_by_livez(start: Start) -> None:
    server = await start(engine=FakeEngine(load_error=UnsupportedModel("No such graph.")))
    assert (await server.client.get("/livez")).status_code == 200
    answer = await server.client.get("/health")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["detail"]) == ("failed", "No such graph.")


async def test_status_tells_model_queue_cache_and_memory(server: Server) -> None:
    said = (await server.client.get("/status")).json()
    assert said["engine"]["digest"] == "0" * 64
    assert said["queue"]["places"] == server.services.settings.concurrency
    assert said["memory"]["rss_bytes"] > 10_000_000
    assert said["hardware"]["physical_cores"] >= 1


async def test_metrics_count_requests_audio_and_errors(server: Server) -> None:
    await server.speak(response_format="wav")
    await server.speak(speed=9)
    found = await measured(server)
    labels = "[('route', '/v1/audio/speech'), ('status', '{}')]"
    assert found["kowane_requests_total" + labels.format(200)] == 1
    assert found["kowane_requests_total" + labels.format(400)] == 1
    assert found["kowane_errors_total[('code', 'invalid_value')]"] == 1
    assert found["kowane_audio_seconds_total[('format', 'wav')]"] > 0.5
    assert found["kowane_characters_total"] == len(TEXT)
    for name in ("ttfa", "queue_wait", "g2p", "inference"):
        assert found[f"kowane_{name}_seconds_count"] == 1
    assert found["kowane_rtf_count"] == 1
    assert found["kowane_ready"] == 1
    assert found["kowane_active_requests"] == 0
    assert found["process_resident_memory_bytes"] > 10_000_000


async def test_unknown_paths_share_one_label(server: Server) -> None:
    for n in range(5):
        await server.client.get(f"/nowhere/{n}")
    found = await measured(server)
    labels = "[('route', 'unmatched'), ('status', '404')]"
    assert found["kowane_requests_total" + labels] == 5
    assert not [name for name in found if "nowhere" in name]


async def test_servers_in_one_process_count_apart(start: Start) -> None:
    first, second = await start(), await start()
    await first.speak()
    found = await measured(second)
    assert found["kowane_characters_total"] == 0


async def test_the_callers_request_id_comes_back(server: Server) -> None:
    answer = await server.client.get("/v1/models", headers={"x-request-id": "my-id:1"})
    assert answer.headers["x-request-id"] == "my-id:1"


@pytest.mark.parametrize("bad", ["", "a b", "x" * 200, "a\tb", '"><script>'])
async def test_an_unfit_request_id_is_replaced(server: Server, bad: str) -> None:
    answer = await server.client.get("/v1/models", headers={"x-request-id": bad})
    assert len(answer.headers["x-request-id"]) == 32


async def test_a_whole_answer_tells_its_whole_time(start: Start) -> None:
    server = await start(engine=FakeEngine(delay=0.05))
    answer = await server.speak(LONG, response_format="wav")
    parts = dict(part.split(";dur=") for part in answer.headers["server-timing"].split(", "))
    assert set(parts) == {"queue", "g2p", "first", "inference", "total"}
    total = float(answer.headers["x-response-time"])
    assert total >= 50 * len(server.engine.calls)
    assert float(parts["total"]) == pytest.approx(total, abs=5)
    assert 50 <= float(parts["first"]) < total


async def test_a_streams_head_claims_no_total(server: Server) -> None:
    answer = await server.speak(LONG, response_format="pcm")
    assert "x-response-time" not in answer.headers
    assert "total" not in answer.headers["server-timing"]
    assert "first;dur=" in answer.headers["server-timing"]


async def test_a_streams_total_is_in_the_log(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kowane.access"):
        await server.speak(LONG, response_format="pcm")
    data = caplog.records[-1].data  # type: ignore[attr-defined]
    assert data["seconds"] > data["first_chunk_seconds"] > 0
    assert data["complete"]
    assert data["audio_seconds"] > 5


async def test_a_streams_total_is_a_trailer_where_the_server_can_send_one(server: Server) -> None:
    app = server.client._transport.app  # type: ignore[attr-defined]
    body = json.dumps({"input": LONG, "voice": "af_heart", "response_format": "pcm"}).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "2",
        "method": "POST",
        "path": "/v1/audio/speech",
        "raw_path": b"/v1/audio/speech",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8880),
        "scheme": "http",
        "extensions": {"http.response.trailers": {}},
    }
    gone = asyncio.Event()
    incoming = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Any] = []

    async def receive() -> Any:
        if incoming:
            return incoming.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert sent[0]["trailers"] is True
    assert sent[-1]["type"] == "http.response.trailers"
    trailers = dict(sent[-1]["headers"])
    assert float(trailers[b"x-response-time"]) > 0
    assert b"total;dur=" in trailers[b"server-timing"]


async def test_json_is_compressed_and_audio_is_not(start: Start) -> None:
    server = await start(gzip_minimum=10)
    packed = await server.client.get("/v1/audio/voices", headers={"accept-encoding": "gzip"})
    plain = await server.client.get("/v1/audio/voices", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    audio = await server.speak(headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in audio.headers


async def test_small_answers_and_refused_codings_stay_plain(start: Start) -> None:
    server = await start(gzip_minimum=100_000)
    small = await server.client.get("/v1/models", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in small.headers
    server = await start(gzip_minimum=0)
    refused = await server.client.get("/v1/models", headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_compressing_gives_the_same_bytes_each_time() -> None:
    assert gzip.compress(b"x", 5, mtime=0) == gzip.compress(b"x", 5, mtime=0)


def record(message: str, **extra: Any) -> logging.LogRecord:
    made = logging.LogRecord("kowane.access", logging.INFO, "f", 1, message, (), None)
    REQUEST_ID.set("req-1")
    RequestIds().filter(made)
    for name, value in extra.items():
        setattr(made, name, value)
    return made


def test_a_json_line_is_one_object_with_id_and_measures() -> None:
    line = JsonLines().format(record("GET\n/x", data={"seconds": 0.5, "odd": object}))
    assert "\n" not in line
    entry = json.loads(line)
    assert entry["request_id"] == "req-1"
    assert entry["seconds"] == 0.5
    assert entry["message"] == "GET\n/x"
    assert entry["time"].endswith("Z")


def test_a_console_line_has_the_id_and_what_it_cost() -> None:
    line = Console().format(record("POST /v1/audio/speech 200", data={"seconds": 0.5}))
    assert "seconds=0.5" in line
    assert "[req-1]" in line


async def test_no_text_reaches_the_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    secret = "Zanzibar"
    with caplog.at_level(logging.DEBUG, "kowane"):
        await server.speak(f"{secret} is here.")
        await server.speak(f"{secret} again.", speed=9)
        await server.speak(f"{secret} again.", voice="nobody")
    lines = [JsonLines().format(entry) for entry in caplog.records]
    assert len(lines) >= 3
    assert not [line for line in lines if secret in line]


async def test_text_is_logged_where_the_setting_says_so(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    server = await start(log_text=True)
    with caplog.at_level(logging.INFO, "kowane"):
        await server.speak("Zanzibar is here.")
    assert [r for r in caplog.records if "Zanzibar" in JsonLines().format(r)]


async def test_tracing_needs_its_package_only_where_it_is_asked_for(start: Start) -> None:
    from kowane.server.tracing import NoTracer, tracer

    assert isinstance(tracer(None), NoTracer)
    assert Settings().otel_endpoint is None
