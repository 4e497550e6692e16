"""Schemathesis reads the server's OpenAPI document and looks for requests that break it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.process import ROOT, clean_environment, running

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "unsupported_method",
)


def test_no_request_gives_a_5xx_or_breaks_the_document(tmp_path: Path) -> None:
    with running(FAKE_DELAY=0, KOWANE_QUEUE_LIMIT=1000) as process:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "schemathesis.cli",
                "run",
                process.url + "/openapi.json",
                "--checks",
                ",".join(CHECKS),
                "--max-examples",
                "25",
                "--seed",
                "1",
                "--no-color",
                # Bodies that it cannot make, and a stream whose frames it takes for objects.
                "--exclude-path",
                "/v1/jobs/upload",
                "--exclude-path",
                "/v1/audio/speech/stream",
                "--exclude-path",
                "/v1/jobs/{id}/events",
                "--request-timeout",
                "30",
            ],
            cwd=tmp_path,
            env=clean_environment() | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
