"""A voice's name or a blend of names → a voice, ready to speak.

Which voices there are is read from the file they come in, never from a table here. Knows no model,
no cache directory and no network.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from kowane import language
from kowane.errors import AssetDamaged, OutOfRange, UnknownVoice
from kowane.speech import MAX_SYMBOLS, STYLE_SIZE, Samples
from kowane.voices.blend import canonical, parse_blend, shown
from kowane.voices.packs import Packs

_NAME = re.compile(rf"[{''.join(language.BY_LETTER)}][a-z]_[A-Za-z0-9_-]+")
_GENDERS = {"f": "female", "m": "male"}
_KEPT = 32
"""Resolved voices kept in memory, 0.5 MB each."""

_COMPARED = 80


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
        AssetError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._packs = Packs(path)
        for name in self._packs.names:
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
        return list(self._packs.names)

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
        key = canonical(shares)
        with self._lock:
            voice = self._resolved.get(key)
            if voice is None:
                heaviest = max(shares, key=lambda name: shares[name])
                voice = Voice(key, _language_of(heaviest), self._blend(shares))
                self._resolved[key] = voice
                if len(self._resolved) > _KEPT:
                    self._resolved.popitem(last=False)
            self._resolved.move_to_end(key)
            return voice

    def _blend(self, shares: Mapping[str, Fraction]) -> Samples:
        if len(shares) == 1:
            pack = self._packs.read(next(iter(shares)))
        else:
            mixed = np.zeros((MAX_SYMBOLS, STYLE_SIZE), np.float64)
            for name, share in shares.items():
                mixed += float(share) * self._packs.read(name).astype(np.float64)
            pack = mixed.astype(np.float32)
        pack.setflags(write=False)
        return pack

    def _require(self, name: str) -> None:
        if name in self._packs.names:
            return
        # difflib takes quadratic time: a hostile name is cut before it is compared
        names = self._packs.names
        near = difflib.get_close_matches(name.lower()[:_COMPARED], names, n=3)
        ask = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UnknownVoice(
            f"There is no voice {shown(name)}.",
            param="voice",
            remedy=f"{ask}`kowane voices` and GET /v1/audio/voices list all {len(names)}.",
        )


def _language_of(name: str) -> str:
    # every installed name begins with one of these letters: __init__ checked
    return language.BY_LETTER[name[0]]
