"""The JavaScript client in a real browser; the tests are in javascript/."""

from __future__ import annotations

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.e2e.process import ROOT, clean_environment, running

FOLDER = Path(__file__).parent / "javascript"
CLIENT = ROOT / "clients" / "javascript"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def test_the_client_speaks_in_a_browser() -> None:
    node, npm, chromium = (shutil.which(name) for name in ("node", "npm", "chromium"))
    if node is None or npm is None or chromium is None:
        pytest.skip("node and chromium are needed; tools/system_packages.sh installs the latter")
    if not (FOLDER / "node_modules" / "playwright-core").is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)
    pages = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(CLIENT)))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{pages.server_port}"
    with (
        running(KOWANE_CORS_ORIGINS=origin) as process,
        running(KOWANE_CORS_ORIGINS=origin, KOWANE_API_KEYS="right") as keyed,
    ):
        done = subprocess.run(
            [node, "--test"],
            cwd=FOLDER,
            env=clean_environment()
            | {
                "PAGE_URL": origin,
                "SERVER_URL": process.url,
                "KEYED_URL": keyed.url,
                "CHROMIUM": chromium,
            },
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    pages.shutdown()
    pages.server_close()
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_what_npm_would_publish_is_complete() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    done = subprocess.run(
        [npm, "pack", "--dry-run", "--json"],
        cwd=CLIENT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    for name in ("kowane.js", "kowane.d.ts", "player.worklet.js", "package.json", "README.md"):
        assert f'"{name}"' in done.stdout
