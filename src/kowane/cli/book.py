"""`kowane book`: an EPUB, PDF or text file to a folder of audio, going on where it stopped."""

from __future__ import annotations

import asyncio
import shutil
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kowane.errors import OutputError, TextError

if TYPE_CHECKING:
    from kowane.jobs.job import Job, Spec
    from kowane.jobs.store import JobStore
    from kowane.settings import Settings


def run(
    file: Annotated[Path, typer.Argument(help="The book: .epub .pdf .txt .md .html")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for the chapters; beside the book by default."),
    ] = None,
    voice: Annotated[
        str | None, typer.Option("--voice", "-v", help="A voice, or a blend: 'af_heart+af_sky'.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", "-l", help="Language tag; the voice's own if left out.")
    ] = None,
    speed: Annotated[float, typer.Option("--speed", "-s", help="0.25 to 4.")] = 1.0,
    audio_format: Annotated[
        str, typer.Option("--format", help="mp3, opus, aac, flac, wav or pcm.")
    ] = "mp3",
    bit_rate: Annotated[
        int | None, typer.Option("--bit-rate", help="Bits a second of lossy formats.")
    ] = None,
) -> None:
    """Speak a book into a folder, a file for each chapter. Interrupted, it goes on next time."""
    from kowane import settings
    from kowane.audio.formats import encoder
    from kowane.jobs.job import Spec
    from kowane.jobs.reading import read_book
    from kowane.jobs.store import JobStore

    loaded = settings.load()
    encoder(audio_format, bit_rate=bit_rate)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise TextError(
            f"{file} cannot be read: {error.strerror}.", param="file", remedy="Check the path."
        ) from error
    book = read_book(content, file.name)
    folder = output or file.with_suffix("")
    spec = Spec(voice or loaded.voice, lang or (None if voice else loaded.lang), speed,
                audio_format, bit_rate)  # fmt: skip
    store = JobStore(folder / ".kowane")
    try:
        job = _begun(store, content, spec)
        if job is None:
            job = store.create(book, spec)
            (store.directory / job.id).mkdir(exist_ok=True)
            (store.directory / job.id / "source").write_text(_digest(content, spec), "utf-8")
        asyncio.run(_speak(loaded, store, job, folder))
        _give(store, job.id, folder)
    finally:
        store.close()
    shutil.rmtree(store.directory, ignore_errors=True)
    typer.echo(str(folder), err=True)


def _digest(content: bytes, spec: Spec) -> str:
    return blake2b(content + repr(spec).encode(), digest_size=16).hexdigest()


def _begun(store: JobStore, content: bytes, spec: Spec) -> Job | None:
    """The job of an interrupted call for the same book and manner."""
    wanted = _digest(content, spec)
    for job in store.all():
        source = store.directory / job.id / "source"
        if source.exists() and source.read_text("utf-8") == wanted:
            return job
    return None


async def _speak(loaded: Settings, store: JobStore, job: Job, folder: Path) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from kowane import build
    from kowane.jobs.runner import JobRunner
    from kowane.synthesizer import Synthesizer

    synthesizer = build.assemble(loaded)
    await synthesizer.start()

    async def ready() -> Synthesizer:
        return synthesizer

    runner = JobRunner(store, ready)
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    speaking = asyncio.create_task(runner.speak(job))
    try:
        with progress:
            bar = progress.add_task(job.title or "Speaking", total=1.0)
            while not speaking.done():
                await asyncio.wait([speaking], timeout=0.5)
                state = await asyncio.to_thread(store.get, job.id)
                progress.update(bar, completed=state.progress)
                await asyncio.to_thread(_give, store, job.id, folder)
        await speaking
    finally:
        speaking.cancel()
        await asyncio.wait([speaking])
        await synthesizer.close()


def _give(store: JobStore, job: str, folder: Path) -> None:
    """Copy what is finished and not in the folder yet; a file there is always whole.

    Raises:
        OutputError: the folder cannot be written.
    """
    from kowane.jobs.listening import file_name

    for chapter in store.get(job).chapters:
        made = store.file(job, chapter.number)
        if made is None or not chapter.samples:
            continue
        place = folder / file_name(chapter, made.suffix)
        if not place.exists():
            part = place.with_name(f".{place.name}.part")
            try:
                shutil.copyfile(made, part)
                part.replace(place)
            except OSError as error:
                part.unlink(missing_ok=True)
                raise OutputError(
                    f"{place} cannot be written: {error.strerror}.",
                    remedy="Check that the folder is writable and has room.",
                ) from error
