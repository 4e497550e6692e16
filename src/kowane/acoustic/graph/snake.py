"""Snake between an AdaIN and a convolution → three passes over the activation in place of six.

Kokoro's activation is y = x + sin²(αx) / α with an α for each channel (Snake, Ziyin et al. 2020).
With u = 2αx that is y = (u + 1 - cos u) / 2α. The factor 2α goes into the scale and shift of the
AdaIN before it, 1 / 2α into the weights of the convolution behind it, and u + (1 - cos u) is left.
Exact on paper; where α is tiny, 1 - cos u loses digits that y hardly depends on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from kowane.acoustic.graph.editor import Editor

RECIPE = "snake-1"

_SQUARES = ("Mul", "Pow")


def fold_snake(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with every Snake folded that stands between the two; needs fused AdaIN.

    A Snake is left alone if its input has other readers, if anything but one convolution with
    constant weights and one group reads its output, or if an α is 0.
    """
    editor = Editor(model)
    one = np.array(1.0, np.float32)
    for addition in editor.nodes:
        if addition.op_type != "Add" or len(editor.readers(addition.output[0])) != 1:
            continue
        found = _snake(editor, addition)
        convolutions = editor.readers(addition.output[0], "Conv")
        if found is None or not convolutions or convolutions[0].input[0] != addition.output[0]:
            continue
        norm, alpha = found
        (convolution,) = convolutions
        weight = editor.constant(convolution.input[1])
        if weight is None or weight.shape[1] != alpha.size:
            continue
        doubled, output = f"{norm.output[0]}/doubled", addition.output[0]
        factor = editor.add_constant(f"{output}/2alpha", 2 * alpha)
        scaled = [f"{doubled}/scale", f"{doubled}/bias"]
        fused = helper.make_node(
            "InstanceNormalization", [norm.input[0], *scaled], [doubled], name=doubled
        )
        fused.attribute.extend(norm.attribute)
        editor.replace(
            norm,
            helper.make_node("Mul", [norm.input[1], factor], [scaled[0]], name=scaled[0]),
            helper.make_node("Mul", [norm.input[2], factor], [scaled[1]], name=scaled[1]),
            fused,
        )
        cosine, rest = f"{output}/cos", f"{output}/1-cos"
        unit = editor.add_constant("kowane/one", one)
        editor.replace(
            addition,
            helper.make_node("Cos", [doubled], [cosine], name=cosine),
            helper.make_node("Sub", [unit, cosine], [rest], name=rest),
            helper.make_node("Add", [doubled, rest], [output], name=output),
        )
        column = alpha.reshape(1, -1, *(1,) * (weight.ndim - 2))
        kernel = editor.add_constant(f"{convolution.input[1]}/snake", weight / (2 * column))
        replacement = helper.make_node(
            "Conv",
            [output, kernel, *convolution.input[2:]],
            convolution.output,
            name=convolution.name,
        )
        replacement.attribute.extend(convolution.attribute)
        editor.replace(convolution, replacement)
    return editor.finish()


def _snake(
    editor: Editor, addition: onnx.NodeProto
) -> tuple[onnx.NodeProto, NDArray[np.float32]] | None:
    """The AdaIN before a Snake that ends in this addition, and α (C,)."""
    for base, activation in (addition.input, reversed(addition.input)):
        norm = editor.producer(base, "InstanceNormalization")
        product = editor.producer(activation, "Mul")
        if norm is None or product is None or len(editor.readers(base)) != 2:
            continue
        inverse, square = _constant_and_other(editor, product)
        sine = _root(editor, square)
        angle = sine and editor.producer(sine.input[0], "Mul")
        if inverse is None or not angle or base not in angle.input:
            continue
        alpha, _ = _constant_and_other(editor, angle)
        if alpha is None or alpha.size != inverse.size or not alpha.all():
            continue
        if np.allclose(alpha.ravel() * inverse.ravel(), 1, atol=1e-4):
            return norm, alpha.ravel().astype(np.float32)
    return None


def _constant_and_other(editor: Editor, node: onnx.NodeProto) -> tuple[NDArray[Any] | None, str]:
    """A product's constant factor, None if it has none, and the name of its other one."""
    first, second = node.input
    value = editor.constant(first)
    return (value, second) if value is not None else (editor.constant(second), first)


def _root(editor: Editor, square: str) -> onnx.NodeProto | None:
    """The Sin that is squared, by Mul or by Pow."""
    node = editor.producer(square, *_SQUARES)
    if node is None:
        return None
    if node.op_type == "Mul":
        same = node.input[0] == node.input[1]
    else:
        exponent = editor.constant(node.input[1])
        same = exponent is not None and exponent.size == 1 and exponent.item() == 2
    return editor.producer(node.input[0], "Sin") if same else None
