"""What a text with markup says: stretches to be read, and pauses.

`Composer` puts parts together for both notations, the inline tags and SSML. Every span refers to
the text as the caller sent it, tags and all. Knows no notation, no language and no voice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kowane.errors import TextError
from kowane.speech import Piece, Span, SpokenText

MAX_PAUSE = 60.0
"""Longest single pause, s."""

MAX_SILENCE = 3600.0
"""Longest sum of all pauses of one text, s."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How a stretch is read; None is what the request says.

    Attributes:
        lang: canonical tag.
        voice: a voice's name or a blend, not yet looked up.
        rate: factor on the request's speed, 0.25–4; the product may leave that range.
    """

    lang: str | None = None
    voice: str | None = None
    rate: float = 1.0


PLAIN = Scope()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that is read in one way.

    A sentence can go on from one stretch to the next, unless a break or a pause is between them.

    Attributes:
        spoken: never blank. Pieces without a rule are the caller's own characters.
        lang, voice, rate: as in Scope.
        sentence_break: a sentence ends with this stretch, whatever its last mark.
        paragraph_break: a paragraph does; implies `sentence_break`.
    """

    spoken: SpokenText
    lang: str | None = None
    voice: str | None = None
    rate: float = 1.0
    sentence_break: bool = False
    paragraph_break: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence in place of what would follow the stretch before it.

    Attributes:
        seconds: 0 < seconds ≤ MAX_PAUSE, at any rate.
        span: the tag.
    """

    seconds: float
    span: Span


Part = Stretch | Pause


class Composer:
    """Collects pieces and pauses in order. Blank stretches are left out.

    Args:
        param: the field that errors are about.
    """

    def __init__(self, param: str) -> None:
        self._param = param
        self._parts: list[Part] = []
        self._pieces: list[Piece] = []
        self._run: list[str] = []
        self._run_span = Span(0, 0)
        self._scope = PLAIN
        self._last = -1  # place of the last Stretch
        self._silence = 0.0

    def verbatim(self, text: str, start: int) -> None:
        """Characters that stand at `start` in the caller's text, one for one."""
        if not text:
            return
        if self._run and self._run_span.end != start:
            self._close_run()
        if not self._run:
            self._run_span = Span(start, start)
        self._run.append(text)
        self._run_span = Span(self._run_span.start, start + len(text))

    def piece(self, piece: Piece) -> None:
        """What a tag says."""
        self._close_run()
        self._pieces.append(piece)

    def pause(self, seconds: float, span: Span) -> None:
        """Silence; 0 s is none at all.

        Raises:
            TextError: the pauses add up to more than MAX_SILENCE.
        """
        self._silence += seconds
        if self._silence > MAX_SILENCE:
            raise TextError(
                f"The pauses add up to more than {MAX_SILENCE:g} s at position {span.start}.",
                param=self._param,
                remedy="Shorten them or split the text.",
            )
        if seconds > 0:
            self._flush()
            self._parts.append(Pause(seconds, span))

    def scope(self, scope: Scope) -> None:
        """Read what follows in this way."""
        if scope != self._scope:
            self._flush()
            self._scope = scope

    def end_sentence(self, *, paragraph: bool = False) -> None:
        """What was added last ends a sentence, or a paragraph."""
        self._flush()
        if self._last < 0:
            return
        stretch = self._parts[self._last]
        if isinstance(stretch, Stretch) and not (
            stretch.sentence_break and stretch.paragraph_break >= paragraph
        ):
            self._parts[self._last] = replace(
                stretch,
                sentence_break=True,
                paragraph_break=paragraph or stretch.paragraph_break,
            )

    def done(self) -> tuple[Part, ...]:
        """All parts, in order."""
        self._flush()
        return tuple(self._parts)

    def _close_run(self) -> None:
        if self._run:
            self._pieces.append(Piece("".join(self._run), self._run_span))
            self._run.clear()

    def _flush(self) -> None:
        self._close_run()
        if any(piece.phonemes is not None or piece.text.strip() for piece in self._pieces):
            scope = self._scope
            spoken = SpokenText(tuple(self._pieces))
            self._last = len(self._parts)
            self._parts.append(Stretch(spoken, scope.lang, scope.voice, scope.rate))
        self._pieces.clear()
