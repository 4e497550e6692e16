"""Lexicons as W3C Pronunciation Lexicon Specification 1.0 documents, and back.

Read: `lexicon` (xml:lang, alphabet), `lexeme` with any number of `grapheme`, and the first of its
`phoneme` (or the one with prefer="true"; alphabet "ipa" or "x-kokoro") or else its first `alias`.
Everything else (metadata, examples, roles) is passed over. PLS knows no rules about case and
whole words; they are written as attributes of a namespace of our own, and where these are missing
an entry minds the case. DTDs are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from kowane.errors import TextError
from kowane.text import safe_xml
from kowane.text.lexicon.entries import Entry, Lexicon, LexiconError

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
OURS = "urn:kowane:lexicon"
_CASE, _WHOLE = "kowane:case-sensitive", "kowane:whole-word"
_TEXTS = frozenset({"grapheme", "phoneme", "alias"})


def dumps(lexicon: Lexicon) -> str:
    """The lexicon as a PLS document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<lexicon version="1.0" xmlns="{NAMESPACE}" xmlns:kowane="{OURS}"',
        f'    alphabet="x-kokoro" xml:lang="{_bcp47(lexicon.lang)}">',
    ]
    for entry in lexicon.entries:
        rules = f' {_CASE}="{_flag(entry.case_sensitive)}" {_WHOLE}="{_flag(entry.whole_word)}"'
        said = (
            f"<alias>{escape(entry.says)}</alias>"
            if entry.says is not None
            else f"<phoneme>{escape(entry.phonemes)}</phoneme>"
            if entry.phonemes is not None
            else f'<phoneme alphabet="ipa">{escape(entry.ipa or "")}</phoneme>'
        )
        note = f"<!-- {escape(entry.note).replace('--', '- -')} -->" if entry.note else ""
        grapheme = f"<grapheme>{escape(entry.word)}</grapheme>"
        lines.append(f"  <lexeme{rules}>{grapheme}{said}{note}</lexeme>")
    lines.append("</lexicon>")
    return "\n".join(lines) + "\n"


def loads(document: str, *, name: str, lang: str | None = None) -> Lexicon:
    """A lexicon from a PLS document.

    Args:
        name: the lexicon's.
        lang: used instead of the document's xml:lang.

    Raises:
        LexiconError, UnknownLanguage: an entry or the document cannot be used.
        TextError: the XML is not well-formed, or refused.
    """
    reading = _Reading()
    safe_xml.read(document, reading, param="document", kind="PLS")
    return Lexicon(name, lang or reading.lang, tuple(reading.entries()))


@dataclass(slots=True)
class _Lexeme:
    place: int
    attributes: Mapping[str, str]
    graphemes: list[str] = field(default_factory=list)
    phonemes: list[tuple[str, str]] = field(default_factory=list)  # text, alphabet
    aliases: list[str] = field(default_factory=list)


class _Reading:
    """See safe_xml.Handler."""

    def __init__(self) -> None:
        self.lang = ""
        self._alphabet = "ipa"
        self._lexemes: list[_Lexeme] = []
        self._root = False
        self._text: list[str] | None = None
        self._attributes: Mapping[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        local = name.rpartition(":")[2]
        if not self._root:
            if local != "lexicon":
                raise TextError(
                    f"The PLS begins with <{name[:40]}>, at position {place}.",
                    param="document",
                    remedy="Its first element must be <lexicon>.",
                )
            self._root = True
            self.lang = attributes.get("xml:lang", "")
            self._alphabet = attributes.get("alphabet", "ipa").lower()
        elif local == "lexeme":
            self._lexemes.append(_Lexeme(place, attributes))
        elif local in _TEXTS and self._lexemes:
            self._text, self._attributes = [], attributes

    def end(self, name: str, place: int) -> None:
        local = name.rpartition(":")[2]
        if self._text is None or local not in _TEXTS:
            return
        text = " ".join("".join(self._text).split())
        self._text = None
        lexeme = self._lexemes[-1]
        first = self._attributes.get("prefer") == "true"
        if local == "grapheme":
            lexeme.graphemes.append(text)
        elif local == "alias":
            lexeme.aliases.insert(0 if first else len(lexeme.aliases), text)
        else:
            alphabet = self._attributes.get("alphabet", self._alphabet).lower()
            lexeme.phonemes.insert(0 if first else len(lexeme.phonemes), (text, alphabet))

    def text(self, text: str, start: int, end: int) -> None:
        if self._text is not None:
            self._text.append(text)

    def entries(self) -> list[Entry]:
        """The entries of all lexemes; of equal ones the first."""
        made: dict[tuple[str, bool, bool], Entry] = {}
        for lexeme in self._lexemes:
            for word in lexeme.graphemes:
                try:
                    entry = _entry(lexeme, word)
                except LexiconError as error:
                    raise LexiconError(
                        f"The lexeme at position {lexeme.place}: {error.message}",
                        param=error.param,
                        remedy=error.remedy,
                    ) from error
                made.setdefault(entry.key, entry)
        return list(made.values())


def _entry(lexeme: _Lexeme, word: str) -> Entry:
    says = phonemes = ipa = None
    if lexeme.phonemes:
        text, alphabet = lexeme.phonemes[0]
        if alphabet == "ipa":
            ipa = text
        elif alphabet == "x-kokoro":
            phonemes = text
        else:
            raise LexiconError(
                f"the alphabet {alphabet[:40]!r} is not known.",
                param="alphabet",
                remedy='Use "ipa" or "x-kokoro".',
            )
    elif lexeme.aliases:
        says = lexeme.aliases[0]
    return Entry(
        word,
        says=says,
        phonemes=phonemes,
        ipa=ipa,
        case_sensitive=lexeme.attributes.get(_CASE, "true") == "true",
        whole_word=lexeme.attributes.get(_WHOLE, "true") == "true",
    )


def _flag(value: bool) -> str:  # noqa: FBT001
    return "true" if value else "false"


def _bcp47(lang: str) -> str:
    """ "en-us" → "en-US"."""
    primary, _, region = lang.partition("-")
    return f"{primary}-{region.upper()}" if region else primary
