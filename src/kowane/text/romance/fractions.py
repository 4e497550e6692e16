"""Rules for fractions: 1/2 taza, ¾ d'heure, 2 1/2 ore.

Knows the language through its `Grammar` alone.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import PARTITIVE, Grammar, counted, next_word
from kowane.text.romance.literals import SPACE, WORD_END, of_noun
from kowane.text.ruleset import Rule

_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5),
           "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}  # fmt: skip


def halves(grammar: Grammar) -> tuple[Rule, ...]:
    """Fractions with what they measure: medio kilo, due ore e mezza, trois quarts de litre."""
    units_ = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    sign = rf"(?P<sign>[{''.join(_VULGAR)}])|(?P<top>[1-9])/(?P<under>[2-9])(?![\d/])"
    unit = re.compile(rf"(?<![\w.,/])(?:{sign}){SPACE}?(?P<unit>{units_}){WORD_END}")
    mixed = re.compile(
        rf"(?<![\w.,/])(?P<whole>\d{{1,4}})(?:{SPACE}?½|{SPACE}1/2(?![\d/]))"
        rf"{SPACE}(?P<noun>[^\W\d_]{{1,20}}){WORD_END}"
    )

    def measured(match: re.Match[str]) -> str:
        top, under = (
            _VULGAR[match["sign"]] if match["sign"] else (int(match["top"]), int(match["under"]))
        )
        noun = grammar.units[match["unit"]]
        said = _fraction(grammar, top, under, noun.gender, noun=True)
        return (
            f"{said} {noun.one}"
            if (top, under) == (1, 2)
            else f"{said} {of_noun(grammar, noun.one)}"
        )

    def and_half(match: re.Match[str]) -> str | None:
        whole, written = int(match["whole"]), match["noun"]
        known = grammar.units.get(written)
        if not known and (written.lower() in grammar.functions or len(written) < 3):
            return None
        gender = known.gender if known else grammar.gender(written.lower(), whole != 1)
        noun = (known.one if whole == 1 else known.many) if known else written
        link, half = grammar.and_half.split(" ")
        if gender == "f":
            half = half + "e" if grammar.lang == "fr" else half[:-1] + "a"
        return f"{grammar.fit(grammar.cardinal(whole, gender, True), noun)} {link} {half}"

    return (
        Rule("numbers", "fraction", unit, measured),
        Rule("numbers", "fraction", mixed, and_half),
    )


def fractions(grammar: Grammar) -> tuple[Rule, ...]:
    vulgar = "".join(_VULGAR)
    mixed = re.compile(
        rf"(?<![\w.,/])(?P<whole>\d{{1,6}}){SPACE}?(?:(?P<sign>[{vulgar}])"
        rf"|(?<=\s)(?P<top>[1-9])/(?P<under>[2-9])(?![\d/]))"
    )
    single = re.compile(rf"(?P<sign>[{vulgar}])")
    plain = re.compile(r"(?<![\w.,/-])(?P<top>\d{1,4})[/⁄](?P<under>\d{1,4})(?![\d/]|[.,]\d)")

    def parts(match: re.Match[str]) -> tuple[int, int]:
        found = match.groupdict()
        if found.get("sign"):
            return _VULGAR[found["sign"]]
        return int(found["top"]), int(found["under"])

    def with_whole(match: re.Match[str]) -> str:
        top, under = parts(match)
        gender, noun = counted(grammar, match.string, match.start(), match.end(), 2)
        whole = grammar.cardinal(int(match["whole"]), gender, noun and (top, under) != (1, 2))
        if (top, under) == (1, 2):
            return f"{whole} {grammar.and_half}"
        link = grammar.and_half.partition(" ")[0]
        return f"{whole} {link} {_fraction(grammar, top, under, 'm', noun=False)}"

    def alone(match: re.Match[str]) -> str:
        top, under = parts(match)
        word = next_word(match.string, match.end())
        noun = bool(word) and word not in grammar.functions
        gender = grammar.gender(word, False) if noun else "m"
        if top == under or (top, under) == (24, 7):  # fifty-fifty, around the clock
            return " ".join(grammar.cardinal(n, "m", False) for n in (top, under))
        if under == 10 and top < 10 and word in PARTITIVE:  # but 9/10 is a mark at school
            tenth = grammar.tenth[top != 1]
            return f"{grammar.cardinal(top, 'm', True)} {tenth}"
        return _fraction(grammar, top, under, gender, noun=noun)

    return (
        Rule("numbers", "fraction", mixed, with_whole),
        Rule("numbers", "fraction", single, alone),
        Rule("numbers", "fraction", plain, alone),
    )


def _fraction(grammar: Grammar, top: int, under: int, gender: str, *, noun: bool) -> str:
    if (top, under) == (1, 2):
        return grammar.halves[gender == "f"] if noun else grammar.fractions[0][0]
    if not (1 <= top < under and 2 <= under <= 9):
        high = grammar.cardinal(top, "m", False)
        return f"{high} {grammar.over} {grammar.cardinal(under, 'm', False)}"
    one, many = grammar.fractions[under - 2]
    return one if top == 1 else f"{grammar.cardinal(top, 'm', True)} {many}"
