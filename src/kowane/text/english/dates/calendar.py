"""Names and order of days, months and years."""

from __future__ import annotations

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_BY_NAME = (
    {name: number for number, name in enumerate(MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(MONTHS, 1)}
    | {"sept": 9}
)
_ORDINAL = r"(?:st|nd|rd|th)?"


def month_number(text: str) -> int:
    """ "Sept." → 9."""
    return _MONTH_BY_NAME[text.lower().rstrip(".")]
