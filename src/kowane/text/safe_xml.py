"""XML that strangers sent, as elements and text with their places in the document.

The standard library's expat, with everything refused that XML can do besides: document types (and
with them every entity that could grow or fetch something), processing instructions, great depth
and great size. Places are code points of the document as it was given. Knows no vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from kowane.errors import TextError, TextTooLong

MAX_CHARACTERS = 8_000_000
"""Characters of a document."""

MAX_DEPTH = 64
"""Elements inside one another."""

BEFORE = "\ufeff \t\r\n"
"""Characters that may stand before a document."""

_UNDEFINED_ENTITY = expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]


class Handler(Protocol):
    """Is told what is in the document, in order."""

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        """An element begins; `place` is its "<"."""
        ...

    def end(self, name: str, place: int) -> None:
        """It ends; `place` is the "<" of its end tag, or what follows an empty element."""
        ...

    def text(self, text: str, start: int, end: int) -> None:
        """Characters, and those of the document they stand for: "&" may stand for "&amp;"."""
        ...


def read(document: str, handler: Handler, *, param: str, kind: str) -> None:
    """Read a document from beginning to end; white space before it is left out.

    Args:
        param: the field that errors are about.
        kind: what the document is, for messages: "SSML".

    Raises:
        TextTooLong: more than MAX_CHARACTERS.
        TextError: not well-formed, or one of the things that are refused.
    """
    _Reading(document, handler, param, kind).run()


class _Reading:
    def __init__(self, document: str, handler: Handler, param: str, kind: str) -> None:
        if len(document) > MAX_CHARACTERS:
            raise TextTooLong(
                f"The {kind} has {len(document)} characters; at most {MAX_CHARACTERS} are read.",
                param=param,
                remedy="Split it into several requests.",
            )
        self._handler = handler
        self._param = param
        self._kind = kind
        body = document.lstrip(BEFORE)  # an XML declaration must be the very first thing
        self._begin = len(document) - len(body)
        try:
            self._bytes = body.encode()
        except UnicodeEncodeError as error:
            raise self._error(
                "has a lone surrogate", self._begin + error.start, "Send valid Unicode text."
            ) from error
        self._ascii = len(self._bytes) == len(body)
        self._seen_bytes = self._seen_characters = 0
        self._depth = 0
        self._cdata = False
        self._parser = expat.ParserCreate("utf-8")

    def run(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = self._start_cdata
        parser.EndCdataSectionHandler = self._end_cdata
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(self._bytes, True)
        except expat.ExpatError as error:
            remedy = (
                "Only &amp; &lt; &gt; &quot; &apos; and numbers like &#233; are known."
                if error.code == _UNDEFINED_ENTITY
                else "Close every element, and write & as &amp; and < as &lt;."
            )
            raise self._error(
                f"is not well-formed: {expat.ErrorString(error.code)}",
                self._place(parser.ErrorByteIndex),
                remedy,
            ) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        place = self._place(self._parser.CurrentByteIndex)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(
                f"has more than {MAX_DEPTH} elements inside one another",
                place,
                "Nest them less deeply.",
            )
        self._handler.start(name, attributes, place)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(name, self._place(self._parser.CurrentByteIndex))

    def _text(self, text: str) -> None:
        first = self._parser.CurrentByteIndex
        source = self._bytes
        if not self._cdata and source[first : first + 1] == b"&":
            last = source.index(b";", first) + 1
        elif text == "\n" and source[first : first + 2] == b"\r\n":
            last = first + 2
        else:
            last = first + len(text.encode())
        start = self._place(first)
        self._handler.text(text, start, self._place(last))

    def _start_cdata(self) -> None:
        self._cdata = True

    def _end_cdata(self) -> None:
        self._cdata = False

    def _doctype(self, *_: object) -> None:
        raise self._error(
            "has a DOCTYPE, which is refused",
            self._place(self._parser.CurrentByteIndex),
            "Leave the DOCTYPE and entity declarations out.",
        )

    def _instruction(self, target: str, _: str) -> None:
        raise self._error(
            f"has the processing instruction {target[:40]!r}, which is refused",
            self._place(self._parser.CurrentByteIndex),
            "Leave it out.",
        )

    def _place(self, byte: int) -> int:
        """The code point at a byte; bytes are asked for in rising order."""
        if self._ascii:
            return self._begin + byte
        if byte < self._seen_bytes:
            return self._begin + len(self._bytes[:byte].decode(errors="ignore"))
        new = self._bytes[self._seen_bytes : byte]
        self._seen_characters += len(new.decode(errors="ignore"))
        self._seen_bytes = byte
        return self._begin + self._seen_characters

    def _error(self, what: str, place: int, remedy: str) -> TextError:
        return TextError(
            f"The {self._kind} {what}, at position {place}.", param=self._param, remedy=remedy
        )
