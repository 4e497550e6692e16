"""Exposing durations on a model with Kokoro's inner structure, and reading without weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from tests.tiny_model import save_tiny_model, tiny_model

from kowane.acoustic.graph.durations import durations_addition, expose_durations
from kowane.acoustic.graph.skeleton import read_skeleton
from kowane.errors import AssetDamaged, AssetMissing, UnsupportedModel
from kowane.speech import FRAME_SAMPLES, STYLE_SIZE

IDS = np.array([[0, 43, 44, 45, 46, 0]])


def run(model: bytes, speed: object = np.float32(1)) -> dict[str, np.ndarray]:
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    feed = {"style": np.ones((1, STYLE_SIZE), np.float32), "speed": np.array([speed])}
    outputs = session.run(None, {session.get_inputs()[0].name: IDS, **feed})
    return dict(zip([o.name for o in session.get_outputs()], outputs, strict=True))


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.7])
def test_the_edited_graph_gives_durations_whose_sum_is_the_audio(speed: float) -> None:
    output = run(expose_durations(tiny_model()).SerializeToString(), np.float32(speed))
    assert output["durations"].dtype == np.int64
    assert output["durations"].shape == IDS.shape
    assert output["durations"].sum() * FRAME_SAMPLES == len(output["audio"])


def test_the_audio_is_untouched_by_the_edit() -> None:
    model = tiny_model()
    before = run(model.SerializeToString())["audio"]
    after = run(expose_durations(model).SerializeToString())["audio"]
    assert np.array_equal(before, after)


def test_the_edit_leaves_its_input_alone() -> None:
    model = tiny_model()
    before = model.SerializeToString()
    edited = expose_durations(model)
    assert model.SerializeToString() == before
    onnx.checker.check_model(edited, full_check=True)


def test_a_graph_with_durations_is_returned_as_it_is() -> None:
    model = tiny_model(durations=True)
    assert expose_durations(model) is model


def test_durations_are_found_behind_an_integer_speed() -> None:
    output = run(expose_durations(tiny_model(speed_type="int32")).SerializeToString(), np.int32(2))
    assert output["durations"].tolist() == [[1, 2, 2, 1, 2, 1]]


def test_durations_are_found_by_structure_whatever_the_nodes_are_called() -> None:
    model = tiny_model(tokens="input_ids", audio="waveform")
    renamed = {"/encoder/Clip_output_0": "a", "/encoder/Round_output_0": "b"}
    for node in model.graph.node:
        node.name = ""
        node.input[:] = [renamed.get(name, name) for name in node.input]
        node.output[:] = [renamed.get(name, name) for name in node.output]
    assert run(expose_durations(model).SerializeToString())["durations"].sum() > 0


def test_a_graph_without_that_structure_is_refused() -> None:
    model = tiny_model()
    next(node for node in model.graph.node if node.op_type == "Round").op_type = "Floor"
    with pytest.raises(UnsupportedModel, match="found 0"):
        expose_durations(model)


def test_a_graph_with_two_such_places_is_refused_rather_than_guessed_at() -> None:
    model = tiny_model()
    clip = next(node for node in model.graph.node if node.op_type == "Clip")
    again = model.graph.node.add()
    again.CopyFrom(clip)
    again.output[0] = "another"
    with pytest.raises(UnsupportedModel, match="found 2"):
        expose_durations(model)


def test_appending_the_addition_to_the_files_bytes_is_the_whole_edit() -> None:
    model = tiny_model()
    addition = durations_addition(model)
    assert addition is not None
    appended = model.SerializeToString() + addition.SerializeToString()
    assert onnx.load_from_string(appended) == expose_durations(model)


def test_a_skeleton_is_the_model_without_its_weights(tmp_path: Path) -> None:
    model = tiny_model()
    skeleton = read_skeleton(save_tiny_model(tmp_path / "m.onnx", model))
    assert model.graph.initializer
    del model.graph.initializer[:]
    assert skeleton == model


def test_a_skeleton_gives_the_same_addition_as_the_model(tmp_path: Path) -> None:
    model = tiny_model()
    path = save_tiny_model(tmp_path / "m.onnx", model)
    assert durations_addition(read_skeleton(path)) == durations_addition(model)


@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_a_file_that_was_cut_short_is_damaged(tmp_path: Path, kept: int) -> None:
    path = save_tiny_model(tmp_path / "m.onnx")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(AssetDamaged, match=r"m\.onnx"):
        read_skeleton(path)


def test_a_file_of_something_else_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "page.onnx"
    path.write_text("<!doctype html><title>404</title>")
    with pytest.raises(AssetDamaged, match=r"page\.onnx"):
        read_skeleton(path)


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"gone\.onnx"):
        read_skeleton(tmp_path / "gone.onnx")
