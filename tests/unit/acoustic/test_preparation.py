"""The prepared copy: made once, whole, named after all it depends on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnx
import pytest
from tests.tiny_model import save_tiny_model, tiny_model

from kowane.acoustic.apart import Preparation
from kowane.acoustic.graph.durations import RECIPE, expose_durations
from kowane.acoustic.preparation import UNTOUCHED, PreparedModel, prepare
from kowane.acoustic.variants import DEQUANTISED, OFFICIAL, Variant
from kowane.errors import AssetDamaged, AssetError, AssetMissing, UnsupportedModel


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return save_tiny_model(tmp_path / "kokoro.onnx")


DIGEST = "ab" * 32


def prepared(
    source: Path, digest: str = DIGEST, runtime: str = "1.0", variant: Variant = OFFICIAL
) -> PreparedModel:
    cache = source.parent / "cache" / "graphs"
    return prepare(source, digest=digest, cache_dir=cache, runtime=runtime, variant=variant)


def prepared_apart(source: Path, variant: Variant = DEQUANTISED) -> PreparedModel:
    cache = source.parent / "cache" / "graphs"
    return Preparation(
        source, digest=DIGEST, cache_dir=cache, runtime="1.0", variant=variant
    ).wait()


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
    assert prepared(source) == PreparedModel(source, UNTOUCHED)
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


def test_each_variant_has_a_copy_of_its_own(source: Path) -> None:
    marked = Variant("marked", "marked-1", _marked)
    result = prepared(source, variant=marked)
    assert result.recipe == "marked-1"
    assert onnx.load(result.path).producer_name == "marked"
    assert prepared(source).path != result.path


def test_a_recipe_is_carried_out_once_by_all_who_ask_at_the_same_time(source: Path) -> None:
    calls: list[int] = []

    def build(model: onnx.ModelProto) -> onnx.ModelProto:
        calls.append(1)
        return model

    slow = Variant("counted", "counted-1", build)
    with ThreadPoolExecutor(4) as threads:
        results = set(threads.map(lambda _: prepared(source, variant=slow), range(8)))
    assert len(results) == len(calls) == 1


def test_a_recipe_that_fails_leaves_nothing_behind(source: Path) -> None:
    def build(model: onnx.ModelProto) -> onnx.ModelProto:
        raise UnsupportedModel("No.")

    with pytest.raises(UnsupportedModel):
        prepared(source, variant=Variant("broken", "broken-1", build))
    assert not list(source.parent.glob("cache/**/*.onnx"))
    assert not list(source.parent.glob("cache/**/*.part"))


def test_a_damaged_source_is_named_by_every_recipe(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"\x00" * 50)
    with pytest.raises(AssetDamaged, match=r"bad\.onnx"):
        prepared(tmp_path / "bad.onnx", variant=DEQUANTISED)
    with pytest.raises(AssetMissing, match=r"gone\.onnx"):
        prepared(tmp_path / "gone.onnx", variant=DEQUANTISED)


def test_another_process_makes_the_same_copy(source: Path) -> None:
    result = prepared_apart(source)
    made = result.path.read_bytes()
    assert result == prepared(source, variant=DEQUANTISED)
    result.path.unlink()
    assert prepared(source, variant=DEQUANTISED).path.read_bytes() == made


def test_what_goes_wrong_in_another_process_is_raised_here(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"\x00" * 50)
    with pytest.raises(AssetDamaged, match=r"bad\.onnx"):
        prepared_apart(tmp_path / "bad.onnx")


def test_a_process_that_is_ended_says_so(source: Path) -> None:
    preparation = Preparation(
        source, digest=DIGEST, cache_dir=source.parent, runtime="1.0", variant=DEQUANTISED
    )
    preparation.cancel()
    with pytest.raises(AssetError, match="status"):
        preparation.wait()


def _marked(model: onnx.ModelProto) -> onnx.ModelProto:
    marked = onnx.ModelProto()
    marked.CopyFrom(model)
    marked.producer_name = "marked"
    return marked
