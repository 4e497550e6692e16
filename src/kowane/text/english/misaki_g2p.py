"""The sound of tagged English words, by misaki's lexica and its context rules.

The only module that imports misaki. It is built from a tagger of our own and reads its two lexica
without misaki's self-checks, so nothing is downloaded and loading takes a second less. Users'
`[x](/y/)` never reaches misaki's own markup: tokens are handed over ready made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, NamedTuple

from misaki.en import (  # type: ignore[import-untyped]
    G2P,
    PUNCT_TAG_PHONEMES,
    PUNCT_TAGS,
    PUNCTS,
    Lexicon,
    TokenContext,
)
from misaki.token import MToken  # type: ignore[import-untyped]

from kowane.text.english.tagger import Tagged

MAX_REMEMBERED = 50_000
"""Words whose sound is kept; beyond it the memory starts anew."""

Spell = Callable[[str], str]
"""A word that misaki does not know → its phonemes, "" if it has none."""


class Sounded(NamedTuple):
    """One or several tokens that sound as one word, or a punctuation mark.

    Attributes:
        text: the tokens' characters.
        phonemes: Kokoro's alphabet; "" for silent marks.
        space: whether a space follows.
    """

    text: str
    phonemes: str
    space: bool


class _NoMarks:
    """What misaki's lexicon asks of a token beyond its text and tag."""

    __slots__ = ()
    alias = currency = stress = None
    is_head = True
    prespace = False
    num_flags = ""


class _Word:
    """A word as misaki's lexicon wants it, without the cost of its own token class."""

    __slots__ = ("tag", "text")
    _ = _NoMarks()

    def __init__(self, text: str, tag: str) -> None:
        self.text = text
        self.tag = tag


class _EitherCase(dict[str, Any]):
    """Entries that are also found by their capitalised or lower-case form.

    Equal to `Lexicon.grow_dictionary` of the same entries, without doubling them.
    """

    def get(self, key: str, default: Any = None) -> Any:
        found = super().get(key)
        if found is None and len(key) > 1:
            lower = key.lower()
            if key == lower:
                found = super().get(key.capitalize())
            elif key == lower.capitalize():
                found = super().get(lower)
        return default if found is None else found

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, str) and self.get(key) is not None)


class _ReadyLexicon(Lexicon):  # type: ignore[misc]
    """misaki's lexicon without the assertions over its 180,000 entries."""

    def __init__(self, british: bool) -> None:  # noqa: FBT001 - misaki's own signature
        self.british = british
        self.cap_stresses = (0.5, 2)
        accent = "gb" if british else "us"
        data = files("misaki.data")
        golds, silvers = (
            json.loads((data / f"{accent}_{grade}.json").read_bytes())
            for grade in ("gold", "silver")
        )
        self.golds = _EitherCase(golds)
        self.silvers = _EitherCase(silvers)


class MisakiG2P(G2P):  # type: ignore[misc]
    """misaki's English G2P over tokens that are tagged already.

    Args:
        british: British lexicon and rules instead of American.
    """

    spell: Spell
    """Called for words that misaki does not know; set it before the first sentence."""

    def __init__(self, *, british: bool) -> None:
        self.version = None
        self.british = british
        self.lexicon = _ReadyLexicon(british)
        self.unk = ""
        self._remembered: dict[tuple[str, str, bool | None, bool], str] = {}
        self.fallback = lambda token: (self.spell(token.text), 2)

    def tokenize(self, text: Any, _tokens: Any, _features: Any) -> list[MToken]:
        """misaki's hook for spaCy: here `text` is the list of tokens with their phonemes."""
        return [
            MToken(
                text=token.text,
                tag=token.tag,
                whitespace=" " if token.space else "",
                phonemes=phonemes,
                _=MToken.Underscore(
                    is_head=True,
                    num_flags="&" if self.british else "",
                    prespace=False,
                    rating=None if phonemes is None else 5,
                ),
            )
            for token, phonemes in text
        ]

    def sound(self, tokens: list[tuple[Tagged, str | None]]) -> list[Sounded]:
        """The sound of a sentence's tokens, each with its phonemes where they are fixed.

        Joined, the results' texts and spaces are the tokens'. Not thread-safe.

        Follows misaki's own loop, from the end to the start, as a word's weak form depends on what
        comes after it. Single words go straight to the lexicon and are remembered; tokens that
        touch are given to misaki's loop unless the lexicon has them as one word.
        """
        context = TokenContext()
        sounded: list[Sounded] = []
        for group in reversed(_groups(tokens)):
            said = self._group(group, context)
            text = "".join(token.text for token, _ in group)
            context = G2P.token_context(context, said, _Word(text, group[0][0].tag))
            said = said.replace("ɾ", "T").replace("ʔ", "t")
            sounded.append(Sounded(text, said, group[-1][0].space))
        sounded.reverse()
        return sounded

    def _group(self, group: list[tuple[Tagged, str | None]], context: TokenContext) -> str:
        token, phonemes = group[0]
        if phonemes is not None:
            return phonemes
        if len(group) == 1:
            text, tag = token.text, token.tag
            if tag in PUNCT_TAGS and not any(char.isascii() and char.isalpha() for char in text):
                return _mark(text, tag)
        else:
            text = "".join(part.text for part, _ in group)
            tag = max((part for part, _ in group), key=_weight).tag
        key = (text, tag, context.future_vowel, context.future_to)
        known = self._remembered.get(key)
        if known is None:
            known = self._fresh(text, tag, group, context)
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = known
        return known

    def _fresh(
        self, text: str, tag: str, group: list[tuple[Tagged, str | None]], context: TokenContext
    ) -> str:
        if len(group) > 1 or _is_simple(text):
            said, _ = self.lexicon(_Word(text, tag), context)
            if said is not None:
                return str(said)
            if len(group) == 1:
                return self.spell(text)
        last, _ = group[-1]
        _, words = self([*group[:-1], (last._replace(space=False), None)], preprocess=False)
        return "".join(word.phonemes or "" for word in words)

    def lookup(self, word: str) -> str | None:
        """The usual pronunciation of a word in the lexica, None if they lack it."""
        found = self.lexicon.golds.get(word) or self.lexicon.silvers.get(word)
        if isinstance(found, dict):
            found = found["DEFAULT"]
        return None if found is None else str(found)


def _groups(tokens: list[tuple[Tagged, str | None]]) -> list[list[tuple[Tagged, str | None]]]:
    """Tokens that sound as one word: those that touch, up to a mark or a fixed sound."""
    groups: list[list[tuple[Tagged, str | None]]] = []
    closed = True
    for token, phonemes in tokens:
        alone = phonemes is not None or _is_mark(token)
        if closed or alone:
            groups.append([(token, phonemes)])
        else:
            groups[-1].append((token, phonemes))
        closed = alone or token.space
    return groups


def _is_mark(token: Tagged) -> bool:
    return token.tag in PUNCT_TAGS and not any(
        char.isascii() and char.isalpha() for char in token.text
    )


def _mark(text: str, tag: str) -> str:
    if tag == ":" and text in ("-", "–"):
        return "—"
    return str(PUNCT_TAG_PHONEMES.get(tag, "".join(char for char in text if char in PUNCTS)))


def _weight(token: Tagged) -> int:
    """misaki's choice of the token whose tag stands for a compound."""
    return sum(1 if char == char.lower() else 2 for char in token.text)


def _is_simple(text: str) -> bool:
    """Whether misaki would take the token as one part: no digits, no capital inside."""
    return text.isalpha() and (text[1:].islower() or text.isupper() or len(text) == 1)
