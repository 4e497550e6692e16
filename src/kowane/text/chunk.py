"""Phonemes of whole sentences in, chunks for the model out.

Chunks are packed at sentence, then clause, then word boundaries; no symbol is ever left out and no
chunk exceeds the model's limit. Planning is lazy: a chunk leaves as soon as the sentences read so
far settle it, so the first one never waits for the end of a book. Knows symbols only: no language,
no text and no model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kowane.speech import MAX_SYMBOLS, PhonemeChunk, Word
from kowane.vocabulary import PUNCTUATION

SENTENCE_MARKS = frozenset(".!?…")
CLAUSE_MARKS = frozenset(";:—,")
MARKS = SENTENCE_MARKS | CLAUSE_MARKS
_CLOSING = frozenset('"”) ')

PAUSE_SENTENCE = 0.25
PAUSE_CLAUSE = 0.10
PAUSE_PARAGRAPH = 0.60
"""Silence after a chunk that ends there, s at speed 1. Inside a chunk the model leaves 0.12–0.24 s
between sentences and 0.06–0.12 s after a clause (bench/pauses.py, two voices); a paragraph is what
it cannot know of."""

_SCRAP = 20
"""Chunks with fewer symbols sound clipped (the style row is chosen by length), so a remainder this
short is kept with its neighbour where the limit allows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long chunks should be.

    Attributes:
        aims: symbols aimed at in the first, second, … chunk; the last one repeats. About 14
            symbols are one second of speech.
        limit: symbols that no chunk exceeds, 1–MAX_SYMBOLS.
    """

    aims: tuple[int, ...] = (250,)
    limit: int = 450

    def __post_init__(self) -> None:
        if not self.aims or min(self.aims) < 1 or not 1 <= self.limit <= MAX_SYMBOLS:
            raise ValueError(f"aims {self.aims} and limit {self.limit} make no plan")

    def aim(self, index: int) -> int:
        """What chunk number `index` (from 0) aims at, symbols."""
        return min(self.aims[min(index, len(self.aims) - 1)], self.limit)


BEST = Plan()
"""The best-sounding plan: whole sentences, packed. For files."""

BALANCED = Plan(aims=(42, 60, 90))
"""First sound after about 3 s of speech. For streams.

Later chunks grow slowly and stay at a sentence's length: a chunk must be computed while the one
before it is heard, beside those of other listeners (server/audience.py)."""

LOW = Plan(aims=(26, 42, 60, 90))
"""First sound after a short clause, about 2 s. For conversation."""

PLANS = {"low": LOW, "balanced": BALANCED, "best": BEST}
"""By what callers call them: the latency they want."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence to be planned.

    Attributes:
        symbols, words: as in Phonemes.
        pause_after: silence, s, that must follow; it ends the chunk. None packs freely.
        voice, speed: as in PhonemeChunk; a chunk is spoken in one manner.
    breathes_before: words, in lower case, at which a run-on may be cut although no mark stands
            there ("and", "because").
    """

    symbols: str
    words: tuple[Word, ...] = ()
    pause_after: float | None = None
    voice: str = ""
    speed: float = 1.0
    breathes_before: frozenset[str] = frozenset()


def plan_chunks(passages: Iterable[Passage], plan: Plan = BEST) -> Iterator[PhonemeChunk]:
    """Chunks in order; their symbols joined are the passages', spaces at cuts aside."""
    planner = Planner(plan)
    for passage in passages:
        yield from planner.add(passage)
    yield from planner.flush()


