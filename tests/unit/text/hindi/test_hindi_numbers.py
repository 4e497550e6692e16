"""Numbers into Hindi words."""

from __future__ import annotations

import pytest

from kowane.text.hindi.numerals import cardinal, number, ordinal, year


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (cardinal(0), "शून्य"),
        (cardinal(99), "निन्यानवे"),
        (cardinal(100), "एक सौ"),
        (cardinal(1_234_567), "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ"),
        (cardinal(1_900_000_000), "एक अरब नब्बे करोड़"),
        (year(1947), "उन्नीस सौ सैंतालीस"),
        (year(1900), "उन्नीस सौ"),
        (year(2024), "दो हज़ार चौबीस"),
        (ordinal(1, "ली"), "पहली"),
        (ordinal(6, "वें"), "छठे"),
        (ordinal(21, "वीं"), "इक्कीसवीं"),
        (number("१,५०,०००"), "एक लाख पचास हज़ार"),
        (number("007"), "शून्य शून्य सात"),
        (number("3.05"), "तीन दशमलव शून्य पाँच"),
    ],
)
def test_numbers_are_said_in_the_indian_grouping(said: str, words: str) -> None:
    assert said == words


def test_every_number_below_a_lakh_has_words_of_its_own() -> None:
    sample = [*range(2000), *range(2000, 100_000, 97)]
    assert len({cardinal(n) for n in sample}) == len(sample)


def test_figures_too_long_for_a_number_are_read_one_by_one() -> None:
    assert number("9" * 14) == " ".join(["नौ"] * 14)
