"""JSON and PLS: nothing is lost on the way out and in, and strange documents are refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.errors import InputError, TextError
from kowane.text.lexicon import json_format, pls
from kowane.text.lexicon.entries import Entry, Lexicon, LexiconError

LEXICON = Lexicon(
    "terms",
    "en-gb",
    (
        Entry("nginx", says="engine x"),
        Entry("AT&T <x>", phonemes="ˌAtˌiənˈti", case_sensitive=True),
        Entry("Kowane", ipa="kəˈwɑːneɪ", whole_word=False),
    ),
    default=True,
)


def test_json_gives_back_what_it_was_given() -> None:
    assert json_format.loads(json_format.dumps(LEXICON)) == LEXICON


def test_json_leaves_defaults_out() -> None:
    assert json_format.to_json(LEXICON)["entries"][0] == {"word": "nginx", "says": "engine x"}


def test_pls_gives_back_all_but_name_and_default() -> None:
    back = pls.loads(pls.dumps(LEXICON), name="terms")
    assert (back.lang, back.entries) == (LEXICON.lang, LEXICON.entries)


def test_pls_of_other_hands_is_read() -> None:
    document = """<?xml version="1.0" encoding="UTF-8"?>
    <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
        alphabet="ipa" xml:lang="en-US">
      <meta name="x" content="y"/>
      <lexeme><grapheme>colour</grapheme><grapheme>color</grapheme>
        <phoneme>x</phoneme><phoneme prefer="true">ˈkʌlɚ</phoneme>
        <example>the colour of</example></lexeme>
      <lexeme role="a:b"><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
      <lexeme><grapheme>W3C</grapheme><alias>again</alias></lexeme>
    </lexicon>"""
    lexicon = pls.loads(document, name="x")
    assert lexicon.lang == "en-us"
    assert lexicon.entries == (
        Entry("colour", ipa="ˈkʌlɚ", case_sensitive=True),
        Entry("color", ipa="ˈkʌlɚ", case_sensitive=True),
        Entry("W3C", says="World Wide Web Consortium", case_sensitive=True),
    )


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ("<speak/>", "begins with <speak>"),
        ("<lexicon", "not well-formed"),
        ("<!DOCTYPE lexicon [<!ENTITY a 'b'>]><lexicon/>", "DOCTYPE"),
        ("", "not well-formed"),
    ],
)
def test_a_document_that_is_no_pls_is_refused(document: str, names: str) -> None:
    with pytest.raises(TextError, match=names):
        pls.loads(document, name="x")


def test_a_lexeme_that_cannot_be_used_is_named_by_its_position() -> None:
    lexeme = "<lexeme><grapheme>x</grapheme><phoneme>k7</phoneme></lexeme>"
    document = f'<lexicon alphabet="{{}}" xml:lang="en">{lexeme}</lexicon>'
    with pytest.raises(LexiconError, match=r"position 42.*x-sampa"):
        pls.loads(document.format("x-sampa"), name="x")
    with pytest.raises(LexiconError, match="'7'"):
        pls.loads(document.format("ipa"), name="x")


@pytest.mark.parametrize(
    ("value", "param"),
    [
        ([], "lexicon"),
        ({"name": "a"}, "lang"),
        ({"lang": "en"}, "name"),
        ({"name": "a", "lang": 1}, "lexicon.lang"),
        ({"name": "a", "lang": "en", "entires": []}, "lexicon"),
        ({"name": "a", "lang": "en", "entries": ["x"]}, "entries[0]"),
        ({"name": "a", "lang": "en", "entries": [{"says": "x"}]}, "entries[0].word"),
        (
            {"name": "a", "lang": "en", "entries": [{"word": "x", "sayz": "x"}]},
            "entries[0]",
        ),
        (
            {"name": "a", "lang": "en", "entries": [{"word": "x", "phonemes": "7"}]},
            "entries[0].phonemes",
        ),
        (
            {"name": "a", "lang": "en", "entries": [{"word": "x", "says": "y", "whole_word": 1}]},
            "entries[0].whole_word",
        ),
    ],
)
def test_wrong_json_is_refused_by_its_field(value: object, param: str) -> None:
    with pytest.raises(LexiconError) as caught:
        json_format.from_json(value)
    assert caught.value.param == param


@pytest.mark.parametrize("document", ["", "{", "[" * 100_000, "NaN"])
def test_what_is_no_json_is_refused(document: str) -> None:
    with pytest.raises(LexiconError):
        json_format.loads(document)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "lang", "entries", "word", "says", "ipa", "phonemes", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(plain)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        json_format.loads(json.dumps(value))
    except InputError:
        return


@settings(max_examples=40)
@given(st.text() | st.text("<>/lexicon me=\"'grap&;", max_size=60).map("<lexicon>{}".format))
def test_any_document_is_read_or_refused(document: str) -> None:
    try:
        pls.loads(document, name="x", lang="en")
    except InputError:
        return
