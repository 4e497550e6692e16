"""Measures of a waveform, on signals whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from kowane.acoustic import measures
from kowane.speech import SAMPLE_RATE, Samples


def sine(hertz: float, amplitude: float = 0.5, seconds: float = 2.0) -> Samples:
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def test_a_full_scale_sine_of_997_hz_has_the_loudness_that_the_recommendation_states() -> None:
    assert measures.loudness(sine(997, 1.0)) == pytest.approx(-3.01, abs=0.1)


def test_loudness_leaves_pauses_out() -> None:
    speech = sine(500)
    with_pause = np.concatenate([speech, np.zeros(3 * SAMPLE_RATE, np.float32)])
    assert measures.loudness(with_pause) == pytest.approx(measures.loudness(speech), abs=0.5)


def test_low_tones_count_less_than_high_ones() -> None:
    assert (
        measures.loudness(sine(50)) < measures.loudness(sine(500)) < measures.loudness(sine(4000))
    )


@pytest.mark.parametrize("samples", [0, 1, 100, 5000])
def test_silence_of_any_length_is_measured(samples: int) -> None:
    silence = np.zeros(samples, np.float32)
    assert measures.loudness(silence) == measures.FLOOR
    assert measures.flat_tops(silence) == 0
    assert measures.clicks(silence) == 0
    assert len(measures.pitch(silence)) == samples // measures.HOP
    assert measures.mel_levels(silence).shape == (samples // measures.HOP, measures.BANDS)
    assert (measures.fine_levels(silence) == measures.FLOOR).all()
    assert not measures.onsets(measures.mel_levels(silence)).any()


@pytest.mark.parametrize("hertz", [80, 123, 220, 350])
def test_pitch_is_found_to_two_cents(hertz: float) -> None:
    pulses = sum(sine(hertz * number, 0.5 / number) for number in range(1, 9))
    found = measures.pitch(np.asarray(pulses))[10:-10]
    assert np.median(np.abs(1200 * np.log2(found / hertz))) < 2


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(0).normal(size=SAMPLE_RATE).astype(np.float32)
    assert (measures.pitch(noise) > 0).mean() < 0.05


def test_a_tone_lies_in_its_mel_band_at_its_level() -> None:
    levels = measures.mel_levels(sine(1000, 1.0))[20:-20].mean(0)
    assert levels.max() == pytest.approx(0, abs=2)
    assert levels[:10].max() < -60


def test_a_sound_that_begins_has_its_onset_there() -> None:
    late = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), sine(300)])
    found = np.argwhere(measures.onsets(measures.mel_levels(late)))
    assert {band for _, band in found} >= {0}
    assert all(abs(frame - 100) <= 3 for frame, _ in found if frame < 290)


def test_clipping_leaves_flat_tops_at_any_level() -> None:
    assert measures.flat_tops(sine(200)) == 0
    assert measures.flat_tops(np.clip(sine(200), -0.4, 0.4)) > 1000
    assert measures.flat_tops(np.clip(sine(200), -1, 0.3)) > 0


def test_a_missing_millisecond_is_a_click() -> None:
    tone = sine(150)
    assert measures.clicks(tone) == 0
    assert measures.clicks(np.delete(tone, slice(24_000, 24_030))) > 0
