"""An EPUB file → a book: chapters in the order of its spine, with the titles of its contents.

EPUB 2 and 3 (W3C EPUB 3.3, Open Packaging Format 2.0.1). An archive from a stranger: sizes are
bounded before anything is unpacked, nothing is written, nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from kowane.errors import TextError
from kowane.jobs.book import Book, BookError, Chapter, made_of
from kowane.jobs.html_text import read_html
from kowane.text import safe_xml

MAX_UNPACKED = 200_000_000
"""Bytes of the documents that are read; pictures and fonts never are."""

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


@dataclass
class _Element:
    name: str
    attributes: Mapping[str, str]
    parts: list[str | _Element] = field(default_factory=list)

    @property
    def inside(self) -> list[_Element]:
        return [part for part in self.parts if isinstance(part, _Element)]

    @property
    def text(self) -> str:
        """All of it, in order."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


class _Tree:
    """All elements of a document in order, by their names without prefix."""

    def __init__(self) -> None:
        self.all: list[_Element] = []
        self._open: list[_Element] = []

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        element = _Element(name.rpartition(":")[2], attributes)
        if self._open:
            self._open[-1].parts.append(element)
        self.all.append(element)
        self._open.append(element)

    def end(self, name: str, place: int) -> None:
        self._open.pop()

    def text(self, text: str, start: int, end: int) -> None:
        if self._open:
            self._open[-1].parts.append(text)

    def named(self, name: str) -> list[_Element]:
        return [element for element in self.all if element.name == name]

    def first(self, name: str) -> str:
        return next((element.text.strip() for element in self.named(name)), "")


def read_epub(content: bytes) -> Book:
    """The book in the archive.

    Raises:
        BookError: no EPUB, damaged, protected by DRM, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Epub(archive).book()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BookError(
            f"The file is no EPUB that can be opened: {error}.",
            param="file",
            remedy="Open it with another reader; if that works, please report it.",
        ) from error


class _Epub:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._left = MAX_UNPACKED

    def book(self) -> Book:
        if "META-INF/encryption.xml" in self._names and "META-INF/rights.xml" in self._names:
            raise BookError(
                "The book is protected against copying (DRM).",
                param="file",
                remedy="Only books without protection can be read.",
            )
        root = next(
            (e.attributes.get("full-path", "") for e in self._xml(_CONTAINER).named("rootfile")), ""
        )
        package = self._xml(root)
        folder = posixpath.dirname(root)
        items = {e.attributes.get("id", ""): e.attributes for e in package.named("item")}
        titles = self._titles(items.values(), folder)
        chapters: list[Chapter] = []
        for reference in package.named("itemref"):
            item = items.get(reference.attributes.get("idref", ""), {})
            path = _inside(folder, item.get("href", ""))
            listed = "nav" in item.get("properties", "").split()
            if listed or item.get("media-type") not in _PAGES or path not in self._names:
                continue
            heading, text = read_html(self._read(path))
            chapters.append(
                Chapter(titles.get(path) or heading or f"Part {len(chapters) + 1}", text)
            )
        return made_of(package.first("title"), package.first("creator"), chapters)

    def _titles(self, items: Iterable[Mapping[str, str]], folder: str) -> dict[str, str]:
        """Path of a page → its first title in the table of contents, old style or new."""
        titles: dict[str, str] = {}
        for item in items:
            path = _inside(folder, item.get("href", ""))
            if path not in self._names:
                continue
            here = posixpath.dirname(path)
            if item.get("media-type") == "application/x-dtbncx+xml":
                for point in self._xml(path).named("navPoint"):
                    label = next((e for e in point.inside if e.name == "navLabel"), None)
                    source = next((e for e in point.inside if e.name == "content"), None)
                    if label and source and label.inside:
                        target = _inside(here, source.attributes.get("src", ""))
                        titles.setdefault(target, " ".join(label.inside[0].text.split()))
            elif "nav" in item.get("properties", "").split():
                for link in self._xml(path).named("a"):
                    target = _inside(here, link.attributes.get("href", ""))
                    titles.setdefault(target, " ".join(link.text.split()))
        return titles

    def _xml(self, path: str) -> _Tree:
        tree = _Tree()
        document = self._read(path)
        if "<!DOCTYPE" in document[:1000]:  # legal in EPUB 2, and of no use
            head, _, rest = document.partition("<!DOCTYPE")
            document = head + rest.partition(">")[2]
        try:
            safe_xml.read(document, tree, param="file", kind="EPUB")
        except TextError as error:
            raise BookError(f"{path} in the book is damaged: {error}", param="file") from error
        return tree

    def _read(self, path: str) -> str:
        if path not in self._names:
            raise BookError(
                f"The file is no EPUB: it has no {path or 'package document'}.", param="file"
            )
        size = self._archive.getinfo(path).file_size
        self._left -= size
        if self._left < 0:
            raise BookError(
                f"The book unpacks to more than {MAX_UNPACKED:,} bytes of text.", param="file"
            )
        with self._archive.open(path) as file:
            content = file.read(size + 1)  # what the directory says is what may come
        for encoding in ("utf-8-sig", "utf-16", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeError:
                continue
        return content.decode("latin-1")


def _inside(folder: str, href: str) -> str:
    """A link's target within the archive, without its fragment."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
