"""The International Phonetic Alphabet, and phonemes typed by people, in Kokoro's alphabet.

Kokoro writes a diphthong or an affricate as one symbol and has 114 symbols in all. What has no
counterpart is kept as it is, and `unknown` finds it, so that the caller can say which symbols are
wrong. For English the correspondences are misaki's; for other languages only what espeak-ng's
ties mark is joined. Knows no dictionary.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kowane.vocabulary import SYMBOLS

_TIES = {"\u0361": "^", "\u035c": "^"}

_IGNORED = frozenset(
    ".‿|‖/[]⟨⟩ˑ-^\u200b\u200c\u200d"
    # Dental, voiceless, voiced, non-syllabic, raised, lowered, advanced, retracted, unreleased,
    # centralised, more and less rounded, apical, laminal: finer than Kokoro hears.
    "\u032a\u0325\u030a\u032c\u032f\u031d\u031e\u031f\u0320\u031a\u0308\u033d\u0339\u031c\u033a\u033b"
)

_ALWAYS = {
    "g": "ɡ",
    "'": "ˈ",
    "’": "ˈ",
    ":": "ː",
    "a^ɪ": "I",
    "a^ʊ": "W",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "ɔ^ɪ": "Y",
    "t^ʃ": "ʧ",
    "d^ʒ": "ʤ",
    "t^s": "ʦ",
    "d^z": "ʣ",
    "t^ɕ": "ʨ",
    "d^ʑ": "ʥ",
    "t^ʂ": "ꭧ",
    "tʃ": "ʧ",
    "dʒ": "ʤ",
    "tɕ": "ʨ",
    "dʑ": "ʥ",
    "tʂ": "ꭧ",
}
_SIBILANTS = {"ts": "ʦ", "dz": "ʣ"}
_ENGLISH = {
    "aɪ": "I",
    "aʊ": "W",
    "eɪ": "A",
    "ɛɪ": "A",
    "ɔɪ": "Y",
    "ɔ^ʊ": "O",
    "r": "ɹ",
    "ɻ": "ɹ",
    "ʁ": "ɹ",
    "ɚ": "əɹ",
    "ɝ": "ɜɹ",
    "ɫ": "l",
    "ɬ": "l",
    "l\u0329": "ᵊl",
    "n\u0329": "ᵊn",
    "m\u0329": "ᵊm",
    "\u0329": "",
    "\u0303": "",
    "ɐ": "ə",
    "ʔ": "t",
    "x": "k",
    "ç": "k",
    "ʍ": "w",
    "ʉ": "u",
    "ʰ": "",
    "ʲ": "j",
    "o": "ɔ",
    "e": "ɛ",
    "y": "i",
}
_AMERICAN = {
    "oʊ": "O",
    "əʊ": "O",
    "ə^ʊ": "O",
    "ɪə": "iə",
    "ɒ": "ɑ",
    "ɾ": "T",
    "ː": "",
    ":": "",
    "a": "æ",
    "ɨ": "ᵻ",
}
_BRITISH = {
    "oʊ": "Q",
    "əʊ": "Q",
    "o^ʊ": "Q",
    "eə": "ɛː",
    "ɛə": "ɛː",
    "e^ə": "ɛː",
    "ɾ": "t",
    "æ": "a",
    "ɨ": "ɪ",
    "ᵻ": "ɪ",
}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "en-us": _ALWAYS | _ENGLISH | _AMERICAN,
    "en-gb": _ALWAYS | _ENGLISH | _BRITISH,
    "it": _ALWAYS | _SIBILANTS,
    "ja": _ALWAYS | _SIBILANTS,
    "zh": _ALWAYS | _SIBILANTS,
}


def from_ipa(ipa: str, lang: str) -> str:
    """IPA in Kokoro's symbols, single spaces between words; unknown symbols stay as they are.

    Args:
        lang: canonical tag of the language whose front-end's habits are followed.
    """
    table = _TABLES.get(lang, _ALWAYS)
    text = _decomposed(" ".join(ipa.split()))
    out: list[str] = []
    index = 0
    while index < len(text):
        for length in (3, 2, 1):
            found = table.get(text[index : index + length])
            if found is not None:
                out.append(found)
                index += length
                break
        else:
            if text[index] not in _IGNORED:
                out.append(text[index])
            index += 1
    return " ".join("".join(out).split())


def tidy(phonemes: str) -> str:
    """Phonemes in Kokoro's alphabet as people type them: plain g for ɡ, any white space."""
    return " ".join(phonemes.replace("g", "ɡ").split())


def unknown(symbols: str) -> str:
    """The symbols that Kokoro lacks, each once, in order."""
    return "".join(dict.fromkeys(symbol for symbol in symbols if symbol not in SYMBOLS))


def name_symbols(symbols: str, within: str) -> str:
    """Symbols for a message, with their places in what was typed: "'ŭ' (U+016D, character 3)"."""
    named = []
    for symbol in symbols[:10]:
        place = within.find(symbol)
        where = f", character {place + 1}" if place >= 0 else ""
        shown = f"◌{symbol}" if unicodedata.combining(symbol) else symbol
        named.append(f"{shown!r} (U+{ord(symbol):04X}{where})")
    more = f" and {len(symbols) - 10} more" if len(symbols) > 10 else ""
    return ", ".join(named) + more


def _decomposed(ipa: str) -> str:
    """Letters with marks taken apart where Kokoro lacks the whole (ã), not where it has it (ç)."""
    taken = (
        char if char in SYMBOLS else unicodedata.normalize("NFD", _TIES.get(char, char))
        for char in unicodedata.normalize("NFC", ipa)
    )
    return "".join(_TIES.get(char, char) for char in "".join(taken))
