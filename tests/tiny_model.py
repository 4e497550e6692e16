"""A generated ONNX model of a few kilobytes with Kokoro's inputs, outputs and inner structure.

It predicts durations as Kokoro does (round, clip from below, division by the speed), stretches its
ids by them through an alignment matrix and hums a tone for each, so that the number of samples is
the durations' sum × 600. Same input, same output.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kowane.speech import FRAME_SAMPLES, STYLE_SIZE

ENDLESS_ID = 177
"""An input that contains this id runs for hours, if the model was made `endless`."""


def tiny_model(
    *,
    tokens: str = "tokens",
    audio: str = "audio",
    speed_type: Literal["float32", "int32", "int64"] = "float32",
    durations: bool = False,
    endless: bool = False,
) -> onnx.ModelProto:
    """The model, checked.

    Args:
        tokens, audio: names of the input and the output.
        speed_type: element type of the input `speed`.
        durations: whether it gives its durations, as the output `durations`.
        endless: whether ENDLESS_ID makes it run for hours, in very many very short operators.
    """
    nodes: list[onnx.NodeProto] = []
    constants: dict[str, NDArray[np.generic]] = {
        "zero": np.array(0, np.int64),
        "one": np.array(1.0, np.float32),
        "two": np.array(2.0, np.float32),
        "three": np.array(3, np.int64),
        "axis0": np.array([0], np.int64),
        "axis1": np.array([1], np.int64),
        "axis2": np.array([2], np.int64),
        "flat": np.array([-1], np.int64),
        "step": np.array(1, np.int64),
        "style_weight": np.linspace(-1, 1, STYLE_SIZE, dtype=np.float32).reshape(-1, 1),
        "times": np.arange(FRAME_SAMPLES, dtype=np.float32).reshape(1, 1, -1) / 24_000,
        "hertz": np.array(2 * np.pi * 40.0, np.float32),
    }

    def add(operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(
            helper.make_node(
                operator, inputs, [output], name=output.removesuffix("_output_0"), **attributes
            )
        )
        return output

    # Durations: 2 to 4 frames by id at speed 1.
    add("Mod", [tokens, "three"], "residue")
    add("Cast", ["residue"], "residue_float", to=TensorProto.FLOAT)
    add("Add", ["residue_float", "two"], "wanted")
    add("Cast", ["speed"], "speed_float", to=TensorProto.FLOAT)
    add("Div", ["wanted", "speed_float"], "/encoder/Div_output_0")
    add("Round", ["/encoder/Div_output_0"], "/encoder/Round_output_0")
    frames = add("Clip", ["/encoder/Round_output_0", "one", ""], "/encoder/Clip_output_0")

    # Alignment (1, T, F): 1 where frame f belongs to position t.
    add("Cast", [frames], "frames", to=TensorProto.INT64)
    add("CumSum", ["frames", "axis1"], "ends")
    add("Sub", ["ends", "frames"], "begins")
    add("ReduceSum", ["frames"], "total", keepdims=0)
    add("Range", ["zero", "total", "step"], "positions")
    add("Unsqueeze", ["ends", "axis2"], "ends_column")
    add("Unsqueeze", ["begins", "axis2"], "begins_column")
    add("Less", ["positions", "ends_column"], "before_end")
    add("Less", ["positions", "begins_column"], "before_begin")
    add("Not", ["before_begin"], "after_begin")
    add("And", ["before_end", "after_begin"], "inside")
    add("Cast", ["inside"], "alignment", to=TensorProto.FLOAT)

    # A tone for each frame, its height from the id, its strength from the style.
    add("Cast", [tokens], "ids_float", to=TensorProto.FLOAT)
    add("Unsqueeze", ["ids_float", "axis1"], "ids_row")
    add("MatMul", ["ids_row", "alignment"], "frame_ids")
    add("Mul", ["frame_ids", "hertz"], "speeds")
    add("Reshape", ["speeds", "column_shape"], "speeds_column")
    constants["column_shape"] = np.array([1, -1, 1], np.int64)
    add("Mul", ["speeds_column", "times"], "phase")
    add("Sin", ["phase"], "tone")
    add("MatMul", ["style", "style_weight"], "loudness")
    add("Sigmoid", ["loudness"], "strength")
    add("Mul", ["tone", "strength"], "scaled")
    samples = add("Reshape", ["scaled", "flat"], "samples")
    if endless:
        samples = _hold_up(add, constants, tokens, samples)
    add("Identity", [samples], audio)

    speed_element = helper.np_dtype_to_tensor_dtype(np.dtype(speed_type))
    outputs = [helper.make_tensor_value_info(audio, TensorProto.FLOAT, ["samples"])]
    if durations:
        add("Identity", ["frames"], "durations")
        outputs.append(helper.make_tensor_value_info("durations", TensorProto.INT64, [1, "length"]))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info(tokens, TensorProto.INT64, [1, "length"]),
            helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, STYLE_SIZE]),
            helper.make_tensor_value_info("speed", speed_element, [1]),
        ],
        outputs,
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def save_tiny_model(path: Path, model: onnx.ModelProto | None = None) -> Path:
    """Write the model, the standard one by default; returns the path."""
    path.write_bytes((model or tiny_model()).SerializeToString())
    return path


def _hold_up(
    add: Callable[..., str], constants: dict[str, NDArray[np.generic]], tokens: str, samples: str
) -> str:
    """A loop that adds zero to the samples: no turns, or 10^12 if ENDLESS_ID is in the input."""
    constants["endless_id"] = np.array(ENDLESS_ID, np.int64)
    constants["turns"] = np.array(10**12, np.int64)
    constants["silence"] = np.array(0.0, np.float32)
    add("Equal", [tokens, "endless_id"], "is_endless")
    add("Cast", ["is_endless"], "is_endless_int", to=TensorProto.INT64)
    add("ReduceMax", ["is_endless_int"], "has_endless", keepdims=0)
    add("Mul", ["has_endless", "turns"], "trip_count")
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go_on"], ["still"]),
            helper.make_node("Add", ["carried", "silence"], ["carried_on"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("carried", TensorProto.FLOAT, ["n"]),
        ],
        [
            helper.make_tensor_value_info("still", TensorProto.BOOL, []),
            helper.make_tensor_value_info("carried_on", TensorProto.FLOAT, ["n"]),
        ],
    )
    return add("Loop", ["trip_count", "", samples], "held_up", body=body)
