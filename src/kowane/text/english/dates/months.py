"""Months and weekdays by themselves, shortened."""

from __future__ import annotations

import re

from kowane.text.english.dates.calendar import MONTHS, month_number
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    ends_text,
    rx,
    word_before,
    words,
)

_DAYS = {
    "mon": "monday",
    "tue": "tuesday",
    "tues": "tuesday",
    "wed": "wednesday",
    "weds": "wednesday",
    "thu": "thursday",
    "thur": "thursday",
    "thurs": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}


def _month_alone(match: Match, _style: Style) -> str | None:
    text = match.group()
    if not text.endswith(".") and word_before(match).lower() not in words(
        "in since until by last next this of early late mid from to and through "
        "till every during before after"
    ):
        return None
    name = MONTHS[month_number(text) - 1]
    return name + ("." if text.endswith(".") and ends_text(match) else "")


_DAY_BESIDE = re.compile(
    r"\s?(?:[-–/,&]|and|or|to)\s?(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?:days?)?\b"
)
_DATE_NEXT = re.compile(rf"[\s,]{{1,2}}(?:\d|(?:the \w+ of )?(?:{'|'.join(MONTHS)})\b)")


def _weekday(match: Match, _style: Style) -> str | None:
    text = match.group("day").lower()
    if text in ("sat", "sun", "wed", "mon") and not (
        match.group("mark")
        or match.group("range")
        or _DATE_NEXT.match(after(match))
        or _DAY_BESIDE.match(after(match))
    ):
        if word_before(match).lower() not in {"on", "next", "last", "this", "every", "by"}:
            return None
        if text in ("sat", "sun", "wed") and word_before(match).lower() != "on":
            return None
    said = _DAYS[text]
    mark = match.group("mark") or ""
    if match.group("range"):
        other = re.search("[A-Za-z]+", match.group("other"))
        said += f" to {_DAYS[other.group().lower()]}" if other else ""
        mark = ""
    if mark == "." and not ends_text(match):
        mark = "," if re.match(r"\s[A-Z\d]", after(match)) else ""
    return said + mark


RULES: tuple[Rule, ...] = (
    Rule(
        "month",
        rx(r"\b(?:(?:Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|Mar\.)(?![\w'’-])"),
        _month_alone,
    ),
    Rule(
        "weekday",
        rx(
            r"\b(?P<day>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b(?P<mark>[.,](?=[\s,]|$))?"
            r"(?P<range>\s?(?:[-–/]|to|through|thru)\s?(?P<other>(?:Mon|Tues?|Weds?|Thu"
            r"(?:rs?)?|Fri|Sat|Sun)\b\.?(?!\w)))?(?![\w'’])"
        ),
        _weekday,
    ),
)
