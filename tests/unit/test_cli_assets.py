"""`kowane assets`, as a user meets it, with an empty cache and no network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kowane.assets.manifest import MODEL, VOICES
from kowane.assets.store import AssetStore
from kowane.cli.assets import app
from kowane.errors import AssetMissing


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KOWANE_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("KOWANE_OFFLINE", "true")
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_list_shows_every_asset_and_its_state() -> None:
    result = call("list")
    assert result.exit_code == 0
    for asset in AssetStore().manifest:
        assert asset.name in result.stdout
    assert "missing" in result.stdout


def test_list_as_json_is_one_array_with_digests_licences_and_sources() -> None:
    rows = json.loads(call("list", "--json").stdout)
    assert [row["state"] for row in rows] == ["missing"] * 3
    model = next(row for row in rows if row["name"] == MODEL)
    assert model["bytes"] == 92_361_271
    assert model["licence"] == "Apache-2.0"
    assert len(model["sha256"]) == 64
    assert model["sources"]
    assert model["path"].endswith(MODEL)


def test_pulling_an_unknown_name_is_a_mistake_of_the_caller() -> None:
    result = call("pull", "kokoro")
    assert result.exit_code == 2
    assert "'kokoro'" in result.stderr


def test_a_pull_that_fails_is_an_error_with_the_remedy() -> None:
    result = call("pull", VOICES)
    assert isinstance(result.exception, AssetMissing)
    assert "KOWANE_OFFLINE" in str(result.exception)


def test_verify_fails_when_a_needed_asset_is_missing() -> None:
    result = call("verify")
    assert result.exit_code == 1
    assert f"kowane assets pull {MODEL}" in result.stderr
    assert f"kowane assets pull {VOICES}" in result.stderr
    assert "kokoro-v1.0.onnx" not in result.stderr


def test_verify_fails_on_a_damaged_asset_and_names_the_remedy(empty_cache: Path) -> None:
    path = AssetStore(empty_cache).status(VOICES).path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    result = call("verify", VOICES)
    assert result.exit_code == 1
    assert "damaged" in result.stdout
    assert f"kowane assets pull --force {VOICES}" in result.stderr


def test_verify_accepts_a_file_it_knows_nothing_of_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "own.onnx").write_bytes(b"mine")
    result = call("verify", str(tmp_path / "own.onnx"))
    assert result.exit_code == 0
    assert "unverified" in result.stdout
