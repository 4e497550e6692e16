"""The requests that applications make, each sent as its public source has it.

They are applications rather than libraries, so they cannot be driven here.
"""

from __future__ import annotations

import io

import av
import httpx
import pytest
from tests.e2e.process import Process, running

TEXT = "The light in the kitchen is on."


def seconds(audio: bytes) -> float:
    with av.open(io.BytesIO(audio)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def test_open_webui_fills_its_lists(fake: Process) -> None:
    """open_webui/routers/audio.py: get_available_models, get_available_voices, without a key."""
    base = fake.url + "/v1"
    models = httpx.get(f"{base}/audio/models").raise_for_status().json()["models"]
    assert {"id": "kokoro", "name": "kokoro"} in models
    listed = httpx.get(f"{base}/audio/voices").raise_for_status().json().get("voices", [])
    assert {voice["id"]: voice["name"] for voice in listed}["af_heart"] == "Heart"


def test_open_webui_speaks_and_shows_the_errors_message(fake: Process) -> None:
    """open_webui/routers/audio.py: speech."""
    headers = {
        "Content-Type": "application/json",
        "Authorization": "Bearer none",
        "X-OpenWebUI-User-Name": "Ann",
        "X-OpenWebUI-User-Id": "1",
        "X-OpenWebUI-User-Email": "ann@example.org",
        "X-OpenWebUI-User-Role": "user",
    }
    payload = {"input": TEXT, "voice": "af_heart", "model": "kokoro"}
    url = fake.url + "/v1/audio/speech"
    answer = httpx.post(url, json=payload, headers=headers)
    assert answer.status_code == 200
    assert seconds(answer.content) > 1
    refused = httpx.post(url, json=payload | {"voice": "nobody"}, headers=headers)
    assert "nobody" in refused.json()["error"]["message"]


@pytest.mark.parametrize("key", ["", "sk-anything"])
def test_sillytavern_speaks(fake: Process, key: str) -> None:
    """src/endpoints/openai.js: /custom/generate-voice; without a key it sends an empty one."""
    answer = httpx.post(
        fake.url + "/v1/audio/speech",
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}".strip()},
        json={
            "input": TEXT,
            "response_format": "mp3",
            "voice": "alloy",
            "speed": 1,
            "model": "tts-1",
        },
    )
    assert answer.headers["content-type"] == "audio/mpeg"
    assert seconds(answer.content) > 1


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer anything"}])
def test_home_assistants_openai_tts_speaks(fake: Process, headers: dict[str, str]) -> None:
    """sfortis/openai_tts, openaitts_engine.py: get_tts."""
    answer = httpx.post(
        fake.url + "/v1/audio/speech",
        headers=headers,
        json={
            "model": "tts-1",
            "input": TEXT,
            "voice": "alloy",
            "response_format": "wav",
            "speed": 1.0,
        },
    )
    assert answer.content[:4] == b"RIFF"
    assert seconds(answer.content) > 1


def test_wrong_keys_and_overload_have_a_message_to_show() -> None:
    with running(KOWANE_API_KEYS="right", KOWANE_KEY_CONCURRENCY=1, FAKE_DELAY=2) as process:
        url = process.url + "/v1/audio/speech"
        body = {"model": "tts-1", "input": TEXT, "voice": "alloy"}
        wrong = httpx.post(url, json=body, headers={"authorization": "Bearer wrong"})
        assert (wrong.status_code, "key" in wrong.json()["error"]["message"]) == (401, True)
        right = {"authorization": "Bearer right"}
        long = body | {"input": " ".join([TEXT] * 100), "response_format": "pcm"}
        with httpx.stream("POST", url, json=long, headers=right, timeout=60) as other:
            pieces = other.iter_bytes()
            next(pieces)
            busy = httpx.post(url, json=body, headers=right)
        assert (busy.status_code, "limit" in busy.json()["error"]["message"]) == (429, True)
