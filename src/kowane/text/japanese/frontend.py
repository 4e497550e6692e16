"""Japanese: sentences through OpenJTalk into Kokoro's alphabet, every word tied to its characters.

Normalises what OpenJTalk misreads, groups its morphemes into spoken words (a verb with its endings,
a number with its counter) and turns their katakana into symbols. Pitch accent is not written: the
alphabet that Kokoro v1.0 learned has no sign for it.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kowane.speech import Phonemes, SpokenText
from kowane.text.japanese import kana, openjtalk
from kowane.text.japanese.openjtalk import Morpheme
from kowane.text.japanese.rules import RULES
from kowane.text.ruleset import run
from kowane.text.symbol_line import Line
from kowane.vocabulary import split_known

_MARKS = {
    "。": ".", "．": ".", ".": ".", "｡": ".", "、": ",", "，": ",", ",": ",", "､": ",", "！": "!", "!": "!", "？": "?",
    "?": "?", "‼": "!", "⁉": "!?", "…": "…", "‥": "…", "：": ":", ":": ":", "；": ";", ";": ";", "—": "—", "―": "—", "–": "—",
    "〜": "—", "～": "—", "「": "“", "」": "”", "『": "“", "』": "”", "“": "“", "”": "”", "《": "“", "》": "”",
    "«": "“", "»": "”", "〝": "“", "〟": "”", "｢": "“", "｣": "”", "（": "(", "）": ")", "(": "(", ")": ")", "【": "(",
    "】": ")", "[": "(", "]": ")", "〈": "(", "〉": ")",
}  # fmt: skip
_LONGEST_GROUP = 12
_NO_PAUSE = frozenset("、，,")


@dataclass(frozen=True, slots=True)
class _Group:
    """Morphemes [start, end) of the text that are spoken as one word; `kana` "" is punctuation."""

    start: int
    end: int
    text: str
    kana: str
    source: str = "OpenJTalk"


class Japanese:
    """The Japanese front-end; see `kowane.text.frontend.FrontEnd`. Safe to use from threads."""

    lang = "ja"

    def __init__(self) -> None:
        self._sounds = kana.table()
        openjtalk.analyse("あ")  # loads the dictionary now rather than in the first sentence

    def normalise(self, sentence: SpokenText, off: frozenset[str] = frozenset()) -> SpokenText:
        """The sentence with what OpenJTalk misreads written out.

        Args:
            off: groups of rules to leave out: typography, urls, phones, dates, times, money,
                numbers, maths, units, symbols, homographs, latin.
        """
        return run(sentence, RULES, off)

    def phonemize(self, sentence: SpokenText) -> Phonemes:
        """See FrontEnd. Words are morphemes joined with their endings."""
        line = Line(sentence)
        place = 0
        start = 0
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
        groups = list(_groups(openjtalk.analyse(text)))
        for index, group in enumerate(groups):
            if group.kana:
                symbols = kana.symbols(group.kana, _following(groups, index), self._sounds)
                if not symbols:
                    line.drop(group.text)
                    continue
                glued = symbols[0] == "ʔ"
                begin, end = offset + group.start, offset + group.end
                line.word(group.text, begin, end, symbols, source=group.source, glued=glued)
                continue
            for char in group.text:
                if char in _MARKS:
                    line.mark(_MARKS[char])
                elif char.isalnum():
                    line.drop(char)


def japanese() -> Japanese:
    """Loads OpenJTalk's dictionary: about 0.5 s and 60 MB."""
    return Japanese()


def _following(groups: list[_Group], index: int) -> str:
    """Kana of the next word; a mere comma between does not count as a pause for ん."""
    for group in groups[index + 1 : index + 3]:
        if group.kana:
            return group.kana
        if group.text.strip() not in _NO_PAUSE:
            return ""
    return ""


def _groups(morphemes: list[Morpheme]) -> Iterator[_Group]:
    pending: list[Morpheme] = []
    for morpheme in morphemes:
        if pending and morpheme.pron and _joins(pending, morpheme):
            pending.append(morpheme)
            continue
        if pending:
            yield _group(pending)
        pending = [morpheme] if morpheme.pron else []
        if not morpheme.pron:
            yield _Group(morpheme.start, morpheme.end, morpheme.surface, "")
    if pending:
        yield _group(pending)


def _group(parts: list[Morpheme]) -> _Group:
    text = "".join(part.surface for part in parts)
    kana_ = "".join(part.pron for part in parts)
    source = "OpenJTalk, a guess" if any(part.unknown for part in parts) else "OpenJTalk"
    return _Group(parts[0].start, parts[-1].end, text, kana_, source)


def _joins(before: list[Morpheme], morpheme: Morpheme) -> bool:
    """Endings go with their verb, counters and digits with their number, っ with what follows."""
    last = before[-1]
    if len(before) >= _LONGEST_GROUP:
        return False
    if last.pos == "接頭詞" or last.pron.endswith("ッ"):
        return True
    if morpheme.pos == "助動詞":
        return last.pos in ("動詞", "形容詞", "助動詞")
    if morpheme.pos == "助詞":
        return (
            morpheme.group == "接続助詞"
            and morpheme.pron in ("テ", "デ", "バ")
            and last.pos != "名詞"
        )
    if morpheme.pos == "動詞":
        return morpheme.group in ("接尾", "非自立") or (
            last.pron in ("テ", "デ")
            and last.group == "接続助詞"
            and morpheme.surface[0] in "行来い居"
        )
    if morpheme.pos == "名詞" and morpheme.group == "接尾":
        return True
    return morpheme.group == "数" and last.group == "数"
