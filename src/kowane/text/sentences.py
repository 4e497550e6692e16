"""A text cut into sentences, as spans into it, and a sentence's breathing places.

Paragraphs and list items first, then every mark that could end a sentence is judged where it
stands; marks inside short quotes and brackets don't count. `sentence_rules` decides full stops.
Runs on the source text, before any normalisation, and in linear time: every decision reads a
bounded number of characters. Knows no markup, no phonemes and no chunk sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kowane.text.quotes import short_stretches
from kowane.text.sentence_rules import begins_sentence, ends_sentence

MAX_SENTENCE = 1000
"""Characters. A longer sentence is cut at a clause or a space, so that no front-end meets a
megabyte at once (G2P libraries slow down more than linearly)."""

_WINDOW = 80
_CLOSERS = "\"'”’»›)]}」』）】》〉］｣"
_OPENERS = "\"'“‘«‹([{「『（【《〈［｢¿¡*_"
_MARK = re.compile(
    r"(?P<cjk>[。．｡！？‼⁇⁈⁉।॥؟。]+(?:[。．｡！？!?…।॥]*)|[!?]+[。！？])"
    r"|(?P<loud>[!?]+[!?.…]*|[.…]{1,3}[!?]+)"
    r"|(?P<dots>…+|\.{2,}|\. \. \.)"
    r"|(?P<stop>\.)"
    r"|(?P<face>(?<=\s)(?:[:;]-?[)(DP]|[\U0001f300-\U0001faff]\ufe0f?)(?=\s[^\W\d_]))"
)
_EMOJI = "(?: ?[\\u2600-\\u27bf\\U0001f300-\\U0001faff][\\ufe0f\\u200d]?){0,4}"
_CLOSING = re.compile(rf"[{re.escape(_CLOSERS)}]*(?:[ \u00a0\u202f]»)?{_EMOJI}")
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v\u00a0\u3000]*(?:\n\s*)+|\u2029\s*")
_LINE = re.compile(r"(?:\r\n?|[\n\u2028])[ \t\u00a0\u3000]*")
_SPACES = re.compile(r"\s*")
_ITEM = re.compile(
    r"(?:[-*+•◦▪‣·–—]|\(?\d{1,3}[.)、．]|\(?[A-Za-z][.)]|[ivxIVX]{1,4}[.)]|[①-⑳㈠-㈩・]"
    r"|[一二三四五六七八九十]{1,3}、|#{1,6}|>|\|)(?=\s|(?<=[①-⑳㈠-㈩・、])|(?<=—))"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CJK_HEADING = re.compile(r"第.{1,6}[章節节回話话部編编卷巻]")
_QUOTATIVE = re.compile(
    r"(?:と(?!ても|ころ|にかく|りあえず|もかく|きどき|なり|もだち|ある|いう(?:わけ|か)|はいえ|同時)"
    r"|って|など|なんて|の(?!ち)|を|が(?![んっ])|に(?![ぎも])|へ(?=の)|だ(?!が|か|って|けど)|です|、|，|,)"
)
_BARE_QUOTATIVE = re.compile(r"(?:と|って|なんて)(?=[言いっ思聞叫答尋訊書呼述考感笑])")
_ATTRIBUTION_ZH = re.compile(
    r"[^。！？，、；：“”「」\s]{0,8}[说說问問道答喊叫想笑嚷](?:[道着著了]|[。，,])"
)
_ATTRIBUTION = re.compile(
    r"(?:I|He|She|They|We|(?:[A-Z][\w.'’-]{0,20} ){0,2}[A-Z][\w'’-]{0,20}) "
    r"(?:said|says|asked|asks|replied|shouted|whispered|cried|answered|added|yelled|muttered|called)\b"
)
_INTRODUCED = re.compile(r"[a-z][,:]\s[\"“«][^\"“”«»]{0,80}$")
_MINOR = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "in",
        "on",
        "to",
        "for",
        "with",
        "from",
        "by",
        "at",
        "as",
        "is",
        "are",
        "was",
        "vs",
        "via",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE = re.compile(r"[,;:](?=[\s\"'”’»)])|[、，；：،؛]|\s[—–-]{1,2}(?=\s)|—|…(?=\S|\s)|\)(?=\s)")
_CONJUNCTIONS = {
    "en": "and but or so because although though while when where which who if unless until since"
    " whereas before after",
    "es": "y pero o porque aunque mientras cuando donde si pues sino que",
    "fr": "et mais ou parce car quand lorsque où si puisque tandis qui dont que",
    "it": "e ma o perché quando mentre dove se poiché anche che",
    "pt": "e mas ou porque embora enquanto quando onde se pois que",
    "hi": "और लेकिन मगर या क्योंकि जबकि जब कि तो",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text.

    Attributes:
        start, end: half-open range of characters; no white space at either end.
        ends_paragraph: whether a blank line follows. False for the last sentence of the text.
    """

    start: int
    end: int
    ends_paragraph: bool


