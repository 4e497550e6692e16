"""The sound of words that no lexicon of misaki has.

In order: the word without its accents in misaki's lexica, espeak-ng where it is installed, and
letter-to-sound rules of our own where it is not. Never silent for a word with a letter that has a
Latin counterpart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from kowane.errors import MissingExtra
from kowane.text import espeak
from kowane.text.english import letter_sounds, letters
from kowane.text.english.espeak_map import to_kokoro

Lookup = Callable[[str], str | None]
Espeak = Callable[[str, str], str]

_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")

_SOUNDED_E = re.compile(r"([^\W\d_]{2,30})(ée?|ë)(s?)", re.IGNORECASE)

# espeak assimilates the n of "un-" to what follows; a speaker keeps it.
_PREFIXES = {"un": "ˌʌn", "non": "nˌɑn"}
# ... and in these only before a word that is known: "rewatch" but not "regatta".
_KNOWN_ONLY = {"re": "ɹˌi", "pre": "pɹˌi", "de": "dˌi", "mis": "mˌɪs", "over": "ˌOvəɹ"}
_ENDINGS = frozenset({"able", "ally", "ants", "ate", "ates", "ess", "ions", "ling", "ors"})
_MIN_PART = 3
_MIN_LONG_PART = 5

_ROMANISED = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdezeiklmnxoprsstyfo", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"},
    **{"ё": "yo", "ъ": "", "ь": "", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"},
    **{"θ": "th", "χ": "kh", "ψ": "ps"},
    **{"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "th"},
    **{"ı": "i", "ŋ": "ng", "ħ": "h", "ʻ": "'", "’": "'"},
}


# Letters with a mark whose sound English writes otherwise, for words that no lexicon has.
_RESPELLED = str.maketrans(
    {
        **{"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ż": "zh"},
        **{"ź": "zh", "ñ": "ny", "ř": "rzh", "ğ": "", "ţ": "ts", "ț": "ts", "ł": "w", "ě": "ye"},
        **{"ą": "on", "ę": "en", "ő": "ur", "ű": "oo", "å": "o", "ð": "th"},
        **{"Š": "Sh", "Ş": "Sh", "Ș": "Sh", "Ś": "Sh", "Č": "Ch", "Ć": "Ch", "Ž": "Zh", "Ż": "Zh"},
        **{"Ź": "Zh", "Ñ": "Ny", "Ř": "Rzh", "Ţ": "Ts", "Ț": "Ts", "Ł": "W"},
    }
)


class UnknownWords:
    """Gives phonemes for words outside the lexica. Called under the front-end's lock.

    Args:
        lang: "en-us" or "en-gb".
        lookup: a spelling → its phonemes in misaki's lexica.
        read: espeak, or a stand-in for it.
    """

    def __init__(self, lang: str, lookup: Lookup, read: Espeak = espeak.phonemize) -> None:
        self._lang = lang
        self._lookup = lookup
        self._read = read
        self._has_espeak = True

    def __call__(self, text: str) -> str:
        """Phonemes of a token; "" if it has no letter that can be read."""
        text = unicodedata.normalize("NFC", text)
        accented = _SOUNDED_E.fullmatch(text)
        if accented:
            return self._sounded_e(*accented.groups())
        plain = latin(text)
        if not text.isascii() and self._lookup(plain.lower()) is None:
            plain = latin(text.translate(_RESPELLED))
        words = _WORDS.findall(plain)
        return " ".join(filter(None, (self._word(word) for word in words)))

    def _sounded_e(self, stem: str, ending: str, plural: str) -> str:
        """A word whose last e is sounded: "exposé" is not "expose", "Brontë" has two syllables."""
        sound, respelled = ("i", "ee") if ending[0] in "ëË" else ("A", "ay")
        stem = latin(stem)
        plain = self._word(stem + latin(ending) + plural)
        if plain.rstrip("zˈˌ").endswith(sound):
            return plain
        return self._word(stem + respelled + plural)

    def _word(self, word: str) -> str:
        known = self._lookup(word) or self._lookup(word.lower())
        if known is not None:
            return known
        for prefix, sound in _PREFIXES.items():
            if word.lower().startswith(prefix) and len(word) >= len(prefix) + 4:
                return sound + self._word(word[len(prefix) :])
        compound = self._compound(word) if word.islower() else None
        if compound is not None:
            return compound
        if not _VOWEL.search(word) and len(word) <= 5:
            spelled = letters.spell(word.upper().replace("'S", "'s"), self._lang)
            if spelled is not None:
                return spelled
        return self._by_sound(word)

    def _compound(self, word: str) -> str | None:
        """A word of two known ones, or of a prefix and a known one: "cryptobro", "rewatchable"."""
        for prefix, sound in _KNOWN_ONLY.items():
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= _MIN_LONG_PART:
                known = self._derived(rest)
                if known is not None:
                    return sound + known
        known = self._derived(word)
        if known is not None:
            return known
        for cut in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
            first, second = word[:cut], word[cut:]
            if max(cut, len(second)) < _MIN_LONG_PART or second in _ENDINGS:
                continue
            left, right = self._lookup(first), self._derived(second)
            if left is not None and right is not None:
                return left + right.replace("ˈ", "ˌ")
        return None

    def _derived(self, word: str) -> str | None:
        """A known word, or one with the ending -able."""
        known = self._lookup(word)
        if known is not None or not word.endswith("able"):
            return known
        stem = word.removesuffix("able")
        doubled = stem[:-1] if len(stem) > 1 and stem[-1] == stem[-2] else stem
        for base in (stem, stem + "e", doubled):
            known = self._lookup(base)
            if known is not None:
                return known + "əbᵊl"
        return None

    def _by_sound(self, word: str) -> str:
        if self._has_espeak:
            try:
                return to_kokoro(self._read(word, self._lang), self._lang)
            except MissingExtra:
                self._has_espeak = False
        return letter_sounds.read(word, self._lang)


def latin(text: str) -> str:
    """The text in letters a–z where it has them: accents dropped, Greek and Cyrillic romanised."""
    if text.isascii():
        return text
    plain = []
    for char in text:
        lower = char.lower()
        if lower in _ROMANISED:
            roman = _ROMANISED[lower]
            plain.append(roman if char == lower else roman.capitalize())
            continue
        base = unicodedata.normalize("NFKD", char)
        plain.extend(_ROMANISED.get(part, part) for part in base if not unicodedata.combining(part))
    return "".join(plain)
