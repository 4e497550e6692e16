"""Agents, plans, resolutions: numbers that are names."""

from __future__ import annotations

from kowane.text.english.number_words import (
    cardinal,
    model_number,
)
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
)


def _retirement(match: Match, _style: Style) -> str:
    return "four oh one K" if match.group(1) == "401" else "four oh three B"


def _resolution(match: Match, style: Style) -> str:
    number, letter = match.group(1), match.group(2)
    return f"{model_number(number, british=style.british)} {letter.upper()}"


def _agent(match: Match, _style: Style) -> str:
    return "double oh " + cardinal(match.group(1))


RULES: tuple[Rule, ...] = (
    Rule("agent", rx(r"(?<![\w.,-])00([1-9])(?![\w.,]\w|\d)"), _agent, "0"),
    Rule(
        "retirement plan",
        rx(r"(?<![\w.,$])(401|403)\s?\(?([kKbB])\)?(?![\w)])"),
        _retirement,
        "4",
    ),
    Rule("resolution", rx(r"(?<![\w.,$])(\d{3,4})([pi])(?!\w)"), _resolution, "pi"),
)
