"""What is known of one asset on this machine, and what to say when that is not good enough."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kowane.errors import AssetDamaged, AssetMissing

State = Literal["present", "missing", "damaged", "unverified"]
"""`unverified`: somebody's own file, which the manifest says nothing about."""


@dataclass(frozen=True, slots=True)
class AssetStatus:
    """What is known of one asset on this machine.

    Attributes:
        name: file name.
        bytes: size on disk, or the manifest's if the file is missing.
        state: see `State`.
        path: where it is, or where `pull` would put it.
        sha256: the digest it must have; "" if the manifest says nothing about it.
        found: the digest it has; "" if it is missing or a directory.
        licence: SPDX identifier; "" if unknown.
        default: whether kowane uses it unless told otherwise.
        note: more for people: what the file is, or the release it is from.
        sources: where `pull` would look, in that order, for people.
    """

    name: str
    bytes: int
    state: State
    path: Path
    sha256: str = ""
    found: str = ""
    licence: str = ""
    default: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()


def require_usable(status: AssetStatus, *, cached: bool) -> None:
    """Pass if the file may be used.

    Args:
        cached: whether it is kowane's own copy, which `pull` may replace; a file that somebody
            pointed to is theirs to mend.

    Raises:
        AssetMissing, AssetDamaged: with both digests and the remedy.
    """
    if status.state == "missing":
        raise AssetMissing(
            f"{status.name} is not on this machine ({status.path}).",
            remedy=f"Run: kowane assets pull {status.name}",
        )
    if status.state == "damaged":
        raise AssetDamaged(
            f"{status.path} is damaged: its sha256 is {status.found} ({status.bytes:,} bytes), "
            f"and {status.name} has {status.sha256}.",
            remedy=(
                f"Run: kowane assets pull --force {status.name}"
                if cached
                else "Replace the file, or give it another name to use it as it is."
            ),
        )
