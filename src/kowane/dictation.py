"""Text that is still being written, on its way to whoever speaks it.

`Dictation` is where the writer puts pieces of text; its `chunks` are what the model is to speak.
While the listener has enough to hear, whole sentences are waited for; when that runs short a
certain clause is spoken, and after a silence of the writer whatever there is. Knows no engine and
no sound.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from kowane.playback import Playback
from kowane.speech import PhonemeChunk, Span, Utterance
from kowane.text.chunk import Planner
from kowane.text.following import FollowingReader
from kowane.text.reader import Reader, Sentence, check_text
from kowane.trace import Trace

HURRY = 1.5
"""s of audio in hand under which a clause is spoken rather than the rest of its sentence awaited:
about what a chunk takes on a slow machine."""

SILENCE = 0.6
"""s without text after which a listener who has run short hears what there is."""

_LONG_SILENCE = 3
"""Silences after which that includes a number or an abbreviation that might have gone on."""

_TICK = 0.02
"""Shortest wait, s."""


class Mark(Enum):
    """What the writer says between pieces of text."""

    FLUSH = "flush"
    END = "end"


class Dictation:
    """A text in the making. Belongs to one event loop; written by one, read by one.

    Attributes:
        received: characters written so far.
        flush_planned: set when a flush has been planned; see `flushed`.
        text: all of them.
    """

    def __init__(self, *, silence: float = SILENCE) -> None:
        self.silence = silence
        self._items: deque[str | Mark] = deque()
        self._news = asyncio.Event()
        self._ended = False
        self._flushes: deque[int] = deque()
        self._planned = 0
        self.flush_planned = asyncio.Event()
        self._parts: list[str] = []
        self.received = 0
        self.written_at = time.monotonic()

    @property
    def text(self) -> str:
        """What has been written so far."""
        self._parts = ["".join(self._parts)]
        return self._parts[0]

    @property
    def ended(self) -> bool:
        """Whether `end` has been called."""
        return self._ended

    @property
    def unread(self) -> int:
        """Characters that have been written and not been read yet."""
        return sum(len(item) for item in self._items if isinstance(item, str))

    def write(self, delta: str) -> None:
        """The next piece, of any length.

        Raises:
            TextError: it holds NUL or a lone surrogate.
        """
        if delta:
            if delta.strip():
                check_text(delta, "text")
            self._items.append(delta)
            self._parts.append(delta)
            self.received += len(delta)
            self.written_at = time.monotonic()
            self._news.set()

    def flush(self) -> None:
        """What has been written is to be spoken now."""
        self._items.append(Mark.FLUSH)
        self._news.set()

    def end(self) -> None:
        """Nothing more will come."""
        if not self._ended:
            self._ended = True
            self._items.append(Mark.END)
            self._news.set()

    def flushed(self, heard: int) -> bool:
        """Whether a flush has been spoken to its end, asked after `heard` chunks; once for each."""
        if self._flushes and self._flushes[0] <= heard:
            self._flushes.popleft()
            return True
        return False

    async def beginning(self, enough: int) -> str:
        """Its first characters: at least `enough` unless it is flushed, ended or pauses."""
        while True:
            text = "".join(item for item in self._items if isinstance(item, str))
            if len(text) >= enough or any(isinstance(item, Mark) for item in self._items):
                return text
            waited = await self._wait(self.silence if text else None)
            if not waited and text:
                return text

    async def _wait(self, seconds: float | None) -> bool:
        """Whether there is news within this time."""
        self._news.clear()
        if self._items and isinstance(self._items[0], Mark):
            return True
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _take(self) -> tuple[str, Mark | None]:
        """Text up to the next mark, and that mark."""
        text = ""
        while self._items:
            item = self._items.popleft()
            if isinstance(item, Mark):
                return text, item
            text += item
        self._news.clear()
        return text, None

    async def chunks(
        self, reading: Reading, playback: Playback
    ) -> AsyncGenerator[PhonemeChunk, None]:
        """What has been written, planned for the model, until the end of the text.

        Raises:
            InputError, MissingExtra, FrontEndFailed: the text cannot be read.
        """
        while True:
            text, mark = self._take()
            reading.following.text.add(text)
            if mark is not None:
                for chunk in await reading.plan(reading.following.flush, whole=True):
                    self._planned += 1
                    yield chunk
                if mark is Mark.END:
                    return
                self._flushes.append(self._planned)
                self.flush_planned.set()
                continue
            if playback.dry:
                playback.rest()  # the writer was late, not we
            for chunk in await self._certain(reading, playback):
                self._planned += 1
                yield chunk
            if not self._items:
                await self._wait(self._patience(reading, playback))

    async def _certain(self, reading: Reading, playback: Playback) -> list[PhonemeChunk]:
        """What can be spoken, and must be if the listener is to hear something."""
        following = reading.following
        chunks = await reading.plan(following.sentences, whole=False)
        if playback.ahead >= HURRY or chunks or not reading.pending:
            return chunks
        chunks = await reading.plan(following.clause, whole=True)
        quiet = time.monotonic() - self.written_at
        if not chunks and quiet >= self.silence:
            everything = quiet >= _LONG_SILENCE * self.silence
            chunks = await reading.plan(
                partial(following.settled, all_of_it=everything), whole=True
            )
        return chunks

    def _patience(self, reading: Reading, playback: Playback) -> float | None:
        """s to wait for text; None if nothing else can happen."""
        if not reading.pending:
            return None
        if playback.ahead >= HURRY or reading.planner.waiting:
            return max(_TICK, playback.ahead - HURRY)
        quiet = time.monotonic() - self.written_at
        times = 1 if quiet < self.silence else _LONG_SILENCE
        return max(_TICK, times * self.silence - quiet)


@dataclass(frozen=True, slots=True)
class Reading:
    """A dictated text being read and planned.

    Attributes:
        following: reads it.
        planner: plans its chunks.
        speed: of the utterance.
        executor: runs both.
        trace: told what it costs.
    """

    following: FollowingReader
    planner: Planner
    speed: float
    executor: Executor
    trace: Trace

    @property
    def pending(self) -> bool:
        """Whether there is anything that has not been planned."""
        return self.planner.waiting or bool(self.following.text.pending.strip())

    async def plan(self, read: Callable[[], list[Sentence]], *, whole: bool) -> list[PhonemeChunk]:
        """The chunks that `read` settles; if `whole`, nothing is held back for longer ones."""

        def work() -> list[PhonemeChunk]:
            made: list[PhonemeChunk] = []
            for sentence in read():
                self.trace.dropped_symbols += len(sentence.phonemes.dropped)
                made += self.planner.add(sentence.passage(self.speed))
            if whole:
                made += self.planner.flush()
            return made

        began = time.perf_counter()
        made = await asyncio.get_running_loop().run_in_executor(self.executor, work)
        self.trace.g2p_seconds += time.perf_counter() - began
        return made


def following(reader: Reader, utterance: Utterance, lang: str) -> FollowingReader:
    """What reads a dictated text, with its markup or without."""
    if utterance.markup == "none":
        return FollowingReader(reader, utterance, lang)
    return _Collected(reader, utterance, lang)


class _Collected(FollowingReader):
    """Text with markup: tags may reach over sentences, so it is read when it is flushed."""

    def sentences(self) -> list[Sentence]:
        return []

    def clause(self) -> list[Sentence]:
        return []

    def settled(self, *, all_of_it: bool) -> list[Sentence]:
        return []

    def flush(self) -> list[Sentence]:
        text = self.text.pending
        offset = self.text.received - len(text)
        self.text.flush()
        if not text.strip():
            return []
        said = replace(self._utterance, text=text)
        return [_shifted(each, offset) for each in self._reader.read(said, self._lang)]


def _shifted(sentence: Sentence, by: int) -> Sentence:
    if not by:
        return sentence

    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    words = tuple(replace(word, span=moved(word.span)) for word in sentence.phonemes.words)
    phonemes = replace(sentence.phonemes, words=words)
    return replace(sentence, span=moved(sentence.span), phonemes=phonemes)
