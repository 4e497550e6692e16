"""List numbers and ordinals."""

from __future__ import annotations

from kowane.text.english.number_words import (
    cardinal,
    ordinal,
)
from kowane.text.english.numbers.context import START
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
)


def _ordinal(match: Match, style: Style) -> str:
    said = ordinal(match.group(1).replace(",", ""), british=style.british)
    plural_mark = match.group("many")
    return said + ("s" if plural_mark else "")


def _listed(match: Match, style: Style) -> str:
    return f"{cardinal(match.group(1))}{'.' if match.group(2) != ')' else ','} "


RULES: tuple[Rule, ...] = (
    Rule("list number", rx(r"(?m)^\s{0,8}(\d{1,3})([.)])[ \t]+(?=\S)"), _listed, "0"),
    Rule("list number", rx(r"(?<=\()(\d{1,3})()(?=\)\s)"), lambda m, s: cardinal(m.group(1)), "("),
    Rule(
        "ordinal range",
        rx(r"(?<=\d(?:st|nd|rd|th))\s?[-–]\s?(?=\d{1,4}(?:st|nd|rd|th)\b)"),
        lambda _m, _s: " to ",
        "-–",
    ),
    Rule(
        "ordinal",
        rx(
            START,
            r"(\d{1,3}(?:,\d{3}){1,6}|\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)"
            r"(?P<many>s)?(?!\w)",
        ),
        _ordinal,
        "0",
    ),
)
