"""Rules for roman numerals: centuries, rulers, chapters, congresses.

A numeral is read only where it cannot well be anything else: after a noun that takes one (siglo
XXI), after a ruler's name (Felipe VI), before a noun with an article in front (la II Guerra), with
an ordinal ending (le XXe siècle), or when it is two or more of I, V and X.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Grammar, next_word, previous_word
from kowane.text.romance.literals import SPACE
from kowane.text.ruleset import Rule

_CANONICAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.ASCII)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NAME = re.compile(r"(?:^|[\s(“\"'’])(\w*[^\W\d_]{2,})[ \u00a0\u202f]$")
_NOT_NUMERALS = frozenset({"MIX", "DIX", "CD", "DC", "MC", "MD", "CV", "DVI", "MI", "DI", "LI"})


def value(numeral: str) -> int:
    """1–3999, or 0 if it is not written in the canonical way."""
    if not numeral or not _CANONICAL.fullmatch(numeral):
        return 0
    total = 0
    for figure, following in zip(numeral, [*numeral[1:], ""], strict=True):
        worth = _VALUES[figure]
        total += -worth if following and _VALUES[following] > worth else worth
    return total


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    style = grammar.roman
    suffix = f"(?P<suffix>{style.suffixes})" if style.suffixes else "(?P<suffix>(?!))"
    pattern = re.compile(
        rf"(?<![\w.])(?:(?P<ordinal>[IVX]{{1,10}}){suffix}|(?P<numeral>[IVXLCDM]{{1,15}}))"
        r"(?![\w]|[’']\w|\.\w)"
    )
    chain = re.compile(
        rf"(?<![\w.])(?P<numeral>[IVX]{{1,7}}){SPACE}?[-–]{SPACE}?(?P<last>[IVX]{{1,7}})(?!\w)"
    )

    def words(match: re.Match[str]) -> str | None:
        numeral = match["ordinal"] or match["numeral"]
        number = value(numeral)
        return _reading(grammar, match, numeral, number, match["suffix"]) if number else None

    def between(match: re.Match[str]) -> str | None:
        first, last = value(match["numeral"]), value(match["last"])
        label = previous_word(match.string, match.start())
        if not first or not last or label not in style.labels:
            return None
        mode = style.labels[label]
        return f"{_read(grammar, mode, first, 'm')} {grammar.to} {_read(grammar, mode, last, 'm')}"

    return (Rule("roman", "roman", chain, between), Rule("roman", "roman", pattern, words))


def _reading(
    grammar: Grammar, match: re.Match[str], numeral: str, number: int, suffix: str | None
) -> str | None:
    style, text = grammar.roman, match.string
    following = next_word(text, match.end())
    if suffix:
        gender = (
            "f"
            if suffix.startswith(("re", "ère")) or grammar.gender(following, False) == "f"
            else "m"
        )
        return grammar.ordinal(number, gender, True)
    before = previous_word(text, match.start())
    if before in style.labels and (len(numeral) > 1 or numeral in "IVX"):
        return _read(grammar, style.labels[before], number, grammar.gender(before, False))
    named = _NAME.search(text[max(0, match.start() - 40) : match.start()])
    name = named.group(1) if named else ""
    ruler = name[:1].isupper() and not name.isupper() and before not in style.articles
    if ruler and (before in style.singles or (len(numeral) > 1 and number <= 40)):
        return _read(grammar, style.regnal, number, _name_gender(before))
    if number > 40 or numeral in _NOT_NUMERALS:
        return None
    noun = following and following not in grammar.functions and len(following) > 2
    if (
        noun
        and (before in style.articles or len(numeral) > 1)
        and not (len(numeral) == 1 and before not in style.articles)
    ):
        return grammar.ordinal(number, grammar.gender(following, False), True)
    if len(numeral) > 1:
        return grammar.cardinal(number, "m", False)
    return None


def _read(grammar: Grammar, mode: str, number: int, gender: str) -> str:
    if mode == "ordinal" or (mode == "mixed" and number <= 10) or (mode == "first" and number == 1):
        return grammar.ordinal(number, gender, False)
    return grammar.cardinal(number, "m", False)


_FEMININE_NAMES = frozenset(
    {
        "elizabeth",
        "elisabeth",
        "élisabeth",
        "margaret",
        "catherine",
        "anne",
        "isabel",
        "beatriz",
        "carmen",
        "leonor",
    }
)
_MASCULINE_NAMES = frozenset({"luca", "andrea", "nicola", "papa"})


def _name_gender(name: str) -> str:
    feminine = name in _FEMININE_NAMES or (name.endswith("a") and name not in _MASCULINE_NAMES)
    return "f" if feminine else "m"
