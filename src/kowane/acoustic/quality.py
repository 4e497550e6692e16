"""Two renderings of the same chunks → a verdict: would anybody hear which is which?

The gate that a variant of the model must pass before a host may run it. It compares the candidate's
output with the reference's (the official weights in float): durations, long-term spectrum and its
spread over time, loudness, clipping, noise, pitch, onsets, holes and clicks, and where given the
inner layers (`layers`). Waveform SNR is not among them: Kokoro's harmonic source integrates its
phase, so that a change of kernel order, which nobody hears, moves every sample by a per cent.

It is a quick check that needs nothing but numpy. It cannot tell whether a voice is pleasant or a
word is understood; what is shipped has passed a judge with MOS and recognition models as well
(docs/performance/quality.md). How the limits were found: docs/performance/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kowane.acoustic import measures
from kowane.acoustic.measures import Array
from kowane.errors import ModelError
from kowane.speech import FRAME_SAMPLES, ModelOutput


class Limit(NamedTuple):
    """What one measure may reach.

    Attributes:
        name, unit: of the measure; values are ≥ 0, and 0 is "no difference".
        mean: most for the mean over all pairs.
        worst: most for any pair.
        means: what is measured, for tables and docs.
    """

    name: str
    unit: str
    mean: float
    worst: float
    means: str


LIMITS: tuple[Limit, ...] = (
    Limit("durations", "frames", 1.0, 1.0, "largest difference of one symbol's duration"),
    Limit("samples", "", 0.0, 0.0, "samples more or fewer than the durations make"),
    Limit("not finite", "", 0.0, 0.0, "samples that are no numbers"),
    Limit("spectrum", "dB", 0.5, 1.0, "long-term spectrum over 80 mel bands, RMS, level apart"),
    Limit("spread", "dB", 0.5, 1.0, "standard deviation of each band over time, RMS"),
    Limit("loudness", "LU", 0.25, 0.6, "integrated loudness"),
    Limit("clipping", "", 1.0, 4.0, "more samples in flat tops"),
    Limit("full scale", "‰", 0.2, 1.0, "more samples at or beyond full scale"),
    Limit("noise", "dB", 2.0, 6.0, "level of the quietest tenth of the frames"),
    Limit("detail", "dB", 0.6, 1.5, "median level of what lies 40 to 75 dB below the loudest"),
    Limit("pitch", "cents", 6.0, 15.0, "median of F0 where both are voiced"),
    Limit("pitch spread", "cents", 40.0, 80.0, "RMS of F0, octave errors apart"),
    Limit("voicing", "%", 6.0, 12.0, "frames voiced in one and not in the other"),
    Limit("onsets", "%", 8.0, 25.0, "onsets in four bands without a partner within 30 ms"),
    Limit("holes", "", 0.5, 2.0, "stretches of 5 ms that fell by 6 dB amid speech"),
    Limit("clicks", "", 1.0, 3.0, "more samples where the waveform breaks"),
)
"""The gate. Found by known damage and harmless changes; the first, the spectrum's and the spread's
are those of the quality harness that judges what is shipped."""


@dataclass(frozen=True, slots=True)
class Check:
    """One measure against its limit.

    Attributes:
        name, unit: of the measure.
        mean, worst: over the pairs.
        mean_limit, worst_limit: what they may reach.
        where: what was worst: the number of the pair, or a layer's name.
    """

    name: str
    unit: str
    mean: float
    worst: float
    mean_limit: float
    worst_limit: float
    where: str = ""

    @property
    def passed(self) -> bool:
        return self.mean <= self.mean_limit and self.worst <= self.worst_limit


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says.

    Attributes:
        checks: one for each measure.
        pairs: how many renderings were compared, ≥ 1.
    """

    checks: tuple[Check, ...]
    pairs: int

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        """The measures that are beyond their limits."""
        return tuple(check for check in self.checks if not check.passed)

    def __str__(self) -> str:
        if self.passed:
            return "passed"
        return "failed: " + ", ".join(
            f"{c.name} {c.mean:.2f} (worst {c.worst:.2f}) {c.unit}".rstrip() for c in self.failures
        )


def judge(
    pairs: Sequence[tuple[ModelOutput, ModelOutput]], further: Sequence[Check] = ()
) -> Verdict:
    """The verdict over renderings of the same chunks, (reference, candidate); at least one.

    Args:
        further: checks made elsewhere that count as well, those of inner layers for example.

    Raises:
        ModelError: no pairs, or outputs for different chunks.
    """
    if not pairs:
        raise ModelError("There is nothing to compare.", remedy="Render at least one chunk.")
    found = [compare(reference, candidate) for reference, candidate in pairs]
    checks = []
    for limit in LIMITS:
        values = [each[limit.name] for each in found]
        worst = int(np.argmax(values))
        checks.append(
            Check(
                limit.name,
                limit.unit,
                float(np.mean(values)),
                values[worst],
                limit.mean,
                limit.worst,
                str(worst),
            )
        )
    return Verdict((*checks, *further), len(pairs))


