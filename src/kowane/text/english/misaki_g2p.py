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

from misaki.en import G2P, Lexicon  # type: ignore[import-untyped]
from misaki.token import MToken  # type: ignore[import-untyped]

from kowane.text.english.tagger import Tagged

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
        self.golds = Lexicon.grow_dictionary(golds)
        self.silvers = Lexicon.grow_dictionary(silvers)


class MisakiG2P(G2P):  # type: ignore[misc]
    """misaki's English G2P over tokens that are tagged already.

    Args:
        british: British lexicon and rules instead of American.
        spell: called for words that misaki does not know.
    """

    def __init__(self, *, british: bool, spell: Spell) -> None:
        self.version = None
        self.british = british
        self.lexicon = _ReadyLexicon(british)
        self.unk = ""
        self.fallback = lambda token: (spell(token.text), 2)

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
        """
        if not tokens:
            return []
        _, words = self(tokens, preprocess=False)
        return [Sounded(word.text, word.phonemes or "", bool(word.whitespace)) for word in words]

    def knows(self, word: str) -> bool:
        """Whether the lexica have this spelling, or its lower case."""
        lexicon = self.lexicon
        return any(
            form in lexicon.golds or form in lexicon.silvers for form in (word, word.lower())
        )

    def lookup(self, word: str) -> str | None:
        """The usual pronunciation of a word in the lexica, None if they lack it."""
        found = self.lexicon.golds.get(word) or self.lexicon.silvers.get(word)
        if isinstance(found, dict):
            found = found["DEFAULT"]
        return None if found is None else str(found)
