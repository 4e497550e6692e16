"""The English front-end: a sentence normalised by our rules and sounded through misaki.

Joins the rooms of English together: normaliser, tagger, heteronyms, lexicon, G2P. Importing this
module loads none of the libraries; `american` and `british` do.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from kowane.speech import Phonemes, SpokenText, Word
from kowane.text.english import names
from kowane.text.english.heteronyms import decide
from kowane.text.english.letters import genitive
from kowane.text.english.names import phrases
from kowane.text.english.normaliser import OWN, normalise
from kowane.text.english.rules import Group, Style
from kowane.text.english.tokens import Flat, flatten
from kowane.text.rewrite import SpanMap
from kowane.vocabulary import PUNCTUATION, split_known

if TYPE_CHECKING:
    from kowane.text.english.misaki_g2p import MisakiG2P, Sounded
    from kowane.text.english.tagger import Tagged, Tagger


class EnglishFrontEnd:
    """Reads English sentences. Safe to call from several threads; one sentence sounds at a time.

    Args:
        lang: "en-us" or "en-gb".
        tagger, g2p: see their classes.
        names: spelling in lower case → phonemes, taken before the G2P's own lexica.
    """

    def __init__(self, lang: str, tagger: Tagger, g2p: MisakiG2P, names: Mapping[str, str]) -> None:
        self.lang = lang
        self._names = names
        self._phrases = phrases(names)
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
        style = Style(british=self.lang == "en-gb", name_emoji=name_emoji, names=self._names.keys())
        return normalise(sentence, style, off)

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """Pronunciation of a normalised sentence. See `FrontEnd`."""
        flat = flatten(sentence, self.lang, OWN)
        if not flat.text:
            return Phonemes("")
        with self._lock:
            tagged, decided = decide(self._tagger.tag(flat.stretches), self.lang)
            sounded = self._g2p.sound(self._with_phonemes(tagged, decided, flat))
        return _assemble(sounded, flat, SpanMap(sentence))

    def _with_phonemes(
        self, tagged: list[Tagged], decided: dict[int, str], flat: Flat
    ) -> list[tuple[Tagged, str | None]]:
        """Each token with its phonemes: fixed by a rule, a heteronym, a name, or left to misaki."""
        found: list[tuple[Tagged, str | None]] = []
        decided = self._in_phrases(tagged) | decided
        for index, token in enumerate(tagged):
            said: str | None
            if token.fixed >= 0:
                said = flat.phonemes[token.fixed]
            else:
                said = decided.get(index) or self._names.get(token.text.casefold())
                if said is None and token.text in ("'s", "’s") and found:
                    previous, before = found[-1]
                    if before is not None and not previous.space:
                        said = genitive(before, self.lang)
            found.append((token, said))
        return found

    def _in_phrases(self, tagged: list[Tagged]) -> dict[int, str]:
        """Phonemes by index for tokens that together are a name of several words."""
        sounds: dict[int, str] = {}
        for index, token in enumerate(tagged):
            for words, said in self._phrases.get(token.text.casefold(), ()):
                group = tagged[index : index + len(words)]
                if (
                    len(group) == len(words)
                    and index not in sounds
                    and all(part.space and part.fixed < 0 for part in group[:-1])
                    and all(a.text.casefold() == b for a, b in zip(group, words, strict=True))
                ):
                    sounds.update(enumerate(said, index))
                    break
        return sounds


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

    g2p = MisakiG2P(british=lang == "en-gb")
    g2p.spell = UnknownWords(lang, g2p.lookup)
    return EnglishFrontEnd(lang, Tagger(), g2p, names.load(lang))


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
