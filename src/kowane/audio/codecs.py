"""Samples to mp3, opus, aac and flac, each as a stream that needs no seeking back.

PyAV (FFmpeg's libraries) does the coding; its exceptions become EncodingFailed here. Each class
states its codec, its container and the options that make bytes leave early. Knows nothing of
chunks or HTTP. All threads belong to the model, so every codec runs on one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from kowane.audio.pcm import quantise
from kowane.audio.resample import Resampler
from kowane.errors import EncodingFailed
from kowane.speech import Samples


class _Sink:
    """What PyAV writes to: a pipe's end, so without seek, tell or read."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def write(self, data: bytes) -> int:
        self._bytes += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._bytes)
        self._bytes.clear()
        return taken


class _Coded:
    """One codec in one container; the classes below say which.

    A stream without any samples gets one silent sample where players could not open it otherwise.
    """

    media_type: str
    extension: str
    _container: ClassVar[str]
    _codec: ClassVar[str]
    _sample_format: ClassVar[str]
    _container_options: ClassVar[dict[str, str]] = {}
    _codec_options: ClassVar[dict[str, str]] = {}
    _empty = False
    """Whether a stream without any samples is a valid one."""

    def __init__(self, sample_rate: int, bit_rate: int | None = None) -> None:
        self.sample_rate = sample_rate
        self._source = Resampler(sample_rate)
        self._sink = _Sink()
        self._position = 0
        try:
            self._output = av.open(
                cast(str, self._sink),
                "w",
                format=self._container,
                options={"flush_packets": "1", **self._container_options},
            )
            self._stream = cast(
                AudioStream,
                self._output.add_stream(
                    self._codec,
                    rate=sample_rate,
                    layout="mono",
                    format=self._sample_format,
                    options={"threads": "1", **self._codec_options},
                ),
            )
            if bit_rate is not None:
                self._stream.bit_rate = bit_rate
            # The header now, so that a stream without samples has one too.
            self._output.start_encoding()
        except av.FFmpegError as error:
            raise EncodingFailed(
                f"The {self.extension} encoder cannot start at {sample_rate} Hz and "
                f"{bit_rate} bit/s: {error}."
            ) from error

    def encode(self, samples: Samples) -> bytes:
        self._feed(self._source.push(samples))
        return self._sink.take()

    def finish(self) -> bytes:
        if self._source.finished:
            return b""
        self._feed(self._source.finish())
        if not self._position and not self._empty:
            self._feed(np.zeros(1, np.float32))
        try:
            self._output.mux(self._stream.encode(None))
            self._output.close()
        except av.FFmpegError as error:
            raise EncodingFailed(f"The {self.extension} encoder cannot finish: {error}.") from error
        return self._sink.take()

    def _feed(self, samples: Samples) -> None:
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(
            self._converted(samples)[np.newaxis], format=self._sample_format, layout="mono"
        )
        frame.sample_rate = self.sample_rate
        frame.time_base = Fraction(1, self.sample_rate)
        frame.pts = self._position
        self._position += len(samples)
        try:
            self._output.mux(self._stream.encode(frame))
        except av.FFmpegError as error:
            raise EncodingFailed(
                f"The {self.extension} encoder failed at {self._position / self.sample_rate:.1f} "
                f"s: {error}."
            ) from error

    def _converted(self, samples: Samples) -> NDArray[np.float32] | NDArray[np.int16]:
        """Lossy codecs take ±1; what the caller or the resampling filter put over it is clipped."""
        return np.clip(samples, np.float32(-1), np.float32(1))


class Mp3(_Coded):
    """MPEG layer III by LAME. No Xing header: it would have to be rewritten at the end.

    Decoders give 1,105 samples of the encoder's delay first and fill up the last frame.
    """

    media_type = "audio/mpeg"
    extension = "mp3"
    _container = "mp3"
    _codec = "libmp3lame"
    _sample_format = "fltp"
    _container_options: ClassVar[dict[str, str]] = {"write_xing": "0", "id3v2_version": "0"}


class Opus(_Coded):
    """Opus in Ogg (RFC 7845), a page every 100 ms. Decodes to exactly the samples put in.

    Opus codes at 8, 12, 16, 24 or 48 kHz and decodes at 48 kHz whatever it was, so 24 kHz goes in
    as it is: its band of 12 kHz is one that Opus has.
    """

    media_type = "audio/ogg"
    extension = "opus"
    _container = "ogg"
    _codec = "libopus"
    _sample_format = "flt"
    _container_options: ClassVar[dict[str, str]] = {"page_duration": "100000"}  # µs


class Aac(_Coded):
    """AAC-LC in ADTS frames. Decoders give 1,024 samples of delay first and fill up the last."""

    media_type = "audio/aac"
    extension = "aac"
    _container = "adts"
    _codec = "aac"
    _sample_format = "fltp"


class Flac(_Coded):
    """FLAC, 16 bit, lossless. STREAMINFO leaves length and MD5 unknown, as a stream has to."""

    media_type = "audio/flac"
    extension = "flac"
    _container = "flac"
    _codec = "flac"
    _sample_format = "s16"
    # FFmpeg reserves 8 KB for tags that are never written.
    _container_options: ClassVar[dict[str, str]] = {"metadata_header_padding": "0"}
    _empty = True

    def _converted(self, samples: Samples) -> NDArray[np.int16]:
        return quantise(samples)
