"""Checked samples at the model's rate in, samples at another rate out, as a stream.

Every encoder reads its samples through a `Resampler`, so this is also the one place where samples
are checked. It knows neither codec nor container. soxr is imported only if the rate differs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kowane.errors import EncodingFailed, MissingExtra
from kowane.speech import SAMPLE_RATE, Samples

_NOTHING: Samples = np.zeros(0, np.float32)


def checked(samples: ArrayLike) -> Samples:
    """The samples as contiguous float32 (S,).

    Raises:
        EncodingFailed: they are not one-dimensional floating point numbers, or some are NaN or
            infinite.
    """
    array = np.asarray(samples)
    if array.ndim != 1 or array.dtype.kind != "f":
        raise EncodingFailed(
            f"Audio must be floating point samples of shape (S,), not {array.dtype} of shape "
            f"{array.shape}."
        )
    result = np.ascontiguousarray(array, dtype=np.float32)
    finite = np.isfinite(result)
    if not finite.all():
        bad = int(np.argmin(finite))
        raise EncodingFailed(
            f"Sample {bad} of {len(result)} is {result[bad]}; only finite samples can be encoded."
        )
    return result


class Resampler:
    """Turns 24 kHz into another rate; passes samples through untouched if the rate is the same.

    The result does not depend on how the input is cut. n samples become n × rate ÷ 24,000,
    rounded, aligned with the input (the filter's delay is taken out). soxr's "HQ" recipe:
    20-bit precision, linear phase.

    Args:
        sample_rate: of the output, Hz.

    Raises:
        MissingExtra: another rate than 24 kHz is wanted and soxr is not installed.
    """

    def __init__(self, sample_rate: int = SAMPLE_RATE) -> None:
        self._finished = False
        self._stream: Any = None  # soxr.ResampleStream; soxr has no type hints
        if sample_rate == SAMPLE_RATE:
            return
        try:
            import soxr  # type: ignore[import-untyped]
        except ModuleNotFoundError as error:
            raise MissingExtra(
                f"Audio at {sample_rate} Hz needs the package 'soxr', which is not installed.",
                remedy="Install it with: pip install 'kowane[formats]'.",
            ) from error
        self._stream = soxr.ResampleStream(SAMPLE_RATE, sample_rate, 1, dtype="float32")

    def push(self, samples: Samples) -> Samples:
        """Feed float32 (S,) at 24 kHz; get what is ready at the new rate, possibly nothing.

        Raises:
            EncodingFailed: the samples are malformed, or `finish` has been called.
        """
        if self._finished:
            raise EncodingFailed("The encoder is finished; make a new one for more audio.")
        result = checked(samples)
        if self._stream is None or not len(result):
            return result
        resampled: Samples = self._stream.resample_chunk(result)
        return resampled

    def finish(self) -> Samples:
        """What the filter still holds; nothing from the second call on."""
        if self._finished or self._stream is None:
            self._finished = True
            return _NOTHING
        self._finished = True
        rest: Samples = self._stream.resample_chunk(_NOTHING, last=True)
        return rest

    @property
    def finished(self) -> bool:
        return self._finished


def resample(samples: Samples, sample_rate: int) -> Samples:
    """All of `samples` (24 kHz) at another rate, at once. Raises as Resampler does."""
    resampler = Resampler(sample_rate)
    return np.concatenate([resampler.push(samples), resampler.finish()])
