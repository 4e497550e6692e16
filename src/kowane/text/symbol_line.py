"""A line of phonemes in the making: words with their places, marks, and the spaces between.

Used by the front-ends that build their phonemes word by word. Knows the vocabulary and the spacing
of marks, no language.
"""

from __future__ import annotations

from kowane.speech import Phonemes, SpokenText, Word
from kowane.text.rewrite import SpanMap

_OPENING = frozenset("“(")
_REPEATABLE = frozenset("…!?")


class Line:
    """Collects the symbols of one sentence.

    Args:
        sentence: gives the words their source spans.
    """

    def __init__(self, sentence: SpokenText) -> None:
        self._spans = SpanMap(sentence)
        self._out: list[str] = []
        self._words: list[Word] = []
        self._dropped: list[str] = []
        self._length = 0
        self._last = ""

    def word(
        self,
        text: str,
        start: int,
        end: int,
        symbols: str,
        *,
        source: str,
        glued: bool = False,
    ) -> None:
        """Add a word that stands at [start, end) of the spoken text.

        Args:
            source: what gave its symbols; see speech.Word.
            glued: without a space before it.
        """
        if not symbols:
            return
        if self._last and self._last not in _OPENING and not glued and self._last != " ":
            self._put(" ")
        begin = self._length
        self._put(symbols)
        span = self._spans.source(start, end)
        self._words.append(Word(text, span, begin, self._length, source))

    def mark(self, marks: str) -> None:
        """Add punctuation of the vocabulary; a mark is not repeated save for !, ? and …."""
        for mark in marks:
            if mark == self._last and mark not in _REPEATABLE:
                continue
            if mark in _OPENING and self._last and self._last != " ":
                self._put(" ")
            self._put(mark)

    def drop(self, symbols: str) -> None:
        """Report what could not be spoken."""
        self._dropped.append(symbols)

    def phonemes(self) -> Phonemes:
        """What was collected."""
        return Phonemes("".join(self._out), tuple(self._words), "".join(self._dropped))

    def _put(self, symbols: str) -> None:
        self._out.append(symbols)
        self._length += len(symbols)
        self._last = symbols[-1]
