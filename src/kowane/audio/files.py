"""A stream of samples to a file or an open pipe, in the format its name or the caller gives.

A file appears whole or not at all: it is written beside its place under a temporary name and moved
there when it is complete. OSError becomes OutputError here. Knows nothing of where samples come
from; whatever making them raises passes through, and nothing is left behind.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from kowane.audio.formats import FORMATS, Encoder, encoder
from kowane.audio.pcm import wav_header
from kowane.errors import OutputError, UnknownFormat
from kowane.speech import SAMPLE_RATE, Samples

EXTENSIONS: dict[str, str] = {
    **{row.extension: name for name, row in FORMATS.items()},
    "ogg": "opus",
    "wave": "wav",
}
"""File extension, lower case → format name."""


def format_of(path: Path) -> str:
    """The format that a file's extension asks for.

    Raises:
        UnknownFormat: it has none, or one that names no format (param "output").
    """
    extension = path.suffix.removeprefix(".").lower()
    if extension not in EXTENSIONS:
        stated = f"the extension {path.suffix!r}" if extension else "no extension"
        raise UnknownFormat(
            f"The output {str(path)!r} has {stated}, so its format is unknown.",
            param="output",
            remedy=f"Use one of {', '.join(f'.{name}' for name in EXTENSIONS)}.",
        )
    return EXTENSIONS[extension]


def check_path(path: Path, *, bit_rate: int | None = None) -> None:
    """Find out before any synthesis whether `write_file` would fail at once.

    Raises:
        UnknownFormat, OutOfRange, MissingExtra: as `write_file`.
        OutputError: the folder does not exist, or the place cannot be written.
    """
    encoder(format_of(path), bit_rate=bit_rate)
    target = _place(path)
    if target.is_dir():
        raise _unwritable(path, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if target.exists() and not target.is_file():
        return
    try:
        _open_beside(target)[0].unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def write_file(
    path: Path,
    samples: Iterable[Samples],
    *,
    sample_rate: int = SAMPLE_RATE,
    bit_rate: int | None = None,
) -> Path:
    """Write an audio file; it appears when it is complete.

    Args:
        path: its extension chooses the format (EXTENSIONS). An existing file is replaced; a pipe
            or device is written to directly.
        samples: float32 (S,) at 24 kHz, in order; consumed as they are written.
        sample_rate, bit_rate: as for `formats.encoder`.

    Returns:
        `path`.

    Raises:
        UnknownFormat, OutOfRange, MissingExtra: from the choice of format.
        OutputError: the file cannot be written; nothing of it is left.
        EncodingFailed: malformed samples.
    """
    name = format_of(path)
    coder = encoder(name, sample_rate=sample_rate, bit_rate=bit_rate)
    target = _place(path)
    if target.exists() and not target.is_file():
        _write_special(path, samples, coder)
        return path
    try:
        temporary, file = _open_beside(target)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with file:
            size = _write(file, samples, coder, path)
            if name == "wav":
                header = wav_header(None, sample_rate)
                _write_all(file, wav_header(size - len(header), sample_rate), path, at=0)
        try:
            temporary.replace(target)
        except OSError as error:
            raise _unwritable(path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def write_stream(
    file: BinaryIO,
    samples: Iterable[Samples],
    name: str,
    *,
    sample_rate: int = SAMPLE_RATE,
    bit_rate: int | None = None,
) -> None:
    """Write audio to an open binary file such as stdout, flushed chunk by chunk; not closed.

    Raises:
        UnknownFormat, OutOfRange, MissingExtra: from the choice of format, before any write.
        OutputError: writing failed, or the reader of the pipe has gone.
        EncodingFailed: malformed samples.
    """
    coder = encoder(name, sample_rate=sample_rate, bit_rate=bit_rate)
    _write(file, samples, coder, Path(str(getattr(file, "name", "stream"))))


def _write(file: BinaryIO, samples: Iterable[Samples], coder: Encoder, path: Path) -> int:
    """Encode everything into the file; returns the number of bytes."""
    size = 0
    for part in samples:
        size += _write_all(file, coder.encode(part), path)
    return size + _write_all(file, coder.finish(), path)


def _write_all(file: BinaryIO, data: bytes, path: Path, *, at: int | None = None) -> int:
    try:
        if at is not None:
            file.seek(at)
        file.write(data)
        file.flush()
    except OSError as error:
        raise _unwritable(path, error) from error
    return len(data)


def _write_special(path: Path, samples: Iterable[Samples], coder: Encoder) -> None:
    try:
        file = path.open("wb")
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:
        _write(file, samples, coder, path)


def _place(path: Path) -> Path:
    """Where the file really goes: a symbolic link is followed, not replaced."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, Python < 3.13
        raise OutputError(f"The output {str(path)!r} cannot be reached: {error}.") from error


def _open_beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new file in the same folder, with the permissions that the umask gives."""
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    return temporary, temporary.open("xb")


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or os.strerror(error.errno or 0)
    return OutputError(
        f"The output {str(path)!r} cannot be written: {reason}.",
        remedy="Check that its folder exists, is writable and has room.",
    )
