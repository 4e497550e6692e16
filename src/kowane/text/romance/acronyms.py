"""Rules for initials and acronyms: which are said as a word and which by their letters.

espeak spells capitals of up to three letters and reads longer ones as words, whatever they look
like; readers go by whether the letters make syllables of the language (ONU, PIB, but IRPF, IBGE).
Knows no figures; roman numerals have been read before.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Grammar
from kowane.text.ruleset import Rule

_ONSET = r"(?:[BCDFGPTV][RL]|[CPST]H|[QG]U(?=[AEIO])|S[CMPT]R?|[BCDFGHJKLMNPRSTVWXYZ])"
_VOWELS = "[AEIOUY]{1,3}"
_ROMAN = re.compile("[IVXLCDM]+")


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    coda = "[SNRLMXC]" if grammar.lang == "it" else "[SNRLMX]"
    word = re.compile(
        rf"{_ONSET}?{_VOWELS}(?:(?:{coda}?{_ONSET}){_VOWELS}){{0,6}}(?:[NLRSDZMTBCXPFKGQ]|NS|[RN]T)?"
    )
    short = re.compile(grammar.short_acronyms)
    capitals = re.compile(r"(?<![\w.&+-])(?P<letters>[A-Z]{2,8})(?P<many>s)?(?![\w&+]|[.-]\w)")
    dotted = re.compile(r"(?<![\w.])(?:[A-Z]\.){1,7}[A-Z]\.(?!\w)")
    initial = re.compile(r"(?<![\w.'’])(?P<letter>[A-Z])\.(?=\s[A-ZÁÉÍÓÚÀÈÌÂÊÔÇ][\w.])")

    def say(match: re.Match[str]) -> str | None:
        letters = match["letters"]
        said = grammar.acronyms.get(letters)
        if said is None:
            if _ROMAN.fullmatch(letters):
                return None
            spoken = (short if len(letters) < 4 else word).fullmatch(letters)
            elided = match.string[match.start() - 1 : match.start()] in ("'", "’")
            if not spoken and len(letters) < 4 and not elided and not match["many"]:
                return None  # espeak names the letters itself
            said = letters.lower() if spoken else spelled(letters)
        return said + ("s" if match["many"] and " " not in said else "")

    def spelled(letters: str) -> str:
        return " ".join(grammar.letters.get(letter, letter) for letter in letters)

    def joined(match: re.Match[str]) -> str:
        letters = re.sub(r"[.\s]", "", match.group())
        said = grammar.acronyms.get(letters) or (
            letters.lower() if short.fullmatch(letters) else spelled(letters)
        )
        return said + ("." if match.end() == len(match.string) else "")

    return (
        Rule("acronyms", "initials", dotted, joined),
        Rule("acronyms", "initial", initial, lambda match: match["letter"]),
        Rule("acronyms", "acronym", capitals, say),
    )
