"""SSML's say-as outside English: a number is said as the kind that its author named."""

from __future__ import annotations

import pytest

from kowane.speech import Utterance
from kowane.text.markup.say_as import ordered_date
from kowane.text.reader import Reader

READER = Reader()


def said(lang: str, kind: str, text: str, shape: str = "") -> str:
    written = f'<speak><say-as interpret-as="{kind}" format="{shape}">{text}</say-as></speak>'
    sentences = READER.read(Utterance(written, "", markup="ssml"), lang)
    return " ".join(sentence.spoken.text for sentence in sentences)


@pytest.mark.parametrize(
    ("lang", "kind", "text", "words"),
    [
        ("es", "cardinal", "0021", "cero cero dos uno"),
        ("es", "cardinal", "-21", "menos veintiuno"),
        ("es", "ordinal", "3", "tercero"),
        ("es", "ordinal", "3.ª", "tercera"),
        ("fr", "ordinal", "1", "premier"),
        ("it", "ordinal", "23", "ventitreesimo"),
        ("pt-br", "ordinal", "12", "décimo segundo"),
        ("pt-br", "digits", "407", "quatro zero sete"),
        ("fr", "telephone", "0123456789", "zéro un vingt-trois quarante-cinq soixante-sept "
         "quatre-vingt-neuf"),
        ("es", "telephone", "600 12", "seis cero cero, uno dos"),
        ("es", "ordinal", "abc", "abc"),
        ("hi", "ordinal", "3", "तीसरा"),
        ("hi", "telephone", "011 23", "शून्य एक एक, दो तीन"),
        ("hi", "cardinal", "1,50,000", "एक लाख पचास हज़ार"),
        ("zh", "ordinal", "3", "第三"),
        ("zh", "telephone", "110", "幺幺零"),
        ("zh", "digits", "110", "一一零"),
        ("ja", "ordinal", "3", "3番目"),
        ("ja", "digits", "10", "イチゼロ"),
        ("zh", "characters", "NASA", "N, A, S, A"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_its_kind(lang: str, kind: str, text: str, words: str) -> None:
    assert said(lang, kind, text) == words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", "cuatro de marzo de dos mil veinticuatro"),
        ("fr", "quatre mars deux mille vingt-quatre"),
        ("it", "quattro marzo duemilaventiquattro"),
        ("pt-br", "quatro de março de dois mil e vinte e quatro"),
        ("hi", "चार मार्च दो हज़ार चौबीस"),
        ("ja", "2024年3月4日"),
        ("zh", "二零二四年三月四日"),
    ],
)
def test_the_format_of_a_date_decides_its_order(lang: str, words: str) -> None:
    assert said(lang, "date", "03/04/2024", "mdy") == words


def test_what_is_no_date_in_that_order_is_left_to_the_normaliser() -> None:
    assert ordered_date("31/12/2024", "mdy") is None
    assert ordered_date("3/4", "mdy") is None
    assert ordered_date("3/4/98", "dmy") == (1998, 4, 3)
