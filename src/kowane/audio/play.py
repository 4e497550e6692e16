"""A stream of samples to the loudspeakers.

sounddevice (PortAudio) plays; its exceptions become ours here. Knows nothing of where the samples
come from: it takes the next chunk when the last one has gone to the device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kowane.audio.resample import Resampler
from kowane.errors import MissingExtra, OutputError
from kowane.speech import SAMPLE_RATE, Samples


class Device(Protocol):
    """An open audio output, mono."""

    sample_rate: int

    def write(self, samples: Samples) -> None:
        """Queue float32 (S,); returns when the device has taken them."""
        ...

    def drain(self) -> None:
        """Wait until everything has been heard, then close."""
        ...

    def abort(self) -> None:
        """Fall silent now and close."""
        ...


def play(samples: Iterable[Samples], *, opened: Callable[[], Device] | None = None) -> None:
    """Play to the end.

    Args:
        samples: float32 (S,) at 24 kHz, in order; consumed as they are played. The device is
            opened first, so that a missing one costs no synthesis.
        opened: opens the device; the system's default output if None.

    Raises:
        MissingExtra: sounddevice is not installed.
        OutputError: no PortAudio, no device, or the device failed.
    """
    device = (opened or default_output)()
    try:
        resampler = Resampler(device.sample_rate)
        for part in samples:
            device.write(resampler.push(part))
        device.write(resampler.finish())
    except BaseException:
        device.abort()
        raise
    device.drain()


def default_output() -> Device:
    """The system's default output, at 24 kHz if it takes that, else at its own rate.

    Raises:
        MissingExtra, OutputError: as `play`.
    """
    try:
        import sounddevice  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Playing needs the package 'sounddevice', which is not installed.",
            remedy="Install it with: pip install 'kowane[play]', or write to a file with -o.",
        ) from error
    except OSError as error:
        raise OutputError(
            f"Playing needs the PortAudio library, which cannot be loaded: {error}.",
            remedy="Install it (Debian: apt install libportaudio2), or write to a file with -o.",
        ) from error
    try:
        return _SoundDevice(sounddevice)
    except sounddevice.PortAudioError as error:
        raise OutputError(
            f"No audio output can be opened: {_reason(error)}.",
            remedy="Connect or enable one, or write to a file with -o.",
        ) from error


class _SoundDevice:
    """A sounddevice.OutputStream behind the Device protocol."""

    def __init__(self, library: Any) -> None:
        self._error: type[Exception] = library.PortAudioError
        self.sample_rate = SAMPLE_RATE
        try:
            library.check_output_settings(channels=1, dtype="float32", samplerate=SAMPLE_RATE)
        except self._error:
            self.sample_rate = int(library.query_devices(kind="output")["default_samplerate"])
        self._stream = library.OutputStream(
            samplerate=self.sample_rate, channels=1, dtype="float32", latency="high"
        )
        self._stream.start()

    def write(self, samples: Samples) -> None:
        try:
            self._stream.write(samples.reshape(-1, 1))
        except self._error as error:
            raise OutputError(f"The audio output failed: {_reason(error)}.") from error

    def drain(self) -> None:
        try:
            self._stream.stop()
            self._stream.close()
        except self._error as error:
            raise OutputError(f"The audio output failed: {_reason(error)}.") from error

    def abort(self) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


def _reason(error: Exception) -> str:
    return str(error.args[0] if error.args else error).rstrip(".")
