"""The English front-end: a sentence normalised by our rules and sounded through misaki.

Joins the rooms of English together: normaliser, tagger, heteronyms, lexicon, G2P. Importing this
module loads none of the libraries; `american` and `british` do.
"""

from __future__ import annotations

import threading
from collections.abc import Set
from typing import TYPE_CHECKING

from kowane.speech import Phonemes, SpokenText, Word
from kowane.text.english.normaliser import normalise
from kowane.text.english.rules import Group, Style
from kowane.text.english.tokens import Flat, flatten
from kowane.text.rewrite import SpanMap
from kowane.vocabulary import PUNCTUATION, split_known

if TYPE_CHECKING:
    from kowane.text.english.misaki_g2p import MisakiG2P, Sounded
    from kowane.text.english.tagger import Tagger


class EnglishFrontEnd:
    """Reads English sentences. Safe to call from several threads; one sentence sounds at a time.

    Args:
        lang: "en-us" or "en-gb".
        tagger, g2p: see their classes.
    """

    def __init__(self, lang: str, tagger: Tagger, g2p: MisakiG2P) -> None:
        self.lang = lang
        self._tagger = tagger
        self._g2p = g2p
        self._lock = threading.Lock()

    def normalise(
        self, sentence: SpokenText, off: Set[Group] = frozenset(), *, name_emoji: bool = False
    ) -> SpokenText:
        """Numbers, dates, units, abbreviations, … as words. See `normaliser`.

        Args:
            off: groups of rules that are not applied to this sentence.
            name_emoji: say the names of emoji instead of leaving them out.
        """
        style = Style(british=self.lang == "en-gb", name_emoji=name_emoji)
        return normalise(sentence, style, off)

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """Pronunciation of a normalised sentence. See `FrontEnd`."""
        flat = flatten(sentence, self.lang)
        if not flat.text:
            return Phonemes("")
        with self._lock:
            tagged = self._tagger.tag(flat.stretches)
            sounded = self._g2p.sound(
                [
                    (token, flat.phonemes[token.fixed] if token.fixed >= 0 else None)
                    for token in tagged
                ]
            )
        return _assemble(sounded, flat, SpanMap(sentence))


def american() -> EnglishFrontEnd:
    """The front-end of American English.

    Raises:
        ModuleNotFoundError: misaki, spaCy or its model is not installed.
    """
    return _build("en-us")


def british() -> EnglishFrontEnd:
    """The front-end of British English; raises as `american` does."""
    return _build("en-gb")


def _build(lang: str) -> EnglishFrontEnd:
    from kowane.text.english.misaki_g2p import MisakiG2P
    from kowane.text.english.tagger import Tagger
    from kowane.text.english.unknown import UnknownWords

    g2p = MisakiG2P(british=lang == "en-gb", spell=lambda word: unknown(word))
    unknown = UnknownWords(lang, g2p.lookup)
    return EnglishFrontEnd(lang, Tagger(), g2p)


def _assemble(sounded: list[Sounded], flat: Flat, spans: SpanMap) -> Phonemes:
    """Symbols with single spaces, and the words among them with their source."""
    symbols: list[str] = []
    length = 0
    words: list[Word] = []
    dropped: list[str] = []
    place = 0
    space = False
    for item in sounded:
        known, unknown = split_known(" ".join(item.phonemes.split()))
        dropped.append(unknown)
        text = item.text.strip("".join(PUNCTUATION) + "'’‘-*_/")
        if known:
            if space and length:
                symbols.append(" ")
                length += 1
            space = False
            if any(char.isalnum() for char in item.text):
                source = spans.source(
                    flat.origin[place], flat.origin[place + len(item.text) - 1] + 1
                )
                words.append(Word(text or item.text, source, length, length + len(known)))
            symbols.append(known)
            length += len(known)
        elif any(char.isalnum() for char in item.text):
            dropped.append("".join(char for char in item.text if char.isalnum()))
        place += len(item.text) + item.space
        space = space or item.space
    return Phonemes("".join(symbols), tuple(words), "".join(dropped))
