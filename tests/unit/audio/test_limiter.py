"""The limiter keeps the ceiling, leaves ordinary audio alone and does not care how it is fed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.audio.limiter import ATTACK, CEILING, RELEASE, Limiter, limit
from kowane.errors import OutOfRange
from kowane.speech import Samples


def loud(seed: int, length: int, peak: float) -> Samples:
    """Noise with silent stretches, whose greatest magnitude is `peak`."""
    rng = np.random.default_rng(seed)
    samples = rng.normal(size=length) * (rng.random(length // 50 + 1) < 0.7).repeat(50)[:length]
    top = np.abs(samples).max() if length else 1.0
    return (samples / (top or 1.0) * peak).astype(np.float32)


def in_pieces(samples: Samples, cuts: list[int]) -> Samples:
    limiter = Limiter()
    edges = [0, *sorted(cut % (len(samples) + 1) for cut in cuts), len(samples)]
    pieces = [limiter.process(samples[a:b]) for a, b in pairwise(edges)]
    return np.concatenate([*pieces, limiter.flush()])


signals = st.builds(
    loud, st.integers(0, 2**32 - 1), st.integers(0, 4000), st.sampled_from([0.5, 0.96, 1.1, 3.0])
)


@settings(max_examples=60, deadline=None)
@given(signals, st.lists(st.integers(0, 4000), max_size=6))
def test_the_result_is_bit_for_bit_the_same_however_it_is_cut(
    samples: Samples, cuts: list[int]
) -> None:
    assert np.array_equal(in_pieces(samples, cuts), limit(samples))


@settings(max_examples=60, deadline=None)
@given(signals)
def test_nothing_exceeds_the_ceiling_and_no_sample_is_lost(samples: Samples) -> None:
    limited = limit(samples)
    assert len(limited) == len(samples)
    assert np.abs(limited, dtype=np.float64).max(initial=0.0) <= CEILING


@settings(max_examples=60, deadline=None)
@given(signals)
def test_samples_away_from_any_peak_come_back_bit_for_bit(samples: Samples) -> None:
    near = np.zeros(len(samples), bool)
    for peak in np.flatnonzero(np.abs(samples) > CEILING):
        near[max(0, peak - ATTACK) : peak + RELEASE + 1] = True
    assert np.array_equal(limit(samples)[~near], samples[~near])


def test_ordinary_audio_that_ends_in_silence_is_not_delayed() -> None:
    samples = np.concatenate([loud(1, 3000, 0.9), np.zeros(ATTACK, np.float32)])
    assert np.array_equal(Limiter().process(samples), samples)


def test_at_most_five_milliseconds_are_held_back() -> None:
    samples = np.full(3000, 0.5, np.float32)
    limiter = Limiter()
    assert len(limiter.process(samples)) == 3000 - ATTACK
    assert np.array_equal(limiter.flush(), samples[:ATTACK])


def test_a_peak_lowers_the_sound_around_it_without_a_step() -> None:
    samples = np.full(6000, 0.5, np.float32)
    samples[3000] = 2.0
    gain = limit(samples) / samples
    assert gain[3000] == pytest.approx(CEILING / 2.0)
    assert np.abs(np.diff(gain)).max() < 0.01


def test_a_second_stream_through_a_flushed_limiter_is_untouched_by_the_first() -> None:
    limiter = Limiter()
    limiter.process(np.full(500, 2.0, np.float32))
    limiter.flush()
    quiet = np.concatenate([loud(2, 500, 0.9), np.zeros(ATTACK, np.float32)])
    assert np.array_equal(limiter.process(quiet), quiet)


@pytest.mark.parametrize("ceiling", [0.0, -1.0, 1.01, float("nan")])
def test_a_ceiling_outside_full_scale_is_refused(ceiling: float) -> None:
    with pytest.raises(OutOfRange, match="ceiling"):
        Limiter(ceiling)
