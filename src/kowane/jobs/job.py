"""What is known of a job: values without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kowane.errors import InputError
from kowane.speech import SAMPLE_RATE, Markup

State = Literal["queued", "speaking", "paused", "done", "failed"]
STATES: tuple[State, ...] = ("queued", "speaking", "paused", "done", "failed")


class UnknownJob(InputError):
    """No job, or no chapter of a job, of that name."""


@dataclass(frozen=True, slots=True)
class Spec:
    """How a book is to be spoken.

    Attributes:
        voice: a voice or blend.
        lang: language tag, "auto", or None for the voice's own.
        speed: 0.25–4.
        format: of the chapters' files.
        bit_rate: bit/s, or None for the format's own.
        markup: as in Utterance.
        lexicons: names of pronunciation lexicons; None takes the default ones.
    """

    voice: str
    lang: str | None = None
    speed: float = 1.0
    format: str = "mp3"
    bit_rate: int | None = None
    markup: Markup = "none"
    lexicons: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How far a chapter has been spoken.

    Attributes:
        chunks, samples: kept so far.
    """

    chunks: int
    samples: int


@dataclass(frozen=True, slots=True)
class ChapterState:
    """A chapter and how far it is.

    Attributes:
        number: from 0.
        characters: of its text; `reached` of them have been spoken.
        done: its file is whole.
        chunks, samples: spoken so far.
    """

    number: int
    title: str
    characters: int
    done: bool
    chunks: int
    samples: int
    reached: int

    @property
    def seconds(self) -> float:
        """Length of what has been spoken, s."""
        return self.samples / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands.

    Attributes:
        error: why it failed, for people; "" otherwise.
        created: s since the epoch.
    """

    id: str
    title: str
    author: str
    spec: Spec
    state: State
    error: str
    created: float
    chapters: tuple[ChapterState, ...]

    @property
    def progress(self) -> float:
        """Share of its characters that has been spoken, 0–1."""
        characters = sum(chapter.characters for chapter in self.chapters)
        reached = sum(chapter.reached for chapter in self.chapters)
        return reached / characters if characters else 1.0

    @property
    def seconds(self) -> float:
        """Length of what has been spoken, s."""
        return sum(chapter.seconds for chapter in self.chapters)
