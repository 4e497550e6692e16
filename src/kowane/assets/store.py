"""A name or a path → a file that is known to be the right one.

The cache is content-addressed: `assets/<sha256>/<name>`, so that two versions of a file never meet
and a file is either absent, whole or damaged. `locate` never touches the network; `pull` does, and
only for a file that is missing. Knows no ONNX and no voice.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import platformdirs

from kowane.assets import manifest as manifests
from kowane.assets.digests import DigestMemory
from kowane.assets.fetch import fetch
from kowane.assets.manifest import Asset, Manifest
from kowane.assets.source import Progress, Transfer
from kowane.assets.status import AssetStatus, State, require_usable
from kowane.errors import AssetError, AssetMissing, OutputError


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
            AssetError: it cannot be read.
        """
        status = self.status(ref)
        require_usable(status, cached=self._own(ref) is not None)
        return status.path

    def status(self, ref: str | Path) -> AssetStatus:
        """What is known of the asset; hashes it only if it changed since it was last hashed.

        Args:
            ref: as for `locate`.

        Raises:
            AssetMissing: a path leads nowhere.
            AssetError: the file cannot be read.
        """
        return self._inspect(ref, rehash=False)

    def verify(self, ref: str | Path) -> AssetStatus:
        """As `status`, but reads every byte of the file again."""
        return self._inspect(ref, rehash=True)

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
                fetch(asset, target, progress, offline=self._offline)
        finally:
            lock.release()

    def _target(self, asset: Asset) -> Path:
        return self._folder / asset.sha256 / asset.name

    def _present(self, asset: Asset) -> bool:
        """Whether the cache has the file; raises AssetDamaged if it has a wrong one."""
        status = self.status(asset.name)
        if status.state == "missing":
            return False
        require_usable(status, cached=True)
        return True

    def _own(self, ref: str | Path) -> Asset | None:
        return self._manifest.get(ref) if isinstance(ref, str) else None

    def _inspect(self, ref: str | Path, *, rehash: bool) -> AssetStatus:
        asset = self._own(ref)
        try:
            if asset is not None:
                return self._compare(asset, self._target(asset), official={}, rehash=rehash)
            return self._inspect_path(Path(ref).expanduser(), rehash=rehash)
        except OSError as error:
            raise AssetError(
                f"{error.filename or ref} cannot be read: {error.strerror or error}.",
                remedy="Check that it is a file and that you may read it.",
            ) from error

    def _inspect_path(self, path: Path, *, rehash: bool) -> AssetStatus:
        """The status of somebody's own file or directory."""
        if path.is_dir():
            size = sum(item.stat().st_size for item in path.iterdir() if item.is_file())
            return AssetStatus(path.name, size, "unverified", path)
        if not path.exists():
            raise AssetMissing(
                f"There is no file {str(path)!r}, and no asset of that name.",
                remedy=f"Give a path, or one of: {', '.join(a.name for a in self._manifest)}.",
            )
        found = self._digests.of(path, rehash=rehash)
        asset = self._manifest.get(path.name) or self._manifest.by_digest(found)
        if asset is None:
            return AssetStatus(path.name, path.stat().st_size, "unverified", path, found=found)
        return self._compare(asset, path, official=asset.also, rehash=False)

    def _compare(
        self, asset: Asset, path: Path, *, official: Mapping[str, str], rehash: bool
    ) -> AssetStatus:
        """The status of a file that must be this asset.

        Args:
            official: digests that will do as well → the release they are from.
        """
        state: State = "missing"
        found, size, note = "", asset.bytes, asset.about
        if path.exists():
            found = self._digests.of(path, rehash=rehash)
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


def _ignore(_: Transfer) -> None:
    """Progress that nobody watches."""
