"""Identifiers and paths word by word: "userName" → "user name"."""

from __future__ import annotations

import re

from kowane.text.english.code.extensions import FILE_WORDS
from kowane.text.english.contact import label
from kowane.text.english.number_words import cardinal, model_number, spelled, year
from kowane.text.english.rules import (
    Match,
    Style,
)

_BROKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]", re.DOTALL)


def identifier(name: str, style: Style) -> str:
    """ "my_function" → "my function", "userName" → "user name", "utf8Text" → "UTF eight text"."""
    said = []
    for match in _BROKEN.finditer(name):
        piece = match.group()
        if piece.isdecimal():
            said.append(model_number(piece, british=style.british))
        elif piece in FILE_WORDS:
            said.append(FILE_WORDS[piece])
        elif piece.isascii() and piece.isalpha():
            said.append(FILE_WORDS.get(piece.lower()) or _identifier_word(piece))
        elif piece.isalpha():
            said.append(piece)
    return " ".join(said)


def _identifier_word(piece: str) -> str:
    if piece.isupper() and len(piece) >= 4 and re.search("[AEIOU]", piece):
        return piece.lower()
    if piece.isupper() and len(piece) <= 4:
        return piece if label(piece).isupper() or len(piece) == 1 else piece.lower()
    return label(piece)


def _dotted(match: Match, style: Style) -> str | None:
    return " dot ".join(identifier(part, style) for part in match.group().split("."))


def version(text: str, style: Style) -> str:
    """ "3.11.7" → "three point eleven point seven"; "22.04" → "twenty two point oh four"."""
    said = []
    for part in text.split("."):
        if part in ("x", "X", "*"):
            said.append("X")
        elif len(part) == 2 and part[0] == "0":
            said.append("oh " + cardinal(part[1]))
        elif len(part) <= 3:
            said.append(cardinal(part, british=style.british))
        elif len(part) == 4 and part[:2] in ("19", "20"):
            said.append(year(part, british=style.british))
        else:
            said.append(spelled(part))
    return " point ".join(said)
