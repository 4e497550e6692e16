"""How SSML's say-as is told to a language, and what can be said without knowing one.

An `Interpreter` gives the words of a number or a date that its author has named as such. What it
leaves, the language's normaliser reads as it reads any text.
"""

from __future__ import annotations

import re
from typing import Protocol

SPELLED = frozenset({"characters", "spell-out", "verbatim", "letters"})
"""Values of interpret-as that ask for one character after the other."""

_LETTERS = re.compile(r"[^\W\d_]")


class Interpreter(Protocol):
    """Knows what a written form of a named kind is in words."""

    def say_as(self, text: str, interpret_as: str, format: str, lang: str) -> str | None:  # noqa: A002 - SSML's own name
        """The words, or None to leave the text to the language's normaliser.

        Args:
            text: the element's text, without white space at the ends.
            interpret_as, format: the attributes in lower case; "" where missing.
            lang: canonical tag.
        """
        ...


class Spelling:
    """Characters one by one, in capitals, which every front-end reads by their names.

    Digits stay digits between spaces: each is a number of its own.
    """

    def say_as(self, text: str, interpret_as: str, format: str, lang: str) -> str | None:  # noqa: A002
        """See Interpreter; knows SPELLED and "digits"."""
        if interpret_as in SPELLED:
            return " ".join(
                char.upper() if _LETTERS.match(char) and len(char.upper()) == 1 else char
                for char in text
                if not char.isspace()
            )
        if interpret_as == "digits" and any(char.isdecimal() for char in text):
            return " ".join(char for char in text if not char.isspace())
        return None


class _AllLanguages:
    def say_as(self, text: str, interpret_as: str, format: str, lang: str) -> str | None:  # noqa: A002
        said = None
        if lang in ("en-us", "en-gb"):
            from kowane.text.english.say_as import say_as

            said = say_as(text, interpret_as, format, lang)
        return Spelling().say_as(text, interpret_as, format, lang) if said is None else said


def for_all_languages() -> Interpreter:
    """What kowane knows of each language; English has words for every kind."""
    return _AllLanguages()
