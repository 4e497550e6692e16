"""Lexicons applied to a spoken text: the longest entry at the leftmost place is said.

A trie is walked from each place where a word may begin, so time is linear in the text (at most
MAX_WORD steps a character) and does not depend on the number of entries. What markup or a rule has
written is left alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kowane.speech import SpokenText
from kowane.text.lexicon.entries import Lexicon
from kowane.text.rewrite import Rewrite, SpanMap
from kowane.text.rewrite import apply as rewrite

_UNSPACED = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),  # half-width kana
    (0x20000, 0x3FFFF),
)
"""Scripts that write words without spaces between them (Unicode blocks)."""

_ALIKE = {"’": "'", "ʼ": "'", "‑": "-", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "}


@dataclass(slots=True)
class _Node:
    """A place in the trie: what may follow, and the entries that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[_Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an entry has said, ready for use."""

    word: str
    text: str | None
    phonemes: str | None
    case_sensitive: bool
    whole_word: bool
    possessive: str | None
    rule: str


class Compiled:
    """One lexicon, ready to be applied. Immutable once made; safe to use from several threads.

    Attributes:
        name, lang, digest: the lexicon's.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.name = lexicon.name
        self.lang = lexicon.lang
        self.digest = lexicon.digest
        self._root = _Node()
        for entry in lexicon.entries:
            symbols = entry.symbols(lexicon.lang)
            said = _Said(
                entry.word,
                entry.says,
                symbols,
                entry.case_sensitive,
                entry.whole_word,
                symbols and _possessive(symbols, lexicon.lang),
                f"lexicon:{lexicon.name}",
            )
            for form in dict.fromkeys((entry.word, unicodedata.normalize("NFD", entry.word))):
                self._add(form, said)

    def _add(self, form: str, said: _Said) -> None:
        node = self._root
        for char in form:
            node = node.next.setdefault(_folded(char), _Node())
        node.ends.append(said)
        # An entry that minds the case is the more certain one.
        node.ends.sort(key=lambda each: not each.case_sensitive)

    def longest(self, text: str, folded: Sequence[str], start: int) -> tuple[int, _Said] | None:
        """Where the longest entry that begins at `start` ends, and what it says."""
        node = self._root
        if folded[start] not in node.next:
            return None
        best = None
        whole_start = boundary(text, start)
        for place in range(start, len(folded)):
            found = node.next.get(folded[place])
            if found is None:
                break
            node = found
            for said in node.ends:
                if said.whole_word and not (whole_start and boundary(text, place + 1)):
                    continue
                if not said.case_sensitive or _same(text[start : place + 1], said.word):
                    best = (place + 1, said)
                    break
        return best


def apply(spoken: SpokenText, lexicons: Sequence[Compiled]) -> SpokenText:
    """The spoken text with the lexicons' words as they are to be said.

    The longest match counts; of equals, the first lexicon's. Pieces that a rule, markup or an
    earlier lexicon wrote are left alone. Pieces say "lexicon:" and the lexicon's name as their
    rule.
    """
    text = spoken.text
    folded = [_folded(char) for char in text]
    spans = SpanMap(spoken)
    rewrites: list[Rewrite] = []
    place = 0
    while place < len(text):
        best: tuple[int, _Said] | None = None
        for lexicon in lexicons:
            found = lexicon.longest(text, folded, place)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        if best is None or spans.protected(place, best[0]):
            place += 1
            continue
        end, said = best
        phonemes = said.phonemes
        if (
            said.possessive
            and _has_possessive(folded, end, text)
            and not spans.protected(place, end + 2)
        ):
            end, phonemes = end + 2, said.possessive
        words = text[place:end] if said.text is None else said.text
        rewrites.append(Rewrite(place, end, words, said.rule, phonemes))
        place = end
    return rewrite(spoken, rewrites) if rewrites else spoken


def digest(lexicons: Sequence[Compiled]) -> str:
    """What a cache key needs of the lexicons in force, in their order; "" for none."""
    return "+".join(lexicon.digest for lexicon in lexicons)


def boundary(text: str, place: int) -> bool:
    """Whether a word may begin or end before the character at `place`.

    It may, unless letters, digits or marks that are written without a gap stand on both sides;
    between characters of scripts that know no gaps it always may.
    """
    if place <= 0 or place >= len(text):
        return True
    return not (_continues(text[place - 1]) and _continues(text[place]))


def _has_possessive(folded: Sequence[str], end: int, text: str) -> bool:
    return list(folded[end : end + 2]) == ["'", "s"] and boundary(text, end + 2)


def _possessive(symbols: str, lang: str) -> str | None:
    """The sound of an English word with 's: it depends on the word's last sound."""
    if lang not in ("en-us", "en-gb"):
        return None
    if symbols[-1] in "szʃʒʧʤ":
        return symbols + ("ɪz" if lang == "en-gb" else "ᵻz")
    return symbols + ("s" if symbols[-1] in "ptkfθ" else "z")


def _continues(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char == "_"
    code = ord(char)
    if any(first <= code <= last for first, last in _UNSPACED):
        return False
    return char.isalnum() or char in "\u200c\u200d" or unicodedata.category(char)[0] == "M"


def _folded(char: str) -> str:
    """One character for one: lower case, plain apostrophe, hyphen and space."""
    alike = _ALIKE.get(char)
    if alike is not None:
        return alike
    lower = char.lower()
    return lower if len(lower) == 1 else char


def _same(written: str, word: str) -> bool:
    """Whether two forms agree in case, whatever their composition and typography."""
    if written == word:
        return True
    plain = "".join(_ALIKE.get(char, char) for char in unicodedata.normalize("NFC", written))
    return plain == "".join(_ALIKE.get(char, char) for char in word)
