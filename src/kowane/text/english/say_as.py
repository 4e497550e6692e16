"""The English words of a form whose kind SSML's say-as names: what no context could decide better.

Kinds without a doubt in them (times, currency, units) are left to the normaliser, which reads them
in their sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kowane.text.english.dates import MONTHS, full_year, month_number, say_date
from kowane.text.english.number_words import (
    cardinal,
    decimal,
    fraction,
    ordinal,
    plain,
    spelled,
    year,
)
from kowane.text.english.rules import Style, words

_NUMBER = re.compile(r"([-−])?(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?")
_ORDINAL = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)?", re.IGNORECASE)
_FRACTION = re.compile(r"(?:(\d+)\s*[ +]\s*)?(\d+)\s*[/⁄]\s*(\d+)")
_DATE_PARTS = re.compile(r"\d+|[A-Za-z]+")
_PHONE_PARTS = re.compile(r"\+|[0-9*#]+|[A-Za-z]+")
_ORDERS = words("mdy dmy ymd ydm md dm ym my d m y")
_WIDTHS = {"y": 4, "m": 2, "d": 2}
_KEYS = {"*": "star", "#": "pound"}


def say_as(text: str, interpret_as: str, format: str, lang: str) -> str | None:  # noqa: A002 - SSML's own name
    """The words, or None to leave the text to the normaliser.

    Args:
        text: the element's text.
        interpret_as: cardinal, number, ordinal, digits, fraction, date or telephone; others and
            text that does not fit are left.
        format: the order of a date ("mdy", "dmy", "ymd", "md", "y", …), "" for the usual ones.
        lang: "en-us" or "en-gb".
    """
    say = _KINDS.get(interpret_as)
    return None if say is None else say(text.strip(), format, lang == "en-gb")


def _cardinal(text: str, _format: str, british: bool) -> str | None:  # noqa: FBT001
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return None
    whole = (match[2] or "").replace(",", "")
    said = (
        decimal(whole, match[3], british=british) if match[3] else cardinal(whole, british=british)
    )
    return f"minus {said}" if match[1] else said


def _ordinal(text: str, _format: str, british: bool) -> str | None:  # noqa: FBT001
    match = _ORDINAL.fullmatch(text)
    return None if match is None else ordinal(match[1].replace(",", ""), british=british)


def _digits(text: str, _format: str, _british: bool) -> str | None:  # noqa: FBT001
    said = [spelled(char) if char.isdecimal() else char for char in text if not char.isspace()]
    return " ".join(said) if any(char.isdecimal() for char in text) else None


def _fraction(text: str, _format: str, british: bool) -> str | None:  # noqa: FBT001
    match = _FRACTION.fullmatch(text)
    if match is None or max(len(match[2]), len(match[3])) > 9:
        return None
    part = fraction(int(plain(match[2])), int(plain(match[3])), british=british)
    if match[1] is None:
        return part
    part = part.replace("one ", "a ", 1) if part == "one half" else part
    return f"{cardinal(match[1], british=british)} and {part}"


def _telephone(text: str, _format: str, british: bool) -> str | None:  # noqa: FBT001
    groups: list[str] = []
    plus = ""
    for part in _PHONE_PARTS.findall(text):
        if part == "+":
            plus = "plus "
        elif part.isalpha():
            groups.append("extension" if part.lower() in ("x", "ext", "extension") else part)
        else:
            keys = _KEYS | {"#": "hash"} if british else _KEYS
            groups.append(plus + " ".join(keys.get(key) or spelled(key) for key in part))
            plus = ""
    said = ", ".join(groups).replace("extension, ", "extension ")
    return said if any(char.isdecimal() for char in text) else None


def _date(text: str, order: str, british: bool) -> str | None:  # noqa: FBT001
    parts = _DATE_PARTS.findall(text)
    order = "".join(dict.fromkeys(order))  # "yyyymmdd" is written, too
    if not order and len(parts) == 1 and len(text) == 8:
        order = "ymd"
    if order not in _ORDERS:
        return None
    if len(parts) == 1 and len(order) > 1 and parts[0].isdecimal():
        parts = _sliced(parts[0], order)
    if len(parts) != len(order):
        return None
    named = dict(zip(order, parts, strict=True))
    month, day, years = (_field(named, key) for key in "mdy")
    if month is None or day is None or years is None or month > 12 or day > 31 or years > 9999:
        return None
    written = full_year(named["y"]) if "y" in named else ""
    if month and day:
        return say_date(month, day, written, Style(british=british))
    if day:
        return ordinal(str(day))
    said = [MONTHS[month - 1]] if month else []
    if written:
        said.append(year(written, british=british))
    return " ".join(said) or None


def _sliced(digits: str, order: str) -> list[str]:
    """ "20261225", "ymd" → 2026, 12, 25."""
    parts = []
    for key in order:
        parts.append(digits[: _WIDTHS[key]])
        digits = digits[_WIDTHS[key] :]
    return parts if not digits and all(parts) else []


def _field(named: dict[str, str], key: str) -> int | None:
    """The number of a part of a date, 0 if the date lacks it, None if it is none."""
    part = named.get(key)
    if part is None:
        return 0
    if part.isdecimal():
        return int(part) or None if len(part) <= 4 else None
    if key == "m" and part[:3].lower() in {month[:3] for month in MONTHS}:
        return month_number(part[:3])
    return None


_KINDS: dict[str, Callable[[str, str, bool], str | None]] = {
    "cardinal": _cardinal,
    "number": _cardinal,
    "ordinal": _ordinal,
    "digits": _digits,
    "fraction": _fraction,
    "telephone": _telephone,
    "date": _date,
}
