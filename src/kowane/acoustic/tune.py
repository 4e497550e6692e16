"""Candidates and a baseline → how fast each is, with its uncertainty, and whether it sounds right.

A candidate is measured against the baseline in turns, round by round, so that whatever else the
machine does falls on both; what counts is the ratio within a round, and its interval comes from
resampling the rounds (Efron's bootstrap). Each way of making the sound is judged by `quality`
against the reference. Knows no onnxruntime, no files and no voices: sessions are opened by whoever
calls, and anything that can `run` will do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kowane.acoustic.offload import Offload
from kowane.acoustic.plan import CPU, SessionPlan
from kowane.acoustic.quality import Check, Verdict, judge
from kowane.acoustic.variants import Variant
from kowane.errors import KowaneError
from kowane.speech import SAMPLE_RATE, ModelOutput, TokenChunk

ROUNDS = 7
"""Rounds of a measurement: the least with which the interval of a median says something."""

RESAMPLES = 2000

SLOWER = 1.05
"""A length of text that costs this much of the baseline's time, beyond doubt, is a refusal."""

WORTH = 0.02
"""A candidate must be this much faster than one before it in the list to be preferred."""


class Runner(Protocol):
    """One session."""

    def run(self, chunk: TokenChunk) -> ModelOutput: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to run the model."""

    variant: Variant
    plan: SessionPlan

    def __str__(self) -> str:
        plan = self.plan
        options = ", ".join(f"{name}={value}" for name, value in plan.provider_options.items())
        where = plan.provider.removesuffix("ExecutionProvider") + (
            f" ({options})" if options else ""
        )
        return f"{self.variant.name}, {where}, {plan.sessions} × {plan.intra_threads} threads"

    def sounds_like(self, other: Candidate) -> bool:
        """Whether both give the same sound: threads and sessions change no sample."""
        return (
            self.variant.recipe == other.variant.recipe
            and self.plan.provider == other.plan.provider
            and self.plan.provider_options == other.plan.provider_options
        )


Open = Callable[[Candidate], AbstractContextManager[Sequence[Runner]]]
"""Opens a candidate's sessions."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a candidate is.

    Attributes:
        rtf: compute s ÷ audio s of each text, one stream, medians of the rounds.
        speedup: times the baseline's speed, one stream, over all texts.
        low, high: its 95 % interval.
        by_text: times the baseline's speed, by text.
        by_text_high: the upper end of its 95 % interval, by text.
        throughput: audio s per s with every session at work, median.
    """

    rtf: tuple[float, ...]
    speedup: float
    low: float
    high: float
    by_text: tuple[float, ...]
    by_text_high: tuple[float, ...]
    throughput: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a candidate.

    Attributes:
        speed: None if it could not be run.
        verdict: of the gate; None if it did not come to that.
        offload: who did how much of the graph; None on the CPU.
        refused: why it is not to be used; "" if it may be.
    """

    candidate: Candidate
    speed: Speed | None = None
    verdict: Verdict | None = None
    offload: Offload | None = None
    refused: str = ""


def try_candidate(
    candidate: Candidate,
    baseline: Sequence[Runner],
    references: Sequence[tuple[TokenChunk, ModelOutput]],
    timed: Sequence[TokenChunk],
    open_: Open,
    *,
    rounds: int = ROUNDS,
    verdict: Verdict | None = None,
    profile: Callable[[Candidate], Offload] | None = None,
    inner: Callable[[Candidate], Sequence[Check]] = lambda _: (),
    control: bool = False,
    clock: Callable[[], float] = time.perf_counter,
) -> Trial:
    """Judge a candidate, and if it sounds right, measure it.

    Args:
        baseline: sessions of what it is compared with, one stream.
        references: chunks and what the reference says of them.
        timed: chunks to measure with.
        verdict: of a candidate that sounds like this one; None has it judged.
        profile: tells who does how much of the graph; asked for other providers than the CPU.
        inner: checks of the inner layers, which count in the verdict.
        control: it is the baseline itself, measured against itself; never too slow.
        clock: monotonic, s.
    """
    offload = None
    try:
        with open_(candidate) as sessions:
            if verdict is None:
                pairs = [(said, sessions[0].run(chunk)) for chunk, said in references]
                verdict = judge(pairs, inner(candidate))
            if not verdict.passed:
                return Trial(candidate, None, verdict, None, f"quality gate {verdict}")
            if profile is not None and candidate.plan.provider != CPU:
                offload = profile(candidate)
            speed = measure(sessions, baseline, timed, rounds=rounds, clock=clock)
    except KowaneError as error:
        return Trial(candidate, None, verdict, offload, str(error))
    refused = "" if control else _refusal(candidate, speed, offload)
    return Trial(candidate, speed, verdict, offload, refused)


