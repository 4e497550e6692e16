"""A normalised sentence into Kokoro's alphabet by espeak-ng, word by word tied to the source.

espeak reads a clause at a time, so that liaison and stress see their neighbours; its words are then
matched with the written ones by count. Where the counts differ the clause is halved until they
agree, down to single words. Shared by the languages that espeak reads; knows no rules of theirs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kowane.speech import Phonemes, SpokenText, Word
from kowane.text import espeak
from kowane.text.rewrite import SpanMap
from kowane.vocabulary import split_known

LONGEST_WORD = 40
"""Longer runs of letters are given to espeak in parts: it cuts off what exceeds its buffers."""

CLAUSE_WORDS = 60
"""Most words in one call; espeak breaks clauses of some 800 bytes by itself, in mid-word."""

# espeak's phonemes of several letters → Kokoro's single ones (the alphabet of Kokoro-82M v1.0 for
# es, fr, hi, it, pt; same table as its reference front-end misaki 0.9.4).
_TIED = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "d^z": "ʣ",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "s^s": "S",
    "t^s": "ʦ",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",
    "r.": "ɽ",  # the retroflex flap of Hindi
}
_TIED_PATTERN = re.compile("|".join(re.escape(tied) for tied in _TIED))
# Ties of other groups, linking hyphens, syllabic marks; nasal vowels come apart, as Kokoro has no
# letter for them but knows the tilde.
_REST = str.maketrans(
    {
        "^": "",
        "-": "",
        "_": "",
        "\u0329": "",
        "\u032a": "",
        "\u200d": "",
        "g": "ɡ",
        "ã": "a\u0303",
        "õ": "o\u0303",
        "ẽ": "e\u0303",
        "ĩ": "i\u0303",
        "ũ": "u\u0303",
        "ʱ": "ʰ",
    }
)

_MARKS = {
    **{mark: mark for mark in ';:,.!?—…"()“”'},
    "«": "“",
    "»": "”",
    "„": "“",
    "‹": "“",
    "›": "”",
    "–": "—",
    "―": "—",
    "।": ".",
    "॥": ".",
    "؟": "?",
    "、": ",",
    "。": ".",
    "，": ",",
    "！": "!",
    "？": "?",
    "：": ":",
    "；": ";",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
}
_WITHIN_CLAUSE = frozenset('"()“”')
_OPENING = frozenset("(“")
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<dots>\.{2,})|(?P<dash>(?<=\s)-{1,3}(?=\s))"
    r"|(?P<mark>[;:,.!?—…\"()“”«»„‹›–―।॥؟、。，！？：；\[\]{}])"
    r"|(?P<word>[^\s;:,.!?—…\"()“”«»„‹›–―।॥؟、。，！？：；\[\]{}¡¿|/\\<>*_~`^\u200b]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


@dataclass(slots=True)
class _Token:
    """A word, a mark or a fixed pronunciation, at text[start:end]."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool
    sound: str = ""
    source: str = "espeak-ng"


def to_kokoro(ipa: str) -> str:
    """espeak's IPA with TIE in Kokoro's letters; what Kokoro lacks is still there."""
    return _TIED_PATTERN.sub(lambda match: _TIED[match.group()], ipa).translate(_REST)


def read(sentence: SpokenText, voice: str) -> Phonemes:
    """The pronunciation of a sentence; see FrontEnd.phonemize.

    Args:
        voice: a key of espeak.VOICES.

    Raises:
        MissingExtra, FrontEndFailed: as espeak.phonemize.
    """
    tokens = list(_tokens(sentence))
    spans = SpanMap(sentence)
    for clause in _clauses(tokens, spans):
        for token, sound in zip(
            clause, _sounds([word.text for word in clause], voice), strict=True
        ):
            token.sound = sound
    return _assemble(tokens, spans)