class Planner:
    """Plans the chunks of one utterance, passage by passage."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._held: Passage | None = None
        self._made = 0

    def add(self, passage: Passage) -> Iterator[PhonemeChunk]:
        """The chunks that this passage settles; its end may wait for the next passage."""
        limit = self._plan.limit
        rest = _stripped(passage)
        if self._held is None and PUNCTUATION.issuperset(rest.symbols):
            rest = replace(rest, symbols="", words=())  # marks alone make the model mumble
        if not rest.symbols:
            if passage.pause_after is not None:
                last, self._held = self._held, None
                yield self._made_of(replace(last or rest, pause_after=passage.pause_after))
            return
        if (held := self._held) is not None:
            self._held = None
            if _fits(held, rest, self._aim, limit):
                rest = _joined(held, rest)
            else:
                yield self._made_of(held)
        while (cut := _cut_place(rest, self._aim, limit)) is not None:
            head, rest = _split(rest, cut)
            yield self._made_of(head)
        if rest.pause_after is not None or len(rest.symbols) >= 0.6 * self._aim:
            yield self._made_of(rest)
        else:
            self._held = rest

    def flush(self) -> Iterator[PhonemeChunk]:
        """What waits for another passage, as it is."""
        held, self._held = self._held, None
        if held is not None:
            yield self._made_of(held)

    @property
    def waiting(self) -> bool:
        """Whether there is anything to flush."""
        return self._held is not None

    @property
    def _aim(self) -> int:
        return self._plan.aim(self._made)

    def _made_of(self, passage: Passage) -> PhonemeChunk:
        self._made += bool(passage.symbols)
        return _finished(passage)


def _fits(held: Passage, more: Passage, aim: int, limit: int) -> bool:
    together = len(held.symbols) + 1 + len(more.symbols)
    if together > limit or (held.voice, held.speed) != (more.voice, more.speed):
        return False
    scrap = min(len(held.symbols), len(more.symbols)) < _SCRAP
    return together <= (1.4 * aim if scrap else aim)


def _cut_place(passage: Passage, aim: int, limit: int) -> int | None:
    """Where to end the next chunk inside this passage; None if it goes whole."""
    length = len(passage.symbols)
    if length <= min(1.5 * aim, limit):
        return None
    places = _boundaries(passage, limit)
    ceiling = min(limit, length - _SCRAP)
    window = [(p, s) for p, s in places if 0.5 * aim <= p <= min(1.8 * aim, ceiling) and s >= 1]
    if window:
        return max(window, key=lambda place: (place[1], -abs(place[0] - aim)))[0]
    if length <= min(limit, 3 * aim):
        return None  # one long clause: better whole than broken between words
    wide = [(p, s) for p, s in places if min(0.5 * aim, limit / 2) <= p <= min(limit, 3 * aim)]
    if not wide:
        return limit if length > limit else None
    strongest = max(strength for _, strength in wide)
    parts = -(-length // min(limit, 3 * aim))
    ideal = length / parts
    best = [place for place, strength in wide if strength == strongest]
    return min(best, key=lambda place: abs(place - ideal))


def _boundaries(passage: Passage, limit: int) -> list[tuple[int, float]]:
    """(place, strength) of cuts up to `limit` that break no word and no reading of one span.

    A place is the index of the first symbol after the cut. Strength 2: after a sentence, 1: after
    a clause, 0.5: before a word at which a speaker breathes, 0: between words.
    """
    symbols, words = passage.symbols, passage.words
    glued = {after.start for before, after in pairwise(words) if before.span == after.span}
    begins = [word.start for word in words]
    found = []
    for index, symbol in enumerate(symbols[:limit]):
        if symbol != " " or index + 1 == len(symbols):
            continue
        place = index + 1
        following = bisect_left(begins, place)
        if following < len(begins) and begins[following] in glued:
            continue
        strength: float = _strength(symbols, index)
        if not strength and following < len(begins) and begins[following] == place:
            strength = 0.5 * (words[following].text.lower() in passage.breathes_before)
        found.append((place, strength))
    return found


def _strength(symbols: str, space: int) -> int:
    index = space - 1
    while index >= 0 and symbols[index] in _CLOSING:
        index -= 1
    if index < 0:
        return 0
    if symbols[index] in SENTENCE_MARKS:
        return 2
    return 1 if symbols[index] in CLAUSE_MARKS else 0


def _split(passage: Passage, place: int) -> tuple[Passage, Passage]:
    """Cut before symbol `place`; a word that the cut goes through stays with its beginning."""
    head_words, tail_words = [], []
    for word in passage.words:
        if word.start < place:
            head_words.append(replace(word, end=min(word.end, place)))
        else:
            tail_words.append(replace(word, start=word.start - place, end=word.end - place))
    head = replace(
        passage, symbols=passage.symbols[:place], words=tuple(head_words), pause_after=None
    )
    tail = replace(passage, symbols=passage.symbols[place:], words=tuple(tail_words))
    return _stripped(head), _stripped(tail)


def _joined(left: Passage, right: Passage) -> Passage:
    space = "" if right.symbols[0] in MARKS else " "
    offset = len(left.symbols) + len(space)
    moved = (replace(w, start=w.start + offset, end=w.end + offset) for w in right.words)
    return replace(
        right, symbols=f"{left.symbols}{space}{right.symbols}", words=(*left.words, *moved)
    )


def _stripped(passage: Passage) -> Passage:
    left = len(passage.symbols) - len(passage.symbols.lstrip(" "))
    symbols = passage.symbols.strip(" ")
    if len(symbols) == len(passage.symbols):
        return passage
    size = len(symbols)
    words = tuple(
        replace(w, start=min(max(w.start - left, 0), size), end=min(max(w.end - left, 0), size))
        for w in passage.words
    )
    return replace(passage, symbols=symbols, words=words)


def _finished(passage: Passage) -> PhonemeChunk:
    pause = passage.pause_after
    if pause is None:
        strength = _strength(passage.symbols, len(passage.symbols))
        pause = (0.0, PAUSE_CLAUSE, PAUSE_SENTENCE)[strength] / passage.speed
    return PhonemeChunk(passage.symbols, passage.words, pause, passage.voice, passage.speed)
