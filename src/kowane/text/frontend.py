"""The seam between the text rooms: what a language must provide to be spoken.

One front-end per language turns sentences into phonemes. It never sees a voice, a chunk or the
model. `load` is the table from language to implementation; importing this module loads none of
them, so that an English sentence never pays for a Japanese dictionary.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from kowane.errors import MissingExtra
from kowane.speech import Phonemes, SpokenText


class FrontEnd(Protocol):
    """One language's reading of text. Implementations are safe to call from several threads."""

    lang: str
    """Canonical tag, see `kowane.language`."""

    def normalise(self, sentence: SpokenText, off: frozenset[str] = frozenset()) -> SpokenText:
        """Numbers, dates, units, abbreviations, … as the words a reader would say.

        Args:
            sentence: one sentence, mostly verbatim; pieces with `phonemes` set or a `rule` are
                left as they are, and source spans are kept.
            off: groups of rules to leave out; names that a language does not have are ignored.
        """
        ...

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """Pronunciation of a normalised sentence in Kokoro's alphabet.

        Every run of letters or digits yields at least one symbol or is reported in
        `Phonemes.dropped`; pieces with `phonemes` set are used as given. Punctuation that Kokoro
        knows is kept where it stands.

        Raises:
            FrontEndFailed: the library below failed; the message names it.
        """
        ...


IMPLEMENTATIONS: dict[str, tuple[str, str]] = {
    "en-us": ("kowane.text.english.frontend:american", "en"),
    "en-gb": ("kowane.text.english.frontend:british", "en"),
    "es": ("kowane.text.romance.frontend:spanish", "espeak"),
    "fr": ("kowane.text.romance.frontend:french", "espeak"),
    "it": ("kowane.text.romance.frontend:italian", "espeak"),
    "pt-br": ("kowane.text.romance.frontend:portuguese", "espeak"),
    "hi": ("kowane.text.hindi.frontend:hindi", "espeak"),
    "ja": ("kowane.text.japanese.frontend:japanese", "ja"),
    "zh": ("kowane.text.chinese.frontend:mandarin", "zh"),
}
"""Canonical tag → (factory as "module:function", extra that installs its library)."""


def load(lang: str) -> FrontEnd:
    """Import and build the front-end of a canonical language tag; takes 0.1–3 s the first time.

    Raises:
        MissingExtra: its library is not installed; the remedy is the pip command.
    """
    target, extra = IMPLEMENTATIONS[lang]
    module, _, factory = target.partition(":")
    try:
        return cast(FrontEnd, getattr(import_module(module), factory)())
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "kowane":
            raise
        raise MissingExtra(
            f"Reading {lang} needs the package {error.name!r}, which is not installed.",
            remedy=f"Install it with: pip install 'kowane[{extra}]'.",
        ) from error
