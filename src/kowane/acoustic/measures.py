"""One waveform → what a listener would notice in it: spectrum, loudness, pitch, onsets, clicks.

Nothing but numpy. Most measures are made frame by frame, so that `quality` can lay two renderings
of one chunk over each other. This module knows no model, no reference and no limit.

Sources: the mel scale of O'Shaughnessy (1987), loudness after ITU-R BS.1770-4, pitch by normalised
autocorrelation as in Boersma (1993), onsets by half-wave rectified spectral flux (Dixon, 2006).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kowane.speech import SAMPLE_RATE, Samples

Array = NDArray[np.float64]

HOP = 240
"""Samples from frame to frame: 10 ms."""

WINDOW = 1024
"""Samples of a spectrum: 43 ms."""

FINE_HOP = 120
"""Samples of a stretch in which a hole shows: 5 ms."""

BANDS = 80
"""Mel bands from 0 Hz to half the sample rate."""

FLOOR = -100.0
"""dB below full scale under which nothing counts: well below 16 bits."""

F0_RANGE = (60.0, 400.0)
"""Hz in which a voice's pitch is looked for."""

VOICED = 0.6
"""Least normalised autocorrelation of a voiced frame."""

ONSET_BANDS = 4
"""Bands in which onsets are looked for, each a quarter of the mel bands."""

ONSET_RISE = 9.0
"""dB by which a band must rise within 20 ms for an onset."""

CLICK = 9.0
"""How far a bend must stand out to be a click; speech itself reaches 8."""


