"""Who may begin to listen: admission of live streams by prediction.

A stream that plays needs its audio by known times: what its listener has in hand lasts so long, and
from then on one second a second until its text is over. The engine computes a second of audio in
`pace` seconds. A newcomer is let in if all of this together never needs more computing than there
is time for; if room comes soon it waits for it, else it is told when to come back. Knows no HTTP
and no engine; belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kowane.errors import Overloaded
from kowane.playback import Playback

UTILISATION = 0.95
"""Share of the time that predictions may give to streams; the rest is for reading text, encoding
and what else the machine does."""

GRAIN = 9.0
"""s of audio that come at once: about the longest chunk of a stream's plan. A listener who runs dry
needs all of the next chunk, and a run that has begun is not interrupted for another listener. In
simulated hours of earliest deadline first at 97 % load, predictions without it let 20 to 80 % of
the streams stall; with it 0 to 8 %, for less than a second (tests/unit/server/test_audience.py)."""

FIRST = 2.5
"""s of audio that a newcomer's first chunk has, about."""

SECOND = 3.0
"""s of audio that its second chunk has, at most."""

PATIENCE = 0.5
"""s that a newcomer's first chunk may have to wait for its turn."""

UNKNOWN_PACE = 0.5
"""Pace before any was measured."""

LETTERS_PER_SECOND = 15.0
IDEOGRAPHS_PER_SECOND = 4.5
"""Characters of text in 1 s of speech at speed 1 (English and Chinese prose by Kokoro)."""

_RECHECK = 0.25
_FARTHEST = 600.0


@dataclass(frozen=True, slots=True)
class Need:
    """What one stream needs.

    Attributes:
        spare: s from now until its listener runs dry.
        length: s of audio that are still to be computed for it.
        grain: s of audio of its next chunk, at most: all of it is needed when it runs dry.
    """

    spare: float
    length: float
    grain: float = GRAIN

    def by(self, moment: float) -> float:
        """s of audio that must have been computed `moment` s from now."""
        if moment < self.spare:
            return 0.0
        return min(moment - self.spare + self.grain, self.length)


def wait(needs: Sequence[Need], newcomer: float, pace: float) -> float:
    """s until a stream of `newcomer` s of audio can begin and nobody runs dry; 0 if it can now.

    Args:
        needs: of the streams that run.
        pace: s of computing for 1 s of audio.
    """
    if not needs or _fits(needs, newcomer, pace, 0.0):
        return 0.0
    low, high = 0.0, max(each.spare + each.length for each in needs) + 1
    if not _fits(needs, newcomer, pace, high):  # the machine is slower than speech
        return min(_FARTHEST, pace * sum(each.length for each in needs) / UTILISATION)
    while high - low > 0.1:
        middle = (low + high) / 2
        low, high = (low, middle) if _fits(needs, newcomer, pace, middle) else (middle, high)
    return min(high, _FARTHEST)


def _fits(needs: Sequence[Need], newcomer: float, pace: float, at: float) -> bool:
    """Whether all can be computed in time if the newcomer comes `at` s from now: at no moment is
    more needed by then than can be computed until then."""
    first = min(FIRST, newcomer)
    begins = at + PATIENCE + first * pace / UTILISATION
    rest = Need(begins + first, newcomer - first, SECOND)
    moments = [begins, rest.spare, rest.spare + rest.length]
    moments += [moment for each in needs for moment in (each.spare, each.spare + each.length)]
    for moment in moments:
        if moment < begins:
            continue  # the newcomer takes nothing from what is needed before
        needed = sum(each.by(moment) for each in needs) + first + rest.by(moment)
        if needed * pace > UTILISATION * moment:
            return False
    return True


def spoken_seconds(text: str, speed: float = 1.0) -> float:
    """About how long a text takes to speak, s."""
    wide = sum(1 for char in text if char >= "\u3040")
    return (wide / IDEOGRAPHS_PER_SECOND + (len(text) - wide) / LETTERS_PER_SECOND) / speed


@dataclass(slots=True, eq=False)
class Listener:
    """A stream that has been let in.

    Attributes:
        total: s of audio that it will have, as far as known.
        playback: where its listener is; None until it is spoken.
    """

    total: Callable[[], float]
    playback: Playback | None = None
    waits: bool = field(default=False)

    @property
    def need(self) -> Need:
        """What it needs from now on."""
        if self.playback is None or not self.playback.given:
            return Need(2 * PATIENCE, self.total(), FIRST)
        given = self.playback.given
        grain = min(max(given, SECOND), GRAIN)  # chunks grow with what has been given out
        return Need(self.playback.buffered, max(0.0, self.total() - given), grain)


class Audience:
    """The live streams of one server.

    Args:
        pace: the engine's, None before it is known.
        longest_wait: s that a newcomer may be let wait.
        clock: s, monotonic.
    """

    def __init__(
        self,
        pace: Callable[[], float | None],
        *,
        longest_wait: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pace = pace
        self._longest_wait = longest_wait
        self._clock = clock
        self._listeners: list[Listener] = []

    @property
    def listening(self) -> int:
        """Streams that have been let in."""
        return sum(not each.waits for each in self._listeners)

    @property
    def waiting(self) -> int:
        """Streams that wait to be let in."""
        return sum(each.waits for each in self._listeners)

    @property
    def pace(self) -> float:
        """What predictions reckon with."""
        return self._pace() or UNKNOWN_PACE

    def predicted_wait(self, seconds: float, before: Listener | None = None) -> float:
        """s until a stream of this length could be let in, behind those that wait already."""
        needs = []
        for each in self._listeners:
            if each is before:
                break
            needs.append(each.need)
        return wait(needs, seconds, self.pace)

    @contextmanager
    def _in_line(self, listener: Listener) -> Iterator[None]:
        listener.waits = True
        self._listeners.append(listener)
        try:
            yield
        except BaseException:
            self.leave(listener)
            raise
        listener.waits = False

    async def join(self, total: Callable[[], float]) -> Listener:
        """Let a stream in, at once or after a short wait.

        Args:
            total: s of audio that it will have, as far as known.

        Raises:
            Overloaded: those who listen would run dry; `retry_after` is when there will be room.
        """
        listener = Listener(total)
        needed = self.predicted_wait(total())
        if needed > self._longest_wait:
            raise self._full(needed)
        with self._in_line(listener):
            until = self._clock() + max(self._longest_wait, 2 * needed)
            while (needed := self.predicted_wait(total(), before=listener)) > 0:
                if self._clock() > until:
                    raise self._full(needed)
                await asyncio.sleep(min(_RECHECK, needed))
        return listener

    def leave(self, listener: Listener) -> None:
        """It has ended; leaving again does nothing."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _full(self, needed: float) -> Overloaded:
        return Overloaded(
            f"{self.listening} streams are being heard and another would make them stall.",
            retry_after=max(1.0, math.ceil(needed)),
            remedy="Try again after the time in Retry-After, or ask for the whole file "
            "with stream=false.",
        )
