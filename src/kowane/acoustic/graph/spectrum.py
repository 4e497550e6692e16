"""STFT → one convolution with a stride.

Kokoro's source is turned into a spectrum of 20 samples every 5: as a convolution that is one
product with a 22 × 20 matrix of cosines and sines under the window, where ONNX Runtime's STFT runs
a general Fourier transform for each frame.

Where the source is silent it is a constant, and all bins but the first two are nothing but the
rounding noise of whoever computes them; yet their *phase* is what the vocoder is given. The
official export is listened to with the noise of ONNX Runtime's transform, which for a constant is
always the same, and with other phases the voice is another (2.3 dB in the long-term spectrum). So
that noise, measured once, is part of the basis: it is of the size of float32's rounding.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper

from kowane.acoustic.graph.editor import Editor

_SIZE = 20
_LEVEL = -0.02944175
"""Kokoro's frame, samples, and the constant that its source is where it is silent."""

_NOISE = np.array(
    [
        0 + 1.3364479e-07j,
        0 - 1.5646219e-07j,
        -2.2227324e-08 + 1.694053e-08j,
        -2.177698e-08 - 3.515521e-08j,
        4.5693152e-08 + 4.6436558e-08j,
        -3.918341e-08 - 6.272636e-08j,
        8.338043e-08 + 1.4568286e-08j,
        -7.426648e-08 + 1.620193e-08j,
        2.7088838e-09 - 1.1789332e-08j,
        -7.866672e-08 + 3.3782065e-08j,
        3.133629e-09 - 1.3079381e-07j,
    ]
)
"""Spectrum of that constant in ONNX Runtime 1.31.1 less its exact one, by bin."""


def stft_as_convolution(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with every one-sided STFT of a real signal (1, L, 1) as a convolution; one whose
    step, window or length is computed is left alone."""
    editor = Editor(model)
    for node in editor.nodes:
        if node.op_type != "STFT" or len(node.input) < 3:
            continue
        sided = [helper.get_attribute_value(a) for a in node.attribute if a.name == "onesided"]
        step, window = editor.constant(node.input[1]), editor.constant(node.input[2])
        if sided == [0] or step is None or window is None:
            continue
        size = window.size
        length = editor.constant(node.input[3]) if len(node.input) > 3 else None
        if length is not None and length.item() != size:
            continue
        bins = size // 2 + 1
        angle = 2 * np.pi * np.outer(np.arange(bins), np.arange(size)) / size
        # sin(nπ) of the first and the last bin is not quite zero in floating point
        basis = np.concatenate([np.cos(angle), -np.sin(angle)]) * window.ravel()
        basis[[bins, -1]] = 0.0
        if size == _SIZE:
            noise = np.concatenate([_NOISE.real, _NOISE.imag]) / (_LEVEL * window.sum())
            basis += noise[:, np.newaxis] * window.ravel()
        name = node.output[0]
        kernel = editor.add_constant(f"{name}/basis", basis[:, None, :].astype(np.float32))
        row = editor.add_constant("kowane/row", np.array([1, 1, -1], np.int64))
        parts = editor.add_constant(f"{name}/parts", np.array([1, 2, bins, -1], np.int64))
        signal, spectrum, split = f"{name}/signal", f"{name}/spectrum", f"{name}/split"
        editor.replace(
            node,
            helper.make_node("Reshape", [node.input[0], row], [signal], name=signal),
            helper.make_node(
                "Conv", [signal, kernel], [spectrum], name=spectrum, strides=[int(step.item())]
            ),
            helper.make_node("Reshape", [spectrum, parts], [split], name=split),
            helper.make_node("Transpose", [split], [name], name=name, perm=[0, 3, 2, 1]),
        )
    return editor.finish()
