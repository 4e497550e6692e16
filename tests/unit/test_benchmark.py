"""`kowane bench` over an engine that hums: every number is there and means what it says."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import typer
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine
from typer.testing import CliRunner

from kowane import benchmark, build
from kowane.cli import commands
from kowane.settings import load
from kowane.synthesizer import Synthesizer
from kowane.text.reader import Reader
from kowane.voices import Voices

TEXTS = {"word": "Hello.", "sentence": "All is well in the village and nobody minds."}


def synthesizer(directory: Path, engine: FakeEngine) -> Synthesizer:
    np.savez(directory / "voices.npz", af_heart=np.ones((510, 256), np.float32))
    made, _ = spelling_loader()
    return Synthesizer(
        reader=Reader(made),
        voices=Voices(directory / "voices.npz"),
        engine=engine,
        executor=ThreadPoolExecutor(2),
    )


async def test_each_text_and_each_number_of_streams_is_measured(tmp_path: Path) -> None:
    engine = FakeEngine(delay=0.01)
    told: list[str] = []
    result = await benchmark.measure(
        synthesizer(tmp_path, engine), load(), 3, TEXTS, (1, 4), told.append
    )
    assert set(result["texts"]) == set(TEXTS)
    word, sentence = result["texts"]["word"], result["texts"]["sentence"]
    assert word["characters"] == 6
    assert sentence["audio_s"] > word["audio_s"] > 0
    for row in (word, sentence):
        assert len(row["rtf_runs"]) == 3
        assert row["rtf"] == sorted(row["rtf_runs"])[1]
        assert 0 < row["ttfa_s"] <= row["rtf"] * row["audio_s"] + 0.01
    assert set(result["streams"]) == {"1", "4"}
    assert result["streams"]["4"]["ttfa_worst_s"] >= result["streams"]["4"]["ttfa_s"] > 0
    assert result["first_word_seconds"] >= result["load_seconds"] >= 0
    assert result["machine"]["versions"]["onnxruntime"]
    assert result["engine"]["provider"] == "CPUExecutionProvider"
    assert told[0] == "Loading"
    assert set(result["rss_mb"]) == {"loaded", "end"}
    assert engine.health.phase == "closed"
    json.dumps(result)


def test_the_command_prints_a_table_and_json_and_writes_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "assemble", lambda _: synthesizer(tmp_path, FakeEngine()))
    app = typer.Typer()
    commands.register(app)
    command = ["bench", "--runs", "1", "--streams", "2", "-o", str(tmp_path / "bench.json")]
    shown = CliRunner().invoke(app, command)
    assert shown.exit_code == 0, shown.output
    assert "paragraph" in shown.stdout
    printed = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert printed["streams"].keys() == {"2"}
    assert json.loads((tmp_path / "bench.json").read_text())["texts"] == printed["texts"]
