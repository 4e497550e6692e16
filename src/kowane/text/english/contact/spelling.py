"""An address piece by piece: as words, letters, digits and named marks."""

from __future__ import annotations

import re

from kowane.text.english.acronyms import SAID_AS_WORDS, SPELLED
from kowane.text.english.number_words import cardinal, spelled, year
from kowane.text.english.rules import Style, words

_MARKS = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "#": "hash",
    ":": "colon",
    "@": "at",
    "+": "plus",
    "%": "percent",
    "~": "tilde",
    ",": "comma",
    "\\": "backslash",
    "*": "star",
    "!": "exclamation mark",
    "$": "dollar",
    ";": "semicolon",
    "'": "",
}
_WORD_LIKE = words(
    "of co me to be in is it at so us no go my do we he or if by on as an am up hi ok"
)
_SAID_AS_LETTERS = words(
    "id ids api faq pdf html css php sql xml url www uk usa us eu tv ai io ui ux pc hr pr "
    "vip dvd cd nyc bbc cnn npr nba nfl nhl mlb hbo ibm aws ssl ssh ftp http https vpn "
    "dns ip ios usb rss seo qa os vr ar ml dj mp ph gg ly fm cc gl hk sg tw ve de fr es "
    "nl ch se dk fi ie pl pt cz ru ua cn jp kr au nz ca mx br za il tr gr hu ro cl pe sh"
)
_INITIALS = frozenset(word for word in SPELLED if len(word) > 2) - words("IRA MIA UPS IAM PAYE")
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]", re.DOTALL)


def label(word: str) -> str:
    """A run of letters in an address: said as a word, or as letters in capitals."""
    lower = word.lower()
    if word.isupper() and word in SAID_AS_WORDS:
        return lower
    if len(word) == 1 or lower in _SAID_AS_LETTERS or word.upper() in _INITIALS:
        return word.upper()
    if lower in _WORD_LIKE:
        return lower
    if len(word) <= 5 and not re.search("[aeiouy]", lower):
        return word.upper()
    if len(word) == 2:
        return word.upper()
    return lower if not word.isupper() or len(word) > 5 else word


def digits(run: str, style: Style) -> str:
    """Digits in an address or a name: short ones as a number, years as years, else one by one."""
    if len(run) <= 2 and (run[0] != "0" or len(run) == 1):
        return cardinal(run)
    if len(run) == 4 and run[:2] in ("19", "20"):
        return year(run, british=style.british)
    return spelled(run)


def spell_out(text: str, style: Style, skip: str = "") -> str:
    """An address piece by piece: "foo-bar.com" → "foo dash bar dot com"."""
    said = []
    for match in _PIECES.finditer(text):
        piece = match.group()
        if piece.isdecimal():
            said.append(digits(piece, style))
        elif piece.isascii() and piece.isalpha():
            said.append(label(piece))
        elif piece in skip:
            continue
        else:
            said.append(_MARKS.get(piece, piece if piece.isalpha() else ""))
    return " ".join(filter(None, said))
