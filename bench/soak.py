"""A server process under a thousand mixed requests, a third of whose clients leave early.

Run from the checkout: `python -m bench.soak [--requests 1000]`. The engine hums, so this measures
the server: outcomes, memory, and whether every place comes back. Writes bench/results/soak.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import psutil
from tests.e2e.process import running

RESULT = Path(__file__).parent / "results" / "soak.json"
SENTENCE = "Sentence number {} of a rather long story goes on and on."
AT_ONCE = 24
EXPECTED = {"ok": {200}, "mistake": {400, 404}}


def kinds(random_: random.Random, number: int) -> tuple[str, str, dict[str, Any] | None]:
    """(name, path, body) of one request."""
    short = SENTENCE.format(number % 50)
    long = " ".join(SENTENCE.format(random_.randrange(1000)) for _ in range(8))
    return random_.choice(
        [
            ("wav", "/v1/audio/speech", {"input": short, "response_format": "wav"}),
            ("mp3", "/v1/audio/speech", {"input": long}),
            ("opus", "/v1/audio/speech", {"input": long, "response_format": "opus"}),
            ("pcm", "/v1/audio/speech", {"input": long, "response_format": "pcm"}),
            (
                "sse",
                "/v1/audio/speech",
                {"input": long, "stream_format": "sse", "timestamps": "word"},
            ),
            ("captions", "/v1/audio/speech/captions", {"input": short}),
            ("phonemize", "/v1/phonemize", {"input": long}),
            ("voices", "/v1/audio/voices", None),
            ("mistake", "/v1/audio/speech", {"input": short, "voice": "nobody"}),
        ]
    )


async def one(client: httpx.AsyncClient, random_: random.Random, number: int) -> str:
    name, path, body = kinds(random_, number)
    leaves = random_.random() < 1 / 3
    patience = random_.uniform(0, 0.4)
    method = "GET" if body is None else "POST"
    try:
        async with asyncio.timeout(patience if leaves else 120):
            async with client.stream(method, path, json=body) as answer:
                async for _ in answer.aiter_raw():
                    pass
    except TimeoutError:
        return f"{name} left" if leaves else f"{name} HANGS"
    except httpx.HTTPError as error:
        return f"{name} {type(error).__name__}"
    expected = EXPECTED["mistake" if name == "mistake" else "ok"]
    return f"{name} ok" if answer.status_code in expected else f"{name} {answer.status_code}"


async def gauge(client: httpx.AsyncClient, name: str) -> float:
    for line in (await client.get("/metrics")).text.splitlines():
        if line.startswith(name + " "):
            return float(line.rpartition(" ")[2])
    return -1


async def soak(url: str, pid: int, requests: int, seed: int) -> dict[str, Any]:
    random_ = random.Random(seed)  # noqa: S311 - repeatable, not secret
    server = psutil.Process(pid)
    outcomes: Counter[str] = Counter()
    rss: list[int] = []
    turn = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE + 2)
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as client:

        async def guarded(number: int) -> None:
            async with turn:
                outcomes[await one(client, random_, number)] += 1
                if sum(outcomes.values()) % 50 == 0:
                    rss.append(server.memory_info().rss)

        began = time.perf_counter()
        await asyncio.gather(*(guarded(number) for number in range(requests)))
        took = time.perf_counter() - began
        for _ in range(100):
            if await gauge(client, "kowane_active_requests") == 0:
                break
            await asyncio.sleep(0.1)
        after_100 = rss[1]
        return {
            "requests": requests,
            "seconds": round(took, 1),
            "at_once": AT_ONCE,
            "outcomes": dict(sorted(outcomes.items())),
            "unexpected": sum(
                count for key, count in outcomes.items() if not key.endswith((" ok", " left"))
            ),
            "left_early": sum(count for key, count in outcomes.items() if key.endswith(" left")),
            "places_taken_after": await gauge(client, "kowane_active_requests"),
            "queued_after": await gauge(client, "kowane_queue_depth"),
            "parked_after": await gauge(client, "kowane_parked_requests"),
            "rss_mb_every_50": [round(value / 2**20, 1) for value in rss],
            "rss_growth_after_first_100": round(rss[-1] / after_100 - 1, 4),
            "threads_after": server.num_threads(),
            "files_after": server.num_fds(),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with running(FAKE_DELAY=0.02, FAKE_CACHE=1, KOWANE_AUDIO_CACHE_ENTRIES=50) as process:
        result = asyncio.run(soak(process.url, process.popen.pid, options.requests, options.seed))
        result["server_errors_logged"] = sum("Traceback" in line for line in process.log)
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
