"""Durations and rates as tags write them, turned into numbers. Knows no notation around them."""

from __future__ import annotations

import re

from kowane.speech import MAX_SPEED, MIN_SPEED
from kowane.text.markup.parts import MAX_PAUSE

_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}"
_SECONDS = re.compile(rf"\+?({_NUMBER}) ?(ms|s)?", re.IGNORECASE)
_FACTOR = re.compile(rf"({_NUMBER})(%)?")

SECONDS_RANGE = f"0–{MAX_PAUSE:g} s"
RATE_RANGE = f"{MIN_SPEED:g}–{MAX_SPEED:g}"


def seconds(text: str) -> float | None:
    """ "0.5s", "500ms" or "0.5" in seconds; None if it is no duration within 0–MAX_PAUSE."""
    match = _SECONDS.fullmatch(text.strip())
    if match is None:
        return None
    value = float(match[1]) / (1000 if (match[2] or "").lower() == "ms" else 1)
    return value if value <= MAX_PAUSE else None


def factor(text: str) -> float | None:
    """ "1.2" or "120%" as a factor, of any size; None if it is neither."""
    match = _FACTOR.fullmatch(text.strip())
    if match is None:
        return None
    return float(match[1]) / (100 if match[2] else 1)


def in_range(rate: float) -> bool:
    """Whether a voice can speak at this rate."""
    return MIN_SPEED <= rate <= MAX_SPEED