def compare(reference: ModelOutput, candidate: ModelOutput) -> Mapping[str, float]:
    """Every measure of LIMITS for one pair, by name.

    Where durations differ by a frame, frames are paired symbol by symbol, so that nothing after
    the difference is compared with what was said before it.

    Raises:
        ModelError: they have different numbers of positions.
    """
    if len(reference.durations) != len(candidate.durations):
        raise ModelError(
            f"Outputs for {len(reference.durations)} and {len(candidate.durations)} positions "
            "cannot be compared.",
            remedy="Render the same chunk with both.",
        )
    ours = np.nan_to_num(reference.waveform, posinf=0.0, neginf=0.0)
    theirs = np.nan_to_num(candidate.waveform, posinf=0.0, neginf=0.0)
    was, now = measures.mel_levels(ours), measures.mel_levels(theirs)
    rows = partners(reference.durations, candidate.durations, len(was), len(now), measures.HOP)
    difference = np.abs(candidate.durations - reference.durations)
    expected = int(candidate.durations.sum()) * FRAME_SAMPLES
    return {
        "durations": float(difference.max(initial=0)),
        "samples": float(abs(len(candidate.waveform) - expected)),
        "not finite": float((~np.isfinite(candidate.waveform)).sum()),
        **_tone(was, now, rows),
        "loudness": abs(measures.loudness(theirs) - measures.loudness(ours)),
        "clipping": float(max(0, measures.flat_tops(theirs) - measures.flat_tops(ours))),
        "full scale": max(0.0, _full_scale(theirs) - _full_scale(ours)),
        **_pitch(measures.pitch(ours), measures.pitch(theirs), rows),
        "onsets": _onsets(was, now, rows),
        "holes": _holes(reference, candidate),
        "clicks": float(max(0, measures.clicks(theirs) - measures.clicks(ours))),
    }


def partners(
    was: NDArray[np.int64], now: NDArray[np.int64], frames: int, others: int, hop: int
) -> NDArray[np.int64]:
    """For each of the reference's frames the candidate's that says the same, (frames,).

    Args:
        was, now: durations of both.
        frames, others: how many frames each has, of `hop` samples.
    """
    before, after = (np.cumsum(np.pad(each, (1, 0))) * (FRAME_SAMPLES / hop) for each in (was, now))
    # Not rint, which rounds halves to even: 2.5, 3.5, 4.5 would pair with 2, 4, 4.
    at = np.floor(np.interp(np.arange(frames), before, after) + 0.5).astype(np.int64)
    inside: NDArray[np.int64] = np.clip(at, 0, max(0, others - 1))
    return inside


def _tone(was: Array, now: Array, rows: NDArray[np.int64]) -> dict[str, float]:
    top = was.max(initial=measures.FLOOR)
    loud_was, loud_now = (_audible(levels, top) for levels in (was, now))
    tilt = loud_now.mean(0) - loud_was.mean(0)
    quiet_was, quiet_now = (
        np.sort(levels.mean(1))[: max(1, len(levels) // 10)] for levels in (was, now)
    )
    faint = (was < top - 40) & (was > top - 75)
    change = (now[rows] - was)[faint]
    return {
        "spectrum": _rms(tilt - np.median(tilt)),
        "spread": _rms(loud_now.std(0) - loud_was.std(0)),
        "noise": abs(float(quiet_now.mean() - quiet_was.mean())),
        "detail": abs(float(np.median(change))) if change.size else 0.0,
    }


def _audible(levels: Array, top: float) -> Array:
    """The frames within 35 dB of the loudest band of all, nothing in them below 60 dB under it."""
    heard = np.maximum(levels, top - 60)
    loud = heard[heard.max(axis=1, initial=measures.FLOOR) > top - 35]
    return loud if len(loud) else heard


def _pitch(was: Array, now: Array, rows: NDArray[np.int64]) -> dict[str, float]:
    count = min(len(was), len(rows))
    was, now = was[:count], now[np.minimum(rows[:count], len(now) - 1)]
    both = (was > 0) & (now > 0)
    cents = 1200 * np.log2(now[both] / was[both])
    near = cents[np.abs(cents) < 600]
    return {
        "pitch": abs(float(np.median(cents))) if len(cents) else 0.0,
        "pitch spread": _rms(near),
        "voicing": 100 * float(((was > 0) != (now > 0)).mean()) if count else 0.0,
    }


def _onsets(was: Array, now: Array, rows: NDArray[np.int64]) -> float:
    ours, theirs = measures.onsets(was), measures.onsets(now)[rows]
    alone = _without_partner(ours, theirs) + _without_partner(theirs, ours)
    return 100 * alone / max(1, int(ours.sum() + theirs.sum()))


def _without_partner(ours: NDArray[np.bool_], theirs: NDArray[np.bool_], reach: int = 3) -> int:
    near = np.zeros_like(theirs)
    padded = np.pad(theirs, ((reach, reach), (0, 0)))
    for shift in range(2 * reach + 1):
        near |= padded[shift : shift + len(theirs)]
    return int((ours & ~near).sum())


def _holes(reference: ModelOutput, candidate: ModelOutput, reach: int = 3) -> float:
    """Stretches far below everything that the reference has within 15 ms, amid speech."""
    was, now = (measures.fine_levels(each.waveform) for each in (reference, candidate))
    if not len(was) or not len(now):
        return 0.0
    rows = partners(reference.durations, candidate.durations, len(was), len(now), measures.FINE_HOP)
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(was, reach, mode="edge"), 2 * reach + 1
    ).min(1)
    amid = around > np.percentile(was, 95) - 30
    return float((amid & (now[rows] < around - 6)).sum())


def _full_scale(waveform: Array | NDArray[np.float32]) -> float:
    """Samples at or beyond full scale, per thousand."""
    return 1000 * float((np.abs(waveform) >= 1).mean()) if len(waveform) else 0.0


def _rms(values: Array) -> float:
    return float(np.sqrt((values**2).mean())) if values.size else 0.0
