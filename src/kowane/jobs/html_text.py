"""HTML → the paragraphs a reader would read aloud, and the first heading.

By the standard library's tolerant parser: what browsers show is read, what they hide is not, and
nothing is fetched. Knows no book.
"""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_HIDDEN = frozenset(
    "audio canvas head iframe noscript object script style svg template video".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.heading = ""
        self._line: list[str] = []
        self._hidden: list[str] = []
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
            return
        if tag in _HIDDEN or _is_note_reference(tag, dict(attrs)):
            if tag not in _VOID:
                self._hidden.append(tag)
            return
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag == "br":
            self._line.append("\n")
        if tag in _HEADINGS and not self.heading:
            self._in_heading = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and not self._hidden:
            self._line.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
            return
        if tag in _HEADINGS and self._in_heading:
            self.heading = " ".join("".join(self._line).split())
            self._in_heading = False
        if tag in _BLOCKS:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(data)

    def close(self) -> None:
        super().close()
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self._line).split("\n"))
        # Line breaks in the source are white space; those of <br> are kept as lines of verse.
        text = "\n".join(line for line in lines if line)
        self._line = []
        if text:
            self.paragraphs.append(text)


def _is_note_reference(tag: str, attributes: dict[str, str | None]) -> bool:
    """The little number of a footnote, which nobody reads aloud."""
    return tag == "a" and "noteref" in (
        (attributes.get("epub:type") or "") + (attributes.get("role") or "").replace("doc-", "")
    )


def read_html(document: str) -> tuple[str, str]:
    """(first heading or "", text in paragraphs separated by blank lines)."""
    reader = _Reader()
    # A line break in the source of a paragraph is a space, not a line.
    reader.feed(document.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))
    reader.close()
    return reader.heading, "\n\n".join(reader.paragraphs)
