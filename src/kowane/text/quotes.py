"""Quoted and bracketed stretches of a text, so that a sentence is not cut inside a short one.

Pairs opening with closing marks in one linear pass. Single quotation marks are left out: they are
apostrophes too often. Knows nothing of sentences.
"""

from __future__ import annotations

import re

_QUOTE_LIMIT = 200
_CJK_QUOTE_LIMIT = 90

_PAIRS = dict(zip("“«([「『（【《", "”»)]」』）】》", strict=True))
_BEFORE_QUOTE = frozenset("\"'“‘«‹([{「『（【《〈［｢¿¡*_— \n\r\t\u00a0\u3000")
_QUOTES = re.compile(r'["“”«»()\[\]「」『』（）【】《》]')
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def short_stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(open, close) places of quoted or bracketed stretches that are short enough to keep whole.

    Only within text[start:end], sorted by where they open. They may nest; an opening mark without
    its partner is ignored.
    """
    return sorted(_paired(text, start, end)[0])


def still_open(text: str) -> list[int]:
    """Places of opening marks in `text` that may still find their partner, outermost first."""
    return [place for _, place in _paired(text, 0, len(text))[1]]


def may_enclose(text: str, place: int) -> bool:
    """Whether more text could close a short stretch that begins before `place`."""
    return any(opened < place and len(text) - opened <= _QUOTE_LIMIT for opened in still_open(text))


def _paired(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[tuple[str, int]]]:
    """(short stretches, opening marks without partner with the mark that each waits for)."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for match in _QUOTES.finditer(text, start, end):
        char, place = match.group(), match.start()
        near = [want for want, _ in stack[-3:]]
        if char in near:
            while stack[-1][0] != char:
                stack.pop()
            opened = stack.pop()[1]
            cjk = _CJK.search(text, opened, min(place, opened + 20))
            if place - opened <= (_CJK_QUOTE_LIMIT if cjk else _QUOTE_LIMIT):
                found.append((opened, place))
        elif char in _PAIRS:
            stack.append((_PAIRS[char], place))
        elif char == '"' and (place == start or text[place - 1] in _BEFORE_QUOTE):
            stack.append((char, place))  # elsewhere it means inches
    return found, stack