def split(text: str, lang: str) -> list[Sentence]:
    """The sentences of `text`, in order, disjoint, together covering all but white space.

    Args:
        lang: canonical tag; unknown ones are treated as English.
    """
    found: list[Sentence] = []
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        found.extend(_paragraph(text, start, gap.start(), lang, follows=True))
        start = gap.end()
    found.extend(_paragraph(text, start, len(text), lang, follows=False))
    if found and found[-1].ends_paragraph:
        found[-1] = Sentence(found[-1].start, found[-1].end, ends_paragraph=False)
    return found


def resumption(text: str, start: int, lang: str) -> int:
    """Where to begin so that `split(text[there:])` finds what `split` finds from `start` on.

    The white space before a sentence belongs to it where a mark ended the last one, and to the line
    break where that did.

    Args:
        start: of a sentence in `split(text)`, with no quotation open there.
    """
    begin = 0
    for gap in _PARAGRAPH.finditer(text, 0, start):
        begin = gap.end()
    after = _PARAGRAPH.search(text, start)
    end = after.start() if after else len(text)
    places = [place for place in _boundaries(text, begin, end, lang) if place <= start]
    found = places[-1] if places else begin
    return found if not text[found:start].strip() else start


def clauses(text: str, lang: str) -> list[int]:
    """Where a speaker could breathe: places in `text` at which a new clause begins, ascending.

    After , ; : — … ) 、 ， ； ： and before conjunctions; white space belongs to the left side. Not
    inside numbers ("1,000") or times ("10:30").
    """
    places = set()
    for mark in _CLAUSE.finditer(text):
        end = mark.end()
        while end < len(text) and (text[end].isspace() or text[end] in "\"'”’»)」』）"):
            end += 1
        places.add(end)
    words = _CONJUNCTIONS.get(lang.partition("-")[0], "")
    if words:
        pattern = re.compile(rf"(?<=\s)(?:{'|'.join(words.split())})(?=\s)")
        places.update(match.start() for match in pattern.finditer(text))
    return sorted(place for place in places if 0 < place < len(text))


def conjunctions(lang: str) -> frozenset[str]:
    """Words, in lower case, before which a speaker of the language could breathe."""
    return frozenset(_CONJUNCTIONS.get(lang.partition("-")[0], "").split())


def _paragraph(text: str, start: int, end: int, lang: str, *, follows: bool) -> Iterator[Sentence]:
    bounds = _boundaries(text, start, end, lang)
    spans = [
        span
        for a, b in zip([start, *bounds], [*bounds, end], strict=True)
        for span in _shorten(text, *_trim(text, a, b), lang)
    ]
    spans = _join_wordless(text, spans)
    for index, (a, b) in enumerate(spans):
        yield Sentence(a, b, follows and index == len(spans) - 1)


def _boundaries(text: str, start: int, end: int, lang: str) -> list[int]:
    """Places inside (start, end) at which a new sentence begins."""
    guards = short_stretches(text, start, end)
    marks = [(mark.end(), mark, False) for mark in _MARK.finditer(text, start, end)]
    lines = [(mark.end(), mark, True) for mark in _LINE.finditer(text, start, end)]
    found: list[int] = []
    guard, next_guard, begin = -1, 0, start
    for place, mark, is_line in sorted(marks + lines, key=lambda entry: entry[0]):
        if not is_line:
            closing = _CLOSING.match(text, place, min(end, place + 12))
            place = closing.end() if closing else place  # noqa: PLW2901
        while next_guard < len(guards) and guards[next_guard][0] < place:
            guard = max(guard, guards[next_guard][1])
            next_guard += 1
        if place >= end or place <= begin or place <= guard:
            continue
        judge = _line_ends if is_line else _mark_ends
        if judge(_Break(text, lang, begin, mark, place, end)):
            found.append(place)
            begin = place
    return found


