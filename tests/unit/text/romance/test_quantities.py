"""Rules for quantities in the Romance languages: what each kind is read as."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from kowane.speech import SpokenText
from kowane.text import frontend
from kowane.text.romance import abbreviations


@cache
def front_end(lang: str) -> Any:
    return frontend.load(lang)


def read(lang: str, text: str) -> str:
    return " ".join(front_end(lang).normalise(SpokenText.verbatim(text)).text.split())


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("fr", "9/10 de la classe", "neuf dixièmes de la classe"),
        ("fr", "Il a eu 9/10.", "Il a eu neuf sur dix."),
        ("es", "24/7", "veinticuatro siete"),
        ("it", "un 50/50", "un cinquanta cinquanta"),
        ("es", "el 3-V-1808", "el tres de mayo de mil ochocientos ocho"),
        ("fr", "le 8 mai 45", "le huit mai quarante-cinq"),
        ("fr", "le 08/05/45", "le huit mai deux mille quarante-cinq"),
        ("fr", "la 2nde", "la seconde"),
        ("es", "5 mg/día", "cinco miligramos por día"),
        ("es", "5 mg/l", "cinco miligramos por litro"),
        ("it", "3 g/cm³", "tre grammi per centimetro cubo"),
        ("pt-br", "8 l/100 km", "oito litros por cem quilômetros"),
        ("it", "800 123 456", "otto zero zero, uno due tre, quattro cinque sei"),
    ],
)
def test_a_quantity_is_read_as_its_kind(lang: str, text: str, words: str) -> None:
    assert read(lang, text) == words


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("es", "La OTAN.", "La otan."),
        ("es", "El IRPF.", "El I R P F."),
        ("pt-br", "O IBGE.", "O I B G é."),
        ("it", "La CGIL.", "La C G I L."),
    ],
)
def test_initials_are_a_word_if_they_make_syllables(lang: str, text: str, words: str) -> None:
    assert read(lang, text) == words


@pytest.mark.parametrize("lang", ["es", "fr", "it", "pt"])
def test_every_abbreviation_has_a_pattern_and_words(lang: str) -> None:
    table = abbreviations.table(lang)
    assert len(table) > 50
    assert all(pattern and words.strip() for pattern, words in table)
