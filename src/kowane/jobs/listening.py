"""Jobs as something to hear: a chapter while it is being spoken, and all of a job as one archive.

Knows encoders and the store, no engine and no HTTP.
"""

from __future__ import annotations

import asyncio
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import IO, cast

import numpy as np

from kowane.audio.captions import cues, webvtt
from kowane.audio.formats import Encoder
from kowane.errors import InferenceFailed
from kowane.jobs.job import ChapterState, Job
from kowane.jobs.runner import JobRunner
from kowane.jobs.store import BYTES_A_SAMPLE, JobStore

_PIECE = 1 << 20
"""Bytes read at a time."""


async def follow(jobs: JobRunner, job: str, chapter: int, encoder: Encoder) -> AsyncIterator[bytes]:
    """A chapter's audio from its beginning, waiting for what is still to be spoken.

    Raises:
        UnknownJob: it has been deleted meanwhile.
        InferenceFailed: the job stopped before the chapter was whole.
    """
    store, given = jobs.store, 0
    file = None
    try:
        async with aclosing(jobs.changes()) as changes:
            async for _ in changes:
                state = await asyncio.to_thread(store.get, job)
                written = await asyncio.to_thread(store.written, job, chapter)
                if file is None and written.samples:
                    path = store.samples_path(job, chapter)
                    finished = await asyncio.to_thread(store.file, job, chapter)
                    if finished is not None:
                        # It was finished before we began: the whole file is better than our own.
                        yield await asyncio.to_thread(finished.read_bytes)
                        return
                    file = await asyncio.to_thread(path.open, "rb")
                while file is not None and given < written.samples:
                    size = min(_PIECE, (written.samples - given) * BYTES_A_SAMPLE)
                    data = await asyncio.to_thread(file.read, size)
                    given += len(data) // BYTES_A_SAMPLE
                    samples = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
                    yield await asyncio.to_thread(encoder.encode, samples)
                if state.chapters[chapter].done:
                    yield await asyncio.to_thread(encoder.finish)
                    return
                if state.state in ("failed", "paused"):
                    raise InferenceFailed(f"The job is {state.state}. {state.error}".rstrip())
    finally:
        if file is not None:
            file.close()


def zipped(store: JobStore, job: Job) -> Iterator[bytes]:
    """A finished job as the bytes of a zip archive: audio, subtitles, playlist. Blocking."""
    sink = _Sink()
    names = []
    with zipfile.ZipFile(cast(IO[bytes], sink), "w") as archive:  # stored: audio is compressed
        for chapter in job.chapters:
            file = store.file(job.id, chapter.number)
            if file is None or not chapter.samples:
                continue
            name = file_name(chapter, file.suffix)
            names.append(f"#EXTINF:{round(chapter.seconds)},{chapter.title}\n{name}")
            with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                while data := source.read(_PIECE):
                    target.write(data)
                    yield sink.take()
            laid_out = cues(store.words(job.id, chapter.number), store.text(job.id, chapter.number))
            archive.writestr(str(Path(name).with_suffix(".vtt")), webvtt(laid_out))
            yield sink.take()
        archive.writestr("playlist.m3u8", "\n".join(["#EXTM3U", *names, ""]))
    yield sink.take()


def file_name(chapter: ChapterState, suffix: str) -> str:
    """A name that every file system takes and that sorts in reading order."""
    title = re.sub(r"[^\w .,'()-]+", " ", chapter.title)
    return f"{chapter.number + 1:03} {' '.join(title.split())[:80].rstrip(' .')}".strip() + suffix


class _Sink:
    """Where a zip file is written that cannot seek; what was written is taken out again."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken
