"""Dates with the name of the month: March 3, 2021; 3–5 May."""

from __future__ import annotations

from kowane.text.english.dates.calendar import MONTHS, month_number
from kowane.text.english.number_words import ordinal, year
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
    word_before,
)

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\b\.?))"
)
_MONTH_2 = _MONTH.replace("<month>", "<month2>")
_DAY_NUMBER = r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<suffix>st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2}|2100)"
_DASH = r"\s?(?:-|–|—|to|through|until|till)\s?"


def _month_day(match: Match, style: Style) -> str:
    """March 3, 2021 · Jan 5th · Sept. 9."""
    years = match.group("year") or ""
    name = MONTHS[month_number(match.group("month")) - 1]
    day = ordinal(str(int(match.group("day"))))
    said = f"{name} the {day}" if style.british else f"{name} {day}"
    last = match.group("last")
    if last:
        said += f" to {ordinal(last)}"
    if years:
        said += f", {year(years, british=style.british)}"
    return said


def _day_month(match: Match, style: Style) -> str:
    """3 March 2021 · 4th of July · the 3rd of May 2020."""
    name = MONTHS[month_number(match.group("month")) - 1]
    has_the = word_before(match).lower() in {"the", "this", "that", "every", "each"}
    day = ordinal(str(int(match.group("day"))))
    first = match.group("first")
    if first:
        day = f"{ordinal(first)} to {day if has_the else 'the ' + day}"
    article = "" if has_the or (match.group("suffix") and not first) else "the "
    said = f"{article}{day} of {name}"
    years = match.group("year")
    if years:
        said += f", {year(years, british=style.british)}"
    return said


def _month_year(match: Match, style: Style) -> str:
    name = MONTHS[month_number(match.group("month")) - 1]
    return f"{name}{match.group('gap') or ''} {year(match.group('year'), british=style.british)}"


def _month_range(match: Match, style: Style) -> str:
    """Jan–Mar, Jan–Mar 2024."""
    first, second = (MONTHS[month_number(match.group(k)) - 1] for k in ("month", "month2"))
    years = match.group("year")
    return f"{first} to {second}" + (f" {year(years, british=style.british)}" if years else "")


def _day_range(match: Match, style: Style) -> str:
    """Feb 28 – Mar 6, 2024."""
    days = []
    for name, day in (("month", "day"), ("month2", "last")):
        number = month_number(match.group(name))
        said = ordinal(str(int(match.group(day))))
        days.append(f"{MONTHS[number - 1]} {'the ' if style.british else ''}{said}")
    years = match.group("year")
    return " to ".join(days) + (f", {year(years, british=style.british)}" if years else "")


RULES: tuple[Rule, ...] = (
    Rule(
        "date range",
        rx(
            r"\b",
            _MONTH,
            r"\s",
            _DAY_NUMBER,
            _DASH,
            _MONTH_2,
            r"\s(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:,?\s",
            _YEAR,
            r")?(?!\d|[.,:/]\d|st\b|%)",
        ),
        _day_range,
        "0",
    ),
    Rule(
        "date range",
        rx(
            r"\b",
            _MONTH,
            r"\s?[-–—/]\s?",
            _MONTH_2,
            r"(?:\s",
            _YEAR,
            r"(?![\d%]|,\d|\.\d|[a-z]))?(?!\w)(?!\s\d{1,2}(?:st|nd|rd|th)?(?!\d|:\d"
            r"|\s?[ap]\.?m))",
        ),
        _month_range,
        "-–—/",
    ),
    Rule(
        "date",
        rx(
            r"\b",
            _MONTH,
            r"\s(?:the\s)?",
            _DAY_NUMBER,
            r"(?:\s?[-–—]\s?(?P<last>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\d/]))?"
            r"(?:,?\s",
            _YEAR,
            r"(?!\s?(?:[A-Za-z]{2,20}s\b(?<!was)(?<!has))|[\d,]\d))?(?!\d|[.,:/]\d|st\b"
            r"|%|\s?(?:am|pm|a\.m)\b)",
        ),
        _month_day,
        "0",
    ),
    Rule(
        "date",
        rx(
            r"(?<![\w.,/$£€:-])(?:(?P<first>[12]?\d|3[01])(?:st|nd|rd|th)?\s?[-–—]\s?)?",
            _DAY_NUMBER,
            r"\s(?:(?:day\s)?of\s)?",
            _MONTH,
            r"(?![a-z])(?:,?\s",
            _YEAR,
            r"(?![\d,]\d))?(?!\d)",
        ),
        _day_month,
        "0",
    ),
    Rule(
        "date",
        rx(r"\b", _MONTH, r"(?P<gap>,)?\s", _YEAR, r"(?![\d%]|,\d|\.\d|[a-z])"),
        _month_year,
        "0",
    ),
)
