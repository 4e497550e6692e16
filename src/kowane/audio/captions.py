"""Timed words and the caller's text to subtitles: cues, then SRT or WebVTT.

The text of a cue is the caller's own, character for character but for white space, not what was
spoken for it. Limits follow common practice for subtitles (Netflix Timed Text Style Guide, English:
42 characters a line, 2 lines, 5/6 s to 7 s); an East Asian wide character counts as two. This
module knows no audio and no web protocol.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from kowane.audio.timing import source_words
from kowane.speech import TimedWord

LINE_WIDTH = 42
LINES = 2
MIN_DURATION = 5 / 6
MAX_DURATION = 7.0

CLOSE_GAP = 0.25
"""A cue stays until the next one if less than this would lie between them, s: no flicker."""

_SHORTEST = 0.04
"""No cue is shorter, whatever the words' times are, s: one picture at 25 a second."""

_LONG_PAUSE = 1.0

_STOP = 0.1
"""A full stop ends a sentence only if at least this much silence follows, s: "Dr." has none."""

_BREAK = (25.0, 4.0, 0.0)
"""Cost of ending a cue after a token of rank 0, 1 and 2."""

_SENTENCE_END = ".!?…。！？।"
_CLAUSE_END = ",;:—–、，；：」』）)"
_CLOSERS = "\"'”’»)]}」』）】》"
_OPENERS = "\"'“‘«([{¿¡「『（【《"


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle.

    Attributes:
        start, end: s from the utterance's first sample, to the millisecond, start < end.
        lines: 1 to LINES lines of text.
    """

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """What cannot be torn apart: a word with its punctuation.

    Attributes:
        spaced: white space comes before it.
        rank: of a break after it: 2 sentence or paragraph, 1 clause, 0 neither.
    """

    text: str
    start: float
    end: float
    spaced: bool
    rank: int


def width(text: str) -> int:
    """Columns: 2 for East Asian wide characters, 0 for combining ones, 1 for the others."""
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def cues(words: Iterable[TimedWord], source: str) -> tuple[Cue, ...]:
    """Subtitles of an utterance: in order, without overlap, each within the limits above.

    Breaks come at sentence ends before clause ends before other places. A cue shorter than
    MIN_DURATION is one that the next follows too closely.

    Args:
        words: as spoken, in order.
        source: the caller's text, to which their spans refer.
    """
    tokens = _tokens(source_words(words, source), source)
    groups = _groups(tokens)
    result: list[Cue] = []
    earliest = 0.0
    for index, group in enumerate(groups):
        start = max(group[0].start, earliest)
        end = min(max(group[-1].end, start + MIN_DURATION), start + MAX_DURATION)
        if index + 1 < len(groups):
            following = groups[index + 1][0].start
            if following - end < CLOSE_GAP and following - start <= MAX_DURATION:
                end = following
        end = max(end, start + _SHORTEST)
        start, end = round(start, 3), round(end, 3)
        result.append(Cue(start, end, _lines(group)))
        earliest = end
    return tuple(result)


def srt(subtitles: Sequence[Cue]) -> str:
    """SubRip. It has no escapes: an arrow in the text, which would read as a time line, is "→"."""
    return "".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n"
        + "\n".join(cue.lines).replace("-->", "→")
        + "\n\n"
        for number, cue in enumerate(subtitles, 1)
    )


def webvtt(subtitles: Sequence[Cue]) -> str:
    """WebVTT (W3C), with &, < and > escaped."""
    return "WEBVTT\n\n" + "".join(
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n"
        + "\n".join(cue.lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "\n\n"
        for cue in subtitles
    )


def word_list(words: Iterable[TimedWord]) -> list[dict[str, object]]:
    """JSON-able words: text, start and end in s to the millisecond, span in the caller's text."""
    return [
        {
            "text": word.text,
            "start": round(word.start, 3),
            "end": round(word.end, 3),
            "span": list(word.span),
        }
        for word in words
    ]


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"


def _tokens(words: Sequence[TimedWord], source: str) -> list[_Token]:
    """The words with the punctuation around them, cut where one is wider than a line."""
    if not words:
        return []
    inner = [source[a.span.end : b.span.start] for a, b in pairwise(words)]
    gaps = [source[: words[0].span.start], *inner, source[words[-1].span.end :]]
    halves = [_halves(gap) for gap in gaps]
    tokens: list[_Token] = []
    for index, word in enumerate(words):
        text = " ".join((halves[index][1] + word.text + halves[index + 1][0]).split())
        spaced = index > 0 and any(character.isspace() for character in gaps[index])
        following = words[index + 1].start if index + 1 < len(words) else float("inf")
        rank = _rank(text, gaps[index + 1], following - word.end)
        tokens.extend(_cut(_Token(text, word.start, word.end, spaced, rank)))
    return tokens


