"""Rewriting spoken text without losing track of the caller's characters.

`Rewrite`s in, a new SpokenText out, in one linear pass; every normaliser, lexicon and markup rule
works through here, so spans stay true however many passes there are. Knows no language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass

from kowane.speech import Piece, Span, SpokenText, starts


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Replace a stretch of the present spoken text.

    Attributes:
        start, end: half-open range in `SpokenText.text`, start < end.
        text: what is said instead; "" deletes.
        rule: name of the rule, for explanations; not "".
        phonemes: fixed pronunciation, or None.
    """

    start: int
    end: int
    text: str
    rule: str
    phonemes: str | None = None


class SpanMap:
    """Where characters of a spoken text came from; built once, asked often."""

    def __init__(self, spoken: SpokenText) -> None:
        self._pieces = spoken.pieces
        self._starts = starts([len(piece.text) for piece in spoken.pieces])

    def source(self, start: int, end: int) -> Span:
        """The caller's characters behind the spoken range [start, end), start < end."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        head, tail = self._pieces[first], self._pieces[last]
        left, right = head.span.start, tail.span.end
        if not head.rule:
            left += start - self._starts[first]
        if not tail.rule:
            right = tail.span.start + end - self._starts[last]
        return Span(left, max(left, right))

    def protected(self, start: int, end: int, through: Set[str] = frozenset()) -> bool:
        """Whether any of the range already has a fixed pronunciation or was written by a rule.

        Pieces of the rules named in `through`, which only tidy, do not count.
        """
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        return any(
            (piece.rule and piece.rule not in through) or piece.phonemes is not None
            for piece in self._pieces[first : last + 1]
        )


def apply(spoken: SpokenText, rewrites: Iterable[Rewrite]) -> SpokenText:
    """The spoken text with these stretches replaced; they must ascend and not overlap."""
    spans = SpanMap(spoken)
    out: list[Piece] = []
    reader = _Reader(spoken)
    for change in rewrites:
        out.extend(reader.until(change.start))
        span = spans.source(change.start, change.end)
        out.append(Piece(change.text, span, change.rule, change.phonemes))
        reader.skip(change.end)
    out.extend(reader.rest())
    return SpokenText(tuple(out))


def substitute(
    spoken: SpokenText,
    pattern: re.Pattern[str],
    say: Callable[[re.Match[str]], str | None],
    rule: str,
    *,
    through: Set[str] = frozenset(),
    mark: bool = False,
) -> SpokenText:
    """Like re.sub over the spoken text; `say` gives the words, or None to leave the match.

    Matches that touch a stretch already written by a rule are left alone, unless the rule is named
    in `through`. With `mark`, words that `say` returns unchanged become the rule's as well.
    """
    matches = [match for match in pattern.finditer(spoken.text) if match.end() > match.start()]
    if not matches:
        return spoken
    spans = SpanMap(spoken)
    rewrites = []
    for match in matches:
        start, end = match.span()
        if spans.protected(start, end, through):
            continue
        said = say(match)
        if said is not None and (mark or said != match.group()):
            rewrites.append(Rewrite(start, end, said, rule))
    return apply(spoken, rewrites) if rewrites else spoken


def cut(spoken: SpokenText, start: int, end: int) -> SpokenText:
    """The part [start, end) of the spoken text; a rule's piece is kept whole or split by text."""
    return next(slices(spoken, [(start, end)]))


def slices(spoken: SpokenText, ranges: Iterable[tuple[int, int]]) -> Iterator[SpokenText]:
    """The parts [start, end) of the spoken text, ascending and disjoint, in one pass."""
    reader = _Reader(spoken)
    for start, end in ranges:
        reader.skip(start)
        yield SpokenText(tuple(reader.until(end)))


class _Reader:
    """Walks the pieces once from left to right, splitting where asked."""

    def __init__(self, spoken: SpokenText) -> None:
        self._pieces = spoken.pieces
        self._index = 0
        self._inside = 0
        self._place = 0

    def until(self, place: int) -> Iterator[Piece]:
        while self._place < place and self._index < len(self._pieces):
            piece = self._pieces[self._index]
            take = min(len(piece.text) - self._inside, place - self._place)
            yield _part(piece, self._inside, self._inside + take)
            self._advance(take)

    def skip(self, place: int) -> None:
        for _ in self.until(place):
            pass

    def rest(self) -> Iterator[Piece]:
        while self._index < len(self._pieces):
            piece = self._pieces[self._index]
            yield _part(piece, self._inside, len(piece.text))
            self._advance(len(piece.text) - self._inside)

    def _advance(self, count: int) -> None:
        self._place += count
        self._inside += count
        if self._inside >= len(self._pieces[self._index].text):
            self._index += 1
            self._inside = 0


def _part(piece: Piece, start: int, end: int) -> Piece:
    if start == 0 and end == len(piece.text):
        return piece
    if piece.rule or piece.phonemes is not None:
        return Piece(piece.text[start:end], piece.span, piece.rule, piece.phonemes)
    origin = piece.span.start
    return Piece(piece.text[start:end], Span(origin + start, origin + end))
