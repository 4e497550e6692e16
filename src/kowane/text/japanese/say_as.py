"""What SSML's say-as means in Japanese: a number of a named kind as OpenJTalk reads it right."""

from __future__ import annotations

import re

from kowane.text.japanese.rules import spoken_digits

_NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,9})?")


def date(year: int, month: int, day: int) -> str:
    """A date as OpenJTalk reads it right."""
    return f"{year}年{month}月{day}日"


def say_as(text: str, interpret_as: str) -> str | None:
    """The words, or None to leave the text to the normaliser.

    Args:
        interpret_as: "cardinal", "number", "ordinal", "digits" or "telephone"; others give None.
    """
    plain = text.replace(",", "")
    if interpret_as in ("cardinal", "number") and _NUMBER.fullmatch(plain):
        return plain.replace("-", "マイナス")
    if interpret_as == "ordinal" and plain.isascii() and plain.isdigit():
        return f"{plain}番目"
    if interpret_as in ("digits", "telephone"):
        return "、".join(spoken_digits(group) for group in re.findall(r"[0-9]+", text)) or None
    return None
