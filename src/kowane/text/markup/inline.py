r"""Text with tags in square brackets, turned into parts.

The grammar; everything that does not fit it is text:

    text     = { tag | escape | character }
    escape   = "\" followed by one of [ ] < >                  the bracket is text
    tag      = "[" word "](/" phonemes "/)"                     say `word` with these phonemes
             | "[pause:" ( seconds ["s"] | milliseconds "ms" ) "]"   0–60 s
             | "[voice:" name "]"   until "[/voice]" or the next "[voice:"; no name: the request's
             | "[rate:" factor "]"  until "[/rate]" or the end; 0.25–4, or in percent
             | "[lang:" tag "]"     until "[/lang]" or the end
             | "<lang" ["xml:lang="] tag ">"                    the same; ends with "</lang>"
             | "[/voice]" | "[/rate]" | "[/lang]" | "</lang>"
    word     = 1 to 200 characters, no brackets, no line end, no "\"
    phonemes = 1 to 500 of Kokoro's symbols, no ")" and no "["

Names of tags are written in any case. Languages and rates nest, the inner one counts; the three
kinds of scope are independent of one another and may overlap. What begins like a tag (`[pause:`,
`<lang `) and is not well-formed is an error, so that a slip is never read aloud. One pass, linear
in the text.
"""

from __future__ import annotations

import re

from kowane import language
from kowane.errors import TextError, UnknownLanguage
from kowane.speech import Piece, Span
from kowane.text import ipa
from kowane.text.markup.amounts import RATE_RANGE, SECONDS_RANGE, factor, in_range, seconds
from kowane.text.markup.parts import Composer, Part, Scope

_SPECIAL = re.compile(r"[\[<\\]")
_OPENING = re.compile(r"\[(pause|voice|rate|lang):([^\[\]\n]{0,200})(\]?)", re.IGNORECASE)
_CLOSING = re.compile(r"\[/(voice|rate|lang)\]", re.IGNORECASE)
_WORD = re.compile(r"\[([^\[\]\n\\]{0,200})\]\(/([^)\[\n]{0,500})/\)")
_ANGLE = re.compile(r"<lang(?=[\s>])", re.IGNORECASE)
_ANGLE_OPENING = re.compile(
    r"<lang\s{1,9}(?:xml:lang\s{0,9}=\s{0,9})?(?:\"([^\"<>]{0,40})\"|'([^'<>]{0,40})'"
    r"|([^\s\"'<>=]{1,40}))\s{0,9}>",
    re.IGNORECASE,
)
_ANGLE_CLOSING = re.compile(r"</lang\s{0,9}>", re.IGNORECASE)

_AS_TEXT = "To have it read as text, put \\ before the bracket."


def parse(text: str, *, param: str = "input") -> tuple[Part, ...]:
    """The parts of a text with inline tags; () if nothing but tags and white space is in it.

    Args:
        param: the field that errors are about.

    Raises:
        TextError: a tag is malformed; the message has its position in the text.
    """
    return _Scanner(text, param).run()


