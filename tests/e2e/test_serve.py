"""`kowane serve` with the real model, as a newcomer starts it."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from tests.e2e.process import REAL, ROOT, Process, clean_environment, running

pytestmark = pytest.mark.model

# Three sentences of one chunk each: long enough to leave in the middle of a run.
STORY = (
    "The lighthouse keeper climbed the winding stairs every evening before the sun went down, "
    "because the lamp had to be lit by hand and the ships far out at sea relied on its light. "
    "When the storm came in from the west she stayed awake all night and listened to the waves. "
) * 3


@pytest.fixture(scope="module")
def server() -> Iterator[Process]:
    with running(REAL, timeout=120) as process:
        yield process


def speak(process: Process, text: str, **fields: object) -> httpx.Response:
    return httpx.post(
        process.url + "/v1/audio/speech",
        json={"input": text, "voice": "af_heart", **fields},
        timeout=120,
    )


def samples_of(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def test_a_sentence_is_spoken_and_the_same_again(server: Process) -> None:
    first = speak(server, "All is well.", response_format="wav")
    second = speak(server, "All is well.", response_format="wav")
    assert first.status_code == 200
    samples = samples_of(first.content)
    assert 0.6 < len(samples) / 24000 < 3
    assert np.abs(samples.astype(int)).max() > 3000
    assert first.content == second.content
    cache = httpx.get(server.url + "/status").json()["cache"]
    assert (cache["hits"], cache["misses"]) == (1, 1)


def test_words_have_their_times_and_places(server: Process) -> None:
    text = "It costs $5."
    answer = httpx.post(
        server.url + "/v1/audio/speech/captions",
        json={"input": text, "voice": "af_heart", "response_format": "wav"},
        timeout=120,
    ).json()
    words = answer["words"]
    assert {text[word["char_start"] : word["char_end"]] for word in words} >= {"It", "costs", "$5"}
    starts = [word["start"] for word in words]
    assert starts == sorted(starts)
    assert words[-1]["end"] <= answer["duration"]


def test_readyz_tells_what_really_runs(server: Process) -> None:
    assert httpx.get(server.url + "/readyz").json()["provider"] == "CPUExecutionProvider"


async def test_one_who_leaves_in_the_middle_of_a_run_frees_the_model_within_3_s(
    server: Process,
) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=120) as client:
        body = {"input": STORY, "voice": "af_heart", "response_format": "wav"}
        request = asyncio.create_task(client.post("/v1/audio/speech", json=body))
        while "kowane_active_requests 1.0" not in (await client.get("/metrics")).text:
            await asyncio.sleep(0.1)
        await asyncio.sleep(2)
        request.cancel()
        left = time.monotonic()
        while "kowane_active_requests 0.0" not in (await client.get("/metrics")).text:
            assert time.monotonic() - left < 3
            await asyncio.sleep(0.05)


def test_a_damaged_model_ends_serve_at_once_with_both_digests(tmp_path: Path) -> None:
    damaged = tmp_path / "kokoro-v1.0.int8.onnx"
    damaged.write_bytes(os.urandom(1000))
    done = subprocess.run(
        [sys.executable, "-m", "kowane", "serve", "--model", str(damaged), "--port", "0"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "sha256" in done.stderr


def test_an_idle_model_is_unloaded_and_the_next_request_loads_it_again() -> None:
    with running(REAL, timeout=120, KOWANE_IDLE_UNLOAD=1) as process:
        assert speak(process, "Well.", response_format="wav").status_code == 200
        deadline = time.monotonic() + 20
        while httpx.get(process.url + "/readyz").json()["phase"] != "idle":
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert httpx.get(process.url + "/readyz").status_code == 200
        assert speak(process, "Well again.", response_format="wav").status_code == 200
        assert httpx.get(process.url + "/readyz").json()["phase"] in ("ready", "idle")
