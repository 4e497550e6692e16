"""What the rules of abbreviations share: the dot that also ends a sentence."""

from __future__ import annotations

import re

from kowane.text.english.abbreviations.vocabulary import WORDS
from kowane.text.english.rules import (
    Match,
    Style,
    ends_text,
)


def stop(match: Match) -> str:
    """The dot of an abbreviation at the end of the text ends the sentence as well."""
    return "." if match.group().endswith(".") and ends_text(match) else ""


def word(match: Match, _style: Style) -> str | None:
    key = match.group(1)
    if key.isupper() and 1 < len(key) < 4:
        return None
    return WORDS[key.lower()] + stop(match)


def initials(match: Match, _style: Style) -> str:
    """U.S., Ph.D., J.R.R.: letters; the last dot stays if it ends the sentence."""
    letters = re.sub(r"[.\s]", "", match.group(1))
    ending = match.group(2) or ""
    return letters.upper() + ending + (stop(match) if not ending else "")


def _initial(match: Match, _style: Style) -> str:
    return match.group(1)


def _degree(match: Match, _style: Style) -> str:
    return match.group(1).replace(".", "").upper() + stop(match)
