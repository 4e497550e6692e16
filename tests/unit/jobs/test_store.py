"""What is kept of a job survives, and is kept once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kowane.errors import OutputError
from kowane.jobs.book import Book, Chapter
from kowane.jobs.job import Spec, UnknownJob
from kowane.jobs.store import JobStore
from kowane.speech import PhonemeChunk, Span, TimedWord, Word

BOOK = Book("Tea", "A. Writer", (Chapter("One", "Hot water."), Chapter("Two", "Leaves.")))
PLAN = [
    PhonemeChunk("hɑt", (Word("Hot", Span(0, 3), 0, 3),), 0.2),
    PhonemeChunk("wɔtəɹ", (Word("water", Span(4, 9), 0, 5),), 0.5, "af_heart", 1.5),
]
WORDS = [TimedWord("Hot", Span(0, 3), 0.1, 0.4)]


@pytest.fixture
def store(tmp_path: Path) -> JobStore:
    return JobStore(tmp_path / "jobs")


def test_a_job_is_found_as_it_was_kept(store: JobStore) -> None:
    spec = Spec("af_heart", "en-us", 1.25, "opus", 32_000, "inline", ("terms",))
    made = store.create(BOOK, spec)
    store.close()
    found = JobStore(store.directory).get(made.id)
    assert (found.title, found.author, found.state) == ("Tea", "A. Writer", "queued")
    assert [chapter.title for chapter in found.chapters] == ["One", "Two"]
    assert found.spec.voice == "af_heart"
    assert list(found.spec.lexicons or ()) == ["terms"]
    assert found.progress == 0


def test_looking_leaves_no_trace_where_there_was_never_a_job(store: JobStore) -> None:
    assert store.all() == store.waiting() == ()
    assert not store.directory.exists()


def test_a_plan_is_kept_word_for_word_and_only_once(store: JobStore) -> None:
    job = store.create(BOOK, Spec("af_heart")).id
    assert store.plan(job, 0) is None
    store.keep_plan(job, 0, PLAN)
    store.keep_plan(job, 0, PLAN[:1])
    assert store.plan(job, 0) == PLAN


def test_samples_and_words_follow_one_another(store: JobStore) -> None:
    job = store.create(BOOK, Spec("af_heart")).id
    assert store.append(job, 0, b"\1\0\2\0", reached=3, words=WORDS).samples == 2
    written = store.append(job, 0, b"\3\0", reached=9, words=[])
    assert (written.chunks, written.samples) == (2, 3)
    assert store.samples_path(job, 0).read_bytes() == b"\1\0\2\0\3\0"
    assert store.words(job, 0) == WORDS
    chapter = store.get(job).chapters[0]
    assert (chapter.chunks, chapter.samples, chapter.reached) == (2, 3, 9)


def test_samples_whose_row_was_never_written_are_overwritten(store: JobStore) -> None:
    job = store.create(BOOK, Spec("af_heart")).id
    store.append(job, 0, b"\1\0", reached=3, words=[])
    with store.samples_path(job, 0).open("ab") as file:
        file.write(b"torn by a crash")
    store.append(job, 0, b"\2\0", reached=9, words=[])
    assert store.samples_path(job, 0).read_bytes() == b"\1\0\2\0"


def test_a_finished_chapter_counts_whole_and_drops_its_samples(
    store: JobStore, tmp_path: Path
) -> None:
    job = store.create(BOOK, Spec("af_heart")).id
    store.append(job, 0, b"\1\0", reached=3, words=[])
    made = store.samples_path(job, 0).with_suffix(".mp3")
    made.write_bytes(b"audio")
    store.finish(job, 0, made)
    assert store.file(job, 0) == made
    assert not store.samples_path(job, 0).exists()
    assert store.get(job).progress == pytest.approx(len("Hot water.") / BOOK.characters)


def test_a_deleted_job_is_gone_with_its_audio(store: JobStore) -> None:
    job = store.create(BOOK, Spec("af_heart")).id
    store.append(job, 0, b"\1\0", reached=3, words=[])
    store.delete(job)
    assert store.all() == ()
    assert not store.samples_path(job, 0).parent.exists()
    with pytest.raises(UnknownJob):
        store.append(job, 0, b"\1\0", reached=3, words=[])


def test_a_directory_that_cannot_be_written_is_a_readable_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="KOWANE_JOBS_DIR"):
        JobStore(tmp_path / "file" / "jobs").create(BOOK, Spec("af_heart"))
