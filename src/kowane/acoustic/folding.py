"""Float weights and the ranges of their inputs → int8 weights with the inputs' scales folded in.

The vocoder's 8-bit layers take u8 inputs, one scale and zero point for each channel, and give
float results. x ≈ s · (q - z), so a weight w of that channel becomes w · s, and all weights of an
output share one scale again: nothing but the input is rounded in a run, and the result never. That
is what keeps the voice where per-tensor scales and rounded outputs do not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kowane.errors import UnsupportedModel
from kowane.speech import Samples

STEPS = 255
WEIGHT_STEPS = 127


def shipped_ranges(digest: str) -> dict[str, Samples]:
    """The measured ranges of a model file's activations.

    Args:
        digest: sha256 of the file, hex.

    Returns:
        (2, inputs) float32 for each 8-bit layer: the least and the greatest value of each channel.

    Raises:
        UnsupportedModel: this file's ranges were never measured.
    """
    resource = files("kowane.acoustic") / f"ranges-{digest[:16]}.npz"
    if not resource.is_file():
        raise UnsupportedModel(
            f"The ranges of this model file's activations are not known (sha256 {digest[:16]}…).",
            remedy="Use the official kokoro-v1.0.int8.onnx, or the variant native-float.",
        )
    with as_file(resource) as path, np.load(path) as arrays:
        return dict(arrays)


def fold(
    weights: Mapping[str, Samples], ranges: Mapping[str, Samples], integer: Collection[str]
) -> dict[str, NDArray[Any]]:
    """All weights, those of the layers named in `integer` as int8.

    Args:
        weights: float32, as `graph.vocoder.vocoder_weights` gives them.
        ranges: (2, inputs) for each layer: the least and the greatest value of each input channel.
        integer: layers to fold.

    Returns:
        For a folded layer: weight int8 (outputs, inputs, taps), scale (outputs), input_scale and
        input_zero (inputs). A transposed convolution, `ups.N`, is written as one with two taps and
        stride · channels outputs first.
    """
    folded: dict[str, NDArray[Any]] = dict(weights)
    for name in integer:
        weight = weights[f"{name}.weight"]
        if name.startswith("ups."):
            weight = two_taps(weight)
        scale, zero = input_grid(*ranges[name])
        scaled = weight * scale[np.newaxis, :, np.newaxis]
        steps = np.maximum(np.abs(scaled).max(axis=(1, 2)) / WEIGHT_STEPS, np.float32(1e-20))
        rounded = np.rint(scaled / steps[:, np.newaxis, np.newaxis])
        folded[f"{name}.weight"] = np.ascontiguousarray(rounded, np.int8)
        folded[f"{name}.scale"] = steps.astype(np.float32)
        folded[f"{name}.input_scale"] = scale
        folded[f"{name}.input_zero"] = zero
    return folded


def input_grid(lowest: Samples, highest: Samples) -> tuple[Samples, Samples]:
    """Scale and zero point of channels with these ranges; zero itself is always on the grid."""
    low, high = np.minimum(lowest, 0), np.maximum(highest, 0)
    scale = np.maximum((high - low) / STEPS, np.float32(1e-6)).astype(np.float32)
    zero = np.clip(np.rint(-low / scale), 0, STEPS).astype(np.float32)
    return scale, zero


def two_taps(weight: Samples) -> Samples:
    """A transposed convolution (inputs, outputs, 2 · stride) → (stride · outputs, inputs, 2).

    Output frame t · stride + j (before the cut) is tap j of x[t] and tap j + stride of x[t - 1].
    """
    inputs, outputs, taps = weight.shape
    stride = taps // 2
    earlier, present = weight[:, :, stride:], weight[:, :, :stride]
    rows = np.stack([earlier, present], axis=-1)  # (inputs, outputs, stride, 2)
    return np.ascontiguousarray(rows.transpose(2, 1, 0, 3).reshape(stride * outputs, inputs, 2))
