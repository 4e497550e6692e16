"""Times of words to times of characters, as ElevenLabs gives them.

Kokoro tells when words are heard, not letters. A word's time is shared out among its characters
evenly; what stands between two words lasts from the end of one to the beginning of the next. So
starts and ends are words' own where a word begins and ends, and estimates within it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kowane.speech import TimedWord

_CLOSING = re.compile(r"[^\w\s$€£¥(\[{“‘«\"']*\s*")
"""What follows a word and belongs to it; matches everywhere."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Characters in order with their times, s; starts and ends never decrease."""

    characters: tuple[str, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def seconds(self) -> dict[str, list[str] | list[float]]:
        """As the HTTP answers have it."""
        return {
            "characters": list(self.characters),
            "character_start_times_seconds": [round(start, 3) for start in self.starts],
            "character_end_times_seconds": [round(end, 3) for end in self.ends],
        }

    def since(self, start: float) -> Alignment:
        """The same with times that count from `start`."""
        return Alignment(
            self.characters,
            tuple(time - start for time in self.starts),
            tuple(time - start for time in self.ends),
        )

    def milliseconds(self) -> dict[str, list[str] | list[int]]:
        """As the WebSockets have it."""
        starts = [round(start * 1000) for start in self.starts]
        ends = [round(end * 1000) for end in self.ends]
        return {
            "chars": list(self.characters),
            "charStartTimesMs": starts,
            "charDurationsMs": [end - start for start, end in zip(starts, ends, strict=True)],
        }


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters [first, last) heard from `start` to `end`, s."""

    first: int
    last: int
    start: float
    end: float


def reach(text: str, first: int, words: Sequence[TimedWord]) -> int:
    """Where the characters that belong to these words end: behind the last one, its closing
    punctuation and white space; `first` without words."""
    last = max((word.span.end for word in words), default=first)
    return max(first, _CLOSING.match(text, last).end())  # type: ignore[union-attr]


def original(text: str, words: Sequence[TimedWord], within: Stretch) -> Alignment:
    """The characters of the caller's text in this stretch.

    Args:
        words: those that begin in this stretch; several may share their characters ("$5").
    """
    stretches: list[Stretch] = []
    for word in words:
        begin, stop = max(word.span.start, within.first), min(word.span.end, within.last)
        if stretches and begin < stretches[-1].last:  # read as several words, or in another order
            before = stretches.pop()
            stop = max(stop, before.last)
            stretches.append(Stretch(before.first, stop, before.start, max(before.end, word.end)))
        elif begin < stop:
            stretches.append(Stretch(begin, stop, word.start, word.end))
    return _shared_out(text, stretches, within)


def normalised(words: Sequence[TimedWord], start: float, end: float) -> Alignment:
    """The words as they are spoken, with single spaces, heard from `start` to `end`."""
    text, stretches = "", []
    for word in words:
        text += " " if text else ""
        stretches.append(Stretch(len(text), len(text) + len(word.text), word.start, word.end))
        text += word.text
    return _shared_out(text, stretches, Stretch(0, len(text), start, end))


def _shared_out(text: str, stretches: list[Stretch], within: Stretch) -> Alignment:
    first, last, start, end = within.first, within.last, within.start, within.end
    edges = [Stretch(first, first, start, start), *stretches, Stretch(last, last, end, end)]
    starts: list[float] = []
    ends: list[float] = []
    clock = start

    def give(count: int, begin: float, stop: float) -> None:
        nonlocal clock
        begin = min(max(begin, clock), end)
        stop = min(max(stop, begin), end)
        step = (stop - begin) / count if count else 0.0
        starts.extend(begin + step * i for i in range(count))
        ends.extend(begin + step * (i + 1) for i in range(count))
        clock = stop

    for here, following in pairwise(edges):
        give(here.last - here.first, here.start, here.end)
        give(following.first - here.last, here.end, following.start)
    return Alignment(tuple(text[first:last]), tuple(starts), tuple(ends))
