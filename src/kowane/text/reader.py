"""A text and its language in, sentences in phonemes out: the whole front-end in one walk.

Split into sentences, normalise, hand each stretch of script to the language
that reads it, look up pronunciations. Lazy: a sentence is read when it is asked for, once. Knows no
voice, no chunk and no model; the languages' own knowledge is behind `FrontEnd`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest

from kowane.errors import MissingExtra, TextError
from kowane.speech import (
    MAX_SPEED,
    MIN_SPEED,
    Phonemes,
    Span,
    SpokenText,
    Utterance,
)
from kowane.text import frontend, scripts, sentences
from kowane.text.chunk import PAUSE_PARAGRAPH, Passage
from kowane.text.frontend import FrontEnd
from kowane.text.lexicon.entries import Entry, Lexicon
from kowane.text.lexicon.matching import Compiled, apply
from kowane.text.markup import inline, ssml
from kowane.text.markup.parts import Part, Pause, Stretch
from kowane.text.rewrite import slices

OWN = "request"
"""What rules call the pronunciations that an utterance brings along."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, read.

    Attributes:
        span: the caller's characters.
        lang: canonical tag of the language that read most of it.
        spoken: the normalised words, with the rule that wrote each piece.
        phonemes: its sound.
        ends_paragraph: a longer pause follows.
        pause_after: the pause that markup asks for, s; None leaves it to the text.
        voice: what markup asks for; "" is the utterance's.
        rate: factor on the utterance's speed.
    """

    span: Span
    lang: str
    spoken: SpokenText
    phonemes: Phonemes
    ends_paragraph: bool = False
    pause_after: float | None = None
    voice: str = ""
    rate: float = 1.0

    def passage(self, speed: float = 1.0) -> Passage:
        """What chunk planning needs of it, at the utterance's speed."""
        speed = min(max(speed * self.rate, MIN_SPEED), MAX_SPEED)
        pause = self.pause_after
        if pause is None and self.ends_paragraph:
            pause = PAUSE_PARAGRAPH / speed
        breaths = sentences.conjunctions(self.lang)
        return Passage(
            self.phonemes.symbols, self.phonemes.words, pause, self.voice, speed, breaths
        )


def check_text(text: str, param: str = "input") -> None:
    """Refuse text that cannot be read at all.

    Raises:
        TextError: it is empty or blank, or holds NUL or a lone surrogate.
    """
    if not text.strip():
        raise TextError(
            "The text is empty.", param=param, remedy="Send at least one word to be spoken."
        )
    for index, char in enumerate(text):
        if char == "\0" or "\ud800" <= char <= "\udfff":
            kind = "a NUL character" if char == "\0" else f"a lone surrogate (U+{ord(char):04X})"
            raise TextError(
                f"The text has {kind} at position {index}.",
                param=param,
                remedy="Send valid Unicode text without control bytes.",
            )


