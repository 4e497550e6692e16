"""The text of a blend → names and their shares.

    blend  = term ("+" term)*          "af_heart(2) + af_bella"
    term   = name ["(" weight ")"]     a missing weight is 1
    weight = up to 15 digits, then up to six after a point; above 0

Spaces are allowed between all parts. Shares are exact fractions, so that 2:1, 4:2 and 0.2:0.1 are
the same blend. Does not know which voices there are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NoReturn

from kowane.errors import UnknownVoice

MAX_BLEND = 16
"""Most terms in one blend."""

_TERM = re.compile(
    r"\s*([A-Za-z0-9_-]+)\s*(?:\(\s*([0-9]{1,15}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})\s*\)\s*)?",
    re.ASCII,
)
_SHOWN = 80


def parse_blend(spec: str) -> dict[str, Fraction]:
    """Name → share, in the order of first appearance; shares are above 0 and sum to 1.

    A name that appears twice has both its weights. Whether the names exist is not asked.

    Raises:
        UnknownVoice: the text is not a blend.
    """
    weights: dict[str, Fraction] = {}
    position, terms = 0, 0
    while True:
        term = _TERM.match(spec, position)
        if term is None:
            _refuse(spec, f"a voice's name is expected at character {position + 1}")
        weight = Fraction(term[2] or 1)
        if weight == 0:
            _refuse(spec, f"the weight of {shown(term[1])} is 0; weights are above 0")
        terms += 1
        if terms > MAX_BLEND:
            _refuse(spec, f"it has more than {MAX_BLEND} terms")
        weights[term[1]] = weights.get(term[1], Fraction(0)) + weight
        position = term.end()
        if position == len(spec):
            break
        if spec[position] != "+":
            _refuse(
                spec,
                f"{spec[position]!r} at character {position + 1} has no meaning; weights are "
                "plain numbers above 0 with at most six digits after the point",
            )
        position += 1
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def canonical(shares: Mapping[str, Fraction]) -> str:
    """The blend in its one spelling: weights as the smallest whole numbers, none if all are equal.

    It is a blend itself as long as no weight has more than six digits before its point.
    """
    if len(set(shares.values())) == 1:
        return "+".join(shares)
    common = math.lcm(*(share.denominator for share in shares.values()))
    return "+".join(f"{name}({share * common})" for name, share in shares.items())


def _refuse(spec: str, why: str) -> NoReturn:
    raise UnknownVoice(
        f"{shown(spec)} is not a voice or a blend: {why}.",
        param="voice",
        remedy="Write one name, or names and weights such as 'af_heart(2)+af_bella(1)'.",
    )


def shown(text: str) -> str:
    """The text quoted for a message, cut if it is long."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…"
