"""Simulated listeners against a real server: do they hear sound soon, and does it never stall.

Each listener asks for a text, plays what comes in real time (reading no more than some seconds
ahead), thinks for a while and asks again; some leave in the middle. Knows the server only by HTTP.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from kowane.speech import SAMPLE_RATE

BYTES_PER_SECOND = 2 * SAMPLE_RATE
AHEAD = 20.0
"""s of audio that a listener takes in before it lets the server wait."""

HALT = 0.005
"""s by which a chunk may be late without being counted: below the clock's and the loop's own."""

SENTENCES = (
    "The kettle sings at four, and the whole house knows that tea is near.",
    "When the sun comes up in the morning, all the birds begin to sing.",
    "Nobody remembers how the market began; it has always been there.",
    "She opened the letter slowly, read it twice, and put it back into the drawer.",
    "By eight o'clock the square is full of people who have come from near and far.",
    "If you turn left at the old mill, you will see the river between the trees.",
    "The train was late again, so we walked along the platform and talked about the summer.",
    "Your table is ready, and the soup of the day is tomato with fresh basil.",
)


@dataclass(slots=True)
class Hearing:
    """What one listener heard of one text.

    Attributes:
        outcome: "heard", "left", "refused" or "failed".
        ttfa: s from the request to the first audio.
        audio: s received.
        took: s until the last byte.
        stalls: length of each time that it had run dry, s.
        retry_after: s, of a refusal.
    """

    outcome: str = "failed"
    ttfa: float | None = None
    audio: float = 0.0
    took: float = 0.0
    stalls: list[float] = field(default_factory=list)
    retry_after: float | None = None


def text_of(words: int, draw: random.Random) -> str:
    """About so many words, never the same text twice, so that no cache helps."""
    said: list[str] = []
    while len(said) < words:
        said += [*draw.choice(SENTENCES).split(), "Number", f"{draw.randrange(10000)}."]
    return " ".join(said[: max(3, words)])


async def listen(
    client: httpx.AsyncClient, text: str, *, latency: str, leave_after: float | None = None
) -> Hearing:
    """Ask for a text and play it.

    Args:
        leave_after: s of playback after which this listener hangs up.
    """
    heard = Hearing()
    body = {"input": text, "response_format": "pcm", "latency": latency}
    began = time.perf_counter()
    ends = began
    async with client.stream("POST", "/v1/audio/speech", json=body) as answer:
        if answer.status_code == 429:
            heard.outcome = "refused"
            heard.retry_after = float(answer.headers.get("retry-after", "0"))
            return heard
        if answer.status_code != 200:
            return heard
        async for piece in answer.aiter_raw():
            now = time.perf_counter()
            if heard.ttfa is None:
                heard.ttfa, ends = now - began, now
            elif now > ends + HALT:
                heard.stalls.append(now - ends)
                ends = now
            seconds = len(piece) / BYTES_PER_SECOND
            heard.audio += seconds
            ends += seconds
            if leave_after is not None and now - began > leave_after:
                heard.outcome = "left"
                return heard
            if ends - now > AHEAD:
                await asyncio.sleep(ends - now - AHEAD)
    heard.took = time.perf_counter() - began
    heard.outcome = "heard"
    await asyncio.sleep(max(0.0, ends - time.perf_counter()))
    return heard


async def crowd(
    url: str,
    *,
    listeners: int,
    seconds: float,
    words: Sequence[int],
    think: float,
    leaving: float,
    latency: str,
    seed: int,
    book: int = 0,
    key: str | None = None,
) -> dict[str, Any]:
    """So many listeners for so long, and what they heard.

    Args:
        words: lengths of the texts, drawn from.
        think: mean pause between two texts of one listener, s.
        leaving: share of the texts that are not heard to their end.
        book: words of one whole file that is asked for beside them; 0: none.
    """
    hearings: list[list[Hearing]] = [[] for _ in range(listeners)]
    headers = {"authorization": f"Bearer {key}"} if key else {}
    limits = httpx.Limits(max_connections=listeners + 2)
    async with httpx.AsyncClient(
        base_url=url, timeout=120, limits=limits, headers=headers, trust_env=False
    ) as client:
        until = time.perf_counter() + seconds
        before = await _processor(client)

        async def one(index: int) -> None:
            draw = random.Random(seed * 1000 + index)  # noqa: S311 - repeatable, not secret
            await asyncio.sleep(draw.uniform(0, min(2.0, think)))
            while time.perf_counter() < until:
                leaves = draw.uniform(0.5, 5) if draw.random() < leaving else None
                text = text_of(draw.choice(list(words)), draw)
                heard = await listen(client, text, latency=latency, leave_after=leaves)
                hearings[index].append(heard)
                pause = draw.expovariate(1 / think) if think else 0.0
                await asyncio.sleep(max(pause, min(heard.retry_after or 0.0, 5.0)))

        reading = asyncio.create_task(_read_book(client, book, seed)) if book else None
        began = time.perf_counter()
        await asyncio.gather(*(one(index) for index in range(listeners)))
        took = time.perf_counter() - began
        book_went_on = reading is not None and not reading.done()
        if reading is not None:
            reading.cancel()
            await asyncio.wait([reading])
        after = await _processor(client)
    result = summary(hearings, took)
    result["cpu_cores"] = round((after - before) / took, 2)
    result["book_beside_all_the_time"] = book_went_on
    return result


def summary(hearings: list[list[Hearing]], took: float) -> dict[str, Any]:
    """What all of them heard: counts, percentiles, fairness."""
    every = [heard for each in hearings for heard in each]
    started = [heard for heard in every if heard.ttfa is not None]
    stalls = [stall for heard in every for stall in heard.stalls]
    whole = [heard for heard in every if heard.outcome == "heard"]
    ttfa = sorted(heard.ttfa for heard in started if heard.ttfa is not None)
    shares = [sum(heard.audio for heard in each) for each in hearings]
    return {
        "seconds": round(took, 1),
        "texts": len(every),
        **{
            name: sum(heard.outcome == name for heard in every)
            for name in ("heard", "left", "refused", "failed")
        },
        "ttfa_s": {f"p{p}": _percentile(ttfa, p) for p in (50, 95, 99)},
        "stalls": len(stalls),
        "stalled_texts": sum(bool(heard.stalls) for heard in every),
        "longest_stall_s": round(max(stalls, default=0.0), 3),
        "stalled_s": round(sum(stalls), 3),
        "audio_s": round(sum(heard.audio for heard in every), 1),
        "rtf_heard": round(
            sum(heard.took for heard in whole) / max(1e-9, sum(heard.audio for heard in whole)), 3
        ),
        "retry_after_s": _percentile(
            sorted(heard.retry_after for heard in every if heard.retry_after is not None), 50
        ),
        "fairness": _fairness(shares),
    }


def _percentile(ordered: list[float], percent: int) -> float | None:
    if not ordered:
        return None
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 3)


def _fairness(shares: list[float]) -> float:
    """Jain's index of the audio each listener got: 1 if all got the same, 1/n if one got all."""
    squares = sum(share * share for share in shares)
    return round(sum(shares) ** 2 / (len(shares) * squares), 3) if squares else 0.0


