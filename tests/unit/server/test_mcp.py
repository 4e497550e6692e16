"""The tools as an MCP client sees them, in memory; the engine hums and nothing is heard."""

from __future__ import annotations

import asyncio
import os
import threading
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from mcp import Client
from mcp.types import CallToolResult
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine
from tests.serving import LONG, TEXT

from kowane.api import Kowane
from kowane.errors import OutputError
from kowane.server.mcp.tools import make_server, place_of
from kowane.settings import Settings
from kowane.speech import Samples
from kowane.synthesizer import Synthesizer
from kowane.text.reader import Reader
from kowane.voices import Voices


class Heard:
    """A player that remembers, and can be told to fail or to wait for a chunk's turn."""

    def __init__(self) -> None:
        self.samples = 0
        self.begun = threading.Event()
        self.error: Exception | None = None

    def __call__(self, samples: Iterator[Samples]) -> None:
        if self.error is not None:
            raise self.error
        for part in samples:
            self.samples += len(part)
            self.begun.set()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(delay=0.02)


@pytest.fixture
def kowane(voices: Voices, engine: FakeEngine) -> Iterator[Kowane]:
    load, _ = spelling_loader()
    synthesizer = Synthesizer(
        reader=Reader(load), voices=voices, engine=engine, executor=ThreadPoolExecutor(2)
    )
    with Kowane(Settings(), synthesizer) as made:
        yield made


def said(result: CallToolResult) -> str:
    return "".join(getattr(part, "text", "") for part in result.content)


async def test_the_tools_describe_themselves(kowane: Kowane, tmp_path: Path) -> None:
    async with Client(make_server(lambda: kowane, tmp_path, Heard())) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"speak", "save_speech", "list_voices"}
    assert all(tool.description for tool in tools.values())
    assert tools["save_speech"].input_schema["required"] == ["text", "path"]
    assert tools["speak"].input_schema["properties"]["speed"]["maximum"] == 4


async def test_speak_plays_everything_and_tells_how_far_it_is(
    kowane: Kowane, tmp_path: Path
) -> None:
    heard = Heard()
    told: list[tuple[float, float | None]] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        told.append((done, total))

    async with Client(make_server(lambda: kowane, tmp_path, heard)) as client:
        result = await client.call_tool("speak", {"text": LONG}, progress_callback=progress)
    assert not result.is_error
    assert said(result) == f"Spoken, {heard.samples / 24000:.1f} s."
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == (len(LONG), len(LONG))


async def test_save_speech_writes_a_file_below_the_folder(kowane: Kowane, tmp_path: Path) -> None:
    async with Client(make_server(lambda: kowane, tmp_path, Heard())) as client:
        arguments = {"text": TEXT, "path": "notes/tea.wav", "voice": "af_bella"}
        result = await client.call_tool("save_speech", arguments)
        assert not result.is_error, said(result)
        with wave.open(str(tmp_path / "notes" / "tea.wav")) as file:
            frames = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        assert len(frames) > 10_000
        again = await client.call_tool("save_speech", arguments)
        assert again.is_error
        assert "exists already" in said(again)
        assert not (
            await client.call_tool("save_speech", {**arguments, "overwrite": True})
        ).is_error


@pytest.mark.parametrize("path", ["../outside.wav", "/etc/outside.wav", "a/../../b.wav", "."])
def test_nothing_is_saved_outside_the_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="outside"):
        place_of(tmp_path, path, overwrite=True)


def test_a_link_out_of_the_folder_is_no_way_out(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="outside"):
        place_of(inside, "link/x.wav", overwrite=False)


async def test_list_voices_gives_names_and_languages(kowane: Kowane, tmp_path: Path) -> None:
    async with Client(make_server(lambda: kowane, tmp_path, Heard())) as client:
        result = await client.call_tool("list_voices", {"language_tag": "fr"})
    assert result.structured_content is not None
    assert result.structured_content["result"] == [
        {"id": "ff_siwis", "name": "Siwis", "language": "fr", "gender": "female"}
    ]


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("speak", {"text": "Hello", "voice": "af_hart"}, "af_heart"),
        ("speak", {"text": "Hello", "lang": "tlh"}, "tlh"),
        ("speak", {"text": "Hello", "speed": 9}, "4"),
        ("save_speech", {"text": "Hello", "path": "x.xyz"}, ".xyz"),
        ("list_voices", {"language_tag": "tlh"}, "tlh"),
    ],
)
async def test_mistakes_come_back_as_errors_to_read(
    kowane: Kowane, tmp_path: Path, tool: str, arguments: dict[str, object], named: str
) -> None:
    async with Client(make_server(lambda: kowane, tmp_path, Heard())) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error
    assert named in said(result)
    assert not any(file for _, _, files in os.walk(tmp_path) for file in files)


async def test_a_missing_loudspeaker_is_told(kowane: Kowane, tmp_path: Path) -> None:
    heard = Heard()
    heard.error = OutputError("No audio output can be opened.")
    async with Client(make_server(lambda: kowane, tmp_path, heard)) as client:
        result = await client.call_tool("speak", {"text": TEXT})
    assert result.is_error
    assert "No audio output" in said(result)


async def test_a_call_that_is_given_up_stops_speaking(
    kowane: Kowane, engine: FakeEngine, tmp_path: Path
) -> None:
    heard = Heard()
    engine.delay = 0.1
    async with Client(make_server(lambda: kowane, tmp_path, heard)) as client:
        call = asyncio.create_task(client.call_tool("speak", {"text": LONG * 5}))
        await asyncio.to_thread(heard.begun.wait, 10)
        call.cancel()
        await asyncio.wait([call])
    runs = len(engine.calls)
    await asyncio.sleep(0.5)
    assert len(engine.calls) <= runs + 3  # what was being looked ahead to
