"""A Kokoro graph → the same graph with the predicted durations as an output.

Kokoro predicts frames for every input position, d = clip(round(Σ sigmoid(x) / speed), 1), and
stretches its features by them (StyleTTS 2, `KModel.forward_with_tokens` in the reference
implementation). Official exports keep d inside. It is found by that structure, a Round of a
division by the `speed` input, clipped from below; names of nodes differ from export to export.

The edit only adds: one Cast node and one output. As protobuf messages merge when they are
concatenated, the edit is itself a small ModelProto, and appending its bytes to the file is the
whole edit, however large the weights.
"""

from __future__ import annotations

import onnx
from onnx import helper

from kowane.acoustic.signature import DURATIONS_NAMES, SPEED_NAMES, TOKENS_NAMES
from kowane.errors import UnsupportedModel

RECIPE = "durations-1"
"""Name and version of this rewrite; the version changes whenever its result does."""

OUTPUT = DURATIONS_NAMES[0]

_SAME_VALUES = ("Cast", "Identity", "Squeeze", "Unsqueeze")


def expose_durations(model: onnx.ModelProto) -> onnx.ModelProto:
    """A copy of the model with the output `durations`, int64 (1, T) frames.

    The model itself is left alone; it is returned as it is if it already has such an output.

    Raises:
        UnsupportedModel: the graph has no durations, or more than one tensor that could be them.
    """
    addition = durations_addition(model)
    if addition is None:
        return model
    edited = onnx.ModelProto()
    edited.CopyFrom(model)
    edited.MergeFrom(addition)
    return edited


def durations_addition(model: onnx.ModelProto) -> onnx.ModelProto | None:
    """What must be merged into the model so that it gives its durations; None if it does.

    Needs no weights: a skeleton will do.

    Raises:
        UnsupportedModel: as `expose_durations`.
    """
    if any(output.name in DURATIONS_NAMES for output in model.graph.output):
        return None
    source = _find_durations(model.graph)
    tokens = next((i for i in model.graph.input if i.name in TOKENS_NAMES), None)
    addition = onnx.ModelProto()
    addition.graph.node.append(
        helper.make_node(
            "Cast", [source], [OUTPUT], name="kowane/durations", to=onnx.TensorProto.INT64
        )
    )
    output = helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.INT64, None)
    if tokens is not None:
        output.type.tensor_type.shape.CopyFrom(tokens.type.tensor_type.shape)
    addition.graph.output.append(output)
    return addition


def _find_durations(graph: onnx.GraphProto) -> str:
    """Name of the tensor that holds the frames of each input position."""
    producer = {name: node for node in graph.node for name in node.output}

    def before_casts(name: str) -> str:
        """The tensor whose values this one has, in another type or shape perhaps."""
        node = producer.get(name)
        while node is not None and node.op_type in _SAME_VALUES:
            name = node.input[0]
            node = producer.get(name)
        return name

    def origin(name: str, operator: str) -> onnx.NodeProto | None:
        node = producer.get(before_casts(name))
        return node if node is not None and node.op_type == operator else None

    candidates: list[str] = []
    for clip in graph.node:
        if clip.op_type not in ("Clip", "Max"):
            continue
        for operand in clip.input[: 1 if clip.op_type == "Clip" else None]:
            rounding = origin(operand, "Round")
            division = rounding and origin(rounding.input[0], "Div")
            if division and before_casts(division.input[1]) in SPEED_NAMES:
                candidates.append(clip.output[0])
    if len(candidates) != 1:
        raise UnsupportedModel(
            "The model file gives no durations, and they were not found inside: looked for one "
            f"Clip(Round(x / speed)), found {len(candidates)}.",
            remedy="Use an official Kokoro v1.0 ONNX file; `kowane assets pull` fetches one.",
        )
    return candidates[0]
