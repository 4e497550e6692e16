"""Comparisons before a number, Greek letters, single signs."""

from __future__ import annotations

from kowane.text.english.maths.notation import GREEK, SIGNS
from kowane.text.english.rules import Match, Rule, Style, after, rx


def _compare(match: Match, style: Style) -> str:
    lead = {
        ">": "more than",
        "<": "less than",
        "≥": "at least",
        ">=": "at least",
        "≤": "at most",
        "<=": "at most",
        "≈": "approximately",
        "~": "about",
        "±": "plus or minus",
        "≠": "not",
        "∼": "about",
        "=": "equals",
        "+/-": "plus or minus",
        "+-": "plus or minus",
    }[match.group(1)]
    return lead + " "


def _greek(match: Match, _style: Style) -> str:
    letter = match.group()
    following = after(match, 1)
    return GREEK[letter] + (" " if following.isalnum() else "")


def _sign(match: Match, _style: Style) -> str:
    return f" {SIGNS[match.group()]} "


_GREEK_CLASS = "".join(GREEK)

RULES_1: tuple[Rule, ...] = (
    Rule(
        "comparison",
        rx(
            r"(?<![^\s(])(>=|<=|\+/-|[<>≥≤≈~∼±])(?=[-−]?[$£€¥₹]?\.?\d)(?<![\w)]\s.)"
            r"(?<![\w)]\s..)"
        ),
        _compare,
        "<>≥≤≈~∼±-",
    ),
    Rule("comparison", rx(r"(?<!\S)([~∼≈±])(?=[$£€¥₹]?\.?\d)"), _compare, "~∼≈±"),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "comparison",
        rx(r"(?<![\w<>=\d])(>=|<=|\+/-|\+-|[<>≥≤≈~∼±])\s?(?=[-−]?[$£€¥₹]?\.?\d)"),
        _compare,
        "<>≥≤≈~∼±-",
    ),
)


RULES_3: tuple[Rule, ...] = (
    Rule(
        "Greek letter",
        rx(rf"(?<![\u0370-\u03ff])[{_GREEK_CLASS}](?![\u0370-\u03ff])"),
        _greek,
        _GREEK_CLASS,
    ),
    Rule("sign", rx(f"[{''.join(SIGNS)}]"), _sign, "".join(SIGNS)),
)
