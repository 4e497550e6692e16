"""Magnitudes: 10k, 2.5M."""

from __future__ import annotations

from kowane.text.english.numbers.context import MAG_LETTER, NUMBERED, START, numberwords
from kowane.text.english.quantities import (
    NUMBER,
    amount,
    magnitude,
)
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
    word_after,
    word_before,
    words,
)

_PICTURES = words(
    "tv video resolution monitor display screen run race runs races runner runners walk jog "
    "hdr uhd footage camera blu streaming texture textures gaming content"
)


def _scaled(match: Match, style: Style) -> str | None:
    letter, number = match.group("mag"), match.group("n")
    follow = word_after(match).lower()
    screen = letter in ("K", "k") and number in ("4", "8", "2", "5", "10") and follow in _PICTURES
    if screen and not match.group("gap"):
        return f"{amount(number, style)} K"
    lead = word_before(match).lower()
    if (
        letter in "KMBT"
        and not match.group("gap")
        and lead in NUMBERED | {"row", "block", "grade", "class", "lot"}
    ):
        return f"{numberwords(number, match, style)} {letter}"
    plus = " plus" if match.group("plus") else ""
    return f"{amount(number, style)}{magnitude(letter)}{plus}"


RULES: tuple[Rule, ...] = (
    Rule(
        "magnitude",
        rx(
            START,
            rf"(?<![$£€])(?P<n>{NUMBER})(?P<gap>\s)?",
            MAG_LETTER,
            r"(?P<plus>\+)?(?![\w/+'’-])(?<!\d [kKT])(?<!\d\sM)",
        ),
        _scaled,
        "kKMBTbm",
    ),
)
