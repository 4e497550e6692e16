"""Lexicons on texts: which entry counts, where a word ends, and that spans stay true."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.speech import Piece, Span, SpokenText
from kowane.text.lexicon.entries import Entry, Lexicon
from kowane.text.lexicon.matching import Compiled, apply, digest


def lexicon(*entries: Entry, name: str = "terms", lang: str = "en-us") -> Compiled:
    return Compiled(Lexicon(name, lang, entries))


def said(text: str, *lexicons: Compiled) -> str:
    return apply(SpokenText.verbatim(text), lexicons).text


def test_a_respelling_stands_for_the_words_characters() -> None:
    spoken = apply(SpokenText.verbatim("run nginx!"), [lexicon(Entry("nginx", says="engine x"))])
    assert spoken.pieces == (
        Piece("run ", Span(0, 4)),
        Piece("engine x", Span(4, 9), "lexicon:terms"),
        Piece("!", Span(9, 10)),
    )


def test_phonemes_keep_the_word_as_it_is_written() -> None:
    spoken = apply(SpokenText.verbatim("NGINX"), [lexicon(Entry("nginx", phonemes="ˈɛnʤənˌɛks"))])
    assert spoken.pieces == (Piece("NGINX", Span(0, 5), "lexicon:terms", "ˈɛnʤənˌɛks"),)


def test_a_text_without_any_entry_is_returned_as_it_is() -> None:
    spoken = SpokenText.verbatim("nothing here")
    assert apply(spoken, [lexicon(Entry("nginx", says="x"))]) is spoken


def test_the_longest_entry_counts_and_a_shorter_one_where_it_fails() -> None:
    entries = lexicon(Entry("New", says="1"), Entry("New York", says="2"), Entry("York", says="3"))
    assert said("New York, New Yorker, New", entries) == "2, 1 Yorker, 1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ai", "X"),
        ("AI-based", "X-based"),
        ("(AI)", "(X)"),
        ("AI's", "X's"),
        ("mail", "mail"),
        ("AIs", "AIs"),
        ("AI2", "AI2"),
        ("AI_x", "AI_x"),
        ("éAI", "éAI"),
        ("AI\u0301", "AI\u0301"),
        ("日本のAIは", "日本のXは"),
    ],
)
def test_a_whole_word_ends_where_letters_and_digits_do(text: str, expected: str) -> None:
    assert said(text, lexicon(Entry("AI", says="X"))) == expected


def test_a_part_of_a_word_is_meant_where_the_entry_says_so() -> None:
    assert said("mailAImail", lexicon(Entry("AI", says="X", whole_word=False))) == "mXlXmXl"


def test_scripts_without_spaces_know_no_word_limits() -> None:
    entries = lexicon(Entry("東京", phonemes="toːkjoː"), Entry("行", says="X"), lang="ja")
    assert said("私は東京行の", entries) == "私は東京Xの"


def test_marks_of_devanagari_belong_to_the_word() -> None:
    entries = lexicon(Entry("क", says="X"), lang="hi")
    assert said("क की", entries) == "X की"


def test_case_counts_where_the_entry_says_so_and_then_wins() -> None:
    entries = lexicon(Entry("us", says="1"), Entry("US", says="2", case_sensitive=True))
    assert said("us US Us", entries) == "1 2 1"


def test_apostrophes_spaces_and_composition_are_alike() -> None:
    entries = lexicon(
        Entry("rock 'n' roll", says="1"), Entry("café", says="2", case_sensitive=True)
    )
    assert said("rock\u00a0’n’\nroll cafe\u0301", entries) == "1 2"


@pytest.mark.parametrize(
    ("phonemes", "sound"), [("kæt", "kæts"), ("kˈOz", "kˈOzᵻz"), ("kowˈɑnA", "kowˈɑnAz")]
)
def test_an_english_possessive_is_sounded_with_its_word(phonemes: str, sound: str) -> None:
    spoken = apply(SpokenText.verbatim("Qq’s x"), [lexicon(Entry("qq", phonemes=phonemes))])
    assert spoken.pieces[0] == Piece("Qq’s", Span(0, 4), "lexicon:terms", sound)


def test_of_two_lexicons_the_longer_match_and_then_the_first_counts() -> None:
    one = lexicon(Entry("a b", says="1"), Entry("c", says="1"), name="one")
    two = lexicon(Entry("a b c", says="2"), Entry("c", says="2"), name="two")
    assert said("a b c", one, two) == "2"
    assert said("c", one, two) == "1"
    assert said("c", two, one) == "2"


def test_what_markup_wrote_is_left_alone() -> None:
    fixed = Piece("nginx", Span(1, 6), "markup", "ɛn")
    spoken = SpokenText((Piece("(", Span(0, 1)), fixed, Piece(" nginx", Span(6, 12))))
    assert apply(spoken, [lexicon(Entry("nginx", says="x"))]).pieces[1] == fixed


def test_the_digest_of_several_keeps_their_order() -> None:
    one, two = lexicon(Entry("a", says="1")), lexicon(Entry("a", says="2"))
    assert digest([]) == ""
    assert digest([one, two]) != digest([two, one])


words = st.text("abAB é-'日क\u093f", min_size=1, max_size=4)
entries = st.builds(
    lambda word, says, case, whole: Entry(
        word + "a", says=says, case_sensitive=case, whole_word=whole
    ),
    words,
    st.sampled_from(["x", "yy yy"]),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(entries, max_size=8, unique_by=lambda entry: entry.key), st.lists(words))
def test_spans_stay_true_on_any_text(found: list[Entry], parts: list[str]) -> None:
    text = "a".join(parts)
    spoken = apply(SpokenText.verbatim(text), [lexicon(*found)])
    assert "".join(text[slice(*piece.span)] for piece in spoken.pieces) == text
    place = 0
    for piece in spoken.pieces:
        assert piece.span.start == place
        place = piece.span.end
        if not piece.rule:
            assert piece.text == text[slice(*piece.span)]
