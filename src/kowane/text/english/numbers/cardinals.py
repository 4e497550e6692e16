"""Whole numbers and decimals: counted, labelled, digit by digit, or a year."""

from __future__ import annotations

from kowane.text.english.number_words import (
    cardinal,
    model_number,
    plural,
    spelled,
)
from kowane.text.english.numbers.context import START, numberwords
from kowane.text.english.quantities import (
    NUMBER,
    amount,
)
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    rx,
)


def _plus(match: Match, style: Style) -> str:
    return f"{amount(match.group(1), style)} plus"


def _plural(match: Match, style: Style) -> str:
    """747s, 50s, 6s."""
    digits = match.group(1)
    return plural(
        model_number(digits, british=style.british) if len(digits) > 2 else cardinal(digits)
    )


def _compound(match: Match, style: Style) -> str:
    """10-year-old, 3-day, 100-meter, 5-star: the number, the hyphen becoming a space."""
    return amount(match.group(1), style) + " "


def _suffixed(match: Match, style: Style) -> str:
    """non-24, pre-1990, mid-30: a word and a hyphen before."""
    return f"{match.group(1)} {numberwords(match.group(2), match, style)}"


def _model(match: Match, style: Style) -> str:
    """A 747: one of them."""
    return model_number(match.group(), british=style.british)


def _cardinal(match: Match, style: Style) -> str:
    return numberwords(match.group(), match, style)


def _decimal_comma(match: Match, style: Style) -> str:
    return amount(match.group(1) + "." + match.group(2), style)


RULES: tuple[Rule, ...] = (
    Rule(
        "model",
        rx(r"(?i)(?<=\ba )(?:7[0-8]7)(?!\w|[.,-]\d|[-\s][a-z]+s?\s(?:of|book))(?!-)"),
        _model,
        "7",
    ),
    Rule("number", rx(START, rf"(?<![$£€/])({NUMBER})-(?=[A-Za-z]{{2,20}})"), _compound, "-"),
    Rule(
        "number",
        rx(r"(?<![\w.,-])([A-Za-z]{2,20})-(\d{1,6})(?!\w|[.,]\d|-\d)"),
        _suffixed,
        "-",
    ),
    Rule("number", rx(START, rf"({NUMBER})\+(?!\w)"), _plus, "+"),
    Rule("plural number", rx(START, r"(\d{1,4})['’]?s(?!\w)"), _plural, "s"),
    Rule("decimal comma", rx(START, r"(\d{1,3}),(\d{1,2})(?![\w,.]\d|\w)"), _decimal_comma, ","),
    Rule(
        "number",
        rx(rf"(?<![\w.])(?<!\d,){NUMBER}(?![\w])(?!,\d{{3}}(?!\d)|\.\d)"),
        _cardinal,
        "0",
    ),
    Rule(
        "number",
        rx(rf"(?<![\d.]){NUMBER}(?=[A-Za-z]{{1,12}}\b)"),
        lambda m, s: amount(m.group(), s) + ("" if after(m, 3) == "ish" else " "),
        "0",
    ),
    Rule(
        "number",
        rx(r"\d{1,60}"),
        lambda m, s: (
            " " + (spelled(m.group()) if len(m.group()) > 6 else amount(m.group(), s)) + " "
        ),
        "0",
    ),
)
