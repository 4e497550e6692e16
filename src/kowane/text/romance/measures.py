"""Rules for what is measured: units, percentages, minutes of arc, inches.

Knows the language through its `Grammar` alone.
"""

from __future__ import annotations

import re

from kowane.text.romance import units
from kowane.text.romance.grammar import Grammar, Noun
from kowane.text.romance.literals import NUMBER, SIGN, SPACE, WORD_END, is_one, parse, say, signed
from kowane.text.ruleset import Rule


def measures(grammar: Grammar) -> tuple[Rule, ...]:
    names = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    below = units.denominators(grammar.lang, grammar.units)
    under = "|".join(re.escape(unit) for unit in sorted(below, key=len, reverse=True))
    unit = re.compile(
        rf"{SIGN}(?P<number>{NUMBER}){SPACE}?(?P<unit>{names})"
        rf"(?:/{SPACE}?(?P<word>(?!(?:{under}){WORD_END})[^\W\d_]{{3,12}})"
        rf"|/(?P<times>[1-9]\d{{1,3}}(?={SPACE}?[^\W\d_]))?{SPACE}?(?P<below>{under}))?{WORD_END}"
    )
    percent = re.compile(rf"{SIGN}(?P<number>{NUMBER}){SPACE}?(?P<unit>[%‰])")

    def measure(match: re.Match[str]) -> str | None:
        noun = grammar.units[match["unit"]]
        number = parse(match["number"])
        if match["unit"] in _LETTERS and not (_spaced(match) or match["below"]):
            return None
        name = noun.one if is_one(number) else noun.many
        said = grammar.fit(say(grammar, number, noun.gender, True), name)
        if match["word"]:
            said += f" {grammar.per} {match['word']}"
        if match["below"]:
            times = grammar.cardinal(int(match["times"]), "m", True) if match["times"] else ""
            said += units.per(grammar, match["below"], below[match["below"]], times)
        return signed(grammar, match["sign"], said)

    def share(match: re.Match[str]) -> str:
        words = grammar.percent if match["unit"] == "%" else grammar.per_mille
        return signed(grammar, match["sign"], f"{say(grammar, parse(match['number']))} {words}")

    return (Rule("numbers", "percent", percent, share), Rule("units", "unit", unit, measure))


_LETTERS = frozenset("AaeoVlJNBLWg")
"""Units that without a space before them are a letter: 3A, 2B."""


def _spaced(match: re.Match[str]) -> bool:
    return not match.string[match.start("unit") - 1].isdigit()


_SCREENS = re.compile(
    r"pantalla|monitor|tele|écran|schermo|tela|display|portátil|TV|pulg", re.IGNORECASE
)


def primes(grammar: Grammar) -> tuple[Rule, ...]:
    """3'45" is minutes and seconds, 40° 25' minutes of arc, 27" inches."""
    known = units.denominators(grammar.lang, grammar.units)
    minute, second, inch = (known[unit] for unit in ("min", "s", "in"))
    both = re.compile(rf"(?<![\w.,])(?P<min>\d{{1,3}})['’′]{SPACE}?(?P<s>[0-5]?\d)(?:''|’’|[\"″”])")
    arc = re.compile(
        rf"(?P<degrees>\d{{1,3}})°{SPACE}?(?P<min>\d{{1,2}})['’′](?:{SPACE}?(?P<s>\d{{1,2}})(?:''|[\"″]))?"
    )
    inches = re.compile(rf"(?<![\w.,\"“])(?P<number>{NUMBER})(?:\"|″|”)(?!\w)")

    def counted_as(figures: str, noun: Noun) -> str:
        n = int(figures)
        return f"{grammar.cardinal(n, noun.gender, True)} {noun.one if n == 1 else noun.many}"

    def lasting(match: re.Match[str]) -> str:
        return f"{counted_as(match['min'], minute)} {counted_as(match['s'], second)}"

    def place(match: re.Match[str]) -> str:
        said = (
            f"{counted_as(match['degrees'], grammar.units['°'])} {counted_as(match['min'], minute)}"
        )
        return f"{said} {counted_as(match['s'], second)}" if match["s"] else said

    def size(match: re.Match[str]) -> str | None:
        around = match.string[max(0, match.start() - 60) : match.end() + 20]
        if '"' in around[: match.start()][-60:].rstrip('"') and not _SCREENS.search(around):
            return None
        number = parse(match["number"])
        if not (number.fraction or _SCREENS.search(around)):
            return None
        return (
            f"{say(grammar, number, inch.gender, True)} {inch.one if is_one(number) else inch.many}"
        )

    return (
        Rule("units", "minutes of arc", arc, place),
        Rule("units", "minutes and seconds", both, lasting),
        Rule("units", "inches", inches, size),
    )
