"""The front-ends of Spanish, French, Italian and Brazilian Portuguese.

Rules turn digits, signs and abbreviations into words; espeak-ng turns words into sound.
"""

from __future__ import annotations

from dataclasses import dataclass

from kowane.speech import Phonemes, SpokenText
from kowane.text import espeak, espeak_reading, ruleset
from kowane.text.romance import acronyms, addresses, amounts, calendar, roman, signs
from kowane.text.romance.grammar import Grammar
from kowane.text.ruleset import Rule

GROUPS = frozenset(
    {
        "abbreviations",
        "acronyms",
        "dates",
        "money",
        "numbers",
        "phones",
        "roman",
        "symbols",
        "times",
        "units",
        "urls",
    }
)
"""Names of the groups of rules that `normalise` can leave out."""


@dataclass(frozen=True, slots=True)
class RomanceFrontEnd:
    """One Romance language's reading of text; see `kowane.text.frontend.FrontEnd`.

    Attributes:
        lang: canonical tag.
        voice: espeak's voice, a key of espeak.VOICES.
        rules: in the order in which they run.
    """

    lang: str
    voice: str
    rules: tuple[Rule, ...]

    def normalise(self, sentence: SpokenText, off: frozenset[str] = frozenset()) -> SpokenText:
        """Numbers, dates, signs, … as words; `off` names groups of GROUPS to leave as written."""
        return ruleset.run(sentence, self.rules, off)

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """Pronunciation in Kokoro's alphabet, words tied to the source."""
        return espeak_reading.read(sentence, self.voice)


def spanish() -> RomanceFrontEnd:
    from kowane.text.romance.spanish import grammar

    return _front_end("es", "es", grammar())


def french() -> RomanceFrontEnd:
    from kowane.text.romance.french import grammar

    return _front_end("fr", "fr-fr", grammar())


def italian() -> RomanceFrontEnd:
    from kowane.text.romance.italian import grammar

    return _front_end("it", "it", grammar())


def portuguese() -> RomanceFrontEnd:
    from kowane.text.romance.portuguese import grammar

    return _front_end("pt-br", "pt-br", grammar())


def _front_end(lang: str, voice: str, grammar: Grammar) -> RomanceFrontEnd:
    espeak.phonemize("a", voice)  # a missing espeak-ng is reported now, not at the first sentence
    return RomanceFrontEnd(lang, voice, rules(grammar))


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    """All rules of a language, in the order in which they run."""
    return (
        *signs.capitals(grammar),
        *addresses.rules(grammar),
        *calendar.rules(grammar),
        *signs.abbreviations(grammar),
        *roman.rules(grammar),
        *acronyms.rules(grammar),
        *grammar.extra,
        *amounts.rules(grammar),
        *signs.signs(grammar),
    )
