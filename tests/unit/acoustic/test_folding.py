"""Folding input scales into int8 weights."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.native import reference

from kowane.acoustic.folding import fold, input_grid, shipped_ranges, two_taps
from kowane.acoustic.graph.vocoder import convolution_names
from kowane.acoustic.variants import INT8_V1
from kowane.errors import UnsupportedModel


def test_zero_is_always_on_the_grid() -> None:
    low = np.array([-3.0, 1.0, -5.0, 0.0], np.float32)
    high = np.array([9.0, 4.0, -2.0, 0.0], np.float32)
    scale, zero = input_grid(low, high)
    assert (scale > 0).all()
    assert ((zero >= 0) & (zero <= 255)).all()
    assert np.array_equal(zero, np.rint(zero))


def test_the_grid_spans_the_range_to_within_a_step() -> None:
    low, high = np.array([-3.0], np.float32), np.array([9.0], np.float32)
    scale, zero = input_grid(low, high)
    assert (0 - zero) * scale == pytest.approx(low, abs=float(scale[0]))
    assert (255 - zero) * scale == pytest.approx(high, abs=float(scale[0]))


def test_a_folded_layer_gives_the_float_one_up_to_its_steps() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(0, 1, (16, 50)) * rng.uniform(0.01, 30, (16, 1))  # channels of unlike size
    weight = rng.normal(0, 1, (8, 16, 3)).astype(np.float32)
    ranges = np.stack([x.min(1), x.max(1)]).astype(np.float32)
    layer = fold({"c.weight": weight}, {"c": ranges}, ["c"])
    scale, zero = layer["c.input_scale"][:, None], layer["c.input_zero"][:, None]
    steps = np.clip(np.rint(x / scale + zero), 0, 255) - zero
    got = reference.convolve(steps, layer["c.weight"].astype(float), np.zeros(8))
    expected = reference.convolve(x, weight, np.zeros(8))
    error = got * layer["c.scale"][:, None] - expected
    assert layer["c.weight"].dtype == np.int8
    assert np.sqrt(np.mean(error**2)) < 0.02 * np.sqrt(np.mean(expected**2))


def test_a_transposed_convolution_is_one_with_two_taps() -> None:
    rng = np.random.default_rng(0)
    x, weight = rng.normal(0, 1, (5, 9)), rng.normal(0, 1, (5, 3, 8)).astype(np.float32)
    rows = two_taps(weight)
    result = reference.convolve(x, rows, np.zeros(len(rows)), pad=1)  # (4 · 3, 10)
    frames = result.reshape(4, 3, 10).transpose(1, 2, 0).reshape(3, 40)[:, 2:-2]
    assert np.allclose(frames, reference.upsample(x, weight, np.zeros(3)))


def test_the_official_file_has_ranges_for_every_eight_bit_layer() -> None:
    ranges = shipped_ranges(INT8_V1)
    assert set(ranges) == set(convolution_names())
    for low, high in ranges.values():
        assert (low <= high).all()
        assert np.isfinite(low).all()
        assert np.isfinite(high).all()


def test_a_file_that_was_never_measured_is_refused() -> None:
    with pytest.raises(UnsupportedModel, match="not known"):
        shipped_ranges("ab" * 32)
