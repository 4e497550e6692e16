"""Convolutions in float → products of 8-bit inputs and 8-bit weights, with outputs in float.

What ruins a quantised vocoder is the rounding of its *outputs*, which add up along the residual
blocks. So only what enters a convolution is rounded, with a scale and a zero of its own for each
channel; the scales are folded into the weights, which are rounded for each output channel, and what
comes out is float again:

    v_c ≈ s_c · (q_c - z_c)      y_o = r_o · Σ w_o,c,k · q_c[t + d·k] + b_o

The product is `com.microsoft.MatMulIntegerToFloat` over windows: the quantised input is turned to
time-major rows, one Gather lays the k rows of each output frame side by side, and one product with
constant weights does the rest. Padding is a row of what zero is rounded to. A convolution with a
stride of half its kernel the other way round (upsampling) is the same with two rows to a window
and a column for each sample of the stride.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from kowane.acoustic.graph.editor import Editor
from kowane.speech import Samples

RECIPE = "int8-1"

LEVELS = 255
"""Steps between the least and the greatest 8-bit input."""

_DEAD = np.float32(1e-6)
"""Scale of a channel that was silent in every calibration: its weights are as good as none."""


class Range(NamedTuple):
    """What enters a convolution, measured: least and greatest value of each channel, (C,)."""

    low: Samples
    high: Samples


class _Grid(NamedTuple):
    """v = scale · (q - zero) for each channel; zero is what v = 0 is rounded to."""

    scale: Samples
    zero: NDArray[np.uint8]


def quantise_convolutions(model: onnx.ModelProto, ranges: Mapping[str, Range]) -> onnx.ModelProto:
    """The model with every convolution that `ranges` names in 8 bits.

    Args:
        model: in float.
        ranges: by `layer_name` of the convolution; one that it does not name is left in float.

    Convolutions with a stride, groups, variable weights or an output of another length than the
    input, and transposed ones whose kernel is not twice the stride, are left in float too.
    """
    editor = Editor(model)
    for node in editor.nodes:
        found = ranges.get(layer_name(node))
        if found is None or node.op_type not in ("Conv", "ConvTranspose"):
            continue
        weight = editor.constant(node.input[1])
        if weight is None or weight.ndim != 3:
            continue
        if node.op_type == "Conv":
            _convolution(editor, node, weight, found)
        else:
            _upsampling(editor, node, weight, found)
    return editor.finish()


def layer_name(node: onnx.NodeProto) -> str:
    """The node's name in every official file; ONNX Runtime's quantiser appends `_quant`."""
    return str(node.name).removesuffix("_quant")


class _Layer:
    """One layer's replacement as it is put together.

    Attributes:
        grid: how its input is rounded.
        nodes: so far, in order.
    """

    def __init__(self, editor: Editor, node: onnx.NodeProto, measured: Range) -> None:
        self.editor = editor
        self.node = node
        self.grid = _grid(measured)
        self.name: str = node.output[0]
        self.attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        self.nodes: list[onnx.NodeProto] = []

    def add(self, operator: str, inputs: list[str], name: str, **attributes: Any) -> str:
        """Append a node; returns the name of its output, which is the layer's and `name`."""
        output = f"{self.name}/{name}" if name else self.name
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A constant of this layer's own."""
        return self.editor.add_constant(f"{self.name}/{name}", value)

    def shared(self, name: str, value: NDArray[np.generic]) -> str:
        """A constant that all layers use."""
        return self.editor.add_constant(f"kowane/{name}", value)

    def bias(self, outputs: int) -> NDArray[np.floating]:
        """The layer's own, or zeros."""
        given = self.node.input[2] if len(self.node.input) > 2 else ""
        value = self.editor.constant(given) if given else None
        return np.zeros(outputs) if value is None else value

    def finish(self) -> None:
        self.editor.replace(self.node, *self.nodes)

    def rows(self) -> str:
        """The input (1, C, T) rounded, as rows (1, T, C)."""
        scale = self.constant("scale", self.grid.scale)
        zero = self.constant("zero", self.grid.zero)
        inputs = [self.node.input[0], scale, zero]
        rounded = self.add("QuantizeLinear", inputs, "rounded", axis=1)
        return self.add("Transpose", [rounded], "rows", perm=[0, 2, 1])

    def padded(self, rows: str, before: int, after: int) -> str:
        """The rows between rows of what zero is rounded to."""
        parts = [rows]
        if before:
            parts.insert(0, self.constant("edge0", np.tile(self.grid.zero, (1, before, 1))))
        if after:
            parts.append(self.constant("edge2", np.tile(self.grid.zero, (1, after, 1))))
        return self.add("Concat", parts, "padded", axis=1)

    def windows(self, padded: str, rows: str, taps: int, dilation: int) -> str:
        """Rows t, t + d, …, t + (k - 1)·d of the padded ones side by side, (1, T, k·C)."""
        width = taps * len(self.grid.scale)
        offsets = np.arange(taps, dtype=np.int32) * np.int32(dilation)
        begin = self.shared("begin", np.array(0, np.int32))
        step = self.shared("step", np.array(1, np.int32))
        upright = self.shared("upright", np.array([-1, 1], np.int64))
        scalar = self.shared("scalar", np.array([], np.int64))
        taps_at = self.shared(f"taps{taps}x{dilation}", offsets)
        flat = self.shared(f"flat{width}", np.array([1, -1, width]))
        shape = self.add("Shape", [rows], "shape", start=1, end=2)
        length = self.add("Reshape", [shape, scalar], "length")
        whole = self.add("Cast", [length], "whole", to=TensorProto.INT32)
        numbers = self.add("Range", [begin, whole, step], "numbers")
        column = self.add("Reshape", [numbers, upright], "column")
        indices = self.add("Add", [column, taps_at], "indices")
        gathered = self.add("Gather", [padded, indices], "gathered", axis=1)
        return self.add("Reshape", [gathered, flat], "windows")

    def product(self, windows: str, matrix: Samples, bias: NDArray[np.floating]) -> str:
        """windows · matrix (taps, channels, columns) in 8 bits, + bias (columns,); in float."""
        folded = matrix * self.grid.scale[np.newaxis, :, np.newaxis]
        step = np.abs(folded).max(axis=(0, 1)) / 127
        step[step == 0] = 1.0
        whole = np.rint(folded / step).astype(np.int8)
        zero = self.grid.zero[np.newaxis, :, np.newaxis]
        shift = (whole.astype(np.float64) * zero).sum(axis=(0, 1))
        inputs = [
            windows,
            self.constant("weight8", whole.reshape(-1, whole.shape[-1])),
            self.shared("unit", np.array(1.0, np.float32)),
            self.constant("step", step.astype(np.float32)),
            "",
            "",
            self.constant("bias8", (bias - step * shift).astype(np.float32)),
        ]
        return self.add("MatMulIntegerToFloat", inputs, "product", domain="com.microsoft")


