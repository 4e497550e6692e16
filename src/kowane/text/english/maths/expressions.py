"""Expressions, roots, absolute values, coefficients."""

from __future__ import annotations

import re

from kowane.text.english.maths.terms import OPERATOR, TERM, expression
from kowane.text.english.quantities import amount
from kowane.text.english.rules import Match, Rule, Style, rx

_EXPRESSION = rx(
    rf"(?<![\w.,$£€/^'’-])[-−(]?(?:[A-Za-z]{{2,12}}\([A-Za-z0-9]{{1,3}}\)|{TERM}"
    rf"|[A-Za-z]{{2,20}}(?=\s(?:==|!=|<=|>=|=|<|>)\s)|\([^()\n]{{1,40}}\))\)?"
    rf"(?:\s?{OPERATOR}\s?[-−]?\(?(?:[a-z]{{2,12}}\([A-Za-z0-9]{{1,3}}\)|{TERM}|"
    rf"(?<==\s)[A-Za-z]{{2,20}}|\([^()\n]{{1,40}}\))\)?){{1,12}}"
    r"(?:\s?=\s?\?)?(?![\w^%°$]|[.,:/]\d|-[A-Za-z\d])"
)


def _expression(match: Match, style: Style) -> str | None:
    text = match.group()
    operators = set(re.findall(OPERATOR, text)) - {"x", "X"}
    if re.search(r"\d\s?[xX]\s?\d", text):
        operators.add("×")
    if not operators:
        return None
    if operators <= {"-", "–", "−", "/", "%"}:
        # 3-2 is a score, 3/4 a fraction, 5 - 7 a range: only with letters
        if not re.search(r"[A-Za-zπθ]", text) or not re.search(r"\s[-–−/%]\s", text):
            return None
        if re.fullmatch(r"[A-Za-z]{1,20}\s?[-–/]\s?[A-Za-z]{1,20}", text):
            return None
        if not re.search(r"\d", text):
            return None
        if re.match(r"[AI]\b", text):
            return None
    if operators <= {"→", "->", "&&", "||", "=>"} and not re.search(r"\d", text):
        return None
    if operators <= {"+"} and re.fullmatch(r"[A-Z]\+[A-Z]", text):
        return f"{text[0]} plus {text[2]}"
    # "I = 5" and "a < b" are mathematics, "a + word" is handled by the symbols
    return expression(text, style)


def _root(match: Match, style: Style) -> str:
    kind = {"√": "square", "∛": "cube", "∜": "fourth"}[match.group(1)]
    inner = match.group(2).strip("()")
    return f"the {kind} root of {expression(inner, style)}"


def _absolute(match: Match, style: Style) -> str:
    """|x|, |x - 2| = 3."""
    inner, rest = match.groups()
    said = f"the absolute value of {expression(inner, style)}"
    return f"{said} {expression(rest, style)}" if rest else said


def _over(match: Match, style: Style) -> str:
    """1/n, x/2."""
    top, bottom = (
        amount(part, style) if part.isdecimal() else part.upper() for part in match.groups() if part
    )
    return f"{top} over {bottom}"


def _implied(match: Match, style: Style) -> str | None:
    """2x, 3ab: a coefficient and its variable."""
    return f"{amount(match.group(1), style)} {' '.join(match.group(2).upper())}"


def _big_o(match: Match, style: Style) -> str:
    return f"{match.group(1)} of {expression(match.group(2), style)}"


RULES_1: tuple[Rule, ...] = (
    Rule(
        "big O",
        rx(r"(?<!\w)([OΘΩ])\(([^()\n]{1,30}(?:\([^()\n]{1,10}\))?[^()\n]{0,10})\)"),
        _big_o,
        "(",
    ),
    Rule(
        "absolute value",
        rx(
            rf"(?<![\w|])\|([-−]?{TERM}(?:\s?[-+−]\s?{TERM})?)\|"
            rf"(\s?(?:=|[<>]=?|[≤≥])\s?[-−]?{TERM})?(?![\w|])"
        ),
        _absolute,
        "|",
    ),
    Rule("root", rx(rf"([√∛∜])\s?(\([^()\n]{{1,40}}\)|{TERM})"), _root, "√∛∜"),
    Rule("expression", _EXPRESSION, _expression, "+-−–±∓×xX*·⋅÷/=≡≠≈≅<>≤≥∝∈∉⊂⊆∩∪→⇒⇔∧∨&|≪≫∥⊥"),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "coefficient",
        rx(
            r"(?<![\w.,$£€/-])(\d{1,4})([xyzn])(?=\s?(?:[,.;:!?)=+*/<>²³^]|[-–−]\s|$))"
            r"(?![,.]\d)"
        ),
        _implied,
        "xyzn",
    ),
    Rule(
        "over",
        rx(
            r"(?<![\w./,$£€-])(\d{1,3})/([nxkzNX])(?![\w/])|(?<![\w./,'’-])([nxkz])/(\d{1,3})(?![\w/.,]\d|\w)"
        ),
        _over,
        "/",
    ),
)
