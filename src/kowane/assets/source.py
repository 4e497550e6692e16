"""Where an asset can come from: the seam between the store and the ways to get a file.

A source writes bytes and reports progress. It does not know the digest, the cache or the other
sources: the store judges what was written, so that no source has to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Advance = Callable[[int], None]
"""Called with the number of bytes written so far; may start above 0 and may fall back to 0."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How far the fetching of one asset has come.

    Attributes:
        asset: name in the manifest.
        source: label of the source at work.
        done, total: bytes.
        note: why this source was given up or what is being waited for; "" while bytes arrive.
    """

    asset: str
    source: str
    done: int
    total: int
    note: str = ""


Progress = Callable[[Transfer], None]


class Source(Protocol):
    """One way to get one file."""

    @property
    def label(self) -> str:
        """What people call it, for progress and errors."""
        ...

    @property
    def remote(self) -> bool:
        """Whether it uses the network; such sources are left out when offline."""
        ...

    def fetch(self, part: Path, size: int, advance: Advance) -> None:
        """Write the whole file to `part`, whose folder exists.

        If `part` exists it holds the file's beginning as an earlier attempt left it: a source may
        go on from there or start anew. A failed attempt may leave a beginning behind.

        Args:
            size: bytes the file must have.

        Raises:
            DownloadFailed: this source cannot give the file.
            OSError: `part` cannot be written.
        """
        ...
