"""Subtitles carry the caller's text, keep the limits and never overlap."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.audio.captions import (
    LINE_WIDTH,
    LINES,
    MAX_DURATION,
    Cue,
    cues,
    srt,
    webvtt,
    width,
    word_list,
)
from kowane.speech import Span, TimedWord


def spoken(
    source: str, *, rate: float = 0.35, pattern: str = r"\w+(?:['’]\w+)*"
) -> list[TimedWord]:
    """Each match of `pattern` as a word of `rate` s; 0.3 s of pause after a sentence."""
    words, now = [], 0.05
    for match in re.finditer(pattern, source):
        words.append(TimedWord(match[0].lower(), Span(*match.span()), now, now + rate * 0.9))
        now += rate
        if source[match.end() : match.end() + 1] in (".", "!", "?", "。"):
            now += 0.3
    return words


def texts(subtitles: tuple[Cue, ...]) -> list[str]:
    return [" ".join(cue.lines) for cue in subtitles]


LONG = (
    "It was the best of times, it was the worst of times; it was the age of wisdom. "
    "“Was it?” she asked. Nobody (least of all Dr. Manette) knew… and the $5 were gone!"
)


def test_every_character_of_the_callers_text_is_there_in_order() -> None:
    assert " ".join(texts(cues(spoken(LONG), LONG))) == LONG


def test_cues_end_with_sentences_where_they_can() -> None:
    source = "The first sentence is here now. The second one is here too. And a third follows it."
    assert texts(cues(spoken(source), source)) == [
        "The first sentence is here now.",
        "The second one is here too.",
        "And a third follows it.",
    ]


def test_a_sentence_too_long_for_a_cue_is_broken_at_a_clause() -> None:
    source = (
        "When the long winter was over and the roads were open again, "
        "the travellers who had waited in the village went on their way to the sea."
    )
    assert texts(cues(spoken(source), source))[0].endswith("again,")


def test_sentences_too_short_to_read_share_a_cue() -> None:
    source = "Yes. No. Why?"
    assert texts(cues(spoken(source, rate=0.2), source)) == [source]


def test_the_full_stop_of_an_abbreviation_does_not_end_a_sentence() -> None:
    source = (
        "The new lodger is called Mr. Oscar Fitzgerald Montgomery "
        "and nobody has seen him yet at home."
    )
    words = spoken(source)
    at = next(i for i, word in enumerate(words) if word.text == "oscar")
    words[at:] = [TimedWord(w.text, w.span, w.start - 0.3, w.end - 0.3) for w in words[at:]]
    assert not texts(cues(words, source))[0].endswith("Mr.")


def test_two_lines_are_balanced_and_broken_at_punctuation() -> None:
    source = "If you had told me this yesterday, I would not have believed you."
    (cue,) = cues(spoken(source), source)
    assert cue.lines == ("If you had told me this yesterday,", "I would not have believed you.")


def test_spoken_words_show_as_the_caller_wrote_them() -> None:
    words = [
        TimedWord("it", Span(0, 2), 0.0, 0.2),
        TimedWord("costs", Span(3, 8), 0.2, 0.5),
        TimedWord("five", Span(9, 11), 0.5, 0.8),
        TimedWord("dollars", Span(9, 11), 0.8, 1.2),
    ]
    (cue,) = cues(words, "It costs $5.")
    assert cue == Cue(0.0, 1.2, ("It costs $5.",))


def test_markup_that_is_not_spoken_is_not_shown() -> None:
    source = 'Wait <break time="1s"/> for me.'
    words = [
        TimedWord("wait", Span(0, 4), 0.0, 0.4),
        TimedWord("for", Span(24, 27), 1.0, 1.2),
        TimedWord("me", Span(28, 30), 1.2, 1.4),
    ]
    assert texts(cues(words, source)) == ["Wait for me."]


def test_wide_characters_count_twice_and_need_no_spaces() -> None:
    source = (
        "昔々、あるところに、おじいさんとおばあさんが住んでいました。おじいさんは山へ行きました。"
    )
    subtitles = cues(spoken(source, rate=0.2, pattern=r"[^、。]{1,3}"), source)
    assert "".join("".join(cue.lines) for cue in subtitles) == source
    assert all(width(line) <= LINE_WIDTH for cue in subtitles for line in cue.lines)
    assert not any(line[0] in "、。" for cue in subtitles for line in cue.lines)


def test_quotation_marks_stay_with_the_words_they_enclose() -> None:
    source = "彼は「行く」と言った"
    assert texts(cues(spoken(source, pattern=r"[^「」]{1,2}"), source)) == [source]
    long = "One two three four five six seven eight. “Nine ten eleven twelve thirteen fourteen.”"
    assert texts(cues(spoken(long), long))[1].startswith("“Nine")


def test_a_word_wider_than_a_line_is_cut() -> None:
    source = "x" * 100
    subtitles = cues([TimedWord("x", Span(0, 100), 0.0, 5.0)], source)
    assert "".join("".join(cue.lines) for cue in subtitles) == source
    assert all(len(line) <= LINE_WIDTH for cue in subtitles for line in cue.lines)


def test_a_short_cue_stays_long_enough_to_be_read() -> None:
    (cue,) = cues([TimedWord("hi", Span(0, 2), 0.1, 0.3)], "Hi")
    assert cue.end - cue.start == pytest.approx(5 / 6, abs=0.001)


def test_nothing_spoken_gives_no_cues() -> None:
    assert cues([], "…") == ()
    assert srt(()) == ""
    assert webvtt(()) == "WEBVTT\n\n"


source_texts = st.text(
    st.sampled_from(list("abcdefg ,.!?\n“”()日本語。、éñ<>&-0123")), min_size=1, max_size=300
)


@settings(max_examples=150, deadline=None)
@given(source_texts, st.sampled_from([0.0, 0.02, 0.3, 1.5]))
def test_limits_hold_for_any_text_and_cues_never_overlap(source: str, rate: float) -> None:
    words = spoken(source, rate=rate)
    subtitles = cues(words, source)
    assert bool(subtitles) == bool(words)
    assert all(cue.start < cue.end <= cue.start + MAX_DURATION + 0.001 for cue in subtitles)
    assert all(a.end <= b.start for a, b in pairwise(subtitles))
    assert all(1 <= len(cue.lines) <= LINES for cue in subtitles)
    assert all(0 < width(line) <= LINE_WIDTH for cue in subtitles for line in cue.lines)
    shown = "".join("".join(texts(subtitles)).split())
    assert re.sub(r"\W", "", shown) == re.sub(r"\W", "", "".join(source.split()))


def test_srt_is_numbered_and_timed_with_commas() -> None:
    subtitles = (Cue(0.045, 1.2, ("Hello,", "world -->")), Cue(3661.5, 3662.0, ("Bye.",)))
    assert srt(subtitles) == (
        "1\n00:00:00,045 --> 00:00:01,200\nHello,\nworld →\n\n"
        "2\n01:01:01,500 --> 01:01:02,000\nBye.\n\n"
    )


def test_webvtt_escapes_what_would_be_markup() -> None:
    assert webvtt((Cue(0.0, 1.0, ("a < b & c --> d",)),)) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na &lt; b &amp; c --&gt; d\n\n"
    )


def test_words_are_plain_json() -> None:
    words = [TimedWord("hi", Span(0, 2), 0.12345, 0.5)]
    assert json.loads(json.dumps(word_list(words))) == [
        {"text": "hi", "start": 0.123, "end": 0.5, "span": [0, 2]}
    ]
