"""What a pronunciation lexicon holds, checked: a word and how it is said.

An `Entry` or a `Lexicon` that exists is valid; making a wrong one raises an error that names the
field, the value and the remedy. Knows no file format and no text to apply it to.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field

from kowane import language
from kowane.errors import InputError
from kowane.text import ipa

MAX_WORD = 100
"""Characters of a written form."""

MAX_SAYS = 500
"""Characters of a respelling."""

MAX_PHONEMES = 200
"""Symbols of a pronunciation, before and after it is turned into Kokoro's alphabet."""

MAX_ENTRIES = 20_000
"""Entries of a lexicon."""

MAX_NOTE = 500

_NAME = re.compile(r"[a-z0-9-]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class UnknownLexicon(InputError):
    """No lexicon, or no entry, of that name."""


class LexiconError(InputError):
    """An entry, a lexicon or a document that holds one cannot be used as it stands."""


class LexiconExists(LexiconError):
    """A lexicon of that name is there already and was not to be replaced."""


def is_name(name: str) -> bool:
    """Whether a lexicon can be called so."""
    return _NAME.fullmatch(name) is not None


def check_name(name: str) -> str:
    """The name, if a lexicon can be called so.

    Raises:
        LexiconError: it is anything but 1–64 of a–z, 0–9 and hyphens.
    """
    if not is_name(name):
        raise LexiconError(
            f"{name[:80]!r} cannot be the name of a lexicon.",
            param="name",
            remedy="Use 1 to 64 of the characters a–z, 0–9 and '-'.",
        )
    return name


@dataclass(frozen=True, slots=True)
class Entry:
    """One word and how it is said, by exactly one of `says`, `phonemes` and `ipa`.

    Attributes:
        word: as it is written, NFC, 1–MAX_WORD characters, one or several words.
        says: ordinary words that sound like it: "engine x" for nginx.
        phonemes: in Kokoro's alphabet.
        ipa: in the International Phonetic Alphabet, for the lexicon's language.
        case_sensitive: only this capitalisation is meant.
        whole_word: never part of a longer word. Scripts without spaces have no such limits.
        note: for people.

    Raises:
        LexiconError: a field cannot be used.
    """

    word: str
    says: str | None = None
    phonemes: str | None = None
    ipa: str | None = None
    case_sensitive: bool = False
    whole_word: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        word = unicodedata.normalize("NFC", " ".join(self.word.split()))
        object.__setattr__(self, "word", _limited("word", word, MAX_WORD))
        if not any(char.isalnum() or ord(char) > 0x2000 for char in word):
            raise LexiconError(
                f"{word!r} has no letter, digit or sign that is read.",
                param="word",
                remedy="Give the word as it is written in texts.",
            )
        given = [way for way in ("says", "phonemes", "ipa") if getattr(self, way) is not None]
        if len(given) != 1:
            raise LexiconError(
                f"{word!r} is said in {len(given)} ways ({', '.join(given) or 'none'}).",
                param="says",
                remedy="Give exactly one of says, phonemes and ipa.",
            )
        if self.says is not None:
            says = _limited("says", " ".join(self.says.split()), MAX_SAYS)
            object.__setattr__(self, "says", says)
        if self.phonemes is not None:
            symbols = ipa.tidy(_limited("phonemes", self.phonemes, MAX_PHONEMES))
            _check_symbols(self.word, symbols, self.phonemes, "phonemes")
            object.__setattr__(self, "phonemes", symbols)
        if self.ipa is not None:
            _limited("ipa", self.ipa, MAX_PHONEMES)
        if len(self.note) > MAX_NOTE:
            raise LexiconError(
                f"The note of {word!r} has {len(self.note)} characters; the limit is {MAX_NOTE}.",
                param="note",
                remedy="Shorten it.",
            )

    @property
    def key(self) -> tuple[str, bool, bool]:
        """What no two entries of a lexicon share."""
        word = self.word if self.case_sensitive else self.word.lower()
        return (word, self.case_sensitive, self.whole_word)

    def symbols(self, lang: str) -> str | None:
        """The pronunciation in Kokoro's alphabet; None if it is told in words.

        Raises:
            LexiconError: the IPA has symbols without a counterpart.
        """
        if self.ipa is None:
            return self.phonemes
        symbols = ipa.from_ipa(self.ipa, lang)
        _check_symbols(self.word, symbols, self.ipa, "ipa")
        return symbols


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries of one language, under a name.

    Attributes:
        name: 1–64 of a–z, 0–9, "-".
        lang: canonical tag; any tag that `language.parse` accepts may be given.
        entries: at most MAX_ENTRIES, no two with the same key; order does not matter.
        default: used for every request in its language, without being named.

    Raises:
        LexiconError, UnknownLanguage: a field cannot be used.
    """

    name: str
    lang: str
    entries: tuple[Entry, ...] = ()
    default: bool = False
    digest: str = field(default="", compare=False)
    """BLAKE2b of all that changes what is said, 32 hexadecimal digits; computed."""

    def __post_init__(self) -> None:
        check_name(self.name)
        object.__setattr__(self, "lang", language.parse(self.lang))
        if len(self.entries) > MAX_ENTRIES:
            raise LexiconError(
                f"{self.name!r} has {len(self.entries)} entries; the limit is {MAX_ENTRIES}.",
                param="entries",
                remedy="Split it into several lexicons.",
            )
        seen: set[tuple[str, bool, bool]] = set()
        for entry in self.entries:
            if entry.key in seen:
                raise LexiconError(
                    f"{self.name!r} has two entries for {entry.word!r}.",
                    param="entries",
                    remedy="Keep one of them.",
                )
            seen.add(entry.key)
            entry.symbols(self.lang)  # IPA can only be checked against a language
        object.__setattr__(self, "digest", _digest(self.lang, self.entries))

    def find(self, word: str) -> tuple[Entry, ...]:
        """Entries for a written form, whatever its case."""
        wanted = unicodedata.normalize("NFC", " ".join(word.split())).lower()
        return tuple(entry for entry in self.entries if entry.word.lower() == wanted)


def _limited(name: str, value: str, limit: int) -> str:
    if not value.strip() or len(value) > limit or _CONTROL.search(value.strip()):
        what = (
            f"has {len(value)} characters"
            if value.strip() and len(value) > limit
            else "is empty"
            if not value.strip()
            else "has control characters"
        )
        raise LexiconError(
            f"The field {name!r} {what}.", param=name, remedy=f"Give 1 to {limit} characters."
        )
    return value


def _check_symbols(word: str, symbols: str, written: str, param: str) -> None:
    wrong = ipa.unknown(symbols)
    if wrong or not symbols or len(symbols) > MAX_PHONEMES:
        what = (
            f"has symbols that Kokoro lacks: {ipa.name_symbols(wrong, written)}"
            if wrong
            else f"has {len(symbols)} symbols; the limits are 1 and {MAX_PHONEMES}"
        )
        raise LexiconError(
            f"The pronunciation {written!r} of {word!r} {what}.",
            param=param,
            remedy="Use Kokoro's alphabet or plain IPA (docs/lexicons.md), or say it in words.",
        )


def _digest(lang: str, entries: tuple[Entry, ...]) -> str:
    rows = sorted(
        [entry.word, entry.says or "", entry.phonemes or "", entry.ipa or "", *entry.key[1:]]
        for entry in entries
    )
    content = json.dumps([lang, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