@dataclass(frozen=True, slots=True)
class _Break:
    """A place where a sentence could end: after a mark with its closing quotes, or a line break.

    `begin` is where the present sentence begins, `place` where the next would, `end` the end of
    the paragraph.
    """

    text: str
    lang: str
    begin: int
    mark: re.Match[str]
    place: int
    end: int

    @property
    def opening(self) -> str:
        """The present sentence up to the mark, or the beginning of it."""
        return self.text[self.begin : min(self.mark.start(), self.begin + _WINDOW)]

    @property
    def careless(self) -> bool:
        """Whether the present sentence itself begins in lower case."""
        first = _WORD.search(self.opening)
        return first is not None and first[0][0].islower()


def _mark_ends(here: _Break) -> bool:
    text, mark, place = here.text, here.mark, here.place
    gap = _SPACES.match(text, place, here.end)
    resume = gap.end() if gap else place
    window = text[resume : min(here.end, resume + _WINDOW)]
    after = window.lstrip(_OPENERS).lstrip()
    quoted = text[place - 1] in _CLOSERS
    if not after:
        return False
    if mark["cjk"] or (mark["loud"] and resume == place and _CJK.match(window)):
        return _cjk_ends(window, here.lang, mark.group(), quoted=quoted)
    if resume == place:
        return window[0] in "¿¡"
    if mark["face"]:
        return begins_sentence(after, here.lang)
    if quoted:
        if _INTRODUCED.search(here.opening):  # he asked, "Why?" Nobody …
            return not after[0].islower()
        return not after[0].islower() and not _ATTRIBUTION.match(after)
    if mark["stop"]:
        before = text[max(here.begin, mark.start() - _WINDOW) : mark.start()]
        return ends_sentence(before, after, here.lang, sentence=here.opening)
    return not after[0].islower() or (mark["loud"] is not None and here.careless)


def _cjk_ends(after: str, lang: str, mark: str, *, quoted: bool) -> bool:
    if quoted and (_QUOTATIVE.match(after) if lang == "ja" else _ATTRIBUTION_ZH.match(after)):
        return False
    if lang == "ja" and not quoted and mark[-1] in "！？!?" and _BARE_QUOTATIVE.match(after):
        return False
    return after[0] not in "、，,；：)）」』”》〉】"


def _line_ends(here: _Break) -> bool:
    """Whether a single line break separates: items, headings, dialogue; else it is a mere wrap."""
    text, stop = here.text, here.mark.start()
    line_start = max(here.begin, text.rfind("\n", here.begin, stop) + 1)
    line = text[line_start : min(stop, line_start + _WINDOW)].strip()
    after = text[here.place : min(here.end, here.place + _WINDOW)]
    bare = after.lstrip(_OPENERS)
    if not line or _ITEM.match(after):
        return bool(line)
    if _ITEM.match(line):
        return not bare[:1].islower() and not here.mark.group().endswith(("  ", "\t"))
    if _CJK.match(line) or _CJK.match(bare):
        opens = after[0] in "「『“" and line[-1] in "」』”"
        return opens or "\u3000" in here.mark.group() or _CJK_HEADING.match(line) is not None
    if line[-1] in _CLOSERS and after[0] in '"“«':
        return True
    first = here.begin == line_start
    return bare[:1].isupper() and first and _is_heading(line, stop - line_start)


def _is_heading(line: str, length: int) -> bool:
    """Short, no comma at its end, and every word of weight begins with a capital or is a number."""
    if length >= _WINDOW or line[-1] in ",;-–":
        return False
    words = line.rstrip(":").split()
    weighty = [word for word in words if word.lower() not in _MINOR]
    ends_well = bool(words) and words[-1].lower() not in _MINOR
    return ends_well and all(word[0].isupper() or word[0].isdigit() for word in weighty)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _join_wordless(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Empty spans removed; one without letter or digit (an emoji, a dash) joins its neighbour."""
    out: list[tuple[int, int]] = []
    wordless = True
    for start, end in spans:
        if start == end:
            continue
        speaks = any(char.isalnum() for char in text[start:end])
        if out and end - out[-1][0] <= MAX_SENTENCE and (wordless or not speaks):
            out[-1] = (out[-1][0], end)
            wordless = wordless and not speaks
        else:
            out.append((start, end))
            wordless = not speaks
    return out


def _shorten(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        stretch = text[start : start + MAX_SENTENCE]
        half = MAX_SENTENCE // 2
        places = [place for place in clauses(stretch, lang) if place > half]
        cut = places[-1] if places else stretch.rfind(" ", half) + 1
        left = _trim(text, start, start + (cut or MAX_SENTENCE))
        if left[0] < left[1]:
            yield left
        start, end = _trim(text, start + (cut or MAX_SENTENCE), end)
    yield start, end
