"""The studio in a real browser against real server processes; the tests are in browser/."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.e2e.process import ROOT, Process, clean_environment, running

FOLDER = Path(__file__).parent / "browser"
STUDIO = ROOT / "studio"
BUILT = ROOT / "src" / "kowane" / "server" / "studio"


def node_in(folder: Path, package: str) -> str:
    """The node program, with the folder's packages installed from its lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node is not installed")
    if not (folder / "node_modules" / package).is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return node


def browse(file: str, **urls: str) -> None:
    """Run one file of browser tests."""
    node = node_in(FOLDER, "playwright-core")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed; see tools/system_packages.sh")
    done = subprocess.run(
        [node, "--test", "--test-timeout=120000", file],
        cwd=FOLDER,
        env=clean_environment() | {"CHROMIUM": chromium, "PATH": os.environ["PATH"]} | urls,
        capture_output=True,
        text=True,
        timeout=290,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_text_is_typed_heard_followed_and_downloaded(fake: Process) -> None:
    browse("speak.test.js", KOWANE_OPEN_URL=fake.url)


def test_voices_are_blended_words_changed_dialogues_cast_and_books_made(tmp_path: Path) -> None:
    folders = {"KOWANE_LEXICON_DIR": tmp_path / "lexicons", "KOWANE_JOBS_DIR": tmp_path / "jobs"}
    with running(**folders) as server:
        browse("tools.test.js", KOWANE_OPEN_URL=server.url)


def test_errors_are_explained_and_no_text_is_lost(fake: Process) -> None:
    with (
        running(KOWANE_API_KEYS="right") as keyed,
        running(KOWANE_CONCURRENCY=1, KOWANE_QUEUE_LIMIT=1, FAKE_DELAY=2) as busy,
    ):
        browse(
            "errors.test.js",
            KOWANE_OPEN_URL=fake.url,
            KOWANE_KEYED_URL=keyed.url,
            KOWANE_BUSY_URL=busy.url,
        )


def test_every_page_is_accessible_in_light_and_dark_and_fits_a_phone(tmp_path: Path) -> None:
    folders = {"KOWANE_LEXICON_DIR": tmp_path / "lexicons", "KOWANE_JOBS_DIR": tmp_path / "jobs"}
    pictures = os.environ.get("PICTURES", str(tmp_path))  # PICTURES=docs/studio keeps them
    with running(**folders) as server:
        browse(
            "access.test.js",
            KOWANE_OPEN_URL=server.url,
            KOWANE_PICTURES=str(Path(pictures).absolute()),
        )


def test_the_sources_keep_their_promises_without_a_browser() -> None:
    node = node_in(STUDIO, "vite")
    done = subprocess.run(
        [node, "--test", "tests/"], cwd=STUDIO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_built_page_is_the_build_of_its_sources(tmp_path: Path) -> None:
    node = node_in(STUDIO, "vite")
    vite = STUDIO / "node_modules" / "vite" / "bin" / "vite.js"
    subprocess.run(
        [node, vite, "build", "--outDir", tmp_path, "--logLevel", "warn"], cwd=STUDIO, check=True
    )
    for folder in (".", "studio"):
        compared = filecmp.dircmp(BUILT / folder, tmp_path / folder)
        assert not compared.left_only + compared.right_only + compared.diff_files, (
            f"{compared.left_only} {compared.right_only} {compared.diff_files}: run make page"
        )


def test_the_sources_have_the_types_they_claim() -> None:
    node = node_in(STUDIO, "typescript")
    done = subprocess.run(
        [node, STUDIO / "node_modules" / "typescript" / "bin" / "tsc", "--noEmit"],
        cwd=STUDIO,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
