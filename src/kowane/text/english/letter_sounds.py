"""English spelling turned into sound by rule, for words that nothing else can read.

A fixed table of letter groups with their contexts, the longest group first, then a guess at the
stress. It is the last resort, used where espeak-ng is not installed; it is never silent.
The idea of context rules for letters is that of the NRL report 7948 (Elovitz et al., 1976); the
table is our own.
"""

from __future__ import annotations

import re

# (letters, what stands before, what follows, sound); contexts are regexes, "" is any.
_RULES: tuple[tuple[str, str, str, str], ...] = (
    ("tion", "", "", "ʃən"),
    ("sion", "[aeiou]", "", "ʒən"),
    ("sion", "", "", "ʃən"),
    ("cian", "", "", "ʃən"),
    ("cious", "", "", "ʃəs"),
    ("tious", "", "", "ʃəs"),
    ("tial", "", "", "ʃəl"),
    ("cial", "", "", "ʃəl"),
    ("ture", "", "$|[sd]$", "ʧəɹ"),
    ("sure", "[aeiou]", "$|[sd]$", "ʒəɹ"),
    ("ough", "", "t", "ɔ"),
    ("ough", "", "", "O"),
    ("augh", "", "", "ɔ"),
    ("eigh", "", "", "A"),
    ("igh", "", "", "I"),
    ("tch", "", "", "ʧ"),
    ("sch", "^", "", "ʃ"),
    ("dge", "", "", "ʤ"),
    ("ous", "", "$|ly$", "əs"),
    ("eau", "", "", "O"),
    ("ear", "", "[^aeiouy]", "ɜɹ"),
    ("eer", "", "", "ɪɹ"),
    ("ear", "", "", "ɪɹ"),
    ("air", "", "", "ɛɹ"),
    ("are", "", "$", "ɛɹ"),
    ("ore", "", "", "ɔɹ"),
    ("oor", "", "", "ɔɹ"),
    ("our", "", "", "ɔɹ"),
    ("oar", "", "", "ɔɹ"),
    ("ire", "", "$|[sd]$", "Iəɹ"),
    ("ure", "", "$|[sd]$", "jʊɹ"),
    ("que", "", "$", "k"),
    ("gue", "", "$", "ɡ"),
    ("ism", "", "$", "ɪzəm"),
    ("ing", "", "$|s$", "ɪŋ"),
    ("age", ".[^aeiou]", "$|s$", "ɪʤ"),
    ("ies", "", "$", "iz"),
    ("ied", "", "$", "id"),
    ("ed", "[td]", "$", "ɪd"),
    ("ed", "[pkfsxh]", "$", "t"),
    ("ed", "[aeiou].*", "$", "d"),
    ("es", "([sxz]|[cs]h|[cg])", "$", "ɪz"),
    ("es", "[aeiou].*", "$", "z"),
    ("ey", "", "$|s$", "i"),
    ("le", "[bcdfgkpstz]", "$", "əl"),
    ("kn", "^", "", "n"),
    ("gn", "^", "", "n"),
    ("gn", "", "$", "n"),
    ("mb", "", "$", "m"),
    ("mn", "", "$", "m"),
    ("ps", "^", "", "s"),
    ("pn", "^", "", "n"),
    ("pt", "^", "", "t"),
    ("wr", "^", "", "ɹ"),
    ("wh", "", "o", "h"),
    ("wh", "", "", "w"),
    ("rh", "", "", "ɹ"),
    ("ph", "", "", "f"),
    ("gh", "^", "", "ɡ"),
    ("gh", "", "", ""),
    ("ch", "", "[rl]", "k"),
    ("ch", "", "", "ʧ"),
    ("sh", "", "", "ʃ"),
    ("th", "", "", "θ"),
    ("ck", "", "", "k"),
    ("sc", "", "[eiy]", "s"),
    ("ng", "", "$|s$", "ŋ"),
    ("ng", "", "", "ŋɡ"),
    ("nk", "", "", "ŋk"),
    ("qu", "", "", "kw"),
    ("ai", "", "", "A"),
    ("ay", "", "", "A"),
    ("au", "", "", "ɔ"),
    ("aw", "", "", "ɔ"),
    ("aa", "", "", "ɑ"),
    ("ah", "", "$|[^aeiou]", "ɑ"),
    ("ae", "", "", "A"),
    ("ar", "", "[^aeiouy]|$", "ɑɹ"),
    ("ee", "", "", "i"),
    ("ea", "", "", "i"),
    ("ei", "", "", "A"),
    ("eu", "", "", "ju"),
    ("ew", "", "", "u"),
    ("er", "", "$|s$", "əɹ"),
    ("er", "", "[^aeiouy]", "ɜɹ"),
    ("ie", "", "", "i"),
    ("ir", "", "[^aeiouy]|$", "ɜɹ"),
    ("oa", "", "", "O"),
    ("oe", "", "", "O"),
    ("oi", "", "", "Y"),
    ("oy", "", "", "Y"),
    ("oo", "", "k", "ʊ"),
    ("oo", "", "", "u"),
    ("ou", "", "", "W"),
    ("ow", "", "$|s$", "O"),
    ("ow", "", "", "W"),
    ("or", "", "[^aeiouy]|$", "ɔɹ"),
    ("ue", "", "$|s$", "u"),
    ("ui", "", "", "u"),
    ("ur", "", "[^aeiouy]|$", "ɜɹ"),
    ("bb", "", "", "b"),
    ("cc", "", "[eiy]", "ks"),
    ("cc", "", "", "k"),
    ("dd", "", "", "d"),
    ("ff", "", "", "f"),
    ("gg", "", "", "ɡ"),
    ("ll", "", "", "l"),
    ("mm", "", "", "m"),
    ("nn", "", "", "n"),
    ("pp", "", "", "p"),
    ("rr", "", "", "ɹ"),
    ("ss", "", "", "s"),
    ("tt", "", "", "t"),
    ("zz", "", "", "z"),
    ("a", "", "$", "ə"),
    ("a", "", "[^aeiouywx]e($|s$|d$)", "A"),
    ("a", "", "[^aeiouywx]i[aeo]", "A"),
    ("a", "w", "[^gkx]", "ɑ"),
    ("a", "", "", "æ"),
    ("b", "", "", "b"),
    ("c", "", "[eiy]", "s"),
    ("c", "", "", "k"),
    ("d", "", "", "d"),
    ("e", "^[^aeiouy]*", "$", "i"),
    ("e", "", "$", ""),
    ("e", "", "[^aeiouywx]e($|s$)", "i"),
    ("e", "", "", "ɛ"),
    ("f", "", "", "f"),
    ("g", "", "[eiy]", "ʤ"),
    ("g", "", "", "ɡ"),
    ("h", "[aeiou]", "$|[^aeiou]", ""),
    ("h", "", "", "h"),
    ("i", "", "$", "i"),
    ("i", "", "[^aeiouywx]e($|s$|d$)", "I"),
    ("i", "", "[aou]", "i"),
    ("i", "", "(nd|ld)$", "I"),
    ("i", "", "", "ɪ"),
    ("j", "", "", "ʤ"),
    ("k", "", "", "k"),
    ("l", "", "", "l"),
    ("m", "", "", "m"),
    ("n", "", "", "n"),
    ("o", "", "$|s$", "O"),
    ("o", "", "[^aeiouywx]e($|s$|d$)", "O"),
    ("o", "", "(ld|st|lt)", "O"),
    ("o", "", "[aeiu]", "O"),
    ("o", "", "", "ɑ"),
    ("p", "", "", "p"),
    ("q", "", "", "k"),
    ("r", "", "", "ɹ"),
    ("s", "[aeiou]", "[aeiou]|m", "z"),
    ("s", "[aeioubdgvlmnr]", "$", "z"),
    ("s", "", "", "s"),
    ("t", "", "", "t"),
    ("u", "^[^aeiou]*", "[^aeiouywx]e($|s$|d$)", "u"),
    ("u", "", "[^aeiouywx][eiao]", "u"),
    ("u", "", "$", "u"),
    ("u", "", "", "ʌ"),
    ("v", "", "", "v"),
    ("w", "", "$|[^aeiouy]", ""),
    ("w", "", "", "w"),
    ("x", "^", "", "z"),
    ("x", "", "", "ks"),
    ("y", "^", "", "j"),
    ("y", "^[^aeiou]*", "$", "I"),
    ("y", "", "$", "i"),
    ("y", "", "[aeiou]", "j"),
    ("y", "", "", "ɪ"),
    ("z", "", "", "z"),
)

