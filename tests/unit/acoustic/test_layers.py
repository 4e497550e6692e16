"""Where in the graph a difference sets in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.tiny_model import save_tiny_model, tiny_model

from kowane.acoustic.layers import (
    LAYERS,
    MEAN_LIMIT,
    WORST_LIMIT,
    Layer,
    check,
    drifts,
    expose,
    layers_in,
    onset,
)
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.session import run_layers
from kowane.errors import AssetMissing
from kowane.speech import STYLE_SIZE, TokenChunk
from kowane.vocabulary import input_ids

FIRST, SECOND, LAST = (Layer(name, f"/{name}", 1) for name in ("first", "second", "last"))
RANDOM = np.random.default_rng(0)
REFERENCE = {layer.tensor: RANDOM.normal(size=(1, 8, 500)) for layer in (FIRST, SECOND, LAST)}


def test_the_same_layers_do_not_differ() -> None:
    assert set(drifts(REFERENCE, REFERENCE, [FIRST, SECOND, LAST]).values()) == {0.0}


def test_another_phase_is_no_difference() -> None:
    later = {name: np.roll(value, 7, axis=2) for name, value in REFERENCE.items()}
    assert max(drifts(REFERENCE, later, [FIRST, SECOND, LAST]).values()) < 1e-6


def test_the_layer_at_which_a_difference_sets_in_is_named() -> None:
    damaged = dict(REFERENCE)
    for layer, factor in ((SECOND, 1.3), (LAST, 1.5)):
        damaged[layer.tensor] = REFERENCE[layer.tensor] * factor
    found = drifts(REFERENCE, damaged, [FIRST, SECOND, LAST])
    assert found["first"] == 0
    assert found["second"] == pytest.approx(30)
    assert found["last"] == pytest.approx(50)
    assert onset(found) == "second"
    result = check(found)
    assert (result.passed, result.where, result.worst) == (False, "second", pytest.approx(50))


def test_one_wrong_channel_is_seen() -> None:
    damaged = {name: value.copy() for name, value in REFERENCE.items()}
    damaged[FIRST.tensor][0, 3] = 0
    assert onset(drifts(REFERENCE, damaged, [FIRST])) == "first"


def test_no_number_is_a_difference() -> None:
    damaged = {FIRST.tensor: REFERENCE[FIRST.tensor] * np.nan}
    found = drifts(REFERENCE, damaged, [FIRST])
    assert onset(found) == "first"
    assert not check(found).passed


def test_little_differences_pass() -> None:
    near = {name: value * 1.01 for name, value in REFERENCE.items()}
    found = drifts(REFERENCE, near, [FIRST, SECOND, LAST])
    assert onset(found) == ""
    assert check(found).passed
    assert 0 < MEAN_LIMIT < WORST_LIMIT


def test_a_layer_in_another_layout_is_passed_over() -> None:
    turned = {FIRST.tensor: REFERENCE[FIRST.tensor].transpose(0, 2, 1)}
    assert drifts(REFERENCE, turned, [FIRST]) == {}


def test_channels_may_be_the_last_axis() -> None:
    turned = {FIRST.tensor: REFERENCE[FIRST.tensor].transpose(0, 2, 1)}
    last = Layer("first", FIRST.tensor, -1)
    assert drifts(turned, turned, [last]) == {"first": 0.0}


def test_layers_are_named_once() -> None:
    assert len({layer.name for layer in LAYERS}) == len(LAYERS)
    assert len({layer.tensor for layer in LAYERS}) == len(LAYERS)


def test_the_values_of_inner_layers_are_had_from_a_copy_of_the_file(tmp_path: Path) -> None:
    source = save_tiny_model(tmp_path / "m.onnx", tiny_model(durations=True))
    before = source.read_bytes()
    tone = Layer("tone", "tone", 1)
    exposed = expose(source, [tone], tmp_path / "exposed.onnx")
    chunk = TokenChunk(input_ids("hɛ"), np.zeros(STYLE_SIZE, np.float32))
    values = run_layers(exposed, SessionPlan(), chunk, ["tone"])
    assert values["tone"].shape[-1] == 600
    assert source.read_bytes() == before


def test_layers_that_a_graph_lacks_are_left_out(tmp_path: Path) -> None:
    source = save_tiny_model(tmp_path / "m.onnx")
    assert layers_in(source, source) == []
    with pytest.raises(AssetMissing):
        layers_in(tmp_path / "gone.onnx")
