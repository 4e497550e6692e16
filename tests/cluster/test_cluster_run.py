"""`kowane cluster run` with the real model: the single process's samples, whatever dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator

import httpx
import psutil
import pytest
from tests.e2e.process import REAL, Process, running

pytest.importorskip("ray", reason="pip install 'kowane[cluster]'")
pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

CLUSTER = (sys.executable, "-m", "kowane", "cluster", "run", "--replicas", "2")
LONG = " ".join(f"This is sentence number {n} of a text that is spoken in parts." for n in range(9))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Process]:
    settings = {"KOWANE_AUDIO_CACHE_ENTRIES": 0, "KOWANE_DEADLINE": 600}  # a busy machine is slow
    with running(CLUSTER, timeout=240, **settings) as process:
        yield process


def copies(process: Process) -> list[psutil.Process]:
    """The processes in which the model runs."""
    found = []
    for child in psutil.Process(process.popen.pid).children(recursive=True):
        if "kowane:engine" in " ".join(child.cmdline()):
            found.append(child)
    return found


def request(text: str) -> dict[str, str]:
    return {"input": text, "voice": "af_heart", "response_format": "wav"}


def test_samples_are_those_of_a_single_process(cluster: Process) -> None:
    with running(REAL, timeout=120, KOWANE_THREADS=1) as alone:
        for text in ("All is well.", LONG):
            answers = [
                httpx.post(each.url + "/v1/audio/speech", json=request(text), timeout=300)
                for each in (cluster, alone)
            ]
            assert [answer.status_code for answer in answers] == [200, 200]
            assert answers[0].content == answers[1].content


async def test_a_copy_that_is_killed_costs_none_of_fifty_requests(cluster: Process) -> None:
    texts = [f"Number {n}." for n in range(50)]
    async with httpx.AsyncClient(base_url=cluster.url, timeout=400) as client:

        async def speak(text: str) -> httpx.Response:
            return await client.post("/v1/audio/speech", json=request(text))

        work = [asyncio.create_task(speak(text)) for text in texts]
        while sum(task.done() for task in work) < 5:
            await asyncio.sleep(0.05)
        victims = copies(cluster)
        assert len(victims) == 2
        os.kill(victims[0].pid, signal.SIGKILL)
        answers = await asyncio.gather(*work)
        again = await asyncio.gather(*(speak(text) for text in texts[:6]))
    assert [answer.status_code for answer in answers] == [200] * 50
    assert [answer.content for answer in again] == [answer.content for answer in answers[:6]]


def test_it_ends_in_order_when_told_to(cluster: Process) -> None:
    children = psutil.Process(cluster.popen.pid).children(recursive=True)
    cluster.terminate()
    assert cluster.wait(90) == 0
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
