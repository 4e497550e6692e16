"""A job is spoken once, whatever comes between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine

from kowane.audio.formats import encoder
from kowane.errors import InferenceFailed, NotReady
from kowane.jobs.book import Book, Chapter
from kowane.jobs.job import Job, Spec
from kowane.jobs.listening import follow, zipped
from kowane.jobs.runner import JobRunner
from kowane.jobs.store import JobStore
from kowane.speech import Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.reader import Reader
from kowane.voices import Voices

TEXT = " ".join(f"Sentence number {n} of a rather long story goes on and on." for n in range(40))
CHAPTERS = (Chapter("One: Water", TEXT), Chapter("Two", "* * *"), Chapter("Three", "Short."))
BOOK = Book("Tea", "", CHAPTERS)
PCM = Spec("af_heart", format="pcm")


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    path = tmp_path / "voices.npz"
    np.savez(path, af_heart=np.zeros((510, 256), np.float32))
    return Voices(path)


@pytest.fixture
async def speaking(voices: Voices, tmp_path: Path) -> AsyncIterator[Callable[..., JobRunner]]:
    made: list[JobRunner] = []
    load, _ = spelling_loader()

    def make(engine: FakeEngine) -> JobRunner:
        synthesizer = Synthesizer(
            reader=Reader(load), voices=voices, engine=engine, executor=ThreadPoolExecutor(2)
        )

        async def ready() -> Synthesizer:
            await synthesizer.start()
            return synthesizer

        made.append(JobRunner(JobStore(tmp_path / "jobs"), ready))
        return made[-1]

    yield make
    for runner in made:
        await runner.close()


async def ended(runner: JobRunner, job: Job, *states: str) -> Job:
    async with asyncio.timeout(20):
        async for _ in runner.changes():
            found = runner.store.get(job.id)
            if found.state in states:
                return found
    raise AssertionError


async def whole(runner: JobRunner, text: str) -> bytes:
    """The text as one utterance of the best plan, 16 bit."""
    synthesizer = await runner._synthesizer()
    stream = synthesizer.stream(Utterance(text, "af_heart"))
    coder = encoder("pcm")
    return b"".join([coder.encode(chunk.samples) async for chunk in stream])


async def test_a_job_becomes_files_with_the_samples_of_one_utterance(
    speaking: Callable[..., JobRunner],
) -> None:
    runner = speaking(FakeEngine())
    job = runner.store.create(BOOK, PCM)
    runner.start()
    found = await ended(runner, job, "done", "failed")
    assert (found.state, found.progress) == ("done", 1.0)
    first = runner.store.file(job.id, 0)
    assert first is not None
    assert first.read_bytes() == await whole(runner, TEXT)
    assert [word.text for word in runner.store.words(job.id, 2)] == ["Short."]


async def test_after_a_restart_no_chunk_is_spoken_twice(
    speaking: Callable[..., JobRunner],
) -> None:
    first = FakeEngine(delay=0.02)
    runner = speaking(first)
    job = runner.store.create(BOOK, PCM)
    runner.start()
    async for _ in runner.changes():
        if runner.store.written(job.id, 0).chunks >= 3:
            break
    await runner.close()
    kept = runner.store.written(job.id, 0).chunks
    second = FakeEngine()
    again = speaking(second)
    again.start()
    await ended(again, job, "done")
    plan = again.store.plan(job.id, 0)
    assert plan is not None
    assert len(second.calls) == len(plan) - kept + 1  # and the third chapter's one
    file = again.store.file(job.id, 0)
    assert file is not None
    assert file.read_bytes() == await whole(again, TEXT)


async def test_a_paused_job_waits_and_goes_on(speaking: Callable[..., JobRunner]) -> None:
    engine = FakeEngine(delay=0.02)
    runner = speaking(engine)
    job = runner.store.create(BOOK, PCM)
    runner.start()
    async for _ in runner.changes():
        if runner.store.written(job.id, 0).chunks >= 2:
            break
    await runner.pause(job.id)
    calls = len(engine.calls)
    await asyncio.sleep(0.1)
    assert len(engine.calls) == calls
    assert runner.store.get(job.id).state == "paused"
    runner.store.set_state(job.id, "queued")
    runner.wake()
    await ended(runner, job, "done")


async def test_a_failing_model_fails_the_job_with_its_reason(
    speaking: Callable[..., JobRunner],
) -> None:
    runner = speaking(FakeEngine(fail_runs=[2]))
    job = runner.store.create(BOOK, PCM)
    runner.start()
    found = await ended(runner, job, "failed")
    assert "as it was told to" in found.error
    assert found.chapters[0].chunks == 1


async def test_an_engine_that_cannot_take_work_is_asked_again(
    speaking: Callable[..., JobRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kowane.jobs.runner._RETRY", 0.01)
    runner = speaking(FakeEngine())
    ready, refused = runner._synthesizer, [NotReady("Loading.", retry_after=0.01)] * 2

    async def later() -> Synthesizer:
        if refused:
            raise refused.pop()
        return await ready()

    runner._synthesizer = later
    job = runner.store.create(BOOK, PCM)
    runner.start()
    assert (await ended(runner, job, "done", "failed")).state == "done"


async def test_a_chapter_is_heard_while_it_is_spoken(speaking: Callable[..., JobRunner]) -> None:
    runner = speaking(FakeEngine(delay=0.01))
    job = runner.store.create(BOOK, PCM)
    heard = asyncio.create_task(_collect(runner, job, 0))
    runner.start()
    assert b"".join(await heard) == await whole(runner, TEXT)


async def test_a_listener_of_a_failed_job_is_told(speaking: Callable[..., JobRunner]) -> None:
    runner = speaking(FakeEngine(fail_runs=[3]))
    job = runner.store.create(BOOK, PCM)
    heard = asyncio.create_task(_collect(runner, job, 0))
    runner.start()
    with pytest.raises(InferenceFailed, match="failed"):
        await heard


async def test_a_finished_job_is_one_archive(
    speaking: Callable[..., JobRunner], tmp_path: Path
) -> None:
    import zipfile

    runner = speaking(FakeEngine())
    job = runner.store.create(BOOK, PCM)
    runner.start()
    found = await ended(runner, job, "done")
    path = tmp_path / "all.zip"
    path.write_bytes(b"".join(zipped(runner.store, found)))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "001 One Water.pcm", "001 One Water.vtt", "003 Three.pcm", "003 Three.vtt",
            "playlist.m3u8",
        ]  # fmt: skip
        assert archive.read("001 One Water.pcm") == await whole(runner, TEXT)


async def test_two_runners_share_a_store_without_speaking_a_job_twice(
    speaking: Callable[..., JobRunner],
) -> None:
    engines = [FakeEngine(delay=0.01), FakeEngine(delay=0.01)]
    runners = [speaking(engine) for engine in engines]
    job = runners[0].store.create(BOOK, PCM)
    for runner in runners:
        runner.start()
    await ended(runners[0], job, "done")
    plan = runners[0].store.plan(job.id, 0)
    assert plan is not None
    assert sum(len(engine.calls) for engine in engines) == len(plan) + 1


async def _collect(runner: JobRunner, job: Job, chapter: int) -> list[bytes]:
    async with asyncio.timeout(20):
        return [part async for part in follow(runner, job.id, chapter, encoder("pcm"))]
