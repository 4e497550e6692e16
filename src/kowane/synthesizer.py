"""Utterances in, finished audio out, chunk by chunk and in order.

Holds the rules of the way: text is read once and lazily, at most LOOKAHEAD chunks are computed
ahead of the listener, a chunk is never skipped, and leaving early ends the work. Knows no concrete
engine, no language and no encoding.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass

from kowane.audio.joins import Joiner
from kowane.audio.limiter import CEILING
from kowane.engine.protocol import Engine
from kowane.errors import OutOfRange, TextError
from kowane.language import parse as parse_tag
from kowane.playback import Playback
from kowane.speech import (
    MAX_SPEED,
    MIN_SPEED,
    AudioChunk,
    ModelOutput,
    PhonemeChunk,
    TokenChunk,
    Utterance,
)
from kowane.text.chunk import BEST, Passage, Plan, plan_chunks
from kowane.text.detect import detect
from kowane.text.markup.parts import Stretch
from kowane.text.reader import Reader, Sentence, check_text, parse
from kowane.trace import Trace
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

LOOKAHEAD = 2
"""Chunks ahead of the listener in one process; more would only cost those who leave."""

AUTO = "auto"
"""As a language: find out from the text."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text would be read, without a sound being made.

    Attributes:
        lang: canonical tag the text is read in.
        sentences: in order.
        chunks: as the model would get them.
    """

    lang: str
    sentences: tuple[Sentence, ...]
    chunks: tuple[PhonemeChunk, ...]


class Synthesizer:
    """Text to speech. All coroutines belong to one event loop.

    Args:
        reader: the front-end.
        voices: the installed voices.
        engine: runs the model.
        executor: runs the front-end, so that it never blocks the event loop.
        ceiling: highest magnitude of a sample; 1.0 changes only what would be clipped.
        lookahead: chunks computed or being computed that the listener has not asked for yet, ≥ 1.
    """

    def __init__(
        self,
        *,
        reader: Reader,
        voices: Voices,
        engine: Engine,
        executor: Executor,
        ceiling: float = CEILING,
        lookahead: int = LOOKAHEAD,
    ) -> None:
        self.reader = reader
        self.voices = voices
        self.engine = engine
        self._executor = executor
        self._ceiling = ceiling
        self._lookahead = lookahead

    async def start(self, languages: Iterable[str] = ()) -> None:
        """Load the model and run it once and, beside it, these languages' front-ends.

        Raises:
            AssetError, ModelError: see Engine.start.
            MissingExtra: a language's library is not installed.
        """
        loop = asyncio.get_running_loop()
        load = self.reader.front_end
        loads = [loop.run_in_executor(self._executor, load, lang) for lang in languages]
        await asyncio.gather(self.engine.start(), *loads)

    async def close(self) -> None:
        """End all work and free the model."""
        await self.engine.close()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def check(self, utterance: Utterance) -> None:
        """Refuse what cannot be spoken, before any work.

        Raises:
            TextError, UnknownVoice, UnknownLanguage, OutOfRange: see InputError.
            UnknownLexicon, LexiconError: a lexicon or a pronunciation that it brings along.
        """
        check_text(utterance.text)
        if not (
            isinstance(utterance.speed, int | float)
            and math.isfinite(utterance.speed)
            and MIN_SPEED <= utterance.speed <= MAX_SPEED
        ):
            raise OutOfRange(
                f"Speed {utterance.speed!r} is outside {MIN_SPEED}–{MAX_SPEED}.",
                param="speed",
                remedy="1.0 is the voice's natural rate.",
            )
        lang = self.language(utterance)
        for part in parse(utterance, lang):
            if isinstance(part, Stretch) and part.voice:
                self.voices.resolve(part.voice)
        if utterance.lexicons or utterance.pronunciations:
            self.reader.lexicons(utterance, lang)

    def explain(self, utterance: Utterance, *, plan: Plan = BEST) -> Explanation:
        """How the utterance would be read. Blocking: G2P of the whole text.

        Raises:
            InputError, MissingExtra, FrontEndFailed: as for `stream`.
        """
        self.check(utterance)
        lang = self.language(utterance)
        sentences = tuple(self.reader.read(utterance, lang, self._language_of))
        passages = (sentence.passage(utterance.speed) for sentence in sentences)
        return Explanation(lang, sentences, tuple(plan_chunks(passages, plan)))

    async def stream(
        self,
        utterance: Utterance,
        *,
        plan: Plan = BEST,
        trace: Trace | None = None,
        live: bool = False,
    ) -> AsyncGenerator[AudioChunk, None]:
        """The utterance's audio in order. Closing the generator ends all work for it.

        Args:
            plan: how long the chunks should be.
            trace: told what it costs.
            live: somebody hears the audio while it is made, so its chunks have deadlines.

        Raises:
            InputError, MissingExtra, FrontEndFailed, ModelError, Unavailable: before the first
                chunk, or later if a later chunk fails; never by leaving audio out.
        """
        self.check(utterance)
        trace = trace or Trace()
        loop = asyncio.get_running_loop()
        lang = await loop.run_in_executor(self._executor, self.language, utterance)
        planned = plan_chunks(self._passages(utterance, lang, trace), plan)
        joiner = Joiner(ceiling=self._ceiling)
        pipeline = _Pipeline(self, planned, utterance.voice, trace, Playback() if live else None)
        try:
            async for chunk, output in pipeline:
                if output is None:
                    audio = joiner.silence(chunk.pause_after)
                else:
                    audio = joiner.add(output, chunk)
                trace.chunk_done(audio.duration)
                yield audio
        finally:
            await pipeline.close()
        if trace.chunks == 0:
            raise TextError(
                "The text has nothing that can be spoken.",
                param="input",
                remedy="Send words, numbers or letters, not only punctuation or symbols.",
            )

    def language(self, utterance: Utterance) -> str:
        """The canonical tag in which its text is read: the caller's, detected, or the voice's own.

        Detection knows no accents: of two Englishes it keeps the voice's.

        Raises:
            UnknownLanguage, UnknownVoice: as `check`.
            MissingExtra: it is to be detected, and the library for that is not installed.
        """
        spoken_by = self._language_of(utterance.voice)
        if not utterance.lang:
            return spoken_by
        if utterance.lang.strip().lower() != AUTO:
            return parse_tag(utterance.lang)
        found = detect(utterance.text)
        return spoken_by if found[:2] == spoken_by[:2] else found

    def _language_of(self, voice: str) -> str:
        return self.voices.resolve(voice).language

    def _passages(self, utterance: Utterance, lang: str, trace: Trace) -> Iterator[Passage]:
        for sentence in self.reader.read(utterance, lang, self._language_of):
            if sentence.phonemes.dropped:
                trace.dropped_symbols += len(sentence.phonemes.dropped)
                logger.warning(
                    "%d symbols outside Kokoro's alphabet were left out (%s)",
                    len(sentence.phonemes.dropped),
                    " ".join(sorted({f"U+{ord(c):04X}" for c in sentence.phonemes.dropped})),
                )
            yield sentence.passage(utterance.speed)


_Run = asyncio.Task[ModelOutput | None]
"""One run of the model; None for a chunk of silence."""


class _Pipeline:
    """Chunks of one utterance on their way through the engine, a few of them ahead."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        planned: Iterator[PhonemeChunk],
        voice: str,
        trace: Trace,
        playback: Playback | None,
    ) -> None:
        self._synthesizer = synthesizer
        self._planned = planned
        self._voice = voice
        self._trace = trace
        self._playback = playback
        self._room = asyncio.Semaphore(synthesizer._lookahead)
        self._runs: asyncio.Queue[tuple[PhonemeChunk, _Run] | None] = asyncio.Queue()
        self._current: _Run | None = None
        self._producer = asyncio.create_task(self._produce())

    def __aiter__(self) -> _Pipeline:
        return self

    async def __anext__(self) -> tuple[PhonemeChunk, ModelOutput | None]:
        queued = await self._runs.get()
        if queued is None:
            await self._producer  # raises what reading the text raised
            raise StopAsyncIteration
        chunk, self._current = queued
        output = await self._current
        if self._playback:
            self._playback.begin()
        self._room.release()
        return chunk, output

    async def close(self) -> None:
        tasks: list[_Run | asyncio.Task[None]] = [self._producer]
        if self._current is not None:
            tasks.append(self._current)
        while not self._runs.empty():
            queued = self._runs.get_nowait()
            if queued is not None:
                tasks.append(queued[1])
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _produce(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                await self._room.acquire()
                began = time.perf_counter()
                chunk = await loop.run_in_executor(
                    self._synthesizer._executor, next, self._planned, None
                )
                self._trace.g2p_seconds += time.perf_counter() - began
                if chunk is None:
                    break
                run = asyncio.create_task(self._run(chunk))
                self._runs.put_nowait((chunk, run))
        finally:
            self._runs.put_nowait(None)

    async def _run(self, chunk: PhonemeChunk) -> ModelOutput | None:
        if not chunk.symbols:
            return None
        voice = self._synthesizer.voices.resolve(chunk.voice or self._voice)
        style = style_row(voice.pack, len(chunk.symbols))
        slack = self._playback.slack(chunk) if self._playback else math.inf
        began = time.perf_counter()
        output = await self._synthesizer.engine.synthesize(
            TokenChunk(input_ids(chunk.symbols), style, chunk.speed, slack)
        )
        self._trace.inference_seconds += time.perf_counter() - began
        self._trace.input_tokens += len(chunk.symbols)
        return output
