"""What all front-ends on espeak keep, whatever the text."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.speech import Phonemes, Piece, Span, SpokenText
from kowane.text import frontend
from kowane.text.romance.frontend import GROUPS
from kowane.vocabulary import SYMBOLS

LANGUAGES = ["es", "fr", "it", "pt-br", "hi"]
FRAGMENTS = [
    "1.234,5", "1,5", "007", "-5", "€", "$", "12,50 €", "R$ 3", "₹500", "15h30", "15:30",
    "3/4", "½", "1/2/2024", "2024-02-30", "31/13/99", "°C", "20 °C", "XXI", "siglo", "IV",
    "Ier", "%", "n.º", "Sr.", "etc.", "a. m.", "www.a.b", "x@y.es", "+34 600 000 000", "…",
    "«", "»", "—", "-", "¿", "!", "(", ")", "\u00a0", "\u202f", "\u0301", "\u200d", "’", "l'",
    "à", "ç", "ñ", "हूँ", "।", "१२", "बजे", "डॉ.", "😀", "東京", "Ж", "²", "#tag", "@me", "*",
    "_", "|", "\n", "A", "x", "mil", "millones", "de",
]  # fmt: skip


@cache
def front_end(lang: str) -> Any:
    return frontend.load(lang)


def read(lang: str, text: str) -> tuple[SpokenText, Phonemes]:
    spoken = front_end(lang).normalise(SpokenText.verbatim(text))
    return spoken, front_end(lang).phonemize(spoken)


def check(text: str, spoken: SpokenText, phonemes: Phonemes) -> None:
    last = 0
    for piece in spoken.pieces:
        assert last <= piece.span.start <= piece.span.end <= len(text)
        last = piece.span.start
        if not piece.rule:
            assert text[piece.span.start : piece.span.end] == piece.text
    assert set(phonemes.symbols) <= SYMBOLS.keys()
    assert "  " not in phonemes.symbols
    end = 0
    for word in phonemes.words:
        assert end <= word.start < word.end <= len(phonemes.symbols)
        assert 0 <= word.span.start <= word.span.end <= len(text)
        assert phonemes.symbols[word.start : word.end].strip() != ""
        end = word.end


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12), st.sampled_from(["", " "]))
def test_any_jumble_of_written_forms_is_read_and_spans_hold(
    lang: str, parts: list[str], glue: str
) -> None:
    text = glue.join(parts)
    check(text, *read(lang, text))


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_at_all_is_read_and_spans_hold(lang: str, text: str) -> None:
    check(text, *read(lang, text))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["1" * 833, "1." * 333, "a" * 833, "IV" * 333, "a.b" * 333, "1 " * 333, "@" * 500,
     "€1" * 250, "-" * 833, "A-" * 333, "1/" * 333, "1:" * 333, "é" * 500, "+1 " * 333],
)  # fmt: skip
def test_hostile_repetition_ends(lang: str, text: str) -> None:
    check(text, *read(lang, text))


@pytest.mark.parametrize(
    ("lang", "text", "symbols"),
    [
        ("es", "¿Qué tal?", "kˈe tˈal?"),
        ("fr", "Les enfants !", "lez ɑ̃fˈɑ̃!"),
        ("fr", "Il dit : « Ça va. »", "il dˈi: “sa vˈa.”"),
        ("it", "L’amico dell’uva.", "lamˈiko dellˈuva."),
        ("pt-br", "Não, obrigado…", "nˈɐ̃ʊ̃, ˌobriɡˈadʊ…"),
        ("hi", "बड़ा लड़का।", "bˈʌɽaː lˈʌɽkˌaː."),
        ("es", "Sí — no (tal vez).", "sˈi — nˈo (tˈal βˈeθ)."),
    ],
)
def test_sounds_are_in_kokoros_alphabet_and_marks_stay_in_place(
    lang: str, text: str, symbols: str
) -> None:
    assert read(lang, text)[1].symbols == symbols


def test_each_word_is_tied_to_the_characters_it_reads() -> None:
    text = "Pago 12,50 € hoy."
    _, phonemes = read("es", text)
    read_as = [(word.text, text[word.span.start : word.span.end]) for word in phonemes.words]
    assert read_as[0] == ("Pago", "Pago")
    assert read_as[1] == ("doce", "12,50 €")
    assert read_as[-1] == ("hoy", "hoy")


def test_a_fixed_pronunciation_is_used_as_given() -> None:
    pieces = (
        Piece("Hola ", Span(0, 5)),
        Piece("Xyz", Span(5, 8), "markup", "ksˈi"),
        Piece(".", Span(8, 9)),
    )
    phonemes = front_end("es").phonemize(SpokenText(pieces))
    assert phonemes.symbols == "ˈola ksˈi."
    assert phonemes.words[1].span == Span(5, 8)


def test_what_a_rule_wrote_before_is_left_alone() -> None:
    pieces = (Piece("21", Span(0, 4), "lexicon"), Piece(" y 21", Span(4, 9)))
    spoken = front_end("es").normalise(SpokenText(pieces))
    assert spoken.text == "21 y veintiuno"


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("numbers", "Tengo 25."),
        ("money", "5 €"),
        ("dates", "03/05/1984"),
        ("times", "15h30"),
        ("units", "5 km"),
        ("phones", "+34 612 345 678"),
        ("urls", "www.ejemplo.com"),
        ("abbreviations", "el Sr. López"),
        ("roman", "siglo XXI"),
        ("symbols", "uno & dos"),
        ("acronyms", "PROHIBIDO PASAR"),
    ],
)
def test_each_group_of_rules_has_a_switch_of_its_own(group: str, text: str) -> None:
    sentence = SpokenText.verbatim(text)
    assert front_end("es").normalise(sentence, GROUPS).text == text
    assert front_end("es").normalise(sentence, GROUPS - {group}).text != text


def test_a_word_that_espeak_cannot_say_is_reported() -> None:
    phonemes = front_end("es").phonemize(SpokenText.verbatim("hola \u0e01\u0e02"))
    spoken = "".join(word.text for word in phonemes.words)
    assert "\u0e01" in spoken + phonemes.dropped


def test_latin_words_in_hindi_are_read_by_english_rules() -> None:
    _, phonemes = read("hi", "मैं Google पर हूँ।")
    assert [word.text for word in phonemes.words] == ["मैं", "Google", "पर", "हूँ"]
    assert "ɡˈuːɡəl" in phonemes.symbols
