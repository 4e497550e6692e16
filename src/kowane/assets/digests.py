"""A file → its sha256, remembered for as long as the file does not change.

Hashing the default model's 92 MB takes 0.14 s on a Zen 1 core, which has SHA instructions, and
several times that on cores without them or from a slow disk: too long for every start. A file whose
size, modification time and inode are those of the last time is taken to be the same file (0.2 ms).
Knows nothing of the manifest: it tells what is there, not whether it is right.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_SETTLED_NS = 50_000_000
"""A file changed less than this before it was hashed is hashed again next time.

Clocks of file systems tick in steps (4 ms on Linux), so a second change within a step would leave
the stamp as it was. Git guards its index the same way ("racy git").
"""


@dataclass(frozen=True, slots=True)
class _Stamp:
    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> _Stamp:
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ino)


class DigestMemory:
    """Digests of files, kept in a folder of small JSON files, one for each path.

    Args:
        folder: made when first needed. If it cannot be written nothing is remembered, and each
            question is answered by hashing: slower, never wrong.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, path: Path, *, rehash: bool = False) -> str:
        """The sha256 of the file's bytes, hex.

        Args:
            rehash: read the file even if it looks unchanged.

        Raises:
            OSError: the file cannot be read.
        """
        path = path.absolute()
        stamp = _Stamp.of(path)
        if not rehash:
            known = self._recall(path, stamp)
            if known is not None:
                return known
        started = time.time_ns()
        digest = sha256_of(path)
        if _Stamp.of(path) == stamp and started - stamp.mtime_ns > _SETTLED_NS:
            # a folder that cannot be written costs time, not correctness
            with contextlib.suppress(OSError):
                self._remember(path, stamp, digest)
        return digest

    def _entry(self, path: Path) -> Path:
        return self._folder / (hashlib.sha256(os.fsencode(path)).hexdigest()[:32] + ".json")

    def _recall(self, path: Path, stamp: _Stamp) -> str | None:
        try:
            kept = json.loads(self._entry(path).read_bytes())
            same = (kept["size"], kept["mtime_ns"], kept["inode"]) == (
                stamp.size,
                stamp.mtime_ns,
                stamp.inode,
            )
            digest = kept["sha256"]
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never hashed, or the note is unreadable: hash now
        return digest if same and isinstance(digest, str) else None

    def _remember(self, path: Path, stamp: _Stamp, digest: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        note = {
            "path": os.fspath(path),
            "size": stamp.size,
            "mtime_ns": stamp.mtime_ns,
            "inode": stamp.inode,
            "sha256": digest,
        }
        number, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(number, "w", encoding="ascii") as out:
            json.dump(note, out)
        Path(name).replace(self._entry(path))


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, hex.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
