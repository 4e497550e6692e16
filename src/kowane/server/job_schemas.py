"""Bodies and answers of the job routes as Pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from kowane.jobs.job import ChapterState, Job
from kowane.server.schemas import FormatName, LexiconName

_TEXT = "# One\n\nIt was a bright cold day in April.\n\n# Two\n\nThe clocks were striking thirteen."
NEW_JOB: dict[str, Any] = {"input": _TEXT, "title": "A beginning", "voice": "bm_george"}


class Manner(BaseModel):
    """How a book is spoken; the same fields as of a request for speech."""

    model_config = ConfigDict(extra="forbid")

    voice: StrictStr | None = Field(None, description="A voice or blend; the server's default.")
    lang: StrictStr | None = Field(None, description="Language tag, or auto; the voice's own.")
    speed: Annotated[float, Field(ge=0.25, le=4)] = 1.0
    response_format: FormatName = Field("mp3", description="Format of the chapters' files.")
    bit_rate: Annotated[int, Field(gt=0)] | None = Field(None, description="bit/s.")
    markup: Literal["none", "inline", "ssml"] = "none"
    lexicons: Annotated[list[LexiconName], Field(max_length=20)] | None = None


class NewJob(Manner):
    """A text to be spoken as a book. Headings (# or "Chapter 1") part it into chapters."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [NEW_JOB]})

    input: StrictStr = Field(description="The text; Markdown or plain.")
    title: StrictStr = Field("", max_length=500)


class ChapterAnswer(BaseModel):
    """A chapter of a job."""

    number: int = Field(description="From 1.")
    title: str
    characters: int
    state: Literal["waiting", "speaking", "done"]
    progress: float = Field(description="Share of its characters that has been spoken, 0–1.")
    duration: float = Field(description="Length of what has been spoken, s.")

    @classmethod
    def of(cls, chapter: ChapterState) -> ChapterAnswer:
        return cls(
            number=chapter.number + 1,
            title=chapter.title,
            characters=chapter.characters,
            state="done" if chapter.done else "speaking" if chapter.chunks else "waiting",
            progress=round(min(1.0, chapter.reached / max(chapter.characters, 1)), 4),
            duration=round(chapter.seconds, 3),
        )


class JobAnswer(BaseModel):
    """A job as it stands."""

    id: str
    title: str
    author: str
    state: Literal["queued", "speaking", "paused", "done", "failed"]
    error: str = Field(description='Why it failed; "" otherwise.')
    created: float = Field(description="s since the epoch.")
    voice: str
    lang: str | None
    speed: float
    response_format: str
    progress: float = Field(description="Share of its characters that has been spoken, 0–1.")
    duration: float = Field(description="Length of what has been spoken, s.")
    chapters: list[ChapterAnswer]

    @classmethod
    def of(cls, job: Job) -> JobAnswer:
        return cls(
            id=job.id,
            title=job.title,
            author=job.author,
            state=job.state,
            error=job.error,
            created=job.created,
            voice=job.spec.voice,
            lang=job.spec.lang,
            speed=job.spec.speed,
            response_format=job.spec.format,
            progress=round(job.progress, 4),
            duration=round(job.seconds, 3),
            chapters=[ChapterAnswer.of(chapter) for chapter in job.chapters],
        )


class JobList(BaseModel):
    """All jobs, the newest first."""

    jobs: list[JobAnswer]
