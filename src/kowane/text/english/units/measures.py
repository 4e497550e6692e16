"""Numbers with their units, percentages, durations, pressures."""

from __future__ import annotations

import re

from kowane.text.english.number_words import model_number
from kowane.text.english.quantities import MAGNITUDE, MEASURE, NUMBER, amount, is_one, magnitude
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    attributive,
    rx,
    word_after,
    word_before,
    words,
)
from kowane.text.english.units.ambiguous import allowed
from kowane.text.english.units.grammar import (
    DOT,
    SIGN,
    START,
    UNIT,
    compound,
    full_stop,
    sign,
    spelling,
)
from kowane.text.english.units.table import UNITS, regular

_MAGNITUDE = rf"(?:\s(?P<mag>{MAGNITUDE}))?"


def _measure(match: Match, style: Style) -> str | None:
    unit, number = match.group("unit"), match.group("n")
    if not allowed(match):
        return None
    if (
        unit == "m"
        and not match.group("per")
        and not match.group("power")
        and word_after(match) in _COUNTED
    ):
        return f"{sign(match)}{amount(number, style)} million"
    hyphen = match.group("gap") == "-"
    one = hyphen or is_one(number) or attributive(match)
    if match.group("sign") in ("-", "−") and number == "1":
        one = True
    if match.group("mag"):
        one = hyphen
    said = amount(number, style)
    second = match.group("n2")
    if second:
        said += f" {_link(match)} {amount(second, style)}"
        one = hyphen or attributive(match)
    said += magnitude(match.group("mag"))
    said = f"{sign(match)}{said} {spelling(compound(match, one=one), style)}"
    return said + full_stop(match)


_COUNTED = words(
    "people users customers followers subscribers views downloads viewers members copies "
    "jobs homes workers children men women visitors residents"
)


def _link(match: Match) -> str:
    sep = match.group("sep").strip()
    if sep in ("x", "×", "X", "by"):
        return "by"
    if sep == "±":
        return "plus or minus"
    return "and" if word_before(match).lower() == "between" else "to"


def _percent(match: Match, style: Style) -> str:
    said = amount(match.group("n"), style)
    second = match.group("n2")
    if second:
        link = "and" if word_before(match).lower() == "between" else "to"
        negative = "minus " if match.group("sign2") else ""
        said += f" {link} {negative}{amount(second, style)}"
    mark = {"%": "percent", "‰": "per mille", "％": "percent"}[match.group("mark")]
    return f"{sign(match)}{said} {mark}"


def _parts(match: Match, style: Style) -> str:
    """2h30m, 1h 5min 10s, 5 lb 3 oz, 6 ft 2 in."""
    said = []
    for number, symbol in re.findall(rf"({NUMBER})\s?([A-Za-z]+)", match.group()):
        name = {"m": "minute"}.get(symbol) if "h" in match.group() or "s" in match.group() else None
        unit = regular(name) if name else UNITS[symbol]
        said.append(f"{amount(number, style)} {unit.one if is_one(number) else unit.many}")
    return " ".join(said)


def _pressure(match: Match, style: Style) -> str:
    top, bottom = (
        model_number(number, british=style.british) for number in re.findall(r"\d+", match.group())
    )
    return f"{top} over {bottom}" + (" millimeters of mercury" if match.group("mmhg") else "")


def _alone(match: Match, _style: Style) -> str:
    """A compound unit without a number: "speed in km/h"."""
    return compound(match, one=False)


RULES_1: tuple[Rule, ...] = (
    Rule(
        "blood pressure",
        rx(
            r"(?<![\w./])(\d{2,3})/(\d{2,3})(?P<mmhg>\s?mm\s?Hg\b)|(?<=BP"
            r" )(\d{2,3})/(\d{2,3})(?![\w/])|(?<=pressure of )(\d{2,3})/(\d{2,3})"
            r"(?![\w/])|(?<=pressure is )(\d{2,3})/(\d{2,3})(?![\w/])|(?<=pressure was"
            r" )(\d{2,3})/(\d{2,3})(?![\w/])"
        ),
        _pressure,
        "/",
    ),
    Rule(
        "percent",
        rx(
            START,
            SIGN,
            rf"(?P<n>{MEASURE})\s?(?:[%％]?\s?(?:-|–|—|to|and(?=\s[\d.]{{1,8}}%))\s?"
            rf"(?P<sign2>[-−])?(?P<n2>{NUMBER})\s?)?(?P<mark>[%‰％])",
        ),
        _percent,
        "%‰％",
    ),
    Rule(
        "duration",
        rx(
            START,
            r"(?:\d{1,3}\s?(?:h|hrs?)\s?\d{1,2}\s?(?:m|mins?)(?:\s?\d{1,2}\s?(?:s"
            r"|secs?))?|\d{1,3}\s?(?:m|mins?)\s?\d{1,2}\s?(?:s|secs?)"
            r"|\d{1,3}\s?lbs?\s\d{1,2}\s?oz|\d{1,3}\s?ft\s\d{1,2}\s?in)(?![\w])",
        ),
        _parts,
        "0",
    ),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "unit",
        rx(
            START,
            SIGN,
            rf"(?P<n>{MEASURE})(?:(?P<sep>\s?(?:-|–|—|to|±)\s?)(?P<n2>{MEASURE}))?",
            _MAGNITUDE,
            r"(?P<gap>\s|-)?",
            UNIT,
            DOT,
        ),
        _measure,
        "0",
    ),
)


RULES_3: tuple[Rule, ...] = (
    Rule(
        "unit",
        rx(
            r"(?<![\w/.$£€])(?=[A-Za-z]{1,4}[²³]?/[A-Za-z])(?P<unit>km|m|mi|kg|g|mg|µg|L"
            r"|ml|mL|J|W|kWh|Mb|MB|GB|GBs|ft|lb|cm|mm|mol)(?P<power>[²³])?(?P<joint>"
            r"(?!))?(?P<unit3>(?!))?/(?P<per>h|hr|s|sec|min|m|kg|L|dL|ml|mL|ha|l|day|km"
            r"|ft|g|mol|K)(?P<power2>[²³])?(?![\w/])"
        ),
        _alone,
        "/",
    ),
    Rule(
        "unit",
        rx(
            r"(?<![\w/.])(?P<unit>km|cm|mm|m|ft|in|mi)(?P<power>[²³])(?P<joint>(?!))?"
            r"(?P<unit3>(?!))?(?P<per>(?!))?(?P<power2>(?!))?(?![\w/])"
        ),
        _alone,
        "²³",
    ),
)
