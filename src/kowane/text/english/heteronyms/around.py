"""A tagged word and its neighbourhood, and the small words that tell verbs from nouns."""

from __future__ import annotations

from dataclasses import dataclass

from kowane.text.english.rules import words
from kowane.text.english.tagger import Tagged

SUBJECTS = frozenset(["i", "you", "we", "they"])
THIRD = frozenset(["he", "she", "it", "who"])
TO_VERB = words(
    "to will would can could shall should may might must 'll wo ca n't not cannot let's "
    "please gonna wanna never always don't doesn't didn't won't can't helps help"
)
DETERMINERS = words(
    "a an the my your his her its our their this that these those every each no any some "
    "another one two three four five ten several many few both more most what which whose"
)
BE = words(
    "am is are was were be been being 's 're 'm get gets got getting stay stayed feel "
    "felt seem seems looked looks become became remain remained so too very quite really "
    "as how"
)


@dataclass(frozen=True, slots=True)
class Around:
    """A word and its neighbourhood, all in lower case.

    Attributes:
        tokens: the sentence.
        index: the word's place.
    """

    tokens: list[Tagged]
    index: int

    @property
    def tag(self) -> str:
        return self.tokens[self.index].tag

    @property
    def text(self) -> str:
        return self.tokens[self.index].text

    def at(self, offset: int) -> str:
        """The word so many places off, "" beyond the sentence."""
        place = self.index + offset
        return self.tokens[place].text.lower() if 0 <= place < len(self.tokens) else ""

    def tag_at(self, offset: int) -> str:
        place = self.index + offset
        return self.tokens[place].tag if 0 <= place < len(self.tokens) else ""

    def near(self, words: frozenset[str], reach: int = 7) -> bool:
        """Whether one of the words stands within so many places."""
        start = max(0, self.index - reach)
        return any(
            token.text.lower() in words
            for place, token in enumerate(self.tokens[start : self.index + reach + 1], start)
            if place != self.index
        )

    @property
    def starts(self) -> bool:
        """Whether the word begins a sentence or clause."""
        before = self.at(-1)
        return not before or not any(char.isalnum() for char in before)
