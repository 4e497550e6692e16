"""LiveKit's and Pipecat's own services speak with a real server.

They need libraries that the tests' environment must not have (other versions of soxr and protobuf),
so each runs in an environment of its own (`make agents`) and prints what came of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.e2e.process import ROOT, Process, clean_environment, running

PYTHON = Path(sys.prefix) / "agents" / "bin" / "python"
TEXT = "Hello there. This is a rather long story that goes on and on for a while."

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="needs `make agents`")


@pytest.fixture(scope="module")
def keyed() -> Iterator[Process]:
    with running(KOWANE_API_KEYS="right") as process:
        yield process


def run(script: str, *arguments: str) -> Any:
    done = subprocess.run(
        [PYTHON, ROOT / "tests" / "e2e" / "agents" / script, *arguments],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def seconds(process: Process, voice: str) -> float:
    answer = httpx.post(
        process.url + "/v1/audio/speech",
        json={"input": TEXT, "voice": voice, "response_format": "pcm"},
        headers={"authorization": "Bearer right"},
    )
    return len(answer.content) / 48_000


def test_livekit_hears_all_of_it_and_counts_its_tokens(keyed: Process) -> None:
    said = run("livekit_speech.py", keyed.url, "right", "af_heart", TEXT)
    expected = seconds(keyed, "af_heart")
    assert said["rate"] == 24000
    assert said["seconds"] == pytest.approx(expected, abs=0.1)
    assert said["output_tokens"] == pytest.approx(expected / 0.025, abs=1)


@pytest.mark.parametrize(
    ("key", "voice", "status"), [("wrong", "af_heart", 401), ("right", "nobody", 400)]
)
def test_livekit_raises_its_own_error(keyed: Process, key: str, voice: str, status: int) -> None:
    said = run("livekit_speech.py", keyed.url, key, voice, TEXT)
    assert said == {"error": "APIStatusError", "status": status}


def test_livekit_raises_its_own_error_for_overload() -> None:
    with running(KOWANE_CONCURRENCY=1, KOWANE_QUEUE_LIMIT=0, FAKE_DELAY=2) as process:
        body = {"input": " ".join([TEXT] * 100), "voice": "af_heart", "response_format": "pcm"}
        url = process.url + "/v1/audio/speech"
        with httpx.stream("POST", url, json=body, timeout=60) as other:
            pieces = other.iter_bytes()
            next(pieces)
            said = run("livekit_speech.py", process.url, "none", "af_heart", TEXT)
    assert said == {"error": "APIStatusError", "status": 429}


@pytest.mark.parametrize(
    ("service", "voice"), [("openai", "alloy"), ("elevenlabs-http", "af_heart")]
)
def test_pipecat_hears_all_of_it(keyed: Process, service: str, voice: str) -> None:
    said = run("pipecat_speech.py", service, keyed.url, "right", voice, TEXT)
    assert said["errors"] == []
    assert said["rates"] == [24000]
    assert said["seconds"] == pytest.approx(seconds(keyed, voice), abs=0.3)


@pytest.mark.parametrize("service", ["openai", "elevenlabs-http"])
def test_pipecat_is_told_of_a_wrong_key(keyed: Process, service: str) -> None:
    said = run("pipecat_speech.py", service, keyed.url, "wrong", "alloy", TEXT)
    assert said["seconds"] == 0
    assert any("401" in error or "key" in error.lower() for error in said["errors"])
