"""Samples to uncompressed bytes: s16le, WAV and the telephone's μ-law and A-law.

Needs numpy only. Knows nothing of chunks or HTTP.

Samples are rounded to the nearest of 65,536 steps, x × 32768, and clipped; 1.0 becomes 32767. No
dither is added: the voices' own noise floor, −70 to −85 dBFS between words (docs/audio.md), lies
far above the quantiser's −101 dBFS and randomises its error already, pauses stay true digital
silence, and the same text keeps giving the same bytes.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from kowane.audio.resample import Resampler, resample
from kowane.speech import SAMPLE_RATE, Samples

UNKNOWN_SIZE = 0xFFFF_FFFF
"""RIFF and data size of a stream whose length is not known yet, as ffmpeg and sox write it."""

_MAX_DATA = UNKNOWN_SIZE - 36


def quantise(samples: Samples) -> NDArray[np.int16]:
    """float32 (S,), ±1 → int16 (S,), rounded to nearest (ties to even), clipped."""
    steps = np.clip(np.rint(samples * np.float32(32768)), -32768, 32767)
    result: NDArray[np.int16] = steps.astype("<i2")
    return result


def wav_header(data_size: int | None, sample_rate: int) -> bytes:
    """The 44 bytes before s16le mono samples; `data_size` in bytes, None if unknown."""
    if data_size is None or data_size > _MAX_DATA:
        riff_size = chunk_size = UNKNOWN_SIZE
    else:
        riff_size, chunk_size = 36 + data_size, data_size
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        riff_size,
        b"WAVE",
        b"fmt ",
        16,  # size of the fmt chunk
        1,  # integer PCM
        1,  # channel
        sample_rate,
        sample_rate * 2,  # bytes per second
        2,  # bytes per frame
        16,  # bits per sample
        b"data",
        chunk_size,
    )


def whole_wav(samples: Samples, sample_rate: int = SAMPLE_RATE) -> bytes:
    """A complete WAV file with exact sizes.

    Args:
        samples: float32 (S,) at 24 kHz; resampled if another `sample_rate` is asked for.

    Raises:
        EncodingFailed: malformed samples.
        MissingExtra: resampling is needed and soxr is not installed.
    """
    data = quantise(resample(samples, sample_rate)).tobytes()
    return wav_header(len(data), sample_rate) + data


class Pcm:
    """Signed 16-bit little-endian samples, mono, without a header."""

    media_type = "audio/pcm"
    extension = "pcm"

    def __init__(self, sample_rate: int, bit_rate: int | None = None) -> None:
        self.sample_rate = sample_rate
        self._source = Resampler(sample_rate)

    def encode(self, samples: Samples) -> bytes:
        return self._pack(self._source.push(samples))

    def finish(self) -> bytes:
        return self._pack(self._source.finish())

    def _pack(self, samples: Samples) -> bytes:
        return quantise(samples).tobytes()


class Wav(Pcm):
    """WAV as a stream: the header comes with the first bytes and says that the size is unknown."""

    media_type = "audio/wav"
    extension = "wav"

    def __init__(self, sample_rate: int, bit_rate: int | None = None) -> None:
        super().__init__(sample_rate, bit_rate)
        self._header = wav_header(None, sample_rate)

    def _pack(self, samples: Samples) -> bytes:
        header, self._header = self._header, b""
        return header + super()._pack(samples)


class MuLaw(Pcm):
    """ITU-T G.711 μ-law, one byte per sample, without a header."""

    media_type = "audio/basic"
    extension = "ulaw"

    def _pack(self, samples: Samples) -> bytes:
        return mu_law(quantise(samples)).tobytes()


class ALaw(Pcm):
    """ITU-T G.711 A-law, one byte per sample, without a header."""

    media_type = "audio/x-alaw-basic"
    extension = "alaw"

    def _pack(self, samples: Samples) -> bytes:
        return a_law(quantise(samples)).tobytes()


def mu_law(values: NDArray[np.int16]) -> NDArray[np.uint8]:
    """int16 (S,) → uint8 (S,), G.711 table 2a: sign, 3 bits of exponent, 4 of mantissa, inverted.

    On 14 bits (the input ÷ 4) as the recommendation defines it: bias 33, clip at 8158.
    """
    linear = values.astype(np.int32) >> 2
    negative = linear < 0
    # One's complement for negative values keeps the two halves symmetric (-1 is the first step).
    magnitude = np.minimum(np.where(negative, ~linear, linear), 8158) + 33
    exponent = _bit_length(magnitude) - 6
    mantissa = (magnitude >> (exponent + 1)) & 0x0F
    code = (exponent << 4) | mantissa
    return (~np.where(negative, code | 0x80, code) & 0xFF).astype(np.uint8)


def a_law(values: NDArray[np.int16]) -> NDArray[np.uint8]:
    """int16 (S,) → uint8 (S,), G.711 table 1a, even bits inverted; works on 13 bits."""
    linear = values.astype(np.int32) >> 3
    negative = linear < 0
    magnitude = np.where(negative, ~linear, linear)
    exponent = np.maximum(_bit_length(magnitude) - 5, 0)
    mantissa = (magnitude >> np.maximum(exponent, 1)) & 0x0F
    code = (exponent << 4) | mantissa
    return (np.where(negative, code, code | 0x80) ^ 0x55).astype(np.uint8)


def _bit_length(values: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number of bits of each value ≥ 0; frexp is exact for these sizes."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int32)
