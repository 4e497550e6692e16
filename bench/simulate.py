"""A cluster in simulated time: how long listeners wait, who is refused, what autoscaling does.

    python -m bench.simulate validate    against the real cluster's bench/results/cluster.json
    python -m bench.simulate scale       from one copy to a million listeners

A discrete-event model (SimPy). What the server decides is decided by the server's own code: chunks
are planned by kowane's planner, newcomers let in or refused by `server.audience.wait`. What costs
time is modelled: a run of the model takes `base` + `pace` × audio s on one of the copies, earliest
deadline first; a copy that is asked for comes after `start` s. Everybody listens to the end.
Writes bench/results/simulation.json.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import simpy
from bench.arrivals import LENGTHS, SENTENCES, Arrival, arrivals, chunk_seconds

from kowane.server.audience import FIRST, GRAIN, SECOND, Need, wait
from kowane.text.reader import Reader

RESULTS = Path(__file__).parent / "results"
AHEAD = 2
"""Chunks of one stream on their way at a time, for each copy (kowane.cluster.application)."""

LONGEST_WAIT = 2.0
"""s that a newcomer may be let wait (KOWANE_LIVE_WAIT)."""

TOLERANCE = 0.15


@dataclass(frozen=True, slots=True)
class Machine:
    """What one copy of the model does.

    Attributes:
        pace: s of computing for 1 s of audio.
        base: s of each run besides; the way through the cluster included.
        reading: s before the first chunk: HTTP and G2P.
        start: s until a copy that is asked for can speak.
    """

    pace: float
    base: float = 0.02
    reading: float = 0.03
    start: float = 30.0


@dataclass(slots=True)
class Outcome:
    """What listeners met."""

    ttfa: list[float] = field(default_factory=list)
    refused: int = 0
    stalled: int = 0
    copies: list[tuple[float, int]] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        came = len(self.ttfa) + self.refused
        heard = max(1, len(self.ttfa))
        return {
            "arrivals": came,
            "refusal_rate": round(self.refused / max(1, came), 4),
            "stall_rate": round(self.stalled / heard, 4),
            "ttfa_p50": round(float(np.percentile(self.ttfa or [0], 50)), 3),
            "ttfa_p95": round(float(np.percentile(self.ttfa or [0], 95)), 3),
            "ttfa_p99": round(float(np.percentile(self.ttfa or [0], 99)), 3),
        }


@dataclass(slots=True)
class Stream:
    """A listener: what has been given out, and when it began to play."""

    chunks: list[float]
    began: float | None = None
    given: float = 0.0

    def spare(self, now: float) -> float:
        """s until it runs dry."""
        return 0.0 if self.began is None else self.began + self.given - now

    def need(self, now: float) -> Need:
        total = sum(self.chunks)
        if self.began is None:
            return Need(1.0, total, FIRST)
        grain = min(max(self.given, SECOND), GRAIN)
        return Need(max(0.0, self.spare(now)), max(0.0, total - self.given), grain)


class Cluster:
    """Copies of the model behind one door.

    Args:
        copies: at first; with `most` above it their number follows the work that waits.
    """

    def __init__(
        self, world: simpy.Environment, machine: Machine, copies: int, most: int = 0
    ) -> None:
        self.world = world
        self.machine = machine
        self.most = max(copies, most)
        self.engine = simpy.PriorityResource(world, capacity=copies)
        self.streams: list[Stream] = []
        self.outcome = Outcome(copies=[(0.0, copies)])
        self._asked = copies
        if self.most > copies:
            world.process(self._scale())

    def listen(self, chunks: list[float]) -> Generator[Any, Any, None]:
        """One listener from arrival to end."""
        world, came = self.world, self.world.now
        total = sum(chunks)
        while True:
            pace = self.machine.pace / self.engine.capacity
            needs = [stream.need(world.now) for stream in self.streams]
            needed = wait(needs, total, pace)
            if not needed:
                break
            if needed > LONGEST_WAIT or world.now - came > LONGEST_WAIT:
                self.outcome.refused += 1
                return
            yield world.timeout(min(0.25, needed))
        stream = Stream(chunks)
        self.streams.append(stream)
        yield world.timeout(self.machine.reading)
        window = simpy.Resource(world, capacity=AHEAD * self.engine.capacity)
        runs = []
        planned = 0.0
        for seconds in chunks:
            slot = window.request()
            yield slot
            runs.append(world.process(self._run(stream, seconds, planned, window, slot)))
            planned += seconds
            if len(runs) == 1:
                yield runs[0]
                stream.began = world.now
                self.outcome.ttfa.append(world.now - came)
                stream.given += seconds
            else:
                world.process(self._give(stream, runs[-2:], seconds))
        yield world.all_of(runs)
        self.streams.remove(stream)

    def _run(
        self, stream: Stream, seconds: float, planned: float, window: Any, slot: Any
    ) -> Generator[Any, Any, None]:
        began = self.world.now if stream.began is None else stream.began
        with self.engine.request(priority=began + planned) as turn:
            yield turn
            yield self.world.timeout(self.machine.base + self.machine.pace * seconds)
        window.release(slot)

    def _give(self, stream: Stream, runs: list[Any], seconds: float) -> Generator[Any, Any, None]:
        """In order: a chunk is heard when it and the one before it are there."""
        yield self.world.all_of(runs)
        if stream.spare(self.world.now) < -0.02:
            self.outcome.stalled += 1
            stream.began = self.world.now - stream.given  # it plays on from here
        stream.given += seconds

    def _scale(self) -> Generator[Any, Any, None]:
        """Ray Serve's rule: as many copies as chunks wait and run, over the target for each."""
        target, delay = 1.5, 5.0
        while True:
            yield self.world.timeout(delay)
            ongoing = len(self.engine.queue) + self.engine.count
            wanted = min(self.most, max(1, round(ongoing / target)))
            if wanted > self._asked:
                self.world.process(self._add(wanted - self._asked))
                self._asked = wanted

    def _add(self, count: int) -> Generator[Any, Any, None]:
        yield self.world.timeout(self.machine.start)
        self.engine._capacity += count  # SimPy resources grow only so
        self.engine._trigger_put(None)
        self.outcome.copies.append((self.world.now, self.engine.capacity))


