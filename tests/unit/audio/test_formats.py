"""One contract for every encoder: a valid container, every sample in it, however it is fed."""

import io
import sys
from collections.abc import Callable

import av
import numpy as np
import pytest

from kowane.audio.formats import FORMATS, PRESETS, Encoder, encoder
from kowane.errors import EncodingFailed, MissingExtra, OutOfRange, UnknownFormat
from kowane.speech import SAMPLE_RATE, Samples

RAW = {"pcm": "s16le", "ulaw": "mulaw", "alaw": "alaw"}

# Name → samples of delay before the first one, samples that may follow the last one. From the
# codecs' documents: LAME 576 + 529 and whole frames, AAC-LC 1024 and whole frames.
PADDING = {"mp3": (1105, 2 * 1152), "aac": (1024, 1024)}

EXACT = {"wav", "pcm", "flac"}


def decode(name: str, data: bytes, sample_rate: int = SAMPLE_RATE) -> tuple[Samples, int]:
    """The decoded samples as float32 (S,) and their rate."""
    options = {"sample_rate": str(sample_rate), "ch_layout": "mono"} if name in RAW else {}
    if name in RAW and not data:
        return np.zeros(0, np.float32), sample_rate
    with av.open(io.BytesIO(data), format=RAW.get(name), options=options) as file:
        frames = [frame.to_ndarray()[0] for frame in file.decode(audio=0)]
        rate = file.streams.audio[0].rate
    samples = np.concatenate(frames) if frames else np.zeros(0, np.float32)
    scale = 32768 if samples.dtype == np.int16 else 1
    return (samples / np.float32(scale)).astype(np.float32), rate


