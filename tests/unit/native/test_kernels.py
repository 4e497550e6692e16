"""Each kernel against NumPy, on every instruction set this processor has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.native import reference

native = pytest.importorskip("kowane_native", reason="the native vocoder is not built: make native")

ISAS = native.isas()
SINE_BOUND = 2e-7
"""Stated error of the sin² polynomial where its argument is exact."""

isas = pytest.mark.parametrize("isa", ISAS)
lengths = st.integers(1, 40)


def identity_snake(channels: int, alpha: np.ndarray) -> np.ndarray:
    none = np.zeros(channels)
    rows = [np.ones(channels), none, alpha / np.pi, none, 1 / alpha]
    return np.stack(rows).astype(np.float32)


def test_the_portable_path_is_always_there() -> None:
    assert "portable" in ISAS
    assert native.best_isa() in ISAS


def test_an_unknown_instruction_set_is_refused() -> None:
    with pytest.raises(ValueError, match="no 8086"):
        native.spectrum(np.zeros((1, 22), np.float32), "8086")


@isas
def test_sine_squared_stays_within_its_stated_bound(isa: str) -> None:
    turns = np.linspace(-0.5, 0.5, 160_000, dtype=np.float32).reshape(-1, 32)
    affine = np.zeros((5, 32), np.float32)
    affine[2], affine[4] = 1, 1  # y = 0, turns = x, gain = 1: the bare sin²(πx)
    got = native.snake(turns, affine, isa)
    assert np.abs(got - np.sin(np.pi * turns.astype(np.float64)) ** 2).max() < SINE_BOUND


@isas
@settings(max_examples=40, deadline=None)
@given(rows=lengths, seed=st.integers(0, 2**31), spread=st.floats(0.01, 50))
def test_snake_is_the_affine_and_the_sine_of_numpy(
    isa: str, rows: int, seed: int, spread: float
) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(0, spread, (rows, 64)).astype(np.float32)
    alpha = rng.uniform(0.05, 2.5, 64)
    got = native.snake(x, identity_snake(64, alpha), isa)
    expected = reference.snake(x.astype(np.float64), alpha)
    # The argument in turns is rounded once: half a unit of its last place, times π / α.
    rounding = np.abs(x) * 2.0**-23 * np.pi + (SINE_BOUND + 1e-7) / alpha
    assert (np.abs(got - expected) <= rounding + np.abs(expected) * 2.0**-22).all()


@isas
@settings(max_examples=40, deadline=None)
@given(rows=lengths, seed=st.integers(0, 2**31), spread=st.floats(0.1, 300))
def test_quantising_rounds_to_the_nearest_step_and_cuts_at_the_ends(
    isa: str, rows: int, seed: int, spread: float
) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(0, spread, (rows, 64)).astype(np.float32)
    scale, zero = rng.uniform(0.5, 3, 64), rng.integers(0, 256, 64)
    affine = np.zeros((5, 64), np.float32)
    affine[0], affine[1] = 1 / scale, zero
    got = native.quantise(x, affine, False, isa).astype(int)
    leaky = np.where(x < 0, x * np.float32(0.1), x).astype(np.float64)
    exact = np.clip(leaky * affine[0] + zero, 0, 255)
    assert np.abs(got - exact).max() <= 0.5 + 1e-4 * max(1, spread)


@isas
def test_what_lies_far_outside_is_cut_not_wrapped(isa: str) -> None:
    x = np.full((1, 64), 1e6, np.float32)
    affine = np.zeros((5, 64), np.float32)
    affine[0], affine[1] = 1, 128
    assert (native.quantise(x, affine, False, isa) == 255).all()
    affine[0] = -1
    assert (native.quantise(x, affine, False, isa) == 0).all()


@isas
@settings(max_examples=25, deadline=None)
@given(
    frames=lengths,
    taps=st.sampled_from([1, 2, 3, 7, 11]),
    dilation=st.sampled_from([1, 3, 5]),
    stride=st.sampled_from([1, 2]),
    inputs=st.sampled_from([32, 64, 128]),
    outputs=st.sampled_from([22, 32, 64]),
    seed=st.integers(0, 2**31),
)
def test_a_float_convolution_is_numpys(
    isa: str,
    frames: int,
    taps: int,
    dilation: int,
    stride: int,
    inputs: int,
    outputs: int,
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    rows = (taps - 1) * dilation + 1 + (frames - 1) * stride
    x = rng.normal(0, 1, (rows, inputs)).astype(np.float32)
    weight = rng.normal(0, 1, (outputs, inputs, taps)).astype(np.float32)
    bias = rng.normal(0, 1, outputs).astype(np.float32)
    layer = native.Layer({"layer.weight": weight, "layer.bias": bias}, dilation, stride, isa)
    got = layer.run(x)
    expected = reference.convolve(x.T.astype(float), weight, bias, dilation=dilation, stride=stride)
    assert got.shape[0] == frames
    error = np.abs(got[:, :outputs] - expected.T).max()
    assert error < 1e-6 * inputs * taps
    assert (got[:, outputs:] == 0).all()


@isas
@settings(max_examples=25, deadline=None)
@given(
    frames=lengths,
    taps=st.sampled_from([1, 2, 3, 7, 11]),
    dilation=st.sampled_from([1, 3, 5]),
    inputs=st.sampled_from([32, 64, 256]),
    outputs=st.sampled_from([32, 96]),
    extreme=st.booleans(),
    seed=st.integers(0, 2**31),
)
def test_an_integer_convolution_is_exact(
    isa: str,
    frames: int,
    taps: int,
    dilation: int,
    inputs: int,
    outputs: int,
    extreme: bool,
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    rows = (taps - 1) * dilation + frames
    x = rng.integers(0, 256, (rows, inputs)).astype(np.uint8)
    weight = rng.integers(-127, 128, (outputs, inputs, taps)).astype(np.int8)
    if extreme:  # where 16-bit sums of pairs would overflow
        x[:] = 255
        weight[:] = rng.choice([-127, 127], outputs)[:, np.newaxis, np.newaxis]
    zero = rng.integers(0, 256, inputs).astype(np.float32)
    weights = {
        "layer.weight": weight,
        "layer.bias": np.zeros(outputs, np.float32),
        "layer.scale": np.ones(outputs, np.float32),
        "layer.input_scale": np.ones(inputs, np.float32),
        "layer.input_zero": zero,
    }
    got = native.Layer(weights, dilation, 1, isa).run(x)
    exact = reference.convolve(
        x.T.astype(float) - zero[:, np.newaxis], weight.astype(float), np.zeros(outputs),
        dilation=dilation,
    )  # fmt: skip
    assert np.array_equal(got, exact.T.astype(np.float32))


@isas
def test_sixteen_bit_storage_rounds_as_ieee_half_precision(isa: str) -> None:
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.normal(0, s, 256) for s in (1e-8, 1e-6, 1e-4, 1, 100, 3e4)])
    edges = [0.0, -0.0, 65504, -65504, 65519, 2.0**-24, 2.0**-25, 1.0009765625, 1e-7, 1, -1]
    x = np.concatenate([x, edges, np.zeros(128 - len(edges))]).astype(np.float32)
    assert np.array_equal(native.half_and_back(x, isa), x.astype(np.float16).astype(np.float32))


@isas
def test_the_spectrum_is_numpys(isa: str) -> None:
    rng = np.random.default_rng(0)
    rows = np.concatenate([rng.normal(-3, 4, (300, 11)), rng.normal(0, 8, (300, 11))], axis=1)
    got = native.spectrum(rows.astype(np.float32), isa)
    exact = rows.astype(np.float32).astype(np.float64)
    magnitude, phase = np.exp(exact[:, :11]), np.sin(exact[:, 11:])
    expected = np.concatenate([magnitude * np.cos(phase), magnitude * np.sin(phase)], axis=1)
    assert (np.abs(got - expected) <= 1e-6 * np.concatenate([magnitude, magnitude], axis=1)).all()
