"""A PDF file → a book: its pages' text without running heads, chapters by its outline.

The only importer of pypdf. A PDF has glyphs at places, not text: what the library gives is put into
paragraphs again as well as that can be done.
"""

from __future__ import annotations

import io
import re
from collections import Counter

from kowane.errors import MissingExtra
from kowane.jobs.book import Book, BookError, Chapter, made_of
from kowane.jobs.plain import read_plain

MAX_PAGES = 5_000

_FEW_LINES = 6
"""A page with no more lines is a title or a verse, and keeps them all but its number."""

_PAGE_NUMBER = re.compile(
    r"^\W*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d+)?\W*$", re.I
)
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[^\W\d_])")


def read_pdf(content: bytes) -> Book:
    """The book in the file.

    Raises:
        BookError: no PDF, damaged, behind a password, or without text.
        MissingExtra: pypdf is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise MissingExtra(
            "Reading PDF files needs pypdf.", remedy="Install it: pip install 'kowane[books]'"
        ) from error
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BookError(
                "The PDF is behind a password.", param="file", remedy="Remove the password first."
            )
        if len(reader.pages) > MAX_PAGES:
            raise BookError(
                f"The PDF has {len(reader.pages)} pages; the limit is {MAX_PAGES}.", param="file"
            )
        pages = [(page.extract_text() or "").splitlines() for page in reader.pages]
        starts = _outline(reader)
        information = reader.metadata
    except (PyPdfError, OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise BookError(f"The file is no PDF that can be read: {error}.", param="file") from error
    title = (information.title if information else None) or ""
    author = (information.author if information else None) or ""
    texts = [_paragraphs(page) for page in _without_heads(pages)]
    if not starts:
        plain = read_plain("\n\n".join(texts), title)
        return Book(plain.title, " ".join(author.split()), plain.chapters)
    bounds = [0, *(page for page, _ in starts), len(texts)]
    names = [title or "Beginning", *(name for _, name in starts)]
    chapters = [
        Chapter(name, "\n\n".join(texts[first:last]))
        for name, first, last in zip(names, bounds, bounds[1:], strict=False)
        if first < last
    ]
    return made_of(title, author, chapters)


def _outline(reader: object) -> list[tuple[int, str]]:
    """(page, title) of the outline's upper level, each page once, in order."""
    found: dict[int, str] = {}
    for entry in reader.outline:  # type: ignore[attr-defined]
        if isinstance(entry, list):
            continue
        page = reader.get_destination_page_number(entry)  # type: ignore[attr-defined]
        if page is not None and page >= 0:
            found.setdefault(page, " ".join(str(entry.title).split()))
    return sorted(found.items())


def _without_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers and without first and last lines that many pages share."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_shape(line) for line in (*lines[:2], *lines[-2:]) if line.strip()})
    often = max(3, len(pages) // 4)
    kept = []
    for lines in pages:
        last = len(lines) - 2
        kept.append(
            [
                line
                for at, line in enumerate(lines)
                if not (
                    (at < 2 or at >= last)
                    and (
                        _PAGE_NUMBER.match(line)
                        or (len(lines) > _FEW_LINES and seen[_shape(line)] >= often)
                    )
                )
            ]
        )
    return kept


def _shape(line: str) -> str:
    """The line whatever its number: "12 Moby Dick" is "0 Moby Dick"."""
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _paragraphs(lines: list[str]) -> str:
    """Lines joined; a short line that ends a sentence ends a paragraph."""
    width = max((len(line) for line in lines), default=0)
    text = ""
    for line in lines:
        stripped = line.strip()
        if not stripped:
            text += "\n\n"
            continue
        ends = stripped[-1] in '.!?…:"”’»' and len(stripped) < 0.75 * width
        text += stripped + ("\n\n" if ends else "\n")
    text = _BROKEN_WORD.sub("", text)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", re.sub(r"\n{3,}", "\n\n", text)).strip()