def simulate(
    people: list[Arrival],
    planned: Callable[[str], list[float]],
    machine: Machine,
    copies: int,
    most: int = 0,
) -> Outcome:
    """What these people meet."""
    world = simpy.Environment()
    cluster = Cluster(world, machine, copies, most)

    def come() -> Generator[Any, Any, None]:
        for each in people:
            yield world.timeout(each.at - world.now)
            world.process(cluster.listen(planned(each.text)))

    world.process(come())
    world.run(until=people[-1].at + 300 if people else 1)
    return cluster.outcome


def validate() -> dict[str, Any]:
    """The real cluster's load levels, once more in simulation."""
    measured = json.loads((RESULTS / "cluster.json").read_text("utf-8"))["load"]
    copies = measured["copies"]
    machine = Machine(pace=copies / measured["capacity_audio_seconds_a_second"])
    reader = Reader()
    levels = []
    for level in measured["levels"]:
        people = arrivals(level["rate"], measured["seconds"], seed=round(100 * level["load"]))
        found = simulate(people, lambda text: chunk_seconds(text, reader), machine, copies)
        simulated = found.summary()
        off = simulated["ttfa_p95"] / level["ttfa_p95"] - 1
        levels.append(
            {
                "load": level["load"],
                "measured": {k: level[k] for k in ("ttfa_p50", "ttfa_p95", "refusal_rate")},
                "simulated": simulated,
                "ttfa_p95_off": round(off, 3),
                "refusal_rate_off": round(simulated["refusal_rate"] - level["refusal_rate"], 3),
                "within": abs(off) <= TOLERANCE,
            }
        )
    return {"machine": {"pace": round(machine.pace, 4), "base": machine.base}, "levels": levels}


def scale(pace: float) -> dict[str, Any]:
    """Streams that one copy bears, how that grows with copies, and a wave of listeners."""
    reader = Reader()
    texts = {n: chunk_seconds(" ".join(SENTENCES[:n]), reader) for n in set(LENGTHS)}
    chance = random.Random(1)  # noqa: S311 - no secret

    def planned(_: str) -> list[float]:
        return texts[chance.choice(LENGTHS)]

    machine = Machine(pace)
    mean = sum(sum(texts[n]) for n in LENGTHS) / len(LENGTHS)
    cells = []
    for copies in (1, 2, 4, 8, 16, 32, 64):
        rate = 0.8 * copies / (pace * mean)
        people = arrivals(rate, 600 if copies < 16 else 200, seed=copies)
        found = simulate(people, planned, machine, copies).summary()
        listening = rate * (1 - found["refusal_rate"]) * mean
        cells.append({"copies": copies, "rate": round(rate, 3), "listening": round(listening, 1)})
        cells[-1] |= found
    wave = arrivals(0.5 / (pace * mean), 120, seed=7) + [
        Arrival(120 + each.at, each.text) for each in arrivals(8 / (pace * mean), 480, seed=8)
    ]
    surge = simulate(wave, planned, machine, copies=1, most=16)
    best = max(cells, key=lambda cell: cell["listening"] / cell["copies"])
    a_copy = best["listening"] / best["copies"]
    return {
        "pace": pace,
        "mean_text_seconds": round(mean, 2),
        "cells": cells,
        "surge": surge.summary() | {"copies": [[round(at), n] for at, n in surge.copies]},
        "listeners_a_copy": round(a_copy, 2),
        "copies_for": {f"{n:,}": round(n / a_copy) for n in (1_000, 10_000, 100_000, 1_000_000)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["validate", "scale"])
    parser.add_argument("--pace", type=float, default=0.35, help="s of computing a s of audio")
    arguments = parser.parse_args()
    path = RESULTS / "simulation.json"
    result = json.loads(path.read_text("utf-8")) if path.exists() else {}
    result[arguments.part] = validate() if arguments.part == "validate" else scale(arguments.pace)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result[arguments.part], indent=1))


if __name__ == "__main__":
    main()
