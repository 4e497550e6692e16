"""Powers, subscripts, scientific notation."""

from __future__ import annotations

import re

from kowane.text.english.maths.notation import GREEK, SUB, SUPER
from kowane.text.english.maths.terms import power
from kowane.text.english.number_words import cardinal
from kowane.text.english.quantities import NUMBER, amount
from kowane.text.english.rules import Match, Rule, Style, rx


def _power(match: Match, style: Style) -> str:
    base = match.group("base")
    if re.fullmatch(NUMBER, base):
        said = amount(base, style)
    elif len(base) == 1:
        said = GREEK.get(base, base.upper())
    else:
        said = " ".join(base.upper())
    return f"{said} {power(match.group('power'), style)}"


def _factorial(match: Match, style: Style) -> str:
    number, letter = match.groups()
    return f"{amount(number, style) if number else letter.upper()} factorial"


def _scientific(match: Match, style: Style) -> str:
    number, exponent = match.group(1), match.group(2)
    sign = "minus " if exponent[0] in "-−" else ""
    return f"{amount(number, style)} times ten to the {sign}{cardinal(exponent.lstrip('+-−'))}"


def _times_ten(match: Match, style: Style) -> str:
    exponent = (match.group(2) or match.group(3)).translate(SUPER)
    sign = "minus " if exponent[0] in "-−" else ""
    return (
        f"{amount(match.group(1), style)} times ten to the {sign}{cardinal(exponent.lstrip('+-−'))}"
    )


def _subscript(match: Match, style: Style) -> str:
    base = match.group(1)
    return (
        f"{base.upper() if len(base) == 1 else base} sub {cardinal(match.group(2).translate(SUB))}"
    )


RULES_1: tuple[Rule, ...] = (
    Rule(
        "factorial",
        rx(r"(?<![\w.,!'’])(?:(\d{1,4})!(?=\s?[=+*/×÷])|([nkmr])!(?=\s?[=+*/×÷,.;)]|\s[a-z]))"),
        _factorial,
        "!",
    ),
    Rule(
        "scientific",
        rx(
            rf"(?<![\w.,])({NUMBER})\s?[x×·*]\s?10(?:\^\(?([-−+]?\d{{1,4}})\)?"
            rf"|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}}))(?!\w)"
        ),
        _times_ten,
        "^⁰¹²³⁴⁵⁶⁷⁸⁹",
    ),
    Rule(
        "scientific",
        rx(r"(?<![\w.,])(\d{1,10}(?:\.\d{1,20})?)[eE]([-+−]?\d{1,3})(?![\w.])"),
        _scientific,
        "eE",
    ),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "power",
        rx(
            rf"(?<![A-Za-z0-9_.,])(?P<base>{NUMBER}|[A-Za-zα-ωπ]|[a-z]{{2,3}}(?=[²³ⁿ]))"
            rf"(?P<power>\^[-−]?\d{{1,4}}|\^\([-−]?\d{{1,4}}\)|\^[a-z](?!\w)"
            rf"|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]{{1,4}})(?!\w)"
        ),
        _power,
        "^⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ",
    ),
    Rule(
        "power",
        rx(rf"(?<![\w.,])(?P<base>{NUMBER}|[A-Za-z])\s?\*\*\s?(?P<power>\d{{1,4}}|[a-z])(?!\w)"),
        _power,
        "*",
    ),
    Rule("subscript", rx(r"(?<!\w)([A-Za-z])([₀-₉]{1,3})"), _subscript, "₀₁₂₃₄₅₆₇₈₉"),
)