_VOWELS = "AIOQWYæɑɒɔəɛɜɪiuʊʌ"
_NUCLEUS = re.compile(f"[{_VOWELS}]")
_LATE_STRESS = re.compile("(ʃən|ʒən|ʃəs|ʃəl|ɪk|ɪti)z?$")
_BRITISH = (
    ("ɜɹ", "ɜː"),
    ("ɑɹ", "ɑː"),
    ("ɔɹ", "ɔː"),
    ("ɛɹ", "ɛː"),
    ("ɪɹ", "ɪə"),
    ("Iəɹ", "Iə"),
    ("O", "Q"),
    ("æ", "a"),
    ("i", "iː"),
    ("u", "uː"),
)


_CONTEXT = 12  # letters on either side that a rule can see; bounds the work per letter


def read(word: str, lang: str) -> str:
    """Phonemes of a word of ASCII letters and apostrophes, stressed; at least one symbol."""
    spelling = word.lower().replace("'", "")
    sounds = []
    place = 0
    while place < len(spelling):
        length, sound = _match(spelling, place)
        sounds.append(sound)
        place += length
    said = "".join(sounds) or "ə"
    if lang == "en-gb":
        said = re.sub("əɹ(?![AIOWYæɑəɛɜɪiuʊʌ])", "ə", said)
        for old, new in _BRITISH:
            said = said.replace(old, new)
    return _stress(said)


def _match(spelling: str, place: int) -> tuple[int, str]:
    """How many letters are read from this place, and their sound; the first rule that fits."""
    left = spelling[max(0, place - _CONTEXT) : place]
    for group, before, after, sound in _RULES:
        if not spelling.startswith(group, place):
            continue
        end = place + len(group)
        right = spelling[end : end + _CONTEXT]
        if re.search(f"(?:{before})$", left) and re.match(after, right):
            return len(group), sound
    return 1, ""


def _stress(said: str) -> str:
    """The main stress: before -tion, -ic and -ity, else on the first full vowel."""
    nuclei = [match.start() for match in _NUCLEUS.finditer(said)]
    if not nuclei:
        return said
    ending = _LATE_STRESS.search(said)
    before = [place for place in nuclei if ending and place < ending.start()]
    if before:
        chosen = before[-1]
    else:
        chosen = next((place for place in nuclei if said[place] != "ə"), nuclei[0])
    return said[:chosen] + "ˈ" + said[chosen:]
