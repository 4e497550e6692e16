"""Rules for ordinals, versions, decades and whatever figures are left.

Knows the language through its `Grammar` alone.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Grammar, counted, next_word
from kowane.text.romance.literals import (
    NUMBER,
    SIGN,
    SPACE,
    Literal,
    before_thousand,
    parse,
    say,
    signed,
)
from kowane.text.ruleset import Rule

_AFTER_DEGREES = (
    "nor", "sur", "sud", "sul", "est", "lest", "oes", "oue", "ove", "lat", "lon", "cel", "fah",
    "cent",
)  # fmt: skip


def ordinals(grammar: Grammar) -> tuple[Rule, ...]:
    # A degree sign before a noun is a badly typed ordinal: 2° piso, but 20° norte.
    pattern = re.compile(
        rf"(?<![\w.,])(?P<number>\d{{1,3}})(?:{grammar.ordinal_marks}"
        rf"|(?P<degree>°)(?={SPACE}[^\W\d_]{{3}}))(?!\w)"
    )

    def words(match: re.Match[str]) -> str | None:
        word = next_word(match.string, match.end())
        if match["degree"] and (word in grammar.functions or word.startswith(_AFTER_DEGREES)):
            return None
        feminine = any(match.groupdict().get(name) for name in ("f", "fs", "f2", "f3"))
        plural = any(match.groupdict().get(name) for name in ("ms", "ms2", "fs"))
        said = grammar.ordinal(int(match["number"]), "f" if feminine else "m", False)
        noun = len(word) > 1 and word not in grammar.functions
        if not (feminine or plural) and noun and grammar.gender(word, False) == "m":
            said = grammar.ordinal(int(match["number"]), "m", True)
        return said + "s" if plural and grammar.lang != "it" else said

    return (Rule("numbers", "ordinal", pattern, words),)


def numbers(grammar: Grammar) -> tuple[Rule, ...]:
    version = re.compile(
        r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3})+(?!\d|\.\d))[vV]?\.?"
        r"(?P<parts>\d{1,4}(?:\.\d{1,5}){2,5})(?![\d]|\.\d)"
    )
    decade = re.compile(r"(?:(?<=ll)|(?<!\w))[’'](?P<number>\d\d|[1-9]00)(?![\d.,]\d|\d)")
    number = re.compile(
        rf"(?:(?<=[^\W\d_])[-‐])?{SIGN}(?P<number>{NUMBER})(?P<power>[²³])?(?:[-‐](?=[^\W\d_]))?"
    )

    def release(match: re.Match[str]) -> str:
        numbers = [say(grammar, Literal(part)) for part in match["parts"].split(".")]
        return f" {grammar.dot} ".join(numbers)

    def short_year(match: re.Match[str]) -> str:
        # nell'800 keeps its apostrophe, gli anni '60 loses it
        before = match.string[match.start() - 1 : match.start()]
        return ("'" if before.isalpha() else "") + say(grammar, Literal(match["number"]))

    def words(match: re.Match[str]) -> str:
        found = parse(match["number"])
        gender, noun = "m", False
        if found.value is not None:
            gender, noun = counted(grammar, match.string, match.start(), match.end(), found.value)
        following = next_word(match.string, match.end())
        words_of = say(grammar, found, gender, noun)
        if following in {"mil", "mille", "mila"}:
            words_of = before_thousand(grammar, words_of)
        if noun and found.value == 1:
            words_of = grammar.fit(words_of, following).removesuffix(following).rstrip()
        said = signed(grammar, match["sign"], words_of)
        if match["power"]:
            said = f"{said} {grammar.signs[match['power']]}"
        before = match.string[match.start() - 1 : match.start()] if match.start() else ""
        after = match.string[match.end() : match.end() + 1]
        return (" " if before.isalnum() else "") + said + (" " if after.isalnum() else "")

    return (
        Rule("numbers", "version", version, release),
        Rule("numbers", "decade", decade, short_year),
        Rule("numbers", "number", number, words),
    )
