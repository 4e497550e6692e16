"""Language names as people write them, turned into the nine that Kokoro-82M v1.0 speaks.

Knows tags and Kokoro's one-letter codes; knows no front-end and no voice.
"""

from __future__ import annotations

from kowane.errors import UnknownLanguage

CANONICAL: dict[str, str] = {
    "en-us": "American English",
    "en-gb": "British English",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "pt-br": "Brazilian Portuguese",
    "zh": "Mandarin Chinese",
}
"""Canonical tag → English name. These tags are what the rest of kowane sees."""

BY_LETTER: dict[str, str] = {
    "a": "en-us",
    "b": "en-gb",
    "e": "es",
    "f": "fr",
    "h": "hi",
    "i": "it",
    "j": "ja",
    "p": "pt-br",
    "z": "zh",
}
"""Kokoro's own letters; also the first letter of every voice's name (VOICES.md of Kokoro-82M)."""

_PRIMARY = {
    "en": "en-us",
    "eng": "en-us",
    "es": "es",
    "spa": "es",
    "fr": "fr",
    "fra": "fr",
    "fre": "fr",
    "hi": "hi",
    "hin": "hi",
    "it": "it",
    "ita": "it",
    "ja": "ja",
    "jpn": "ja",
    "pt": "pt-br",
    "por": "pt-br",
    "zh": "zh",
    "zho": "zh",
    "chi": "zh",
    "cmn": "zh",
}
_BRITISH_SPELLING_REGIONS = {"gb", "uk", "ie", "au", "nz", "za", "in"}
_NOT_MANDARIN = {"hk", "mo", "yue"}


def parse(tag: str) -> str:
    """The canonical form of a language tag.

    Accepts BCP-47 in any case with hyphens or underscores ("fr", "fr-FR", "pt_br", "zh-Hans-CN"),
    three-letter ISO 639 codes and Kokoro's letters. A region that Kokoro has no accent for falls to
    the accent nearest to it (en-AU → en-gb, es-MX → es, pt-PT → pt-br).

    Raises:
        UnknownLanguage: for everything else.
    """
    parts = tag.strip().lower().replace("_", "-").split("-")
    if parts[0] in BY_LETTER and len(parts) == 1:
        return BY_LETTER[parts[0]]
    canonical = _PRIMARY.get(parts[0])
    rest = set(parts[1:])
    well_formed = all(part.isalnum() and part.isascii() and len(part) <= 8 for part in parts[1:])
    if canonical is None or not well_formed or (canonical == "zh" and rest & _NOT_MANDARIN):
        raise UnknownLanguage(
            f"Language {tag!r} is not one that Kokoro speaks.",
            param="lang",
            remedy=f"Use one of: {', '.join(CANONICAL)}.",
        )
    if canonical == "en-us" and rest & _BRITISH_SPELLING_REGIONS:
        return "en-gb"
    return canonical


def of_voice(name: str) -> str | None:
    """The language a voice was made for, by the first letter of its name; None if it has none."""
    if len(name) > 2 and name[2] == "_":
        return BY_LETTER.get(name[0])
    return None
