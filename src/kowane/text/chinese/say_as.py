"""What SSML's say-as means in Chinese: the characters of a number of a named kind."""

from __future__ import annotations

import re

from kowane.text.chinese.words import spoken_number

_NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,9})?")
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


def date(year: int, month: int, day: int) -> str:
    """A date in characters, the year digit by digit."""
    return (
        f"{str(year).translate(_DIGITS)}年{spoken_number(str(month))}月{spoken_number(str(day))}日"
    )


def say_as(text: str, interpret_as: str) -> str | None:
    """The words, or None to leave the text to the normaliser.

    Args:
        interpret_as: "cardinal", "number", "ordinal", "digits" or "telephone"; others give None.
    """
    plain = text.replace(",", "")
    if interpret_as in ("cardinal", "number") and _NUMBER.fullmatch(plain):
        return spoken_number(plain)
    if interpret_as == "ordinal" and plain.isascii() and plain.isdigit():
        return "第" + spoken_number(plain)
    if interpret_as in ("digits", "telephone"):
        said = "".join(re.findall(r"[0-9]", text)).translate(_DIGITS)
        return (said.replace("一", "幺") if interpret_as == "telephone" else said) or None
    return None
