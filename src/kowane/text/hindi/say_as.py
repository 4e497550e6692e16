"""What SSML's say-as means in Hindi: the words of a number of a named kind."""

from __future__ import annotations

import re

from kowane.text.hindi.numerals import cardinal, figures, number, ordinal
from kowane.text.hindi.numerals import year as spoken_year
from kowane.text.hindi.tables import MONTHS

_NUMBER = re.compile(r"\d{1,40}(?:,\d{2,3}){0,8}(?:\.\d{1,20})?")
_MASCULINE = "वाँ"


def date(year: int, month: int, day: int) -> str:
    """A date in words."""
    return f"{cardinal(day)} {MONTHS[month - 1]} {spoken_year(year)}"


def say_as(text: str, interpret_as: str) -> str | None:
    """The words, or None to leave the text to the normaliser.

    Args:
        interpret_as: "cardinal", "number", "ordinal", "digits" or "telephone"; others give None.
    """
    if interpret_as in ("cardinal", "number") and _NUMBER.fullmatch(text):
        plain = text.replace(",", "")
        return cardinal(int(plain)) if len(plain) < 12 and "." not in plain else number(plain)
    if interpret_as == "ordinal" and text.isdecimal() and len(text) < 5:
        return ordinal(int(text), _MASCULINE)
    if interpret_as in ("digits", "telephone"):
        groups = re.findall(r"\d+", text)
        plus = "प्लस " if interpret_as == "telephone" and text.startswith("+") else ""
        return plus + ", ".join(figures(group) for group in groups) if groups else None
    return None