def _tokens(sentence: SpokenText) -> Iterator[_Token]:
    text = sentence.text
    place = 0
    spaced = False
    verbatim_from = 0
    for piece in sentence.pieces:
        end = place + len(piece.text)
        if piece.phonemes is not None:
            yield from _scan(text, verbatim_from, place, spaced=spaced)
            lead = text[verbatim_from:place]
            spaced = lead[-1:].isspace() or (spaced and not lead.strip())
            if end > place:
                yield _Token("fixed", piece.text, place, end, spaced, piece.phonemes, piece.rule)
            spaced = False
            verbatim_from = end
        place = end
    yield from _scan(text, verbatim_from, place, spaced=spaced)


def _scan(text: str, start: int, end: int, *, spaced: bool) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text, start, end):
        kind, found = match.lastgroup or "other", match.group()
        if kind == "space":
            spaced = True
            continue
        if kind == "other":
            spaced = True
            continue
        if kind == "dots":
            kind, found = "mark", "…"
        elif kind == "dash":
            kind, found = "mark", "—"
        elif kind == "mark":
            found = _MARKS[found]
        elif not any(char.isalnum() or _is_symbol(char) for char in found):
            spaced = True  # apostrophes and hyphens alone are no word
            continue
        yield _Token(kind, found, match.start(), match.end(), spaced)
        spaced = False


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) in {"Sm", "Sc", "So", "No"}


def _clauses(tokens: list[_Token], spans: SpanMap) -> Iterator[list[_Token]]:
    """Runs of words that are heard together; a comma that a rule wrote (in a phone number) is
    rhythm only and leaves the sounds on either side in touch.
    """
    clause: list[_Token] = []
    for token in tokens:
        if token.kind == "word":
            clause.append(token)
        breaks = token.kind == "fixed" or (
            token.kind == "mark"
            and token.text not in _WITHIN_CLAUSE
            and not (token.text == "," and spans.protected(token.start, token.end))
        )
        if clause and (breaks or len(clause) == CLAUSE_WORDS):
            yield clause
            clause = []
    if clause:
        yield clause


def _sounds(words: list[str], voice: str) -> list[str]:
    """One pronunciation a word, in Kokoro's letters, "" where espeak says nothing."""
    plain = [unicodedata.normalize("NFC", word).replace("’", "'") for word in words]
    if len(plain) == 1:
        word = plain[0]
        parts = [word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD)]
        return [" ".join(to_kokoro(espeak.phonemize(part, voice)) for part in parts).strip()]
    if all(len(word) <= LONGEST_WORD for word in plain):
        found = espeak.phonemize(" ".join(plain), voice).split()
        if len(found) == len(plain):
            return [to_kokoro(sound) for sound in found]
    middle = len(words) // 2
    return _sounds(words[:middle], voice) + _sounds(words[middle:], voice)


def _assemble(tokens: list[_Token], spans: SpanMap) -> Phonemes:
    parts: list[str] = []
    words: list[Word] = []
    dropped: list[str] = []
    length = 0
    previous = ""
    for token in tokens:
        if token.kind == "mark":
            if token.text == previous:
                continue
            space = token.spaced and (token.text in _OPENING or token.text in {"—", '"'})
            symbols = token.text
            joined = previous in _OPENING
        else:
            symbols, unknown = split_known(" ".join(token.sound.split()))
            dropped.append(unknown)
            if not symbols.strip("ˈˌ "):
                if token.kind == "word":
                    dropped.append("".join(char for char in token.text if char.isalnum()))
                continue
            space = token.spaced or previous == "word"
            joined = previous in _OPENING
        if space and length and not joined:
            parts.append(" ")
            length += 1
        if token.kind != "mark":
            span = spans.source(token.start, token.end)
            end = length + len(symbols)
            words.append(Word(token.text.strip(), span, length, end, token.source))
            previous = "word"
        else:
            previous = token.text
        parts.append(symbols)
        length += len(symbols)
    return Phonemes("".join(parts), tuple(words), "".join(dropped))
