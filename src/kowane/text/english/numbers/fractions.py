"""Fractions, "out of", what looks like a date."""

from __future__ import annotations

import re

from kowane.text.english.number_words import (
    cardinal,
    fraction,
    model_number,
)
from kowane.text.english.numbers.context import START
from kowane.text.english.quantities import (
    VULGAR_CLASS,
    amount,
)
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    rx,
    word_before,
    words,
)


def _vulgar(match: Match, style: Style) -> str:
    return amount(match.group().strip(), style)


def _mixed(match: Match, style: Style) -> str | None:
    return amount(match.group(), style)


def _fraction(match: Match, style: Style) -> str | None:
    top, bottom = int(match.group(1)), int(match.group(2))
    special = {
        (24, 7): "twenty four seven",
        (50, 50): "fifty fifty",
        (20, 20): "twenty twenty",
        (9, 11): "nine eleven",
        (60, 40): "sixty forty",
        (80, 20): "eighty twenty",
        (70, 30): "seventy thirty",
        (365, 24): "three sixty five twenty four",
    }.get((top, bottom))
    if special:
        return special
    lead = word_before(match).lower()
    praised = re.match(r"\s(?:stars?|points?|rating|score)|[!.]?$", after(match))
    if lead in _RATED or (bottom == 10 and praised):
        return f"{cardinal(match.group(1))} out of {cardinal(match.group(2))}"
    if bottom == 0 or top > 9999 or bottom > 9999:
        return None
    if top > 99 or bottom > 100 or bottom < 2:
        if lead in ("bp", "pressure", "is", "was") and bottom < 150 and top < 260:
            high = model_number(match.group(1), british=style.british)
            return f"{high} over {cardinal(match.group(2))}"
        said = (cardinal(match.group(i), british=style.british) for i in (1, 2))
        return " over ".join(said)
    return fraction(top, bottom, british=style.british)


_RATED = words(
    "rated rating score scored scores scoring gave give got get grade graded rate it earned"
)


def _date_like(match: Match, style: Style) -> str:
    return " ".join(cardinal(part) for part in re.findall(r"\d+", match.group()))


RULES: tuple[Rule, ...] = (
    Rule(
        "fraction",
        rx(START, rf"(?<![/$£€-])(?:\d{{1,6}}\s?)?{VULGAR_CLASS}"),
        _vulgar,
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒",
    ),
    Rule(
        "fraction",
        rx(
            START,
            r"(?<![/$£€])\d{1,6}[ -]\d{1,3}/(?:2|3|4|5|6|7|8|9|10|12|16|32|64|100)"
            r"(?![\w/%]|[.,]\d)",
        ),
        _mixed,
        "/",
    ),
    Rule("date", rx(START, r"(?<![/$£€-])\d{1,2}/\d{1,2}/\d{1,4}(?![\w/])"), _date_like, "/"),
    Rule(
        "fraction",
        rx(START, r"(?<![/$£€-])(\d{1,4})\s?/\s?(\d{1,4})(?![\w/%]|[.,]\d)"),
        _fraction,
        "/",
    ),
)
