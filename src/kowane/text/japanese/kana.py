"""Katakana into Kokoro's Japanese alphabet.

Kokoro-82M v1.0 was trained on the phonemes of misaki's Japanese front-end, whose alphabet this table
follows: ɨ after s, z, ʦ and palatals, ɯ elsewhere, β for w, ʔ for っ, ː for a long vowel. ん takes
the place of the sound after it. Knows no kanji and no words.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

_VOWELS = "アイウエオ"
_ROWS: dict[str, tuple[str, str, str, str, str]] = {
    "アイウエオ": ("a", "i", "ɯ", "e", "o"),
    "カキクケコ": ("ka", "kʲi", "kɯ", "ke", "ko"),
    "ガギグゲゴ": ("ɡa", "ɡʲi", "ɡɯ", "ɡe", "ɡo"),
    "サシスセソ": ("sa", "ɕi", "sɨ", "se", "so"),
    "ザジズゼゾ": ("ʣa", "ʥi", "zɨ", "ʣe", "ʣo"),
    "タチツテト": ("ta", "ʨi", "ʦɨ", "te", "to"),
    "ダヂヅデド": ("da", "ʥi", "zɨ", "de", "do"),
    "ナニヌネノ": ("na", "ɲi", "nɯ", "ne", "no"),
    "ハヒフヘホ": ("ha", "çi", "ɸɯ", "he", "ho"),
    "バビブベボ": ("ba", "bʲi", "bɯ", "be", "bo"),
    "パピプペポ": ("pa", "pʲi", "pɯ", "pe", "po"),
    "マミムメモ": ("ma", "mʲi", "mɯ", "me", "mo"),
    "ラリルレロ": ("ɾa", "ɾʲi", "ɾɯ", "ɾe", "ɾo"),
    "ワヰヴヱヲ": ("βa", "i", "vɯ", "e", "o"),
    "ヤヵユヶヨ": ("ja", "ka", "jɯ", "ke", "jo"),
    "ァィゥェォ": ("a", "i", "ɯ", "e", "o"),
}
# Palatal series: the consonant before ャ ュ ョ ェ.
_PALATAL = {
    "キ": "kʲ", "ギ": "ɡʲ", "シ": "ɕ", "ジ": "ʥ", "チ": "ʨ", "ヂ": "ʥ", "ニ": "ɲ", "ヒ": "ç",
    "ビ": "bʲ", "ピ": "pʲ", "ミ": "mʲ", "リ": "ɾʲ", "テ": "tʲ", "デ": "dʲ", "フ": "ɸʲ", "ヴ": "vʲ",
}  # fmt: skip
# Foreign series: the consonant before ァ ィ ェ ォ (and ゥ); ʲ is put before i.
_FOREIGN = {
    "ク": "kᵝ", "グ": "ɡᵝ", "ツ": "ʦ", "テ": "t", "デ": "d", "ト": "t", "ド": "d", "フ": "ɸ",
    "ヴ": "v", "ウ": "β", "ス": "s", "ズ": "z", "ホ": "h", "イ": "j", "シ": "ɕ", "ジ": "ʥ", "チ": "ʨ",
}  # fmt: skip
_NOT_PALATALISED = frozenset(["kᵝ", "ɡᵝ", "β", "ɕ", "ʥ", "ʨ", "j"])
_SMALL_VOWELS = {"ァ": "a", "ィ": "i", "ゥ": "ɯ", "ェ": "e", "ォ": "o"}
_SMALL_Y = {"ャ": "a", "ュ": "ɨ", "ョ": "o"}
_BARE = {
    "ャ": "ja",
    "ュ": "jɯ",
    "ョ": "jo",
    "ヮ": "βa",
    "ヷ": "va",
    "ヸ": "vʲi",
    "ヹ": "ve",
    "ヺ": "vo",
}


def table() -> dict[str, str]:
    """Kana, one or two characters, → symbols. ん, っ and ー depend on their place: see `symbols`."""
    out = dict(_BARE)
    for row, sounds in _ROWS.items():
        out.update(zip(row, sounds, strict=True))
    for kana, consonant in _PALATAL.items():
        for small, vowel in _SMALL_Y.items():
            out[kana + small] = consonant + vowel
        out[kana + "ェ"] = consonant + "e"
    for kana, consonant in _FOREIGN.items():
        for small, vowel in _SMALL_VOWELS.items():
            soft = "ʲ" if vowel == "i" and consonant not in _NOT_PALATALISED else ""
            out[kana + small] = consonant + soft + vowel
    out["クヮ"], out["グヮ"], out["イェ"] = "kᵝa", "ɡᵝa", "je"
    return out


def symbols(kana: str, following: str, sounds: dict[str, str]) -> str:
    """Phonemes of a word in katakana.

    Args:
        kana: the word; characters that are no kana give nothing.
        following: the kana that is spoken next, without a pause, or "".
        sounds: `table()`.
    """
    out: list[str] = []
    place = 0
    while place < len(kana):
        pair = kana[place : place + 2]
        unit = pair if len(pair) == 2 and pair in sounds else kana[place]
        place += len(unit)
        if unit == "ー":
            if out and out[-1][-1] in "aiɯɨeo":
                out.append("ː")
        elif unit == "ッ":
            if not out or out[-1] != "ʔ":
                out.append("ʔ")
        elif unit == "ン":
            out.append(_nasal(_first_sound(kana[place:] or following, sounds)))
        else:
            out.append(sounds.get(unit, ""))
    return "".join(out)


def _first_sound(kana: str, sounds: dict[str, str]) -> str:
    return sounds.get(kana[:2]) or sounds.get(kana[:1], "")


def _nasal(next_sound: str) -> str:
    """m before labials, ŋ before velars, ɲ before palatals, n before dentals, else ɴ."""
    first = next_sound[:1]
    for nasal, before in (("m", "mpb"), ("ŋ", "kɡ"), ("ɲ", "ɲʨʥ"), ("n", "ntdɾz")):
        if first and first in before:
            return nasal
    return "ɴ"
