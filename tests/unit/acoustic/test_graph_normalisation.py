"""AdaIN as one operator and squares as products: the same numbers from fewer operators."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kowane.acoustic.graph.normalisation import fuse_adain, square_by_multiplying

CHANNELS = 6
VALUE = helper.make_tensor_value_info
FLOAT = TensorProto.FLOAT

X = np.random.default_rng(3).normal(2.0, 3.0, (1, CHANNELS, 50)).astype(np.float32)
STYLE = np.random.default_rng(4).normal(size=(1, 2 * CHANNELS)).astype(np.float32)


def adain(*, square: str = "Mul", axis: int = 2, keepdims: int = 1, copies: int = 1) -> Any:
    """AdaIN as Kokoro's exports spell it, `copies` of it over one normalisation, summed."""
    squared = ["centred", "centred"] if square == "Mul" else ["centred", "two"]
    steps: list[tuple[str, list[str], list[str], dict[str, Any]]] = [
        ("ReduceMean", ["x", "axis"], ["mean"], {"keepdims": keepdims}),
        ("Sub", ["x", "mean"], ["centred"], {}),
        (square, squared, ["squares"], {}),
        ("ReduceMean", ["squares", "axis"], ["variance"], {"keepdims": keepdims}),
        ("Add", ["variance", "epsilon"], ["stable"], {}),
        ("Sqrt", ["stable"], ["deviation"], {}),
        ("Div", ["centred", "deviation"], ["normal"], {}),
        ("Unsqueeze", ["style", "two_axis"], ["column"], {}),
        ("Split", ["column", "halves"], ["scale", "shift"], {"axis": 1}),
        ("Add", ["scale", "one"], ["gamma"], {}),
    ]
    for copy in range(copies):
        steps.append(("Mul", ["gamma", "normal"], [f"scaled{copy}"], {}))
        steps.append(("Add", [f"scaled{copy}", "shift"], [f"y{copy}"], {}))
    steps.append(("Sum", [f"y{copy}" for copy in range(copies)], ["y"], {}))
    weights: dict[str, NDArray[np.generic]] = {
        "axis": np.array([axis]),
        "two": np.array(2.0, np.float32),
        "two_axis": np.array([2]),
        "halves": np.array([CHANNELS, CHANNELS]),
        "one": np.array(1.0, np.float32),
        "epsilon": np.array(1e-5, np.float32),
    }
    inputs = [VALUE("x", FLOAT, [1, CHANNELS, "n"]), VALUE("style", FLOAT, [1, 2 * CHANNELS])]
    return made(steps, inputs, weights)


def made(
    steps: list[tuple[str, list[str], list[str], dict[str, Any]]],
    inputs: list[onnx.ValueInfoProto],
    weights: dict[str, NDArray[np.generic]],
) -> onnx.ModelProto:
    graph = helper.make_graph(
        [helper.make_node(kind, i, o, name=o[0], **extra) for kind, i, o, extra in steps],
        "written out",
        inputs,
        [VALUE("y", FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def run(model: onnx.ModelProto, **feed: NDArray[np.float32]) -> NDArray[np.float32]:
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = ort.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    output: NDArray[np.float32] = session.run(None, feed)[0]
    return output


def operators(model: onnx.ModelProto) -> list[str]:
    return [node.op_type for node in model.graph.node]


@pytest.mark.parametrize("square", ["Mul", "Pow"])
@pytest.mark.parametrize("axis", [2, -1])
def test_adain_becomes_one_operator_with_the_same_result(square: str, axis: int) -> None:
    model = adain(square=square, axis=axis)
    fused = fuse_adain(model)
    assert operators(fused).count("InstanceNormalization") == 1
    assert not {"ReduceMean", "Sqrt", "Div", "Sub"} & set(operators(fused))
    expected = run(model, x=X, style=STYLE)
    np.testing.assert_allclose(run(fused, x=X, style=STYLE), expected, atol=2e-5)


def test_a_shared_normalisation_is_fused_with_each_that_shares_it() -> None:
    model = adain(copies=3)
    fused = fuse_adain(model)
    assert operators(fused).count("InstanceNormalization") == 3
    assert "Sqrt" not in operators(fused)
    expected = run(model, x=X, style=STYLE)
    np.testing.assert_allclose(run(fused, x=X, style=STYLE), expected, atol=5e-5)


def test_a_normalisation_over_another_axis_is_left_alone() -> None:
    model = adain(axis=1)
    assert operators(fuse_adain(model)) == operators(model)


def test_the_epsilon_is_kept() -> None:
    model = adain()
    (epsilon,) = (t for t in model.graph.initializer if t.name == "epsilon")
    epsilon.CopyFrom(numpy_helper.from_array(np.array(0.5, np.float32), "epsilon"))
    expected = run(model, x=X, style=STYLE)
    np.testing.assert_allclose(run(fuse_adain(model), x=X, style=STYLE), expected, atol=2e-5)


def test_a_square_becomes_a_product_bit_for_bit() -> None:
    weights: dict[str, NDArray[np.generic]] = {"two": np.array(2.0, np.float32)}
    model = made([("Pow", ["x", "two"], ["y"], {})], [VALUE("x", FLOAT, [1, "c", "n"])], weights)
    product = square_by_multiplying(model)
    assert operators(product) == ["Mul"]
    assert not product.graph.initializer
    assert np.array_equal(run(product, x=X), run(model, x=X))


@pytest.mark.parametrize("exponent", [3.0, 0.5])
def test_other_powers_are_left_alone(exponent: float) -> None:
    weights: dict[str, NDArray[np.generic]] = {"p": np.array(exponent, np.float32)}
    model = made([("Pow", ["x", "p"], ["y"], {})], [VALUE("x", FLOAT, [1, "c", "n"])], weights)
    assert operators(square_by_multiplying(model)) == ["Pow"]
