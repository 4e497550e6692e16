"""The command line as a person uses it: real processes, real model."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.model

SENTENCE = "All is well."


def kowane(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kowane", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=240,
        check=False,
    )


def samples_of(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def failure(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line that a failed command leaves."""
    said = done.stderr.decode().strip()
    assert said, done
    assert "Traceback" not in said
    assert "\n" not in said
    return said


def test_say_writes_a_file_that_speaks(tmp_path: Path) -> None:
    done = kowane("say", SENTENCE, "-o", tmp_path / "well.wav")
    assert done.returncode == 0, done.stderr
    samples = samples_of((tmp_path / "well.wav").read_bytes())
    assert 0.6 < len(samples) / 24000 < 3
    assert 3000 < np.abs(samples.astype(int)).max() < 32768


def test_the_same_text_twice_is_bit_identical_and_stdin_is_a_text_too(tmp_path: Path) -> None:
    first = kowane("say", "-o", "-", "--format", "wav", stdin=SENTENCE.encode())
    second = kowane("say", SENTENCE, "-o", tmp_path / "b.pcm")
    assert first.returncode == second.returncode == 0, (first.stderr, second.stderr)
    pcm = np.frombuffer((tmp_path / "b.pcm").read_bytes(), np.int16)
    assert np.array_equal(np.frombuffer(first.stdout[44:], np.int16), pcm)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["say", ""], "empty"),
        (["say", "   "], "empty"),
        (["say", "Hello", "--voice", "af_hart"], "af_heart"),
        (["say", "Hello", "--lang", "tlh"], "tlh"),
        (["say", "Hello", "--speed", "9"], "0.25"),
        (["say", "Hello", "--speed", "nan"], "nan"),
        (["phonemize", "Hello", "--lang", "xx"], "xx"),
    ],
)
def test_bad_input_is_one_readable_line_and_exit_code_2(
    arguments: list[str], named: str, tmp_path: Path
) -> None:
    if arguments[0] == "say":
        arguments = [*arguments, "-o", str(tmp_path / "x.wav")]
    done = kowane(*arguments)
    assert done.returncode == 2
    assert named in failure(done)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_extension_is_refused_before_any_work(tmp_path: Path) -> None:
    done = kowane("say", SENTENCE, "-o", tmp_path / "x.xyz")
    assert done.returncode == 2
    assert "xyz" in failure(done)
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_is_exit_code_1(tmp_path: Path) -> None:
    done = kowane("say", SENTENCE, "-o", tmp_path / "no" / "such" / "x.wav")
    assert done.returncode == 1
    assert str(tmp_path / "no" / "such") in failure(done)


def test_a_missing_asset_names_the_command_that_fetches_it(tmp_path: Path) -> None:
    done = kowane("say", SENTENCE, "-o", tmp_path / "x.wav", KOWANE_CACHE_DIR=str(tmp_path / "c"))
    assert done.returncode == 1
    assert "kowane assets pull" in failure(done)


@pytest.mark.parametrize("command", [["say", SENTENCE, "-o", "x.wav"], ["serve"]])
def test_a_damaged_model_ends_the_command_and_is_left_as_it_is(
    command: list[str], tmp_path: Path
) -> None:
    damaged = tmp_path / "kokoro-v1.0.int8.onnx"
    damaged.write_bytes(b"not a model")
    done = subprocess.run(
        [sys.executable, "-m", "kowane", *command],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "KOWANE_MODEL": str(damaged), "KOWANE_PORT": "0"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    said = failure(done)
    assert "6e742170d309" in said
    assert str(damaged) in said
    assert damaged.read_bytes() == b"not a model"
    assert not (tmp_path / "x.wav").exists()


def test_voices_lists_all_54_as_json() -> None:
    done = kowane("voices", "--json")
    voices = json.loads(done.stdout)
    assert len(voices) == 54
    heart = next(voice for voice in voices if voice["id"] == "af_heart")
    assert (heart["language"], heart["gender"]) == ("en-us", "female")


def test_phonemize_answers_one_object_a_line(tmp_path: Path) -> None:
    lines = [
        {"text": "It costs $5. Dr. Smith paid."},
        {"text": "Bonjour, ça va ?", "lang": "fr"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    done = kowane("phonemize", "--jsonl", tmp_path / "in.jsonl")
    assert done.returncode == 0, done.stderr
    english, french = map(json.loads, done.stdout.splitlines())
    assert english["sentences"] == ["It costs $5.", "Dr. Smith paid."]
    assert "five dollars" in english["normalised"]
    assert len(english["tokens"]) == len(english["phonemes"])
    spoken = {word["text"]: word for word in english["words"]}
    assert english["text"][spoken["dollars"]["start"] : spoken["dollars"]["end"]] == "$5"
    assert french["lang"] == "fr"
    assert "bɔ" in french["phonemes"]


def test_an_english_sentence_imports_no_other_languages_dictionary() -> None:
    script = (
        "import sys; from kowane.text.reader import Reader; from kowane.speech import Utterance\n"
        "list(Reader().read(Utterance('Hello there.', ''), 'en-us'))\n"
        "print([m for m in ('pyopenjtalk', 'pypinyin', 'rjieba', 'spokenform', 'onnxruntime')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_doctor_finds_a_healthy_machine() -> None:
    done = kowane("doctor", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0, report["problems"]
    assert report["self_test"]["audio_seconds"] > 0.5
    assert report["self_test"]["provider"] in report["providers"]


def test_usage_errors_exit_with_2_and_help_with_0() -> None:
    assert kowane("say", "--no-such-option").returncode == 2
    assert kowane("nonsense").returncode == 2
    assert kowane("--help").returncode == 0
    assert kowane("--version").stdout.startswith(b"kowane ")
