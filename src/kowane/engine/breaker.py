"""A circuit breaker: who fails again and again is left alone for a while, then tried once.

closed → (FAILURES in a row) → open → (a pause) → half open → one trial → closed or open again, the
pause doubled. After M. Nygard, "Release It!". Knows no engine; time comes from a clock that it is
given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "half-open"]

FAILURES = 3
"""Failures in a row that open the circuit."""

FIRST_PAUSE = 30.0
"""s for which it stays open the first time."""

LONGEST_PAUSE = 900.0
"""s after which pauses grow no more."""


class Breaker:
    """Belongs to one event loop.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._row = 0
        self._pause = FIRST_PAUSE
        self._until: float | None = None
        self._on_trial = False
        self.reason = ""
        self.opened = 0

    @property
    def state(self) -> State:
        if self._until is None:
            return "closed"
        return "half-open" if self._clock() >= self._until else "open"

    def admit(self) -> bool:
        """Whether a call may be made now; while half open, one at a time."""
        match self.state:
            case "closed":
                return True
            case "half-open" if not self._on_trial:
                self._on_trial = True
                return True
            case _:
                return False

    def succeeded(self) -> None:
        """The call that was admitted went well."""
        self._row, self._pause, self._until, self._on_trial = 0, FIRST_PAUSE, None, False
        self.reason = ""

    def failed(self, reason: str, *, fatal: bool = False) -> None:
        """The call that was admitted failed.

        Args:
            reason: one sentence for people.
            fatal: it will not get better with the next call; open at once.
        """
        self._row += 1
        self.reason = reason
        if self._until is None and self._row < FAILURES and not fatal:
            return
        if self._until is not None:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._until = self._clock() + self._pause
        self._on_trial = False
        self.opened += 1

    def withdrawn(self) -> None:
        """The call that was admitted ended without telling anything."""
        self._on_trial = False
