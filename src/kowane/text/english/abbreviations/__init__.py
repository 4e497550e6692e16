"""Abbreviations written out, by their company: "Dr. Smith", "Elm Dr.", "min." and "5 min."."""

from __future__ import annotations

from kowane.text.english.abbreviations import addresses, initials, latin, shortened, titles
from kowane.text.english.rules import Family, Group

FAMILY = Family(
    Group.ABBREVIATIONS,
    (
        *latin.RULES,
        *addresses.RULES,
        *titles.RULES,
        *shortened.RULES,
        *initials.RULES,
    ),
)

__all__ = ["FAMILY"]
