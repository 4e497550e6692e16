"""Jobs on disk: what is to be spoken, and what has been, chunk by chunk.

One SQLite file knows jobs, chapters, their plans and their chunks; samples lie beside it, one file
a chapter. A chunk's samples are written at their place first and its row second: a row is a promise
that the samples are there, so after a crash everything goes on where the rows end, and no chunk is
ever spoken into the file twice. All methods block and may be called from any thread. Knows no
engine and no HTTP.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kowane.errors import OutputError
from kowane.jobs.book import Book
from kowane.jobs.job import STATES, ChapterState, Job, Spec, State, UnknownJob, Written
from kowane.speech import PhonemeChunk, TimedWord

_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, spec TEXT NOT NULL,
    state TEXT NOT NULL, error TEXT NOT NULL DEFAULT '', created REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS chapter (
    job TEXT NOT NULL REFERENCES job ON DELETE CASCADE, number INTEGER NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, plan TEXT, file TEXT,
    PRIMARY KEY (job, number)
);
CREATE TABLE IF NOT EXISTS chunk (
    job TEXT NOT NULL, chapter INTEGER NOT NULL, number INTEGER NOT NULL,
    samples INTEGER NOT NULL, reached INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (job, chapter, number),
    FOREIGN KEY (job, chapter) REFERENCES chapter (job, number) ON DELETE CASCADE
);
"""

_PLAN = TypeAdapter(list[PhonemeChunk])
_WORDS = TypeAdapter(list[TimedWord])

BYTES_A_SAMPLE = 2
"""Samples are kept as 16-bit little-endian integers, as in a WAV file."""