def tune(seconds: float) -> Samples:
    """A few partials that come and go, within ±0.7."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    partials = [np.sin(2 * np.pi * f * time) / (i + 2) for i, f in enumerate((190, 430, 1210))]
    return (sum(partials) * (0.6 + 0.3 * np.sin(2 * np.pi * 3 * time))).astype(np.float32)


def feed(coder: Encoder, samples: Samples, piece: int | None = None) -> bytes:
    size = piece or max(len(samples), 1)
    parts = [coder.encode(samples[i : i + size]) for i in range(0, len(samples), size)]
    return b"".join([*parts, coder.finish()])


every_format = pytest.mark.parametrize("name", sorted(FORMATS))


@every_format
def test_what_is_decoded_is_what_was_encoded_within_the_codecs_padding(name: str) -> None:
    samples = tune(1.2345)
    decoded, rate = decode(name, feed(encoder(name), samples))
    decoded = decoded[:: rate // SAMPLE_RATE]  # Opus always decodes at 48 kHz
    delay, rest = PADDING.get(name, (0, 0))
    assert len(samples) + delay <= len(decoded) <= len(samples) + delay + rest
    decoded = decoded[delay : delay + len(samples)]
    if name in EXACT:
        assert np.abs(decoded - samples).max() <= 0.5 / 32768
    else:
        assert np.corrcoef(decoded, samples)[0, 1] > 0.99


@every_format
def test_decoding_does_not_depend_on_how_the_samples_were_cut(name: str) -> None:
    samples = tune(0.9)
    whole, _ = decode(name, feed(encoder(name), samples))
    for piece in (1, 777, 4800):
        pieces = samples[:3000] if piece == 1 else samples
        expected = decode(name, feed(encoder(name), pieces))[0] if piece == 1 else whole
        assert np.array_equal(decode(name, feed(encoder(name), pieces, piece))[0], expected)


@every_format
def test_an_empty_stream_is_a_valid_container(name: str) -> None:
    decoded, _ = decode(name, encoder(name).finish())
    assert not np.abs(decoded).max(initial=0.0) > 0.001


@every_format
def test_a_single_sample_is_a_valid_container(name: str) -> None:
    decoded, rate = decode(name, feed(encoder(name), np.full(1, 0.5, np.float32)))
    delay, rest = PADDING.get(name, (0, 0))
    assert 1 + delay <= len(decoded) * SAMPLE_RATE // rate <= 1 + delay + rest


@every_format
def test_feeding_nothing_changes_nothing(name: str) -> None:
    coder = encoder(name)
    empty = np.zeros(0, np.float32)
    data = coder.encode(empty) + coder.encode(tune(0.1)) + coder.encode(empty) + coder.finish()
    assert np.array_equal(decode(name, data)[0], decode(name, feed(encoder(name), tune(0.1)))[0])


@every_format
def test_a_second_finish_gives_nothing_and_more_audio_is_refused(name: str) -> None:
    coder = encoder(name)
    coder.encode(tune(0.1))
    coder.finish()
    assert coder.finish() == b""
    with pytest.raises(EncodingFailed, match="finished"):
        coder.encode(tune(0.1))


@every_format
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_finite_are_refused(name: str, bad: float) -> None:
    samples = tune(0.1)
    samples[17] = bad
    with pytest.raises(EncodingFailed, match="Sample 17"):
        encoder(name).encode(samples)


@every_format
@pytest.mark.parametrize(
    "samples", [np.zeros((1, 5), np.float32), np.zeros(5, np.int16)], ids=["shape", "type"]
)
def test_samples_of_another_shape_or_type_are_refused(name: str, samples: Samples) -> None:
    with pytest.raises(EncodingFailed, match="floating point"):
        encoder(name).encode(samples)


@every_format
def test_samples_beyond_full_scale_are_clipped_not_wrapped(name: str) -> None:
    samples = np.clip(tune(0.5) * 6, -3, 3)
    decoded, rate = decode(name, feed(encoder(name), samples))
    delay, _ = PADDING.get(name, (0, 0))
    decoded = decoded[:: rate // SAMPLE_RATE][delay : delay + len(samples)]
    assert np.corrcoef(decoded, np.clip(samples, -1, 1))[0, 1] > 0.97


@every_format
def test_bytes_leave_before_the_stream_ends(name: str) -> None:
    coder = encoder(name)
    early = len(coder.encode(tune(1.0)))
    assert early > 0.7 * (early + len(coder.finish()))


@every_format
def test_each_sample_rate_of_the_table_works(name: str) -> None:
    samples = tune(0.3)
    for rate in FORMATS[name].sample_rates:
        decoded, decoded_rate = decode(name, feed(encoder(name, sample_rate=rate), samples), rate)
        assert decoded_rate == (48000 if name == "opus" else rate)
        seconds = len(decoded) / decoded_rate
        delay, rest = PADDING.get(name, (0, 0))
        assert 0.2999 + delay / rate <= seconds <= 0.3001 + (delay + rest) / rate


@every_format
def test_the_encoder_and_the_table_agree_on_what_it_is(name: str) -> None:
    coder, row = encoder(name), FORMATS[name]
    assert (coder.media_type, coder.extension) == (row.media_type, row.extension)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_makes_an_encoder(name: str) -> None:
    preset = PRESETS[name]
    same = encoder(preset.format, sample_rate=preset.sample_rate, bit_rate=preset.bit_rate)
    samples = tune(0.05)
    assert len(feed(encoder(name), samples)) == len(feed(same, samples))


@pytest.mark.parametrize("name", ["mp3", "opus", "aac"])
def test_a_higher_bit_rate_gives_more_bytes(name: str) -> None:
    def size(bit_rate: int) -> int:
        return len(feed(encoder(name, bit_rate=bit_rate), tune(2.0)))

    assert size(96_000) > 1.5 * size(32_000)


@pytest.mark.parametrize("name", ["", "MP3", "ogg", "pcm_1", "wav "])
def test_an_unknown_format_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(UnknownFormat, match="mp3, opus, aac, flac, wav, pcm") as caught:
        encoder(name)
    assert caught.value.param == "response_format"


@pytest.mark.parametrize(
    ("make", "param"),
    [
        (lambda: encoder("wav", sample_rate=0), "sample_rate"),
        (lambda: encoder("opus", sample_rate=44100), "sample_rate"),
        (lambda: encoder("mp3", sample_rate=96000), "sample_rate"),
        (lambda: encoder("mp3", bit_rate=320_000), "bit_rate"),
        (lambda: encoder("mp3", bit_rate=0), "bit_rate"),
        (lambda: encoder("opus", bit_rate=-1), "bit_rate"),
        (lambda: encoder("flac", bit_rate=64_000), "bit_rate"),
        (lambda: encoder("wav", bit_rate=64_000), "bit_rate"),
    ],
)
def test_rates_that_a_codec_does_not_take_are_refused(
    make: Callable[[], Encoder], param: str
) -> None:
    with pytest.raises(OutOfRange) as caught:
        make()
    assert caught.value.param == param


def test_the_default_bit_rate_gives_way_to_a_low_sample_rate() -> None:
    assert feed(encoder("aac", sample_rate=8000), tune(0.2))


def test_a_missing_codec_library_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "kowane.audio.codecs", raising=False)
    with pytest.raises(MissingExtra, match=r"pip install 'kowane\[formats\]'"):
        encoder("mp3")


def test_a_missing_resampler_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "soxr", None)
    assert encoder("wav").encode(tune(0.1))
    with pytest.raises(MissingExtra, match=r"pip install 'kowane\[formats\]'"):
        encoder("wav", sample_rate=8000)
