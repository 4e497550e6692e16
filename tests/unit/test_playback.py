"""When a listener runs dry."""

from __future__ import annotations

import pytest

from kowane.playback import SYMBOLS_PER_SECOND, Playback
from kowane.speech import PhonemeChunk

TWO_SECONDS = PhonemeChunk("a" * round(2 * SYMBOLS_PER_SECOND))


def test_the_first_chunk_is_due_now() -> None:
    assert Playback(lambda: 5.0).slack(TWO_SECONDS) == 0.0


def test_later_chunks_are_due_when_those_before_them_end() -> None:
    now = [100.0]
    playback = Playback(lambda: now[0])
    playback.slack(TWO_SECONDS)
    playback.begin()
    assert playback.slack(TWO_SECONDS) == pytest.approx(2.0)
    now[0] += 1.5
    assert playback.slack(TWO_SECONDS) == pytest.approx(2.5)


def test_slow_speech_and_pauses_give_time() -> None:
    playback = Playback(lambda: 0.0)
    playback.slack(PhonemeChunk(TWO_SECONDS.symbols, pause_after=1.0, speed=0.5))
    assert playback.slack(TWO_SECONDS) == pytest.approx(5.0)


def test_a_listener_who_has_run_dry_has_negative_slack() -> None:
    now = [0.0]
    playback = Playback(lambda: now[0])
    playback.slack(TWO_SECONDS)
    playback.begin()
    playback.begin()
    now[0] = 10.0
    assert playback.slack(TWO_SECONDS) == pytest.approx(-8.0)
