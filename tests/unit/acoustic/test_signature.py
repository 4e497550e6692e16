"""Reading a graph's signature: every official spelling, and nothing that is not Kokoro."""

from __future__ import annotations

import numpy as np
import pytest

from kowane.acoustic.signature import Tensor, read_signature
from kowane.errors import OutOfRange, UnsupportedModel
from kowane.speech import STYLE_SIZE, TokenChunk

TOKENS = Tensor("tokens", "int64", (1, None))
STYLE = Tensor("style", "float32", (1, STYLE_SIZE))
SPEED = Tensor("speed", "float32", (1,))
AUDIO = Tensor("audio", "float32", (None,))
DURATIONS = Tensor("durations", "int64", (1, None))


def chunk(speed: float = 1.0) -> TokenChunk:
    return TokenChunk(np.array([0, 43, 44, 0]), np.ones(STYLE_SIZE, np.float32), speed)


@pytest.mark.parametrize("tokens", ["tokens", "input_ids"])
@pytest.mark.parametrize("audio", ["audio", "waveform"])
def test_either_spelling_of_an_input_and_an_output_is_understood(tokens: str, audio: str) -> None:
    signature = read_signature(
        [Tensor(tokens, "int64", (1, None)), STYLE, SPEED], [Tensor(audio, "float32", (1, None))]
    )
    assert signature.tokens.name == tokens
    assert signature.audio.name == audio
    assert set(signature.feed(chunk())) == {tokens, "style", "speed"}


def test_the_order_of_the_inputs_does_not_matter() -> None:
    assert read_signature([SPEED, STYLE, TOKENS], [DURATIONS, AUDIO]) == read_signature(
        [TOKENS, STYLE, SPEED], [AUDIO, DURATIONS]
    )


def test_durations_are_none_where_the_graph_does_not_give_them() -> None:
    signature = read_signature([TOKENS, STYLE, SPEED], [AUDIO])
    assert signature.durations is None
    assert signature.wanted == ["audio"]


def test_a_chunk_is_fed_with_a_batch_axis_and_the_graphs_own_types() -> None:
    tokens = Tensor("tokens", "int32", (1, None))
    feed = read_signature([tokens, STYLE, SPEED], [AUDIO]).feed(chunk(1.5))
    assert {name: (array.shape, array.dtype.name) for name, array in feed.items()} == {
        "tokens": ((1, 4), "int32"),
        "style": ((1, STYLE_SIZE), "float32"),
        "speed": ((1,), "float32"),
    }
    assert feed["speed"][0] == np.float32(1.5)


def test_a_scalar_speed_is_fed_as_a_scalar() -> None:
    speed = Tensor("speed", "float32", ())
    assert read_signature([TOKENS, STYLE, speed], [AUDIO]).feed(chunk(2.0))["speed"].shape == ()


@pytest.mark.parametrize("element", ["int32", "int64"])
def test_a_whole_speed_suits_an_integer_input(element: str) -> None:
    speed = Tensor("speed", element, (1,))
    fed = read_signature([TOKENS, STYLE, speed], [AUDIO]).feed(chunk(2.0))["speed"]
    assert fed.dtype.name == element
    assert fed.tolist() == [2]


@pytest.mark.parametrize("speed", [0.5, 1.25, 3.999])
def test_a_fractional_speed_is_refused_rather_than_rounded(speed: float) -> None:
    signature = read_signature([TOKENS, STYLE, Tensor("speed", "int32", (1,))], [AUDIO])
    with pytest.raises(OutOfRange, match=f"{speed:g}") as raised:
        signature.feed(chunk(speed))
    assert raised.value.param == "speed"
    assert raised.value.remedy


def test_outputs_lose_their_batch_axes_and_durations_become_whole_numbers() -> None:
    signature = read_signature([TOKENS, STYLE, SPEED], [AUDIO, DURATIONS])
    output = signature.read(
        np.zeros((1, 1, 1200), np.float32), np.array([[1.0, 1.0]], dtype=np.float32)
    )
    assert output.waveform.shape == (1200,)
    assert output.durations.dtype == np.int64
    assert output.durations.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("inputs", "outputs", "named"),
    [
        ([STYLE, SPEED], [AUDIO], "`tokens` or `input_ids`"),
        ([TOKENS, SPEED], [AUDIO], "`style`"),
        ([TOKENS, STYLE], [AUDIO], "`speed`"),
        ([TOKENS, STYLE, SPEED], [DURATIONS], "`audio` or `waveform`"),
        ([Tensor("tokens", "float32", (1, None)), STYLE, SPEED], [AUDIO], "float32"),
        ([TOKENS, Tensor("style", "float32", (1, 128)), SPEED], [AUDIO], "128"),
        ([TOKENS, Tensor("style", "float32", (256,)), SPEED], [AUDIO], "1 axes"),
        ([TOKENS, STYLE, SPEED, Tensor("lang", "int64", (1,))], [AUDIO], "lang"),
    ],
)
def test_what_is_not_kokoro_is_refused_with_its_reason(
    inputs: list[Tensor], outputs: list[Tensor], named: str
) -> None:
    with pytest.raises(UnsupportedModel, match=named) as raised:
        read_signature(inputs, outputs)
    assert all(tensor.name in str(raised.value) for tensor in [*inputs, *outputs])