def frames(samples: Array, size: int, hop: int) -> Array:
    """Overlapping stretches (F, size), the first centred on sample 0; a view."""
    padded = np.pad(samples, (size // 2, size // 2 + hop))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][: len(samples) // hop]


def mel_levels(waveform: Samples) -> Array:
    """Level of each mel band in each frame, dB, (F, BANDS), not below FLOOR."""
    pieces = frames(waveform.astype(np.float64), WINDOW, HOP) * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(pieces, axis=1)) ** 2 / (np.hanning(WINDOW).sum() / 2) ** 2
    return np.maximum(_decibels(power @ _mel_filters().T), FLOOR)


def fine_levels(waveform: Samples) -> Array:
    """Level of each stretch of FINE_HOP samples, dB below full scale, not below FLOOR."""
    count = len(waveform) // FINE_HOP
    pieces = waveform[: count * FINE_HOP].astype(np.float64).reshape(count, FINE_HOP)
    return np.maximum(_decibels((pieces**2).mean(1)), FLOOR)


def loudness(waveform: Samples) -> float:
    """Integrated loudness, LUFS (BS.1770-4: K-weighting, 400 ms blocks, both gates).

    The weighting is applied to the blocks' spectra instead of by a filter, which needs no recursion
    and differs by less than 0.1 LU. FLOOR if there is nothing above the absolute gate.
    """
    block = 2 * SAMPLE_RATE // 5
    samples = waveform.astype(np.float64)
    if len(samples) < block:
        samples = np.pad(samples, (0, block - len(samples)))
    blocks = np.lib.stride_tricks.sliding_window_view(samples, block)[:: block // 4]
    power = np.abs(np.fft.rfft(blocks, axis=1)) ** 2 * _k_weighting(block)
    level = 10 ** (-0.0691) * power.sum(1) * 2 / block**2
    heard = level[level > 10**-7]
    if not len(heard):
        return FLOOR
    heard = heard[heard > heard.mean() / 10]
    return float(_decibels(heard.mean()))


def pitch(waveform: Samples) -> Array:
    """F0 of each frame, Hz, (F,); 0 where it is unvoiced or too quiet."""
    if len(waveform) < HOP:
        return np.zeros(0)
    rate, size, hop = SAMPLE_RATE // 3, 400, HOP // 3
    pieces = frames(_third_rate(waveform), size, hop)
    pieces = pieces - pieces.mean(1, keepdims=True)
    shortest, longest = int(rate / F0_RANGE[1]), int(rate / F0_RANGE[0]) + 1
    correlation = np.fft.irfft(np.abs(np.fft.rfft(pieces, 1024)) ** 2)[:, : longest + 2]
    energy = np.cumsum(np.pad(pieces**2, ((0, 0), (1, 0))), axis=1)
    lags = np.arange(longest + 2)
    overlap = energy[:, size - lags] * (energy[:, -1:] - energy[:, lags])
    correlation /= np.sqrt(np.maximum(overlap, 1e-12))
    inside = correlation[:, shortest : longest + 1]
    best = inside.max(1)
    # The first peak nearly as high as the highest: multiples of the period correlate as well.
    peaks = (
        (inside >= correlation[:, shortest - 1 : longest])
        & (inside >= correlation[:, shortest + 1 : longest + 2])
        & (inside >= 0.9 * best[:, None])
    )
    lag = np.argmax(peaks, axis=1) + shortest
    rows = np.arange(len(lag))
    before, at, after = (correlation[rows, lag + shift] for shift in (-1, 0, 1))
    bend = before - 2 * at + after
    bend = np.where(np.abs(bend) > 1e-9, bend, np.inf)
    f0 = rate / (lag + np.clip((before - after) / (2 * bend), -0.5, 0.5))
    level = _decibels((pieces**2).mean(1))
    quiet = level < np.percentile(level, 95) - 30 if len(level) else level
    return np.where((best < VOICED) | ~peaks.any(1) | quiet, 0.0, f0)


def onsets(levels: Array) -> NDArray[np.bool_]:
    """Where sound sets in, (F, ONSET_BANDS): local maxima of each band's rise of ONSET_RISE dB.

    Args:
        levels: from `mel_levels`.
    """
    power = 10 ** (levels / 10)
    bands = _decibels(power.reshape(len(levels), ONSET_BANDS, BANDS // ONSET_BANDS).sum(2))
    bands = np.maximum(bands, bands.max(axis=0, initial=FLOOR) - 40)  # what is inaudible may move
    rise = np.zeros_like(bands)
    rise[2:] = np.maximum(bands[2:] - bands[:-2], 0)
    padded = np.pad(rise, ((1, 1), (0, 0)))
    sets_in: NDArray[np.bool_] = (rise >= ONSET_RISE) & (rise >= padded[:-2]) & (rise > padded[2:])
    return sets_in


def flat_tops(waveform: Samples) -> int:
    """Samples in runs of three or more at either extreme: what clipping leaves at any level."""
    return sum(_longest_stays(side) for side in (waveform, -waveform))


def _longest_stays(waveform: Samples) -> int:
    top = float(waveform.max(initial=0.0))
    if not top:
        return 0
    edges = np.flatnonzero(np.diff(np.pad((waveform >= top * (1 - 1e-6)).astype(np.int8), 1)))
    runs = edges[1::2] - edges[::2]
    return int(runs[runs >= 3].sum())


def clicks(waveform: Samples) -> int:
    """Samples at which the waveform's bend is CLICK times the RMS of the 20 ms around them."""
    if len(waveform) < WINDOW:
        return 0
    bend = np.diff(waveform.astype(np.float64), 2) ** 2
    around = 481
    total = np.cumsum(np.pad(bend, (around // 2 + 1, around // 2)))
    rms = np.sqrt(np.maximum(total[around:] - total[:-around], 0) / around)
    return int((np.sqrt(bend) > CLICK * np.maximum(rms, 1e-4)).sum())


def _decibels(power: Array | np.floating) -> Array:
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))


def _third_rate(waveform: Samples) -> Array:
    """The waveform at a third of its sample rate, its upper octaves cut off in the spectrum."""
    count = len(waveform) // 3
    spectrum = np.fft.rfft(waveform[: count * 3].astype(np.float64))[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) / 3


def _mel_filters() -> Array:
    """Triangles of equal height on the mel scale, (BANDS, WINDOW // 2 + 1)."""
    top = 2595 * np.log10(1 + SAMPLE_RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    hertz = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE)
    rising = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    # The lowest triangles are narrower than a bin; each takes at least the bin next to its centre.
    nearest = np.abs(hertz - edges[1:-1, None]).argmin(1)
    triangles[np.arange(BANDS), nearest] = np.maximum(
        triangles[np.arange(BANDS), nearest], 1e-3 + 0.999 * (triangles.sum(1) == 0)
    )
    return triangles


def _k_weighting(size: int) -> Array:
    """|H|² of BS.1770's two filters at the bins of a spectrum over `size` samples.

    The coefficients are the recommendation's, for 48 kHz; below 12 kHz they describe the response
    that is meant at any rate.
    """
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / SAMPLE_RATE) / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high_pass) ** 2)
