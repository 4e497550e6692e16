"""`kowane-client` against a real server process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.process import Process, clean_environment

COMMAND = (sys.executable, "-m", "kowane.client_command")


def client(
    process: Process, *arguments: str, text: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, "--url", process.url, *arguments],
        input=text,
        capture_output=True,
        env=clean_environment(),
        timeout=120,
        check=False,
    )


def test_a_text_from_stdin_is_wav_on_stdout(fake: Process) -> None:
    done = client(fake, "--voice", "af_bella", text=b"Tea at four.\nOr five.\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout[:4] == b"RIFF"
    assert len(done.stdout) > 48_000


def test_the_extension_chooses_the_format(fake: Process, tmp_path: Path) -> None:
    done = client(fake, "Tea at four.", "-o", str(tmp_path / "tea.mp3"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tea.mp3").read_bytes()[0] == 0xFF


def test_voices_are_listed(fake: Process) -> None:
    assert b"af_heart\ten-us\tfemale" in client(fake, "--voices").stdout.splitlines()


def test_a_mistake_is_one_line_and_leaves_no_file(fake: Process, tmp_path: Path) -> None:
    done = client(fake, "Tea.", "--voice", "nobody", "-o", str(tmp_path / "tea.wav"))
    assert done.returncode in (1, 2)
    assert done.stderr.count(b"\n") == 1
    assert b"nobody" in done.stderr
    assert not (tmp_path / "tea.wav").exists()


def test_no_server_is_one_line() -> None:
    done = subprocess.run(
        [*COMMAND, "--url", "http://127.0.0.1:9", "Tea."],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert b"127.0.0.1:9" in done.stderr


def test_neither_numpy_nor_the_model_is_imported() -> None:
    code = (
        "import sys, kowane.client_command; "
        "sys.exit(bool({'numpy', 'onnxruntime', 'pydantic', 'httpx'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