def measure(
    sessions: Sequence[Runner],
    baseline: Sequence[Runner],
    timed: Sequence[TokenChunk],
    *,
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> Speed:
    """Times of sessions and baseline in turns, after one run of everything to warm up."""
    ours, theirs = np.zeros((rounds, len(timed))), np.zeros((rounds, len(timed)))
    whole = np.zeros(rounds)
    for runner in (*sessions, baseline[0]):
        for chunk in timed:
            runner.run(chunk)
    with ThreadPoolExecutor(len(sessions)) as pool:
        for number in range(rounds):
            for column, chunk in enumerate(timed):
                turns = [(sessions[0], ours), (baseline[0], theirs)]
                for runner, table in turns if number % 2 else reversed(turns):
                    table[number, column] = _rtf(runner, chunk, clock)
            whole[number] = _throughput(sessions, timed[-1], pool, clock)
    ratios = np.log(theirs / ours)
    resampled = np.random.default_rng(0).integers(0, rounds, (RESAMPLES, rounds))
    medians = np.median(ratios[resampled], axis=1)
    low, high = np.exp(np.percentile(medians.mean(1), [2.5, 97.5]))
    return Speed(
        rtf=tuple(map(float, np.median(ours, axis=0))),
        speedup=float(np.exp(np.median(ratios, axis=0).mean())),
        low=float(low),
        high=float(high),
        by_text=tuple(map(float, np.exp(np.median(ratios, axis=0)))),
        by_text_high=tuple(map(float, np.exp(np.percentile(medians, 97.5, axis=0)))),
        throughput=float(np.median(whole)),
    )


def winner(trials: Sequence[Trial], *, throughput: bool = False) -> Trial | None:
    """The fastest that may be used; of two that are alike, the one that comes first.

    Args:
        throughput: go by audio s per s with all sessions at work instead of by one stream.
    """
    best: Trial | None = None
    most = 0.0
    for trial in trials:
        if trial.speed is None or trial.refused:
            continue
        merit = trial.speed.throughput if throughput else trial.speed.speedup
        if best is None or merit > (1 + WORTH) * most:
            best, most = trial, merit
    return best


def _refusal(candidate: Candidate, speed: Speed, offload: Offload | None) -> str:
    provider = candidate.plan.provider
    if provider != CPU and speed.low < 1:
        part = ""
        if offload is not None and offload.partial(provider):
            part = f" (it took {offload.share(provider):.0%} of the work, the CPU the rest)"
        return f"no faster than the untouched model on the CPU{part}"
    slow = [
        ratio
        for ratio, high in zip(speed.by_text, speed.by_text_high, strict=True)
        if ratio < 1 / SLOWER and high < 1
    ]
    if candidate.plan.sessions == 1 and slow:
        return f"slower than the untouched model on a text (× {min(slow):.2f})"
    return ""


def _rtf(runner: Runner, chunk: TokenChunk, clock: Callable[[], float]) -> float:
    began = clock()
    output = runner.run(chunk)
    return (clock() - began) / (len(output.waveform) / SAMPLE_RATE)


def _throughput(
    sessions: Sequence[Runner],
    chunk: TokenChunk,
    pool: ThreadPoolExecutor,
    clock: Callable[[], float],
) -> float:
    began = clock()
    outputs = list(pool.map(lambda session: session.run(chunk), sessions))
    return sum(len(output.waveform) for output in outputs) / SAMPLE_RATE / (clock() - began)
