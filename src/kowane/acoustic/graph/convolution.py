"""1-D convolutions → 2-D convolutions of height one, for which ONNX Runtime has better kernels.

ONNX Runtime lays 2-D activations out in blocks of channels (its NCHWc transformer) and runs them
with kernels made for that; 1-D convolutions it turns into matrix products by way of a copy of every
window. A height of one changes no number that is computed, only how it is stored.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper

from kowane.acoustic.graph.editor import Editor

RECIPE = "lift-1"

_LIFTED = {"dilations": 1, "kernel_shape": 1, "strides": 1}
"""Attributes with a value for each axis, and what a height of one has."""


def lift_convolutions(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with every 1-D Conv whose weights are constant as a 2-D one."""
    editor = Editor(model)
    for node in editor.nodes:
        if node.op_type != "Conv":
            continue
        weight = editor.constant(node.input[1])
        if weight is None or weight.ndim != 3:
            continue
        height = editor.add_constant("kowane/height", np.array([2], np.int64))
        kernel = editor.add_constant(f"{node.input[1]}/2d", weight[:, :, np.newaxis])
        source, output = node.input[0], node.output[0]
        tall, result = f"{output}/2d_input", f"{output}/2d_output"
        convolution = helper.make_node(
            "Conv", [tall, kernel, *node.input[2:]], [result], name=f"{node.name}/2d"
        )
        for attribute in node.attribute:
            value = helper.get_attribute_value(attribute)
            if attribute.name in _LIFTED:
                value = [_LIFTED[attribute.name], *value]
            elif attribute.name == "pads":
                before, after = value
                value = [0, before, 0, after]
            convolution.attribute.append(helper.make_attribute(attribute.name, value))
        editor.replace(
            node,
            helper.make_node("Unsqueeze", [source, height], [tall], name=f"{node.name}/unsqueeze"),
            convolution,
            helper.make_node("Squeeze", [result, height], [output], name=f"{node.name}/squeeze"),
        )
    return editor.finish()
