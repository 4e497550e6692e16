"""Characters get the times of the words they are read in."""

from __future__ import annotations

from kowane.server.elevenlabs.alignment import Alignment, Stretch, normalised, original, reach
from kowane.speech import Span, TimedWord


def word(text: str, start: int, end: int, begin: float, stop: float) -> TimedWord:
    return TimedWord(text, Span(start, end), begin, stop)


def test_a_words_time_is_shared_out_and_gaps_fill_the_rest() -> None:
    text = "Hi, you"
    words = [word("Hi", 0, 2, 0.1, 0.3), word("you", 4, 7, 0.5, 0.8)]
    found = original(text, words, Stretch(0, 7, 0.0, 1.0))
    assert found.characters == tuple(text)
    assert [round(start, 3) for start in found.starts] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    assert [round(end, 3) for end in found.ends] == [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]


def test_words_that_share_characters_share_their_whole_time() -> None:
    words = [word("five", 0, 2, 0.0, 0.4), word("dollars", 0, 2, 0.4, 1.0)]
    found = original("$5", words, Stretch(0, 2, 0.0, 1.0))
    assert found.starts == (0.0, 0.5)
    assert found.ends == (0.5, 1.0)


def test_the_spoken_form_has_its_own_characters() -> None:
    words = [word("five", 0, 2, 0.0, 0.4), word("dollars", 0, 2, 0.5, 1.2)]
    found = normalised(words, 0.0, 1.5)
    assert "".join(found.characters) == "five dollars"
    assert found.starts[5] == 0.5


def test_a_text_without_words_lasts_as_long_as_its_audio() -> None:
    found = original("…", [], Stretch(0, 1, 2.0, 3.0))
    assert (found.starts, found.ends) == ((2.0,), (3.0,))
    assert normalised([], 2.0, 3.0) == Alignment((), (), ())


def test_times_never_go_back_even_if_words_do() -> None:
    words = [word("b", 2, 3, 0.5, 0.9), word("a", 0, 1, 0.2, 0.4), word("c", 4, 5, 0.7, 1.2)]
    found = original("a b c", words, Stretch(0, 5, 0.0, 1.0))
    times = [time for pair in zip(found.starts, found.ends, strict=True) for time in pair]
    assert times == sorted(times)
    assert len(found.characters) == len(found.starts) == 5
    assert times[-1] <= 1.0


def test_closing_marks_belong_to_the_word_before_and_opening_ones_do_not() -> None:
    text = 'He said "no!", and (so) $5.'
    said = [word("said", 3, 7, 0, 1)]
    assert text[reach(text, 0, said) :] == '"no!", and (so) $5.'
    assert text[reach(text, 8, [word("no", 9, 11, 0, 1)]) :] == '"no!", and (so) $5.'[4:]
    assert reach(text, 5, []) == 5


def test_milliseconds_are_starts_and_durations() -> None:
    found = Alignment(("a", "b"), (0.0, 0.1), (0.1, 0.25)).milliseconds()
    assert found == {
        "chars": ["a", "b"],
        "charStartTimesMs": [0, 100],
        "charDurationsMs": [100, 150],
    }
