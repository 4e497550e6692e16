"""Ways to prepare the official model, by name; which of them a host may run unasked.

A variant is a recipe: a function from model to model made of the pure rewrites in `graph/`, and the
digests of those source files with which its sound has passed the quality gate
(docs/performance/quality.md). What has not passed is never chosen by itself. This module imports no
onnx until a recipe is carried out, and knows no files and no sessions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kowane.acoustic.hardware import HardwareProfile
from kowane.errors import SettingsError

if TYPE_CHECKING:
    import onnx
    from numpy.typing import NDArray

INT8_V1 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""sha256 of the official kokoro-v1.0.int8.onnx."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to prepare the model.

    Attributes:
        name: what people call it.
        recipe: name and version of what is done; the version changes whenever the result does. It
            is part of the prepared file's name and of the audio cache's keys.
        build: official model → prepared model; pure. None: nothing but the durations are added,
            to the bytes of the file, and the samples stay the same bit for bit.
        instructions: sets of `hardware.ISA_FLAGS`, one of which a processor must have for this
            variant to be faster and right; empty: any processor will do.
        passed: sha256 of the source files with which it has passed the quality gate.
        vocoder: official model and its sha256 → weights of the native vocoder, for a variant whose
            prepared model ends where that begins. None: the prepared model is the whole of it.
    """

    name: str
    recipe: str
    build: Callable[[onnx.ModelProto], onnx.ModelProto] | None = None
    instructions: tuple[frozenset[str], ...] = ()
    passed: frozenset[str] = frozenset()
    vocoder: Callable[[onnx.ModelProto, str], dict[str, NDArray[Any]]] | None = None

    def suits(self, hardware: HardwareProfile) -> bool:
        """Whether the processor has what the variant needs, and the native vocoder is there if it
        is needed."""
        from kowane.acoustic.native import is_installed

        if self.vocoder is not None and not is_installed():
            return False
        return not self.instructions or any(need <= hardware.isa for need in self.instructions)


def float_graph(model: onnx.ModelProto) -> onnx.ModelProto:
    """The official model in float with its durations, rewritten exactly up to rounding.

    Raises:
        UnsupportedModel: it is quantised in a way that cannot be undone, or has no durations.
    """
    from kowane.acoustic.graph.constants import fold_constants
    from kowane.acoustic.graph.dequantise import dequantise
    from kowane.acoustic.graph.durations import expose_durations
    from kowane.acoustic.graph.normalisation import fuse_adain, square_by_multiplying
    from kowane.acoustic.graph.snake import fold_snake
    from kowane.acoustic.graph.spectrum import stft_as_convolution

    model = square_by_multiplying(dequantise(expose_durations(model)))
    return stft_as_convolution(fold_constants(fold_snake(fuse_adain(model))))


def _dequantised(model: onnx.ModelProto) -> onnx.ModelProto:
    from kowane.acoustic.graph.dequantise import dequantise
    from kowane.acoustic.graph.durations import expose_durations

    return dequantise(expose_durations(model))


def _float(model: onnx.ModelProto) -> onnx.ModelProto:
    from kowane.acoustic.graph.convolution import lift_convolutions

    return lift_convolutions(float_graph(model))


def _int8(model: onnx.ModelProto) -> onnx.ModelProto:
    from kowane.acoustic.graph import ranges
    from kowane.acoustic.graph.convolution import lift_convolutions
    from kowane.acoustic.graph.quantise import quantise_convolutions

    return lift_convolutions(quantise_convolutions(float_graph(model), ranges.load()))


def _before_vocoder(model: onnx.ModelProto) -> onnx.ModelProto:
    from kowane.acoustic.graph.convolution import lift_convolutions
    from kowane.acoustic.graph.vocoder import cut_before_vocoder

    return lift_convolutions(cut_before_vocoder(float_graph(model)))


def _float_vocoder(model: onnx.ModelProto, _digest: str) -> dict[str, NDArray[Any]]:
    from kowane.acoustic.graph.dequantise import dequantise
    from kowane.acoustic.graph.vocoder import vocoder_weights

    return dict(vocoder_weights(dequantise(model)))


def _int8_vocoder(model: onnx.ModelProto, digest: str) -> dict[str, NDArray[Any]]:
    from kowane.acoustic.folding import fold, shipped_ranges
    from kowane.acoustic.graph.dequantise import dequantise
    from kowane.acoustic.graph.vocoder import convolution_names, vocoder_weights

    ranges = shipped_ranges(digest)
    return fold(vocoder_weights(dequantise(model)), ranges, convolution_names())


OFFICIAL = Variant("official", "durations-1")
"""The file as it came, with its durations as an output. Always right, seldom fast."""

DEQUANTISED = Variant("dequantised", "dequantised-1", _dequantised)
"""In float and otherwise as it came: the reference that every other variant is judged by."""

FLOAT = Variant("float", "float-2", _float)
"""In float, rewritten exactly (up to rounding)."""

INT8 = Variant(
    "int8",
    "int8-1",
    _int8,
    # Without dot products of bytes the kernels add pairs of products in 16 bits, which overflows.
    instructions=(
        frozenset({"avx512_vnni"}),
        frozenset({"avx_vnni"}),
        frozenset({"asimddp"}),
        frozenset({"i8mm"}),
    ),
)
"""The convolutions of decoder and vocoder with 8-bit inputs and weights and float outputs."""

NATIVE_FLOAT = Variant("native-float", "native-float-1", _before_vocoder, vocoder=_float_vocoder)
"""In float, the vocoder by `kowane_native`: the same numbers up to rounding."""

NATIVE_INT8 = Variant("native-int8", "native-int8-1", _before_vocoder, vocoder=_int8_vocoder)
"""The vocoder by `kowane_native` with 8-bit inputs to its convolutions, the rest in float."""

VARIANTS: tuple[Variant, ...] = (
    OFFICIAL,
    DEQUANTISED,
    FLOAT,
    INT8,
    NATIVE_FLOAT,
    NATIVE_INT8,
)
"""All of them."""

FASTEST_FIRST: tuple[Variant, ...] = (NATIVE_INT8, INT8, NATIVE_FLOAT, FLOAT)
"""Those that may be chosen unasked, in the order that was measured (docs/performance)."""


def variant(name: str) -> Variant:
    """The variant of that name.

    Raises:
        SettingsError: there is none.
    """
    for each in VARIANTS:
        if each.name == name:
            return each
    raise SettingsError(
        f"There is no model variant {name!r}.",
        remedy=f"Choose one of {', '.join(each.name for each in VARIANTS)}.",
    )


def default_variant(digest: str, hardware: HardwareProfile) -> Variant:
    """The fastest variant that has passed the gate for this file and suits this processor.

    Args:
        digest: sha256 of the official file, hex.
    """
    for each in FASTEST_FIRST:
        if digest in each.passed and each.suits(hardware):
            return each
    return OFFICIAL
