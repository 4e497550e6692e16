"""Convolutions in 8 bits stay close to the float ones, at their edges too."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kowane.acoustic.graph.quantise import Range, quantise_convolutions

CHANNELS, OUTPUTS, FRAMES = 8, 6, 50
RNG = np.random.default_rng(3)
# Channels of very unlike loudness, none centred on zero: what one scale for all would ruin.
LOUDNESS = np.geomspace(0.01, 30, CHANNELS).astype(np.float32).reshape(1, -1, 1)
X = (RNG.normal(size=(1, CHANNELS, FRAMES)).astype(np.float32) + 0.5) * LOUDNESS
RANGE = Range(X.min(axis=(0, 2)), X.max(axis=(0, 2)))


def model(
    operator: str, weight: NDArray[np.float64], *, bias: bool = True, **extra: Any
) -> onnx.ModelProto:
    weights = {"w": weight, "b": RNG.normal(size=OUTPUTS)}
    inputs = ["x", "w", "b"] if bias else ["x", "w"]
    node = helper.make_node(operator, inputs, ["y"], name="layer_quant", **extra)
    graph = helper.make_graph(
        [node],
        "one layer",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, CHANNELS, "t"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(v.astype(np.float32), name) for name, v in weights.items()],
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def convolution(taps: int, **options: Any) -> onnx.ModelProto:
    weight = RNG.normal(size=(OUTPUTS, CHANNELS, taps)) / LOUDNESS.reshape(1, -1, 1)
    return model("Conv", weight, **options)


def run(made: onnx.ModelProto, x: NDArray[np.float32] = X) -> NDArray[np.float32]:
    session = ort.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    output: NDArray[np.float32] = session.run(None, {"x": x})[0]
    return output


def operators(made: onnx.ModelProto) -> list[str]:
    return [node.op_type for node in made.graph.node]


def assert_close(made: onnx.ModelProto, measured: Range = RANGE) -> None:
    quantised = quantise_convolutions(made, {"layer": measured})
    assert "MatMulIntegerToFloat" in operators(quantised)
    assert not {"Conv", "ConvTranspose"} & set(operators(quantised))
    expected, found = run(made), run(quantised)
    assert found.shape == expected.shape
    # 8 bits in and 8 bits of weights: errors of some 1/255 each, many of them averaged
    error = np.abs(found - expected).max(axis=(0, 1))
    assert error.max() < 0.1 * expected.std()
    noise = np.square(found - expected).mean() / np.square(expected).mean()
    assert 10 * np.log10(noise) < -35


@pytest.mark.parametrize(
    ("taps", "extra"),
    [
        (1, {}),
        (3, {"pads": [1, 1]}),
        (7, {"pads": [9, 9], "dilations": [3]}),
        (11, {"pads": [25, 25], "dilations": [5]}),
        (3, {"pads": [2, 0]}),
    ],
)
@pytest.mark.parametrize("bias", [True, False])
def test_a_convolution_is_close_to_the_float_one_edges_included(
    taps: int, extra: dict[str, Any], bias: bool
) -> None:
    assert_close(convolution(taps, bias=bias, **extra))


@pytest.mark.parametrize(("stride", "pads"), [(10, [5, 5]), (6, [3, 3]), (2, [1, 1])])
def test_an_upsampling_is_close_to_the_float_one(stride: int, pads: list[int]) -> None:
    weight = RNG.normal(size=(CHANNELS, OUTPUTS, 2 * stride)) / LOUDNESS.reshape(-1, 1, 1)
    assert_close(model("ConvTranspose", weight, strides=[stride], pads=pads))


def test_a_channel_that_is_always_silent_does_no_harm() -> None:
    silent = np.where(np.arange(CHANNELS) == 2, 0, 1).astype(np.float32)
    measured = Range(RANGE.low * silent, RANGE.high * silent)
    made = convolution(3, pads=[1, 1])
    quiet = X * silent.reshape(1, -1, 1)
    quantised = quantise_convolutions(made, {"layer": measured})
    np.testing.assert_allclose(run(quantised, quiet), run(made, quiet), atol=0.2)


def test_other_lengths_are_other_windows() -> None:
    made = convolution(3, pads=[1, 1])
    quantised = quantise_convolutions(made, {"layer": RANGE})
    for frames in (1, 2, 17):
        assert run(quantised, X[:, :, :frames]).shape == run(made, X[:, :, :frames]).shape


@pytest.mark.parametrize(
    "extra", [{"strides": [2], "pads": [1, 1]}, {"pads": [0, 0]}, {"group": 2, "pads": [1, 1]}]
)
def test_what_cannot_be_written_as_windows_is_left_in_float(extra: dict[str, Any]) -> None:
    weight = RNG.normal(size=(OUTPUTS, CHANNELS // extra.get("group", 1), 3))
    made = model("Conv", weight, **extra)
    assert operators(quantise_convolutions(made, {"layer": RANGE})) == operators(made)


def test_a_layer_without_a_range_is_left_in_float() -> None:
    made = convolution(3, pads=[1, 1])
    assert operators(quantise_convolutions(made, {"another": RANGE})) == operators(made)
