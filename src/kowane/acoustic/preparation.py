"""An official model file → the file that is loaded, edited once and kept on disk.

The edited copy lives in a cache directory under a name made of everything it depends on, so a new
model, a new recipe or a new ONNX Runtime never meets an old copy. It is written beside its place
and renamed, and made by one process at a time: N workers that start together edit once. This
module knows no session: which ONNX Runtime runs is told to it as a word.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kowane.errors import AssetError, AssetMissing

OFFICIAL = "official"
"""Recipe of a file that is loaded as it came."""


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A file that is ready to be loaded.

    Attributes:
        path: the file; the source itself if nothing had to be done.
        recipe: name and version of what was done, OFFICIAL if nothing.
    """

    path: Path
    recipe: str


def prepare(source: Path, *, digest: str, cache_dir: Path, runtime: str) -> PreparedModel:
    """The file to load for an official one; edits and stores it if that was not done before.

    The weights are copied from file to file, never held in memory.

    Args:
        source: an official Kokoro v1.0 ONNX file, or one with durations already.
        digest: sha256 of the source, hex; it has been verified by whoever gives it.
        cache_dir: where edited copies are kept; made if it is missing.
        runtime: version of ONNX Runtime.

    Raises:
        AssetMissing, AssetDamaged: the source cannot be read.
        UnsupportedModel: it is not Kokoro.
        AssetError: the copy cannot be written.
    """
    from kowane.acoustic.graph.durations import RECIPE

    prepared = PreparedModel(cache_dir / f"{digest[:16]}-{RECIPE}-ort{runtime}.onnx", RECIPE)
    if prepared.path.exists():
        return prepared
    return _prepare(source, prepared)


def _prepare(source: Path, prepared: PreparedModel) -> PreparedModel:
    from filelock import FileLock

    from kowane.acoustic.graph.durations import durations_addition
    from kowane.acoustic.graph.skeleton import read_skeleton

    addition = durations_addition(read_skeleton(source))
    if addition is None:
        return PreparedModel(source, OFFICIAL)
    try:
        prepared.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(prepared.path.with_suffix(".lock")):
            if not prepared.path.exists():
                _write(source, addition.SerializeToString(), prepared.path)
    except OSError as error:
        raise AssetError(
            f"The prepared copy of {source.name} cannot be written to {prepared.path.parent}: "
            f"{error.strerror or error}.",
            remedy="Free some space there, or set another cache directory.",
        ) from error
    return prepared


def _write(source: Path, addition: bytes, target: Path) -> None:
    """The source's bytes and then the addition's, at `target`, whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=target.stem, suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            try:
                with source.open("rb") as original:
                    shutil.copyfileobj(original, file, 1 << 20)
            except FileNotFoundError as error:
                raise AssetMissing(
                    f"The model file {source} has gone.", remedy="Run `kowane assets pull`."
                ) from error
            file.write(addition)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
