"""The prepared copy: made once, whole, named after all it depends on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnx
import pytest
from tests.tiny_model import save_tiny_model, tiny_model

from kowane.acoustic.graph.durations import RECIPE, expose_durations
from kowane.acoustic.preparation import OFFICIAL, PreparedModel, prepare
from kowane.errors import AssetDamaged, AssetError, AssetMissing, UnsupportedModel


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return save_tiny_model(tmp_path / "kokoro.onnx")


def prepared(source: Path, digest: str = "ab" * 32, runtime: str = "1.0") -> PreparedModel:
    cache = source.parent / "cache" / "graphs"
    return prepare(source, digest=digest, cache_dir=cache, runtime=runtime)


def test_the_copy_is_the_edited_model(source: Path) -> None:
    result = prepared(source)
    assert result.recipe == RECIPE
    assert onnx.load(result.path) == expose_durations(tiny_model())


def test_the_source_is_left_alone(source: Path) -> None:
    before = source.read_bytes()
    prepared(source)
    assert source.read_bytes() == before


def test_a_copy_that_exists_is_used_as_it_is(source: Path) -> None:
    first = prepared(source)
    made = first.path.stat()
    assert prepared(source) == first
    assert first.path.stat().st_mtime_ns == made.st_mtime_ns
    assert first.path.stat().st_ino == made.st_ino


def test_another_model_or_another_runtime_has_a_copy_of_its_own(source: Path) -> None:
    copies = {
        prepared(source).path,
        prepared(source, digest="cd" * 32).path,
        prepared(source, runtime="2.0").path,
    }
    assert len(copies) == 3


def test_a_model_with_durations_is_loaded_as_it_came(tmp_path: Path) -> None:
    source = save_tiny_model(tmp_path / "timed.onnx", tiny_model(durations=True))
    assert prepared(source) == PreparedModel(source, OFFICIAL)
    assert not (tmp_path / "cache").exists()


def test_preparing_at_the_same_time_makes_one_copy_and_leaves_no_parts(source: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        results = set(threads.map(lambda _: prepared(source), range(8)))
    assert len(results) == 1
    (result,) = results
    assert onnx.load(result.path) == expose_durations(tiny_model())
    assert not list(result.path.parent.glob("*.part"))


def test_nothing_is_left_behind_when_the_model_is_refused(tmp_path: Path) -> None:
    model = tiny_model()
    next(node for node in model.graph.node if node.op_type == "Round").op_type = "Floor"
    with pytest.raises(UnsupportedModel):
        prepared(save_tiny_model(tmp_path / "odd.onnx", model))
    assert not list(tmp_path.glob("cache/**/*.onnx"))


def test_a_missing_and_a_damaged_source_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing):
        prepared(tmp_path / "gone.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"\x00" * 50)
    with pytest.raises(AssetDamaged):
        prepared(tmp_path / "bad.onnx")


def test_a_cache_that_cannot_be_written_is_named(source: Path) -> None:
    (source.parent / "cache").write_text("a file where the directory should be")
    with pytest.raises(AssetError, match="cache") as raised:
        prepared(source)
    assert raised.value.remedy
