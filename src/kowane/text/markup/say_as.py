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
            spelled = [
                char.upper() if _LETTERS.match(char) and len(char.upper()) == 1 else char
                for char in text
                if not char.isspace()
            ]
            # Where Latin letters go to the English front-end, "A B" would be an article and a name.
            return (", " if lang in ("hi", "zh") else " ").join(spelled)
        if interpret_as == "digits" and any(char.isdecimal() for char in text):
            return " ".join(char for char in text if not char.isspace())
        return None


class _AllLanguages:
    def say_as(self, text: str, interpret_as: str, format: str, lang: str) -> str | None:  # noqa: A002
        said = None
        if lang in ("en-us", "en-gb"):
            from kowane.text.english.say_as import say_as

            said = say_as(text, interpret_as, format, lang)
        else:
            said = _elsewhere(text, interpret_as, format, lang)
        return Spelling().say_as(text, interpret_as, format, lang) if said is None else said


def _elsewhere(text: str, interpret_as: str, shape: str, lang: str) -> str | None:
    day = ordered_date(text, shape) if interpret_as == "date" else None
    if lang in ("es", "fr", "it", "pt-br"):
        from kowane.text.romance import say_as as romance

        return romance.date(*day, lang) if day else romance.say_as(text, interpret_as, lang)
    if lang == "hi":
        from kowane.text.hindi import say_as as hindi

        return hindi.date(*day) if day else hindi.say_as(text, interpret_as)
    if lang == "zh":
        from kowane.text.chinese import say_as as chinese

        return chinese.date(*day) if day else chinese.say_as(text, interpret_as)
    if lang == "ja":
        from kowane.text.japanese import say_as as japanese

        return japanese.date(*day) if day else japanese.say_as(text, interpret_as)
    return None


def ordered_date(text: str, shape: str) -> tuple[int, int, int] | None:
    """Year, month and day of three numbers in the order of `shape` ("dmy"); None if it is no date.

    Two figures of a year are the nearest of 1950-2049.
    """
    found = re.findall(r"\d{1,4}", text)
    if sorted(shape) != ["d", "m", "y"] or len(found) != 3:
        return None
    year, month, day = (int(found[shape.index(part)]) for part in "ymd")
    if year < 100:
        year += 2000 if year < 50 else 1900
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def for_all_languages() -> Interpreter:
    """What kowane knows of each language; where it has no words of its own, the normaliser has."""
    return _AllLanguages()
