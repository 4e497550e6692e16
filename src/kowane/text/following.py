"""A text that is still being written, read as it comes: pieces in, sentences in phonemes out.

What `Reader.read` is to a finished text. Where a sentence has to be spoken in parts, a later part
is read with the whole sentence before it, so that a number, an abbreviation or a word of two
pronunciations is read as it would be in one piece. Knows no clock: the caller says when a part of
a sentence is better than silence. Not safe to use from two threads at once.
"""

from __future__ import annotations

from dataclasses import replace

from kowane.speech import Phonemes, Span, SpokenText, Utterance
from kowane.text.incremental import Certain, IncrementalText
from kowane.text.lexicon.matching import Compiled
from kowane.text.reader import Reader, Sentence


class FollowingReader:
    """Reads one text while it is being written.

    Args:
        reader: reads the sentences.
        utterance: voice, speed and switches; its text is not looked at, its markup is "none".
        lang: canonical tag of the text.
    """

    def __init__(self, reader: Reader, utterance: Utterance, lang: str) -> None:
        self._reader = reader
        self._utterance = utterance
        self._lang = lang
        self._lexicons: tuple[Compiled, ...] | None = None
        self.text = IncrementalText(lang)

    def sentences(self) -> list[Sentence]:
        """What is certain to end where it ends. Blocking: G2P.

        Raises:
            MissingExtra, FrontEndFailed: see FrontEnd.
        """
        return self._read(self.text.sentences())

    def clause(self) -> list[Sentence]:
        """The certain beginning of an unfinished sentence, [] if there is none worth a cut."""
        found = self.text.clause()
        return self._read([found] if found else [])

    def settled(self, *, all_of_it: bool) -> list[Sentence]:
        """What is pending, since nothing has come for a while; see IncrementalText.settled."""
        return self._read(self.text.settled(all_of_it=all_of_it))

    def flush(self) -> list[Sentence]:
        """Everything that is pending."""
        return self._read(self.text.flush())

    def _read(self, stretches: list[Certain]) -> list[Sentence]:
        return [sentence for each in stretches if (sentence := self._one(each)) is not None]

    def _one(self, stretch: Certain) -> Sentence | None:
        sentence: Sentence | None = None
        if stretch.begins < stretch.start:
            sentence = self._remainder(stretch)
        if sentence is None:
            sentence = self._sentence(
                stretch.sentence[stretch.start - stretch.begins :], stretch.start
            )
        return replace(sentence, ends_paragraph=stretch.ends_paragraph)

    def _sentence(self, text: str, start: int) -> Sentence:
        verbatim = SpokenText.verbatim(text, start)
        if self._lexicons is None:
            self._lexicons = self._reader.lexicons(self._utterance, self._lang)
        return self._reader.read_sentence(verbatim, self._lang, self._lexicons, self._utterance.off)

    def _remainder(self, stretch: Certain) -> Sentence | None:
        """The stretch, read in its sentence; None if a reading goes across its beginning."""
        whole = self._sentence(stretch.sentence, stretch.begins)
        words = whole.phonemes.words
        if any(word.span.start < stretch.start < word.span.end for word in words):
            return None
        rest = [word for word in words if word.span.start >= stretch.start]
        if not rest or any(word.span.start < stretch.start for word in words[-len(rest) :]):
            return None
        symbols = whole.phonemes.symbols
        begin = symbols.rfind(" ", 0, rest[0].start) + 1
        moved = (replace(w, start=w.start - begin, end=w.end - begin) for w in rest)
        span = Span(stretch.start, stretch.end)
        pieces = tuple(p for p in whole.spoken.pieces if p.span.start >= stretch.start)
        return replace(
            whole,
            span=span,
            spoken=SpokenText(pieces),
            phonemes=Phonemes(symbols[begin:], tuple(moved), ""),
        )
