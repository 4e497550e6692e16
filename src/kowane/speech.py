"""The values that travel through kowane, from a text to samples, with their shapes and units.

Frozen and without behaviour beyond reading themselves, so that any stage can be tested with a
literal and any of them can cross a process boundary. This module knows no file, no library but
numpy and no stage; it is the one home of the model's physical constants.

    Utterance → SpokenText → Phonemes → PhonemeChunk → TokenChunk → ModelOutput → AudioChunk
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 24_000
"""Samples per second of everything the model emits, mono (Kokoro-82M config.json)."""

FRAME_SAMPLES = 600
"""Samples per duration frame: 25 ms at 24 kHz (Kokoro's upsampling 10·6·5 times 2)."""

MAX_SYMBOLS = 510
"""Phoneme symbols in one run of the model: 512 positions less the pad at either end."""

STYLE_SIZE = 256
"""Length of a style vector: 128 for the decoder, 128 for the prosody predictor."""

MIN_SPEED, MAX_SPEED = 0.25, 4.0
"""Range of the speaking rate, as in OpenAI's speech API."""

Samples = NDArray[np.float32]

Markup = Literal["none", "inline", "ssml"]


class Span(NamedTuple):
    """Half-open range of characters (code points) in the text the caller sent."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the spoken text and where it came from.

    Attributes:
        text: what is to be spoken. Never empty of source: a piece that deletes has text "".
        span: the caller's characters it stands for. If `rule` is "" the text is verbatim:
            len(text) == span.end - span.start and character i came from span.start + i.
        rule: name of the rule that wrote it, "" for verbatim text, "currency", "lexicon", …
        phonemes: a pronunciation fixed by markup, lexicon or rule in Kokoro's alphabet; None
            leaves it to G2P.
    """

    text: str
    span: Span
    rule: str = ""
    phonemes: str | None = None


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Text as it is to be read aloud: "$5" has become "five dollars". Immutable; see text.rewrite.

    Attributes:
        pieces: in order; their texts joined are the spoken text. Source spans do not decrease.
    """

    pieces: tuple[Piece, ...]

    @classmethod
    def verbatim(cls, text: str, start: int = 0) -> SpokenText:
        """The text as it stands; `start` is its first character's place in the caller's text."""
        if not text:
            return cls(())
        return cls((Piece(text, Span(start, start + len(text))),))

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def span(self) -> Span:
        """From the first to the last character of the caller's text; (0, 0) if there is none."""
        if not self.pieces:
            return Span(0, 0)
        return Span(self.pieces[0].span.start, max(piece.span.end for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is spoken, tied to the caller's text and to its symbols.

    Attributes:
        text: the spoken form, without surrounding punctuation ("dollars").
        span: the caller's characters it reads; several words can share one ("$5").
        start, end: half-open range of its symbols within the `symbols` it came with.
        source: what gave its symbols, for explanations: a dictionary, espeak-ng, a lexicon, ….
        lang: canonical tag of the front-end that read it; "" is the sentence's own.
    """

    text: str
    span: Span
    start: int
    end: int
    source: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Phonemes:
    """One sentence in Kokoro's alphabet.

    Attributes:
        symbols: one code point per symbol, all in `vocabulary.SYMBOLS`; words are separated by
            single spaces, punctuation marks stand where they are spoken. Any length.
        words: in order, ranges ascending and disjoint.
        dropped: symbols that G2P gave and the vocabulary lacks, in order; normally "".
    """

    symbols: str
    words: tuple[Word, ...] = ()
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class PhonemeChunk:
    """What the model will speak in one run.

    Attributes:
        symbols: 0 to MAX_SYMBOLS symbols; "" is silence alone.
        words: as in Phonemes, ranges into these symbols.
        pause_after: silence that follows this chunk, s, ≥ 0; it replaces the model's own trailing
            silence.
        voice: name or blend that speaks it; "" is the utterance's.
        speed: MIN_SPEED–MAX_SPEED.
    """

    symbols: str
    words: tuple[Word, ...] = ()
    pause_after: float = 0.0
    voice: str = ""
    speed: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class TokenChunk:
    """The model's input for one run.

    Attributes:
        input_ids: int64 (T,), T = symbols + 2 ≤ 512, 0 (pad) at both ends, ids 0–177.
        style: float32 (256,), the row of the voice pack for this number of symbols.
        speed: MIN_SPEED–MAX_SPEED; 2.0 is twice as fast.
        slack: s until somebody listening runs dry without it; inf if nobody waits. Decides the
            order of runs and nothing of their sound.
    """

    input_ids: NDArray[np.int64]
    style: Samples
    speed: float = 1.0
    slack: float = inf


@dataclass(frozen=True, slots=True, eq=False)
class ModelOutput:
    """What one run of the model gave.

    Attributes:
        waveform: float32 (S,), 24 kHz mono, nominally within ±1 (some voices exceed it).
        durations: int64 (T,) frames for every position of input_ids, pads included;
            sum × FRAME_SAMPLES = S.
    """

    waveform: Samples
    durations: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word with the time at which it is heard.

    Attributes:
        text, span: as in Word.
        start, end: s from the first sample of the utterance's audio, 0 ≤ start ≤ end.
    """

    text: str
    span: Span
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """A stretch of finished audio; the chunks of an utterance joined are the whole.

    Attributes:
        samples: float32 (S,), 24 kHz mono, |x| ≤ 1.
        words: the words that begin in it.
        start: s from the first sample of the utterance to the first sample of this chunk.
    """

    samples: Samples
    words: tuple[TimedWord, ...] = ()
    start: float = 0.0

    @property
    def duration(self) -> float:
        """Length, s."""
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How one word is to be said, by exactly one of `says`, `phonemes` and `ipa`.

    Attributes:
        word: as it is written in the text.
        says: ordinary words that sound like it.
        phonemes: in Kokoro's alphabet. ipa: in the International Phonetic Alphabet.
        case_sensitive, whole_word: where it counts; see text.lexicon.entries.Entry.
    """

    word: str
    says: str | None = None
    phonemes: str | None = None
    ipa: str | None = None
    case_sensitive: bool = False
    whole_word: bool = True


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text to be read by one voice.

    Attributes:
        text: as the caller wrote it; every span refers to it.
        voice: a voice's name or a blend, "af_heart(2)+af_bella(1)".
        lang: language tag, "auto" to detect it, or None for the voice's own language.
        speed: MIN_SPEED–MAX_SPEED.
        markup: what in the text is not to be read: "none", "inline" tags or "ssml".
        off: groups of normalisation rules that are switched off ("dates", "emoji", …).
        lexicons: names of pronunciation lexicons to use; None takes those marked as default.
        pronunciations: entries for this text alone, before those of any lexicon.
    """

    text: str
    voice: str
    lang: str | None = None
    speed: float = 1.0
    markup: Markup = "none"
    off: frozenset[str] = frozenset()
    lexicons: tuple[str, ...] | None = None
    pronunciations: tuple[Pronunciation, ...] = ()


def join_chunks(chunks: Sequence[AudioChunk]) -> AudioChunk:
    """The chunks of one utterance as a single chunk, words included."""
    if not chunks:
        return AudioChunk(np.zeros(0, np.float32))
    samples = np.concatenate([chunk.samples for chunk in chunks])
    words = tuple(word for chunk in chunks for word in chunk.words)
    return AudioChunk(samples, words, chunks[0].start)


def starts(lengths: Sequence[int]) -> list[int]:
    """Where each of consecutive stretches of these lengths begins: [3, 2] → [0, 3]."""
    return list(accumulate(lengths, initial=0))[:-1]
