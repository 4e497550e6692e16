"""Tone sandhi: how the tones of Mandarin change each other, over the words of one phrase.

一 and 不 by the tone that follows, reduplicated verbs, and the third tone within and across words.
Takes and gives syllables in TONE3 style; knows no IPA. Rules after Duanmu, The Phonology of Standard
Chinese (2007), ch. 11.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

_DIGITS = frozenset("零〇○一二三四五六七八九十百千万亿两第初")
_ORDINAL_AFTER = frozenset("月号日楼班级等中线代期组队排区营连师")
_FIXED = frozenset(
    [
        "统一",
        "唯一",
        "万一",
        "单一",
        "之一",
        "其一",
        "同一",
        "专一",
        "合一",
        "不一",
        "逐一",
        "归一",
        "划一",
        "第一",
        "星期一",
        "周一",
        "礼拜一",
        "初一",
        "高一",
        "大一",
    ]
)


def apply(words: list[str], syllables: list[list[str]]) -> list[list[str]]:
    """The syllables as they are spoken.

    Args:
        words: the words of one phrase, simplified, with no pause between them.
        syllables: for each word its syllables, one per character, "" where there is none.
    """
    flat = [tone for word in syllables for tone in word]
    text = "".join(words)
    if len(flat) != len(text):
        return syllables
    ends = _ends(words)
    fixed = _fixed_places(words)
    for place, char in enumerate(text):
        if char == "一" and flat[place][:-1] == "yi":
            flat[place] = _yi(text, flat, place, fixed)
        elif char == "不" and flat[place][:-1] == "bu":
            flat[place] = _bu(text, flat, place)
    _reduplicated(words, flat)
    _third_tones(words, flat, ends)
    out, place = [], 0
    for word in syllables:
        out.append(flat[place : place + len(word)])
        place += len(word)
    return out


def _ends(words: list[str]) -> list[int]:
    ends, place = [], 0
    for word in words:
        place += len(word)
        ends.append(place)
    return ends


def _fixed_places(words: list[str]) -> set[int]:
    places, place = set(), 0
    for word in words:
        place += len(word)
        if word in _FIXED or (len(word) > 2 and word[-2:] in _FIXED):
            places.add(place - 1)
    return places


def _tone(flat: list[str], place: int) -> str:
    while place < len(flat) and not flat[place]:
        place += 1
    return flat[place][-1] if place < len(flat) else ""


def _yi(text: str, flat: list[str], place: int, fixed: set[int]) -> str:
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    following = _tone(flat, place + 1)
    if before and before == after and before not in _DIGITS:
        return "yi5"  # 看一看
    if after == "点" and text[place + 2 : place + 3] in _DIGITS:
        return "yi1"  # 一点五
    counted = after and after in "百千万亿"
    number = (before in _DIGITS and before != "两") or (after in _DIGITS and not counted)
    ordinal = (after in _ORDINAL_AFTER and before not in set("这那每有了同")) or before in (
        "之",
        "第",
        "初",
    )
    if not following or place in fixed or (number and not counted) or (ordinal and before != "十"):
        return "yi1"
    if following in "45" and after:
        return "yi2" if following == "4" or after in "个" else "yi4"
    return "yi4"


def _bu(text: str, flat: list[str], place: int) -> str:
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    if before and before == after:
        return "bu5"  # 好不好
    return "bu2" if _tone(flat, place + 1) == "4" else "bu4"


def _reduplicated(words: list[str], flat: list[str]) -> None:
    """A doubled verb loses its second tone: 看看, 试试."""
    place = 0
    for word in words:
        if len(word) == 2 and word[0] == word[1] and word[0] in _DOUBLED_VERBS:
            flat[place + 1] = flat[place + 1][:-1] + "5"
        place += len(word)


_DOUBLED_VERBS = frozenset("看试想说听走坐等问找读写用玩聊谈歇尝猜学练讲查算帮洗逛")


def _third_tones(words: list[str], flat: list[str], ends: list[int]) -> None:
    """33 → 23: inside words by pairs, then between words from the right, so that pairs form."""
    start = 0
    for end in ends:
        if end - start == 2 or (end - start == 4):
            for place in range(start, end - 1, 2):
                _raise(flat, place, place + 1)
        elif end - start == 3 and all(tone[-1:] == "3" for tone in flat[start:end]):
            flat[start] = flat[start][:-1] + "2"
            flat[start + 1] = flat[start + 1][:-1] + "2"
        else:
            for place in range(start, end - 1):
                _raise(flat, place, place + 1)
        start = end
    for end in reversed(ends[:-1]):
        _raise(flat, end - 1, end)


def _raise(flat: list[str], place: int, after: int) -> None:
    if flat[place][-1:] == "3" and flat[after][-1:] == "3":
        flat[place] = flat[place][:-1] + "2"
