"""The spectrum of the source by a convolution is the one of ONNX Runtime's STFT."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kowane.acoustic.graph.spectrum import stft_as_convolution

STEP = 5
RNG = np.random.default_rng(5)


def model(size: int = 20, **attributes: Any) -> onnx.ModelProto:
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    constants = {
        "step": np.array(STEP, np.int64),
        "window": window,
        "size": np.array(size, np.int64),
        "column": np.array([1, -1, 1], np.int64),
    }
    return helper.make_model(
        helper.make_graph(
            [
                helper.make_node("Reshape", ["x", "column"], ["signal"]),
                helper.make_node("STFT", ["signal", "step", "window", "size"], ["y"], **attributes),
            ],
            "spectrum",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "t"])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
            [numpy_helper.from_array(value, name) for name, value in constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", 20)],
        ir_version=9,
    )


def run(made: onnx.ModelProto, x: NDArray[np.float32]) -> NDArray[np.float32]:
    session = ort.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    output: NDArray[np.float32] = session.run(None, {"x": x})[0]
    return output


@pytest.mark.parametrize("size", [20, 16])
def test_every_bin_of_every_frame_is_the_same(size: int) -> None:
    made = model(size)
    lifted = stft_as_convolution(made)
    assert "STFT" not in [node.op_type for node in lifted.graph.node]
    x = RNG.normal(size=(1, 333)).astype(np.float32)
    expected, found = run(made, x), run(lifted, x)
    assert found.shape == expected.shape == (1, (333 - size) // STEP + 1, size // 2 + 1, 2)
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_silence_has_the_phases_that_the_official_model_is_heard_with() -> None:
    x = np.full((1, 100), -0.02944175, np.float32)  # Kokoro's source where nothing is voiced
    expected, found = (run(made, x)[0, 3] for made in (model(), stft_as_convolution(model())))
    heard = np.hypot(*expected.T) > 2e-8  # less than that is another with every window
    phases = [np.arctan2(each[:, 1], each[:, 0])[heard] for each in (expected, found)]
    assert heard.sum() >= 8
    np.testing.assert_allclose(phases[1], phases[0], atol=0.5)


def test_a_two_sided_spectrum_is_left_alone() -> None:
    made = model(onesided=0)
    assert stft_as_convolution(made).graph.node == made.graph.node
