"""Reading one written quantity: digits with commas, a decimal part, a fraction, a magnitude."""

from __future__ import annotations

import re

from kowane.text.english.number_words import cardinal, decimal, fraction, spelled
from kowane.text.english.rules import Style

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,12}(?:\.\d{1,40})?|\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})"
"""A number as people write it, without sign."""

VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅐": (1, 7),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
    "⅑": (1, 9),
    "⅒": (1, 10),
}
VULGAR_CLASS = f"[{''.join(VULGAR)}]"

MEASURE = (
    rf"(?:\d{{1,6}}[ -]\d{{1,3}}/\d{{1,3}}|\d{{1,3}}/\d{{1,3}}|\d{{0,6}}\s?{VULGAR_CLASS}|{NUMBER})"
)
"""A number that may be a fraction: "2 1/2", "1¾", "3.5"."""

MAGNITUDES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mm": "million",
    "mil": "million",
    "mio": "million",
    "b": "billion",
    "bn": "billion",
    "bil": "billion",
    "t": "trillion",
    "tn": "trillion",
    "trn": "trillion",
}
MAGNITUDE = r"(?:thousand|million|billion|trillion|quadrillion|hundred|lakh|crore|dozen)"


def amount(text: str, style: Style) -> str:
    """The words of anything NUMBER or MEASURE matches."""
    mixed = re.fullmatch(r"(\d+)[ -](\d+)/(\d+)", text)
    if mixed:
        whole, top, bottom = mixed.groups()
        return f"{cardinal(whole, british=style.british)} and {_part(int(top), int(bottom), style)}"
    simple = re.fullmatch(r"(\d+)/(\d+)", text)
    if simple:
        return fraction(int(simple.group(1)), int(simple.group(2)), british=style.british)
    if text and text[-1] in VULGAR:
        top, bottom = VULGAR[text[-1]]
        whole = text[:-1].strip()
        if whole:
            return f"{cardinal(whole, british=style.british)} and {_part(top, bottom, style)}"
        return fraction(top, bottom, british=style.british)
    whole, dot, rest = text.replace(",", "").partition(".")
    if dot and rest:
        return decimal(whole, rest, british=style.british)
    if len(whole) > 1 and whole[0] == "0":
        return spelled(whole)
    return cardinal(whole, british=style.british)


def _part(top: int, bottom: int, style: Style) -> str:
    if (top, bottom) == (1, 2):
        return "a half"
    return fraction(top, bottom, british=style.british)


def is_one(text: str) -> bool:
    """Whether the unit after it stands in the singular: "1", "1/2" (one half mile), not "1.0"."""
    return text in {"1", "01"} or text in VULGAR or bool(re.fullmatch(r"\d{1,3}/\d{1,3}", text))


def magnitude(text: str | None) -> str:
    """ "M" → " million", None → ""."""
    if not text:
        return ""
    lower = text.strip().lower()
    return " " + MAGNITUDES.get(lower, lower)
