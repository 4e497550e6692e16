"""Whole numbers into words."""

from __future__ import annotations

import pytest

from kowane.text.romance import cardinals, gender, literals, ordinals
from kowane.text.romance.roman import value


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (cardinals.spanish(100), "cien"),
        (cardinals.spanish(101), "ciento uno"),
        (cardinals.spanish(21_000, "f", True), "veintiún mil"),
        (cardinals.spanish(100_000, "f"), "cien mil"),
        (cardinals.spanish(221_201, "f", True), "doscientas veintiún mil doscientas una"),
        (cardinals.spanish(10**9), "mil millones"),
        (cardinals.spanish(10**12), "un billón"),
        (cardinals.french(71), "soixante et onze"),
        (cardinals.french(91), "quatre-vingt-onze"),
        (cardinals.french(200), "deux cents"),
        (cardinals.french(201), "deux cent un"),
        (cardinals.french(80_000), "quatre-vingt mille"),
        (cardinals.french(80_000_000), "quatre-vingts millions"),
        (cardinals.italian(101), "centouno"),
        (cardinals.italian(108), "centotto"),
        (cardinals.italian(123), "centoventitré"),
        (cardinals.italian(1861), "milleottocentosessantuno"),
        (cardinals.italian(2_000_000), "due milioni"),
        (cardinals.portuguese(1_500), "mil e quinhentos"),
        (cardinals.portuguese(1_984), "mil novecentos e oitenta e quatro"),
        (cardinals.portuguese(2_002, "f"), "duas mil e duas"),
        (cardinals.portuguese(1_200_000), "um milhão e duzentos mil"),
        (ordinals.spanish(13), "decimotercero"),
        (ordinals.spanish(21, "f"), "vigésima primera"),
        (ordinals.spanish(3, "m", True), "tercer"),
        (ordinals.french(21), "vingt et unième"),
        (ordinals.french(80), "quatre-vingtième"),
        (ordinals.french(9), "neuvième"),
        (ordinals.italian(23), "ventitreesimo"),
        (ordinals.italian(1000), "millesimo"),
        (ordinals.portuguese(13), "décimo terceiro"),
    ],
)
def test_numbers_follow_the_academies(number: str, words: str) -> None:
    assert number == words


@pytest.mark.parametrize("say", [cardinals.spanish, cardinals.french, cardinals.italian])
def test_every_number_below_a_million_has_words_of_its_own(
    say: object,
) -> None:
    assert callable(say)
    sample = [*range(3000), *range(3000, 10**6, 997)]
    assert len({say(n) for n in sample}) == len(sample)


@pytest.mark.parametrize(
    ("written", "whole", "fraction"),
    [
        ("1.500", "1500", ""),
        ("1 500", "1500", ""),
        ("1.234.567,89", "1234567", "89"),
        ("1,234,567", "1234567", ""),
        ("1,234.56", "1234", "56"),
        ("3,14", "3", "14"),
        ("3.14", "3", "14"),
        ("0.500", "0", "500"),
        ("007", "007", ""),
    ],
)
def test_figures_are_taken_apart_in_every_grouping(written: str, whole: str, fraction: str) -> None:
    found = literals.parse(written)
    assert (found.whole, found.fraction) == (whole, fraction)


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("XXI", 21), ("MCMLXXXIV", 1984), ("IV", 4), ("IIII", 0), ("IC", 0), ("", 0), ("MMMM", 0)],
)
def test_only_canonical_roman_numerals_count(numeral: str, number: int) -> None:
    assert value(numeral) == number


@pytest.mark.parametrize(
    ("guess", "expected"),
    [
        (gender.spanish("personas"), "f"),
        (gender.spanish("problemas"), "m"),
        (gender.spanish("naciones"), "f"),
        (gender.spanish("días"), "m"),
        (gender.portuguese("pessoas"), "f"),
        (gender.portuguese("programas"), "m"),
        (gender.portuguese("cidades"), "f"),
        (gender.french("voitures"), "f"),
        (gender.french("musées"), "m"),
        (gender.french("kilomètres"), "m"),
        (gender.italian("case", True), "f"),
        (gender.italian("fiore"), "m"),
    ],
)
def test_gender_is_guessed_from_endings_and_exceptions(guess: str, expected: str) -> None:
    assert guess == expected
