"""Installed Python packages that carry a file in parts → the file.

Knows module names and the name of the part inside each; imports none of them.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from kowane.assets.source import Advance
from kowane.errors import DownloadFailed

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class PythonPackages:
    """A file cut into parts, one in each of several packages.

    Attributes:
        modules: top-level modules, in the order in which the parts are joined.
        file: name of the part inside each module's folder.
    """

    modules: tuple[str, ...]
    file: str

    @property
    def label(self) -> str:
        return f"Python packages {self.modules[0]} … {self.modules[-1]}"

    @property
    def remote(self) -> bool:
        return False

    def fetch(self, part: Path, size: int, advance: Advance) -> None:
        """See `Source.fetch`; always starts anew."""
        pieces = [self._find(module) for module in self.modules]
        found = sum(piece.stat().st_size for piece in pieces)
        if found != size:
            raise DownloadFailed(f"the parts have {found:,} bytes together, not {size:,}")
        done = 0
        with part.open("wb") as out:
            for piece in pieces:
                for block in _blocks(piece):
                    out.write(block)
                    done += len(block)
                    advance(done)

    def _find(self, module: str) -> Path:
        spec = importlib.util.find_spec(module)
        folders = (spec.submodule_search_locations or []) if spec else []
        for folder in folders:
            piece = Path(folder) / self.file
            if piece.is_file():
                return piece
        raise DownloadFailed(f"{module} is not installed")


def _blocks(path: Path) -> list[bytes]:
    # A part is some 23 MB: read at once, so that an unreadable part is told from an unwritable
    # target, and handed out in blocks, so that progress moves.
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise DownloadFailed(f"{path} cannot be read: {error.strerror}") from error
    return [whole[start : start + _BLOCK] for start in range(0, len(whole), _BLOCK)]