def _halves(gap: str) -> tuple[str, str]:
    """What stands between two words, as what ends the first and what begins the second.

    Letters, digits or angle brackets in a gap were not spoken; they are markup and left out with
    all that is between the outermost of them.
    """
    silent = re.search(r"[\w<>{}].*[\w<>{}]|[\w<>{}]", gap, re.DOTALL)
    if silent:
        before, after = gap[: silent.start()], gap[silent.end() :]
        return before.rstrip(_OPENERS + " \n\t"), after.lstrip(_CLOSERS + _CLAUSE_END + " \n\t")
    for position in range(len(gap), 0, -1):
        if gap[position - 1].isspace():
            return gap[:position].rstrip(), gap[position:]
    stem = gap.rstrip(_OPENERS)
    return (gap, "") if stem == "" and gap and gap[0] in _CLOSERS else (stem, gap[len(stem) :])


def _rank(text: str, gap: str, silence: float) -> int:
    bare = text.rstrip(_CLOSERS)
    ends = bare.endswith(tuple(_SENTENCE_END)) and (not bare.endswith(".") or silence >= _STOP)
    if ends or gap.count("\n") > 1:
        return 2
    return 1 if text.endswith(tuple(_CLAUSE_END)) else 0


def _cut(token: _Token) -> list[_Token]:
    """The token in pieces that fit a line, its time shared out by their width."""
    total = width(token.text)
    if total <= LINE_WIDTH:
        return [token]
    pieces = [""]
    for character in token.text:
        if width(pieces[-1]) + width(character) > LINE_WIDTH:
            pieces.append("")
        pieces[-1] += character
    result: list[_Token] = []
    done = 0
    for index, piece in enumerate(pieces):
        begin = token.start + (token.end - token.start) * done / total
        done += width(piece)
        end = token.start + (token.end - token.start) * done / total
        spaced = token.spaced and index == 0
        result.append(_Token(piece, begin, end, spaced, 0))
    result[-1] = replace(result[-1], rank=token.rank)
    return result


def _groups(tokens: Sequence[_Token]) -> list[Sequence[_Token]]:
    """The tokens of each cue: the division of least total cost (dynamic programming)."""
    layout = _Layout(tokens)
    best: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # cost of the first n tokens, start of their last cue
    for end in range(1, len(tokens) + 1):
        options: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            if end - start > 1 and not layout.fits(start, end):
                break
            options.append((best[start][0] + layout.cost(start, end), start))
        best.append(min(options))
    groups: list[Sequence[_Token]] = []
    end = len(tokens)
    while end:
        start = best[end][1]
        groups.append(tokens[start:end])
        end = start
    return groups[::-1]


class _Layout:
    """Answers for any run of tokens in constant time whether it can be a cue and how bad a one.

    Only the order of the outcomes matters: fewer cues (10 each), broken at a sentence (0), a
    clause (4) or elsewhere (25), not spanning sentences (12 each) or long pauses (40 each), not too
    short to read (up to 20).
    """

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._reach = _line_ends(tokens)
        inside = (
            (12.0 if one.rank == 2 else 0.0)
            + (40.0 if other.start - one.end > _LONG_PAUSE else 0.0)
            for one, other in pairwise(tokens)
        )
        self._inside = list(accumulate(inside, initial=0.0))

    def fits(self, start: int, end: int) -> bool:
        line = start
        for _ in range(LINES):
            line = self._reach[line]
        return end <= line and self._seconds(start, end) <= MAX_DURATION

    def cost(self, start: int, end: int) -> float:
        at_break = 0.0 if end == len(self._tokens) else _BREAK[self._tokens[end - 1].rank]
        short = max(0.0, 1.0 - self._seconds(start, end) / MIN_DURATION)
        return 10.0 + at_break + self._inside[end - 1] - self._inside[start] + 20.0 * short

    def _seconds(self, start: int, end: int) -> float:
        return self._tokens[end - 1].end - self._tokens[start].start


def _line_ends(tokens: Sequence[_Token]) -> list[int]:
    """For each token, and the end, where the longest line that begins with it ends."""
    widths = [width(token.text) for token in tokens]
    ends: list[int] = []
    end, total = 0, 0
    for start, token in enumerate(tokens):
        while end < len(tokens):
            more = widths[end] + (1 if tokens[end].spaced and end > start else 0)
            if total + more > LINE_WIDTH:
                break
            total += more
            end += 1
        ends.append(end)
        following = tokens[start + 1] if start + 1 < len(tokens) else token
        total -= widths[start] + (1 if following.spaced and end > start + 1 else 0)
    return [*ends, len(tokens)]


def _lines(group: Sequence[_Token]) -> tuple[str, ...]:
    """The text on one line if it fits, else on two of equal width, the upper one the shorter,
    broken at punctuation where there is some."""
    whole = _joined(group)
    if width(whole) <= LINE_WIDTH:
        return (whole,)
    options: list[tuple[float, str, str]] = []
    for split in range(1, len(group)):
        upper, lower = _joined(group[:split]), _joined(group[split:])
        wide, below = width(upper), width(lower)
        if wide <= LINE_WIDTH and below <= LINE_WIDTH:
            unequal = abs(wide - below) + (3 if wide > below else 0)
            options.append((unequal - 10 * group[split - 1].rank, upper, lower))
    return min(options)[1:]


def _joined(tokens: Sequence[_Token]) -> str:
    parts = ((" " if token.spaced else "") + token.text for token in tokens)
    return "".join(parts).strip()
