"""Who runs next: places at the engine, given to the chunk that is due first.

Earliest deadline first (Liu & Layland, 1973): the listener who runs dry soonest is served first,
so a new listener's first chunk overtakes what is computed ahead for others. Work nobody waits for
has a deadline too, PATIENCE from its arrival, so it takes what is left and is never starved. Knows
no model and no audio.
"""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush
from itertools import count

PATIENCE = 60.0
"""s after which work without a listener is as urgent as a listener who runs dry now."""


class Turns:
    """A number of places and a line before them. Belongs to one event loop.

    Args:
        places: how many may work at once, ≥ 1.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._line: list[tuple[float, int, asyncio.Future[None]]] = []
        self._arrivals = count()

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return self._free

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(not turn.done() for _, _, turn in self._line)

    async def acquire(self, slack: float) -> None:
        """Wait for a place.

        Args:
            slack: s until the listener runs dry, negative if it has; inf if nobody listens.
        """
        if self._free:
            self._free -= 1
            return
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        due = loop.time() + min(slack, PATIENCE)
        heappush(self._line, (due, next(self._arrivals), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # the place had been given just before
                self.release()
            raise

    def release(self) -> None:
        """Give a place back: to the first in line, or to whoever comes next."""
        while self._line:
            _, _, turn = heappop(self._line)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
