"""What computes the same in every run is computed once; everything else is left as it is."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
from onnx import TensorProto, helper, numpy_helper

from kowane.acoustic.graph.constants import fold_constants


def model() -> onnx.ModelProto:
    """y = x · (v / |v|) + (constant in four steps): weight normalisation as exports leave it."""
    nodes = [
        helper.make_node("Mul", ["v", "v"], ["squares"]),
        helper.make_node("ReduceSum", ["squares"], ["sum"], keepdims=1),
        helper.make_node("Sqrt", ["sum"], ["norm"]),
        helper.make_node("Div", ["v", "norm"], ["weight"]),
        helper.make_node("MatMul", ["x", "weight"], ["y"]),
    ]
    return helper.make_model(
        helper.make_graph(
            nodes,
            "normalised",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 4])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
            [numpy_helper.from_array(np.arange(12, dtype=np.float32).reshape(4, 3), "v")],
        ),
        opset_imports=[helper.make_opsetid("", 20)],
        ir_version=9,
    )


def test_a_chain_of_constants_becomes_one() -> None:
    folded = fold_constants(model())
    assert [node.op_type for node in folded.graph.node] == ["MatMul"]
    assert [tensor.name for tensor in folded.graph.initializer] == ["weight"]


def test_the_result_is_the_same() -> None:
    x = np.random.default_rng(1).normal(size=(5, 4)).astype(np.float32)
    expected, found = (
        ort.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"]).run(
            None, {"x": x}
        )[0]
        for made in (model(), fold_constants(model()))
    )
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_model_without_any_is_left_as_it_is() -> None:
    folded = fold_constants(model())
    assert fold_constants(folded) == folded
