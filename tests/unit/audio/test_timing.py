"""Durations become word times that are in order, inside the sound and tied to the source."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kowane.audio.timing import END_LEAD, FRAME, START_LEAD, shifted, source_words, word_times
from kowane.speech import Span, TimedWord, Word

HELLO = Word("hello", Span(0, 5), 0, 2)
WORLD = Word("world", Span(6, 11), 3, 5)


def test_an_inner_word_starts_and_ends_where_its_frames_do_less_the_measured_lead() -> None:
    durations = np.array([10, 4, 6, 2, 8, 8, 20], np.int64)
    hello, world = word_times([HELLO, WORLD], durations, onset=0.2, end=1.4)
    assert hello.end == pytest.approx(20 * FRAME - END_LEAD)
    assert world.start == pytest.approx(22 * FRAME - START_LEAD)


def test_the_first_word_starts_with_the_sound() -> None:
    durations = np.array([10, 4, 6, 2, 8, 8, 20], np.int64)
    assert word_times([HELLO], durations, onset=0.12, end=1.0)[0].start == 0.12


def test_the_last_word_does_not_outlast_the_sound() -> None:
    durations = np.array([10, 4, 6, 2, 8, 30, 20], np.int64)
    assert word_times([HELLO, WORLD], durations, onset=0.2, end=0.9)[-1].end == 0.9


def test_words_that_read_one_source_span_stay_apart_in_order() -> None:
    five = Word("five", Span(0, 2), 0, 2)
    dollars = Word("dollars", Span(0, 2), 3, 5)
    durations = np.array([10, 4, 6, 2, 8, 8, 20], np.int64)
    timed = word_times([five, dollars], durations, onset=0.2, end=1.4)
    assert [word.text for word in timed] == ["five", "dollars"]
    assert timed[0].end <= timed[1].start


@given(st.lists(st.integers(0, 30), min_size=11, max_size=11), st.data())
def test_times_are_monotone_and_within_the_sound(durations: list[int], data: st.DataObject) -> None:
    total = sum(durations) * FRAME
    onset = data.draw(st.floats(0, total))
    end = data.draw(st.floats(onset, total))
    words = [Word("w", Span(i, i + 1), 2 * i, 2 * i + 1) for i in range(5)]
    timed = word_times(words, np.array(durations, np.int64), onset=onset, end=end)
    edges = [t for word in timed for t in (word.start, word.end)]
    assert edges == sorted(edges)
    assert onset <= edges[0]
    assert edges[-1] <= end


def test_shifted_words_stay_within_the_audio() -> None:
    words = [TimedWord("a", Span(0, 1), 0.1, 0.4), TimedWord("b", Span(2, 3), 0.5, 2.0)]
    assert [(w.start, w.end) for w in shifted(words, -0.2, end=1.0)] == [
        (0.0, 0.2),
        (pytest.approx(0.3), 1.0),
    ]


def test_spoken_words_of_one_source_word_become_the_callers_word() -> None:
    source = "It is $5 now."
    words = [
        TimedWord("it", Span(0, 2), 0.0, 0.1),
        TimedWord("is", Span(3, 5), 0.1, 0.2),
        TimedWord("five", Span(6, 8), 0.2, 0.5),
        TimedWord("dollars", Span(6, 8), 0.5, 0.9),
        TimedWord("now", Span(9, 12), 0.9, 1.2),
    ]
    assert source_words(words, source) == (
        TimedWord("It", Span(0, 2), 0.0, 0.1),
        TimedWord("is", Span(3, 5), 0.1, 0.2),
        TimedWord("$5", Span(6, 8), 0.2, 0.9),
        TimedWord("now", Span(9, 12), 0.9, 1.2),
    )


def test_overlapping_source_spans_become_one_word() -> None:
    words = [
        TimedWord("three", Span(0, 3), 0.0, 0.3),
        TimedWord("kilometres", Span(2, 5), 0.3, 0.9),
    ]
    assert source_words(words, "3.0km") == (TimedWord("3.0km", Span(0, 5), 0.0, 0.9),)


def test_a_word_without_source_characters_is_left_out_of_the_callers_words() -> None:
    assert source_words([TimedWord("and", Span(3, 3), 0.0, 0.3)], "a, b") == ()
