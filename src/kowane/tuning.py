"""Settings → which way of running the model is fastest here and sounds right: `kowane tune`.

First every variant and every provider with all cores for one run; then, for the best of them, other
divisions of the cores. Sessions of the baseline (the untouched model on the CPU) and of one
candidate are open at a time. Knows no terminal: progress is told to a function.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kowane import build
from kowane.acoustic import layers, profiles
from kowane.acoustic.hardware import HardwareProfile, probe, threads
from kowane.acoustic.memory import give_back
from kowane.acoustic.offload import Offload, read_offload
from kowane.acoustic.passages import PASSAGES, TIMED, Passage
from kowane.acoustic.plan import SessionPlan, plan_for
from kowane.acoustic.preparation import prepare
from kowane.acoustic.profiles import Goal, TunedProfile
from kowane.acoustic.providers import plans
from kowane.acoustic.quality import Check, Verdict
from kowane.acoustic.tune import ROUNDS, Candidate, Runner, Trial, try_candidate, winner
from kowane.acoustic.variants import DEQUANTISED, OFFICIAL, VARIANTS, Variant
from kowane.errors import ModelError
from kowane.settings import Settings
from kowane.speech import ModelOutput, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

Tell = Callable[[str], None]

BASELINE = OFFICIAL
REFERENCE = DEQUANTISED
"""Whose sound is right: the official weights, computed in float."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What a tuning has found.

    Attributes:
        host: where.
        goal: for what.
        trials: all candidates, in the order of their trial.
        best: the winner; None if nothing may be used but the untouched model.
        profile: what is stored; None if there is no winner.
        path: where it is stored; None if it is not.
    """

    host: HardwareProfile
    goal: Goal
    trials: tuple[Trial, ...]
    best: Trial | None
    profile: TunedProfile | None
    path: Path | None


def tune(
    settings: Settings,
    *,
    goal: Goal = "latency",
    rounds: int = ROUNDS,
    variants: Sequence[Variant] = VARIANTS,
    passages: Sequence[Passage] = PASSAGES,
    timed: Sequence[Passage] = TIMED,
    keep: bool = True,
    tell: Tell = lambda _: None,
) -> Tuning:
    """Measure, judge, choose and store.

    Args:
        goal: what the winner is to be best at: one stream, or several at once.
        rounds: of each measurement, ≥ 1.
        variants: those to try; the reference is used and not tried.
        passages, timed: what is judged and what is timed.
        keep: store the winner for `serve` and `say`.
        tell: told what is being done, a line at a time.

    Raises:
        AssetError, ModelError: the untouched model itself cannot be prepared or run.
    """
    bench = _Bench(settings, rounds, tell)
    host = probe()
    plan = plan_for(host, threads_wanted=settings.threads or None)
    baseline = Candidate(BASELINE, plan)
    voices = build.voices(settings)
    bench.timed = _chunks(voices, timed)
    tell(f"Rendering {len(passages)} passages with the reference, {REFERENCE.name}")
    with bench.open(Candidate(REFERENCE, plan)) as (reference, *_):
        bench.references = [(chunk, reference.run(chunk)) for chunk in _chunks(voices, passages)]
    tried = [each for each in variants if each != REFERENCE and each.suits(host)]
    first = [Candidate(each, plan) for each in tried]
    elsewhere = plans(plan, host, bench.available)
    first += [Candidate(each, other) for other in elsewhere for each in (REFERENCE, *tried)]
    trials = bench.run(first, baseline)
    best = winner(trials)
    if best is not None:
        trials += bench.run(divisions(best.candidate, threads(host)), baseline, trials)
        singles = [each for each in trials if each.candidate.plan.sessions == 1]
        many = goal == "throughput"
        best = winner(trials if many else singles, throughput=many)
    profile = path = None
    if best is not None:
        profile = _profile(best, host, bench, goal)
        if keep:
            path = profiles.store(profile, build.profiles_dir(settings))
    return Tuning(host, goal, tuple(trials), best, profile, path)


def divisions(candidate: Candidate, cores: int) -> list[Candidate]:
    """The same with the cores divided otherwise: fewer threads for one run, and several runs.

    Only on the CPU: elsewhere the device decides.
    """
    plan = candidate.plan
    if plan.provider != SessionPlan().provider:
        return []
    counts = [count for count in (1, 2, 4, 8, 16, 32) if count < plan.intra_threads]
    found = [replace(plan, intra_threads=count) for count in counts]
    found += [
        replace(plan, sessions=sessions, intra_threads=cores // sessions)
        for sessions in (2, 4, 8)
        if cores // sessions >= 1
    ]
    return [Candidate(candidate.variant, each) for each in found]


class _Bench:
    """Opens sessions and tries candidates, with what all trials have in common."""

    def __init__(self, settings: Settings, rounds: int, tell: Tell) -> None:
        from kowane.acoustic.session import available_providers, runtime_version

        self._directory = build.prepared_dir(settings)
        self._rounds = rounds
        self._tell = tell
        self.source, self.digest = build.model_file(settings)
        self.runtime = runtime_version()
        self.available = available_providers()
        self.references: list[tuple[TokenChunk, ModelOutput]] = []
        self.timed: list[TokenChunk] = []

    @contextmanager
    def open(self, candidate: Candidate) -> Iterator[Sequence[Runner]]:
        """The candidate's sessions; its model is prepared if that was not done before."""
        from kowane.acoustic.session import AcousticModel

        path = self._prepared(candidate.variant)
        plan = candidate.plan
        sessions = [AcousticModel.load(path, plan) for _ in range(plan.sessions)]
        try:
            yield sessions
        finally:
            sessions.clear()
            give_back()

    def run(
        self, candidates: Sequence[Candidate], baseline: Candidate, before: Sequence[Trial] = ()
    ) -> list[Trial]:
        """Try them in order."""
        trials: list[Trial] = []
        with self.open(baseline) as sessions:
            for number, candidate in enumerate(candidates, 1):
                self._tell(f"Trying {number} of {len(candidates)}: {candidate}")
                trials.append(
                    try_candidate(
                        candidate,
                        sessions,
                        self.references,
                        self.timed,
                        self.open,
                        rounds=self._rounds,
                        verdict=_known(candidate, [*before, *trials]),
                        profile=self._offload,
                        inner=self._layers,
                        control=candidate == baseline,
                    )
                )
        return trials

    def _prepared(self, variant: Variant) -> Path:
        return prepare(
            self.source,
            digest=self.digest,
            cache_dir=self._directory,
            runtime=self.runtime,
            variant=variant,
        ).path

    def _layers(self, candidate: Candidate) -> list[Check]:
        """Where within the graph the candidate leaves the reference, by one short run of both."""
        from kowane.acoustic.session import run_layers

        paths = [self._prepared(variant) for variant in (REFERENCE, candidate.variant)]
        shared = layers.layers_in(*paths)
        if not shared:
            return []
        plans = (SessionPlan(intra_threads=candidate.plan.intra_threads), candidate.plan)
        tensors = [layer.tensor for layer in shared]
        values = []
        for path, plan in zip(paths, plans, strict=True):
            with TemporaryDirectory(prefix="kowane-layers") as directory:
                exposed = layers.expose(path, shared, Path(directory) / "model.onnx")
                try:
                    values.append(run_layers(exposed, plan, self.timed[0], tensors))
                except ModelError as error:  # more outputs can be too much for a provider
                    self._tell(f"Its inner layers cannot be looked at: {error}")
                    return []
        drifts = layers.drifts(values[0], values[1], shared)
        return [layers.check(drifts)] if drifts else []

    def _offload(self, candidate: Candidate) -> Offload:
        from kowane.acoustic.session import profile_run

        path = self._prepared(candidate.variant)
        return read_offload(profile_run(path, candidate.plan, self.timed[0]))


