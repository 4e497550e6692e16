"""Mandarin: sentences into Kokoro's alphabet, every word tied to its characters.

Normalise, cut into words, look up pinyin, apply tone sandhi over each stretch without a pause, write
IPA. Latin letters left to this front-end (acronyms) are spelled with their English names.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

import re

from kowane.speech import Phonemes, SpokenText
from kowane.text.chinese import ipa, pinyin, sandhi
from kowane.text.chinese.rules import RULES
from kowane.text.chinese.words import segment, spoken_number
from kowane.text.ruleset import run
from kowane.text.symbol_line import Line
from kowane.vocabulary import split_known

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○の"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<latin>[A-Za-zＡ-Ｚａ-ｚ])|(?P<digit>\d)|(?P<other>.)", re.DOTALL
)
_MARKS = {
    "。": ".", "．": ".", ".": ".", "｡": ".", "、": ",", "，": ",", ",": ",", "！": "!", "!": "!", "？": "?", "?": "?",
    "…": "…", "：": ":", ":": ":", "；": ";", ";": ";", "—": "—", "–": "—", "～": "—", "~": "—", "“": "“", "”": "”",
    "「": "“", "」": "”", "『": "“", "』": "”", "《": "“", "》": "”", "〈": "“", "〉": "”", "«": "“", "»": "”",
    "（": "(", "）": ")", "(": "(", ")": ")", "【": "“", "】": "”", "[": "(", "]": ")",
}  # fmt: skip
# English names of the letters in Kokoro's American alphabet.
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "ˈA",
            "bˈi",
            "sˈi",
            "dˈi",
            "ˈi",
            "ˈɛf",
            "ʤˈi",
            "ˈAʧ",
            "ˈI",
            "ʤˈA",
            "kˈA",
            "ˈɛl",
            "ˈɛm",
            "ˈɛn",
            "ˈO",
            "pˈi",
            "kjˈu",
            "ˈɑɹ",
            "ˈɛs",
            "tˈi",
            "jˈu",
            "vˈi",
            "dˈʌbᵊlju",
            "ˈɛks",
            "wˈI",
            "zˈi",
        ],
        strict=True,
    )
)


class Mandarin:
    """The Chinese front-end; see `kowane.text.frontend.FrontEnd`. Safe to use from threads."""

    lang = "zh"

    def __init__(self) -> None:
        segment("预热")
        spoken_number("1")
        pinyin.syllables(segment("词典"))

    def normalise(self, sentence: SpokenText, off: frozenset[str] = frozenset()) -> SpokenText:
        """The sentence with numbers and signs in characters.

        Args:
            off: groups of rules to leave out: typography, money, phones, numbers, symbols.
        """
        return run(sentence, RULES, off)

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """See FrontEnd. Words are those of the segmenter; sandhi stops at punctuation."""
        line = Line(sentence)
        place = start = 0
        stretch: list[str] = []
        for piece in sentence.pieces:
            if piece.phonemes is not None and piece.text:
                self._read(line, "".join(stretch), start)
                known, unknown = split_known(piece.phonemes)
                line.word(piece.text, place, place + len(piece.text), known, source=piece.rule)
                line.drop(unknown)
                stretch, start = [], place + len(piece.text)
            else:
                stretch.append(piece.text)
            place += len(piece.text)
        self._read(line, "".join(stretch), start)
        return line.phonemes()

    def _read(self, line: Line, text: str, offset: int) -> None:
        for token in _TOKEN.finditer(text):
            here = offset + token.start()
            if token["han"]:
                self._han(line, token["han"], here)
            elif token["latin"]:
                symbols = _letter(token["latin"])
                line.word(token["latin"], here, here + 1, symbols, source="letter names")
            elif token["digit"]:
                self._han(line, spoken_number(token["digit"]), here, width=1)
            elif token["other"] in _MARKS:
                line.mark(_MARKS[token["other"]])
            elif token["other"].isalnum():
                line.drop(token["other"])

    def _han(self, line: Line, text: str, offset: int, *, width: int | None = None) -> None:
        words = segment(text)
        found = pinyin.readings(words)
        before = [reading.syllables for reading in found]
        tones = sandhi.apply([word.simplified for word in words], before)
        for word, reading, syllables in zip(words, found, tones, strict=True):
            symbols = ""
            for char, syllable in zip(word.text, syllables, strict=True):
                sound = ipa.syllable(syllable)
                symbols += sound
                if not sound and char not in "儿兒":
                    line.drop(char)
            start = offset if width else offset + word.start
            changed = ", tone sandhi" if syllables != reading.syllables else ""
            end = start + (width or len(word.text))
            line.word(word.text, start, end, symbols, source=reading.source + changed)


def mandarin() -> Mandarin:
    """Loads the three dictionaries: about 2 s and 100 MB."""
    return Mandarin()


def _letter(char: str) -> str:
    code = ord(char)
    plain = chr(code - 0xFEE0) if code > 0xFF00 else char
    return _LETTERS[plain.lower()]
