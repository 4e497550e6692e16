"""A file or a directory of voice packs → the packs, read one by one and checked.

Knows the layouts: an .npz archive as kokoro-onnx publishes it (voices-v1.0.bin), or a directory of
.npy files or of raw float32 .bin files as the npm package kokoro-js has them.
"""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kowane.errors import AssetDamaged, AssetError, AssetMissing
from kowane.speech import MAX_SYMBOLS, STYLE_SIZE, Samples

_SHAPE = (MAX_SYMBOLS, STYLE_SIZE)
_OFFICIAL_SHAPE = (MAX_SYMBOLS, 1, STYLE_SIZE)
_BYTES = MAX_SYMBOLS * STYLE_SIZE * 4
_UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    RuntimeError,
    MemoryError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What numpy and zipfile raise on files that are broken, encrypted or not theirs (fuzzed)."""


class Packs:
    """The packs at one path. Opens the file anew for each pack and keeps none.

    Args:
        path: an .npz archive, or a directory of .npy or .bin files; a pack is float32 (510, 256)
            or (510, 1, 256), little-endian if raw.

    Raises:
        AssetMissing: there is nothing at the path, or no pack in it.
        AssetDamaged: it is no archive, or has a name twice.
        AssetError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._files = _files_in(path) if path.is_dir() else None
            found = _members_of(path) if self._files is None else self._files
        except OSError as error:
            raise AssetError(
                f"{path} cannot be read: {error.strerror or error}.",
                remedy="Check that you may read it.",
            ) from error
        self.names: tuple[str, ...] = tuple(sorted(found))
        if not self.names:
            raise AssetMissing(
                f"{path} holds no voices.",
                remedy="Give an .npz file of voice packs or a directory of .bin or .npy files.",
            )

    def read(self, name: str) -> Samples:
        """One pack, float32 (510, 256).

        Args:
            name: one of `names`.

        Raises:
            AssetDamaged: the pack cannot be read, or is not what a pack must be.
        """
        where = f"{self.path}: voice {name}"
        try:
            if self._files is None:
                with np.load(self.path, allow_pickle=False) as archive:
                    raw = archive[name]
            elif self._files[name].suffix == ".npy":
                raw = np.load(self._files[name], allow_pickle=False)
            else:
                raw = _raw_pack(self._files[name])
        except _UNREADABLE as error:
            raise _damaged(where, f"it cannot be read ({error})") from error
        if not isinstance(raw, np.ndarray) or raw.shape not in (_SHAPE, _OFFICIAL_SHAPE):
            raise _damaged(where, f"its shape is {np.shape(raw)}, not (510, 1, 256)")
        if raw.dtype.newbyteorder("=") != np.float32:
            raise _damaged(where, f"its numbers are {raw.dtype}, not float32")
        pack: NDArray[np.float32] = raw.reshape(_SHAPE).astype(np.float32)
        if not np.isfinite(pack).all():
            raise _damaged(where, "it holds numbers that are not finite")
        return pack


def _damaged(where: str, why: str) -> AssetDamaged:
    return AssetDamaged(
        f"{where} cannot be used: {why}.",
        remedy="Replace the file; `kowane assets pull --force voices-v1.0.bin` fetches the "
        "official one.",
    )


def _members_of(path: Path) -> list[str]:
    """The names in an .npz archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [name.removesuffix(".npy") for name in archive.namelist()]
    except FileNotFoundError as error:
        raise AssetMissing(
            f"There are no voices at {path}.", remedy="Run: kowane assets pull voices-v1.0.bin"
        ) from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _damaged(str(path), f"it is not an .npz archive ({error})") from error


def _files_in(folder: Path) -> dict[str, Path]:
    """Voice name → file, for the packs in a directory."""
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".bin", ".npy") or path.name.startswith("."):
            continue
        if path.stem in files:
            raise AssetDamaged(
                f"{folder} has the voice {path.stem!r} twice.", remedy=f"Remove {path.name}."
            )
        files[path.stem] = path
    return files


def _raw_pack(path: Path) -> NDArray[np.float32]:
    size = path.stat().st_size
    if size != _BYTES:
        raise ValueError(f"{size:,} bytes, {_BYTES:,} expected")
    return np.fromfile(path, "<f4").reshape(_SHAPE)
