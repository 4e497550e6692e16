"""Measuring with a clock that only the runs move, so that every number is known beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from tests.recorded import recorded

from kowane.acoustic.offload import Offload, read_offload
from kowane.acoustic.plan import CPU, SessionPlan
from kowane.acoustic.tune import Candidate, Runner, Trial, measure, try_candidate, winner
from kowane.acoustic.variants import DEQUANTISED, FLOAT, OFFICIAL
from kowane.errors import ModelError, ProviderFailed
from kowane.speech import SAMPLE_RATE, ModelOutput, TokenChunk

SAID = recorded()
CHUNKS = [
    TokenChunk(np.zeros(len(output.durations), np.int64), np.zeros(256, np.float32))
    for output in SAID
]
REFERENCES = list(zip(CHUNKS, SAID, strict=True))
GPU = "FakeExecutionProvider"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeSession:
    """Says what was recorded, and takes `rtf` s for each second of it, by text if it is a list."""

    def __init__(self, clock: Clock, rtf: float | list[float], damage: float = 1.0) -> None:
        self.clock = clock
        self.rtf = [rtf] * len(SAID) if isinstance(rtf, float) else rtf
        self.damage = damage
        self.runs = 0

    def run(self, chunk: TokenChunk) -> ModelOutput:
        (index,) = (i for i, each in enumerate(CHUNKS) if each is chunk)
        self.runs += 1
        said = SAID[index]
        # The machine gets slower and slower: a measurement must not mind.
        drift = 1 + self.clock.now / 100
        self.clock.now += self.rtf[index] * drift * len(said.waveform) / SAMPLE_RATE
        return ModelOutput(said.waveform * np.float32(self.damage), said.durations)


def trial(
    ours: float | list[float],
    *,
    theirs: float = 1.0,
    damage: float = 1.0,
    provider: str = CPU,
    offload: Offload | None = None,
    error: Exception | None = None,
) -> Trial:
    clock = Clock()
    candidate = Candidate(FLOAT, SessionPlan(provider=provider))

    @contextmanager
    def open_(_: Candidate) -> Iterator[Sequence[Runner]]:
        if error is not None:
            raise error
        yield [FakeSession(clock, ours, damage)]

    def profile(_: Candidate) -> Offload:
        assert offload is not None
        return offload

    baseline = [FakeSession(clock, theirs)]
    return try_candidate(
        candidate, baseline, REFERENCES, CHUNKS, open_, rounds=6, profile=profile, clock=clock
    )


def test_the_speed_is_told_against_the_baseline_whatever_else_the_machine_does() -> None:
    found = trial(0.5)
    assert found.refused == ""
    assert found.speed is not None
    assert found.speed.speedup == pytest.approx(2, rel=0.02)
    assert found.speed.low <= found.speed.speedup <= found.speed.high
    assert found.speed.high - found.speed.low < 0.1
    assert all(ratio == pytest.approx(2, rel=0.03) for ratio in found.speed.by_text)


def test_a_candidate_that_sounds_wrong_is_refused_and_not_measured() -> None:
    found = trial(0.1, damage=0.5)
    assert found.speed is None
    assert found.refused.startswith("quality gate failed")
    assert "loudness 6.02" in found.refused
    assert found.verdict is not None
    assert not found.verdict.passed


def test_a_candidate_that_is_slower_on_one_text_is_refused() -> None:
    found = trial([0.3, 0.3, 1.5])
    assert found.speed is not None
    assert found.speed.speedup > 1
    assert "slower than the untouched model on a text" in found.refused


def test_a_candidate_that_cannot_be_opened_is_refused_with_the_reason() -> None:
    found = trial(0.5, error=ProviderFailed("There is no driver."))
    assert found.refused == "There is no driver."
    assert winner([found]) is None


def test_a_provider_that_takes_a_part_of_the_graph_and_is_slower_is_refused() -> None:
    offload = Offload({GPU: 3, CPU: 900}, {GPU: 0.2, CPU: 0.8})
    found = trial(1.2, provider=GPU, offload=offload)
    assert "no faster than the untouched model" in found.refused
    assert "20% of the work" in found.refused
    assert found.offload == offload


def test_a_provider_that_takes_a_part_of_the_graph_and_is_faster_may_be_used() -> None:
    offload = Offload({GPU: 3, CPU: 900}, {GPU: 0.8, CPU: 0.2})
    assert trial(0.5, provider=GPU, offload=offload).refused == ""


def test_all_sessions_are_warmed_up_and_work_at_once_for_the_throughput() -> None:
    clock = Clock()
    sessions = [FakeSession(clock, 0.5) for _ in range(3)]
    speed = measure(sessions, [FakeSession(clock, 1.0)], CHUNKS, rounds=2, clock=clock)
    assert [session.runs for session in sessions[1:]] == [3 + 2, 3 + 2]
    assert speed.throughput > 0


def test_the_fastest_that_may_be_used_wins() -> None:
    slow, fast, wrong = trial(0.8), trial(0.4), trial(0.1, damage=0.5)
    assert winner([slow, fast, wrong]) is fast
    assert winner([wrong]) is None
    assert winner([]) is None


def test_of_two_that_are_alike_the_first_wins() -> None:
    first, second = trial(0.5), trial(0.498)
    assert winner([first, second]) is first


def test_for_throughput_the_one_that_says_most_a_second_wins() -> None:
    quick, wide = trial(0.4), trial(0.5)
    assert wide.speed is not None
    wide = replace(wide, speed=replace(wide.speed, throughput=100.0))
    assert winner([quick, wide], throughput=True) is wide
    assert winner([quick, wide]) is quick


def test_threads_and_sessions_change_no_sound_but_recipe_and_provider_do() -> None:
    plan = SessionPlan()
    one = Candidate(OFFICIAL, plan)
    assert one.sounds_like(Candidate(OFFICIAL, replace(plan, intra_threads=4, sessions=2)))
    assert not one.sounds_like(Candidate(DEQUANTISED, plan))
    assert not one.sounds_like(Candidate(OFFICIAL, replace(plan, provider=GPU)))
    assert not one.sounds_like(Candidate(OFFICIAL, replace(plan, provider_options={"a": "b"})))


def test_a_known_verdict_is_not_asked_for_again() -> None:
    clock = Clock()
    session = FakeSession(clock, 0.5)

    @contextmanager
    def open_(_: Candidate) -> Iterator[Sequence[Runner]]:
        yield [session]

    verdict = trial(0.5).verdict
    try_candidate(
        Candidate(FLOAT, SessionPlan()),
        [FakeSession(clock, 1.0)],
        REFERENCES,
        CHUNKS,
        open_,
        rounds=1,
        verdict=verdict,
        clock=clock,
    )
    assert session.runs == 3 + 3 + 1  # warm-up, one stream, all at once


def test_a_profile_tells_who_did_how_much() -> None:
    events = [
        {"cat": "Session", "name": "model_run", "dur": 9},
        {"cat": "Node", "name": "fused", "dur": 750_000, "args": {"provider": GPU}},
        {"cat": "Node", "name": "a", "dur": 150_000, "args": {"provider": CPU}},
        {"cat": "Node", "name": "b", "dur": 100_000, "args": {"provider": CPU}},
    ]
    text = json.dumps(events)
    offload = read_offload(text)
    assert offload.nodes == {GPU: 1, CPU: 2}
    assert offload.share(GPU) == pytest.approx(0.75)
    assert offload.partial(GPU)
    assert not offload.partial(CPU)
    assert not Offload({GPU: 1}, {GPU: 1.0}).partial(GPU)
    assert Offload({}, {}).share(GPU) == 0


@pytest.mark.parametrize("text", ["", "[1]", '[{"cat": "Node", "args": {"provider": "X"}}]'])
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        read_offload(text)
