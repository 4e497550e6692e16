"""What simulated listeners report."""

from __future__ import annotations

import random

import httpx
import pytest

from kowane import live_benchmark
from kowane.live_benchmark import BYTES_PER_SECOND, Hearing, listen, summary, text_of


class Slow(httpx.AsyncByteStream):
    """Two pieces of 0.1 s, the second one late."""

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        import asyncio

        yield bytes(BYTES_PER_SECOND // 10)
        await asyncio.sleep(0.25)
        yield bytes(BYTES_PER_SECOND // 10)


async def test_a_late_piece_is_a_stall_of_its_lateness() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Slow()))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        heard = await listen(client, "text", latency="low")
    assert heard.outcome == "heard"
    assert heard.audio == pytest.approx(0.2)
    assert heard.stalls == [pytest.approx(0.15, abs=0.14)]


async def test_a_refusal_is_counted_with_its_retry_after() -> None:
    refusal = httpx.Response(429, headers={"retry-after": "7"})
    transport = httpx.MockTransport(lambda _: refusal)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        heard = await listen(client, "text", latency="low")
    assert (heard.outcome, heard.retry_after, heard.ttfa) == ("refused", 7.0, None)


def test_the_summary_counts_and_ranks() -> None:
    good = Hearing("heard", ttfa=0.1, audio=10, took=3)
    bad = Hearing("heard", ttfa=0.9, audio=10, took=5, stalls=[0.5, 0.25])
    row = summary([[good, good], [bad], [Hearing("refused", retry_after=4)]], 60)
    assert (row["texts"], row["heard"], row["refused"]) == (4, 3, 1)
    assert row["ttfa_s"] == {"p50": 0.1, "p95": 0.9, "p99": 0.9}
    assert (row["stalls"], row["longest_stall_s"], row["stalled_texts"]) == (2, 0.5, 1)
    assert row["rtf_heard"] == pytest.approx(11 / 30, abs=0.001)
    assert row["fairness"] == pytest.approx(30**2 / (3 * 500), abs=0.001)
    assert "<svg" in live_benchmark.plot([("3 listeners", row)])


def test_texts_have_the_length_asked_for_and_differ() -> None:
    draw = random.Random(1)  # noqa: S311
    first, second = text_of(200, draw), text_of(200, draw)
    assert len(first.split()) == 200
    assert first != second
