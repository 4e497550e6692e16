"""A Kokoro graph → the part before its vocoder as a graph, and the vocoder's weights as arrays.

Kokoro's vocoder is the generator of iSTFTNet (Kaneko et al. 2022) with AdaIN and Snake, some nine
tenths of the work. It begins at three tensors: the decoder's last features, the spectrum of the
harmonic source and the half of the style that belongs to the decoder. The graph is cut there, so
that something else can do the rest (`kowane_native`). Names of modules are those of the reference
implementation, which exports keep; the graph must be in float (`dequantise`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from kowane.acoustic.graph.durations import OUTPUT as DURATIONS
from kowane.acoustic.graph.editor import Editor
from kowane.acoustic.native import VOCODER_INPUTS
from kowane.errors import UnsupportedModel
from kowane.speech import Samples

HIDDEN, HARMONICS, STYLE = VOCODER_INPUTS
"""Outputs of the cut graph: (1, 512, 2 · frames), (1, 22, 120 · frames + 1), (1, 128)."""

STAGES = 2
BLOCKS = ("noise_res.0", "noise_res.1", *(f"resblocks.{i}" for i in range(6)))
UNITS = 3
"""Residual blocks have three units of two convolutions, each behind an AdaIN and a Snake."""


def convolution_names() -> tuple[str, ...]:
    """The convolutions of the residual blocks and the upsampling, whose inputs can be 8 bits."""
    blocks = (
        f"{block}.convs{half}.{unit}"
        for block in BLOCKS
        for unit in range(UNITS)
        for half in (1, 2)
    )
    return (*blocks, *(f"ups.{stage}" for stage in range(STAGES)))


def cut_before_vocoder(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model up to the vocoder: outputs `durations`, HIDDEN, HARMONICS and STYLE, no audio.

    Raises:
        UnsupportedModel: it has no such vocoder, or no output `durations`.
    """
    generator = _Generator(model)
    if not any(output.name == DURATIONS for output in model.graph.output):
        raise UnsupportedModel("The graph to cut gives no durations.")
    cut = onnx.ModelProto()
    cut.CopyFrom(model)
    del cut.graph.output[:]
    cut.graph.output.extend(o for o in model.graph.output if o.name == DURATIONS)
    for name, source in (
        (HIDDEN, generator.hidden()),
        (HARMONICS, generator.convolution("noise_convs.0").input[0]),
        (STYLE, generator.style()),
    ):
        cut.graph.node.append(helper.make_node("Identity", [source], [name], name=f"kowane/{name}"))
        cut.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    return Editor(cut).finish()


def vocoder_weights(model: onnx.ModelProto) -> dict[str, Samples]:
    """The vocoder's weights, float32, under the reference implementation's names.

    Convolutions as (outputs, inputs, taps), transposed ones as (inputs, outputs, taps), the linear
    layer of an AdaIN as (style, 2 · channels).

    Raises:
        UnsupportedModel: it has no such vocoder.
    """
    generator = _Generator(model)
    weights: dict[str, NDArray[Any]] = {}
    plain = [*(f"noise_convs.{stage}" for stage in range(STAGES)), "conv_post"]
    for name in (*convolution_names(), *plain):
        node = generator.convolution(name)
        weights[f"{name}.weight"] = generator.value(node.input[1])
        weights[f"{name}.bias"] = generator.value(node.input[2])
    for block in BLOCKS:
        for unit in range(UNITS):
            for half in (1, 2):
                norm = f"{block}.adain{half}.{unit}"
                weight, bias = generator.linear(norm)
                weights[f"{norm}.weight"], weights[f"{norm}.bias"] = weight, bias
                alpha = f"{block}.alpha{half}.{unit}"
                weights[alpha] = generator.initializer(alpha).ravel()
    basis = generator.initializer("stft.istft.stft.inverse_basis", "stft.inverse_basis")
    weights["istft.basis"] = basis.reshape(basis.shape[0], -1)
    weights["istft.window_sum"] = generator.initializer(
        "stft.istft.stft.window_sum", "stft.window_sum"
    ).ravel()
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


class _Generator:
    """Finds the generator's nodes and weights by the names of its modules."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._editor = Editor(model)
        self._nodes: dict[str, onnx.NodeProto] = {
            node.name.partition("/generator/")[2]: node
            for node in self._editor.nodes
            if "/generator/" in node.name
        }
        self._names = [tensor.name for tensor in model.graph.initializer]

    def convolution(self, module: str) -> onnx.NodeProto:
        path = module.replace(".convs", "/convs") + "/Conv"
        for name, node in self._nodes.items():
            if name.startswith(path) and node.op_type in ("Conv", "ConvTranspose"):
                return node
        raise _not_kokoro(f"no convolution {module}")

    def hidden(self) -> str:
        """What goes into the leaky ReLU before the first upsampling."""
        relu = self._editor.producer(self.convolution("ups.0").input[0], "LeakyRelu")
        if relu is None:
            raise _not_kokoro("no leaky ReLU before its first upsampling")
        return str(relu.input[0])

    def style(self) -> str:
        return str(self._product("resblocks.0.adain1.0").input[0])

    def linear(self, module: str) -> tuple[NDArray[Any], NDArray[Any]]:
        product = self._product(module)
        weight = self.value(product.input[1])
        if product.op_type == "Gemm":
            transposed = any(a.name == "transB" and a.i for a in product.attribute)
            return weight.T if transposed else weight, self.value(product.input[2])
        for addition in self._editor.readers(product.output[0], "Add"):
            for name in addition.input:
                if (bias := self._editor.constant(name)) is not None:
                    return weight, bias
        raise _not_kokoro(f"no bias in {module}")

    def _product(self, module: str) -> onnx.NodeProto:
        path = module.replace(".adain", "/adain") + "/fc/"
        for name, node in self._nodes.items():
            if name.startswith(path) and node.op_type in ("MatMul", "Gemm"):
                return node
        raise _not_kokoro(f"no linear layer {module}")

    def value(self, name: str) -> NDArray[Any]:
        value = self._editor.constant(name)
        if value is None:
            raise _not_kokoro(f"a weight {name} that is no constant")
        return value

    def initializer(self, *suffixes: str) -> NDArray[Any]:
        for suffix in suffixes:
            for name in self._names:
                if name.endswith(f"generator.{suffix}"):
                    return self.value(name)
        raise _not_kokoro(f"no weight {suffixes[0]}")


def _not_kokoro(what: str) -> UnsupportedModel:
    return UnsupportedModel(
        f"The vocoder cannot be taken out of this graph: it has {what}.",
        remedy="Use the official kokoro-v1.0.int8.onnx, or a variant without native code.",
    )
