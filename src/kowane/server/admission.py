"""Who may speak now, who waits and who is sent away.

A bounded number of requests hold a place; a bounded line waits for one. Two rules keep anybody
from starving: callers take turns in the line, however many requests one of them has in it, and a
request that has held its place for a quantum hands it on between two chunks when somebody waits.
Knows requests only by their caller's name; belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from math import inf

from kowane.errors import Overloaded

QUANTUM = 2.0
"""s that a place may be kept while others wait; then it is handed on at the next chunk."""

_SMOOTHING = 0.2
"""Weight of the newest time in the running mean of how long places are kept."""


SPARE = 10.0
"""s of audio that a listener must have in hand before its place may be handed on."""


class Admission:
    """Places and the line in front of them.

    Args:
        places: requests that may be synthesised at the same time.
        queue_limit: requests that may wait for their first place.
        quantum: see QUANTUM.
        clock: s, monotonic.
    """

    def __init__(
        self,
        *,
        places: int,
        queue_limit: int,
        quantum: float = QUANTUM,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.places = places
        self.queue_limit = queue_limit
        self.quantum = quantum
        self.clock = clock
        self._free = places
        self._line: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._queued = 0
        self._parked = 0
        self._kept = 1.0

    @property
    def active(self) -> int:
        """Places taken."""
        return self.places - self._free

    @property
    def queued(self) -> int:
        """Requests that wait for their first place."""
        return self._queued

    @property
    def parked(self) -> int:
        """Requests that have begun and wait for their next turn."""
        return self._parked

    async def enter(self, caller: str) -> Permit:
        """A place, at once or after waiting in the line.

        Raises:
            Overloaded: the line is full; `retry_after` estimates when it will have moved.
        """
        if self._free:
            self._free -= 1
            return Permit(self, caller)
        if self._queued >= self.queue_limit:
            raise Overloaded(
                f"{self.active} requests are being spoken and {self._queued} wait; "
                f"the limit is {self.queue_limit}.",
                retry_after=self.wait_estimate(),
                remedy="Try again after the time in Retry-After.",
            )
        self._queued += 1
        try:
            await self._wait(caller)
        finally:
            self._queued -= 1
        return Permit(self, caller)

    def wait_estimate(self) -> float:
        """s until a newcomer might be let in, 1–60."""
        ahead = self._queued + self._parked + 1
        return min(60.0, max(1.0, ahead * self._kept / self.places))

    async def _wait(self, caller: str) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.setdefault(caller, deque()).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._hand_on()  # the place came in the same moment as the cancellation
            else:
                self._forget(caller, place)
            raise

    def _forget(self, caller: str, place: asyncio.Future[None]) -> None:
        waiting = self._line.get(caller, deque())
        if place in waiting:
            waiting.remove(place)
            if not waiting:
                del self._line[caller]

    def _hand_on(self) -> None:
        """A place has become free: the next caller's first request gets it.

        Afterwards the line is empty if a place is free.
        """
        while self._line:
            caller, waiting = next(iter(self._line.items()))
            place = waiting.popleft()
            if waiting:
                self._line.move_to_end(caller)
            else:
                del self._line[caller]
            if not place.cancelled():
                place.set_result(None)
                return
        self._free += 1

    def _kept_for(self, seconds: float) -> None:
        self._kept += _SMOOTHING * (seconds - self._kept)


class Permit:
    """A place that is held. Release it once; releasing again does nothing."""

    def __init__(self, admission: Admission, caller: str) -> None:
        self._admission = admission
        self._caller = caller
        self._since: float | None = admission.clock()
        self._over = False

    @property
    def held(self) -> bool:
        """Whether the place is taken by this permit right now."""
        return self._since is not None

    def lend(self) -> None:
        """Give the place away until the next `turn`: nothing is needed while a client reads."""
        if self._since is not None:
            self._admission._kept_for(self._admission.clock() - self._since)
            self._since = None
            self._admission._hand_on()

    async def turn(self, spare: float = inf) -> None:
        """Between two chunks: take a lent place back, or hand the place on if others wait and the
        quantum is used up, and wait for the next one.

        Args:
            spare: s until somebody listening runs dry.
        """
        admission = self._admission
        if self._over:
            return
        if self._since is not None:
            if (
                spare < SPARE
                or not admission._line
                or admission.clock() - self._since < admission.quantum
            ):
                return
            self.lend()
        if admission._free:
            admission._free -= 1
        else:
            admission._parked += 1
            try:
                await admission._wait(self._caller)
            finally:
                admission._parked -= 1
        self._since = admission.clock()

    def release(self) -> None:
        """Give the place back for good."""
        self.lend()
        self._over = True
