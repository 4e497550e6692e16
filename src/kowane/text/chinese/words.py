"""Chinese text into words with places and parts of speech, traditional characters included.

rjieba knows simplified characters; wetext's table turns traditional ones into them, one for one, for
the look-up only. Knows no pinyin.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

import threading
from dataclasses import dataclass

from kowane.errors import FrontEndFailed

_lock = threading.Lock()  # wetext's transducers are not documented as thread-safe


@dataclass(frozen=True, slots=True)
class ChineseWord:
    """A word of Han characters.

    Attributes:
        start: its place in the text.
        text: as it stands there.
        simplified: the same in simplified characters, same length.
        tag: part of speech (ICTCLAS tags: n noun, v verb, a adjective, r pronoun, m numeral, …).
    """

    start: int
    text: str
    simplified: str
    tag: str


def segment(text: str) -> list[ChineseWord]:
    """The words of a stretch of Han characters, in order, covering it.

    Raises:
        FrontEndFailed: a library failed; the message names it.
    """
    import rjieba

    plain = simplify(text)
    try:
        tagged = rjieba.tag(plain)
    except (ValueError, UnicodeError) as error:
        raise FrontEndFailed(f"rjieba failed on a text of {len(text)} characters.") from error
    found, place = [], 0
    for word, tag in tagged:
        end = place + len(word)
        found.append(ChineseWord(place, text[place:end], word, tag))
        place = end
    return found


def simplify(text: str) -> str:
    """Traditional characters as simplified ones; the length stays the same."""
    with _lock:
        plain = _convert(text)
        if len(plain) == len(text):
            return plain
        one_by_one = [_convert(char) for char in text]
    pairs = zip(text, one_by_one, strict=True)
    return "".join(simple if len(simple) == 1 else char for char, simple in pairs)


def _convert(text: str) -> str:
    from wetext.utils import preprocess  # type: ignore[import-untyped,unused-ignore]

    return str(preprocess(text, traditional_to_simple=True))


def spoken_number(text: str) -> str:
    """A number with its unit or counter, in characters, as wetext's grammar reads it.

    Raises:
        FrontEndFailed: wetext failed; the message names it.
    """
    from wetext import Normalizer  # type: ignore[import-untyped,unused-ignore]

    with _lock:
        try:
            return str(Normalizer(lang="zh", operator="tn").normalize(text))
        except (ValueError, RuntimeError, KeyError, IndexError) as error:
            raise FrontEndFailed(f"wetext failed on {text[:80]!r}.") from error
