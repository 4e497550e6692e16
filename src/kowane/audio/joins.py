"""Model outputs in the order of their chunks in, finished audio chunks out.

The model puts 0.2 to 0.6 s of its own silence around every run. The joiner cuts it down to a short
natural margin, fades the cut edges, limits the peaks, appends the pause the text asks for, and
says when each word is heard. It knows nothing of text, voices or encoders, and the same inputs
always give the same bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kowane.audio.limiter import CEILING, limit
from kowane.audio.timing import shifted, word_times
from kowane.errors import InferenceFailed
from kowane.speech import (
    FRAME_SAMPLES,
    SAMPLE_RATE,
    AudioChunk,
    ModelOutput,
    PhonemeChunk,
    Samples,
    Span,
)
from kowane.vocabulary import PUNCTUATION


def _samples(milliseconds: int) -> int:
    return SAMPLE_RATE * milliseconds // 1000


HEAD = _samples(45)
"""Samples kept before the first audible sound: its soft onset."""

TAIL = _samples(80)
"""Samples kept after the last audible sound: its decay."""

FADE = _samples(3)
"""Length of the raised cosine at a cut edge, samples."""

STEP = _samples(5)
"""Resolution of the search for sound, samples."""

AUDIBLE = 10 ** (-50 / 20)
"""A step is sound if its RMS exceeds this share of the loudest step's. The voices' noise floor
lies 55 to 75 dB below their loudest 5 ms; HEAD and TAIL cover what is softer than this share."""

SILENT = 10 ** (-60 / 20)
"""A run whose loudest step has an RMS under this (−60 dBFS) has no speech in it at all."""


class Joiner:
    """Joins the chunks of one utterance.

    Args:
        ceiling: highest magnitude of the samples given out; 1.0 changes nothing but what would be
            clipped.
        start: s of the utterance's audio that came before, ≥ 0.
    """

    def __init__(self, *, ceiling: float = CEILING, start: float = 0.0) -> None:
        self._ceiling = ceiling
        self._samples = round(start * SAMPLE_RATE)

    def add(self, output: ModelOutput, chunk: PhonemeChunk) -> AudioChunk:
        """The next chunk of finished audio.

        What one hears between the last sound of this chunk and the first of the next is
        `chunk.pause_after`, and never less than the margins of 125 ms that belong to the
        sounds themselves.

        Raises:
            InferenceFailed: samples that are not finite, or durations that do not fit them.
        """
        waveform = output.waveform
        _check(output, chunk)
        sound = audible(waveform)
        pause = round(chunk.pause_after * SAMPLE_RATE)
        if sound is None:
            first, last, onset, end = 0, 0, 0, 0
        else:
            onset, end = sound
            first, last = _cut(onset, end, len(waveform), output.durations, chunk)
            pause = max(0, pause - (last - end) - HEAD)
        spoken = limit(_faded(waveform[first:last]), self._ceiling)
        samples = np.concatenate([spoken, np.zeros(pause, np.float32)])
        start = self._samples / SAMPLE_RATE
        words = word_times(
            chunk.words, output.durations, onset=onset / SAMPLE_RATE, end=end / SAMPLE_RATE
        )
        shift = (self._samples - first) / SAMPLE_RATE
        self._samples += len(samples)
        stop = self._samples / SAMPLE_RATE
        return AudioChunk(samples, shifted(words, shift, end=stop), start)

    def silence(self, seconds: float) -> AudioChunk:
        """A pause that stands for itself, s."""
        start = self._samples / SAMPLE_RATE
        samples = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
        self._samples += len(samples)
        return AudioChunk(samples, (), start)


def audible(waveform: Samples) -> Span | None:
    """Where sound begins and ends, in samples, to 5 ms; None if there is no speech.

    Args:
        waveform: float32 (S,), finite.
    """
    steps = -(-len(waveform) // STEP)
    if not steps:
        return None
    padded = np.zeros(steps * STEP, np.float64)
    padded[: len(waveform)] = waveform
    energy = np.square(padded).reshape(steps, STEP).mean(axis=1)
    loudest = float(energy.max())
    if loudest < SILENT**2:
        return None
    sounding = np.flatnonzero(energy > loudest * AUDIBLE**2)
    return Span(int(sounding[0]) * STEP, min(int(sounding[-1] + 1) * STEP, len(waveform)))


def _cut(
    onset: int, end: int, length: int, durations: NDArray[np.int64], chunk: PhonemeChunk
) -> tuple[int, int]:
    """First and last sample to keep: sound with its margins, and never a frame that belongs to a
    phoneme as the durations have it (a first or last phoneme can be too soft to be found)."""
    edges = np.concatenate([[0], np.cumsum(durations)]) * FRAME_SAMPLES
    voiced = [i for i, symbol in enumerate(chunk.symbols) if symbol not in PUNCTUATION]
    if voiced:
        onset = min(onset, int(edges[voiced[0] + 1]))
        end = max(end, int(edges[voiced[-1] + 1]))
    return max(0, onset - HEAD), min(length, end + TAIL)


def _faded(samples: Samples) -> Samples:
    """A copy whose first and last 3 ms rise from and fall to zero along a raised cosine."""
    result = samples.copy()
    length = min(FADE, len(samples) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(length, 1))).astype(np.float32)
    result[:length] *= ramp
    result[len(result) - length :] *= ramp[::-1]
    return result


def _check(output: ModelOutput, chunk: PhonemeChunk) -> None:
    if not np.isfinite(output.waveform).all():
        raise InferenceFailed(
            f"The model gave samples that are not finite for {len(chunk.symbols)} symbols.",
            remedy="Try another model file or execution provider; `kowane doctor` tests them.",
        )
    frames = int(output.durations.sum())
    if len(output.durations) != len(chunk.symbols) + 2 or (
        frames * FRAME_SAMPLES != len(output.waveform)
    ):
        raise InferenceFailed(
            f"The model gave {len(output.durations)} durations of {frames} frames in all and "
            f"{len(output.waveform)} samples for {len(chunk.symbols)} symbols; "
            f"{len(chunk.symbols) + 2} durations and {frames * FRAME_SAMPLES} samples belong "
            "together."
        )
