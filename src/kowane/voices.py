"""A voice's name or a blend of names → a voice pack, float32 (510, 256).

Which voices there are is read from the file they come in, never from a table here. Knows the
grammar of blends and the layout of the files; knows no model, no cache directory and no network.

    blend  = term ("+" term)*          "af_heart(2) + af_bella"
    term   = name ["(" weight ")"]     a missing weight is 1
    weight = up to 15 digits, then up to six after a point; above 0
"""

from __future__ import annotations

import difflib
import math
import re
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from kowane import language
from kowane.errors import AssetDamaged, AssetMissing, OutOfRange, UnknownVoice
from kowane.speech import MAX_SYMBOLS, STYLE_SIZE, Samples

MAX_BLEND = 16
"""Most terms in one blend."""

_PACK_BYTES = MAX_SYMBOLS * STYLE_SIZE * 4
_SHAPES = ((MAX_SYMBOLS, STYLE_SIZE), (MAX_SYMBOLS, 1, STYLE_SIZE))
_NAME = re.compile(rf"[{''.join(language.BY_LETTER)}][a-z]_[A-Za-z0-9_-]+")
_TERM = re.compile(
    r"\s*([A-Za-z0-9_-]+)\s*(?:\(\s*([0-9]{1,15}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})\s*\)\s*)?",
    re.ASCII,
)
_GENDERS = {"f": "female", "m": "male"}
_KEPT = 32
"""Resolved voices kept in memory, 0.5 MB each."""
_SHOWN = 80
_UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What numpy and zipfile raise on files that are broken, encrypted or not theirs."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """What a voice's name says about it (VOICES.md of Kokoro-82M).

    Attributes:
        id: what to ask for, "af_heart".
        name: for people, "Heart".
        language: canonical tag of the language it was made for, "en-us".
        gender: "female", "male" or "" if the name does not say.
    """

    id: str
    name: str
    language: str
    gender: str


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One voice or blend, ready to speak.

    Attributes:
        name: the blend in canonical form: spaces gone, weights in smallest whole numbers, left out
            where all are equal. Equal names sound the same.
        language: canonical tag; of a blend, that of its heaviest voice, the first among equals.
        pack: float32 (510, 256), read-only: row i is the style for i + 1 symbols.
    """

    name: str
    language: str
    pack: Samples


def style_row(pack: Samples, n_symbols: int) -> Samples:
    """The style vector for a chunk of that many symbols, float32 (256,).

    Row n_symbols - 1, as in Kokoro's own pipeline (`pack[len(ps)-1]` in KPipeline): the pads at
    either end do not count. The next row is a different style, audibly so, and does not exist at
    510 symbols; 0 symbols would silently read the last row.

    Raises:
        OutOfRange: n_symbols is not in 1–510.
    """
    if not 1 <= n_symbols <= MAX_SYMBOLS:
        raise OutOfRange(
            f"A chunk of {n_symbols} symbols has no style; a voice pack has rows for 1 to "
            f"{MAX_SYMBOLS}.",
            param="input",
            remedy="Split the text into shorter chunks.",
        )
    row: Samples = pack[n_symbols - 1]
    return row


def parse_blend(spec: str) -> dict[str, Fraction]:
    """Name → share, in the order of first appearance; shares are above 0 and sum to 1.

    A name that appears twice has both its weights. Whether the names exist is not asked.

    Raises:
        UnknownVoice: the text is not a blend.
    """
    weights: dict[str, Fraction] = {}
    position, terms = 0, 0
    while True:
        term = _TERM.match(spec, position)
        if term is None:
            _refuse(spec, f"a voice's name is expected at character {position + 1}")
        weight = Fraction(term[2] or 1)
        if weight == 0:
            _refuse(spec, f"the weight of {_shown(term[1])} is 0; weights are above 0")
        terms += 1
        if terms > MAX_BLEND:
            _refuse(spec, f"it has more than {MAX_BLEND} terms")
        weights[term[1]] = weights.get(term[1], Fraction(0)) + weight
        position = term.end()
        if position == len(spec):
            break
        if spec[position] != "+":
            _refuse(
                spec,
                f"{spec[position]!r} at character {position + 1} has no meaning; weights are "
                "plain numbers above 0 with at most six digits after the point",
            )
        position += 1
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


