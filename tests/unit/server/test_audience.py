"""Admission by prediction: a newcomer is let in if those who listen do not run dry."""

from __future__ import annotations

import asyncio
import random

import pytest

from kowane.errors import Overloaded
from kowane.playback import FIRST_SOUND, Playback
from kowane.server import audience
from kowane.server.audience import Audience, Need, spoken_seconds, wait


def test_the_first_listener_is_let_in_at_any_pace() -> None:
    assert wait([], 60, pace=3.0) == 0.0


def test_as_many_as_the_pace_carries_are_let_in_and_no_more() -> None:
    one = Need(spare=5.0, length=60.0)
    assert wait([one], 60, pace=0.3) == 0.0
    assert wait([one] * 2, 60, pace=0.2) < 2.0
    assert wait([one] * 4, 60, pace=0.3) > 10


def test_a_full_house_has_room_when_somebody_is_nearly_done() -> None:
    nearly = Need(spare=5.0, length=4.0)
    long = Need(spare=5.0, length=60.0)
    assert wait([long, nearly], 60, pace=0.45) < wait([long, long], 60, pace=0.45)


def test_listeners_with_much_in_hand_leave_room() -> None:
    assert wait([Need(spare=100.0, length=60.0)] * 3, 20, pace=0.3) == 0.0


def test_a_slow_machine_says_when_it_will_be_free() -> None:
    assert wait([Need(0.0, 20.0)], 20, pace=1.5) == pytest.approx(20 * 1.5 / audience.UTILISATION)


def test_the_length_of_speech_is_reckoned_by_script_and_speed() -> None:
    assert spoken_seconds("a" * 150) == pytest.approx(10.0)
    assert spoken_seconds("a" * 150, 2.0) == pytest.approx(5.0)
    assert spoken_seconds("語" * 45) == pytest.approx(10.0)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_one_too_many_is_told_when_to_come_back() -> None:
    hall = Audience(lambda: 0.6, longest_wait=5.0, clock=Clock())
    await hall.join(lambda: 30.0)
    with pytest.raises(Overloaded) as refused:
        await hall.join(lambda: 30.0)
    assert 5 < refused.value.retry_after < 60
    assert (hall.listening, hall.waiting) == (1, 0)


async def test_a_short_wait_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience, "_RECHECK", 0.0)
    hall = Audience(lambda: 0.6, longest_wait=60.0, clock=Clock())
    first = await hall.join(lambda: 30.0)
    second = asyncio.create_task(hall.join(lambda: 30.0))
    await asyncio.sleep(0.01)
    assert (hall.listening, hall.waiting) == (1, 1)
    hall.leave(first)
    await second
    assert (hall.listening, hall.waiting) == (1, 0)


async def test_one_who_leaves_while_waiting_is_forgotten() -> None:
    hall = Audience(lambda: 0.6, longest_wait=60.0, clock=Clock())
    await hall.join(lambda: 30.0)
    second = asyncio.create_task(hall.join(lambda: 30.0))
    await asyncio.sleep(0.01)
    second.cancel()
    await asyncio.wait([second])
    assert hall.waiting == 0


async def test_before_a_pace_is_known_a_cautious_one_is_taken() -> None:
    hall = Audience(lambda: None, longest_wait=1.0, clock=Clock())
    await hall.join(lambda: 30.0)
    with pytest.raises(Overloaded):
        await hall.join(lambda: 30.0)


@pytest.mark.parametrize("pace", [0.1, 0.2, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_in_a_simulated_hour_at_full_load_those_let_in_hardly_stall(pace: float, seed: int) -> None:
    """One engine, earliest deadline first, chunks of growing length; a listener comes every three
    seconds with a text of 5 to 60 s. Refused ones go away."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    clock = Clock()
    running: list[Stream] = []
    everybody: list[Stream] = []
    arrivals = sorted(draw.uniform(0, 3600) for _ in range(1200))
    busy = refused = 0.0
    while arrivals or running:
        while arrivals and arrivals[0] <= clock.now:
            arrivals.pop(0)
            length = draw.uniform(5, 60)
            if wait([each.need for each in running], length, pace) > 0:
                refused += 1
            else:
                running.append(Stream(length, clock, draw))
                everybody.append(running[-1])
        running = [each for each in running if each.left > 1e-9 or each.playback.buffered > 0]
        ready = [each for each in running if each.left > 1e-9]
        if not ready:
            ends = [clock.now + each.playback.buffered for each in running]
            clock.now = min([*arrivals[:1], *ends], default=clock.now) + 1e-6
            continue
        busy += min(ready, key=lambda each: each.due).speak(pace)
    assert refused > 100
    assert busy / clock.now > 0.8
    stalled = [each for each in everybody if each.playback.stalls]
    assert len(stalled) <= 0.1 * len(everybody)
    assert max((each.playback.stalled for each in stalled), default=0) < 1.0


class Stream:
    """A listener in the simulation."""

    sizes = (2.0, 3.0, 4.5, 6.0)

    def __init__(self, length: float, clock: Clock, draw: random.Random) -> None:
        self.left = self.length = length
        self.clock = clock
        self.draw = draw
        self.came = clock.now
        self.playback = Playback(clock)
        self.made = 0

    @property
    def need(self) -> Need:
        if not self.made:
            return Need(2 * audience.PATIENCE, self.left, audience.FIRST)
        given = self.length - self.left
        return Need(self.playback.buffered, self.left, min(max(given, audience.SECOND), 9.0))

    @property
    def due(self) -> float:
        if not self.made:
            return self.came + FIRST_SOUND
        return self.clock.now + self.playback.buffered

    def speak(self, pace: float) -> float:
        """Compute its next chunk, half to one and a half of the aim; how long that took."""
        aim = self.sizes[min(self.made, 3)] * self.draw.uniform(0.5, 1.5)
        chunk = min(self.left, aim)
        self.clock.now += chunk * pace
        self.playback.give(chunk)
        self.left -= chunk
        self.made += 1
        return chunk * pace
