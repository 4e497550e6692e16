"""AdaIN written out in single operators → InstanceNormalization, and x² → x · x.

Kokoro's blocks normalise each channel over time, then scale and shift it by what the style says
(adaptive instance normalisation, Huang & Belongie 2017): y = γ (x - μ) / √(σ² + ε) + β. Exported
graphs spell that in eight operators, each a pass over the whole activation; InstanceNormalization
takes γ and β as inputs, so it is all of it in one. Same numbers up to rounding.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper

from kowane.acoustic.graph.editor import Editor

ADAIN_RECIPE = "adain-1"
SQUARE_RECIPE = "square-1"


def fuse_adain(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with InstanceNormalization in place of every AdaIN over (1, C, T).

    The pattern: Add(Mul(Div(Sub(x, μ), Sqrt(Add(ReduceMean((x - μ)²), ε))), γ), β) with
    μ = ReduceMean(x) over the last axis, γ and β of shape (1, C, 1). A normalisation that several
    AdaIN share is done once for each.
    """
    editor = Editor(model)
    for division in editor.nodes:
        if division.op_type != "Div":
            continue
        found = _normalised(editor, division)
        if found is None:
            continue
        source, epsilon = found
        for scaling in editor.readers(division.output[0], "Mul"):
            for shift in editor.readers(scaling.output[0], "Add"):
                gamma = _other(scaling, division.output[0])
                beta = _other(shift, scaling.output[0])
                if _per_channel(editor, gamma) and _per_channel(editor, beta):
                    fused = _fused(editor, [source, gamma, beta], shift.output[0], epsilon)
                    editor.replace(shift, *fused)
    return editor.finish()


def square_by_multiplying(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with Mul(x, x) in place of Pow(x, 2); exact, and it needs no call of pow."""
    editor = Editor(model)
    for node in editor.nodes:
        if node.op_type != "Pow":
            continue
        exponent = editor.constant(node.input[1])
        if exponent is not None and exponent.size == 1 and exponent.item() == 2:
            base = node.input[0]
            editor.replace(node, helper.make_node("Mul", [base, base], node.output, name=node.name))
    return editor.finish()


def _normalised(editor: Editor, division: onnx.NodeProto) -> tuple[str, float] | None:
    """x and ε, if the division is (x - μ) / √(σ² + ε)."""
    centred = editor.producer(division.input[0], "Sub")
    root = editor.producer(division.input[1], "Sqrt")
    stabilised = root and editor.producer(root.input[0], "Add")
    if not centred or not stabilised:
        return None
    mean = editor.producer(centred.input[1], "ReduceMean")
    if not mean or mean.input[0] != centred.input[0] or not _over_time(editor, mean):
        return None
    for variance_name in stabilised.input:
        epsilon = editor.constant(_other(stabilised, variance_name))
        variance = editor.producer(variance_name, "ReduceMean")
        if epsilon is None or epsilon.size != 1 or variance is None:
            continue
        if _over_time(editor, variance) and _is_square(
            editor, variance.input[0], centred.output[0]
        ):
            return centred.input[0], float(epsilon.item())
    return None


def _is_square(editor: Editor, name: str, base: str) -> bool:
    product = editor.producer(name, "Mul")
    if product is not None:
        return list(product.input) == [base, base]
    power = editor.producer(name, "Pow")
    if power is None or power.input[0] != base:
        return False
    exponent = editor.constant(power.input[1])
    return exponent is not None and exponent.size == 1 and exponent.item() == 2


def _over_time(editor: Editor, mean: onnx.NodeProto) -> bool:
    """Whether it is over the last axis of (1, C, T) alone and keeps it."""
    attributes = {a.name: helper.get_attribute_value(a) for a in mean.attribute}
    axes = attributes.get("axes")  # an attribute before opset 18, an input since
    if axes is None and len(mean.input) > 1:
        constant = editor.constant(mean.input[1])
        axes = None if constant is None else constant.ravel().tolist()
    return axes in ([2], [-1]) and attributes.get("keepdims", 1) == 1


def _per_channel(editor: Editor, name: str) -> bool:
    """Whether the tensor is (1, C, 1): computed from the style by way of an Unsqueeze."""
    constant = editor.constant(name)
    if constant is not None:
        return constant.ndim == 3 and constant.shape[0] == constant.shape[2] == 1
    while (node := editor.producer(name, "Add", "Split", "Slice")) is not None:
        if node.op_type == "Add":  # 1 + γ, in either order
            other = editor.constant(node.input[1])
            if other is None and editor.constant(node.input[0]) is None:
                return False
            name = node.input[0] if other is not None else node.input[1]
        else:
            name = node.input[0]
    column = editor.producer(name, "Unsqueeze")
    if column is None:
        return False
    axes = editor.constant(column.input[1]) if len(column.input) > 1 else None
    return axes is not None and axes.ravel().tolist() in ([2], [-1])


def _fused(editor: Editor, inputs: list[str], output: str, epsilon: float) -> list[onnx.NodeProto]:
    """Nodes that compute `output` from x, γ and β; the operator wants the last two flat."""
    source, gamma, beta = inputs
    flat = editor.add_constant("kowane/flat", np.array([-1], np.int64))
    scale, bias = f"{output}/scale", f"{output}/bias"
    return [
        helper.make_node("Reshape", [gamma, flat], [scale], name=scale),
        helper.make_node("Reshape", [beta, flat], [bias], name=bias),
        helper.make_node(
            "InstanceNormalization",
            [source, scale, bias],
            [output],
            name=f"{output}/adain",
            epsilon=epsilon,
        ),
    ]


def _other(node: onnx.NodeProto, name: str) -> str:
    """The other operand of a node with two."""
    first, second = node.input
    return str(second if first == name else first)
