"""Plain text or Markdown → a book, its chapters found by their headings.

A heading is a line of its own: Markdown's #, or a word for a chapter with a number, in the nine
languages. Without any the text is parted at paragraphs, so that parts can be heard while others are
made. Knows no markup beyond headings: the front-end reads the rest.
"""

from __future__ import annotations

import re

from kowane.jobs.book import Book, Chapter, made_of

PART = 30_000
"""Characters of a part where there are no headings; about half an hour of speech."""

_NUMBER = r"(?:\d{1,4}|[IVXLC]{1,8}|[A-Za-zÀ-ÿ-]{3,14})"
_HEADING = re.compile(
    rf"""^(?: \#{{1,3}} [ \t]+ (?P<markdown>\S.{{0,200}}?) [ \t]*\#*
        | (?P<named> (?:chapter|part|book|capítulo|parte|chapitre|partie|livre|capitolo|libro)
            [ \t]+ {_NUMBER} (?:[ \t]*[.:–—-][ \t]*.{{1,120}})? [.:]? )
        | (?P<numbered> (?: अध्याय[ \t]*[\d०-९]{{1,4}}
            | 第[ \t]*[\d〇一二三四五六七八九十百千]{{1,8}}[章回部節话話卷] ) .{{0,80}} )
        | (?P<alone> prologue | epilogue | preface | introduction | foreword | afterword
            | prólogo | epílogo | préface | épilogue | prefazione | epilogo | prefácio ) \.?
        )[ \t]*$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


def read_plain(text: str, title: str = "") -> Book:
    """The text as a book.

    Args:
        text: paragraphs separated by blank lines.
        title: of the whole.

    Raises:
        BookError: nothing in it can be read aloud, or it is too long.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    headings = list(_HEADING.finditer(text))
    chapters = _parts(text[: headings[0].start()] if headings else text, title)
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=False):
        name = " ".join((heading["markdown"] or heading.group()).split())
        chapters.append(Chapter(name, f"{name}\n\n{text[heading.end() : end].strip()}"))
    return made_of(title, "", chapters)


def _parts(text: str, title: str) -> list[Chapter]:
    """What stands before the first heading, or all of a text without any."""
    pieces: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", text):
        if not paragraph.strip():
            continue
        if pieces and len(pieces[-1]) + len(paragraph) < PART:
            pieces[-1] += "\n\n" + paragraph
        else:
            pieces.append(paragraph)
    if len(pieces) == 1:
        return [Chapter(title or "Text", pieces[0])]
    return [Chapter(f"Part {number}", piece) for number, piece in enumerate(pieces, 1)]
