"""kowane for Python programs: blocking calls, plain values.

    import kowane
    kowane.load().say("Hello").save("hello.wav")

A thin, thread-safe face on `Synthesizer`: it runs the event loop in a thread of its own, so it
works in scripts, notebooks and inside other event loops alike. Knows no HTTP.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from anyio import EndOfStream, create_memory_object_stream
from anyio.from_thread import BlockingPortal, start_blocking_portal

from kowane import build
from kowane.audio.files import write_file
from kowane.audio.play import play
from kowane.dictation import Dictation
from kowane.settings import Settings
from kowane.settings import load as load_settings
from kowane.speech import SAMPLE_RATE, AudioChunk, Samples, TimedWord, Utterance, join_chunks
from kowane.synthesizer import Explanation, Synthesizer
from kowane.text.chunk import BALANCED, BEST, LOW, Plan
from kowane.voices import VoiceInfo

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Finished speech.

    Attributes:
        samples: float32 (S,), 24 kHz mono, |x| ≤ 1.
        words: every spoken word with its time, s from the start, and the characters it reads.
    """

    samples: Samples
    words: tuple[TimedWord, ...]

    @property
    def sample_rate(self) -> int:
        """Samples per second."""
        return SAMPLE_RATE

    @property
    def duration(self) -> float:
        """Length, s."""
        return len(self.samples) / SAMPLE_RATE

    def save(self, path: str | Path, *, bit_rate: int | None = None) -> Path:
        """Write an audio file; its format is the extension's (wav, mp3, opus, aac, flac, pcm).

        Args:
            path: replaced if it exists, and only once the new file is complete.
            bit_rate: bit/s of lossy formats; None takes the format's default.

        Raises:
            UnknownFormat, MissingExtra, OutputError: see `kowane.errors`.
        """
        return write_file(Path(path), [self.samples], bit_rate=bit_rate)

    def play(self) -> None:
        """Play on the default audio device and wait for the end.

        Raises:
            MissingExtra, OutputError: no player installed, or no device.
        """
        play([self.samples])


