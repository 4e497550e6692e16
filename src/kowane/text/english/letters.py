"""Letters read by their names: "FBI", "v2", "URLs".

Kokoro's alphabet, American and British. misaki would read a lone "A" as the article and "IT" as
the pronoun, so spelled letters get their phonemes here.
"""

from __future__ import annotations

import re

PRIMARY, SECONDARY = "ˈ", "ˌ"

_AMERICAN = {
    "A": "A",
    "B": "bi",
    "C": "si",
    "D": "di",
    "E": "i",
    "F": "ɛf",
    "G": "ʤi",
    "H": "Aʧ",
    "I": "I",
    "J": "ʤA",
    "K": "kA",
    "L": "ɛl",
    "M": "ɛm",
    "N": "ɛn",
    "O": "O",
    "P": "pi",
    "Q": "kju",
    "R": "ɑɹ",
    "S": "ɛs",
    "T": "ti",
    "U": "ju",
    "V": "vi",
    "X": "ɛks",
    "Y": "wI",
    "Z": "zi",
}
_BRITISH = {
    letter: sound.replace("i", "iː").replace("u", "uː").replace("ɑɹ", "ɑː").replace("O", "Q")
    for letter, sound in _AMERICAN.items()
} | {"Z": "zɛd"}
_W = {"en-us": ("dˈʌbᵊlju", "dˌʌbᵊlju"), "en-gb": ("dˈʌbᵊljuː", "dˌʌbᵊljuː")}

_SPELLED = re.compile(r"([A-Z]{1,12})('?s|'d|'ll)?")
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌ")


def name(letter: str, lang: str, *, stressed: bool) -> str:
    """The name of one letter A–Z: ˈɛf, or ˌɛf unstressed."""
    if letter == "W":
        return _W[lang][0 if stressed else 1]
    sound = (_BRITISH if lang == "en-gb" else _AMERICAN)[letter]
    mark = PRIMARY if stressed else SECONDARY
    vowel = next(index for index, symbol in enumerate(sound) if symbol in _VOWELS)
    return sound[:vowel] + mark + sound[vowel:]


def spell(word: str, lang: str) -> str | None:
    """Phonemes of a word in capitals read letter by letter, with its ending: "URLs", "CPU's".

    The last letter takes the main stress. None if the word is anything but capitals with an
    optional ending.
    """
    match = _SPELLED.fullmatch(word.replace("’", "'"))
    if match is None:
        return None
    letters, ending = match.groups()
    sounds = [name(letter, lang, stressed=False) for letter in letters[:-1]]
    sounds.append(name(letters[-1], lang, stressed=True))
    said = "".join(sounds)
    if ending in ("s", "'s"):
        said += genitive(said, lang)
    elif ending == "'d":
        said += "d"
    elif ending == "'ll":
        said += "ᵊl"
    return said


def genitive(said: str, lang: str) -> str:
    """The sound of the ending 's (or a plural's s) after these phonemes."""
    if said[-1] in "szʃʒʧʤ":
        return "ɪz" if lang == "en-gb" else "ᵻz"
    return "s" if said[-1] in "ptkfθ" else "z"
