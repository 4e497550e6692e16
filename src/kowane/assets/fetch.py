"""One asset and its sources → the file at its place, whole and verified.

Tries the sources in the manifest's order. The caller holds the lock: nobody else writes here.
"""

from __future__ import annotations

import os
from pathlib import Path

from kowane.assets.digests import sha256_of
from kowane.assets.manifest import Asset
from kowane.assets.source import Progress, Source, Transfer
from kowane.errors import AssetMissing, DownloadFailed


def fetch(asset: Asset, target: Path, progress: Progress, *, offline: bool) -> None:
    """Put the asset at `target`, whose folder exists; what is there is replaced at the very end.

    Args:
        offline: pass over sources that need the network.

    Raises:
        AssetMissing: offline, and no source on this machine has it.
        DownloadFailed: every source failed; the message says how each did.
        OSError: the folder cannot be written.
    """
    failures: list[str] = []
    usable = [source for source in asset.sources if not (offline and source.remote)]
    for source in usable:
        try:
            part = _fetch_from(source, asset, target, progress)
        except DownloadFailed as error:
            failures.append(f"{source.label}: {error}")
            progress(Transfer(asset.name, source.label, 0, asset.bytes, str(error)))
            continue
        _move_durably(part, target)
        return
    reasons = "; ".join(failures)
    if len(usable) < len(asset.sources):
        raise AssetMissing(
            f"{asset.name} is not on this machine and kowane is offline"
            + (f" ({reasons})." if reasons else "."),
            remedy=f"Unset KOWANE_OFFLINE, or put the file at {target} yourself.",
        )
    raise DownloadFailed(
        f"{asset.name} could not be fetched. {reasons or 'It has no source'}.",
        remedy=f"Try again later, or put the file at {target} yourself.",
    )


def _fetch_from(source: Source, asset: Asset, target: Path, progress: Progress) -> Path:
    """A temporary file beside the target, whole and verified."""
    part = target.with_name(asset.name + ".part")

    def advance(done: int) -> None:
        progress(Transfer(asset.name, source.label, done, asset.bytes))

    while True:
        continued = part.exists() and part.stat().st_size > 0
        source.fetch(part, asset.bytes, advance)
        found = sha256_of(part)
        if found == asset.sha256:
            return part
        size = part.stat().st_size
        part.unlink()
        # What an earlier attempt left may be the culprit: once more from the start.
        if not continued:
            raise DownloadFailed(
                f"it gave {size:,} bytes with sha256 {found}, "
                f"not {asset.bytes:,} with {asset.sha256}"
            )


def _move_durably(part: Path, target: Path) -> None:
    """Give the file its name once its bytes are on the disk, so that a crash leaves no half."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
