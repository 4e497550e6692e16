"""Dequantising: what ONNX Runtime's dynamic quantiser did to a float graph is undone."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tests.tiny_model import tiny_model

from kowane.acoustic.graph.dequantise import dequantise
from kowane.acoustic.graph.editor import Editor
from kowane.errors import UnsupportedModel

RNG = np.random.default_rng(7)
VALUE = helper.make_tensor_value_info


def on_grid(*shape: int, channel_axis: int = 0) -> NDArray[np.float32]:
    """Weights that int8 and uint8 with one scale represent exactly: -127 … 127 in steps of 1/64."""
    values = RNG.integers(-127, 128, shape).astype(np.float32)
    ends = np.moveaxis(values, channel_axis, 0).reshape(shape[channel_axis], -1)
    ends[:, 0], ends[:, 1] = -127, 127
    moved = ends.reshape(np.moveaxis(values, channel_axis, 0).shape)
    return np.ascontiguousarray(np.moveaxis(moved, 0, channel_axis)) / np.float32(64)


def model(
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    output: onnx.ValueInfoProto,
    weights: Mapping[str, NDArray[np.generic]],
) -> onnx.ModelProto:
    graph = helper.make_graph(
        nodes,
        "float",
        inputs,
        [output],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made


def quantised(made: onnx.ModelProto, tmp_path: Path, *, per_channel: bool) -> onnx.ModelProto:
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    logging.disable(logging.WARNING)
    source, target = tmp_path / "float.onnx", tmp_path / "quantised.onnx"
    onnx.save(made, source)
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Conv", "LSTM", "Gather"],
        per_channel=per_channel,
        weight_type=QuantType.QInt8,
        extra_options={"WeightSymmetric": True, "DefaultTensorType": TensorProto.FLOAT},
    )
    logging.disable(logging.NOTSET)
    return onnx.load(target)


def run(made: onnx.ModelProto, **feed: NDArray[np.generic]) -> NDArray[np.float32]:
    session = ort.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    output: NDArray[np.float32] = session.run(None, feed)[0]
    return output


def operators(made: onnx.ModelProto) -> set[str]:
    return {node.op_type for node in made.graph.node}


@pytest.mark.parametrize("per_channel", [False, True])
def test_a_matrix_product_is_what_it_was(tmp_path: Path, per_channel: bool) -> None:
    made = model(
        [
            helper.make_node("MatMul", ["x", "w"], ["product"], name="product"),
            helper.make_node("Add", ["product", "b"], ["y"], name="sum"),
        ],
        [VALUE("x", TensorProto.FLOAT, [1, "n", 16])],
        VALUE("y", TensorProto.FLOAT, [1, "n", 8]),
        {"w": on_grid(16, 8, channel_axis=1), "b": RNG.normal(size=8).astype(np.float32)},
    )
    compressed = quantised(made, tmp_path, per_channel=per_channel)
    assert "MatMulInteger" in operators(compressed)
    restored = dequantise(compressed)
    assert operators(restored) == {"MatMul", "Add"}
    x = RNG.normal(size=(1, 5, 16)).astype(np.float32)
    np.testing.assert_allclose(run(restored, x=x), run(made, x=x), atol=1e-5)


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("per_channel", [False, True])
def test_a_convolution_is_what_it_was(tmp_path: Path, bias: bool, per_channel: bool) -> None:
    weights = {"w": on_grid(6, 4, 3), "b": RNG.normal(size=6).astype(np.float32)}
    inputs = ["x", "w", *(["b"] if bias else [])]
    made = model(
        [helper.make_node("Conv", inputs, ["y"], name="conv", pads=[2, 2], dilations=[2])],
        [VALUE("x", TensorProto.FLOAT, [1, 4, "n"])],
        VALUE("y", TensorProto.FLOAT, [1, 6, "n"]),
        {name: value for name, value in weights.items() if name in inputs},
    )
    compressed = quantised(made, tmp_path, per_channel=per_channel)
    assert "ConvInteger" in operators(compressed)
    restored = dequantise(compressed)
    assert operators(restored) == ({"Conv", "Add", "Reshape"} if bias else {"Conv"})
    x = RNG.normal(size=(1, 4, 9)).astype(np.float32)
    np.testing.assert_allclose(run(restored, x=x), run(made, x=x), atol=1e-5)


def test_a_bias_that_was_added_as_whole_numbers_is_added_to_the_convolution() -> None:
    """The pattern of the official int8 file."""
    weight, scale = on_grid(6, 4, 3), np.array(1 / 64, np.float32)
    bias = RNG.normal(size=6).astype(np.float32)
    x_info = VALUE("x", TensorProto.FLOAT, [1, 4, "n"])
    y_info = VALUE("y", TensorProto.FLOAT, [1, 6, "n"])
    steps: list[tuple[str, list[str], list[str], dict[str, Any]]] = [
        ("DynamicQuantizeLinear", ["x"], ["xq", "x_scale", "x_zero"], {}),
        ("ConvInteger", ["xq", "wq", "x_zero", "w_zero"], ["product"], {"pads": [1, 1]}),
        ("Mul", ["x_scale", "w_scale"], ["bias_scale"], {}),
        ("Div", ["b", "bias_scale"], ["steps"], {}),
        ("Floor", ["steps"], ["whole"], {}),
        ("Cast", ["whole"], ["whole_int"], {"to": TensorProto.INT32}),
        ("Reshape", ["whole_int", "shape"], ["column"], {}),
        ("Add", ["product", "column"], ["sum"], {}),
        ("Cast", ["sum"], ["sum_float"], {"to": TensorProto.FLOAT}),
        ("Mul", ["sum_float", "bias_scale"], ["y"], {}),
    ]
    compressed = model(
        [helper.make_node(kind, i, o, name=o[0], **extra) for kind, i, o, extra in steps],
        [x_info],
        y_info,
        {
            "w_scale": scale,
            "b": bias,
            "wq": (weight / scale + 128).astype(np.uint8),
            "w_zero": np.array(128, np.uint8),
            "shape": np.array([1, -1, 1]),
        },
    )
    restored = dequantise(compressed)
    assert operators(restored) == {"Conv"}
    made = model(
        [helper.make_node("Conv", ["x", "w", "b"], ["y"], pads=[1, 1])],
        [x_info],
        y_info,
        {"w": weight, "b": bias},
    )
    x = RNG.normal(size=(1, 4, 9)).astype(np.float32)
    np.testing.assert_allclose(run(restored, x=x), run(made, x=x), atol=1e-5)
    np.testing.assert_allclose(run(restored, x=x), run(compressed, x=x), atol=0.5)


@pytest.mark.parametrize("per_channel", [False, True])
def test_a_recurrent_layer_is_what_it_was(tmp_path: Path, per_channel: bool) -> None:
    hidden = 4
    made = model(
        [
            helper.make_node(
                "LSTM",
                ["x", "w", "r", "b"],
                ["y"],
                name="lstm",
                hidden_size=hidden,
                direction="bidirectional",
            )
        ],
        [VALUE("x", TensorProto.FLOAT, ["n", 1, 6])],
        VALUE("y", TensorProto.FLOAT, ["n", 2, 1, hidden]),
        {
            "w": on_grid(2, 4 * hidden, 6),
            "r": on_grid(2, 4 * hidden, hidden),
            "b": RNG.normal(size=(2, 8 * hidden)).astype(np.float32),
        },
    )
    compressed = quantised(made, tmp_path, per_channel=per_channel)
    assert "DynamicQuantizeLSTM" in operators(compressed)
    restored = dequantise(compressed)
    assert operators(restored) == {"LSTM"}
    x = RNG.normal(size=(7, 1, 6)).astype(np.float32)
    np.testing.assert_allclose(run(restored, x=x), run(made, x=x), atol=0.02)


def test_an_embedding_is_what_it_was(tmp_path: Path) -> None:
    made = model(
        [helper.make_node("Gather", ["table", "ids"], ["y"], name="gather", axis=0)],
        [VALUE("ids", TensorProto.INT64, [1, "n"])],
        VALUE("y", TensorProto.FLOAT, [1, "n", 5]),
        {"table": on_grid(10, 5)},
    )
    compressed = quantised(made, tmp_path, per_channel=False)
    assert "DequantizeLinear" in operators(compressed)
    restored = dequantise(compressed)
    assert operators(restored) == {"Gather"}
    ids = np.array([[0, 3, 9]])
    np.testing.assert_allclose(run(restored, ids=ids), run(made, ids=ids), atol=1e-2)


def test_a_float_graph_comes_back_unchanged() -> None:
    made = tiny_model()
    restored = dequantise(made)
    assert list(restored.graph.node) == list(made.graph.node)


def test_an_integer_product_of_another_kind_is_refused(tmp_path: Path) -> None:
    made = model(
        [helper.make_node("MatMul", ["x", "w"], ["y"], name="product")],
        [VALUE("x", TensorProto.FLOAT, [1, 16])],
        VALUE("y", TensorProto.FLOAT, [1, 8]),
        {"w": on_grid(16, 8)},
    )
    compressed = quantised(made, tmp_path, per_channel=False)
    next(n for n in compressed.graph.node if n.op_type == "DynamicQuantizeLinear").op_type = "Odd"
    with pytest.raises(UnsupportedModel, match="product"):
        dequantise(compressed)


def test_the_editor_drops_what_nobody_reads_any_more_and_leaves_the_model_alone() -> None:
    made = model(
        [
            helper.make_node("Mul", ["x", "a"], ["scaled"], name="scaled"),
            helper.make_node("Add", ["scaled", "b"], ["y"], name="y"),
        ],
        [VALUE("x", TensorProto.FLOAT, [2])],
        VALUE("y", TensorProto.FLOAT, [2]),
        {"a": np.ones(2, np.float32), "b": np.ones(2, np.float32)},
    )
    before = made.SerializeToString()
    editor = Editor(made)
    editor.replace(editor.nodes[1], helper.make_node("Neg", ["x"], ["y"]))
    result = editor.finish()
    assert operators(result) == {"Neg"}
    assert not result.graph.initializer
    assert made.SerializeToString() == before


def test_the_editor_keeps_what_only_a_subgraph_reads() -> None:
    made = tiny_model(endless=True)
    kept = {tensor.name for tensor in Editor(made).finish().graph.initializer}
    assert "silence" in kept
