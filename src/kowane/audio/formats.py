"""Format names to encoders: samples in, the bytes of one valid file or stream out.

A table from name to implementation; a codec library is imported only when its format is asked
for. This module knows no codec's inner life and nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

from kowane.errors import MissingExtra, OutOfRange, UnknownFormat
from kowane.speech import SAMPLE_RATE, Samples


class Encoder(Protocol):
    """Turns one response's samples into bytes; make a new one for every response.

    All bytes given by `encode` and `finish`, joined in order, are one valid container. They do not
    depend on how the samples were cut, except for container framing (Ogg pages).
    """

    media_type: str
    extension: str

    def encode(self, samples: Samples) -> bytes:
        """Add float32 (S,) at 24 kHz; get the bytes that are ready, possibly none.

        Raises:
            EncodingFailed: NaN, infinite or malformed samples, the codec failed, or `finish` has
                been called already.
        """
        ...

    def finish(self) -> bytes:
        """The last samples and the container's end; b"" from the second call on.

        Raises:
            EncodingFailed: the codec failed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table.

    Attributes:
        target: the encoder as "module:Class"; called with (sample_rate, bit_rate).
        media_type: for Content-Type.
        extension: of files, without the dot.
        extra: the extra that installs what it needs; "" if numpy is enough.
        sample_rates: what the codec takes, Hz, ascending.
        bit_rates: lowest and highest bit rate, bit/s, by sample rate; empty where the format has
            none to choose.
        bit_rate: the default, lowered to the highest that a sample rate allows.
    """

    target: str
    media_type: str
    extension: str
    extra: str
    sample_rates: tuple[int, ...]
    bit_rates: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    bit_rate: int | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """A name that stands for a format with its rates chosen, such as ElevenLabs' "mp3_44100_128".

    Attributes:
        format: a name in FORMATS.
        sample_rate: Hz.
        bit_rate: bit/s, or None.
    """

    format: str
    sample_rate: int
    bit_rate: int | None = None


PCM_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)

# ISO/IEC 13818-3 (MPEG-2, 16-24 kHz), 11172-3 (MPEG-1, 32-48 kHz) and the 8-12 kHz extension.
MP3_BIT_RATES = {
    **dict.fromkeys((8000, 11025, 12000), (8_000, 64_000)),
    **dict.fromkeys((16000, 22050, 24000), (8_000, 160_000)),
    **dict.fromkeys((32000, 44100, 48000), (32_000, 320_000)),
}

FORMATS: dict[str, Format] = {
    "mp3": Format(
        "kowane.audio.codecs:Mp3",
        "audio/mpeg",
        "mp3",
        "formats",
        tuple(MP3_BIT_RATES),
        MP3_BIT_RATES,
        64_000,
    ),
    "opus": Format(
        "kowane.audio.codecs:Opus",
        "audio/ogg",
        "opus",
        "formats",
        OPUS_RATES,
        dict.fromkeys(OPUS_RATES, (6_000, 256_000)),  # RFC 6716, 2.1.1: 6 to 510 kbit/s, 2 channels
        48_000,
    ),
    "aac": Format(
        "kowane.audio.codecs:Aac",
        "audio/aac",
        "aac",
        "formats",
        AAC_RATES,
        # ISO/IEC 14496-3: at most 6144 bits per channel and frame of 1024 samples.
        {rate: (8_000, rate * 6) for rate in AAC_RATES},
        96_000,
    ),
    "flac": Format("kowane.audio.codecs:Flac", "audio/flac", "flac", "formats", PCM_RATES),
    "wav": Format("kowane.audio.pcm:Wav", "audio/wav", "wav", "", PCM_RATES),
    "pcm": Format("kowane.audio.pcm:Pcm", "audio/pcm", "pcm", "", PCM_RATES),
    "ulaw": Format("kowane.audio.pcm:MuLaw", "audio/basic", "ulaw", "", PCM_RATES),
    "alaw": Format("kowane.audio.pcm:ALaw", "audio/x-alaw-basic", "alaw", "", PCM_RATES),
}
"""Format name → implementation. The first six are OpenAI's."""

