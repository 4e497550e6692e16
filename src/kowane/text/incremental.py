"""A text that is still being written: pieces of it in, stretches that can be spoken out.

A stretch is certain when nothing that may follow can change where it ends: "3." may become "3.14",
"Dr." goes on, and a quotation may be kept whole. Whole sentences end exactly where
`sentences.split` would end them in the finished text. A clause can be had earlier, where a mark,
a space and the next letter have come. However the text is cut into pieces, the stretches joined are
the text. Knows no clock, no phonemes and no voice: the caller decides when waiting costs more than
a cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kowane.text import quotes, sentences
from kowane.text.sentences import Sentence

_FOLLOWED = re.compile(r"[^\w]*[\w'’\-]+[^\w'’\-]")
"""A whole word and something after it: what a full stop is judged by (`sentence_rules`)."""

_FOLLOWED_CJK = re.compile(r"\s*[\u3040-\u30ff\u3400-\u9fff]")
_AFTER_CJK_QUOTE = 12
"""Characters after a closing CJK quotation that decide whether the sentence goes on."""

_ATTRIBUTION_WORDS = 4
"""Words after a closing quotation that may say who said it ("Mary Ann Lee said")."""

_QUOTED = re.compile(r"[\"'”’»›)\]}」』）】》〉］｣]\s*\Z")

_CLAUSE = re.compile(
    r"(?:[,:][\"'”’»)]*|(?<!&\w\w)(?<!&\w\w\w)(?<!&\w{4});[\"'”’»)]*|[\"'”’»)]*\s[—–]|—)\s+"
    r"(?=[^\W\d_].)(?![A-Z]{2})"
    r"|[、，；：،؛](?=[^\W\d_])"
    r"|(?<=[^\W\d_])—(?=[^\W\d_])"
)
"""A mark at which a speaker breathes, with the beginning of the next word. A digit may go on with
a number or a date, capitals may be a state ("Portland, OR"); the unfinished rest of another word
is no danger, since it belongs to the other side."""

_SENTENCE_MARK = re.compile(r"[!?。！？।॥][\"”’»」』）)]*\s*(?=[^\W\d_])")
"""Inside a quotation that is still open a sentence does not end, but a speaker breathes."""

_ENDING = re.compile(r"[.!?…。！？।॥,;:][\"'”’»)\]」』）]*\s*\Z")
_BLANK_LINE = re.compile(r"\S[^\S\n]*\n[^\S\n]*\n\s*\Z")

_OPEN_ENDED = re.compile(
    r"(?:\d[\d.,:/\-]*|[$€£¥#+\-]|(?:^|(?<=[\s(\"“]))[A-Z][a-z]{0,3}\.|\w\.\w[\w.]*)\Z"
)
"""An end that often goes on: numbers, signs before them, short abbreviations, initials."""

CLAUSE_CHARACTERS = 10
CLAUSE_WORDS = 2
CLAUSE_CHARACTERS_CJK = 4
"""Least of a clause that is worth a cut of its own, about 0.8 s: never a lone word."""

_KEPT = 4000
"""Characters after which earlier sentences are forgotten even though a quotation is open."""

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Certain:
    """A stretch that can be spoken.

    Attributes:
        start, end: half-open range of characters in all the text received so far; no white space
            at either end.
        begins: where its sentence begins; less than `start` if clauses of it have been given out.
        sentence: the characters from `begins` to `end`.
        ends_sentence: False after a clause.
        ends_paragraph: a blank line follows.
    """

    start: int
    end: int
    begins: int
    sentence: str
    ends_sentence: bool = True
    ends_paragraph: bool = False


class IncrementalText:
    """One text in the making.

    Args:
        lang: canonical tag, as for `sentences.split`.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._text = (
            ""  # from the paragraph's beginning, or from a place where no quotation is open
        )
        self._offset = 0  # of that in the whole
        self._given = 0  # characters of the whole that have been given out
        self._begins = 0  # where the present sentence begins, in the whole
        self._checked = 0  # length at which no sentence was certain
        self.received = 0

    def add(self, delta: str) -> None:
        """The next piece, of any length."""
        self._text += delta
        self.received += len(delta)

    def text(self, start: int, end: int) -> str:
        """Characters of the whole; from the beginning of the present sentence on they are kept."""
        return self._text[start - self._offset : end - self._offset]

    @property
    def pending(self) -> str:
        """What has not been given out yet."""
        return self._text[self._given - self._offset :]

    def sentences(self) -> list[Certain]:
        """Sentences, or the rest of them, whose end is certain; each is given once."""
        if len(self._text) == self._checked:
            return []
        found = sentences.split(self._text, self.lang)
        closed = _BLANK_LINE.search(self._text) is not None
        ends = [place for place, each in enumerate(found) if each.ends_paragraph]
        finished = len(found) - 1 if closed else max(ends, default=-1)
        out = []
        for place, (here, following) in enumerate(pairwise(found)):
            if self._offset + following.start <= self._begins:
                continue
            if place > finished and not self._is_certain(here, following.start):
                break
            out += self._give(self._offset + here.end, ends_paragraph=here.ends_paragraph)
            self._begins = self._offset + following.start
            self._given = max(self._given, self._begins)
        if closed and self._offset + found[-1].end > self._given:
            out += self._give(self._offset + found[-1].end, ends_paragraph=True)
            self._begins = self._given = self.received
        self._forget()
        self._checked = len(self._text)
        return out

    def clause(self) -> Certain | None:
        """The longest certain beginning of the unfinished sentence, if it is worth a cut."""
        pending = self.pending
        places = [match.end() for match in _CLAUSE.finditer(pending)]
        places += [match.end() for match in _SENTENCE_MARK.finditer(pending)]
        for place in sorted(places, reverse=True):
            if _worth_a_cut(pending[:place]):
                given = self._give(self._given + place, ends_sentence=False)
                return given[0] if given else None
        return None

    def settled(self, *, all_of_it: bool) -> list[Certain]:
        """What to speak when nothing has come for a while: all that is pending.

        Args:
            all_of_it: also a number, an abbreviation or an initial at its end, and a single word;
                otherwise those wait.
        """
        pending = self.pending.rstrip()
        if not pending:
            return []
        ends = _ENDING.search(pending) is not None
        if not all_of_it:
            if _OPEN_ENDED.search(pending.rstrip(".,")) or _OPEN_ENDED.search(pending):
                return []
            if not ends and not _worth_a_cut(pending):
                return []
        return self._rest(ends_sentence=ends and pending[-1] not in ",;:")

    def flush(self) -> list[Certain]:
        """Everything pending, sentence by sentence: the writer says that it ends here."""
        return self._rest(ends_sentence=True)

    def _rest(self, *, ends_sentence: bool) -> list[Certain]:
        found = sentences.split(self._text, self.lang)
        out = []
        for here in found:
            if self._offset + here.end <= self._given:
                continue
            if self._offset + here.start > self._begins:
                self._begins = self._offset + here.start
                self._given = max(self._given, self._begins)
            last = here is found[-1]
            out += self._give(
                self._offset + here.end,
                ends_sentence=ends_sentence or not last,
                ends_paragraph=here.ends_paragraph,
            )
        if ends_sentence:
            self._text, self._offset = "", self.received
            self._begins = self.received
        self._given = self.received
        self._checked = len(self._text)
        return out

    def _give(
        self, stop: int, *, ends_sentence: bool = True, ends_paragraph: bool = False
    ) -> list[Certain]:
        """The stretch up to `stop` in the whole, [] if it is blank or has been given already."""
        stretch = self.text(self._given, stop)
        start = self._given + len(stretch) - len(stretch.lstrip())
        self._given = max(self._given, stop)
        stop -= len(stretch) - len(stretch.rstrip())
        if start >= stop:
            return []
        begins = self._begins if self.text(self._begins, start).strip() else start
        if begins < start and not any(char.isalnum() for char in self.text(start, stop)):
            return []  # a closing quotation mark after a clause that was the whole sentence
        sentence = self.text(begins, stop)
        return [Certain(start, stop, begins, sentence, ends_sentence, ends_paragraph)]

    def _is_certain(self, here: Sentence, following: int) -> bool:
        """Whether the end of `here` stands, whatever comes. `following`: the next one's start."""
        if quotes.may_enclose(self._text, following):
            return False
        after = self._text[following:]
        if _QUOTED.search(self._text[max(0, here.end - 3) : here.end]):
            if _CJK.search(after[:1]):
                return len(after) >= _AFTER_CJK_QUOTE
            return len(after.split()) > _ATTRIBUTION_WORDS
        if _CJK.match(after):
            return _FOLLOWED_CJK.match(after) is not None and len(after) > 1
        return _FOLLOWED.match(after) is not None

    def _forget(self) -> None:
        """Drop what can no longer matter: finished sentences outside of any quotation."""
        begins = self._begins - self._offset
        if begins <= 0:
            return
        if quotes.still_open(self._text[:begins]) and begins < _KEPT:
            return
        place = sentences.resumption(self._text, begins, self.lang)
        self._text = self._text[place:]
        self._offset += place


def _worth_a_cut(stretch: str) -> bool:
    letters = stretch.strip()
    cjk = len(_CJK.findall(letters))
    if cjk:
        return cjk >= CLAUSE_CHARACTERS_CJK
    return len(letters) >= CLAUSE_CHARACTERS and len(letters.split()) >= CLAUSE_WORDS
