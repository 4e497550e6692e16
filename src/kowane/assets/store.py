"""A name or a path → a file that is known to be the right one.

The cache is content-addressed: `assets/<sha256>/<name>`, so that two versions of a file never meet
and a file is either absent, whole or damaged. `locate` never touches the network; `pull` does, and
only for a file that is missing. Knows no ONNX and no voice.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from kowane.assets import manifest as manifests
from kowane.assets.digests import DigestMemory, sha256_of
from kowane.assets.manifest import Asset, Manifest
from kowane.assets.source import Progress, Source, Transfer
from kowane.errors import AssetDamaged, AssetError, AssetMissing, DownloadFailed, OutputError

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


def default_cache_dir() -> Path:
    """The user's cache directory for kowane (XDG on Linux, its like elsewhere)."""
    return platformdirs.user_cache_path("kowane", appauthor=False)


class AssetStore:
    """Finds, fetches and checks assets. May be used from several threads and processes.

    Args:
        cache_dir: where assets are kept; made when first needed. None: `default_cache_dir()`.
        offline: leave out every source that needs the network.
        manifest: what assets there are; None for the one that ships with kowane.
    """

    def __init__(
        self,
        cache_dir: Path | None = None,
        *,
        offline: bool = False,
        manifest: Manifest | None = None,
    ) -> None:
        root = default_cache_dir() if cache_dir is None else cache_dir.expanduser()
        self._folder = root / "assets"
        self._digests = DigestMemory(root / "digests")
        self._offline = offline
        self._manifest = manifests.load() if manifest is None else manifest

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def locate(self, ref: str | Path) -> Path:
        """Where the file is, checked.

        Args:
            ref: a name from the manifest, found in the cache; or the path of a file. A file that
                bears a manifest's name must be an official file of that name; any other file is
                accepted as it is (`status` calls it unverified).

        Raises:
            AssetMissing: it is not there.
            AssetDamaged: its digest is wrong.
        """
        status = self.status(ref)
        self._require_usable(status, cached=self._own(ref) is not None)
        return status.path

    def status(self, ref: str | Path) -> AssetStatus:
        """What is known of the asset; hashes it only if it changed since it was last hashed.

        Args:
            ref: as for `locate`.

        Raises:
            AssetMissing: a path leads nowhere, or the file cannot be read.
        """
        return self._status(ref, rehash=False)

    def verify(self, ref: str | Path) -> AssetStatus:
        """As `status`, but reads every byte of the file again."""
        return self._status(ref, rehash=True)

    def list(self) -> tuple[AssetStatus, ...]:
        """The status of every asset in the manifest."""
        return tuple(self.status(asset.name) for asset in self._manifest)

    def pull(self, name: str, *, force: bool = False, progress: Progress | None = None) -> Path:
        """Where the file is, fetched first if it is missing.

        If two processes pull the same asset, one fetches and the other waits for it.

        Args:
            name: a name from the manifest.
            force: fetch it even if it is there, and replace it once the new file is verified.
            progress: told how far it has come.

        Raises:
            AssetMissing: no such name; or offline, and no source on this machine has it.
            AssetDamaged: it is there, damaged, and `force` was not given.
            DownloadFailed: every source failed.
            OutputError: the cache cannot be written.
        """
        asset = self._manifest.require(name)
        target = self._target(asset)
        if not force and self._present(asset):
            return target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._pull_alone(asset, target, progress or _ignore, force=force)
        except OSError as error:
            raise OutputError(
                f"{target} cannot be written: {error.strerror or error}.",
                remedy="Free some space or choose another folder with KOWANE_CACHE_DIR.",
            ) from error
        return target

    def _pull_alone(self, asset: Asset, target: Path, progress: Progress, *, force: bool) -> None:
        from filelock import FileLock, Timeout

        lock = FileLock(target.with_name(asset.name + ".lock"))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            note = "another process is fetching it; waiting"
            progress(Transfer(asset.name, "", 0, asset.bytes, note))
            lock.acquire()
        try:
            if force or not self._present(asset):
                self._fetch(asset, target, progress)
        finally:
            lock.release()

    def _fetch(self, asset: Asset, target: Path, progress: Progress) -> None:
        failures: list[str] = []
        usable = [source for source in asset.sources if not (self._offline and source.remote)]
        for source in usable:
            try:
                part = self._try_source(asset, source, target, progress)
            except DownloadFailed as error:
                failures.append(f"{source.label}: {error}")
                progress(Transfer(asset.name, source.label, 0, asset.bytes, str(error)))
                continue
            _move_durably(part, target)
            return
        remedy = f"Try again later, or put the file at {target} yourself."
        reasons = "; ".join(failures)
        if len(usable) < len(asset.sources):
            raise AssetMissing(
                f"{asset.name} is not on this machine and kowane is offline"
                + (f" ({reasons})." if reasons else "."),
                remedy=f"Unset KOWANE_OFFLINE, or put the file at {target} yourself.",
            )
        raise DownloadFailed(
            f"{asset.name} could not be fetched. {reasons or 'It has no source'}.", remedy=remedy
        )

    def _try_source(self, asset: Asset, source: Source, target: Path, progress: Progress) -> Path:
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

    def _target(self, asset: Asset) -> Path:
        return self._folder / asset.sha256 / asset.name

    def _present(self, asset: Asset) -> bool:
        """Whether the cache has the file; raises AssetDamaged if it has a wrong one."""
        status = self.status(asset.name)
        if status.state == "missing":
            return False
        self._require_usable(status, cached=True)
        return True

    def _own(self, ref: str | Path) -> Asset | None:
        return self._manifest.get(ref) if isinstance(ref, str) else None

    def _status(self, ref: str | Path, *, rehash: bool) -> AssetStatus:
        asset = self._own(ref)
        if asset is not None:
            return self._inspect(asset, self._target(asset), official={}, rehash=rehash)
        path = Path(ref).expanduser()
        named = self._manifest.get(path.name)
        if path.is_dir():
            size = sum(item.stat().st_size for item in path.iterdir() if item.is_file())
            return AssetStatus(path.name, size, "unverified", path)
        if not path.exists():
            raise AssetMissing(
                f"There is no file {os.fspath(ref)!r}, and no asset of that name.",
                remedy=f"Give a path, or one of: {', '.join(a.name for a in self._manifest)}.",
            )
        if named is not None:
            return self._inspect(named, path, official=dict(named.also), rehash=rehash)
        found = self._hash(path, rehash=rehash)
        same = self._manifest.by_digest(found)
        if same is not None:
            return self._inspect(same, path, official=dict(same.also), rehash=False)
        return AssetStatus(path.name, path.stat().st_size, "unverified", path, found=found)

    def _inspect(
        self, asset: Asset, path: Path, *, official: dict[str, str], rehash: bool
    ) -> AssetStatus:
        """The status of a file that must be this asset, or an official file of the same name."""
        state: State = "missing"
        found, size, note = "", asset.bytes, asset.about
        if path.exists():
            found = self._hash(path, rehash=rehash)
            size = path.stat().st_size
            state = "present" if found == asset.sha256 or found in official else "damaged"
            note = official.get(found, note)
        return AssetStatus(
            name=asset.name,
            bytes=size,
            state=state,
            path=path,
            sha256=found if found in official else asset.sha256,
            found=found,
            licence=asset.licence,
            default=asset.default,
            note=note,
            sources=tuple(source.label for source in asset.sources),
        )

    def _hash(self, path: Path, *, rehash: bool) -> str:
        try:
            return self._digests.of(path, rehash=rehash)
        except OSError as error:
            raise AssetError(
                f"{path} cannot be read: {error.strerror or error}.",
                remedy="Check that it is a file and that you may read it.",
            ) from error

    def _require_usable(self, status: AssetStatus, *, cached: bool) -> None:
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


def _ignore(_: Transfer) -> None:
    """Progress that nobody watches."""


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
