"""`kowane book` with the real model: interrupted and taken up again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest
from tests.e2e.process import ROOT, clean_environment

pytestmark = pytest.mark.model

TEXT = (
    "# One\n\n" + "The kettle sings at four, and nobody hears it. " * 12 + "\n\n# Two\n\nThe end."
)


def command(book: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "kowane", "book", str(book), "-o", str(folder), "--format", "wav"]


def test_a_book_that_is_interrupted_goes_on_and_ends_whole(tmp_path: Path) -> None:
    book, folder = tmp_path / "kettle.md", tmp_path / "kettle"
    book.write_text(TEXT, "utf-8")
    options = {"cwd": ROOT, "env": clean_environment(), "stderr": subprocess.PIPE}
    first = subprocess.Popen(command(book, folder), **options)  # type: ignore[call-overload]
    deadline = time.monotonic() + 120
    while not list(folder.glob(".kowane/*/*.s16")):  # its first chunk
        assert first.poll() is None, first.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    assert first.wait(30) != 0
    assert not list(folder.glob("*.wav"))
    done = subprocess.run(command(book, folder), check=False, timeout=240, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["001 One.wav", "002 Two.wav"]
    with wave.open(str(folder / "001 One.wav")) as file:
        assert file.getnframes() / file.getframerate() > 20
