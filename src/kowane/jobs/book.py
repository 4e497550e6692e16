"""A book as it is to be read aloud: chapters of plain text. Knows no file format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kowane.errors import TextError

MAX_CHARACTERS = 20_000_000
"""Of one book: the longest novels have about ten million."""

_SPEAKABLE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part that is heard by itself.

    Attributes:
        title: for lists; what is to be heard of it stands in the text too.
        text: paragraphs, separated by blank lines.
    """

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Book:
    """Chapters in reading order.

    Attributes:
        title, author: "" where the file does not say.
        chapters: at least one, none without a letter or figure.
    """

    title: str
    author: str
    chapters: tuple[Chapter, ...]

    @property
    def characters(self) -> int:
        return sum(len(chapter.text) for chapter in self.chapters)


class BookError(TextError):
    """The file is no book that can be read aloud."""


def made_of(title: str, author: str, chapters: list[Chapter]) -> Book:
    """The book, without chapters that have nothing to say.

    Raises:
        BookError: nothing is left, or more than MAX_CHARACTERS.
    """
    kept = tuple(chapter for chapter in chapters if _SPEAKABLE.search(chapter.text))
    book = Book(" ".join(title.split()), " ".join(author.split()), kept)
    if not kept:
        raise BookError(
            "The file has no text that can be read aloud.",
            param="file",
            remedy="A scanned book needs text recognition (OCR) first.",
        )
    if book.characters > MAX_CHARACTERS:
        raise BookError(
            f"The book has {book.characters:,} characters; the limit is {MAX_CHARACTERS:,}.",
            param="file",
            remedy="Send it in parts.",
        )
    return book
