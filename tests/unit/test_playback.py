"""When a listener runs dry."""

from __future__ import annotations

import pytest

from kowane.playback import FIRST_SOUND, SYMBOLS_PER_SECOND, Playback
from kowane.speech import PhonemeChunk

TWO_SECONDS = PhonemeChunk("a" * round(2 * SYMBOLS_PER_SECOND))


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def playback(clock: Clock) -> Playback:
    return Playback(clock)


def test_the_first_chunk_is_due_soon(playback: Playback) -> None:
    assert playback.slack(TWO_SECONDS) == FIRST_SOUND


def test_later_chunks_are_due_when_those_before_them_end(playback: Playback, clock: Clock) -> None:
    playback.slack(TWO_SECONDS)
    playback.give(2.0)
    assert playback.slack(TWO_SECONDS) == pytest.approx(2.0)
    clock.now += 1.5
    assert playback.slack(TWO_SECONDS) == pytest.approx(2.5)


def test_a_real_length_takes_the_place_of_the_estimate(playback: Playback) -> None:
    playback.slack(TWO_SECONDS)
    playback.give(3.0)
    assert playback.slack(TWO_SECONDS) == pytest.approx(3.0)


def test_estimates_learn_from_the_chunks_before(playback: Playback) -> None:
    playback.slack(TWO_SECONDS)
    playback.give(3.0)
    playback.slack(TWO_SECONDS)
    assert playback.slack(TWO_SECONDS) == pytest.approx(3.0 + 3.0)


def test_slow_speech_and_pauses_give_time(playback: Playback) -> None:
    playback.slack(PhonemeChunk(TWO_SECONDS.symbols, pause_after=1.0, speed=0.5))
    assert playback.slack(TWO_SECONDS) == pytest.approx(FIRST_SOUND + 5.0)


def test_a_listener_who_has_run_dry_has_negative_slack(playback: Playback, clock: Clock) -> None:
    playback.slack(TWO_SECONDS)
    playback.give(2.0)
    clock.now += 10
    assert playback.slack(TWO_SECONDS) == pytest.approx(-8.0)
    assert playback.buffered == 0.0


def test_after_a_stall_playback_goes_on_with_the_next_chunk(
    playback: Playback, clock: Clock
) -> None:
    playback.give(2.0)
    clock.now += 3
    playback.give(2.0)
    assert (playback.stalls, playback.stalled) == (1, pytest.approx(1.0))
    assert playback.buffered == pytest.approx(2.0)
