"""Initials of names and institutions, contractions."""

from __future__ import annotations

import re

from kowane.text.english.abbreviations.sentence_end import initials, stop
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    before,
    rx,
    word_before,
)


def _contraction(match: Match, _style: Style) -> str:
    return {"rock 'n' roll": "rock and roll"}.get(
        match.group().lower(), f"{match.group(1)} and {match.group(2)}"
    )


def _dotted_initials(match: Match, style: Style) -> str | None:
    text = match.group(1)
    letters = re.sub(r"[.\s]", "", text)
    if " " in text and not re.fullmatch(r"(?:[A-Z]\.\s?)+[A-Z]", text):
        return None
    if len(letters) == 1:
        return None
    if " " in text:
        # J. R. R. Tolkien: names go on
        if not re.match(r"\s[A-Z]", after(match)):
            return letters + stop(match)
        return letters
    return initials(match, style)


_ELIDED = {
    "gov't": "government",
    "int'l": "international",
    "nat'l": "national",
    "dep't": "department",
    "ass'n": "association",
    "sec'y": "secretary",
    "cont'd": "continued",
    "ma'am": "ma'am",
    "o'er": "over",
    "ne'er": "never",
    "e'er": "ever",
}


def _elided(match: Match, _style: Style) -> str:
    said = _ELIDED[match.group().lower().replace("’", "'")]
    return said.capitalize() if match.group()[0].isupper() else said


def _one_initial(match: Match) -> str | None:
    letter = match.group(1)
    if letter == "I" and not re.match(r"\s[A-Z]\.", after(match)):
        return None
    lead = word_before(match)
    if re.search(r"[a-z]\s$", before(match)) and not lead[:1].isupper():
        return None
    return letter


RULES: tuple[Rule, ...] = (
    Rule(
        "initials",
        rx(r"(?<![\w.])((?:[A-Za-z]\.\s?){1,5}[A-Za-z])\.(?:('s|s)(?!\w))?(?![A-Za-z\d])"),
        _dotted_initials,
        ".",
    ),
    Rule(
        "initial",
        rx(r"(?<![\w.'’])([A-Z])\.(?=\s[A-Z][A-Za-z'’]|\s?[A-Z]\.|-[A-Z])"),
        lambda m, s: _one_initial(m),
        ".",
    ),
    Rule(
        "contraction",
        rx(r"\b(?:", "|".join(_ELIDED).replace("'", "['’]"), r")(?!\w)", flags=re.IGNORECASE),
        _elided,
        "'’",
    ),
    Rule(
        "contraction",
        rx(r"(?<=['’]d)['’]ve\b|(?<=n['’]t)['’]ve\b"),
        lambda _m, _s: " have",
        "'’",
    ),
    Rule(
        "contraction",
        rx(r"\b([A-Za-z]{2,15})\s?['’‘]n['’‘]?\s([A-Za-z]{2,15})\b"),
        _contraction,
        "'’‘",
    ),
)
