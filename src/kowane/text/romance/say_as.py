"""What SSML's say-as means in the Romance languages: the words of a number of a named kind.

Times and amounts of money are recognised by the normaliser's own rules; here are the kinds that a
bare number does not show.
"""

from __future__ import annotations

import re
from importlib import import_module

from kowane.text.romance.calendar import spoken_date
from kowane.text.romance.grammar import Grammar, digits
from kowane.text.romance.literals import NUMBER, parse, say, signed

_GRAMMARS = {"es": "spanish", "fr": "french", "it": "italian", "pt-br": "portuguese"}
_CARDINAL = re.compile(rf"(?P<sign>[-−+])?(?P<number>{NUMBER})")
_ORDINAL = re.compile(r"(?P<number>\d{1,6})(?P<mark>\D{0,3})")
_FEMININE = re.compile(r"[.]?(?:ª|a|re|ère)s?")


def date(year: int, month: int, day: int, lang: str) -> str | None:
    """A date in words, None if there is no such day."""
    return spoken_date(_grammar(lang), day, month, str(year))


def say_as(text: str, interpret_as: str, lang: str) -> str | None:
    """The words, or None to leave the text to the normaliser.

    Args:
        interpret_as: "cardinal", "number", "ordinal", "digits" or "telephone"; others give None.
        lang: "es", "fr", "it" or "pt-br".
    """
    grammar = _grammar(lang)
    if interpret_as in ("cardinal", "number"):
        found = _CARDINAL.fullmatch(text)
        return (
            signed(grammar, found["sign"], say(grammar, parse(found["number"]))) if found else None
        )
    if interpret_as == "ordinal":
        found = _ORDINAL.fullmatch(text)
        if found is None or not int(found["number"]):
            return None
        gender = "f" if _FEMININE.fullmatch(found["mark"]) else "m"
        return grammar.ordinal(int(found["number"]), gender, False)
    if not any(char.isascii() and char.isdigit() for char in text):
        return None
    if interpret_as == "telephone":
        return grammar.phone(grammar, text)
    if interpret_as == "digits":
        return ", ".join(digits(grammar, group) for group in re.findall(r"[0-9]+", text))
    return None


def _grammar(lang: str) -> Grammar:
    found: Grammar = import_module(f"kowane.text.romance.{_GRAMMARS[lang]}").grammar()
    return found
