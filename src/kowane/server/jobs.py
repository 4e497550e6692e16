"""`/v1/jobs`: books and other long texts, spoken in the background and heard while they are made.

A book is uploaded or sent as text, becomes a job in the store, and is spoken when nobody live needs
the model. Everything on disk is done in threads. Knows no synthesizer: `kowane.jobs` speaks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from kowane.audio.captions import cues, srt, webvtt
from kowane.audio.formats import FORMATS, encoder
from kowane.errors import InputError, TextTooLong
from kowane.jobs.book import Book
from kowane.jobs.job import Job, Spec
from kowane.jobs.listening import follow, zipped
from kowane.jobs.plain import read_plain
from kowane.jobs.reading import read_book
from kowane.server.job_schemas import JobAnswer, JobList, Manner, NewJob
from kowane.server.openapi import errors, example
from kowane.server.schemas import FormatName
from kowane.server.serializer import JsonResponse
from kowane.server.services import Services, ServicesDep
from kowane.speech import Utterance

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

JobId = Annotated[str, Path(alias="id", description="The job.", examples=["5d6e0c1a9d1f4b7c"])]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The chapter, from 1.", examples=[1])]

UPLOADS = ("application/epub+zip", "application/pdf", "application/octet-stream", "text/markdown")
"""Media types of a book's body. None of them can be sent by a page of another origin without its
being asked first; text/plain can, and is refused."""

_CHAPTER = {
    "number": 1,
    "title": "One",
    "characters": 41,
    "state": "done",
    "progress": 1.0,
    "duration": 3.1,
}
_JOB: dict[str, Any] = {
    "id": "5d6e0c1a9d1f4b7c",
    "title": "A beginning",
    "author": "",
    "state": "speaking",
    "error": "",
    "created": 1794000000.0,
    "voice": "bm_george",
    "lang": None,
    "speed": 1.0,
    "response_format": "mp3",
    "progress": 0.5,
    "duration": 3.1,
    "chapters": [_CHAPTER],
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "",
    summary="List the jobs",
    response_model=JobList,
    responses={200: example({"jobs": [_JOB]}), **errors(401)},
)
async def listed(services: ServicesDep) -> Response:
    """All jobs, the newest first."""
    jobs = await asyncio.to_thread(services.jobs.store.all)
    return JsonResponse(JobList(jobs=[JobAnswer.of(job) for job in jobs]))


@router.post(
    "",
    summary="Have a text spoken in the background",
    response_model=JobAnswer,
    status_code=201,
    responses={201: example(_JOB), **errors(400)},
)
async def create(body: NewJob, services: ServicesDep) -> Response:
    """A text of any length, parted into chapters at its headings."""
    if len(body.input) > services.settings.max_upload_bytes:
        raise TextTooLong(
            f"The text has {len(body.input)} characters; the limit is "
            f"{services.settings.max_upload_bytes} (KOWANE_MAX_UPLOAD_BYTES).",
            param="input",
        )
    book = await asyncio.to_thread(read_plain, body.input, body.title)
    return await _kept(services, book, body)


@router.post(
    "/upload",
    summary="Have an EPUB, PDF, Markdown or text file spoken",
    response_model=JobAnswer,
    status_code=201,
    responses={201: example(_JOB), **errors(400)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": dict.fromkeys(UPLOADS, _BINARY | {"example": "# One\n\nTea."}),
        },
    },
)
async def upload(
    *,
    request: Request,
    services: ServicesDep,
    filename: Annotated[
        str,
        Query(
            max_length=500,
            description="The file's name; its extension tells the kind.",
            examples=["book.epub"],
        ),
    ],
    voice: Annotated[str | None, Query(description="A voice or blend.")] = None,
    lang: Annotated[str | None, Query(description="Language tag, or auto.")] = None,
    speed: Annotated[float, Query(ge=0.25, le=4)] = 1.0,
    response_format: Annotated[FormatName, Query(description="Format of the files.")] = "mp3",
) -> Response:
    """The file is the body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in UPLOADS:
        raise InputError(
            f"The Content-Type of a book cannot be {kind!r}.",
            param="content-type",
            remedy=f"Send one of {', '.join(UPLOADS)}.",
        )
    content = await request.body()
    book = await asyncio.to_thread(read_book, content, filename)
    manner = Manner.model_validate(
        {"voice": voice, "lang": lang, "speed": speed, "response_format": response_format}
    )
    return await _kept(services, book, manner)


@router.get(
    "/{id}",
    summary="Show a job",
    response_model=JobAnswer,
    responses={200: example(_JOB), **errors(404)},
)
async def show(job: JobId, services: ServicesDep) -> Response:
    """How far it is."""
    return _answer(await asyncio.to_thread(services.jobs.store.get, job))


@router.delete(
    "/{id}",
    summary="Stop a job and delete its audio",
    status_code=204,
    response_class=Response,
    responses=errors(404),
)
async def delete(job: JobId, services: ServicesDep) -> Response:
    """Nothing of it is kept."""
    await services.jobs.delete(job)
    return Response(status_code=204)


@router.post(
    "/{id}/pause",
    summary="Pause a job",
    response_model=JobAnswer,
    responses={200: example(_JOB | {"state": "paused"}), **errors(404)},
)
async def pause(job: JobId, services: ServicesDep) -> Response:
    """What has been spoken stays."""
    await services.jobs.pause(job)
    return _answer(await asyncio.to_thread(services.jobs.store.get, job))


