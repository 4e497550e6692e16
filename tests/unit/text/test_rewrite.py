"""Rewriting spoken text keeps every character's source."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kowane.speech import Piece, Span, SpokenText
from kowane.text.rewrite import Rewrite, SpanMap, apply, cut, substitute


def test_a_rewrite_replaces_its_stretch_and_remembers_where_it_came_from() -> None:
    spoken = apply(SpokenText.verbatim("pay $5 now"), [Rewrite(4, 6, "five dollars", "currency")])
    assert spoken.text == "pay five dollars now"
    assert spoken.pieces == (
        Piece("pay ", Span(0, 4)),
        Piece("five dollars", Span(4, 6), "currency"),
        Piece(" now", Span(6, 10)),
    )


def test_spans_start_where_the_verbatim_text_starts_in_the_callers_text() -> None:
    spoken = apply(SpokenText.verbatim("a 2 b", 100), [Rewrite(2, 3, "two", "number")])
    assert [piece.span for piece in spoken.pieces] == [(100, 102), (102, 103), (103, 105)]


def test_a_rewrite_across_pieces_covers_the_source_of_all_of_them() -> None:
    once = apply(SpokenText.verbatim("x 1 y"), [Rewrite(2, 3, "one", "number")])
    twice = apply(once, [Rewrite(0, 6, "z", "again")])
    assert twice.pieces[0] == Piece("z", Span(0, 4), "again")
    assert twice.text == "zy"


def test_a_rewrite_can_fix_phonemes() -> None:
    spoken = apply(SpokenText.verbatim("A1"), [Rewrite(0, 1, "A", "letter", "ˈA")])
    assert spoken.pieces[0].phonemes == "ˈA"


def test_a_deletion_leaves_an_empty_piece_with_its_source() -> None:
    spoken = apply(SpokenText.verbatim("**a**"), [Rewrite(0, 2, "", "m"), Rewrite(3, 5, "", "m")])
    assert spoken.text == "a"
    assert spoken.span == Span(0, 5)


def test_substitute_leaves_what_a_rule_has_written() -> None:
    digits = re.compile(r"\w+")
    once = substitute(SpokenText.verbatim("1 x"), re.compile("1"), lambda _: "one", "number")
    twice = substitute(once, digits, lambda match: match.group().upper(), "shout")
    assert [(piece.text, piece.rule) for piece in twice.pieces] == [
        ("one", "number"),
        (" ", ""),
        ("X", "shout"),
    ]


def test_substitute_goes_through_rules_that_only_tidy() -> None:
    tidied = apply(SpokenText.verbatim("５kg"), [Rewrite(0, 1, "5", "typography")])
    pattern = re.compile(r"\d+kg")
    kept = substitute(tidied, pattern, lambda _: "five kilograms", "unit")
    read = substitute(
        tidied, pattern, lambda _: "five kilograms", "unit", through=frozenset({"typography"})
    )
    assert kept == tidied
    assert read.pieces == (Piece("five kilograms", Span(0, 3), "unit"),)


def test_substitute_does_not_touch_fixed_phonemes_even_of_a_tidying_rule() -> None:
    spoken = SpokenText((Piece("x", Span(0, 1), "typography", "ɛks"),))
    assert (
        substitute(spoken, re.compile("x"), lambda _: "y", "r", through=frozenset({"typography"}))
        == spoken
    )


def test_words_that_stay_the_same_are_marked_only_on_request() -> None:
    verbatim = SpokenText.verbatim("FBI")
    pattern = re.compile("FBI")
    assert substitute(verbatim, pattern, lambda _: "FBI", "acronym") == verbatim
    marked = substitute(verbatim, pattern, lambda _: "FBI", "acronym", mark=True)
    assert marked.pieces == (Piece("FBI", Span(0, 3), "acronym"),)


def test_no_match_gives_the_same_object_back() -> None:
    spoken = SpokenText.verbatim("abc")
    assert substitute(spoken, re.compile(r"\d"), lambda _: "x", "r") is spoken


def test_a_cut_of_verbatim_text_keeps_its_places() -> None:
    assert cut(SpokenText.verbatim("hello", 10), 1, 3).pieces == (Piece("el", Span(11, 13)),)


def test_a_cut_of_a_rules_piece_keeps_the_whole_source() -> None:
    spoken = apply(SpokenText.verbatim("$5"), [Rewrite(0, 2, "five dollars", "currency")])
    assert cut(spoken, 0, 4).pieces == (Piece("five", Span(0, 2), "currency"),)


def test_the_source_of_part_of_a_rules_piece_is_all_of_it() -> None:
    spoken = apply(SpokenText.verbatim("a $5"), [Rewrite(2, 4, "five dollars", "currency")])
    assert SpanMap(spoken).source(2, 6) == Span(2, 4)
    assert SpanMap(spoken).source(0, 1) == Span(0, 1)


@given(st.text(max_size=40), st.lists(st.text("ab1 ", min_size=1, max_size=3), max_size=4))
def test_source_spans_never_decrease_and_verbatim_text_stays_the_callers(
    text: str, needles: list[str]
) -> None:
    spoken = SpokenText.verbatim(text)
    for number, needle in enumerate(needles):
        spoken = substitute(
            spoken, re.compile(re.escape(needle)), lambda _, n=number: "x" * n, f"r{number}"
        )
    last = 0
    for piece in spoken.pieces:
        assert last <= piece.span.start <= piece.span.end <= len(text)
        last = piece.span.start
        if not piece.rule:
            assert text[piece.span.start : piece.span.end] == piece.text
