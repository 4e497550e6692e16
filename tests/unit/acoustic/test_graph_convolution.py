"""Convolutions with a height of one compute what those without it did."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kowane.acoustic.graph.convolution import lift_convolutions

RNG = np.random.default_rng(5)
WEIGHT = RNG.normal(size=(16, 8, 3)).astype(np.float32)
BIAS = RNG.normal(size=16).astype(np.float32)
X = RNG.normal(size=(1, 8, 40)).astype(np.float32)


def convolution(weight: NDArray[np.float32] = WEIGHT, **attributes: Any) -> onnx.ModelProto:
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w", "b"], ["y"], name="conv", **attributes)],
        "convolution",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", "c", "t"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(weight, "w"), numpy_helper.from_array(BIAS, "b")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def run(model: onnx.ModelProto, x: NDArray[np.float32] = X) -> NDArray[np.float32]:
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    output: NDArray[np.float32] = session.run(None, {"x": x})[0]
    return output


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"kernel_shape": [3], "pads": [1, 1], "strides": [1]},
        {"pads": [5, 5], "dilations": [5]},
        {"pads": [2, 1], "strides": [2]},
        {"auto_pad": "SAME_UPPER"},
    ],
)
def test_a_convolution_gives_the_same_in_two_dimensions(attributes: dict[str, Any]) -> None:
    model = convolution(**attributes)
    lifted = lift_convolutions(model)
    assert [node.op_type for node in lifted.graph.node] == ["Unsqueeze", "Conv", "Squeeze"]
    np.testing.assert_allclose(run(lifted), run(model), rtol=1e-5, atol=1e-5)


def test_groups_are_kept() -> None:
    model = convolution(WEIGHT[:, :2], group=4, pads=[1, 1])
    np.testing.assert_allclose(run(lift_convolutions(model)), run(model), rtol=1e-5, atol=1e-5)


def test_two_dimensional_convolutions_are_left_alone() -> None:
    model = lift_convolutions(convolution())
    again = lift_convolutions(model)
    assert list(again.graph.node) == list(model.graph.node)