class JobStore:
    """Keeps jobs in a directory.

    Args:
        directory: made when first needed.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.expanduser()
        self._file = self.directory / "jobs.sqlite3"
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None

    def create(self, book: Book, spec: Spec) -> Job:
        """Keep a new job, queued.

        Raises:
            OutputError: the directory cannot be written.
        """
        job = secrets.token_hex(8)
        with self._writing() as database:
            database.execute(
                "INSERT INTO job (id, title, author, spec, state, created) VALUES (?,?,?,?,?,?)",
                (job, book.title, book.author, json.dumps(asdict(spec)), "queued", time.time()),
            )
            database.executemany(
                "INSERT INTO chapter (job, number, title, text) VALUES (?,?,?,?)",
                [(job, n, each.title, each.text) for n, each in enumerate(book.chapters)],
            )
        return self.get(job)

    def get(self, job: str) -> Job:
        """A job as it stands.

        Raises:
            UnknownJob: there is none of that id.
        """
        found = self._jobs("WHERE job.id = ?", job)
        if not found:
            raise UnknownJob(
                f"There is no job {job!r}.", param="job", remedy="GET /v1/jobs lists them."
            )
        return found[0]

    def all(self) -> tuple[Job, ...]:
        """Every job, the newest first."""
        return self._jobs("")

    def waiting(self) -> tuple[Job, ...]:
        """The jobs that are to be spoken, the oldest first."""
        return self._jobs("WHERE job.state IN ('queued', 'speaking')")[::-1]

    def state(self, job: str) -> State:
        """What is being done about a job.

        Raises:
            UnknownJob: there is none of that id.
        """
        with self._reading() as database:
            row = database.execute("SELECT state FROM job WHERE id = ?", (job,)).fetchone()
        if row is None:
            raise UnknownJob(f"There is no job {job!r} any more.", param="job")
        state: State = row[0]
        return state

    def set_state(
        self, job: str, state: State, error: str = "", *, only_from: Sequence[State] = ()
    ) -> bool:
        """Say what is being done about a job.

        Args:
            only_from: states in which it must be for that; none: any.

        Returns:
            Whether it was.

        Raises:
            UnknownJob: there is none of that id.
        """
        allowed = only_from or STATES
        with self._writing() as database:
            done = database.execute(
                "UPDATE job SET state = ?, error = ? WHERE id = ?"  # noqa: S608 - marks only
                f" AND state IN ({', '.join('?' * len(allowed))})",
                (state, error, job, *allowed),
            )
        if not done.rowcount:
            self.state(job)
        return bool(done.rowcount)

    def delete(self, job: str) -> None:
        """Forget a job and all that was spoken of it.

        Raises:
            UnknownJob: there is none of that id.
        """
        self.get(job)
        with self._writing() as database:
            database.execute("DELETE FROM job WHERE id = ?", (job,))
        shutil.rmtree(self.directory / job, ignore_errors=True)

    def text(self, job: str, chapter: int) -> str:
        """A chapter's text."""
        return str(self._one("SELECT text FROM chapter WHERE job = ? AND number = ?", job, chapter))

    def plan(self, job: str, chapter: int) -> list[PhonemeChunk] | None:
        """The chunks a chapter is spoken in; None before it has been planned."""
        kept = self._one("SELECT plan FROM chapter WHERE job = ? AND number = ?", job, chapter)
        return None if kept is None else _PLAN.validate_json(str(kept))

    def keep_plan(self, job: str, chapter: int, plan: Sequence[PhonemeChunk]) -> None:
        """Fix a chapter's chunks: later changes of lexicons or rules count from the next job on."""
        with self._writing() as database:
            database.execute(
                "UPDATE chapter SET plan = ? WHERE job = ? AND number = ? AND plan IS NULL",
                (_PLAN.dump_json(list(plan)).decode(), job, chapter),
            )

    def written(self, job: str, chapter: int) -> Written:
        """How far a chapter has been spoken."""
        row = self._row(
            "SELECT count(*), coalesce(sum(samples), 0) FROM chunk WHERE job = ? AND chapter = ?",
            job,
            chapter,
        )
        return Written(chunks=int(row[0]), samples=int(row[1]))

    def append(
        self, job: str, chapter: int, samples: bytes, *, reached: int, words: Sequence[TimedWord]
    ) -> Written:
        """Keep the next chunk of a chapter.

        Args:
            samples: 16-bit little-endian, 24 kHz mono.
            reached: characters of the chapter's text that have been read with it.
            words: those that begin in it, their times from the chapter's beginning.

        Returns:
            How far the chapter has been spoken now.

        Raises:
            UnknownJob: it has been deleted meanwhile.
            OutputError: the disk is full, or the directory cannot be written.
        """
        with self._lock:
            self.state(job)
            before = self.written(job, chapter)
            path = self.samples_path(job, chapter)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("r+b" if path.exists() else "w+b") as file:
                    file.seek(before.samples * BYTES_A_SAMPLE)
                    file.write(samples)
                    file.truncate()
            except OSError as error:
                raise self._unwritable(error) from error
            count = len(samples) // BYTES_A_SAMPLE
            with self._writing() as database:
                database.execute(
                    "INSERT INTO chunk (job, chapter, number, samples, reached, words)"
                    " VALUES (?,?,?,?,?,?)",
                    (job, chapter, before.chunks, count, reached,
                     _WORDS.dump_json(list(words)).decode()),
                )  # fmt: skip
            return Written(before.chunks + 1, before.samples + count)

    def words(self, job: str, chapter: int) -> list[TimedWord]:
        """The words spoken of a chapter so far, with their times from its beginning."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT words FROM chunk WHERE job = ? AND chapter = ? ORDER BY number",
                (job, chapter),
            ).fetchall()
        return [word for (kept,) in rows for word in _WORDS.validate_json(kept)]

    def finish(self, job: str, chapter: int, file: Path) -> None:
        """The chapter is whole, as `file` in the job's folder; its samples are dropped."""
        with self._writing() as database:
            database.execute(
                "UPDATE chapter SET file = ? WHERE job = ? AND number = ?",
                (file.name, job, chapter),
            )
        self.samples_path(job, chapter).unlink(missing_ok=True)

    def samples_path(self, job: str, chapter: int) -> Path:
        """Where the samples of a chapter lie that is being spoken."""
        return self.directory / job / f"{chapter + 1:04}.s16"

    def file(self, job: str, chapter: int) -> Path | None:
        """The finished chapter's audio file, or None."""
        name = self._one("SELECT file FROM chapter WHERE job = ? AND number = ?", job, chapter)
        return None if name is None else self.directory / job / str(name)

    def close(self) -> None:
        """Let go of the file; idempotent."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _jobs(self, where: str, *values: object) -> tuple[Job, ...]:
        if self._database is None and not self._file.exists():
            return ()  # nobody has ever asked for a job: leave no trace
        with self._reading() as database:
            jobs = database.execute(
                "SELECT id, title, author, spec, state, error, created FROM job"  # noqa: S608
                f" {where} ORDER BY created DESC, id",  # `where` is one of the constants above
                values,
            ).fetchall()
            found = []
            for key, title, author, spec, state, error, created in jobs:
                chapters = database.execute(
                    "SELECT chapter.number, chapter.title, length(chapter.text), chapter.file,"
                    " count(chunk.number), coalesce(sum(chunk.samples), 0),"
                    " coalesce(max(chunk.reached), 0)"
                    " FROM chapter LEFT JOIN chunk ON chunk.job = chapter.job"
                    " AND chunk.chapter = chapter.number"
                    " WHERE chapter.job = ? GROUP BY chapter.number ORDER BY chapter.number",
                    (key,),
                ).fetchall()
                states = tuple(
                    ChapterState(number, name, characters, file is not None, chunks, samples,
                                 characters if file is not None else reached)
                    for number, name, characters, file, chunks, samples, reached in chapters
                )  # fmt: skip
                found.append(
                    Job(key, title, author, Spec(**json.loads(spec)), state, error, created, states)
                )
        return tuple(found)

    def _one(self, query: str, job: str, chapter: int) -> object:
        return self._row(query, job, chapter)[0]

    def _row(self, query: str, job: str, chapter: int) -> tuple[Any, ...]:
        with self._reading() as database:
            row = database.execute(query, (job, chapter)).fetchone()
        if row is None:
            raise UnknownJob(f"There is no chapter {chapter} in job {job!r}.", param="chapter")
        return tuple(row)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._connected()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            database = self._connected()
            try:
                with database:
                    yield database
            except sqlite3.Error as error:
                raise self._unwritable(error) from error

    def _connected(self) -> sqlite3.Connection:
        if self._database is None:
            try:
                self.directory.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(self._file, timeout=30, check_same_thread=False)
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA foreign_keys = ON")
                database.executescript(_SCHEMA)
            except (OSError, sqlite3.Error) as error:
                raise self._unwritable(error) from error
            self._database = database
        return self._database

    def _unwritable(self, error: Exception) -> OutputError:
        return OutputError(
            f"The jobs' directory {str(self.directory)!r} cannot be used: {error}.",
            remedy="Free some space or choose another one with KOWANE_JOBS_DIR.",
        )
