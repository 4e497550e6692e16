"""Mathematics and chemistry: operators, powers, roots, comparisons, Greek letters, formulas."""

from __future__ import annotations

from kowane.text.english.maths import chemistry, expressions, powers, signs
from kowane.text.english.rules import Family, Group

EARLY = Family(Group.MATHS, (*signs.RULES_1,))
"""Signs at the head of a number, before the number's own rules take it."""

FAMILY = Family(
    Group.MATHS,
    (
        *chemistry.RULES,
        *powers.RULES_1,
        *expressions.RULES_1,
        *powers.RULES_2,
        *signs.RULES_2,
        *expressions.RULES_2,
        *signs.RULES_3,
    ),
)

__all__ = ["EARLY", "FAMILY"]
