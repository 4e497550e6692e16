"""`kowane mcp` with the real model, driven by the official client over both transports."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from tests.e2e.process import ROOT, clean_environment

pytestmark = pytest.mark.model

COMMAND = ("-m", "kowane", "mcp")


async def save(client: Client, folder: Path) -> None:
    voices = await client.call_tool("list_voices", {"language_tag": "en-GB"})
    assert voices.structured_content is not None
    assert len(voices.structured_content["result"]) == 8
    told: list[float] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        told.append(done)

    text = "The kettle sings at four. Nobody answers."
    result = await client.call_tool(
        "save_speech",
        {"text": text, "path": "kettle.wav", "voice": "bf_emma"},
        progress_callback=progress,
    )
    assert not result.is_error, result.content
    assert told
    with wave.open(str(folder / "kettle.wav")) as file:
        assert 1.5 < file.getnframes() / file.getframerate() < 6


async def test_stdio_saves_a_file_with_progress(tmp_path: Path) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=[*COMMAND, "--folder", str(tmp_path)],
        env=clean_environment(),
        cwd=str(ROOT),
    )
    async with Client(stdio_client(parameters)) as client:
        await save(client, tmp_path)


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *COMMAND, "--http", "--port", str(port), "--folder", str(folder)],
        env=clean_environment() | environment,
        cwd=ROOT,
    )
    url = f"http://127.0.0.1:{port}/mcp"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                httpx.get(url)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


async def test_http_saves_a_file(tmp_path: Path) -> None:
    with serving(tmp_path) as url:
        async with Client(url) as client:
            await save(client, tmp_path)


def test_http_keeps_foreign_hosts_and_unknown_keys_out(tmp_path: Path) -> None:
    with serving(tmp_path, KOWANE_API_KEYS="right") as url:
        assert httpx.post(url, headers={"host": "evil.example"}).status_code == 421
        for key, refused in (("wrong", True), ("right", False)):
            answer = httpx.post(url, json={}, headers={"authorization": f"Bearer {key}"})
            assert (answer.status_code == 401) is refused
