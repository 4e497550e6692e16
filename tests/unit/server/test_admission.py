"""Places, the line, and that nobody starves."""

from __future__ import annotations

import asyncio

import pytest

from kowane.errors import Overloaded
from kowane.server.admission import Admission, Permit


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def admission(clock: Clock, *, places: int = 1, queue_limit: int = 10) -> Admission:
    return Admission(places=places, queue_limit=queue_limit, quantum=2.0, clock=clock)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_free_place_is_given_at_once(clock: Clock) -> None:
    gate = admission(clock, places=2)
    await gate.enter("a")
    await gate.enter("a")
    assert (gate.active, gate.queued) == (2, 0)


async def test_a_full_line_sends_newcomers_away(clock: Clock) -> None:
    gate = admission(clock, queue_limit=1)
    await gate.enter("a")
    waiting = asyncio.create_task(gate.enter("b"))
    await settle()
    with pytest.raises(Overloaded) as refused:
        await gate.enter("c")
    assert 1 <= refused.value.retry_after <= 60
    waiting.cancel()


async def test_without_a_line_one_place_too_many_is_refused(clock: Clock) -> None:
    gate = admission(clock, queue_limit=0)
    permit = await gate.enter("a")
    with pytest.raises(Overloaded):
        await gate.enter("b")
    permit.release()
    await gate.enter("b")


async def test_a_released_place_goes_to_the_one_who_waits(clock: Clock) -> None:
    gate = admission(clock)
    permit = await gate.enter("a")
    waiting = asyncio.create_task(gate.enter("b"))
    await settle()
    assert gate.queued == 1
    permit.release()
    assert (await waiting).held
    assert (gate.active, gate.queued) == (1, 0)


async def test_releasing_twice_frees_one_place(clock: Clock) -> None:
    gate = admission(clock)
    permit = await gate.enter("a")
    permit.release()
    permit.release()
    assert gate.active == 0
    await gate.enter("a")
    assert gate.active == 1


async def test_callers_take_turns_however_many_requests_one_has(clock: Clock) -> None:
    gate = admission(clock)
    order: list[str] = []
    first = await gate.enter("hog")

    async def request(caller: str) -> None:
        permit = await gate.enter(caller)
        order.append(caller)
        permit.release()

    tasks = [asyncio.create_task(request(c)) for c in ("hog", "hog", "hog", "guest")]
    await settle()
    first.release()
    await asyncio.gather(*tasks)
    assert order == ["hog", "guest", "hog", "hog"]


async def test_one_who_leaves_the_line_is_passed_over(clock: Clock) -> None:
    gate = admission(clock)
    permit = await gate.enter("a")
    leaver = asyncio.create_task(gate.enter("b"))
    stayer = asyncio.create_task(gate.enter("c"))
    await settle()
    leaver.cancel()
    await settle()
    assert gate.queued == 1
    permit.release()
    assert (await stayer).held


async def test_a_place_that_comes_with_the_cancellation_is_not_lost(clock: Clock) -> None:
    gate = admission(clock)
    permit = await gate.enter("a")
    leaver = asyncio.create_task(gate.enter("b"))
    await settle()
    permit.release()
    leaver.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaver
    assert gate.active == 0
    assert (await gate.enter("c")).held


async def test_cancelling_and_releasing_in_the_same_moment_keeps_the_place(clock: Clock) -> None:
    gate = admission(clock)
    permit = await gate.enter("a")
    leaver = asyncio.create_task(gate.enter("b"))
    await settle()
    leaver.cancel()
    permit.release()
    await settle()
    assert (gate.active, gate.queued) == (0, 0)


async def test_a_long_request_keeps_its_place_while_nobody_waits(clock: Clock) -> None:
    gate = admission(clock)
    permit = await gate.enter("a")
    clock.now = 1000
    await permit.turn()
    assert permit.held


async def test_a_long_request_hands_its_place_on_after_the_quantum(clock: Clock) -> None:
    gate = admission(clock)
    book = await gate.enter("a")
    short = asyncio.create_task(gate.enter("b"))
    await settle()
    clock.now = 1.9
    await book.turn()
    assert not short.done()
    clock.now = 2.0
    turn = asyncio.create_task(book.turn())
    permit = await short
    await settle()
    assert not turn.done()
    assert (gate.active, gate.parked) == (1, 1)
    permit.release()
    await turn
    assert book.held


async def test_books_and_short_requests_of_one_caller_share_in_turn(clock: Clock) -> None:
    gate = admission(clock)
    served: list[str] = []

    async def book(name: str) -> None:
        permit = await gate.enter("same")
        for _ in range(3):
            served.append(name)
            await settle()
            clock.now += 5
            await permit.turn()
        permit.release()

    await asyncio.gather(book("x"), book("y"))
    assert served == ["x", "y", "x", "y", "x", "y"]


async def test_a_lent_place_serves_others_and_comes_back(clock: Clock) -> None:
    gate = admission(clock)
    slow = await gate.enter("a")
    slow.lend()
    other = await gate.enter("b")
    back = asyncio.create_task(slow.turn())
    await settle()
    assert not slow.held
    other.release()
    await back
    assert slow.held


async def test_parked_requests_do_not_fill_the_line(clock: Clock) -> None:
    gate = admission(clock, queue_limit=1)
    book = await gate.enter("a")
    book.lend()
    held = await gate.enter("b")
    back = asyncio.create_task(book.turn())
    newcomer = asyncio.create_task(gate.enter("c"))
    await settle()
    assert (gate.parked, gate.queued) == (1, 1)
    held.release()
    await back
    book.release()
    assert (await newcomer).held


async def test_leaving_while_parked_gives_nothing_back_twice(clock: Clock) -> None:
    gate = admission(clock)
    book = await gate.enter("a")
    short = asyncio.create_task(gate.enter("b"))
    await settle()
    clock.now = 10
    turn = asyncio.create_task(book.turn())
    permit = await short
    turn.cancel()
    await settle()
    book.release()
    assert (gate.active, gate.parked) == (1, 0)
    permit.release()
    assert gate.active == 0


async def test_the_wait_estimate_grows_with_the_line_and_with_how_long_places_are_kept(
    clock: Clock,
) -> None:
    gate = admission(clock)
    before = gate.wait_estimate()
    permit: Permit = await gate.enter("a")
    clock.now = 50
    permit.release()
    assert gate.wait_estimate() > before
    await gate.enter("a")
    tasks = [asyncio.create_task(gate.enter("b")) for _ in range(5)]
    await settle()
    assert gate.wait_estimate() == 60
    for task in tasks:
        task.cancel()
