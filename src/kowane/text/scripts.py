"""Stretches of a text in another script, and the language whose front-end should read each.

Latin words inside Japanese, Chinese or Hindi; Han, kana and Devanagari inside anything else. Digits
and punctuation stay with the language around them, and so do units ("5 km") and, in Chinese, short
acronyms, because those front-ends read them themselves. Scripts that no front-end reads (Cyrillic,
Hangul, …) stay where they are. Judges characters, not words, except that Japanese is asked which
Latin words it has a kana reading for. Linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿＡ-Ｚａ-ｚ"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_DEVANAGARI = "\u0900-\u0963\u0970-\u097f"

_PHRASE = re.compile(
    rf"(?:https?://|www\.)[!-~]++|[\w.+-]{{1,64}}+(?<=[{_LATIN}\d])@[A-Za-z0-9.-]++"
    rf"|[{_LATIN}]++(?:(?:[ ,.'’&/:;_-]{{1,3}}+(?:\d{{1,9}}+[ ,.'’&/:;_-]{{0,3}}+)?|\d{{1,9}}+-?)"
    rf"[{_LATIN}]++)*(?:[.!?]++(?=\s|$))?",
)
_EASTERN = re.compile(
    rf"[{_HAN}{_KANA}]++(?:[、。・「」『』（）《》！？，]{{0,3}}[{_HAN}{_KANA}]++)*[。！？」』）》]*+"
)
_INDIC = re.compile(rf"[{_DEVANAGARI}]++(?:[\s,]{{1,3}}[{_DEVANAGARI}]++)*")
_ANY_KANA = re.compile(f"[{_KANA}]")
_KANA_STRETCH = re.compile(f"[{_KANA}]++")
_UNIT = re.compile(
    r"(?:kg|mg|μg|g|t|km/h|km|cm|mm|nm|m/s|m|ml|mL|dl|cl|l|L|ha|[KMGTP]B|kbps|Mbps|Gbps|[kMG]?Hz"
    r"|kWh|kW|MW|W|mAh|V|hPa|kPa|Pa|kcal|cal|dB|px|dpi|fps|ppm|min|ms|s|h|ft|in|kmph|C|F|USD|EUR|GBP|JPY|CNY"
    r"|RMB|HKD|INR)(?![A-Za-z])"
)
_QUOTES = {"“": "”", '"': '"', "‘": "’", "(": ")"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch [start, end) of the text for the front-end of `lang` (a canonical tag)."""

    start: int
    end: int
    lang: str


def runs(text: str, lang: str) -> list[Run]:
    """The stretches of `text`, in order, without gaps or overlaps; [] for "".

    Args:
        lang: canonical tag of the text as a whole; it reads all that no other front-end should.
    """
    if text.isascii() and lang not in ("ja", "zh", "hi"):
        return [Run(0, len(text), lang)] if text else []
    found: list[Run] = []
    if lang in ("ja", "zh", "hi"):
        found += _latin(text, lang)
    if lang not in ("ja", "zh"):
        eastern = "ja" if _ANY_KANA.search(text) else "zh"
        found += [Run(*match.span(), eastern) for match in _EASTERN.finditer(text)]
    if lang == "zh":
        found += [
            Run(*match.span(), "ja")
            for match in _KANA_STRETCH.finditer(text)
            if match.group() not in ("の", "ー")
        ]
    if lang != "hi":
        found += [Run(*match.span(), "hi") for match in _INDIC.finditer(text)]
    found = [_with_quotes(text, run) for run in sorted(found, key=lambda run: run.start)]
    return _tile(text, found, lang)


def _latin(text: str, lang: str) -> list[Run]:
    keeps = _KEEPS[lang]
    found = []
    for match in _PHRASE.finditer(text):
        start, end = match.span()
        if text[end : end + 1] in ("-", "–") and text[end + 1 : end + 2].isdigit():
            end += 1  # COVID-19: the hyphen is no minus
        unit = _UNIT.match(text, start)
        before = text[max(0, start - 2) : start].rstrip()[-1:]
        if unit and before.isdigit() and unit.end() <= end:
            start = unit.end()
        rest = text[start:end]
        if any(char.isalpha() for char in rest) and not keeps(rest):
            found.append(Run(start, end, "en-us"))
    return found


def _keeps_japanese(phrase: str) -> bool:
    """One or two words that Japanese has a kana reading for, addresses, and letters in numbers."""
    from kowane.text.japanese import latin

    if "@" in phrase or "://" in phrase or phrase.startswith("www."):
        return True
    words = re.findall(f"[{_LATIN}]+", phrase)
    is_sentence = len(words) > 2 or (len(words) == 2 and words[1].islower() and " " in phrase)
    return not is_sentence and all(latin.readable(word) for word in words)


def _keeps_chinese(phrase: str) -> bool:
    """A letter or a short acronym: the English front-end would take a lone "A" for an article."""
    letters = re.sub(r"[^A-Za-z]", "", phrase)
    return len(letters) <= 3 and letters.isupper() and " " not in phrase.strip()


_HINDI_READS = re.compile(
    r"(?:Rs\.?|INR|[ap]\.?m\.?|[IVX]{2,4}|(?:million|billion|lakh|crore|cr)|(?:st|nd|rd|th))", re.I
)


def _keeps_hindi(phrase: str) -> bool:
    """A letter, and what the Hindi rules say themselves: AM, Rs, roman numerals, addresses."""
    bare = phrase.strip(" .!?,-/")
    return len(bare) == 1 or "@" in bare or _HINDI_READS.fullmatch(bare) is not None


_KEEPS: dict[str, Callable[[str], bool]] = {
    "ja": _keeps_japanese,
    "zh": _keeps_chinese,
    "hi": _keeps_hindi,
}


def _with_quotes(text: str, run: Run) -> Run:
    """The run with the pair of quotes or brackets directly around it."""
    if run.lang != "en-us" or run.start == 0 or run.end >= len(text):
        return run
    if _QUOTES.get(text[run.start - 1]) == text[run.end]:
        return Run(run.start - 1, run.end + 1, run.lang)
    return run


def _tile(text: str, found: list[Run], lang: str) -> list[Run]:
    """Fill the gaps with `lang`; a gap of white space alone goes to its neighbour."""
    filled: list[Run] = []
    place = 0
    for run in [*found, Run(len(text), len(text), lang)]:
        gap = text[place : run.start]
        if gap.strip():
            filled.append(Run(place, run.start, lang))
        elif gap and filled:
            filled[-1] = Run(filled[-1].start, run.start, filled[-1].lang)
        elif gap:
            run = Run(place, run.end, run.lang)  # noqa: PLW2901
        if run.end > run.start:
            filled.append(run)
        place = max(place, run.end)
    merged: list[Run] = filled[:1]
    for before, run in pairwise(filled):
        if run.lang == before.lang:
            merged[-1] = Run(merged[-1].start, run.end, run.lang)
        else:
            merged.append(run)
    return merged