class Reader:
    """Reads texts aloud in phonemes. Safe to use from several threads.

    Args:
        load: gives the front-end of a canonical tag; called once for each language.
        lexicons: gives the lexicons of a language by name, or for None its default ones.
    """

    def __init__(
        self,
        load: Callable[[str], FrontEnd] = frontend.load,
        lexicons: Callable[[str, Sequence[str] | None], tuple[Compiled, ...]] | None = None,
    ) -> None:
        self._load = load
        self._lexicons = lexicons
        self._loaded: dict[str, FrontEnd] = {}
        self._lock = threading.Lock()

    def front_end(self, lang: str) -> FrontEnd:
        """The front-end of a canonical tag, loaded the first time it is asked for.

        Raises:
            MissingExtra: its library is not installed.
        """
        found = self._loaded.get(lang)
        if found is None:
            with self._lock:
                found = self._loaded.get(lang)
                if found is None:
                    found = self._loaded[lang] = self._load(lang)
        return found

    @property
    def loaded(self) -> tuple[str, ...]:
        """Languages in memory."""
        return tuple(self._loaded)

    def read(
        self, utterance: Utterance, lang: str, language_of: Callable[[str], str] | None = None
    ) -> Iterator[Sentence]:
        """The text's sentences in order, each read when it is asked for.

        Args:
            utterance: its text has passed `check_text`; its voice and speed are not looked at.
            lang: canonical tag of the text as a whole.
            language_of: the language of a voice that markup names, where the caller set none.

        Raises:
            TextError, UnknownLanguage: malformed markup.
            UnknownLexicon: a lexicon that the utterance names does not exist.
            LexiconError: a pronunciation of the utterance's own cannot be used.
            MissingExtra, FrontEndFailed: see FrontEnd.
        """
        parts = parse(utterance, lang)
        lexicons: dict[str, tuple[Compiled, ...]] = {}  # by language, found once
        for part, following in zip_longest(parts, parts[1:]):
            if isinstance(part, Pause):
                if isinstance(following, Pause) or part is parts[0]:
                    nothing = SpokenText(()), Phonemes("")
                    yield Sentence(part.span, lang, *nothing, pause_after=part.seconds)
                continue
            spoken_in = part.lang
            if spoken_in is None and part.voice and utterance.lang is None and language_of:
                spoken_in = language_of(part.voice)
            pause = following.seconds if isinstance(following, Pause) else None
            said_in = spoken_in or lang
            if said_in not in lexicons:
                lexicons[said_in] = self.lexicons(utterance, said_in)
            yield from self._read_stretch(part, said_in, lexicons[said_in], utterance.off, pause)

    def lexicons(self, utterance: Utterance, lang: str) -> tuple[Compiled, ...]:
        """What says the utterance's own words in this language, the first to count first.

        Raises:
            UnknownLexicon, LexiconError: see `read`.
        """
        kept = self._lexicons(lang, utterance.lexicons) if self._lexicons else ()
        if not utterance.pronunciations:
            return kept
        own = tuple(Entry(**asdict(each)) for each in utterance.pronunciations)
        return (Compiled(Lexicon(OWN, lang, own)), *kept)

    def _read_stretch(
        self,
        part: Stretch,
        lang: str,
        lexicons: tuple[Compiled, ...],
        off: frozenset[str],
        pause: float | None,
    ) -> Iterator[Sentence]:
        found = sentences.split(part.spoken.text, lang)
        ranges = [(each.start, each.end) for each in found]
        for each, verbatim in zip(found, slices(part.spoken, ranges), strict=True):
            last = each is found[-1]
            sentence = self.read_sentence(verbatim, lang, lexicons, off)
            yield replace(
                sentence,
                ends_paragraph=each.ends_paragraph or (last and part.paragraph_break),
                pause_after=pause if last else None,
                voice=part.voice or "",
                rate=part.rate,
            )

    def read_sentence(
        self, verbatim: SpokenText, lang: str, lexicons: tuple[Compiled, ...], off: frozenset[str]
    ) -> Sentence:
        """One sentence, as it stands in the caller's text.

        Args:
            verbatim: its characters, not empty.
            lang: canonical tag it is read in.
            lexicons: from `lexicons`.
            off: groups of rules that are switched off.

        Raises:
            MissingExtra, FrontEndFailed: see FrontEnd.
        """
        corrected = apply(verbatim, lexicons) if lexicons else verbatim
        spoken, phonemes = self._read_one(corrected, lang, off)
        return Sentence(verbatim.span, lang, spoken, phonemes)

    def _read_one(
        self, verbatim: SpokenText, lang: str, off: frozenset[str]
    ) -> tuple[SpokenText, Phonemes]:
        runs = scripts.runs(verbatim.text, lang)
        if len(runs) <= 1:
            best = self._available(runs[0].lang, lang) if runs else lang
            spoken, phonemes = self._read_run(verbatim, best, off)
            return spoken, phonemes if best == lang else _tagged(phonemes, best)
        cuts = slices(verbatim, [(run.start, run.end) for run in runs])
        langs = [self._available(run.lang, lang) for run in runs]
        parts = [self._read_run(part, each, off) for part, each in zip(cuts, langs, strict=True)]
        spoken = SpokenText(tuple(piece for part, _ in parts for piece in part.pieces))
        sounds = [
            phonemes if each == lang else _tagged(phonemes, each)
            for (_, phonemes), each in zip(parts, langs, strict=True)
        ]
        return spoken, join(sounds)

    def _available(self, wanted: str, lang: str) -> str:
        """The language for a stretch of another script; the text's own if that is not installed,
        so that one Chinese name does not silence an English text (what is lost is reported)."""
        if wanted == lang:
            return lang
        try:
            return self.front_end(wanted).lang
        except MissingExtra:
            return lang

    def _read_run(
        self, verbatim: SpokenText, lang: str, off: frozenset[str]
    ) -> tuple[SpokenText, Phonemes]:
        front_end = self.front_end(lang)
        spoken = front_end.normalise(verbatim, off)
        return spoken, front_end.phonemize(spoken)


def parse(utterance: Utterance, lang: str) -> tuple[Part, ...]:
    """The utterance's text as stretches and pauses, by its markup.

    Raises:
        TextError, UnknownLanguage, OutOfRange: malformed markup, with its position.
    """
    match utterance.markup:
        case "none":
            return (Stretch(SpokenText.verbatim(utterance.text)),)
        case "inline":
            return inline.parse(utterance.text)
        case "ssml":
            return ssml.parse(utterance.text, lang=lang)


def _tagged(phonemes: Phonemes, lang: str) -> Phonemes:
    """With the language on every word."""
    return replace(phonemes, words=tuple(replace(w, lang=lang) for w in phonemes.words))


def join(parts: list[Phonemes]) -> Phonemes:
    """Consecutive stretches as one, a space between them."""
    symbols, words, dropped = "", [], ""
    for part in parts:
        text = part.symbols.strip(" ")
        lead = len(part.symbols) - len(part.symbols.lstrip(" "))
        if symbols and text and text[0] not in ",.;:!?…”)":
            symbols += " "
        shift = len(symbols) - lead
        words += [replace(w, start=w.start + shift, end=w.end + shift) for w in part.words]
        symbols += text
        dropped += part.dropped
    return Phonemes(symbols, tuple(words), dropped)
