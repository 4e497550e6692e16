"""Names and types of a graph's inputs and outputs → how to feed it as a Kokoro model.

Exports of Kokoro v1.0 differ: `tokens` or `input_ids`, a float or an integer speed, `audio` or
`waveform`, durations or none. The signature is read once at load, so that nothing is guessed in a
run. This module knows neither onnx nor onnxruntime: both describe their tensors as `Tensor`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kowane.errors import OutOfRange, UnsupportedModel
from kowane.speech import STYLE_SIZE, ModelOutput, Samples, TokenChunk

TOKENS_NAMES = ("tokens", "input_ids")
STYLE_NAMES = ("style", "ref_s")
SPEED_NAMES = ("speed",)
AUDIO_NAMES = ("audio", "waveform")
DURATIONS_NAMES = ("durations", "duration", "pred_dur")

_INTEGERS = ("int32", "int64")
_FLOATS = ("float32", "float16", "float64")


@dataclass(frozen=True, slots=True)
class Tensor:
    """An input or output of a graph.

    Attributes:
        name: as the graph spells it.
        type: numpy's name of the element type, "float32", "int64", …
        shape: sizes; None where a size is free. The rank is its length.
    """

    name: str
    type: str
    shape: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """How one Kokoro graph is fed and read.

    Attributes:
        tokens: input for the ids, int32 or int64, shape (1, T).
        style: input for the style vector, float, shape (1, STYLE_SIZE).
        speed: input for the speaking rate, float or integer, shape (1,) or ().
        audio: output with the samples, any rank with one axis longer than 1.
        durations: output with frames for each id; None if the graph does not give them.
    """

    tokens: Tensor
    style: Tensor
    speed: Tensor
    audio: Tensor
    durations: Tensor | None

    @property
    def integer_speed(self) -> bool:
        """Whether the graph takes whole speeds only."""
        return self.speed.type in _INTEGERS

    def feed(self, chunk: TokenChunk) -> dict[str, NDArray[np.generic]]:
        """The graph's inputs for a chunk, by name.

        Raises:
            OutOfRange: a fractional speed for a graph with an integer speed; it is not rounded,
                since that would silently change what the caller asked for.
        """
        if self.integer_speed and chunk.speed != int(chunk.speed):
            raise OutOfRange(
                f"Speed {chunk.speed:g} cannot be used: this model file takes whole speeds only.",
                param="speed",
                remedy="Ask for 1, 2, 3 or 4, or use a Kokoro file whose `speed` input is float.",
            )
        return {
            self.tokens.name: chunk.input_ids.astype(self.tokens.type, copy=False)[np.newaxis],
            self.style.name: chunk.style.astype(self.style.type, copy=False)[np.newaxis],
            self.speed.name: np.full((1,) * len(self.speed.shape), chunk.speed, self.speed.type),
        }

    @property
    def wanted(self) -> list[str]:
        """Names of the outputs that `read` takes, in its order."""
        return [self.audio.name, *([self.durations.name] if self.durations else [])]

    def read(self, audio: NDArray[np.generic], durations: NDArray[np.generic]) -> ModelOutput:
        """The two outputs of a run, without their batch axes and in our types."""
        waveform: Samples = np.ascontiguousarray(audio.reshape(-1), dtype=np.float32)
        return ModelOutput(waveform, durations.reshape(-1).astype(np.int64))


def read_signature(inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> Signature:
    """The signature of a graph with these inputs and outputs.

    Raises:
        UnsupportedModel: they are not a Kokoro model's; the message lists them.
    """
    found = f"It has inputs {_listed(inputs)} and outputs {_listed(outputs)}."
    tokens = _pick(inputs, TOKENS_NAMES, _INTEGERS, (2,), kind="input", found=found)
    style = _pick(inputs, STYLE_NAMES, _FLOATS, (2,), kind="input", found=found)
    speed = _pick(inputs, SPEED_NAMES, _FLOATS + _INTEGERS, (0, 1), kind="input", found=found)
    audio = _pick(outputs, AUDIO_NAMES, _FLOATS, (1, 2, 3), kind="output", found=found)
    if style.shape[1] not in (None, STYLE_SIZE):
        raise _unsupported(
            f"its style vector has {style.shape[1]} numbers, Kokoro v1.0's has {STYLE_SIZE}", found
        )
    spare = {tensor.name for tensor in inputs} - {tokens.name, style.name, speed.name}
    if spare:
        raise _unsupported(f"it wants more inputs than Kokoro v1.0 has: {sorted(spare)}", found)
    durations = next((tensor for tensor in outputs if tensor.name in DURATIONS_NAMES), None)
    return Signature(tokens, style, speed, audio, durations)


def _pick(
    tensors: Sequence[Tensor],
    names: tuple[str, ...],
    types: tuple[str, ...],
    ranks: tuple[int, ...],
    *,
    kind: str,
    found: str,
) -> Tensor:
    wanted = " or ".join(f"`{name}`" for name in names)
    tensor = next((tensor for tensor in tensors if tensor.name in names), None)
    if tensor is None:
        raise _unsupported(f"it has no {kind} {wanted}", found)
    if tensor.type not in types:
        raise _unsupported(f"its {kind} `{tensor.name}` is {tensor.type}, not {types[0]}", found)
    if len(tensor.shape) not in ranks:
        raise _unsupported(
            f"its {kind} `{tensor.name}` has {len(tensor.shape)} axes, not {ranks[-1]}", found
        )
    return tensor


def _unsupported(why: str, found: str) -> UnsupportedModel:
    return UnsupportedModel(
        f"The model file is not a Kokoro v1.0 graph: {why}. {found}",
        remedy="Use an official Kokoro v1.0 ONNX file; `kowane assets pull` fetches one.",
    )


def _listed(tensors: Sequence[Tensor]) -> str:
    return ", ".join(f"{tensor.name} {tensor.type}{list(tensor.shape)}" for tensor in tensors)
