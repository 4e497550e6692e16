"""A dynamically quantised graph → the same graph in float, with the weights it really has.

Dynamic quantisation rounds the activations of every operator anew in every run. The weights' own
rounding cannot be undone, but without that of the activations the graph is what other rewrites
can work on, and it is the reference that a quantised variant is judged by. The patterns are those
that ONNX Runtime's `quantize_dynamic` writes:

    x → DynamicQuantizeLinear → MatMulInteger → Cast → Mul(x_scale · w_scale)
    x → DynamicQuantizeLinear → ConvInteger → [Add(⌊bias / scale⌋)] → Cast → Mul(x_scale · w_scale)
    DynamicQuantizeLSTM(x, Wq, Rq, …)
    Gather(Wq, ids) → DequantizeLinear
"""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from kowane.acoustic.graph.editor import Editor
from kowane.errors import UnsupportedModel
from kowane.speech import Samples

RECIPE = "float-1"


def dequantise(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model in float; one that is not quantised comes back unchanged.

    Raises:
        UnsupportedModel: a quantised operator stands in none of the patterns above.
    """
    editor = Editor(model)
    for node in editor.nodes:
        match node.op_type:
            case "MatMulInteger" | "ConvInteger":
                _product(editor, node)
            case "DynamicQuantizeLSTM":
                _lstm(editor, node)
            case "DequantizeLinear":
                _embedding(editor, node)
    return editor.finish()


def _product(editor: Editor, node: onnx.NodeProto) -> None:
    """A matrix product or convolution, with its bias where it has one."""
    source = editor.producer(node.input[0], "DynamicQuantizeLinear")
    result = node
    additions = editor.readers(node.output[0], "Add")
    bias = None
    if additions:
        result = additions[0]
        bias = _bias(editor, [name for name in result.input if name != node.output[0]])
    casts = editor.readers(result.output[0], "Cast")
    products = editor.readers(casts[0].output[0], "Mul") if casts else []
    if source is None or not products or (additions and bias is None):
        raise _unknown(node)
    scale = _weight_scale(editor, products[0], source.output[1])
    weight = editor.constant(node.input[1])
    if weight is None or scale is None:
        raise _unknown(node)
    zero = editor.constant(node.input[3]) if len(node.input) > 3 else None
    convolution = node.op_type == "ConvInteger"
    # Scales are per output channel: the first axis of a convolution, the last of a matrix.
    column = (-1, *(1,) * (weight.ndim - 1)) if convolution else (-1,)
    inputs = [
        source.input[0],
        editor.add_constant(f"{node.input[1]}/float", _to_float(weight, zero, scale, column)),
    ]
    if bias is not None:
        inputs.append(bias)
    replacement = helper.make_node(
        "Conv" if convolution else "MatMul", inputs, products[0].output, name=node.name
    )
    replacement.attribute.extend(node.attribute)
    editor.replace(products[0], replacement)


def _weight_scale(
    editor: Editor, product: onnx.NodeProto, input_scale: str
) -> NDArray[np.generic] | None:
    """The constant in x_scale · w_scale, by which the integer result is multiplied."""
    for name in product.input:
        scales = editor.producer(name, "Mul")
        if scales is not None and input_scale in scales.input:
            return next(
                (value for n in scales.input if (value := editor.constant(n)) is not None), None
            )
    return None


def _bias(editor: Editor, names: list[str]) -> str | None:
    """The float bias from which ⌊bias / scale⌋ is computed in the graph."""
    (name,) = names
    while (node := editor.producer(name, "Reshape", "Cast", "Floor", "Div")) is not None:
        name = node.input[0]
        if node.op_type == "Div":
            return str(name)
    return None


def _lstm(editor: Editor, node: onnx.NodeProto) -> None:
    """Inputs 1, 2 are W, R with their scales and zero points in 8, 9 and 10, 11.

    Both are stored transposed, (directions, inputs, 4 · hidden); LSTM wants them the other way
    round (ContribOperators.md of ONNX Runtime).
    """
    inputs = list(node.input[:8])
    for weight_at, scale_at in ((1, 8), (2, 10)):
        weight, scale, zero = (
            editor.constant(node.input[at]) for at in (weight_at, scale_at, scale_at + 1)
        )
        if weight is None or scale is None:
            raise _unknown(node)
        directions = weight.shape[0]
        column = (directions, 1, -1)
        dense = _to_float(weight, zero, scale, column).transpose(0, 2, 1)
        inputs[weight_at] = editor.add_constant(
            f"{node.input[weight_at]}/float", np.ascontiguousarray(dense)
        )
    replacement = helper.make_node("LSTM", inputs, node.output, name=node.name)
    replacement.attribute.extend(node.attribute)
    editor.replace(node, replacement)


def _embedding(editor: Editor, node: onnx.NodeProto) -> None:
    gather = editor.producer(node.input[0], "Gather")
    if gather is None:
        raise _unknown(node)
    table, scale = editor.constant(gather.input[0]), editor.constant(node.input[1])
    zero = editor.constant(node.input[2]) if len(node.input) > 2 else None
    if table is None or scale is None or scale.size != 1:
        raise _unknown(node)
    dense = editor.add_constant(f"{gather.input[0]}/float", _to_float(table, zero, scale, ()))
    replacement = helper.make_node(
        "Gather", [dense, gather.input[1]], node.output, name=gather.name
    )
    replacement.attribute.extend(gather.attribute)
    editor.replace(node, replacement)


def _to_float(
    weight: NDArray[np.generic],
    zero: NDArray[np.generic] | None,
    scale: NDArray[np.generic],
    column: tuple[int, ...],
) -> Samples:
    """(weight - zero) · scale; scale and zero have one value or one for each output channel."""
    values = weight.astype(np.float32)
    if zero is not None:
        values -= _broadcast(zero.astype(np.float32), column)
    dense: Samples = values * _broadcast(scale.astype(np.float32), column)
    return dense


def _broadcast(value: Samples, column: tuple[int, ...]) -> Samples:
    return value.reshape(()) if value.size == 1 else value.reshape(column)


def _unknown(node: onnx.NodeProto) -> UnsupportedModel:
    return UnsupportedModel(
        f"The {node.op_type} node {node.name!r} is not quantised in a way that can be undone.",
        remedy="Use the official int8 or float file.",
    )
