"""A sentence as it is written → as it is said: all families of rules in their order.

The order matters: what is longer or more certain comes first (an address before its numbers), and
what one rule has written the later ones leave alone. Linear in the sentence's length for each rule.
"""

from __future__ import annotations

import re
from collections.abc import Set

from kowane.speech import SpokenText
from kowane.text.english import (
    abbreviations,
    acronyms,
    code,
    contact,
    dates,
    emoji,
    markdown,
    maths,
    money,
    numbers,
    roman,
    symbols,
    times,
    typography,
    units,
)
from kowane.text.english.rules import Family, Group, Rule, Style
from kowane.text.rewrite import Rewrite, SpanMap, apply, substitute

FAMILIES: tuple[Family, ...] = (
    typography.FAMILY,
    markdown.FAMILY,
    emoji.FAMILY,
    contact.FAMILY,
    maths.EARLY,
    code.FAMILY,
    dates.FAMILY,
    times.FAMILY,
    money.FAMILY,
    units.FAMILY,
    maths.FAMILY,
    roman.FAMILY,
    abbreviations.FAMILY,
    numbers.FAMILY,
    acronyms.FAMILY,
    symbols.FAMILY,
)

OPEN = frozenset(rule.name for family in FAMILIES for rule in family.rules if rule.open)
"""Rules that tidy; their text is open to later rules."""

OWN = frozenset(rule.name for family in FAMILIES for rule in family.rules) - OPEN
"""Rules that write what is said; in their text words in capitals are spelled letter by letter."""

_NEEDS = {
    rule: frozenset(rule.needs.removeprefix("0")) for family in FAMILIES for rule in family.rules
}
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕-⅞⅐-⅒]")


def normalise(spoken: SpokenText, style: Style, off: Set[Group] = frozenset()) -> SpokenText:
    """The sentence in words.

    Args:
        spoken: pieces with a rule or phonemes are left alone.
        off: groups that are not applied.
    """
    text = spoken.text
    chars, has_digit = set(text), bool(_DIGIT.search(text))
    for family in FAMILIES:
        if family.group in off:
            continue
        for rule in family.rules:
            if (
                rule.needs
                and not (has_digit and rule.needs[0] == "0")
                and _NEEDS[rule].isdisjoint(chars)
            ):
                continue
            changed = _run(spoken, rule, style)
            if changed is not spoken:
                spoken = changed
                text = spoken.text
                chars, has_digit = set(text), bool(_DIGIT.search(text))
    return spoken


def _run(spoken: SpokenText, rule: Rule, style: Style) -> SpokenText:
    say = rule.say
    if say is None:
        return _unwrap(spoken, rule)
    return substitute(
        spoken,
        rule.pattern,
        lambda match: say(match, style),
        rule.name,
        through=OPEN,
        mark=not rule.open,
    )


def _unwrap(spoken: SpokenText, rule: Rule) -> SpokenText:
    matches = list(rule.pattern.finditer(spoken.text))
    if not matches:
        return spoken
    spans = SpanMap(spoken)
    rewrites = []
    for match in matches:
        if spans.protected(match.start(), match.end(), OPEN) or not match.lastindex:
            continue
        start, end = match.span(match.lastindex)
        rewrites += [
            Rewrite(left, right, "", rule.name)
            for left, right in ((match.start(), start), (end, match.end()))
            if left < right
        ]
    return apply(spoken, rewrites)
