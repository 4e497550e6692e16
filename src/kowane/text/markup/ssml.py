"""SSML turned into parts: the subset that a voice without pitch control can obey.

    speak                         the root; xml:lang
    p, s                          end a paragraph, a sentence; xml:lang
    break time, strength          a pause; time wins; "medium" if neither is given
    prosody rate                  x-slow … x-fast, default, a factor or a percentage of the
                                  request's speed, +n% or -n% of the speed around it
    voice name                    a voice or a blend; of several names the first; xml:lang
    lang xml:lang                 a language
    phoneme alphabet, ph          "ipa" (or none) or "x-kokoro"
    sub alias                     said instead
    say-as interpret-as, format   see `say_as`
    emphasis, mark, audio, w, … and every other element: its text is read, the element is not

White space counts as one space, as in any XML. Character references and CDATA are text. Pitch,
volume and emphasis are accepted and ignored: the model has no such control. DTDs and processing
instructions are refused (`safe_xml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kowane import language
from kowane.errors import TextError, UnknownLanguage
from kowane.speech import MAX_SYMBOLS, Piece, Span
from kowane.text import ipa, safe_xml
from kowane.text.markup.amounts import RATE_RANGE, SECONDS_RANGE, factor, in_range, seconds
from kowane.text.markup.parts import PLAIN, Composer, Part, Scope
from kowane.text.markup.say_as import Interpreter, for_all_languages

STRENGTHS: dict[str, float] = {
    "none": 0.0,
    "x-weak": 0.25,
    "weak": 0.5,
    "medium": 0.75,
    "strong": 1.0,
    "x-strong": 1.25,
}
"""break strength → pause, s. SSML leaves them open; these are those of Microsoft's speech service
(its documentation of <break>)."""

RATES: dict[str, float] = {
    "x-slow": 0.6,
    "slow": 0.8,
    "medium": 1.0,
    "default": 1.0,
    "fast": 1.25,
    "x-fast": 1.6,
}
"""prosody rate → factor. SSML leaves them open; these are espeak-ng's."""

_CHANGE = re.compile(r"([+-])([0-9]{1,4}(?:\.[0-9]{0,4})?)%")
_SPACES = re.compile(r"[\t\r\n][ \t\r\n]*| [ \t\r\n]+|^ | $")
_CAPTURING = frozenset({"phoneme", "sub", "say-as"})
_MAX_PH = 4 * MAX_SYMBOLS


