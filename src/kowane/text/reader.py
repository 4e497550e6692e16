"""A text and its language in, sentences in phonemes out: the whole front-end in one walk.

Split into sentences, normalise, hand each stretch of script to the language
that reads it, look up pronunciations. Lazy: a sentence is read when it is asked for, once. Knows no
voice, no chunk and no model; the languages' own knowledge is behind `FrontEnd`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kowane.errors import TextError
from kowane.speech import Phonemes, Span, SpokenText
from kowane.text import frontend, scripts, sentences
from kowane.text.chunk import PAUSE_PARAGRAPH, Passage
from kowane.text.frontend import FrontEnd
from kowane.text.rewrite import cut


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, read.

    Attributes:
        span: the caller's characters.
        lang: canonical tag of the language that read most of it.
        spoken: the normalised words, with the rule that wrote each piece.
        phonemes: its sound.
        ends_paragraph: a longer pause follows.
    """

    span: Span
    lang: str
    spoken: SpokenText
    phonemes: Phonemes
    ends_paragraph: bool

    def passage(self) -> Passage:
        """What chunk planning needs of it."""
        pause = PAUSE_PARAGRAPH if self.ends_paragraph else None
        return Passage(self.phonemes.symbols, self.phonemes.words, pause)


def check_text(text: str, param: str = "input") -> None:
    """Refuse text that cannot be read at all.

    Raises:
        TextError: it is empty or blank, or holds NUL or a lone surrogate.
    """
    if not text.strip():
        raise TextError(
            "The text is empty.", param=param, remedy="Send at least one word to be spoken."
        )
    for index, char in enumerate(text):
        if char == "\0" or "\ud800" <= char <= "\udfff":
            kind = "a NUL character" if char == "\0" else f"a lone surrogate (U+{ord(char):04X})"
            raise TextError(
                f"The text has {kind} at position {index}.",
                param=param,
                remedy="Send valid Unicode text without control bytes.",
            )


class Reader:
    """Reads texts aloud in phonemes. Safe to use from several threads.

    Args:
        load: gives the front-end of a canonical tag; called once for each language.
    """

    def __init__(self, load: Callable[[str], FrontEnd] = frontend.load) -> None:
        self._load = load
        self._loaded: dict[str, FrontEnd] = {}
        self._lock = threading.Lock()

    def front_end(self, lang: str) -> FrontEnd:
        """The front-end of a canonical tag, loaded the first time it is asked for.

        Raises:
            MissingExtra: its library is not installed.
        """
        found = self._loaded.get(lang)
        if found is None:
            with self._lock:
                found = self._loaded.get(lang)
                if found is None:
                    found = self._loaded[lang] = self._load(lang)
        return found

    @property
    def loaded(self) -> tuple[str, ...]:
        """Languages in memory."""
        return tuple(self._loaded)

    def read(self, text: str, lang: str) -> Iterator[Sentence]:
        """The text's sentences in order, each read when it is asked for.

        Args:
            text: has passed `check_text`.
            lang: canonical tag.

        Raises:
            MissingExtra, FrontEndFailed: see FrontEnd.
        """
        for found in sentences.split(text, lang):
            verbatim = SpokenText.verbatim(text[found.start : found.end], found.start)
            spoken, phonemes = self._read_one(verbatim, lang)
            span = Span(found.start, found.end)
            yield Sentence(span, lang, spoken, phonemes, found.ends_paragraph)

    def _read_one(self, verbatim: SpokenText, lang: str) -> tuple[SpokenText, Phonemes]:
        runs = scripts.runs(verbatim.text, lang)
        if len(runs) <= 1:
            return self._read_run(verbatim, runs[0].lang if runs else lang)
        parts = [self._read_run(cut(verbatim, run.start, run.end), run.lang) for run in runs]
        spoken = SpokenText(tuple(piece for part, _ in parts for piece in part.pieces))
        return spoken, join([phonemes for _, phonemes in parts])

    def _read_run(self, verbatim: SpokenText, lang: str) -> tuple[SpokenText, Phonemes]:
        front_end = self.front_end(lang)
        spoken = front_end.normalise(verbatim)
        return spoken, front_end.phonemize(spoken)


def join(parts: list[Phonemes]) -> Phonemes:
    """Consecutive stretches as one, a space between them."""
    symbols, words, dropped = "", [], ""
    for part in parts:
        text = part.symbols.strip(" ")
        lead = len(part.symbols) - len(part.symbols.lstrip(" "))
        if symbols and text and text[0] not in ",.;:!?…":
            symbols += " "
        shift = len(symbols) - lead
        words += [replace(w, start=w.start + shift, end=w.end + shift) for w in part.words]
        symbols += text
        dropped += part.dropped
    return Phonemes(symbols, tuple(words), dropped)
