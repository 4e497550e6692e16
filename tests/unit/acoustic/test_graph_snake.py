"""Snake folded into its neighbours computes what Snake written out did."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kowane.acoustic.graph.snake import fold_snake

CHANNELS = 6
RNG = np.random.default_rng(11)
X = RNG.normal(size=(1, CHANNELS, 40)).astype(np.float32)
FLOAT = TensorProto.FLOAT
ALPHA = np.array([2.0, 1.0, 0.3, -0.02, 0.001, 0.7], np.float32)


def snake(
    *,
    alpha: NDArray[np.float32] = ALPHA,
    square: str = "Mul",
    also_read: str = "",
    groups: int = 1,
) -> onnx.ModelProto:
    """AdaIN, Snake and a padded convolution, as they follow each other in Kokoro's blocks."""
    steps: list[tuple[str, list[str], list[str], dict[str, Any]]] = [
        ("InstanceNormalization", ["x", "gamma", "beta"], ["n"], {"epsilon": 1e-5}),
        ("Mul", ["alpha", "n"], ["angle"], {}),
        ("Sin", ["angle"], ["sine"], {}),
        (square, ["sine", "sine" if square == "Mul" else "two"], ["squared"], {}),
        ("Mul", ["inverse", "squared"], ["wave"], {}),
        ("Add", ["n", "wave"], ["active"], {}),
        ("Conv", ["active", "w", "b"], ["convolved"], {"pads": [4, 4], "group": groups}),
    ]
    if also_read:
        steps.append(("ReduceMean", [also_read], ["aside"], {"keepdims": 1}))
        steps.append(("Add", ["convolved", "aside"], ["y"], {}))
    else:
        steps.append(("Identity", ["convolved"], ["y"], {}))
    weights: dict[str, NDArray[np.generic]] = {
        "gamma": np.linspace(0.5, 2, CHANNELS, dtype=np.float32),
        "beta": np.linspace(-1, 1, CHANNELS, dtype=np.float32),
        "alpha": alpha.reshape(1, -1, 1),
        "inverse": np.divide(1, alpha, where=alpha != 0, out=np.ones_like(alpha)).reshape(1, -1, 1),
        "two": np.array(2.0, np.float32),
        "w": np.random.default_rng(12).normal(size=(CHANNELS, CHANNELS // groups, 9)),
        "b": np.random.default_rng(13).normal(size=CHANNELS),
    }
    graph = helper.make_graph(
        [helper.make_node(kind, i, o, name=o[0], **extra) for kind, i, o, extra in steps],
        "snake",
        [helper.make_tensor_value_info("x", FLOAT, [1, CHANNELS, "t"])],
        [helper.make_tensor_value_info("y", FLOAT, None)],
        [numpy_helper.from_array(v.astype(np.float32), name) for name, v in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def run(model: onnx.ModelProto) -> NDArray[np.float32]:
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    output: NDArray[np.float32] = session.run(None, {"x": X})[0]
    return output


def operators(model: onnx.ModelProto) -> list[str]:
    return [node.op_type for node in model.graph.node]


@pytest.mark.parametrize("square", ["Mul", "Pow"])
def test_the_result_is_the_same_edges_and_tiny_alphas_included(square: str) -> None:
    model = snake(square=square)
    folded = fold_snake(model)
    assert "Sin" not in operators(folded)
    assert operators(folded).count("Cos") == 1
    np.testing.assert_allclose(run(folded), run(model), rtol=2e-4, atol=2e-4)


@pytest.mark.parametrize("tensor", ["n", "active"])
def test_a_snake_with_other_readers_is_left_alone(tensor: str) -> None:
    model = snake(also_read=tensor)
    assert operators(fold_snake(model)) == operators(model)


def test_a_convolution_in_groups_is_left_alone() -> None:
    model = snake(groups=2)
    assert operators(fold_snake(model)) == operators(model)


def test_an_alpha_of_zero_is_left_alone() -> None:
    model = snake(alpha=np.array([1, 1, 0, 1, 1, 1], np.float32))
    assert operators(fold_snake(model)) == operators(model)
