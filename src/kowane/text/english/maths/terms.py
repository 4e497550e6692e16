"""An expression read token by token."""

from __future__ import annotations

import re

from kowane.text.english.maths.notation import FUNCTIONS, GREEK, OPERATORS, SIGNS, SUB, SUPER
from kowane.text.english.number_words import cardinal, ordinal
from kowane.text.english.quantities import NUMBER, amount
from kowane.text.english.rules import Style, words

TERM = (
    rf"(?:{NUMBER}(?:[a-zA-Zπθ](?![A-Za-z]))?|[A-Za-zα-ωΑ-Ωπθ](?:_?\d|[₀-₉])?"
    rf"(?![A-Za-z']))(?:[²³ⁿ]|\^-?\d{{1,3}}|[⁰¹⁴-⁹⁻]{{1,4}})?"
)
OPERATOR = (
    r"(?:===?|!==?|<=|>=|<>|:=|\+=|-=|~=|=>|->|&&|\|\||[-+−–±∓×xX*·⋅÷/=≡≠≈≅<>≤≥∝∈∉⊂⊆∩∪→⇒⇔∧∨%≪≫∥⊥])"
)
_TOKENS = re.compile(
    rf"{NUMBER}|[A-Za-zα-ωΑ-Ωπθ]+|\^-?\(?-?\d+\)?|[⁰¹²³⁴-⁹⁻ⁿ]+|[₀-₉]+|_\d|{OPERATOR}|[()]|\s+|."
)
_WORDS = words("mod sin cos tan log ln exp max min lim sqrt abs")
_RELATIONS = words("= == === != ≠ < > <= >= ≤ ≥ ≈ ≡ := += -= ~= ∈ ∉ ⊂ ⊆ ∝ ≪ ≫ !== <>")


def power(text: str, style: Style) -> str:
    """ "2" → "squared", "6" → "to the sixth", "-3" → "to the minus three"."""
    digits = text.translate(SUPER).strip("^()")
    if digits == "2":
        return "squared"
    if digits == "3":
        return "cubed"
    if digits.startswith("-"):
        return f"to the minus {_exponent(digits[1:])}"
    if digits.isdecimal() and len(digits) <= 3:
        return f"to the {ordinal(digits, british=style.british)}"
    return f"to the {_exponent(digits)}"


def _exponent(text: str) -> str:
    return cardinal(text) if text.isdecimal() else text.upper()


def expression(text: str, style: Style) -> str:
    """An expression token by token: "2x + 3 = y²" → "two X plus three equals Y squared"."""
    said: list[str] = []
    previous = ""
    for match in _TOKENS.finditer(text):
        token = match.group()
        if token.isspace():
            continue
        word = _token(token, previous, text[match.end() : match.end() + 2], style)
        if word:
            said.append(word)
        previous = token
    return " ".join(said)


def _token(token: str, previous: str, following: str, style: Style) -> str:
    if re.fullmatch(NUMBER, token):
        return amount(token, style)
    if token[0] == "^" or (token[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ"):
        return power(token, style)
    if token[0] in "₀₁₂₃₄₅₆₇₈₉":
        return f"sub {cardinal(token.translate(SUB))}"
    if token[0] == "_":
        return f"sub {cardinal(token[1:])}"
    if token in ("-", "−", "–") and (previous == "" or previous in OPERATORS or previous == "("):
        return "minus"
    if token in ("x", "X") and not re.fullmatch(NUMBER, previous):
        return "X"
    if token in ("x", "X") and not re.match(r"\s?[\d(]", following):
        return "X"
    if token in OPERATORS:
        return OPERATORS[token]
    if token in GREEK:
        return GREEK[token]
    if token in FUNCTIONS:
        return FUNCTIONS[token] + (" of" if following.startswith("(") else "")
    if token.isalpha():
        return token.upper() if len(token) <= 1 else token
    return SIGNS.get(token, "")
