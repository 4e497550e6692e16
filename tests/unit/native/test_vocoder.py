"""The whole vocoder, small, against NumPy; lengths, threads, stopping."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.native import reference
from tests.unit.native.reference import Sizes

from kowane.acoustic.folding import fold
from kowane.acoustic.graph.vocoder import convolution_names

native = pytest.importorskip("kowane_native", reason="the native vocoder is not built: make native")

SIZES = Sizes()
WEIGHTS = reference.random_weights(SIZES)
BEST = native.best_isa()


def snr(got: np.ndarray, expected: np.ndarray) -> float:
    """dB."""
    noise = np.square(got - expected).sum()
    return float(10 * np.log10(np.square(expected).sum() / noise)) if noise else np.inf


def folded() -> dict[str, np.ndarray]:
    """All layers in 8 bits, with ranges wide enough for the random model's activations."""
    ranges = {}
    for name in convolution_names():
        weight = WEIGHTS[f"{name}.weight"]
        inputs = weight.shape[0] if name.startswith("ups") else weight.shape[1]
        ranges[name] = np.stack([np.full(inputs, -6.0), np.full(inputs, 8.0)]).astype(np.float32)
    return fold(WEIGHTS, ranges, convolution_names())


@pytest.mark.parametrize("isa", native.isas())
def test_the_float_path_is_numpys_up_to_rounding(isa: str) -> None:
    inputs = reference.random_inputs(SIZES, 9)
    got = native.Vocoder(WEIGHTS, 2, False, isa).run(*inputs)
    assert snr(got, reference.vocode(*inputs, WEIGHTS)) > 90


@settings(max_examples=25, deadline=None)
@given(frames=st.integers(1, 60), threads=st.integers(1, 4), half=st.booleans())
def test_any_length_from_one_frame_gives_its_samples(frames: int, threads: int, half: bool) -> None:
    inputs = reference.random_inputs(SIZES, frames, seed=frames)
    got = native.Vocoder(WEIGHTS, threads, half).run(*inputs)
    expected = reference.vocode(*inputs, WEIGHTS)
    assert got.shape == expected.shape
    assert snr(got, expected) > (35 if half else 75)


def test_eight_bit_layers_stay_near_the_float_ones() -> None:
    inputs = reference.random_inputs(SIZES, 40)
    got = native.Vocoder(folded(), 1, True).run(*inputs)
    assert snr(got, reference.vocode(*inputs, WEIGHTS)) > 10


def test_eight_bit_layers_agree_on_every_instruction_set() -> None:
    inputs = reference.random_inputs(SIZES, 20)
    best = native.Vocoder(folded(), 1, False).run(*inputs)
    for isa in native.isas():
        # Products are exact; a sum that is rounded differently can move a value by one step.
        assert snr(native.Vocoder(folded(), 1, False, isa).run(*inputs), best) > 20


@pytest.mark.parametrize("isa", native.isas())
@pytest.mark.parametrize("half", [False, True])
def test_the_samples_do_not_depend_on_the_number_of_threads(isa: str, half: bool) -> None:
    inputs = reference.random_inputs(SIZES, 50)
    weights = folded() if half else WEIGHTS
    first, *others = (native.Vocoder(weights, n, half, isa).run(*inputs) for n in (1, 2, 3, 7))
    assert all(np.array_equal(first, other) for other in others)


def test_one_vocoder_serves_lengths_in_any_order() -> None:
    vocoder = native.Vocoder(WEIGHTS, 2, False)
    once = {
        frames: native.Vocoder(WEIGHTS, 1, False).run(*reference.random_inputs(SIZES, frames))
        for frames in (1, 30, 7)
    }
    for frames in (7, 30, 1, 7, 30):
        got = vocoder.run(*reference.random_inputs(SIZES, frames))
        assert np.array_equal(got, once[frames])


def test_the_workspace_stops_growing() -> None:
    vocoder = native.Vocoder(WEIGHTS, 2, False)
    vocoder.run(*reference.random_inputs(SIZES, 50))
    size = vocoder.workspace_bytes
    for frames in (50, 3, 20, 50):
        vocoder.run(*reference.random_inputs(SIZES, frames))
    assert vocoder.workspace_bytes == size
    vocoder.release()
    assert vocoder.workspace_bytes < size


def test_callers_at_once_wait_for_each_other() -> None:
    vocoder = native.Vocoder(WEIGHTS, 2, False)
    inputs = {n: reference.random_inputs(SIZES, n) for n in (5, 12, 33, 40)}
    results: dict[int, np.ndarray] = {}
    callers = [
        threading.Thread(target=lambda n=n: results.update({n: vocoder.run(*inputs[n])}))
        for n in inputs
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    alone = native.Vocoder(WEIGHTS, 1, False)
    assert all(np.array_equal(results[n], alone.run(*inputs[n])) for n in inputs)


def test_a_stopped_run_gives_nothing_and_the_next_one_is_whole() -> None:
    vocoder = native.Vocoder(WEIGHTS, 2, False)
    inputs = reference.random_inputs(SIZES, 10)
    stop = native.Stop()
    stop.set()
    assert vocoder.run(*inputs, stop) is None
    assert vocoder.run(*inputs) is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"conv_post.bias": None}, "conv_post.bias"),
        ({"resblocks.4.alpha1.2": np.zeros(32, np.float32)}, "zero"),
        ({"resblocks.0.convs1.0.weight": np.zeros((64, 64, 4), np.float32)}, "fit"),
        ({"istft.basis": np.zeros((20, 20), np.float32)}, "inverse transform"),
    ],
)
def test_weights_that_do_not_fit_are_refused(
    change: dict[str, np.ndarray | None], message: str
) -> None:
    weights = {k: v for k, v in {**WEIGHTS, **change}.items() if v is not None}
    with pytest.raises(ValueError, match=message):
        native.Vocoder(weights, 1, False)


def test_inputs_that_do_not_fit_are_refused() -> None:
    vocoder = native.Vocoder(WEIGHTS, 1, False)
    hidden, harmonics, style = reference.random_inputs(SIZES, 4)
    with pytest.raises(ValueError, match="harmonics"):
        vocoder.run(hidden, harmonics[:, :-1].copy(), style)
    with pytest.raises(ValueError, match="style"):
        vocoder.run(hidden, harmonics, style[1:].copy())
    with pytest.raises(ValueError, match="hidden"):
        vocoder.run(hidden[1:].copy(), harmonics, style)
