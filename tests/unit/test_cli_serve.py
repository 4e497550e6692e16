"""`kowane serve`: flags become settings."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kowane import build, server
from kowane.cli.serve import run
from kowane.settings import Settings, hash_key


def test_flags_become_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served: list[Settings] = []
    monkeypatch.setattr(server, "serve", served.append)
    monkeypatch.setattr(build, "check_assets", lambda settings: None)
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(run)
    flags = (
        "--host 0.0.0.0 --port 9000 --workers 2 --threads 3 --queue-limit 5 --log-format json "
        "--profile reference --api-key one --api-key two --allowed-host a.example "
        f"--allowed-host b.example --cors-origin https://c.example --audio-cache-dir {tmp_path}"
    )
    done = CliRunner().invoke(app, flags.split(), catch_exceptions=False)
    assert done.exit_code == 0
    assert served == [
        Settings(
            host="0.0.0.0",  # noqa: S104
            port=9000,
            workers=2,
            threads=3,
            queue_limit=5,
            log_format="json",
            profile="reference",
            api_keys=(hash_key("one"), hash_key("two")),
            allowed_hosts=("a.example", "b.example"),
            cors_origins=("https://c.example",),
            audio_cache_dir=tmp_path,
        )
    ]
