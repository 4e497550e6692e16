"""The normaliser as a whole: spans, switches, hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.speech import Piece, Span, SpokenText
from kowane.text.english.normaliser import FAMILIES, OPEN, normalise
from kowane.text.english.rules import Group, Style

AMERICAN, BRITISH = Style(), Style(british=True)

FRAGMENTS = [
    "$5",
    "3.5M",
    "10:30",
    "a.m.",
    "St.",
    "Dr.",
    "No. 5",
    "**",
    "`x`",
    "[a](b)",
    "https://a.b/c?d=1",
    "x@y.io",
    "#tag",
    "@me",
    "1/2",
    "½",
    "2024-03-15",
    "5 km/h",
    "-5°C",
    "6'2\"",
    "%",
    "&amp;",
    "😀",
    "VIII",
    "NASA",
    "IT",
    "x² + y",
    "CO2",
    "1,234.56",
    "007",
    "v2.0.1",
    "'80s",
    "e.g.",
    "–",
    "…",
    "soooo",
    "A",
    "|",
    "Ctrl+C",
    "f(x)",
    "\n",
    " ",
    " ",
    "١٢",
    "日本",
    "naïve",
    "[",
    "](",
    "\\",
]
anything = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join),
)


def say(text: str, style: Style = AMERICAN, off: frozenset[Group] = frozenset()) -> str:
    return " ".join(normalise(SpokenText.verbatim(text), style, off).text.split())


@given(anything, st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_is_normalised_with_its_spans_in_order(text: str, british: bool) -> None:
    spoken = normalise(SpokenText.verbatim(text, 7), BRITISH if british else AMERICAN)
    last = 7
    for piece in spoken.pieces:
        assert last <= piece.span.start <= piece.span.end <= 7 + len(text)
        last = piece.span.start
        if not piece.rule:
            assert piece.text == text[piece.span.start - 7 : piece.span.end - 7]


@given(anything)
@settings(max_examples=60, deadline=None)
def test_no_digit_is_left_to_the_pronunciation(text: str) -> None:
    assert not any(char.isascii() and char.isdigit() for char in say(text))


def test_every_piece_that_was_written_names_its_rule() -> None:
    spoken = normalise(SpokenText.verbatim("Dr. Lee paid $5 on 2024-03-15."), AMERICAN)
    assert [piece.rule for piece in spoken.pieces if piece.rule] == ["doctor", "currency", "date"]


def test_emphasis_keeps_each_word_at_its_own_place() -> None:
    spoken = normalise(SpokenText.verbatim("a **big** dog"), AMERICAN)
    assert Piece("big", Span(4, 7)) in spoken.pieces


def test_pieces_of_other_rooms_are_left_alone() -> None:
    spoken = SpokenText(
        (
            Piece("5", Span(0, 1), "lexicon"),
            Piece(" 5 ", Span(1, 4)),
            Piece("5", Span(4, 5), "", "x"),
        )
    )
    pieces = normalise(spoken, AMERICAN).pieces
    assert pieces[0] == spoken.pieces[0]
    assert pieces[-1] == spoken.pieces[-1]
    assert "five" in [piece.text for piece in pieces]


@pytest.mark.parametrize(
    ("group", "text", "kept"),
    [
        (Group.MONEY, "$5", "$"),
        (Group.EMOJI, "hi 😀", "😀"),
        (Group.MARKDOWN, "# hi", "#"),
        (Group.ABBREVIATIONS, "Dr. Lee", "Dr."),
        (Group.ROMAN, "Louis XIV", "XIV"),
        (Group.NUMBERS, "42", "42"),
        (Group.CONTACT, "a@b.com", "@"),
        (Group.TYPOGRAPHY, "soooo good", "soooo"),
    ],
)
def test_each_group_can_be_switched_off(group: Group, text: str, kept: str) -> None:
    everything_else = frozenset({Group.SYMBOLS})
    assert kept in say(text, off=everything_else | {group})
    assert kept not in say(text)


def test_every_group_has_a_family() -> None:
    assert {family.group for family in FAMILIES} == set(Group)


def test_tidying_rules_are_told_apart_from_speaking_ones() -> None:
    speaking = {r.name for f in FAMILIES for r in f.rules if not r.open}
    assert not OPEN & speaking


def test_british_and_american_dates_differ() -> None:
    assert say("03/04/2021") == "march fourth, twenty twenty one"
    assert say("03/04/2021", BRITISH) == "the third of april, twenty twenty one"


def test_emoji_are_named_on_request() -> None:
    assert say("ok 👍", Style(name_emoji=True)) == "ok thumbs up"
    assert say("ok 👍") == "ok"


def test_a_huge_number_is_read_digit_by_digit() -> None:
    assert say("9" * 400).split() == ["nine"] * 400


@pytest.mark.parametrize(
    "hostile",
    [
        "9" * 3000,
        "1," * 1500,
        "a." * 1500,
        "(" * 3000,
        "[" * 3000,
        "*a" * 1500,
        "_a" * 1500,
        "aB" * 1500,
        "1-" * 1500,
        "1:" * 1500,
        "1/" * 1500,
        "$" * 3000,
        "a@" * 1500,
        "IV " * 1000,
        "x=" * 1500,
        "A " * 1500,
        "|a" * 1500,
        "😀" * 1000,
        "é" * 3000,
        "'" * 3000,
        "1 " * 1500,
    ],
)
def test_hostile_text_is_answered(hostile: str) -> None:
    spoken = normalise(SpokenText.verbatim(hostile), AMERICAN)
    assert sum(len(piece.text) for piece in spoken.pieces) < 40 * len(hostile)
