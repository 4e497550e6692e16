"""Rules for abbreviations, signs and capitals."""

from __future__ import annotations

import re
from collections.abc import Callable

from kowane.text.romance.grammar import Grammar
from kowane.text.ruleset import Rule

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWEL = re.compile(r"[AEIOUYÁÉÍÓÚÀÂÊÔÃÕÈÌÒÙ]")


def capitals(grammar: Grammar) -> tuple[Rule, ...]:
    """A sentence all in capitals is read as if in small letters, not spelled."""
    shout = re.compile(r"(?<![^\W_])[^\W\d_a-zß-öø-ÿ]{2,}(?![^\W_])")

    def lower(match: re.Match[str]) -> str | None:
        # Around the word is enough to tell, and keeps a long text linear.
        around = match.string[max(0, match.start() - 100) : match.end() + 100]
        if any(char.islower() for char in around) or len(_LONG_WORD.findall(around)) < 2:
            return None
        return match.group().lower() if _VOWEL.search(match.group()) else None

    return (Rule("acronyms", "capitals", shout, lower),)


def abbreviations(grammar: Grammar) -> tuple[Rule, ...]:
    made = []
    for written, words in grammar.abbreviations:
        pattern = re.compile(rf"(?<![\w.@/])(?:{written})(?![\w@])")
        made.append(Rule("abbreviations", "abbreviation", pattern, _ending(words)))
    return tuple(made)


def _ending(words: str) -> Callable[[re.Match[str]], str]:
    """Keeps the full stop that both ends the abbreviation and the sentence."""

    def say(match: re.Match[str]) -> str:
        rest = match.string[match.end() : match.end() + 4].strip(" \"”»)’'")
        stops = match.group().endswith(".") and not rest and len(match.string) - match.end() < 4
        glue = " " if match.string[match.end() : match.end() + 1].isdigit() else ""
        return words + ("." if stops else glue)

    return say


def signs(grammar: Grammar) -> tuple[Rule, ...]:
    """Signs that are left when numbers and the like have been read."""
    pattern = re.compile("[" + re.escape("".join(grammar.signs)) + "]")
    slash = re.compile(r"(?<=[^\W_])/(?=[^\W_])")

    def sign(match: re.Match[str]) -> str:
        return f" {grammar.signs[match.group()]} "

    def pause(match: re.Match[str]) -> str:
        return ", " if match.string[match.start() - 1].isdigit() else " "

    return (Rule("symbols", "symbol", pattern, sign), Rule("symbols", "slash", slash, pause))
