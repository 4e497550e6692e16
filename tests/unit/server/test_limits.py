"""What one API key may do."""

from __future__ import annotations

import pytest

from kowane.errors import Overloaded
from kowane.server.limits import KeyLimits


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_without_limits_everything_goes() -> None:
    limits = KeyLimits(rate=0, concurrency=0)
    for _ in range(100):
        with limits.charge("k"):
            pass


def test_a_key_has_so_many_requests_a_minute_and_no_more() -> None:
    clock = Clock()
    limits = KeyLimits(rate=3, concurrency=0, clock=clock)
    for _ in range(3):
        with limits.charge("k"):
            pass
    with pytest.raises(Overloaded) as refused, limits.charge("k"):
        pass
    assert refused.value.retry_after == pytest.approx(20)
    with limits.charge("other"):
        pass
    clock.now = 20.0
    with limits.charge("k"):
        pass


def test_a_key_has_so_many_requests_at_a_time() -> None:
    limits = KeyLimits(rate=0, concurrency=1)
    with limits.charge("k"):
        with pytest.raises(Overloaded), limits.charge("k"):
            pass
        with limits.charge("other"):
            pass
    with limits.charge("k"):
        pass


def test_a_refused_request_costs_nothing() -> None:
    clock = Clock()
    limits = KeyLimits(rate=2, concurrency=1, clock=clock)
    with limits.charge("k"), pytest.raises(Overloaded), limits.charge("k"):
        pass
    with limits.charge("k"):
        pass
