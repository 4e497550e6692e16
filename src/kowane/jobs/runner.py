"""Speaks what is missing of the jobs in a store, one after the other, whatever comes between.

Nobody waits for a job's next chunk, so live listeners go first and jobs take what is left
(`engine.turns`). A chapter is planned once; what has been written of the plan is never spoken
again, so a job goes on after a restart where it stopped. Knows no HTTP.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, suppress
from functools import partial
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from kowane.audio.files import write_file
from kowane.audio.formats import FORMATS
from kowane.audio.pcm import quantise
from kowane.errors import KowaneError, TextError, Unavailable
from kowane.jobs.job import Job, UnknownJob
from kowane.jobs.store import BYTES_A_SAMPLE, JobStore
from kowane.speech import SAMPLE_RATE, Samples, Utterance, Word
from kowane.synthesizer import Synthesizer

_RETRY = 5.0
"""s until an engine that cannot take work is asked again."""

_POLL = 1.0
"""s after which changes that another process made are looked for."""

_PIECE = SAMPLE_RATE * 30
"""Samples that are encoded at a time when a chapter is finished."""

logger = logging.getLogger(__name__)


class JobRunner:
    """Works on the store's jobs until it is closed. Belongs to one event loop.

    Several processes may share a store: each job has a lock, and who holds it speaks it.

    Args:
        store: the jobs.
        synthesizer: gives the synthesizer when it is ready to speak, waiting for it.
    """

    def __init__(self, store: JobStore, synthesizer: Callable[[], Awaitable[Synthesizer]]) -> None:
        self.store = store
        self._synthesizer = synthesizer
        self._changed = asyncio.Condition()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._current: tuple[str, asyncio.Task[None]] | None = None

    def start(self) -> None:
        """Begin to work; returns at once."""
        self._task = asyncio.create_task(self._work(), name="kowane-jobs")

    def wake(self) -> None:
        """There is a new job, or one that may go on."""
        self._wake.set()

    async def pause(self, job: str) -> None:
        """Stop speaking a job; what has been spoken stays.

        Raises:
            UnknownJob: there is none of that id.
        """
        stop = partial(self.store.set_state, only_from=("queued", "speaking"))
        await asyncio.to_thread(stop, job, "paused")
        await self._leave(job)
        await self._tell()

    async def delete(self, job: str) -> None:
        """Stop a job and forget it.

        Raises:
            UnknownJob: there is none of that id.
        """
        await asyncio.to_thread(self.store.get, job)
        await self._leave(job)
        await asyncio.to_thread(self.store.delete, job)
        await self._tell()

    async def changes(self) -> AsyncGenerator[None, None]:
        """Something about some job may have changed; first at once. Another process's changes are
        seen within a second."""
        while True:
            yield
            async with self._changed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), _POLL)

    async def close(self) -> None:
        """Stop where it is; the jobs go on at the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self.store.close()

    async def speak(self, job: Job) -> None:
        """Speak what is missing of a job, now.

        Raises:
            KowaneError: what the synthesizer, an encoder or the disk raises.
        """
        synthesizer = await self._synthesizer()
        begin = partial(self.store.set_state, only_from=("queued", "speaking"))
        if not await asyncio.to_thread(begin, job.id, "speaking"):
            return  # paused in the same moment
        await self._tell()
        for chapter in job.chapters:
            if not chapter.done:
                await self._speak_chapter(synthesizer, job, chapter.number)
        end = partial(self.store.set_state, only_from=("speaking",))
        await asyncio.to_thread(end, job.id, "done")
        await self._tell()

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            jobs = await asyncio.to_thread(self.store.waiting)
            done = False
            for job in jobs:
                done = await self._try(job) or done
            if not done:
                with suppress(TimeoutError):  # another process may have left a job behind
                    await asyncio.wait_for(self._wake.wait(), 30)

    async def _try(self, job: Job) -> bool:
        """Whether the job was ours and has been worked on."""
        folder = self.store.directory / job.id
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        try:
            task = asyncio.create_task(self._guarded(job))
            self._current = (job.id, task)
            await asyncio.wait([task])
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait([task])
            raise
        finally:
            self._current = None
            lock.release()
        return True

    async def _guarded(self, job: Job) -> None:
        try:
            while True:
                try:
                    await self.speak(await asyncio.to_thread(self.store.get, job.id))
                except Unavailable as error:
                    logger.info("Job %s waits: %s", job.id, error)
                    await asyncio.sleep(max(_RETRY, error.retry_after))
                else:
                    return
        except UnknownJob:
            return  # deleted meanwhile
        except KowaneError as error:
            logger.warning("Job %s failed: %s", job.id, error)
            await asyncio.to_thread(self.store.set_state, job.id, "failed", str(error))
        except Exception:  # the boundary of a task nobody awaits: told in the log and the state
            logger.exception("Job %s failed", job.id)
            reason = "An internal error; the server's log has it."
            await asyncio.to_thread(self.store.set_state, job.id, "failed", reason)
        await self._tell()

    async def _leave(self, job: str) -> None:
        """End the work on this job, if it is the one at work here."""
        if self._current is not None and self._current[0] == job:
            task = self._current[1]
            task.cancel()
            await asyncio.wait([task])
        self.wake()

    async def _speak_chapter(self, synthesizer: Synthesizer, job: Job, chapter: int) -> None:
        store, spec = self.store, job.spec
        plan = await asyncio.to_thread(store.plan, job.id, chapter)
        if plan is None:
            utterance = Utterance(
                await asyncio.to_thread(store.text, job.id, chapter),
                spec.voice,
                spec.lang,
                spec.speed,
                spec.markup,
                lexicons=None if spec.lexicons is None else tuple(spec.lexicons),
            )
            try:
                plan = list(await synthesizer.plan(utterance))
            except TextError:
                plan = []  # ornaments between two chapters: nothing to say, nothing wrong
            await asyncio.to_thread(store.keep_plan, job.id, chapter, plan)
        written = await asyncio.to_thread(store.written, job.id, chapter)
        left = plan[written.chunks :]
        start = written.samples / SAMPLE_RATE
        async with aclosing(synthesizer.speak(left, spec.voice, start=start)) as stream:
            for chunk in left:
                if await asyncio.to_thread(store.state, job.id) == "paused":
                    raise asyncio.CancelledError  # by another process: it cannot reach our task
                audio = await anext(stream)
                await asyncio.to_thread(
                    store.append,
                    job.id,
                    chapter,
                    quantise(audio.samples).astype("<i2").tobytes(),
                    reached=_reached(chunk.words),
                    words=audio.words,
                )
                await self._tell()
        await asyncio.to_thread(self._finish, job, chapter)
        await self._tell()

    def _finish(self, job: Job, chapter: int) -> None:
        extension = FORMATS[job.spec.format].extension
        path = self.store.samples_path(job.id, chapter).with_suffix(f".{extension}")
        path.parent.mkdir(parents=True, exist_ok=True)
        samples = _read(self.store.samples_path(job.id, chapter))
        write_file(path, samples, bit_rate=job.spec.bit_rate)
        self.store.finish(job.id, chapter, path)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _reached(words: tuple[Word, ...]) -> int:
    return max((word.span.end for word in words), default=0)


def _read(path: Path) -> Iterator[Samples]:
    """The samples of a chapter, piece by piece; nothing for a chapter without a sound."""
    if not path.exists():
        return
    with path.open("rb") as file:
        while piece := file.read(_PIECE * BYTES_A_SAMPLE):
            yield np.frombuffer(piece, "<i2").astype(np.float32) / np.float32(32768)
