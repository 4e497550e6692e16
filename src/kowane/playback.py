"""How long a listener can wait for the next chunk, from the chunks planned so far.

Estimates only: it decides who is computed first, never what is heard. Knows no engine and no clock
but the monotonic one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kowane.speech import PhonemeChunk

SYMBOLS_PER_SECOND = 14.0
"""Phoneme symbols in a second of speech at speed 1, spaces and stress marks included; English
prose by af_heart (bench/speak.py)."""


class Playback:
    """When a listener who plays at once runs dry, estimated from what has been planned for it.

    Playback begins with the first chunk; until then everything is due now. Chunks count with the
    length they will have at SYMBOLS_PER_SECOND.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._planned = 0.0

    def begin(self) -> None:
        """The first chunk has been given out; later calls change nothing."""
        if self._began is None:
            self._began = self._clock()

    def slack(self, chunk: PhonemeChunk) -> float:
        """s until the listener needs this chunk; asked once for each, in order."""
        before = self._planned
        self._planned += len(chunk.symbols) / SYMBOLS_PER_SECOND / chunk.speed + chunk.pause_after
        played = 0.0 if self._began is None else self._clock() - self._began
        return before - played
