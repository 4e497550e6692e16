"""A front-end that spells: enough of a language to test what stands on front-ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kowane.speech import Phonemes, SpokenText, Word
from kowane.text.frontend import FrontEnd
from kowane.text.rewrite import SpanMap, substitute
from kowane.vocabulary import split_known


@dataclass
class SpellingFrontEnd:
    """Every known letter is its own phoneme; digits become words; "!boom" fails.

    Attributes:
        lang: canonical tag.
        seen: the sentences it was given, in order.
    """

    lang: str = "en-us"
    seen: list[str] = field(default_factory=list)
    boom: Exception | None = None

    def normalise(self, sentence: SpokenText, off: frozenset[str] = frozenset()) -> SpokenText:
        return substitute(sentence, re.compile(r"\d"), lambda m: "nʌm", "digit")

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        text = sentence.text
        self.seen.append(text)
        if self.boom is not None and "boom" in text:
            raise self.boom
        symbols, words, dropped = "", [], ""
        spans = SpanMap(sentence)
        for match in re.finditer(r"\S+", text):
            known, unknown = split_known(match.group().lower())
            dropped += unknown
            if not known:
                continue
            symbols += " " if symbols else ""
            core = known.rstrip(".,!?;:")
            if core:
                span = spans.source(*match.span())
                words.append(Word(match.group(), span, len(symbols), len(symbols) + len(core)))
            symbols += known
        return Phonemes(symbols, tuple(words), dropped)


def spelling_loader() -> tuple[Callable[[str], FrontEnd], dict[str, SpellingFrontEnd]]:
    """A `Reader` loader and the front-ends it has made so far, by language."""
    made: dict[str, SpellingFrontEnd] = {}

    def load(lang: str) -> FrontEnd:
        made[lang] = SpellingFrontEnd(lang)
        return made[lang]

    return load, made
