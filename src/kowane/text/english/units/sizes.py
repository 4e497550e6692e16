"""Heights, feet and inches, dimensions, multiples."""

from __future__ import annotations

import re

from kowane.text.english.number_words import cardinal, model_number
from kowane.text.english.quantities import MEASURE, NUMBER, amount, is_one
from kowane.text.english.rules import (
    FUNCTION_WORDS,
    Match,
    Rule,
    Style,
    after,
    attributive,
    before,
    rx,
    word_after,
)
from kowane.text.english.units.grammar import BASE, DOT, START, UNIT, compound, full_stop, spelling
from kowane.text.english.units.table import UNITS


def _height(match: Match, style: Style) -> str:
    feet, inches = match.group("ft"), match.group("in")
    said = f"{cardinal(feet)} foot {amount(inches, style)}"
    return said + _full_stop_height(match)


def _full_stop_height(_match: Match) -> str:
    return ""


def _feet(match: Match, style: Style) -> str | None:
    if match.group("mark") == '"' and before(match, 200).count('"') % 2:
        return None
    if re.search(r"['’‘]\w{0,30}$", before(match)) and match.group("mark") in "'’":
        return None
    number = match.group("n")
    unit = UNITS["ft" if match.group("mark") in "'’′" else "in"]
    one = is_one(number) or _noun_follows(match)
    return f"{amount(number, style)} {unit.one if one else unit.many}"


def _noun_follows(match: Match) -> bool:
    following = word_after(match)
    return following.islower() and following not in FUNCTION_WORDS


def _feet_by(match: Match, style: Style) -> str:
    """8' x 10': eight by ten feet."""
    first, second = match.group(1), match.group(3)
    unit = "feet" if match.group("mark") in "'’′" else "inches"
    return f"{amount(first, style)} by {amount(second, style)} {unit}"


def _marked_sizes(match: Match, style: Style) -> str:
    """10" x 12", 6' × 8'."""
    unit = UNITS["ft" if match.group("mark") in "'′" else "in"]
    sizes = [amount(size, style) for size in match.group("n", "n2", "n3") if size]
    return f"{' by '.join(sizes)} {unit.one if attributive(match) else unit.many}"


def _dimensions(match: Match, style: Style) -> str | None:
    parts = re.split(r"\s?[x×X]\s?", match.group("sizes"))
    if re.match(r"\s?=", after(match)) or re.search(r"[=+*/]\s?$", before(match)):
        return None
    if len(parts[0]) >= 3 and all(part.isdecimal() for part in parts):
        return " by ".join(
            model_number(part, british=style.british) if len(part) == 4 else amount(part, style)
            for part in parts
        )
    return " by ".join(amount(part, style) for part in parts)


def _sized(match: Match, style: Style) -> str:
    """10 x 12 ft, 5 cm × 3 cm × 2 cm: by, with the unit at the end."""
    sizes = re.findall(MEASURE, match.group("sizes"))
    said = " by ".join(amount(size, style) for size in sizes)
    one = match.group("gap") == "-" or attributive(match)
    return f"{said} {spelling(compound(match, one=one), style)}{full_stop(match)}"


def _times(match: Match, style: Style) -> str | None:
    if re.search(r"[=+*/<>^-]\s?$", before(match)):
        return None
    return f"{amount(match.group(1), style)} times"


RULES_1: tuple[Rule, ...] = (
    Rule(
        "dimensions",
        rx(
            r"(?<![\w.,/])(\d{1,3}(?:\.\d)?)\s?(?P<mark>['’′\"″])\s?[x×]"
            r"\s?(\d{1,3}(?:\.\d)?)\s?(?P=mark)(?!\w)"
        ),
        _feet_by,
        "x×",
    ),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "height",
        rx(
            r"(?<![\w.,/])(?P<ft>[1-9])\s?(?:['’′]|ft\.?\s|foot\s)\s?(?P<in>1[01]|\d"
            r"(?:\.5|½| 1/2)?)\s?(?:\"|”|″|''|’’|in\b\.?(?=\s|$)|(?=[\s,.)]|$))(?<!foot"
            r" \d)"
        ),
        _height,
        "'’′f",
    ),
)


RULES_3: tuple[Rule, ...] = (
    Rule(
        "dimensions",
        rx(
            START,
            rf"(?P<sizes>{MEASURE}(?:\s?(?:{BASE}))?(?:\s?[x×X]\s?{MEASURE}(?:\s?"
            rf"(?:{BASE})(?=\s?[x×X]))?){{1,3}})(?P<gap>\s|-)?",
            UNIT,
            DOT,
        ),
        _sized,
        "x×X",
    ),
    Rule(
        "dimensions",
        rx(
            r"(?<![\w.,/$£€])(?P<sizes>\d{1,5}(?:\.\d{1,3})?(?:\s?[x×]\s?\d{1,5}"
            r"(?:\.\d{1,3})?){1,3})(?![\w.,]\d|[\w^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])"
        ),
        _dimensions,
        "x×",
    ),
    Rule(
        "multiple",
        rx(START, rf"({NUMBER})(?:x|×)(?=\s[a-z]|[,.!?;)]|\s?$)(?!\s?[\d=+*/-])"),
        _times,
        "x×",
    ),
)


RULES_4: tuple[Rule, ...] = (
    Rule(
        "dimensions",
        rx(
            rf"(?<![\w.,/])(?P<n>{MEASURE})(?P<mark>['′\"″])\s?[x×X]\s?"
            rf"(?P<n2>{MEASURE})(?P=mark)"
            rf"(?:\s?[x×X]\s?(?P<n3>{MEASURE})(?P=mark))?(?!\w)"
        ),
        _marked_sizes,
        "xX×",
    ),
    Rule(
        "feet",
        rx(
            r"(?<![\w.,/])(?P<n>\d{1,3}(?:[ -]\d{1,2})?/\d{1,2}|\d{1,3}(?:\.\d)?"
            r"|\d{1,3}\s?[½¼¾])(?P<mark>[′″]|\"(?=\s[a-z]|[,.;)]|\s?$)|'(?=\s[a-z]))"
        ),
        _feet,
        "′″\"'",
    ),
)
