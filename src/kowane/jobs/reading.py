"""A file's bytes and name → a book: which reader knows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from kowane.jobs.book import Book, BookError
from kowane.jobs.epub import read_epub
from kowane.jobs.html_text import read_html
from kowane.jobs.pdf import read_pdf
from kowane.jobs.plain import read_plain

KINDS = (".epub", ".pdf", ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml")
"""Extensions of files that can be read."""


def read_book(content: bytes, name: str) -> Book:
    """The book in a file.

    Args:
        content: the whole file.
        name: its name; the extension tells the kind, and gives the title where the file has none.

    Raises:
        BookError: a kind that cannot be read, or a damaged file.
        MissingExtra: reading it needs a package that is not installed.
    """
    path = PurePath(name)
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise BookError(
            f"{name!r} is no kind of file that can be read aloud.",
            param="file",
            remedy=f"Its name must end in one of {', '.join(KINDS)}.",
        )
    whole: dict[str, Callable[[bytes], Book]] = {".epub": read_epub, ".pdf": read_pdf}
    if kind in whole:
        book = whole[kind](content)
        return book if book.title else Book(path.stem, book.author, book.chapters)
    text = _decoded(content, name)
    if kind in (".html", ".htm", ".xhtml"):
        heading, text = read_html(text)
        return read_plain(text, heading or path.stem)
    return read_plain(text, path.stem)


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 or, by its byte order mark, UTF-16.

    Raises:
        BookError: neither.
    """
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BookError(
            f"{name!r} is not UTF-8 (byte {error.start}).",
            param="file",
            remedy="Convert it, for example with iconv.",
        ) from error
    if "\0" in text:
        raise BookError(f"{name!r} is not text: it has NUL characters.", param="file")
    return text