class _Scanner:
    def __init__(self, text: str, param: str) -> None:
        self._text = text
        self._param = param
        self._composer = Composer(param)
        self._langs: list[str] = []
        self._rates: list[float] = []
        self._voice: str | None = None

    def run(self) -> tuple[Part, ...]:
        text = self._text
        mark = place = 0  # text from `mark` on is still to be added
        while (special := _SPECIAL.search(text, place)) is not None:
            place = special.start()
            if special.group() == "\\":
                if text[place + 1 : place + 2] in ("[", "]", "<", ">"):
                    self._composer.verbatim(text[mark:place], mark)
                    mark = place + 1
                    place += 2
                else:
                    place += 1
                continue
            tag = self._match(place)
            if tag is None:
                place += 1
                continue
            self._composer.verbatim(text[mark:place], mark)
            self._obey(tag)
            mark = place = tag.end()
        self._composer.verbatim(text[mark:], mark)
        return self._composer.done()

    def _match(self, place: int) -> re.Match[str] | None:
        """The tag that begins here, None if what begins here is text."""
        text = self._text
        if text[place] == "[":
            return (
                _OPENING.match(text, place)
                or _CLOSING.match(text, place)
                or _WORD.match(text, place)
            )
        if _ANGLE.match(text, place) is None:
            return _ANGLE_CLOSING.match(text, place)
        tag = _ANGLE_OPENING.match(text, place)
        if tag is None:
            raise self._error(
                "<lang> names no language", place, 'Write <lang xml:lang="fr">…</lang>.'
            )
        return tag

    def _obey(self, tag: re.Match[str]) -> None:
        if tag.re is _WORD:
            self._word(tag)
        elif tag.re is _OPENING:
            self._open(tag)
        elif tag.re is _ANGLE_OPENING:
            self._lang(next(group for group in tag.groups() if group is not None), tag.start())
        else:
            self._close("lang" if tag.re is _ANGLE_CLOSING else tag[1].lower(), tag)

    def _word(self, tag: re.Match[str]) -> None:
        word, phonemes = tag[1], ipa.tidy(tag[2])
        if not word.strip() or not phonemes:
            missing = "phonemes" if word.strip() else "word"
            raise self._error(f"{tag[0]!r} has no {missing}", tag.start(), _AS_TEXT)
        wrong = ipa.unknown(phonemes)
        if wrong:
            raise self._error(
                f"The phonemes of {word!r} have symbols that Kokoro lacks: "
                f"{ipa.name_symbols(wrong, tag[2])}",
                tag.start(2),
                f"Use Kokoro's alphabet (docs/markup.md). {_AS_TEXT}",
            )
        self._composer.piece(Piece(word, Span(*tag.span(1)), "markup", phonemes))

    def _open(self, tag: re.Match[str]) -> None:
        name, value, place = tag[1].lower(), tag[2].strip(), tag.start()
        if not tag[3]:
            raise self._error(f"[{name}: has no closing bracket", place, _AS_TEXT)
        if name == "pause":
            length = seconds(value)
            if length is None:
                raise self._error(
                    f"{tag[0]!r} is no pause of {SECONDS_RANGE}",
                    place,
                    f"Write it like [pause:0.5s] or [pause:500ms]. {_AS_TEXT}",
                )
            self._composer.pause(length, Span(*tag.span()))
        elif name == "rate":
            rate = factor(value)
            if rate is None or not in_range(rate):
                raise self._error(
                    f"{tag[0]!r} is no rate within {RATE_RANGE}",
                    place,
                    f"Write it like [rate:1.2]. {_AS_TEXT}",
                )
            self._rates.append(rate)
        elif name == "lang":
            self._lang(value, place)
        else:
            self._voice = value or None
        self._rescope()

    def _lang(self, tag: str, place: int) -> None:
        try:
            self._langs.append(language.parse(tag))
        except UnknownLanguage as error:
            raise self._error(
                f"{tag!r} names no language that Kokoro speaks", place, error.remedy
            ) from error
        self._rescope()

    def _close(self, name: str, tag: re.Match[str]) -> None:
        if name == "voice":
            self._voice = None
        else:
            stack = self._langs if name == "lang" else self._rates
            if not stack:
                raise self._error(
                    f"{tag[0]!r} closes nothing", tag.start(), f"Open it with [{name}:…] first."
                )
            stack.pop()
        self._rescope()

    def _rescope(self) -> None:
        self._composer.scope(
            Scope(
                self._langs[-1] if self._langs else None,
                self._voice,
                self._rates[-1] if self._rates else 1.0,
            )
        )

    def _error(self, message: str, place: int, remedy: str) -> TextError:
        return TextError(f"{message}, at position {place}.", param=self._param, remedy=remedy)