class Voices:
    """The installed voices. Packs are read when asked for; safe to share between threads.

    Args:
        path: an .npz archive of packs (voices-v1.0.bin is one), or a directory of packs as .npy or
            as .bin (raw float32, little-endian). A pack is float32 (510, 256) or (510, 1, 256).
            Names of voices begin as Kokoro's do: a letter for the language, one for the gender,
            "_".

    Raises:
        AssetMissing: there is no such file or directory, or it holds no voices.
        AssetDamaged: it is not what it should be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = _files_in(path) if path.is_dir() else None
        self._names = tuple(sorted(_members_of(path) if self._files is None else self._files))
        if not self._names:
            raise AssetMissing(
                f"{path} holds no voices.",
                remedy="Give an .npz file of voice packs or a directory of .bin or .npy files.",
            )
        for name in self._names:
            if _NAME.fullmatch(name) is None:
                raise AssetDamaged(
                    f"The voice {name!r} in {path} does not say its language.",
                    remedy="Rename it in Kokoro's way, such as 'af_name': its first letter is one "
                    f"of {' '.join(language.BY_LETTER)} and tells the language, the second is f "
                    "or m, then letters, digits, '_' or '-'.",
                )
        self._lock = threading.Lock()
        self._resolved: OrderedDict[str, Voice] = OrderedDict()

    def names(self) -> list[str]:
        """All voices, sorted."""
        return list(self._names)

    def info(self, name: str) -> VoiceInfo:
        """What is known of a voice; reads no pack.

        Raises:
            UnknownVoice: there is none of that name (a blend is not one).
        """
        self._require(name)
        return VoiceInfo(
            id=name,
            name=name[3:].replace("_", " ").title(),
            language=_language_of(name),
            gender=_GENDERS.get(name[1], ""),
        )

    def resolve(self, spec: str) -> Voice:
        """The voice of that name, or the blend.

        A blend is the weighted mean of its packs, summed in the order given in float64. The last
        few results are kept.

        Raises:
            UnknownVoice: a name is not installed, or the text is not a blend.
            AssetDamaged: a pack cannot be used.
        """
        shares = parse_blend(spec)
        for name in shares:
            self._require(name)
        canonical = _canonical(shares)
        with self._lock:
            voice = self._resolved.get(canonical)
            if voice is None:
                heaviest = max(shares, key=lambda name: shares[name])
                voice = Voice(canonical, _language_of(heaviest), self._blend(shares))
                self._resolved[canonical] = voice
                if len(self._resolved) > _KEPT:
                    self._resolved.popitem(last=False)
            self._resolved.move_to_end(canonical)
            return voice

    def _blend(self, shares: Mapping[str, Fraction]) -> Samples:
        if len(shares) == 1:
            pack = self._read(next(iter(shares)))
        else:
            mixed = np.zeros((MAX_SYMBOLS, STYLE_SIZE), np.float64)
            for name, share in shares.items():
                mixed += float(share) * self._read(name).astype(np.float64)
            pack = mixed.astype(np.float32)
        pack.setflags(write=False)
        return pack

    def _read(self, name: str) -> Samples:
        """One pack from the disk, checked, as (510, 256)."""
        where = f"{self._path}: voice {name}"
        try:
            if self._files is None:
                with np.load(self._path, allow_pickle=False) as archive:
                    raw = archive[name]
            elif self._files[name].suffix == ".npy":
                raw = np.load(self._files[name], allow_pickle=False)
            else:
                raw = _raw_pack(self._files[name])
        except _UNREADABLE as error:
            raise _damaged(where, f"it cannot be read ({error})") from error
        if not isinstance(raw, np.ndarray) or raw.shape not in _SHAPES:
            raise _damaged(where, f"its shape is {np.shape(raw)}, not (510, 1, 256)")
        if raw.dtype.newbyteorder("=") != np.float32:
            raise _damaged(where, f"its numbers are {raw.dtype}, not float32")
        pack: NDArray[np.float32] = raw.reshape(_SHAPES[0]).astype(np.float32)
        if not np.isfinite(pack).all():
            raise _damaged(where, "it holds numbers that are not finite")
        return pack

    def _require(self, name: str) -> None:
        if name in self._names:
            return
        # difflib takes quadratic time: a hostile name is cut before it is compared
        near = difflib.get_close_matches(name.lower()[:_SHOWN], self._names, n=3)
        ask = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UnknownVoice(
            f"There is no voice {_shown(name)}.",
            param="voice",
            remedy=f"{ask}`kowane voices` and GET /v1/audio/voices list all {len(self._names)}.",
        )


def _language_of(name: str) -> str:
    # every installed name begins with one of these letters: __init__ checked
    return language.BY_LETTER[name[0]]


def _canonical(shares: Mapping[str, Fraction]) -> str:
    if len(set(shares.values())) == 1:
        return "+".join(shares)
    common = math.lcm(*(share.denominator for share in shares.values()))
    return "+".join(f"{name}({share * common})" for name, share in shares.items())


def _refuse(spec: str, why: str) -> NoReturn:
    raise UnknownVoice(
        f"{_shown(spec)} is not a voice or a blend: {why}.",
        param="voice",
        remedy="Write one name, or names and weights such as 'af_heart(2)+af_bella(1)'.",
    )


def _shown(text: str) -> str:
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…"


def _damaged(where: str, why: str) -> AssetDamaged:
    return AssetDamaged(
        f"{where} cannot be used: {why}.",
        remedy="Replace the file; `kowane assets pull --force voices-v1.0.bin` fetches the "
        "official one.",
    )


def _members_of(path: Path) -> list[str]:
    """The names in an .npz archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [name.removesuffix(".npy") for name in archive.namelist()]
    except FileNotFoundError as error:
        raise AssetMissing(
            f"There are no voices at {path}.", remedy="Run: kowane assets pull voices-v1.0.bin"
        ) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise _damaged(str(path), f"it is not an .npz archive ({error})") from error


def _files_in(folder: Path) -> dict[str, Path]:
    """Voice name → file, for the packs in a directory."""
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".bin", ".npy") or path.name.startswith("."):
            continue
        if path.stem in files:
            raise AssetDamaged(
                f"{folder} has the voice {path.stem!r} twice.", remedy=f"Remove {path.name}."
            )
        files[path.stem] = path
    return files


def _raw_pack(path: Path) -> NDArray[np.float32]:
    size = path.stat().st_size
    if size != _PACK_BYTES:
        raise ValueError(f"{size:,} bytes, {_PACK_BYTES:,} expected")
    return np.fromfile(path, "<f4").reshape(_SHAPES[0])
