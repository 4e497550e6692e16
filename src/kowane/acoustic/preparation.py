"""An official model file and a variant → the file that is loaded, made once and kept on disk.

The prepared copy lives in a cache directory under a name made of everything it depends on, so a new
model, a new recipe or a new ONNX Runtime never meets an old copy. It is written beside its place
and renamed, and made by one process at a time: N workers that start together make it once. This
module knows no session: which ONNX Runtime runs is told to it as a word.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kowane.acoustic.variants import OFFICIAL, Variant
from kowane.errors import AssetDamaged, AssetError, AssetMissing

if TYPE_CHECKING:
    pass

UNTOUCHED = "official"
"""Recipe of a file that is loaded as it came."""


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A file that is ready to be loaded.

    Attributes:
        path: the file; the source itself if nothing had to be done.
        recipe: name and version of what was done, UNTOUCHED if nothing.
    """

    path: Path
    recipe: str


def prepared_path(digest: str, *, cache_dir: Path, runtime: str, variant: Variant) -> Path:
    """Where the prepared copy is, or would be."""
    return cache_dir / f"{digest[:16]}-{variant.recipe}-ort{runtime}.onnx"


def prepare(
    source: Path, *, digest: str, cache_dir: Path, runtime: str, variant: Variant = OFFICIAL
) -> PreparedModel:
    """The file to load for an official one; makes and stores it if that was not done before.

    For OFFICIAL the weights are copied from file to file, never held in memory. The other variants
    need about a gigabyte and up to a minute; `apart.prepare_apart` does it in another process.

    Args:
        source: an official Kokoro v1.0 ONNX file.
        digest: sha256 of the source, hex; it has been verified by whoever gives it.
        cache_dir: where prepared copies are kept; made if it is missing.
        runtime: version of ONNX Runtime.
        variant: how to prepare it.

    Raises:
        AssetMissing, AssetDamaged: the source cannot be read.
        UnsupportedModel: it is not Kokoro, or not in a form the variant can work on.
        AssetError: the copy cannot be written.
    """
    path = prepared_path(digest, cache_dir=cache_dir, runtime=runtime, variant=variant)
    prepared = PreparedModel(path, variant.recipe)
    if path.exists():
        return prepared
    if variant.build is None:
        from kowane.acoustic.graph.durations import durations_addition
        from kowane.acoustic.graph.skeleton import read_skeleton

        addition = durations_addition(read_skeleton(source))
        if addition is None:
            return PreparedModel(source, UNTOUCHED)
        edit = addition.SerializeToString()
        _store(source, path, lambda file: _append(source, edit, file))
    else:
        _store(source, path, lambda file: _rewrite(source, digest, variant, file, path))
    return prepared


def _store(source: Path, path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Have the copy written, unless another process is doing it: then wait for that."""
    from filelock import FileLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                with _whole(path) as file:
                    write(file)
    except OSError as error:
        raise AssetError(
            f"The prepared copy of {source.name} cannot be written to {path.parent}: "
            f"{error.strerror or error}.",
            remedy="Free some space there, or set another cache directory.",
        ) from error


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes its place when it is complete, or not at all."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=target.stem, suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _append(source: Path, addition: bytes, file: BinaryIO) -> None:
    """The source's bytes and then the addition's: protobuf messages merge when concatenated."""
    try:
        with source.open("rb") as original:
            shutil.copyfileobj(original, file, 1 << 20)
    except FileNotFoundError as error:
        raise _gone(source) from error
    file.write(addition)


def _rewrite(source: Path, digest: str, variant: Variant, file: BinaryIO, path: Path) -> None:
    """The prepared model into the file; before that, its vocoder's weights beside its place."""
    import numpy as np
    import onnx
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

    from kowane.acoustic.native import weights_path

    try:
        model = onnx.load(source)
    except FileNotFoundError as error:
        raise _gone(source) from error
    except DecodeError as error:
        raise AssetDamaged(
            f"The model file {source} is no complete ONNX file: {error}.",
            remedy="Fetch it again; `kowane assets verify` compares its checksum.",
        ) from error
    if variant.vocoder is not None:
        with _whole(weights_path(path)) as weights:
            np.savez(weights, **variant.vocoder(model, digest))  # type: ignore[arg-type]
    if variant.build is not None:
        file.write(variant.build(model).SerializeToString())


def _gone(source: Path) -> AssetMissing:
    return AssetMissing(f"The model file {source} has gone.", remedy="Run `kowane assets pull`.")
