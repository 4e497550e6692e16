"""The tagger's network without its framework: token vectors in, one tag for each out.

spaCy's small English model is four layers of window and maxout over token vectors, and a softmax.
Thinc runs them through some two hundred Python calls a sentence, which take longer than the sums;
here they are forty calls of numpy over the same weights, with the same tags for result. Knows no
words and no tag names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_EPSILON: Final = np.float32(1e-8)
"""What thinc's layer normalisation adds to the variance."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """One window layer: weights (width × pieces, 3 × width), bias, scale and shift of the norm."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


class TagNetwork:
    """The encoder and the output layer.

    Args:
        encoder: thinc's model of the encoder, holding maxout and layer-norm nodes in order.
        output: thinc's model of the tagger, holding one softmax node.
        width: size of a token vector.
    """

    def __init__(self, encoder: Any, output: Any, width: int) -> None:
        maxouts = list(_nodes(encoder, "maxout"))
        norms = list(_nodes(encoder, "layernorm"))
        # BLIS, not numpy's BLAS: the matrices are too small for its threads, which would spin.
        self._times = encoder.ops.gemm
        self._width = width
        self._layers = [
            _Layer(
                np.ascontiguousarray(maxout.get_param("W").reshape(-1, 3 * width)),
                maxout.get_param("b").reshape(-1),
                norm.get_param("G"),
                norm.get_param("b"),
            )
            for maxout, norm in zip(maxouts, norms, strict=True)
        ]
        softmax = next(_nodes(output, "softmax"))
        self._output: Floats = np.ascontiguousarray(softmax.get_param("W"))
        self._output_bias: Floats = softmax.get_param("b")

    def tags(self, vectors: Floats) -> list[int]:
        """The most likely tag's index of each token, from vectors of shape (tokens, width)."""
        margin = len(self._layers)
        rows = np.zeros((len(vectors) + 2 * margin, self._width), np.float32)
        rows[margin:-margin] = vectors
        for layer in self._layers:  # each looks one row to either side, so the margin shrinks
            inner = rows[1:-1]
            windows = np.concatenate((rows[:-2], inner, rows[2:]), axis=1)
            pieces = self._times(windows, layer.weights, trans2=True) + layer.bias
            best = pieces.reshape(len(inner), self._width, -1).max(axis=2)
            best -= best.mean(axis=1, keepdims=True)
            variance = np.einsum("ij,ij->i", best, best)[:, None] / self._width + _EPSILON
            rows = inner + best / np.sqrt(variance) * layer.scale + layer.shift
        scores = self._times(rows, self._output, trans2=True) + self._output_bias
        return [int(index) for index in scores.argmax(axis=1)]


def _nodes(model: Any, name: str) -> Iterator[Any]:
    """The model's nodes of that kind, from first to last."""
    for node in model.walk():
        if node.name == name:
            yield node