def parse(
    text: str,
    *,
    lang: str = "en-us",
    interpreter: Interpreter | None = None,
    param: str = "input",
) -> tuple[Part, ...]:
    """The parts of an SSML document; () if there is nothing in it to be read.

    Args:
        lang: canonical tag of the request's language: where the document names none, it decides
            how IPA and say-as are understood.
        interpreter: says numbers and dates of a named kind; None for kowane's own.
        param: the field that errors are about.

    Raises:
        TextError: not well-formed, no <speak>, refused or malformed; with the position.
    """
    if not text.lstrip(safe_xml.BEFORE).startswith("<"):
        raise TextError(
            "The text is not SSML: it does not begin with <speak>.",
            param=param,
            remedy="Put it into <speak>…</speak>, or send it as plain text.",
        )
    document = _Document(lang, interpreter or for_all_languages(), param)
    safe_xml.read(text, document, param=param, kind="SSML")
    return document.parts()


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element: how its text is read."""

    name: str
    place: int
    scope: Scope
    attributes: Mapping[str, str]


class _Document:
    """Obeys the elements as they come; see safe_xml.Handler."""

    def __init__(self, lang: str, interpreter: Interpreter, param: str) -> None:
        self._lang = lang
        self._interpreter = interpreter
        self._param = param
        self._composer = Composer(param)
        self._frames: list[_Frame] = []
        self._captured: list[tuple[str, Span]] = []
        self._capturing = 0  # depth of the element whose text is captured, 0: none is
        self._after_space = True
        self._in_word = False

    def parts(self) -> tuple[Part, ...]:
        return self._composer.done()

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        if not self._frames and name != "speak":
            raise self._error(
                f"The SSML begins with <{name[:40]}>", place, "Its first element must be <speak>."
            )
        scope = self._scoped(name, attributes, place)
        self._frames.append(_Frame(name, place, scope, attributes))
        if self._capturing:
            return
        if name in ("p", "s"):
            self._end_sentence(paragraph=name == "p")
        self._composer.scope(scope)
        if name in _CAPTURING:
            self._capturing = len(self._frames)

    def end(self, name: str, place: int) -> None:
        frame = self._frames.pop()
        if self._capturing > len(self._frames):
            self._capturing = 0
            self._say(frame, place)
        elif not self._capturing and name == "break":
            self._composer.pause(self._pause_of(frame), Span(frame.place, place))
            self._after_space = True
        elif not self._capturing and name in ("p", "s"):
            self._end_sentence(paragraph=name == "p")
        self._composer.scope(self._frames[-1].scope if self._frames else PLAIN)

    def text(self, text: str, start: int, end: int) -> None:
        if self._capturing:
            self._captured.append((text, Span(start, end)))
        else:
            self._read(text, start, end)

    def _read(self, text: str, start: int, end: int) -> None:
        """Add text with its white space reduced."""
        if end - start != len(text):  # a character reference or a line end
            if text.isspace():
                self._space(start)
                return
            # One character for several: it stands where a word's span begins or ends right.
            self._composer.verbatim(text, end - len(text) if self._in_word else start)
            self._after_space, self._in_word = False, text[-1].isalnum()
            return
        place = 0
        for gap in _SPACES.finditer(text):
            self._word(text[place : gap.start()], start + place)
            self._space(start + gap.start())
            place = gap.end()
        self._word(text[place:], start + place)

    def _word(self, text: str, place: int) -> None:
        if text:
            self._composer.verbatim(text, place)
            self._after_space, self._in_word = False, text[-1].isalnum()

    def _space(self, place: int) -> None:
        if not self._after_space:
            self._composer.verbatim(" ", place)
        self._after_space, self._in_word = True, False

    def _end_sentence(self, *, paragraph: bool) -> None:
        self._composer.end_sentence(paragraph=paragraph)
        self._after_space, self._in_word = True, False

    def _scoped(self, name: str, attributes: Mapping[str, str], place: int) -> Scope:
        scope = self._frames[-1].scope if self._frames else PLAIN
        tag = attributes.get("xml:lang", "").strip()
        if tag:
            scope = replace(scope, lang=self._language(tag, place))
        elif name == "lang":
            raise self._error("<lang> has no xml:lang", place, 'Write <lang xml:lang="fr">.')
        if name == "voice" and attributes.get("name", "").strip():
            scope = replace(scope, voice=attributes["name"].split()[0])
        if name == "prosody" and "rate" in attributes:
            scope = replace(scope, rate=self._rate(attributes["rate"], scope.rate, place))
        return scope

    def _language(self, tag: str, place: int) -> str:
        try:
            return language.parse(tag)
        except UnknownLanguage as error:
            raise self._error(
                f"xml:lang {tag[:40]!r} names no language that Kokoro speaks", place, error.remedy
            ) from error

    def _rate(self, value: str, around: float, place: int) -> float:
        word = value.strip().lower()
        change = _CHANGE.fullmatch(word)
        if change is not None:
            rate: float | None = around * (1 + float(change[1] + change[2]) / 100)
        else:
            rate = RATES.get(word, factor(word))
        if rate is None or not in_range(rate):
            raise self._error(
                f"prosody rate {value[:40]!r} is no rate within {RATE_RANGE}",
                place,
                f"Use {', '.join(RATES)}, a factor like 1.2, or a percentage like 120% or +20%.",
            )
        return rate

    def _pause_of(self, frame: _Frame) -> float:
        time = frame.attributes.get("time", "").strip()
        strength = frame.attributes.get("strength", "medium").strip().lower()
        length = seconds(time) if time else STRENGTHS.get(strength)
        if length is None:
            given = f"time {time[:40]!r}" if time else f"strength {strength[:40]!r}"
            raise self._error(
                f"break {given} is no pause of {SECONDS_RANGE}",
                frame.place,
                f'Write time="500ms" or one of the strengths {", ".join(STRENGTHS)}.',
            )
        return length

    def _say(self, frame: _Frame, place: int) -> None:
        """An element whose text was captured is complete."""
        captured = self._captured
        self._captured = []
        text = " ".join("".join(part for part, _ in captured).split())
        span = Span(captured[0][1].start, captured[-1][1].end) if text else Span(frame.place, place)
        said: str | None
        phonemes = None
        if frame.name == "phoneme":
            said, phonemes, rule = text, self._phonemes(frame), "phoneme"
            said = said or phonemes
        elif frame.name == "sub":
            said, rule = " ".join(frame.attributes.get("alias", "").split()), "sub"
            if "alias" not in frame.attributes:
                raise self._error("<sub> has no alias", frame.place, 'Write <sub alias="…">.')
        else:
            kind = frame.attributes.get("interpret-as", "").strip().lower()
            shape = frame.attributes.get("format", "").strip().lower()
            rule = f"say-as:{kind}"
            lang = frame.scope.lang or self._lang
            said = self._interpreter.say_as(text, kind, shape, lang) if kind and text else None
        if said is None:
            for part, source in captured:
                self._read(part, *source)
        else:
            self._composer.piece(Piece(said, span, rule, phonemes))
            self._after_space, self._in_word = False, False

    def _phonemes(self, frame: _Frame) -> str:
        written = frame.attributes.get("ph", "")
        alphabet = frame.attributes.get("alphabet", "ipa").strip().lower()
        if alphabet not in ("ipa", "x-kokoro"):
            raise self._error(
                f"phoneme alphabet {alphabet[:40]!r} is not known",
                frame.place,
                'Use "ipa" or "x-kokoro".',
            )
        if not written.strip() or len(written) > _MAX_PH:
            raise self._error(
                f"<phoneme> has {len(written)} characters in ph",
                frame.place,
                f"Give 1 to {_MAX_PH}.",
            )
        symbols = (
            ipa.from_ipa(written, frame.scope.lang or self._lang)
            if alphabet == "ipa"
            else ipa.tidy(written)
        )
        wrong = ipa.unknown(symbols)
        if wrong or not symbols:
            named = ipa.name_symbols(wrong, written) if wrong else repr(written[:40])
            raise self._error(
                f"ph has symbols without a counterpart in Kokoro's alphabet: {named}",
                frame.place,
                "Leave them out or use the nearest sound (docs/markup.md).",
            )
        return symbols

    def _error(self, message: str, place: int, remedy: str) -> TextError:
        return TextError(f"{message}, at position {place}.", param=self._param, remedy=remedy)
