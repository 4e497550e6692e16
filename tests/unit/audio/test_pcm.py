"""Samples become exact integers and honest headers."""

import io
import struct
import wave

import numpy as np
import pytest

from kowane.audio.formats import encoder
from kowane.audio.pcm import a_law, mu_law, quantise, whole_wav


def test_samples_are_rounded_to_nearest_and_clipped() -> None:
    step = 1 / 32768
    samples = np.array([0, 0.4 * step, 0.6 * step, -0.6 * step, 1.0, 1.5, -1.0, -2.0], np.float32)
    assert quantise(samples).tolist() == [0, 0, 1, -1, 32767, 32767, -32768, -32768]


def test_every_sixteen_bit_value_survives_a_round_trip() -> None:
    values = np.arange(-32768, 32768, dtype=np.int16)
    assert np.array_equal(quantise(values.astype(np.float32) / 32768), values)


def test_a_whole_wav_states_its_exact_size() -> None:
    samples = np.linspace(-0.5, 0.5, 2401, dtype=np.float32)
    data = whole_wav(samples)
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8
    with wave.open(io.BytesIO(data)) as file:
        assert file.getparams()[:4] == (1, 2, 24000, 2401)
        assert file.readframes(2401) == quantise(samples).tobytes()


def test_a_whole_wav_can_have_another_rate() -> None:
    with wave.open(io.BytesIO(whole_wav(np.zeros(2400, np.float32), 8000))) as file:
        assert (file.getframerate(), file.getnframes()) == (8000, 800)


def test_a_streamed_wav_says_that_its_size_is_unknown() -> None:
    wav = encoder("wav")
    head = wav.encode(np.zeros(10, np.float32))
    assert struct.unpack_from("<I", head, 4)[0] == 0xFFFFFFFF
    assert struct.unpack_from("<I", head, 40)[0] == 0xFFFFFFFF
    assert len(head) == 44 + 20


def test_pcm_is_little_endian_and_nothing_else() -> None:
    pcm = encoder("pcm")
    assert pcm.encode(np.array([0.5, -0.5], np.float32)) == b"\x00\x40\x00\xc0"
    assert pcm.finish() == b""


# Values of G.711's tables: decision values at the segment edges and their codes.
@pytest.mark.parametrize(
    ("value", "code"),
    [(0, 0xFF), (-4, 0x7F), (32767, 0x80), (-32768, 0x00), (1000, 0xCE), (-1000, 0x4E)],
)
def test_mu_law_follows_the_recommendation(value: int, code: int) -> None:
    assert mu_law(np.array([value], np.int16)).tolist() == [code]


@pytest.mark.parametrize(
    ("value", "code"),
    [(0, 0xD5), (-8, 0x55), (32767, 0xAA), (-32768, 0x2A), (1000, 0xFA), (-1000, 0x7A)],
)
def test_a_law_follows_the_recommendation(value: int, code: int) -> None:
    assert a_law(np.array([value], np.int16)).tolist() == [code]
