"""Entries and lexicons: what is accepted, what is refused and how, and what the digest covers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kowane.errors import UnknownLanguage
from kowane.text.lexicon.entries import MAX_PHONEMES, MAX_WORD, Entry, Lexicon, LexiconError


def test_a_word_is_kept_composed_and_with_single_spaces() -> None:
    assert Entry(" cafe\u0301  noir ", says="x").word == "café noir"


@pytest.mark.parametrize(
    ("fields", "param", "names"),
    [
        ({"word": "x"}, "says", "0 ways"),
        ({"word": "x", "says": "a", "ipa": "a"}, "says", "says, ipa"),
        ({"word": "", "says": "a"}, "word", "empty"),
        ({"word": "...", "says": "a"}, "word", "no letter"),
        ({"word": "x" * (MAX_WORD + 1), "says": "a"}, "word", f"{MAX_WORD + 1} characters"),
        ({"word": "x\0", "says": "a"}, "word", "control"),
        ({"word": "x", "says": " "}, "says", "empty"),
        ({"word": "x", "phonemes": ""}, "phonemes", "empty"),
        ({"word": "x", "phonemes": "kŭ7"}, "phonemes", "'ŭ' (U+016D, character 2)"),
        ({"word": "x", "phonemes": "a" * (MAX_PHONEMES + 1)}, "phonemes", "201 characters"),
        ({"word": "x", "says": "a", "note": "n" * 501}, "note", "501"),
    ],
)
def test_a_wrong_entry_is_refused_by_field_and_value(
    fields: dict[str, Any], param: str, names: str
) -> None:
    with pytest.raises(LexiconError) as caught:
        Entry(**fields)
    assert caught.value.param == param
    assert names in caught.value.message
    assert caught.value.remedy


def test_ipa_is_checked_against_the_lexicons_language() -> None:
    entry = Entry("x", ipa="k7")
    with pytest.raises(LexiconError, match=r"U\+0037, character 2"):
        Lexicon("terms", "fr", (entry,))


def test_ipa_is_said_in_kokoros_alphabet() -> None:
    assert Entry("x", ipa="tʃaɪ").symbols("en-us") == "ʧI"
    assert Entry("x", ipa="tʃaɪ").symbols("es") == "ʧaɪ"


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "a" * 65, "é", "a\n"])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(LexiconError, match="cannot be the name"):
        Lexicon(name, "en")


def test_a_language_may_be_given_in_any_way_that_is_known() -> None:
    assert Lexicon("a", "en_GB").lang == "en-gb"
    with pytest.raises(UnknownLanguage):
        Lexicon("a", "tlh")


def test_two_entries_with_one_key_are_refused_and_with_other_rules_are_not() -> None:
    with pytest.raises(LexiconError, match="two entries for 'us'"):
        Lexicon("a", "en", (Entry("US", says="x"), Entry("us", says="y")))
    Lexicon("a", "en", (Entry("US", says="x", case_sensitive=True), Entry("us", says="y")))


def test_the_digest_changes_with_what_is_said_and_with_nothing_else() -> None:
    one, two = Entry("a", says="b"), Entry("c", phonemes="d")
    lexicon = Lexicon("x", "en", (one, two))
    same = [
        Lexicon("y", "en", (two, one), default=True),
        replace(lexicon, entries=(replace(one, note="n"), two)),
    ]
    other = [
        Lexicon("x", "fr", (one, two)),
        replace(lexicon, entries=(one,)),
        replace(lexicon, entries=(replace(one, whole_word=False), two)),
        replace(lexicon, entries=(replace(one, says="bb"), two)),
        replace(lexicon, entries=(Entry("a", phonemes="b"), two)),
    ]
    assert {each.digest for each in same} == {lexicon.digest}
    assert len({lexicon.digest, *(each.digest for each in other)}) == 1 + len(other)
