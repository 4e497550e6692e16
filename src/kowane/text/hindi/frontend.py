"""The front-end of Hindi: rules turn figures and signs into words, espeak-ng words into sound.

Latin words are read by espeak's English rules, which its Hindi voice switches to by itself.
"""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

from dataclasses import dataclass

from kowane.speech import Phonemes, SpokenText
from kowane.text import espeak, espeak_reading, ruleset
from kowane.text.hindi.rules import rules
from kowane.text.ruleset import Rule

GROUPS = frozenset(
    "abbreviations acronyms dates money numbers phones roman symbols times units urls".split()
)
"""Names of the groups of rules that `normalise` can leave out."""


@dataclass(frozen=True, slots=True)
class HindiFrontEnd:
    """Hindi's reading of text; see `kowane.text.frontend.FrontEnd`."""

    lang: str
    rules: tuple[Rule, ...]

    def normalise(self, sentence: SpokenText, off: frozenset[str] = frozenset()) -> SpokenText:
        """Numbers, dates, signs, … as words; `off` names groups of GROUPS to leave as written."""
        return ruleset.run(sentence, self.rules, off)

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """Pronunciation in Kokoro's alphabet, words tied to the source."""
        return espeak_reading.read(sentence, "hi")


def hindi() -> HindiFrontEnd:
    espeak.phonemize("अ", "hi")  # a missing espeak-ng is reported now, not at the first sentence
    return HindiFrontEnd("hi", rules())