@router.post(
    "/{id}/resume",
    summary="Go on with a paused or failed job",
    response_model=JobAnswer,
    responses={200: example(_JOB), **errors(404)},
)
async def resume(job: JobId, services: ServicesDep) -> Response:
    """It goes on where it stopped."""
    again = partial(services.jobs.store.set_state, only_from=("paused", "failed"))
    if await asyncio.to_thread(again, job, "queued"):
        services.jobs.wake()
    return _answer(await asyncio.to_thread(services.jobs.store.get, job))


@router.get(
    "/{id}/events",
    summary="Watch a job",
    response_class=Response,
    responses={
        200: {
            "description": "Server-sent events, each a job as it stands, until it ends.",
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    "example": f"data: {to_json(_JOB).decode()}\n\n",
                }
            },
        },
        **errors(404),
    },
)
async def events(job: JobId, services: ServicesDep) -> Response:
    """One event at once, then one for every change."""
    await asyncio.to_thread(services.jobs.store.get, job)

    async def watch() -> AsyncIterator[bytes]:
        async for _ in services.jobs.changes():
            found = await asyncio.to_thread(services.jobs.store.get, job)
            yield b"data: " + to_json(JobAnswer.of(found)) + b"\n\n"
            if found.state in ("done", "failed", "paused"):
                return

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(watch(), media_type="text/event-stream", headers=headers)


@router.get(
    "/{id}/chapters/{number}/audio",
    summary="Hear a chapter",
    response_class=Response,
    responses={
        200: {
            "description": "The chapter; while it is being spoken, a stream that follows it.",
            "content": {row.media_type: _BINARY | {"example": "ID3…"} for row in FORMATS.values()},
        },
        **errors(400, 404),
    },
)
async def chapter_audio(job: JobId, number: Number, services: ServicesDep) -> Response:
    """A whole file when it is finished, with ranges; before that, sound as it is made."""
    store = services.jobs.store
    found = await asyncio.to_thread(store.get, job)
    file = await asyncio.to_thread(store.file, job, number - 1)
    media_type = FORMATS[found.spec.format].media_type
    if file is not None:
        return FileResponse(file, media_type=media_type)
    made = await asyncio.to_thread(encoder, found.spec.format, bit_rate=found.spec.bit_rate)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    stream = follow(services.jobs, job, number - 1, made)
    return StreamingResponse(stream, media_type=media_type, headers=headers)


@router.get(
    "/{id}/chapters/{number}/subtitles",
    summary="Subtitles of a chapter",
    response_class=Response,
    responses={
        200: {
            "description": "What has been spoken of it.",
            "content": {
                "text/vtt": {
                    "schema": {"type": "string"},
                    "example": "WEBVTT\n\n00:00.000 --> 00:01.630\nIt was a bright cold day.\n",
                },
                "application/x-subrip": {
                    "schema": {"type": "string"},
                    "example": "1\n00:00:00,000 --> 00:00:01,630\nIt was a bright cold day.\n",
                },
            },
        },
        **errors(400, 404),
    },
)
async def subtitles(
    job: JobId,
    number: Number,
    services: ServicesDep,
    format: Annotated[Literal["vtt", "srt"], Query()] = "vtt",  # noqa: A002 - in the query
) -> Response:
    """WebVTT or SRT, of the chapter's own text."""
    store = services.jobs.store

    def made() -> str:
        laid_out = cues(store.words(job, number - 1), store.text(job, number - 1))
        return webvtt(laid_out) if format == "vtt" else srt(laid_out)

    media_type = "text/vtt" if format == "vtt" else "application/x-subrip"
    return Response(await asyncio.to_thread(made), media_type=media_type)


@router.get(
    "/{id}/audio",
    summary="Download a finished job",
    response_class=Response,
    responses={
        200: {
            "description": "All chapters.",
            "content": {"application/zip": _BINARY | {"example": "PK…"}},
        },
        **errors(400, 404),
    },
)
async def download(job: JobId, services: ServicesDep) -> Response:
    """One zip archive: a file for each chapter, its subtitles, and a playlist."""
    found = await asyncio.to_thread(services.jobs.store.get, job)
    if found.state != "done":
        raise InputError(
            f"The job is {found.state}; its audio is not complete.",
            param="id",
            remedy="Hear its chapters one by one, or wait until it is done.",
        )
    headers = {"content-disposition": f'attachment; filename="{found.id}.zip"'}
    parts = zipped(services.jobs.store, found)
    return StreamingResponse(parts, media_type="application/zip", headers=headers)


async def _kept(services: Services, book: Book, manner: Manner) -> Response:
    """Check the manner, keep the job and begin."""
    settings, synthesizer = services.settings, services.lifecycle.synthesizer
    voice = services.catalogue.voice(manner.voice or settings.voice, synthesizer.voices)
    spec = Spec(
        voice=voice,
        lang=manner.lang if manner.lang is not None or manner.voice else settings.lang,
        speed=manner.speed,
        format=manner.response_format,
        bit_rate=manner.bit_rate,
        markup=manner.markup,
        lexicons=None if manner.lexicons is None else tuple(manner.lexicons),
    )
    synthesizer.check_manner(Utterance("", voice, spec.lang, spec.speed))
    await asyncio.to_thread(encoder, spec.format, bit_rate=spec.bit_rate)
    job = await asyncio.to_thread(services.jobs.store.create, book, spec)
    services.jobs.wake()
    return _answer(job, 201)


def _answer(job: Job, status: int = 200) -> JsonResponse:
    return JsonResponse(JobAnswer.of(job), status_code=status)
