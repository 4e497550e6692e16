"""The gate hears known damage and passes what nobody hears."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.recorded import changed, recorded

from kowane.acoustic.quality import LIMITS, Check, compare, judge
from kowane.errors import ModelError
from kowane.speech import FRAME_SAMPLES, SAMPLE_RATE, ModelOutput, Samples

REFERENCES = recorded()


def noise(decibels: float) -> Callable[[Samples], Samples]:
    def add(samples: Samples) -> Samples:
        random = np.random.default_rng(5).normal(size=len(samples))
        return samples + random * np.sqrt((samples**2).mean()) * 10 ** (-decibels / 20)

    return add


def low_pass(hertz: float) -> Callable[[Samples], Samples]:
    def cut(samples: Samples) -> Samples:
        spectrum = np.fft.rfft(samples)
        spectrum[np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE) > hertz] = 0
        return np.fft.irfft(spectrum, len(samples))

    return cut


def bits(number: int) -> Callable[[Samples], Samples]:
    return lambda samples: np.round(samples * 2 ** (number - 1)) / 2 ** (number - 1)


def clip(decibels: float) -> Callable[[Samples], Samples]:
    def limit(samples: Samples) -> Samples:
        most = np.abs(samples).max() * 10 ** (-decibels / 20)
        return np.clip(samples, -most, most)

    return limit


def higher(cents: float) -> Callable[[Samples], Samples]:
    """Sample-rate trick: all frequencies times 2^(cents / 1200), the length kept."""

    def shift(samples: Samples) -> Samples:
        at = np.arange(len(samples)) * 2 ** (cents / 1200) % (len(samples) - 1)
        return np.interp(at, np.arange(len(samples)), samples)

    return shift


def holes(milliseconds: int) -> Callable[[Samples], Samples]:
    def punch(samples: Samples) -> Samples:
        pierced = samples.copy()
        for start in range(8000, len(samples), 12_000):
            pierced[start : start + milliseconds * SAMPLE_RATE // 1000] = 0
        return pierced

    return punch


def without(count: int) -> Callable[[Samples], Samples]:
    """Samples lost in places, the length made up at the end."""

    def lose(samples: Samples) -> Samples:
        lost = [i for start in range(7000, len(samples), 9000) for i in range(start, start + count)]
        kept = np.delete(samples, [i for i in lost if i < len(samples)])
        return np.pad(kept, (0, len(samples) - len(kept)))

    return lose


def verdict_of(change: Callable[[Samples], Samples]) -> set[str]:
    pairs = [(each, changed(each, change(each.waveform))) for each in REFERENCES]
    return {check.name for check in judge(pairs).failures}


@pytest.mark.parametrize(
    ("change", "heard_by"),
    [
        pytest.param(noise(20), "noise", id="noise 20 dB below"),
        pytest.param(noise(40), "noise", id="noise 40 dB below"),
        pytest.param(low_pass(4000), "spectrum", id="low-pass 4 kHz"),
        pytest.param(low_pass(7000), "spectrum", id="low-pass 7 kHz"),
        pytest.param(bits(8), "detail", id="re-quantised to 8 bits"),
        pytest.param(clip(1), "clipping", id="clipped by 1 dB"),
        pytest.param(clip(6), "clipping", id="clipped by 6 dB"),
        pytest.param(higher(30), "pitch", id="30 cents higher"),
        pytest.param(higher(-50), "pitch", id="50 cents lower"),
        pytest.param(holes(5), "clicks", id="holes of 5 ms"),
        pytest.param(holes(20), "holes", id="holes of 20 ms"),
        pytest.param(without(24), "clicks", id="a millisecond lost"),
        pytest.param(without(120), "clicks", id="5 ms lost"),
        pytest.param(lambda samples: samples * 1.1, "loudness", id="0.8 dB louder"),
        pytest.param(lambda samples: samples * 3, "full scale", id="beyond full scale"),
        pytest.param(lambda samples: samples[:-1], "samples", id="one sample short"),
        pytest.param(lambda samples: samples + np.nan, "not finite", id="no numbers"),
    ],
)
def test_known_damage_is_heard(change: Callable[[Samples], Samples], heard_by: str) -> None:
    assert heard_by in verdict_of(change)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda samples: samples, id="nothing"),
        pytest.param(bits(16), id="16 bits"),
        pytest.param(lambda samples: np.roll(samples, 24), id="a millisecond late"),
        pytest.param(lambda samples: samples * 1.01, id="0.1 dB louder"),
        pytest.param(lambda samples: -samples, id="upside down"),
    ],
)
def test_harmless_changes_pass(change: Callable[[Samples], Samples]) -> None:
    assert verdict_of(change) == set()


def test_another_order_of_sums_passes_though_the_waveform_is_another() -> None:
    pairs = list(zip(REFERENCES, recorded("rewritten"), strict=True))
    assert all(np.abs(a.waveform - b.waveform).max() > 0.01 for a, b in pairs)
    assert judge(pairs).failures == ()


def test_another_voice_does_not_pass() -> None:
    emma, siwis, _ = REFERENCES
    count = len(emma.durations)
    other = ModelOutput(siwis.waveform, siwis.durations[:count])
    assert not judge([(emma, other)]).passed


def test_a_symbol_a_frame_longer_passes_and_its_neighbours_are_not_blamed() -> None:
    reference = REFERENCES[0]
    durations = reference.durations.copy()
    durations[0] += 1
    later = np.concatenate([np.full(FRAME_SAMPLES, 1e-5), reference.waveform])
    longer = ModelOutput(later.astype(np.float32), durations)
    assert compare(reference, longer)["durations"] == 1
    assert judge([(reference, longer)]).failures == ()


def test_a_symbol_two_frames_longer_does_not_pass() -> None:
    reference = REFERENCES[0]
    durations = reference.durations.copy()
    durations[0] += 2
    later = np.concatenate([np.full(2 * FRAME_SAMPLES, 1e-5), reference.waveform])
    verdict = judge([(reference, ModelOutput(later.astype(np.float32), durations))])
    assert [check.name for check in verdict.failures] == ["durations"]


def test_a_verdict_has_every_measure_with_value_limit_and_place() -> None:
    quiet = changed(REFERENCES[1], REFERENCES[1].waveform * 0.5)
    verdict = judge([(REFERENCES[0], REFERENCES[0]), (REFERENCES[1], quiet)])
    assert [check.name for check in verdict.checks] == [limit.name for limit in LIMITS]
    (loudness,) = (check for check in verdict.checks if check.name == "loudness")
    assert loudness.worst == pytest.approx(6.02, abs=0.01)
    assert loudness.mean == pytest.approx(3.01, abs=0.01)
    assert (loudness.where, loudness.passed, verdict.pairs) == ("1", False, 2)
    assert "loudness 3.01 (worst 6.02) LU" in str(verdict)


def test_further_checks_count() -> None:
    same = [(REFERENCES[0], REFERENCES[0])]
    assert str(judge(same)) == "passed"
    broken = Check("layers", "%", 0.0, 90.0, 10.0, 20.0, "decoder")
    assert judge(same, [broken]).failures == (broken,)


def test_outputs_that_cannot_be_compared_are_refused() -> None:
    short = ModelOutput(REFERENCES[0].waveform, REFERENCES[0].durations[1:])
    with pytest.raises(ModelError, match="positions"):
        judge([(REFERENCES[0], short)])
    with pytest.raises(ModelError, match="nothing"):
        judge([])


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_the_shortest_outputs_are_judged(frames: int) -> None:
    durations = np.array([frames], np.int64)
    hum = REFERENCES[0].waveform[10_000 : 10_000 + frames * FRAME_SAMPLES]
    assert judge([(ModelOutput(hum, durations), ModelOutput(hum, durations))]).passed
