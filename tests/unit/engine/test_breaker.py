"""When the circuit opens, how long it stays open, and what closes it."""

from __future__ import annotations

import pytest

from kowane.engine.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def test_single_failures_do_not_open_it(breaker: Breaker) -> None:
    for _ in range(10):
        for _ in range(FAILURES - 1):
            assert breaker.admit()
            breaker.failed("once")
        breaker.succeeded()
    assert breaker.state == "closed"
    assert breaker.opened == 0


def test_failures_in_a_row_open_it(breaker: Breaker) -> None:
    for _ in range(FAILURES):
        breaker.failed("again")
    assert breaker.state == "open"
    assert breaker.reason == "again"
    assert not breaker.admit()


def test_a_fatal_failure_opens_it_at_once(breaker: Breaker) -> None:
    breaker.failed("no driver", fatal=True)
    assert breaker.state == "open"


def test_after_the_pause_one_call_is_let_through_at_a_time(breaker: Breaker, clock: Clock) -> None:
    breaker.failed("no", fatal=True)
    clock.now += FIRST_PAUSE
    assert breaker.state == "half-open"
    assert breaker.admit()
    assert not breaker.admit()
    breaker.withdrawn()
    assert breaker.admit()


def test_a_trial_that_succeeds_closes_it(breaker: Breaker, clock: Clock) -> None:
    breaker.failed("no", fatal=True)
    clock.now += FIRST_PAUSE
    assert breaker.admit()
    breaker.succeeded()
    assert (breaker.state, breaker.reason) == ("closed", "")


def test_each_trial_that_fails_doubles_the_pause_up_to_the_longest(
    breaker: Breaker, clock: Clock
) -> None:
    breaker.failed("no", fatal=True)
    pause = FIRST_PAUSE
    for _ in range(8):
        clock.now += pause
        assert breaker.admit()
        breaker.failed("still no")
        pause = min(2 * pause, LONGEST_PAUSE)
        clock.now += pause - 1
        assert breaker.state == "open"
        clock.now += 1
        assert breaker.state == "half-open"
        clock.now -= pause
    assert breaker.opened == 9