def _known(candidate: Candidate, trials: Sequence[Trial]) -> Verdict | None:
    return next(
        (each.verdict for each in trials if each.verdict and candidate.sounds_like(each.candidate)),
        None,
    )


def _chunks(voices: Voices, passages: Sequence[Passage]) -> list[TokenChunk]:
    return [
        TokenChunk(
            input_ids(each.symbols), style_row(voices.resolve(each.voice).pack, len(each.symbols))
        )
        for each in passages
    ]


def _profile(best: Trial, host: HardwareProfile, bench: _Bench, goal: Goal) -> TunedProfile:
    assert best.speed is not None  # noqa: S101 - for the type checker; winners have been measured
    plan, speed = best.candidate.plan, best.speed
    return TunedProfile(
        fingerprint=profiles.fingerprint(host),
        host=profiles.described(host),
        digest=bench.digest,
        runtime=bench.runtime,
        kowane=importlib.metadata.version("kowane"),
        variant=best.candidate.variant.name,
        recipe=best.candidate.variant.recipe,
        provider=plan.provider,
        provider_options=dict(plan.provider_options),
        threads=plan.intra_threads,
        sessions=plan.sessions,
        goal=goal,
        speedup=round(speed.speedup, 3),
        low=round(speed.low, 3),
        high=round(speed.high, 3),
        rtf=round(speed.rtf[-1], 4),
        throughput=round(speed.throughput, 3),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
