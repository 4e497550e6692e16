"""Utterances in, finished audio out, chunk by chunk and in order.

Text is read once and lazily; `pipeline` keeps the chunks in order and the engine at most two ahead.
A chunk is never skipped, and leaving early ends the work. Knows no concrete engine, no language and
no encoding.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial

from kowane.audio.joins import Joiner
from kowane.audio.limiter import CEILING
from kowane.dictation import Dictation, Reading, following
from kowane.engine.protocol import Engine
from kowane.errors import OutOfRange, TextError
from kowane.language import parse as parse_tag
from kowane.pipeline import LOOKAHEAD, Pipeline
from kowane.playback import Playback
from kowane.speech import (
    MAX_SPEED,
    MIN_SPEED,
    AudioChunk,
    PhonemeChunk,
    Samples,
    Utterance,
)
from kowane.text.chunk import BALANCED, BEST, Passage, Plan, Planner, plan_chunks
from kowane.text.detect import detect
from kowane.text.markup.parts import Stretch
from kowane.text.reader import Reader, Sentence, check_text, parse
from kowane.trace import Trace
from kowane.voices import Voices, style_row

AUTO = "auto"
"""As a language: find out from the text."""

_ENOUGH_TO_DETECT = 40
"""Characters of a text in the making from which its language is detected."""

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
        self.check_manner(utterance)
        lang = self.language(utterance)
        for part in parse(utterance, lang):
            if isinstance(part, Stretch) and part.voice:
                self.voices.resolve(part.voice)
        if utterance.lexicons or utterance.pronunciations:
            self.reader.lexicons(utterance, lang)

    def check_manner(self, utterance: Utterance) -> None:
        """Refuse a voice, language or speed that cannot be used, whatever the text.

        Raises:
            UnknownVoice, UnknownLanguage, OutOfRange: see InputError.
        """
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
        self.voices.resolve(utterance.voice)
        if utterance.lang and utterance.lang.strip().lower() != AUTO:
            parse_tag(utterance.lang)

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
        chunks = self._planned(utterance, lang, plan, trace)
        playback = Playback() if live else None
        async with aclosing(self._spoken(utterance, chunks, trace, playback)) as spoken:
            async for audio in spoken:
                yield audio
        if trace.chunks == 0:
            raise TextError(
                "The text has nothing that can be spoken.",
                param="input",
                remedy="Send words, numbers or letters, not only punctuation or symbols.",
            )

    async def follow(
        self,
        utterance: Utterance,
        dictation: Dictation,
        *,
        plan: Plan = BALANCED,
        trace: Trace | None = None,
    ) -> AsyncGenerator[AudioChunk, None]:
        """Speak a text while it is being written. Closing the generator ends all work for it.

        Args:
            utterance: how to say it; its own text is not looked at.
            dictation: where the text comes from; the words' spans refer to all of it.
            plan, trace: as for `stream`.

        Raises:
            InputError, MissingExtra, FrontEndFailed, ModelError, Unavailable: as for `stream`;
                a text without words is no error.
        """
        self.check_manner(utterance)
        trace = trace or Trace()
        loop = asyncio.get_running_loop()
        if (utterance.lang or "").strip().lower() == AUTO:
            utterance = replace(utterance, text=await dictation.beginning(_ENOUGH_TO_DETECT))
        lang = await loop.run_in_executor(self._executor, self.language, utterance)
        playback = Playback()
        reading = Reading(
            following(self.reader, utterance, lang),
            Planner(plan),
            utterance.speed,
            self._executor,
            trace,
        )
        chunks = dictation.chunks(reading, playback)
        async with aclosing(self._spoken(utterance, chunks, trace, playback)) as spoken:
            async for audio in spoken:
                yield audio

    async def plan(self, utterance: Utterance, *, plan: Plan = BEST) -> tuple[PhonemeChunk, ...]:
        """All of the utterance's chunks, for `speak`: text that is read now and heard later.

        Raises:
            InputError, MissingExtra, FrontEndFailed: as for `stream`.
        """
        loop = asyncio.get_running_loop()
        explained = await loop.run_in_executor(
            self._executor, partial(self.explain, utterance, plan=plan)
        )
        return explained.chunks

    async def speak(
        self, chunks: Iterable[PhonemeChunk], voice: str, *, start: float = 0.0
    ) -> AsyncGenerator[AudioChunk, None]:
        """Chunks that were planned before, one AudioChunk for each. Nobody waits for them.

        Args:
            chunks: from `plan`; the beginning may be left out.
            voice: the utterance's.
            start: s of the utterance's audio that came before.

        Raises:
            UnknownVoice, ModelError, Unavailable: as for `stream`.
        """

        async def given() -> AsyncGenerator[PhonemeChunk, None]:
            for chunk in chunks:
                yield chunk

        spoken = self._spoken(Utterance("", voice), given(), Trace(), None, start=start)
        async with aclosing(spoken) as stream:
            async for audio in stream:
                yield audio

    async def _spoken(
        self,
        utterance: Utterance,
        chunks: AsyncGenerator[PhonemeChunk, None],
        trace: Trace,
        playback: Playback | None,
        *,
        start: float = 0.0,
    ) -> AsyncGenerator[AudioChunk, None]:
        def style(chunk: PhonemeChunk) -> Samples:
            voice = self.voices.resolve(chunk.voice or utterance.voice)
            return style_row(voice.pack, len(chunk.symbols))

        trace.playback = playback
        joiner = Joiner(ceiling=self._ceiling, start=start)
        pipeline = Pipeline(
            chunks,
            engine=self.engine,
            style=style,
            trace=trace,
            playback=playback,
            lookahead=self._lookahead,
        )
        try:
            async for chunk, output in pipeline:
                if output is None:
                    audio = joiner.silence(chunk.pause_after)
                else:
                    audio = joiner.add(output, chunk)
                trace.chunk_done(audio.duration)
                if playback is not None:
                    playback.give(audio.duration)
                yield audio
        finally:
            await pipeline.close()
            await chunks.aclose()

    async def _planned(
        self, utterance: Utterance, lang: str, plan: Plan, trace: Trace
    ) -> AsyncGenerator[PhonemeChunk, None]:
        """The chunks of a finished text, each read on the executor when it is asked for."""
        loop = asyncio.get_running_loop()
        planned = plan_chunks(self._passages(utterance, lang, trace), plan)
        while True:
            began = time.perf_counter()
            chunk = await loop.run_in_executor(self._executor, next, planned, None)
            trace.g2p_seconds += time.perf_counter() - began
            if chunk is None:
                return
            yield chunk

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
