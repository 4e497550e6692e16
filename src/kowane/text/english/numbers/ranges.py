"""Ranges, ratios, chains, signs, groups."""

from __future__ import annotations

import re

from kowane.text.english.numbers.context import MAG_LETTER, START
from kowane.text.english.quantities import (
    MEASURE,
    NUMBER,
    amount,
    magnitude,
)
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
    word_before,
)

_END = r"(?![\w]|[.,]\d)"


def _ratio(match: Match, style: Style) -> str:
    return " to ".join(amount(part, style) for part in match.group().split(":"))


def _range(match: Match, style: Style) -> str | None:
    first, second = match.group("a"), match.group("b")
    lead = word_before(match).lower()
    if first == second == "50":
        return "fifty fifty"
    link = " and " if lead == "between" else " to "
    return (
        amount(first, style)
        + magnitude(match.group("mag1"))
        + link
        + amount(second, style)
        + magnitude(match.group("mag"))
    )


def _hyphen_chain(match: Match, style: Style) -> str:
    return " ".join(amount(part, style) for part in re.split("[-–]", match.group()))


def _signed(match: Match, style: Style) -> str:
    return (
        {"-": "minus ", "−": "minus ", "–": "minus ", "+": "plus "}[match.group(1)]
        + amount(match.group(2), style)
        + magnitude(match.group("mag"))
    )


def _spaced(match: Match, style: Style) -> str:
    """1 000 000, 10'000: groups set apart by spaces or apostrophes."""
    return amount(re.sub(r"\D", "", match.group()), style)


RULES_1: tuple[Rule, ...] = (
    Rule(
        "number range",
        rx(
            START,
            rf"(?<![$£€/-])(?P<a>{MEASURE})(?P<mag1>[kKMB])?\s?(?:-|–|—)\s?"
            rf"(?P<b>{NUMBER})(?:\s?{MAG_LETTER}|\s(?P<word>(?!)))?(?![\w%/-]|[.,:]\d)",
        ),
        _range,
        "-–—",
    ),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "ratio",
        rx(
            START,
            r"(?<![:/$£€-])\d{1,5}(?:\.\d{1,3})?(?::\d{1,5}(?:\.\d{1,3})?){1,3}(?![\w:]"
            r"|[.,]\d)",
        ),
        _ratio,
        ":",
    ),
    Rule(
        "spaced number",
        rx(
            START,
            r"(?<![$£€/-])\d{1,3}(?:[ \u00a0\u202f]\d{3}){2,5}",
            _END,
            r"(?!\s\d)|",
            START,
            r"\d{1,3}(?:['’]\d{3}){1,5}",
            _END,
        ),
        _spaced,
        "0",
    ),
    Rule(
        "number chain",
        rx(START, r"(?<![$£€/-])\d{1,4}(?:[-–]\d{1,4}){2,5}(?![\w/%-]|[.,]\d)"),
        _hyphen_chain,
        "-–",
    ),
    Rule(
        "signed number",
        rx(rf"(?<![\w.,)\]%-])([-−+])({NUMBER})(?:{MAG_LETTER}(?!\w))?(?![\w]|[.,]\d)"),
        _signed,
        "-−+",
    ),
)
