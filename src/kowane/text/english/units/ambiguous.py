"""Whether a symbol that is also a word, a letter or a decade is a unit here."""

from __future__ import annotations

import re

from kowane.text.english.rules import (
    Match,
    after,
    before,
    word_before,
    words,
)

# Symbols that are also words, letters of a series or decades: only where nothing else fits.
_NEEDS_END = words("in A K T N d t st pt ac ct mo pp yo cd pc M mM cal F au h l")
_ATTACHED_ONLY = frozenset({"d", "mo", "yo"})
_NEVER_ATTACHED = frozenset({"A", "T", "N", "K", "st", "ac"})


def allowed(match: Match) -> bool:
    """Whether an ambiguous symbol is a unit here."""
    unit = match.group("unit")
    attached = not match.group("gap")
    rest = after(match, 12)
    if match.group("per") or match.group("power"):
        return True
    lead = word_before(match).lower()
    if unit == "in" and match.group("dot"):
        return True
    if unit == "c":
        return bool(match.group("dot")) and bool(re.match(r"\s[a-z]", rest))
    if unit == "A" and attached and _electric(match):
        return True
    if unit == "st" and attached:  # "11st" is no ordinal
        return match.group("n")[-1:] != "1" or match.group("n")[-2:] == "11"
    if unit in _NEVER_ATTACHED and attached:
        return False
    if unit in _ATTACHED_ONLY and not attached:
        return False
    if unit in ("h", "s", "m", "g", "t", "d", "V", "W", "J", "F", "l", "L") and lead in words(
        "room gate flat unit seat apartment class grade row suite section form article rule"
    ):
        return False
    if unit == "s" and attached and word_before(match)[:1].isupper() and word_before(match) != "In":
        return False
    if (
        unit == "s"
        and attached
        and lead in {"the", "in", "his", "her", "their", "my", "early", "late", "mid"}
    ):
        return not re.fullmatch(r"(?:[1-9]|1\d|20)?\d0", match.group("n"))
    if unit in _NEEDS_END:
        if unit in ("h", "d", "mM", "ct"):
            return True
        return not re.match(r"\s\w", rest) or (
            unit == "in"
            and re.match(r"\s(?:x|by|wide|long|tall|high|deep|thick)\b", rest) is not None
        )
    return True


_CURRENT = re.compile(
    r"\s(?:fuses?|chargers?|adapters?|adaptors?|breakers?|circuits?|current|supply"
    r"|supplies|plugs?|sockets?|power)\b"
)


def _electric(match: Match) -> bool:
    """Whether "5A" is a current: a decimal, volts or watts beside it, or a thing that has amps."""
    if "." in match.group("n") or _CURRENT.match(after(match)):
        return True
    return bool(
        re.search(r"(?:\bvolts?|\bwatts?|\d\s?[VW])[\s/,]{1,2}$", before(match))
        or re.match(r"[\s/,]{1,2}\d{1,4}\s?[VW]\b", after(match))
    )