async def _read_book(client: httpx.AsyncClient, words: int, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    body = {"input": text_of(words, draw), "response_format": "wav", "stream": False}
    await client.post("/v1/audio/speech", json=body, timeout=None)


async def _processor(client: httpx.AsyncClient) -> float:
    """s of processor time that the server has used."""
    for line in (await client.get("/metrics")).text.splitlines():
        if line.startswith("process_cpu_seconds_total "):
            return float(line.rpartition(" ")[2])
    return 0.0


def plot(rounds: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """The rounds as an SVG: TTFA p50 and p95 as bars, stalls and refusals as numbers."""
    values = [row["ttfa_s"]["p95"] or 0.0 for _, row in rounds]
    top = max([*values, 0.1])
    width, height, step = 120 + 110 * len(rounds), 320, 110
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        '<text x="10" y="20" font-size="14">Time to first audio, s (p50 dark, p95 light)</text>',
    ]
    for place, (name, row) in enumerate(rounds):
        left = 60 + step * place
        for percent, colour, shift in (("p95", "#9ecae1", 30), ("p50", "#3182bd", 0)):
            value = row["ttfa_s"][percent] or 0.0
            tall = 200 * value / top
            parts.append(
                f'<rect x="{left + shift}" y="{240 - tall:.1f}" width="28" height="{tall:.1f}" '
                f'fill="{colour}"/><text x="{left + shift}" y="{235 - tall:.1f}">{value:.2f}</text>'
            )
        parts.append(f'<text x="{left}" y="260">{name}</text>')
        parts.append(f'<text x="{left}" y="278">{row["stalls"]} stalls</text>')
        parts.append(f'<text x="{left}" y="296">{row["refused"]} refused</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
