"""Sentences and clauses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane import language
from kowane.text.sentences import MAX_SENTENCE, clauses, split

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data/frontend/segmentation.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
TRICKY = st.text(
    alphabet="aAé1 .!?…\"“”'()「」。！？、—,:;\n\r\t\u3000\u2029\ud800अ।あ好とI😀-#", max_size=200
)


def texts(text: str, lang: str = "en-us") -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split(text, lang)]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:30] for case in CASES])
def test_a_text_falls_into_the_sentences_a_reader_would_see(case: dict[str, object]) -> None:
    assert texts(str(case["text"]), language.parse(str(case["lang"]))) == case["sentences"]


@settings(max_examples=80, deadline=None)
@given(TRICKY | st.text(max_size=200), st.sampled_from([*language.CANONICAL]))
def test_sentences_are_trimmed_disjoint_and_leave_out_nothing_but_white_space(
    text: str, lang: str
) -> None:
    place = 0
    for sentence in split(text, lang):
        assert place <= sentence.start < sentence.end <= len(text)
        assert not text[place : sentence.start].strip()
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        assert sentence.end - sentence.start <= MAX_SENTENCE
        place = sentence.end
    assert not text[place:].strip()


@settings(max_examples=100, deadline=None)
@given(TRICKY, st.sampled_from([*language.CANONICAL]))
def test_clauses_lie_inside_the_text_and_ascend(text: str, lang: str) -> None:
    places = clauses(text, lang)
    assert places == sorted(set(places))
    assert all(0 < place < len(text) for place in places)


def test_a_blank_line_ends_a_paragraph_and_the_last_sentence_does_not() -> None:
    ends = [sentence.ends_paragraph for sentence in split("One. Two.\n \nThree.\n\n", "en-us")]
    assert ends == [False, True, False]


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        ".",
        '"',
        "(",
        "「あ。",
        "a. ",
        "\n",
        "\n ",
        " ",
        "好",
        "“a. ",
        "x",
        "A.",
        "。」",
        "! ",
    ],
)
def test_any_repetition_is_cut_in_linear_time_into_bounded_sentences(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    assert all(end - start <= MAX_SENTENCE for start, end, _ in map(_fields, split(text, "en-us")))


def _fields(sentence: object) -> tuple[int, int, bool]:
    return sentence.start, sentence.end, sentence.ends_paragraph  # type: ignore[attr-defined]


def test_a_run_on_is_cut_where_a_clause_ends() -> None:
    text = "we walked along the river, and the sun was low " * 60
    pieces = texts(text)
    assert len(pieces) > 1
    assert all(piece.endswith((",", "low")) for piece in pieces)


def test_clauses_are_found_after_marks_and_before_conjunctions() -> None:
    text = "He paid 1,000 euros, left at 10:30 and never came back; nobody — she said — knew."
    parts = []
    start = 0
    for place in [*clauses(text, "en-us"), len(text)]:
        parts.append(text[start:place])
        start = place
    assert parts == [
        "He paid 1,000 euros, ",
        "left at 10:30 ",
        "and never came back; ",
        "nobody — ",
        "she said — ",
        "knew.",
    ]
