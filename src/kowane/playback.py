"""How long a listener can wait for the next chunk.

Chunks count with their real length once they have been computed; until then with an estimate that
the utterance's own chunks correct. It decides who is computed first, never what is heard. Knows no
engine and no clock but the monotonic one.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from kowane.speech import PhonemeChunk

SYMBOLS_PER_SECOND = 14.0
"""Phoneme symbols in a second of speech at speed 1, spaces and stress marks included; English
prose by af_heart (bench/speak.py)."""

FIRST_SOUND = 0.4
"""s within which a new listener's first chunk is due. A running listener who has less than this
left goes first; everybody else lets the newcomer pass."""


class Playback:
    """When a listener who plays at once runs dry.

    Playback begins with the first chunk. A listener who has run dry goes on when the next chunk
    comes, so being late once does not make all later chunks late.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends: float | None = None  # when what has been given out will have been heard
        self._planned: deque[float] = deque()  # estimated lengths of chunks under way
        self._estimated = 0.0
        self._measured = 0.0
        self.given = 0.0
        self.stalls = 0
        self.stalled = 0.0

    @property
    def buffered(self) -> float:
        """s of audio that the listener has and has not heard; 0 if it has run dry."""
        return 0.0 if self._ends is None else max(0.0, self._ends - self._clock())

    @property
    def ahead(self) -> float:
        """s of audio that the listener has or will have when what is under way is done."""
        return self.buffered + sum(self._planned) * self._scale

    @property
    def dry(self) -> bool:
        """Whether the listener has heard everything and nothing is under way."""
        return self._ends is not None and self._clock() >= self._ends and not self._planned

    def rest(self) -> None:
        """There was nothing to speak: what comes next is a beginning again, not a delay."""
        self._ends = None

    def slack(self, chunk: PhonemeChunk) -> float:
        """s until the listener needs this chunk; asked once for each, in order."""
        ahead = sum(self._planned) * self._scale
        self._planned.append(estimate(chunk))
        if self._ends is None:
            return FIRST_SOUND + ahead
        return self._ends - self._clock() + ahead

    def give(self, seconds: float) -> None:
        """The next chunk has been given out; it lasts this long."""
        now = self._clock()
        if self._planned:
            self._estimated += self._planned.popleft()
            self._measured += seconds
        if self._ends is None:
            self._ends = now
        elif now > self._ends:
            self.stalls += 1
            self.stalled += now - self._ends
            self._ends = now
        self._ends += seconds
        self.given += seconds

    @property
    def _scale(self) -> float:
        """Real over estimated length, as far as this utterance shows it."""
        return self._measured / self._estimated if self._estimated and self._measured else 1.0


def estimate(chunk: PhonemeChunk) -> float:
    """Length of a chunk that has not been computed, s."""
    return len(chunk.symbols) / SYMBOLS_PER_SECOND / chunk.speed + chunk.pause_after
