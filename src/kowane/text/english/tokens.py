"""A normalised sentence as the stretches that tagger and G2P work on.

White space becomes single spaces, hostile tokens are broken up, letters to be spelled get their
phonemes. Every character keeps its place in the spoken text. Knows no library.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

from kowane.speech import Piece, SpokenText
from kowane.text.english import letters
from kowane.text.english.number_words import cardinal
from kowane.text.english.tagger import Stretch

MAX_TOKEN = 40
"""Characters of a token that misaki may see; its time is worse than quadratic in their parts."""

MAX_PARTS = 12
"""Parts (runs of letters of one case, digits, marks) of a token that misaki may see."""

_PART = re.compile(r"\s+|\d+|[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|.", re.DOTALL)
_SPELLED = re.compile(r"(?<![A-Za-z'’])[A-Z]{1,12}(?:'?s|'d|'ll)?(?![A-Za-z])")


@dataclass(slots=True)
class Flat:
    """A sentence laid out for the tagger.

    Attributes:
        text: all characters that are read, white space as single spaces, none at the ends.
        origin: for each character of `text`, its place in the spoken text.
        stretches: `text` cut into what is to be tokenised and what is fixed.
        phonemes: the fixed stretches' phonemes, by `Stretch.fixed`.
    """

    text: str = ""
    origin: list[int] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    phonemes: list[str] = field(default_factory=list)


_NO_CHARACTER = "\ufffd"


class _Builder:
    def __init__(self) -> None:
        self.flat = Flat()
        self._open: list[str] = []
        self._chars: list[str] = []
        self._parts = 0
        self._run = 0

    def space(self, place: int) -> None:
        if self._chars and self._chars[-1] != " ":
            self._put(" ", place)
        self._parts = self._run = 0

    def part(self, text: str, place: int, step: int = 1) -> None:
        """A part of a token; `step` 0 maps all of it to one place."""
        for cut in range(0, len(text), MAX_TOKEN):
            chunk = text[cut : cut + MAX_TOKEN]
            self._parts += 1
            self._run += len(chunk)
            if self._parts > MAX_PARTS or self._run > MAX_TOKEN:
                self.space(place + cut * step)
                self._parts, self._run = 1, len(chunk)
            for index, char in enumerate(chunk):
                self._put(char, place + (cut + index) * step)

    def fixed(self, text: str, place: int, phonemes: str, step: int = 1) -> None:
        self._close()
        self.flat.stretches.append(Stretch(text, len(self.flat.phonemes)))
        self.flat.phonemes.append(phonemes)
        for index, char in enumerate(text):
            self._chars.append(char)
            self.flat.origin.append(place + index * step)
        self._parts = self._run = 0

    def done(self) -> Flat:
        self._close()
        self.flat.text = "".join(self._chars)
        return self.flat

    def _put(self, char: str, place: int) -> None:
        if "\ud800" <= char <= "\udfff":
            char = _NO_CHARACTER  # a lone surrogate, which spaCy's string store refuses
        self._open.append(char)
        self._chars.append(char)
        self.flat.origin.append(place)

    def _close(self) -> None:
        if self._open:
            self.flat.stretches.append(Stretch("".join(self._open)))
            self._open.clear()


def flatten(spoken: SpokenText, lang: str, spelling: Set[str]) -> Flat:
    """Lay a sentence out. Digits that no rule has read become cardinal numbers.

    Args:
        spelling: rules in whose text words in capitals are spelled letter by letter.
    """
    builder = _Builder()
    place = 0
    for piece in spoken.pieces:
        if piece.phonemes is not None:
            if piece.phonemes:
                builder.fixed(piece.text.strip() or "…", place, piece.phonemes, 0)
        elif piece.rule in spelling:
            _written(builder, piece, place, lang)
        else:
            _parts(builder, piece.text, place, lang)
        place += len(piece.text)
    return builder.done()


def _written(builder: _Builder, piece: Piece, place: int, lang: str) -> None:
    """Text of a rule: words in capitals are spelled letter by letter."""
    last = 0
    for match in _SPELLED.finditer(piece.text):
        _parts(builder, piece.text[last : match.start()], place + last, lang)
        said = letters.spell(match.group(), lang)
        builder.fixed(match.group(), place + match.start(), said or "")
        last = match.end()
    _parts(builder, piece.text[last:], place + last, lang)


def _parts(builder: _Builder, text: str, place: int, lang: str) -> None:
    for match in _PART.finditer(text):
        part = match.group()
        start = place + match.start()
        if part.isspace():
            builder.space(start)
        elif part.isdecimal():
            builder.space(start)
            for word in cardinal(part, british=lang == "en-gb").split():
                builder.part(word, start, 0)
                builder.space(start)
        else:
            builder.part(part, start)
