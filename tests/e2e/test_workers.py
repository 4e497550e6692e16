"""Several processes, each with its own model: `--workers` and Gunicorn."""

from __future__ import annotations

import sys
import time

import httpx
import psutil
import pytest
from tests.e2e.process import REAL, Process, running

pytestmark = pytest.mark.model

GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py")


def pids(process: Process, count: int) -> set[int]:
    """The workers that answer `/status`, until there are so many."""
    found: set[int] = set()
    deadline = time.monotonic() + 60
    while len(found) < count and time.monotonic() < deadline:
        status = httpx.get(process.url + "/status").json()
        if status["phase"] == "ready":
            found.add(status["pid"])
    return found


def speak(process: Process) -> httpx.Response:
    return httpx.post(
        process.url + "/v1/audio/speech",
        json={"input": "Well.", "response_format": "wav"},
        timeout=120,
    )


def test_two_workers_answer_and_end_together() -> None:
    with running((*REAL, "--workers", "2"), timeout=120, KOWANE_THREADS=1) as process:
        assert len(pids(process, 2)) == 2
        assert speak(process).content[:4] == b"RIFF"
        children = psutil.Process(process.popen.pid).children(recursive=True)
        process.terminate()
        assert process.wait(30) == 0
        _, alive = psutil.wait_procs(children, timeout=10)
        assert not alive


def test_gunicorn_serves_and_drains() -> None:
    pytest.importorskip("gunicorn")
    # A fixed port: gunicorn logs the one it was given, not the one it got.
    with running(GUNICORN, timeout=120, KOWANE_PORT=18_897, KOWANE_THREADS=1) as process:
        answer = speak(process)
        assert answer.status_code == 200
        assert answer.headers["x-request-id"]
        process.terminate()
        assert process.wait(30) == 0


def test_gunicorn_ends_for_good_if_the_model_is_missing() -> None:
    pytest.importorskip("gunicorn")
    with running(
        GUNICORN, ready=False, KOWANE_PORT=18_898, KOWANE_MODEL="/nowhere/model.onnx"
    ) as process:
        assert process.wait(60) == 3
        assert any("/nowhere/model.onnx" in line for line in process.log)
