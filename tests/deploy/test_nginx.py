"""deploy/nginx/kowane.conf in a real nginx, in front of a real server process."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.e2e.process import FAKE, Process, running

CONF = Path(__file__).parents[2] / "deploy" / "nginx" / "kowane.conf"
HOST = {"Host": "speech.example"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def behind() -> Iterator[Process]:
    settings = {
        "KOWANE_TRUSTED_PROXIES": "127.0.0.1",
        "KOWANE_ALLOWED_HOSTS": "speech.example",
    }
    with running(FAKE, **settings) as process:
        yield process


@pytest.fixture(scope="module")
def front(behind: Process, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if nginx is None or openssl is None:
        pytest.skip("nginx or openssl is not installed (tools/system_packages.sh)")
    here = tmp_path_factory.mktemp("nginx")
    files = ["-keyout", here / "key.pem", "-out", here / "cert.pem"]
    subprocess.run(
        [
            openssl,
            *["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"],
            "-subj",
            "/CN=x",
            *files,
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    conf = CONF.read_text("utf-8")
    conf = conf.replace("127.0.0.1:8880", behind.url.removeprefix("http://"))
    conf = conf.replace("listen 443", f"listen 127.0.0.1:{port}")
    conf = conf.replace("/etc/ssl/certs/speech.example.pem", str(here / "cert.pem"))
    conf = conf.replace("/etc/ssl/private/speech.example.key", str(here / "key.pem"))
    main = here / "nginx.conf"
    temporary = "\n".join(
        f"{kind}_temp_path {here}/{kind};" for kind in ("client_body", "proxy", "fastcgi")
    )
    main.write_text(
        f"daemon off; pid {here}/pid; error_log stderr; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary} uwsgi_temp_path {here}/uwsgi; "
        f"scgi_temp_path {here}/scgi;\n{conf}\n}}\n",
        "utf-8",
    )
    process = subprocess.Popen([nginx, "-e", "stderr", "-c", main], stderr=subprocess.PIPE)
    trusted = ssl.create_default_context(cafile=str(here / "cert.pem"))
    trusted.check_hostname = False  # reached by address
    client = httpx.Client(base_url=f"https://127.0.0.1:{port}", headers=HOST, verify=trusted)
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                client.get("/livez")
                break
            except httpx.TransportError:
                assert process.poll() is None, process.stderr.read()  # type: ignore[union-attr]
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield client
    finally:
        client.close()
        process.terminate()
        process.wait(10)


def test_audio_comes_through_as_it_is_made(front: httpx.Client) -> None:
    text = "One sentence follows the other, and the next is on its way already. " * 12
    body = {"input": text, "response_format": "pcm"}
    with front.stream("POST", "/v1/audio/speech", json=body) as answer:
        assert answer.status_code == 200
        assert answer.headers["transfer-encoding"] == "chunked"
        pieces = list(answer.iter_raw())
    assert len(pieces) > 1  # nginx neither collected the stream nor added a length


def test_the_public_name_is_accepted(front: httpx.Client) -> None:
    assert front.get("/v1/models").status_code == 200


def test_a_body_over_the_limit_is_refused_at_the_door(front: httpx.Client) -> None:
    answer = front.post("/v1/audio/speech", content=b" " * 2_200_000)
    assert answer.status_code == 413


def test_metrics_are_for_the_inside_only(front: httpx.Client) -> None:
    assert front.get("/metrics").status_code == 200  # the test is on the inside


def test_an_upgrade_reaches_the_server(front: httpx.Client, behind: Process) -> None:
    # A handshake at a path without a socket is refused in its own way, not as a request is.
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    direct = httpx.get(behind.url + "/no/such/socket", headers=headers)
    through = front.get("/no/such/socket", headers=headers)
    plain = front.get("/no/such/socket")
    assert through.status_code == direct.status_code
    assert through.status_code != plain.status_code
