"""The native vocoder behind its weights file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.unit.native.reference import Sizes, random_inputs, random_weights

from kowane.acoustic.native import NativeVocoder, weights_path
from kowane.errors import AssetDamaged, Cancelled

pytest.importorskip("kowane_native", reason="the native vocoder is not built: make native")
SIZES = Sizes()


class Never:
    def then(self, action: Callable[[], None]) -> None:
        """Nobody ends the run."""


class AtOnce:
    def then(self, action: Callable[[], None]) -> None:
        action()


def stored(directory: Path) -> Path:
    path = weights_path(directory / "model.onnx")
    np.savez(path, **random_weights(SIZES))
    return path


def test_a_stored_vocoder_gives_the_samples_of_the_frames(tmp_path: Path) -> None:
    vocoder = NativeVocoder.load(stored(tmp_path), threads=2)
    inputs = [each[np.newaxis] for each in random_inputs(SIZES, 6)]
    waveform = vocoder.run(*inputs, ending=Never())
    assert waveform.dtype == np.float32
    assert waveform.shape == (6 * SIZES.strides[0] * SIZES.strides[1] * 5,)


def test_a_run_that_is_ended_is_cancelled(tmp_path: Path) -> None:
    vocoder = NativeVocoder.load(stored(tmp_path), threads=1)
    inputs = [each[np.newaxis] for each in random_inputs(SIZES, 6)]
    with pytest.raises(Cancelled):
        vocoder.run(*inputs, ending=AtOnce())


def test_a_damaged_weights_file_says_so(tmp_path: Path) -> None:
    path = stored(tmp_path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(AssetDamaged, match="cannot be read"):
        NativeVocoder.load(path, threads=1)


def test_weights_of_another_model_say_so() -> None:
    with pytest.raises(AssetDamaged, match="do not fit"):
        NativeVocoder({"ups.0.weight": np.zeros((1, 1, 1), np.float32)}, threads=1)
