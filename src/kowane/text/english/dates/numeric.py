"""Dates in digits: 2024-03-15, 03/15/2024, 15.3.24, 9/11."""

from __future__ import annotations

import re

from kowane.text.english.dates.calendar import MONTHS
from kowane.text.english.number_words import below_hundred, ordinal, year
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    before,
    rx,
    word_before,
)


def say_date(month: int, day: int, years: str, style: Style, *, the: bool = True) -> str:
    """Day, month and year (in digits, "" for none) in the order of the country."""
    name = MONTHS[month - 1]
    said_year = f", {year(years, british=style.british)}" if years else ""
    if style.british:
        article = "the " if the else ""
        return f"{article}{ordinal(str(day))} of {name}{said_year}"
    return f"{name} {ordinal(str(day))}{said_year}"


def full_year(digits: str) -> str:
    """A year of two digits in full: below 50 it is this century's."""
    if len(digits) != 2:
        return digits
    return ("20" if int(digits) < 50 else "19") + digits


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _iso(match: Match, style: Style) -> str | None:
    month, day = int(match.group("m")), int(match.group("d"))
    if not _valid(month, day):
        return None
    said = say_date(month, day, match.group("y"), style, the=word_before(match).lower() != "the")
    clock = match.group("clock")
    if clock:
        hour, minute = int(clock[:2]), int(clock[3:5])
        if hour > 24 or minute > 59:
            return None
        said += f" at {_clockwords(hour, minute)}"
        if match.group("zone") in ("Z", "z"):
            said += " UTC"
    return said


def _clockwords(hour: int, minute: int) -> str:
    if minute == 0:
        return f"{below_hundred(hour)} hundred" if hour > 12 else f"{below_hundred(hour)} o'clock"
    low = f"oh {below_hundred(minute)}" if minute < 10 else below_hundred(minute)
    return f"{below_hundred(hour)} {low}"


def _numeric(match: Match, style: Style) -> str | None:
    """03/15/2024, 15/03/2024, 15.03.2024, 3/15/24."""
    first, second = int(match.group("a")), int(match.group("b"))
    day_first = style.british or match.group("sep") == "."
    month, day = (second, first) if day_first else (first, second)
    if not _valid(month, day):
        month, day = day, month
    if not _valid(month, day):
        return None
    return say_date(
        month, day, full_year(match.group("y")), style, the=word_before(match).lower() != "the"
    )


_OCCASION = re.compile(
    r"\b(?:birthday|anniversary|deadline|appointment|wedding|due date|release"
    r" date)(?:'s| is| was)\s$"
)


def _slash_day(match: Match, style: Style) -> str | None:
    """ "on 12/25": only where a preposition of time makes it a date."""
    first, second = int(match.group("a")), int(match.group("b"))
    lead = word_before(match).lower()
    month, day = (second, first) if style.british else (first, second)
    leads = {"on", "until", "till", "since", "by", "due", "dated", "date", "before", "born"}
    if lead not in leads and not _OCCASION.search(before(match)):
        return None
    if (first, second) in {(24, 7), (9, 11), (50, 50), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}:
        return None if (first, second) != (9, 11) else "nine eleven"
    if not _valid(month, day):
        month, day = day, month
    return say_date(month, day, "", style) if _valid(month, day) else None


RULES: tuple[Rule, ...] = (
    Rule(
        "date",
        rx(
            r"(?<![\w.,/-])(?P<y>[12]\d{3})([-/.])(?P<m>0?[1-9]|1[0-2])\2(?P<d>0?[1-9]"
            r"|[12]\d|3[01])"
            r"(?:(?:T|\s)(?P<clock>\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?P<zone>[Zz]"
            r"|[+-]\d{2}:?\d{2})?)?"
            r"(?![\w/-]|\.\d)"
        ),
        _iso,
        "0",
    ),
    Rule(
        "date",
        rx(
            r"(?<![\w.,/$£€-])(?P<a>0?[1-9]|[12]\d|3[01])(?P<sep>[/.-])(?P<b>0?[1-9]"
            r"|[12]\d|3[01])(?P=sep)"
            r"(?P<y>[12]\d{3}|\d{2})(?![\w/-]|\.\d|,\d)"
        ),
        _numeric,
        "0",
    ),
    Rule(
        "date",
        rx(
            r"(?<![\w.,/$£€:-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\w/%-]|[.,]\d|\s?(?:cup"
            r"|inch|of\s))"
        ),
        _slash_day,
        "/",
    ),
    Rule("date", rx(r"(?<![\w.,/-])9/11(?![\w/]|\.\d)"), lambda _m, _s: "nine eleven", "/"),
)
