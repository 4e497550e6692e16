"""Places at the engine: the earliest deadline first, nobody for ever, nothing lost."""

from __future__ import annotations

import asyncio
from math import inf

from kowane.engine.turns import PATIENCE, Turns


async def arrive(turns: Turns, order: list[str], name: str, slack: float) -> None:
    await turns.acquire(slack)
    order.append(name)
    turns.release()


async def served(*arrivals: tuple[str, float]) -> list[str]:
    """The order in which these are served when they come in this order to a busy engine."""
    turns, order = Turns(1), list[str]()
    await turns.acquire(0)
    tasks = []
    for name, slack in arrivals:
        tasks.append(asyncio.create_task(arrive(turns, order, name, slack)))
        await asyncio.sleep(0)
    turns.release()
    await asyncio.gather(*tasks)
    return order


async def test_who_runs_dry_first_is_served_first() -> None:
    assert await served(("later", 5.0), ("soon", 1.0), ("dry", -0.5)) == ["dry", "soon", "later"]


async def test_equal_deadlines_are_served_as_they_came() -> None:
    assert await served(("a", inf), ("b", inf), ("c", inf)) == ["a", "b", "c"]


async def test_work_without_a_listener_takes_what_is_left() -> None:
    assert await served(("book", inf), ("live", 2.0)) == ["live", "book"]


async def test_work_without_a_listener_is_not_starved() -> None:
    assert await served(("book", inf), ("far ahead", PATIENCE + 60)) == ["book", "far ahead"]


async def test_as_many_work_at_once_as_there_are_places() -> None:
    turns = Turns(2)
    await turns.acquire(0)
    await turns.acquire(0)
    third = asyncio.create_task(turns.acquire(0))
    await asyncio.sleep(0)
    assert not third.done()
    assert turns.waiting == 1
    turns.release()
    await third
    assert turns.waiting == 0


async def test_one_who_leaves_the_line_leaves_no_gap() -> None:
    turns = Turns(1)
    await turns.acquire(0)
    gone = asyncio.create_task(turns.acquire(0))
    stays = asyncio.create_task(turns.acquire(1))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    turns.release()
    await stays
    turns.release()
    await asyncio.wait_for(turns.acquire(inf), 1)


async def test_a_place_given_to_one_who_leaves_at_that_moment_is_not_lost() -> None:
    turns = Turns(1)
    await turns.acquire(0)
    leaves = asyncio.create_task(turns.acquire(0))
    await asyncio.sleep(0)
    turns.release()
    leaves.cancel()
    await asyncio.gather(leaves, return_exceptions=True)
    await asyncio.wait_for(turns.acquire(inf), 1)
