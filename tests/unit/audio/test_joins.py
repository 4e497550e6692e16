"""Model outputs are trimmed to the sound, joined with the asked pauses, and timed."""

import numpy as np
import pytest

from kowane.audio.joins import FADE, HEAD, SILENT, TAIL, Joiner, audible
from kowane.audio.limiter import CEILING
from kowane.errors import InferenceFailed
from kowane.speech import (
    FRAME_SAMPLES,
    SAMPLE_RATE,
    AudioChunk,
    ModelOutput,
    PhonemeChunk,
    Samples,
    Span,
    Word,
    join_chunks,
)

STEP = 120  # the joiner looks for sound in steps of 5 ms


def run(*, lead: int = 12, tail: int = 16, symbols: str = "hˈi", level: float = 0.5) -> ModelOutput:
    """A run with `lead` and `tail` frames of faint noise around 12 frames of a 200 Hz tone."""
    rng = np.random.default_rng(lead * 100 + tail)
    frames = [lead, *[4] * len(symbols), tail]
    sounding = 4 * len(symbols) * FRAME_SAMPLES
    tone = level * np.sin(2 * np.pi * 200 * np.arange(sounding) / SAMPLE_RATE)
    quiet = [rng.normal(size=n * FRAME_SAMPLES) * 1e-4 for n in (lead, tail)]
    waveform = np.concatenate([quiet[0], tone, quiet[1]]).astype(np.float32)
    return ModelOutput(waveform, np.array(frames, np.int64))


def chunk(symbols: str = "hˈi", pause: float = 0.0) -> PhonemeChunk:
    return PhonemeChunk(symbols, (Word("hi", Span(0, 2), 0, len(symbols)),), pause)


def sounding(samples: Samples) -> tuple[int, int]:
    found = np.flatnonzero(np.abs(samples) > 0.01)
    return int(found[0]), int(found[-1])


def test_the_models_silence_is_cut_down_to_short_margins() -> None:
    samples = Joiner().add(run(), chunk()).samples
    first, last = sounding(samples)
    assert first == pytest.approx(HEAD, abs=STEP)
    assert len(samples) - last == pytest.approx(TAIL, abs=2 * STEP)


def test_the_first_sound_comes_within_fifty_milliseconds() -> None:
    first, _ = sounding(Joiner().add(run(lead=40), chunk()).samples)
    assert first <= 0.05 * SAMPLE_RATE


def test_what_sounds_is_kept_sample_by_sample() -> None:
    output = run()
    samples = Joiner().add(output, chunk()).samples
    speech = output.waveform[12 * FRAME_SAMPLES : -16 * FRAME_SAMPLES]
    first = HEAD
    assert np.array_equal(samples[first : first + len(speech)], speech)


def test_the_pause_between_two_sounds_is_what_the_text_asked_for() -> None:
    joiner = Joiner()
    whole = join_chunks([joiner.add(run(), chunk(pause=0.4)), joiner.add(run(), chunk())])
    sound = np.abs(whole.samples) > 0.01
    gaps = np.diff(np.flatnonzero(sound))
    assert gaps.max() / SAMPLE_RATE == pytest.approx(0.4, abs=0.011)


def test_silence_of_its_own_moves_what_follows() -> None:
    joiner = Joiner()
    pause = joiner.silence(0.5)
    assert (pause.duration, pause.start) == (0.5, 0.0)
    assert not pause.samples.any()
    assert joiner.add(run(), chunk()).start == 0.5


def test_cut_edges_fade_to_zero_along_a_smooth_curve() -> None:
    output = run(lead=0, tail=0)  # speech up to the very edge
    samples = Joiner().add(output, chunk()).samples
    assert samples[0] == 0.0
    assert samples[-1] == 0.0
    assert np.array_equal(samples[FADE:-FADE], output.waveform[FADE:-FADE])


def test_a_soft_first_phoneme_is_kept_although_it_cannot_be_heard_over_the_threshold() -> None:
    output = run(lead=12, symbols="fˈiii")
    output.waveform[12 * FRAME_SAMPLES : 16 * FRAME_SAMPLES] *= 1e-4  # the f
    samples = Joiner().add(output, chunk("fˈiii")).samples
    assert len(samples) >= HEAD + 4 * 5 * FRAME_SAMPLES


def test_a_run_of_silence_leaves_only_its_pause() -> None:
    output = run(level=SILENT / 2)
    result = Joiner().add(output, chunk(pause=0.25))
    assert result.duration == 0.25
    assert not result.samples.any()


def test_starts_run_on_from_chunk_to_chunk() -> None:
    joiner = Joiner()
    parts = [joiner.add(run(), chunk(pause=0.3)) for _ in range(3)]
    assert [part.start for part in parts] == pytest.approx(
        [0.0, parts[0].duration, parts[0].duration + parts[1].duration]
    )


def test_words_are_timed_in_the_utterance_not_in_the_run() -> None:
    joiner = Joiner()
    first = joiner.add(run(), chunk(pause=0.3))
    second = joiner.add(run(), chunk())
    assert first.words[0].start == pytest.approx(HEAD / SAMPLE_RATE, abs=0.006)
    assert second.words[0].start == pytest.approx(first.duration + HEAD / SAMPLE_RATE, abs=0.006)
    assert second.words[0].end <= second.start + second.duration


def test_peaks_are_limited_to_the_ceiling() -> None:
    assert np.abs(Joiner().add(run(level=1.3), chunk()).samples).max() <= CEILING


def test_the_same_inputs_give_the_same_bits() -> None:
    def speak() -> list[AudioChunk]:
        joiner = Joiner()
        return [joiner.add(run(level=1.1), chunk(pause=0.2)) for _ in range(2)]

    for one, other in zip(speak(), speak(), strict=True):
        assert one.samples.tobytes() == other.samples.tobytes()
        assert one.words == other.words


def test_the_models_output_is_left_as_it_was() -> None:
    output = run(lead=0, tail=0, level=1.2)
    before = output.waveform.copy()
    Joiner().add(output, chunk())
    assert np.array_equal(output.waveform, before)


def test_samples_that_are_not_finite_are_refused() -> None:
    output = run()
    output.waveform[100] = np.nan
    with pytest.raises(InferenceFailed, match="not finite"):
        Joiner().add(output, chunk())


def test_durations_that_do_not_fit_are_refused() -> None:
    output = run()
    with pytest.raises(InferenceFailed, match="durations"):
        Joiner().add(ModelOutput(output.waveform[:-1], output.durations), chunk())
    with pytest.raises(InferenceFailed, match="durations"):
        Joiner().add(output, chunk("hˈiː"))


def test_no_sound_is_found_in_silence_or_in_nothing() -> None:
    assert audible(np.zeros(1000, np.float32)) is None
    assert audible(np.zeros(0, np.float32)) is None
