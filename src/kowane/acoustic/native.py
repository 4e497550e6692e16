"""The native vocoder's weights file → the second half of the model; sole importer of kowane_native.

`kowane_native` is an optional package of C++ (docs/native-vocoder.md). It turns what a graph cut by
`graph.vocoder` gives into the waveform. This module knows no ONNX Runtime: `session` runs the graph
before it.
"""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kowane.errors import AssetDamaged, Cancelled, ModelError
from kowane.speech import Samples

KEPT_BYTES = 32 << 20
"""Workspace kept from run to run, so that sentences of up to some 6 s allocate nothing. A longer
run gives its own back when it ends, as the ONNX Runtime arena does."""

PACKAGE = "kowane_native"

VOCODER_INPUTS = ("hidden", "harmonics", "decoder_style")
"""Outputs of a cut graph, in the order `NativeVocoder.run` takes them."""


class Ending(Protocol):
    """What ends a run from another thread, as `session.Stop`."""

    def then(self, action: Any) -> None: ...


def is_installed() -> bool:
    """Whether the package is there; loads nothing."""
    return importlib.util.find_spec(PACKAGE) is not None


def weights_path(model: Path) -> Path:
    """Where the vocoder's weights are that belong to a cut model file."""
    return model.with_suffix(".npz")


def instruction_set() -> str | None:
    """The one its kernels use here; None without the package."""
    if not is_installed():
        return None
    import kowane_native

    return str(kowane_native.best_isa())


class NativeVocoder:
    """Features and harmonics → samples. Runs one at a time; a second caller waits.

    Args:
        weights: as `graph.vocoder` and `folding` name them; int8 layers run in 8 bits.
        threads: threads of each run, ≥ 1.
    """

    def __init__(self, weights: dict[str, NDArray[Any]], *, threads: int) -> None:
        try:
            import kowane_native
        except ImportError as error:
            raise ModelError(
                f"This variant needs the package {PACKAGE}, which is not here: {error}.",
                remedy="Run `make native`, or choose another variant.",
            ) from error
        eight_bits = any(weight.dtype == np.int8 for weight in weights.values())
        try:
            # 8-bit layers round their inputs to far less than the 11 bits of half precision.
            self._vocoder = kowane_native.Vocoder(weights, threads, half=eight_bits)
        except (TypeError, ValueError) as error:
            raise AssetDamaged(
                f"The vocoder's weights do not fit: {error}.",
                remedy="Delete kowane's cache of prepared models; it is made anew.",
            ) from error
        self._stop = kowane_native.Stop

    @classmethod
    def load(cls, path: Path, *, threads: int) -> NativeVocoder:
        """Read a weights file.

        Raises:
            AssetDamaged: it is incomplete, or not for this vocoder.
            ModelError: the package is not installed.
        """
        try:
            with np.load(path) as arrays:
                weights = dict(arrays)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise AssetDamaged(
                f"The vocoder's weights {path} cannot be read: {error}.",
                remedy="Delete the file and the .onnx beside it; they are made anew.",
            ) from error
        return cls(weights, threads=threads)

    def run(self, hidden: Samples, harmonics: Samples, style: Samples, ending: Ending) -> Samples:
        """Blocks without holding Python's lock.

        Args:
            hidden: (1, 512, 2 · frames), float32.
            harmonics: (1, 22, 120 · frames + 1), float32.
            style: (1, 128), float32.
            ending: ends the run before its next block of a layer, within milliseconds.

        Returns:
            (600 · frames,) float32.

        Raises:
            Cancelled: it was ended.
            ValueError: a shape is wrong.
        """
        stop = self._stop()
        ending.then(stop.set)
        arrays = (np.ascontiguousarray(each[0], np.float32) for each in (hidden, harmonics, style))
        waveform: Samples | None = self._vocoder.run(*arrays, stop)
        if self._vocoder.workspace_bytes > KEPT_BYTES:
            self._vocoder.release()
        if waveform is None:
            raise Cancelled
        return waveform
