"""What is left of the numbers: ordinals, fractions, decimals, scores, ranges, signs, cardinals."""

from __future__ import annotations

from kowane.text.english.numbers import cardinals, fractions, labelled, ordinals, ranges, scaled
from kowane.text.english.rules import Family, Group

FAMILY = Family(
    Group.NUMBERS,
    (
        *ordinals.RULES,
        *labelled.RULES,
        *ranges.RULES_1,
        *scaled.RULES,
        *fractions.RULES,
        *ranges.RULES_2,
        *cardinals.RULES,
    ),
)

__all__ = ["FAMILY"]