class Kowane:
    """A loaded Kokoro. Use `kowane.load()`; close it, or use it as a context manager.

    Methods may be called from several threads at once.

    Args:
        settings: its defaults for voice and language.
        synthesizer: what does the work; None assembles it from the settings.
    """

    def __init__(self, settings: Settings, synthesizer: Synthesizer | None = None) -> None:
        self._settings = settings
        self._synthesizer = synthesizer or build.assemble(settings)
        self._context: AbstractContextManager[BlockingPortal] = start_blocking_portal("asyncio")
        self._portal: BlockingPortal | None = None
        self._lock = threading.Lock()

    @property
    def synthesizer(self) -> Synthesizer:
        """What does the work, for those who need more than this class offers."""
        return self._synthesizer

    def say(
        self,
        text: str,
        *,
        voice: str | None = None,
        lang: str | None = None,
        speed: float = 1.0,
    ) -> Speech:
        """The text as speech, when all of it is ready.

        Args:
            text: any length.
            voice: a name from `voices()` or a blend, "af_heart(2)+af_bella(1)".
            lang: language tag; None is the voice's own.
            speed: 0.25–4.0; 2.0 is twice as fast.

        Raises:
            InputError, AssetError, MissingExtra, ModelError: see `kowane.errors`.
        """
        chunks = list(self.stream(text, voice=voice, lang=lang, speed=speed, plan=BEST))
        whole = join_chunks(chunks)
        return Speech(whole.samples, whole.words)

    def stream(
        self,
        text: str,
        *,
        voice: str | None = None,
        lang: str | None = None,
        speed: float = 1.0,
        plan: Plan = BALANCED,
    ) -> Generator[AudioChunk, None, None]:
        """The text as speech, chunk by chunk as it is computed; the first one is short.

        Leaving the loop early ends the computation.
        """
        utterance = self.utterance(text, voice=voice, lang=lang, speed=speed)
        self._synthesizer.check(utterance)
        self._started(self._synthesizer.language(utterance))
        yield from self._pumped(lambda: self._synthesizer.stream(utterance, plan=plan, live=True))

    def follow(
        self,
        pieces: Iterable[str],
        *,
        voice: str | None = None,
        lang: str | None = None,
        speed: float = 1.0,
        plan: Plan = LOW,
    ) -> Iterator[AudioChunk]:
        """A text that is still being written as speech: what is certain is spoken.

        Args:
            pieces: of the text, of any length; a thread of its own takes them as they come.

        Raises:
            whatever `pieces` raises, after what came before it has been given out.
        """
        utterance = self.utterance("", voice=voice, lang=lang, speed=speed)
        self._synthesizer.check_manner(utterance)
        portal = self._started()
        dictation = portal.call(Dictation)
        failures: list[BaseException] = []

        def write() -> None:
            try:
                for piece in pieces:
                    portal.call(dictation.write, piece)
            except Exception as error:  # noqa: BLE001 - raised to the caller
                failures.append(error)
            with suppress(RuntimeError):  # closed meanwhile
                portal.call(dictation.end)

        threading.Thread(target=write, name="kowane-follow", daemon=True).start()
        yield from self._pumped(lambda: self._synthesizer.follow(utterance, dictation, plan=plan))
        if failures:
            raise failures[0]

    def _pumped(
        self, stream: Callable[[], AsyncGenerator[AudioChunk, None]]
    ) -> Iterator[AudioChunk]:
        """Chunks of an asynchronous stream, one taken ahead; leaving early closes it."""
        portal = self._started()
        send, receive = create_memory_object_stream[AudioChunk](0)

        async def pump() -> None:
            async with send, aclosing(stream()) as chunks:
                async for chunk in chunks:
                    await send.send(chunk)

        pumping = portal.start_task_soon(pump)
        try:
            while True:
                try:
                    yield portal.call(receive.receive)
                except EndOfStream:
                    pumping.result()  # raises what ended the stream early
                    return
        finally:
            pumping.cancel()
            portal.call(receive.aclose)

    def phonemize(
        self, text: str, *, voice: str | None = None, lang: str | None = None
    ) -> Explanation:
        """How the text would be read: sentences, normalised words, phonemes, chunks."""
        return self._synthesizer.explain(self.utterance(text, voice=voice, lang=lang))

    def voices(self) -> list[VoiceInfo]:
        """The installed voices, by name."""
        known = self._synthesizer.voices
        return [known.info(name) for name in known.names()]

    def utterance(
        self,
        text: str,
        *,
        voice: str | None = None,
        lang: str | None = None,
        speed: float = 1.0,
    ) -> Utterance:
        """The arguments with the settings' defaults filled in."""
        chosen = voice or self._settings.voice
        return Utterance(text, chosen, lang or self._settings.lang, speed)

    def run(self, call: Callable[..., Awaitable[T]], *arguments: object) -> T:
        """Run a coroutine function of `synthesizer` or its engine on kowane's event loop."""
        return self._started().call(call, *arguments)

    def start(self) -> Self:
        """Load the model now rather than with the first text."""
        self._started()
        return self

    def close(self) -> None:
        """Free the model and end the thread; idempotent."""
        if self._portal is not None:
            self._portal.call(self._synthesizer.close)
            self._portal = None
            self._context.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _started(self, *languages: str) -> BlockingPortal:
        with self._lock:
            if self._portal is None:
                self._portal = self._context.__enter__()
        self._portal.call(self._synthesizer.start, languages)
        return self._portal


def load(**settings: object) -> Kowane:
    """Kokoro, ready to speak; the model is loaded with the first text.

    Args:
        settings: any setting by name (docs/settings.md), over environment and file.

    Raises:
        SettingsError: a value that cannot be used.
    """
    return Kowane(load_settings(**settings))
