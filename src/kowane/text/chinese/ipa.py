"""Pinyin syllables into Kokoro's Chinese alphabet.

The alphabet that Kokoro-82M v1.0 was trained on: broad IPA with the affricates as single symbols (ʨ
ʦ ꭧ) and the tone as an arrow after the vowel (→ ↗ ↓ ↘, none for the neutral tone). Knows no words.
"""

from __future__ import annotations

_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": "", "0": ""}
_INITIALS = {
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ",
    "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "r": "ɻ",
    "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip
# Final → (before the tone, after it).
_FINALS = {
    "a": ("a", ""), "ai": ("ai", ""), "an": ("a", "n"), "ang": ("a", "ŋ"), "ao": ("au", ""),
    "e": ("ɤ", ""), "ei": ("ei", ""), "en": ("ə", "n"), "eng": ("ə", "ŋ"), "er": ("ɚ", ""),
    "i": ("i", ""), "ia": ("ja", ""), "ian": ("jɛ", "n"), "iang": ("ja", "ŋ"), "iao": ("jau", ""),
    "ie": ("je", ""), "in": ("i", "n"), "ing": ("i", "ŋ"), "iong": ("jʊ", "ŋ"), "iou": ("jou", ""),
    "io": ("jɔ", ""), "o": ("wo", ""), "ong": ("ʊ", "ŋ"), "ou": ("ou", ""), "u": ("u", ""),
    "ua": ("wa", ""), "uai": ("wai", ""), "uan": ("wa", "n"), "uang": ("wa", "ŋ"),
    "uei": ("wei", ""), "uen": ("wə", "n"), "ueng": ("wə", "ŋ"), "uo": ("wo", ""), "v": ("y", ""),
    "ve": ("ɥe", ""), "van": ("ɥɛ", "n"), "vn": ("y", "n"), "ê": ("ɛ", ""),
}  # fmt: skip
_SYLLABIC = {"m": "m", "n": "n", "ng": "ŋ", "hm": "xm", "hng": "xŋ", "o": "ɔ"}
_CONTRACTED = {"iu": "iou", "ui": "uei", "un": "uen"}


def syllable(pinyin: str) -> str:
    """Symbols of one syllable in TONE3 style ("zhong1", "lv4", "de5"); "" if it is none.

    A final "r" after a vowel or nasal ("huar1", "dianr3") is erhua: the nasal or i before it goes.
    """
    if not pinyin or pinyin[-1] not in _TONES:
        return ""
    tone, bare = _TONES[pinyin[-1]], pinyin[:-1].replace("ü", "v")
    if bare in _SYLLABIC:
        return _SYLLABIC[bare] + tone
    retroflex = bare.endswith("r") and bare != "er" and len(bare) > 1
    initial, final = _split(bare.removesuffix("r") if retroflex else bare)
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        before, after = "ɨ", ""
    elif final in _FINALS:
        before, after = _FINALS[final]
    else:
        return ""
    if retroflex:
        if after == "n" or final in ("ai", "uai", "ei", "uei"):
            before = before.rstrip("i").replace("ɛ", "a")
            after = ""
        return _INITIALS.get(initial, "") + before + tone + after + "ɚ"
    return _INITIALS.get(initial, "") + before + tone + after


def _split(bare: str) -> tuple[str, str]:
    """Initial and full final: "jue" → ("j", "ve"), "wei" → ("", "uei"), "liu" → ("l", "iou")."""
    if bare[:1] == "y":
        rest = bare[1:]
        if rest[:1] == "u":
            return "", "v" + rest[1:]
        return "", _CONTRACTED.get(rest, rest) if rest[:1] == "i" else "i" + rest
    if bare[:1] == "w":
        rest = bare[1:]
        return "", rest if rest[:1] == "u" else "u" + rest
    initial = bare[:2] if bare[:2] in _INITIALS else bare[:1] if bare[:1] in _INITIALS else ""
    final = bare[len(initial) :]
    if initial in ("j", "q", "x") and final[:1] == "u":
        final = "v" + final[1:]
    return initial, _CONTRACTED.get(final, final)