def _convolution(editor: Editor, node: onnx.NodeProto, weight: Samples, measured: Range) -> None:
    layer = _Layer(editor, node, measured)
    outputs, channels, taps = weight.shape
    dilation = layer.attributes.get("dilations", [1])[0]
    before, after = layer.attributes.get("pads", [0, 0])
    plain = layer.attributes.get("group", 1) == 1 and layer.attributes.get("strides", [1]) == [1]
    if not plain or before + after != dilation * (taps - 1) or len(measured.low) != channels:
        return
    windows = rows = layer.rows()
    if taps > 1:
        windows = layer.windows(layer.padded(rows, before, after), rows, taps, dilation)
    product = layer.product(windows, weight.transpose(2, 1, 0), layer.bias(outputs))
    layer.add("Transpose", [product], "", perm=[0, 2, 1])
    layer.finish()


def _upsampling(editor: Editor, node: onnx.NodeProto, weight: Samples, measured: Range) -> None:
    """y[t·s + j] = x[t] · W[j] + x[t - 1] · W[j + s] for 0 ≤ j < s, without the padding's samples.

    Of T frames there are T + 1 such blocks of s samples; `pads` are cut off both ends.
    """
    layer = _Layer(editor, node, measured)
    channels, outputs, taps = weight.shape
    stride = layer.attributes.get("strides", [1])[0]
    before, after = layer.attributes.get("pads", [0, 0])
    plain = layer.attributes.get("group", 1) == 1
    plain = plain and not any(layer.attributes.get("output_padding", [0]))
    if not plain or taps != 2 * stride or before + after != stride:
        return
    padded = layer.padded(layer.rows(), 1, 1)
    axis = layer.shared("axis1", np.array([1], np.int64))
    start = layer.shared("0", np.array([0], np.int64))
    second = layer.shared("1", np.array([1], np.int64))
    last = layer.shared("-1", np.array([-1], np.int64))
    end = layer.shared("end", np.array([np.iinfo(np.int64).max], np.int64))
    earlier = layer.add("Slice", [padded, start, last, axis], "earlier")
    later = layer.add("Slice", [padded, second, end, axis], "later")
    windows = layer.add("Concat", [earlier, later], "windows", axis=2)
    # (channels, outputs, 2, stride) → (2, channels, stride, outputs), the earlier frame first
    matrix = weight.reshape(channels, outputs, 2, stride)[:, :, ::-1].transpose(2, 0, 3, 1)
    matrix = matrix.reshape(2, channels, stride * outputs)
    product = layer.product(windows, matrix, np.tile(layer.bias(outputs), stride))
    shape = layer.constant("samples_shape", np.array([1, -1, outputs], np.int64))
    first = layer.constant("first", np.array([before], np.int64))
    final = layer.constant("final", np.array([-after], np.int64))
    samples = layer.add("Reshape", [product, shape], "samples")
    cut = layer.add("Slice", [samples, first, final, axis], "cut")
    layer.add("Transpose", [cut], "", perm=[0, 2, 1])
    layer.finish()


def _grid(measured: Range) -> _Grid:
    """The finest grid over the measured range; zero is always on it, for the padding."""
    low, high = np.minimum(measured.low, 0.0), np.maximum(measured.high, 0.0)
    scale = ((high - low) / LEVELS).astype(np.float32)
    scale[scale == 0] = _DEAD
    return _Grid(scale, np.rint(-low / scale).astype(np.uint8))
