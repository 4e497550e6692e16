"""Books over HTTP: sent, watched, heard while they are made, downloaded, stopped."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from tests.fakes import FakeEngine
from tests.serving import LONG, Server
from tests.unit.jobs.books import epub

Start = Callable[..., Any]
BOOK = {"input": f"# One\n\n{LONG}\n\n# Two\n\nShort.", "title": "Tea", "response_format": "pcm"}


async def done(server: Server, job: str) -> dict[str, Any]:
    """The job when it has ended, by its own event stream."""
    last: dict[str, Any] = {}
    async with asyncio.timeout(30):
        answer = await server.client.get(f"/v1/jobs/{job}/events")
    for line in answer.text.splitlines():
        if line.startswith("data: "):
            last = json.loads(line.removeprefix("data: "))
    return last


async def test_a_text_becomes_a_book_that_can_be_watched_and_heard(start: Start) -> None:
    server: Server = await start()
    made = await server.client.post("/v1/jobs", json=BOOK)
    assert made.status_code == 201
    job = made.json()
    assert [chapter["title"] for chapter in job["chapters"]] == ["One", "Two"]
    ended = await done(server, job["id"])
    assert (ended["state"], ended["progress"]) == ("done", 1.0)
    heard = await server.client.get(f"/v1/jobs/{job['id']}/chapters/1/audio")
    assert heard.headers["content-type"] == "audio/pcm"
    spoken = await server.speak(f"One\n\n{LONG}", response_format="pcm", stream=False)
    assert heard.content == spoken.content
    assert ended["chapters"][0]["duration"] == pytest.approx(len(heard.content) / 48_000, abs=0.01)
    part = await server.client.get(
        f"/v1/jobs/{job['id']}/chapters/1/audio", headers={"range": "bytes=0-9"}
    )
    assert (part.status_code, part.content) == (206, heard.content[:10])


async def test_a_chapter_can_be_heard_from_its_first_second(start: Start) -> None:
    server: Server = await start(engine=FakeEngine(delay=0.02))
    job = (await server.client.post("/v1/jobs", json=BOOK)).json()["id"]
    early = await server.client.get(f"/v1/jobs/{job}/chapters/1/audio")
    await done(server, job)
    late = await server.client.get(f"/v1/jobs/{job}/chapters/1/audio")
    assert early.content == late.content


async def test_an_epub_is_uploaded_and_downloaded_as_one_archive(start: Start) -> None:
    server: Server = await start()
    made = await server.client.post(
        "/v1/jobs/upload",
        params={"filename": "kettle.epub", "voice": "alloy", "response_format": "mp3"},
        content=epub(),
        headers={"content-type": "application/epub+zip"},
    )
    job = made.json()
    assert (made.status_code, job["title"], job["author"]) == (201, "The Kettle", "A. Writer")
    assert job["voice"] == "af_alloy"
    await done(server, job["id"])
    archive = await server.client.get(f"/v1/jobs/{job['id']}/audio")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as parts:
        assert parts.testzip() is None
        assert "002 One.mp3" in parts.namelist()
        assert parts.read("002 One.vtt").startswith(b"WEBVTT")


async def test_subtitles_are_of_the_chapters_own_text(start: Start) -> None:
    server: Server = await start()
    job = (await server.client.post("/v1/jobs", json=BOOK)).json()["id"]
    await done(server, job)
    answer = await server.client.get(f"/v1/jobs/{job}/chapters/2/subtitles?format=srt")
    assert answer.headers["content-type"].startswith("application/x-subrip")
    assert "Short." in answer.text


async def test_a_job_is_paused_resumed_and_deleted(start: Start) -> None:
    server: Server = await start(engine=FakeEngine(delay=0.05))
    job = (await server.client.post("/v1/jobs", json=BOOK)).json()["id"]
    paused = await server.client.post(f"/v1/jobs/{job}/pause")
    assert paused.json()["state"] == "paused"
    refused = await server.client.get(f"/v1/jobs/{job}/audio")
    assert refused.json()["error"]["message"].startswith("The job is paused")
    await server.client.post(f"/v1/jobs/{job}/resume")
    assert (await done(server, job))["state"] == "done"
    assert (await server.client.get("/v1/jobs")).json()["jobs"][0]["id"] == job
    assert (await server.client.delete(f"/v1/jobs/{job}")).status_code == 204
    gone = await server.client.get(f"/v1/jobs/{job}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "job_not_found")


@pytest.mark.parametrize(
    ("path", "kind", "status", "code"),
    [
        ("?filename=a.txt", "text/plain", 400, "invalid_value"),
        ("?filename=a.doc", "application/octet-stream", 400, "invalid_book"),
        ("?filename=a.epub", "application/epub+zip", 400, "invalid_book"),
        ("?filename=a.md&voice=nobody", "text/markdown", 400, "unknown_voice"),
        ("?filename=a.md&speed=9", "text/markdown", 400, "invalid_value"),
        ("", "text/markdown", 400, "invalid_value"),
    ],
)
async def test_what_cannot_be_spoken_is_refused_at_once(
    start: Start, path: str, kind: str, status: int, code: str
) -> None:
    server: Server = await start()
    answer = await server.client.post(
        "/v1/jobs/upload" + path, content=b"Words.", headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert (await server.client.get("/v1/jobs")).json() == {"jobs": []}


async def test_books_may_be_larger_than_other_bodies(start: Start) -> None:
    server: Server = await start(max_body_bytes=2_000, max_upload_bytes=5_000)
    body = {"input": "Words. " * 400}
    assert (await server.client.post("/v1/jobs", json=body)).status_code == 201
    assert (await server.client.post("/v1/audio/speech", json=body)).status_code == 413
    large = await server.client.post("/v1/jobs", json={"input": "Words. " * 1000})
    assert (large.status_code, large.json()["error"]["code"]) == (413, "body_too_large")
    assert "KOWANE_MAX_UPLOAD_BYTES" in large.json()["error"]["message"]
