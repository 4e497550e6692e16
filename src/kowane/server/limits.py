"""What one API key may do: requests a minute and requests at a time.

A token bucket that holds one minute's worth and a counter, for each key. Knows keys by the short
id of their hash; belongs to one event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kowane.errors import Overloaded


@dataclass(slots=True)
class _Account:
    tokens: float
    at: float
    running: int = 0


class KeyLimits:
    """Limits for each key.

    Args:
        rate: requests a minute; 0: no limit. A key may use a minute's worth at once.
        concurrency: requests at a time; 0: no limit.
        clock: s, monotonic.
    """

    def __init__(
        self, *, rate: float, concurrency: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._concurrency = concurrency
        self._clock = clock
        self._accounts: dict[str, _Account] = {}

    @contextmanager
    def charge(self, key: str) -> Iterator[None]:
        """Count one request of this key for as long as the context lasts.

        Raises:
            Overloaded: a limit is reached.
        """
        account = self._account(key)
        if self._concurrency and account.running >= self._concurrency:
            raise Overloaded(
                f"This API key has {account.running} requests running; "
                f"the limit is {self._concurrency}.",
                retry_after=1.0,
                remedy="Wait until one has ended.",
            )
        if self._rate:
            if account.tokens < 1:
                wait = (1 - account.tokens) * 60 / self._rate
                raise Overloaded(
                    f"This API key has used its {self._rate:g} requests a minute.",
                    retry_after=wait,
                    remedy="Try again after the time in Retry-After.",
                )
            account.tokens -= 1
        account.running += 1
        try:
            yield
        finally:
            account.running -= 1

    def _account(self, key: str) -> _Account:
        now = self._clock()
        full = max(1.0, self._rate)
        account = self._accounts.setdefault(key, _Account(full, now))
        account.tokens = min(full, account.tokens + (now - account.at) * self._rate / 60)
        account.at = now
        return account
