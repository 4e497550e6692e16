"""What a measure looks like, and its name: "m", "²" → "square meters"."""

from __future__ import annotations

import re

from kowane.text.english.rules import (
    Match,
    Style,
    ends_text,
    words,
)
from kowane.text.english.units.table import UNITS

_POWERS = {"²": "square", "³": "cubic", "2": "square", "3": "cubic"}
BASE = "|".join(sorted((re.escape(u) for u in UNITS), key=len, reverse=True))
_POWER = r"(?:\^?[²³]|\^[23]|(?<=[mn])[23])"
UNIT = (
    rf"(?P<unit>{BASE})(?P<power>{_POWER})?(?:(?P<joint>[·⋅*])(?P<unit3>{BASE}))?"
    rf"(?:\s?/\s?(?P<per>{BASE}|hour|day|week|month|year|minute|second|person|day"
    rf"|user|capita)(?P<power2>\^?[²³]|\^[23]|(?<=[ms])[23])?)?(?![\w²³^]|/\w)"
)
DOT = r"(?P<dot>\.(?!\d))?"
SIGN = r"(?P<sign>(?<![\w)\]])[-−+±~≈<>≤≥])?"
START = r"(?<![\w.,/:$£€])"
_SIGNS = {
    "-": "minus ",
    "−": "minus ",
    "+": "plus ",
    "±": "plus or minus ",
    "~": "about ",
    "≈": "about ",
    "<": "less than ",
    ">": "more than ",
    "≤": "at most ",
    "≥": "at least ",
    "": "",
}
_DOTTED_UNITS = words(
    "ft in lb lbs oz mi yd min mins sec secs hr hrs tsp tbsp gal qt pt sq yr yrs mo mos "
    "wk wks cm mm km kg approx c"
)


def unit_name(symbol: str, power: str | None, *, one: bool) -> str:
    """ "m", "²" → "square meters"."""
    unit = UNITS[symbol]
    name = unit.one if one else unit.many
    if power:
        if symbol in ("s", "sec"):
            return name + (" squared" if power[-1] in "²2" else " cubed")
        name = f"{_POWERS[power[-1]]} {name}"
    return name


def spelling(said: str, style: Style) -> str:
    if not style.british:
        return said
    return re.sub(
        r"(?<=[a-z])(met|lit)er(?=s?\b)(?!s? per hour\b.{0}x)|^(met|lit)er(?=s?\b)",
        lambda m: f"{m.group(1) or m.group(2)}re",
        said,
    )


def compound(match: Match, *, one: bool) -> str:
    said = unit_name(match.group("unit"), match.group("power"), one=one)
    if match.group("joint"):
        second = unit_name(match.group("unit3"), None, one=one)
        said = f"{unit_name(match.group('unit'), None, one=True)} {second}"
    per = match.group("per")
    if per:
        if per in ("s", "sec") and match.group("power2"):
            return (
                f"{said} per second {'squared' if match.group('power2')[-1] in '²2' else 'cubed'}"
            )
        name = UNITS[per].one if per in UNITS else per
        if match.group("power2"):
            name = f"{_POWERS[match.group('power2')[-1]]} {name}"
        said += f" per {name}"
    return said


def sign(match: Match) -> str:
    return _SIGNS[match.group("sign") or ""]


def full_stop(match: Match) -> str:
    """The dot after a unit belongs to it in "5 ft. tall"; at the end it ends the sentence too."""
    if not match.group("dot"):
        return ""
    if ends_text(match) or match.group("unit") not in _DOTTED_UNITS:
        return "."
    return ""
