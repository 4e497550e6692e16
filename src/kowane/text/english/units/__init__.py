"""Measures: a number and its unit, compound units, dimensions, heights, angles, percentages."""

from __future__ import annotations

from kowane.text.english.rules import Family, Group
from kowane.text.english.units import degrees, measures, sizes
from kowane.text.english.units.table import UNITS

FAMILY = Family(
    Group.UNITS,
    (
        *sizes.RULES_1,
        *degrees.RULES_1,
        *sizes.RULES_2,
        *degrees.RULES_2,
        *measures.RULES_1,
        *sizes.RULES_3,
        *measures.RULES_2,
        *sizes.RULES_4,
        *measures.RULES_3,
    ),
)

__all__ = ["FAMILY", "UNITS"]
