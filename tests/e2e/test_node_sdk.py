"""OpenAI's own JavaScript client against real server processes; the tests are in node/."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.e2e.process import Process, clean_environment, running

FOLDER = Path(__file__).parent / "node"


def test_openais_javascript_client_works_unchanged(fake: Process) -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node is not installed")
    if not (FOLDER / "node_modules" / "openai").is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)
    with (
        running(KOWANE_API_KEYS="right") as keyed,
        running(KOWANE_CONCURRENCY=1, KOWANE_QUEUE_LIMIT=1, FAKE_DELAY=0.5) as busy,
    ):
        done = subprocess.run(
            [node, "--test"],
            cwd=FOLDER,
            env=clean_environment()
            | {
                "KOWANE_OPEN_URL": fake.url,
                "KOWANE_KEYED_URL": keyed.url,
                "KOWANE_BUSY_URL": busy.url,
            },
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
