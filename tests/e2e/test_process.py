"""The server as a process: signals, broken streams, departures, addresses, traces."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from tests.e2e.process import FAKE, ROOT, Process, clean_environment, running

LONG = " ".join(f"Sentence number {n} of a rather long story goes on and on." for n in range(12))


def request(text: str, **fields: object) -> dict[str, object]:
    return {"input": text, "voice": "af_heart", "response_format": "pcm", **fields}


def metric(process: Process, name: str) -> float:
    for line in httpx.get(process.url + "/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.rpartition(" ")[2])
    raise AssertionError(f"no metric {name}")


def until(holds: object, timeout: float = 10) -> None:
    assert callable(holds)
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.05)


def test_sigterm_lets_a_running_stream_finish_and_ends_with_status_0() -> None:
    with running(FAKE_DELAY=0.2) as process:
        url = process.url + "/v1/audio/speech"
        with httpx.stream("POST", url, json=request(LONG), timeout=60) as answer:
            pieces = answer.iter_raw()
            first = next(pieces)
            process.terminate()
            time.sleep(0.5)
            with pytest.raises(httpx.ConnectError):
                httpx.get(process.url + "/livez")
            rest = b"".join(pieces)
        assert len(first) + len(rest) > 2_000_000
        assert process.wait() == 0


def test_what_does_not_finish_within_the_drain_time_is_cut_off() -> None:
    with running(FAKE_DELAY=2, KOWANE_DRAIN_SECONDS=1) as process:
        url = process.url + "/v1/audio/speech"
        with httpx.stream("POST", url, json=request(LONG), timeout=60) as answer:
            pieces = answer.iter_raw()
            next(pieces)
            process.terminate()
            with pytest.raises(httpx.RemoteProtocolError):
                for _ in pieces:
                    pass
        assert process.wait(20) == 0


def test_an_interrupted_idle_server_ends_at_once_with_status_0() -> None:
    with running() as process:
        process.terminate()
        assert process.wait(10) == 0
        assert not [line for line in process.log if "Traceback" in line]


def test_a_stream_that_fails_in_the_middle_has_no_end() -> None:
    """A client must be able to tell half an answer from a whole one."""
    with running(FAKE_FAIL_RUNS="3") as process:
        host, _, port = process.url.removeprefix("http://").partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=30)
        body = json.dumps(request(LONG))
        connection.request("POST", "/v1/audio/speech", body, {"content-type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 200
        with pytest.raises(http.client.IncompleteRead):
            answer.read()
        connection.close()
        until(lambda: metric(process, "kowane_active_requests") == 0)
        assert httpx.post(process.url + "/v1/audio/speech", json=request("Well.")).is_success


@pytest.mark.parametrize("moment", ["waiting for the first byte", "in the middle"])
def test_a_closed_connection_ends_the_work_and_frees_the_place(moment: str) -> None:
    delay = 30 if moment.startswith("waiting") else 0.3
    with running(FAKE_DELAY=delay, KOWANE_CONCURRENCY=1) as process:
        host, _, port = process.url.removeprefix("http://").partition(":")
        body = json.dumps(request(LONG)).encode()
        head = (
            f"POST /v1/audio/speech HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode() + body)
            if moment == "in the middle":
                assert connection.recv(1000)
            else:
                until(lambda: metric(process, "kowane_active_requests") == 1)
        until(lambda: metric(process, "kowane_active_requests") == 0, timeout=3)
        assert metric(process, "kowane_disconnects_total") == 1


def test_a_foreign_host_gets_421(fake: Process) -> None:
    answer = httpx.get(fake.url + "/livez", headers={"host": "evil.example"})
    assert answer.status_code == 421


def test_answers_do_not_name_the_software(fake: Process) -> None:
    assert "server" not in httpx.get(fake.url + "/livez").headers


def test_an_address_in_use_is_one_readable_line() -> None:
    with running() as process:
        port = process.url.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, "-m", "kowane", "serve", "--port", port],
            cwd=ROOT,
            env=clean_environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"127.0.0.1:{port}" in done.stderr


def test_a_public_address_without_a_key_is_refused() -> None:
    done = subprocess.run(
        FAKE,
        cwd=ROOT,
        env=clean_environment() | {"KOWANE_HOST": "0.0.0.0"},  # noqa: S104
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "KOWANE_API_KEYS" in done.stderr


def test_json_logs_are_json_and_carry_the_request_id() -> None:
    with running(KOWANE_LOG_FORMAT="json") as process:
        secret = "Zanzibar lies in the sea."
        httpx.post(
            process.url + "/v1/audio/speech",
            json=request(secret),
            headers={"x-request-id": "mine-1"},
        )
        process.terminate()
        process.wait()
    time.sleep(0.2)
    entries = [json.loads(line) for line in process.log]
    found = [entry for entry in entries if entry.get("request_id") == "mine-1"]
    assert found[-1]["status"] == 200
    assert found[-1]["audio_seconds"] > 0.5
    assert not [line for line in process.log if "Zanzibar" in line]


def test_spans_reach_a_collector_with_the_callers_trace() -> None:
    pytest.importorskip("opentelemetry.sdk")
    bodies: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    collector = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    trace = "0af7651916cd43dd8448eb211c80319c"
    endpoint = f"http://127.0.0.1:{collector.server_port}/v1/traces"
    with running(KOWANE_OTEL_ENDPOINT=endpoint) as process:
        httpx.post(
            process.url + "/v1/audio/speech",
            json=request("Zanzibar."),
            headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"},
        )
        process.terminate()
        process.wait()
    collector.shutdown()
    collector.server_close()
    sent = b"".join(bodies)
    assert bytes.fromhex(trace) in sent
    assert b"POST /v1/audio/speech" in sent
    assert b"kowane.first_chunk_seconds" in sent
    assert b"Zanzibar" not in sent