PRESETS: dict[str, Preset] = {
    "ulaw_8000": Preset("ulaw", 8000),
    "alaw_8000": Preset("alaw", 8000),
    **{f"pcm_{rate}": Preset("pcm", rate) for rate in (8000, 16000, 22050, 24000, 32000, 44100)},
    "pcm_48000": Preset("pcm", 48000),
    **{f"wav_{rate}": Preset("wav", rate) for rate in (8000, 16000, 22050, 24000, 32000, 44100)},
    "wav_48000": Preset("wav", 48000),
    "mp3_22050_32": Preset("mp3", 22050, 32_000),
    "mp3_24000_48": Preset("mp3", 24000, 48_000),
    **{f"mp3_44100_{kbit}": Preset("mp3", 44100, kbit * 1000) for kbit in (32, 64, 96, 128, 192)},
    **{f"opus_48000_{kbit}": Preset("opus", 48000, kbit * 1000) for kbit in (32, 64, 96, 128, 192)},
}
"""Name → format with chosen rates, as ElevenLabs' API spells them."""


def encoder(name: str, *, sample_rate: int = SAMPLE_RATE, bit_rate: int | None = None) -> Encoder:
    """A fresh encoder for one response.

    Args:
        name: a key of FORMATS or PRESETS; a preset brings its own rates.
        sample_rate: of the output, Hz, one of the format's; input is always 24 kHz.
        bit_rate: bit/s, None for the format's default.

    Raises:
        UnknownFormat: no such name (param "response_format").
        OutOfRange: a rate that the format does not take (param "sample_rate" or "bit_rate").
        MissingExtra: its codec library, or soxr for another rate, is not installed.
    """
    if preset := PRESETS.get(name):
        name, sample_rate, bit_rate = preset.format, preset.sample_rate, preset.bit_rate
    row = FORMATS.get(name)
    if row is None:
        raise UnknownFormat(
            f"There is no audio format {name!r}.",
            param="response_format",
            remedy=f"Use one of {', '.join(FORMATS)}.",
        )
    _check_sample_rate(name, row, sample_rate)
    bit_rate = _bit_rate(name, row, sample_rate, bit_rate)
    module, _, class_name = row.target.partition(":")
    try:
        return cast(Encoder, getattr(import_module(module), class_name)(sample_rate, bit_rate))
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "kowane":
            raise
        raise MissingExtra(
            f"The format {name} needs the package {error.name!r}, which is not installed.",
            remedy=f"Install it with: pip install 'kowane[{row.extra}]'.",
        ) from error


def _check_sample_rate(name: str, row: Format, sample_rate: int) -> None:
    if sample_rate not in row.sample_rates:
        raise OutOfRange(
            f"{name} cannot have a sample rate of {sample_rate} Hz.",
            param="sample_rate",
            remedy=f"Use one of {', '.join(map(str, row.sample_rates))}.",
        )


def _bit_rate(name: str, row: Format, sample_rate: int, wanted: int | None) -> int | None:
    limits = row.bit_rates.get(sample_rate)
    if limits is None:
        if wanted is not None:
            raise OutOfRange(
                f"{name} has no bit rate to choose, but {wanted} bit/s was asked for.",
                param="bit_rate",
                remedy="Leave it out, or use mp3, opus or aac.",
            )
        return None
    low, high = limits
    if wanted is None:
        return None if row.bit_rate is None else min(row.bit_rate, high)
    if not low <= wanted <= high:
        raise OutOfRange(
            f"{name} at {sample_rate} Hz cannot have a bit rate of {wanted} bit/s.",
            param="bit_rate",
            remedy=f"Use {low} to {high} bit/s.",
        )
    return wanted
