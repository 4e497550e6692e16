"""What the server itself costs, and whether health is answered while the model computes.

Run from the checkout: `python -m bench.overhead [--parts server json liveness memory]`. Writes
bench/results/overhead.json; parts that are not measured keep what the file has of them.

server: a humming engine without delay behind a warm cache, one connection, one sentence as wav: all
of a request but G2P (as Server-Timing tells it) is overhead. json: the serializer against
json.dumps. liveness: the real model, one long synthesis, health polled beside it. memory: the real
model in one to three workers; private memory (USS) and memory with shared pages divided (PSS).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psutil
from pydantic_core import to_json
from tests.e2e.process import REAL, running

RESULT = Path(__file__).parent / "results" / "overhead.json"
SENTENCE = "The kettle sings at four, and the cat looks up from the window."
PATHS = ("/livez", "/readyz", "/metrics")


def spread(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, in ms."""
    ordered = sorted(values)
    return {
        "p50_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 2),
        "max_ms": round(ordered[-1] * 1000, 2),
    }


def timing(answer: httpx.Response) -> dict[str, float]:
    """Server-Timing in s."""
    parts = (part.split(";dur=") for part in answer.headers["server-timing"].split(", "))
    return {name: float(value) / 1000 for name, value in parts}


def server(runs: int = 300) -> dict[str, Any]:
    inside: list[float] = []
    beside_g2p: list[float] = []
    outside: list[float] = []
    with running(FAKE_DELAY=0, FAKE_CACHE=1) as process, httpx.Client() as client:
        body = {"input": SENTENCE, "voice": "af_heart", "response_format": "wav"}
        for number in range(runs + 20):
            began = time.perf_counter()
            answer = client.post(process.url + "/v1/audio/speech", json=body)
            took = time.perf_counter() - began
            answer.raise_for_status()
            if number < 20:
                continue
            told = timing(answer)
            inside.append(told["total"])
            beside_g2p.append(told["total"] - told["g2p"] - told["inference"])
            outside.append(took)
        health = []
        for _ in range(runs):
            began = time.perf_counter()
            client.get(process.url + "/livez")
            health.append(time.perf_counter() - began)
    return {
        "runs": runs,
        "cache_hit_seen_by_client": spread(outside),
        "cache_hit_in_server": spread(inside),
        "overhead_in_server": spread(beside_g2p),
        "livez_seen_by_client": spread(health),
    }


def each(work: Callable[[], object], runs: int = 300) -> float:
    """µs of one call."""
    began = time.perf_counter()
    for _ in range(runs):
        work()
    return round((time.perf_counter() - began) / runs * 1e6, 1)


def serializers() -> dict[str, Any]:
    with running() as process:
        voices = httpx.get(process.url + "/v1/audio/voices").json()
        explained = httpx.post(
            process.url + "/v1/phonemize", json={"input": SENTENCE * 20, "voice": "af_heart"}
        ).json()
    return {
        name: {
            "bytes": len(to_json(value)),
            "pydantic_core_us": each(lambda value=value: to_json(value, inf_nan_mode="null")),
            "json_dumps_us": each(
                lambda value=value: json.dumps(
                    value, ensure_ascii=False, allow_nan=False, separators=(",", ":")
                ).encode()
            ),
        }
        for name, value in (("voices", voices), ("phonemize", explained))
    }


async def _poll(url: str, synthesis: asyncio.Task[float]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {path: [] for path in PATHS}
    async with httpx.AsyncClient(base_url=url) as client:
        while not synthesis.done():
            for path in PATHS:
                began = time.perf_counter()
                answer = await client.get(path)
                taken[path].append(time.perf_counter() - began)
                answer.raise_for_status()
            await asyncio.sleep(0.05)
    return taken


async def _long(url: str) -> float:
    text = " ".join(f"{SENTENCE} {number}." for number in range(8))
    async with httpx.AsyncClient(base_url=url, timeout=600) as client:
        began = time.perf_counter()
        answer = await client.post("/v1/audio/speech", json={"input": text})
        answer.raise_for_status()
        return time.perf_counter() - began


def liveness() -> dict[str, Any]:
    async def measure(url: str) -> tuple[float, dict[str, list[float]]]:
        synthesis = asyncio.create_task(_long(url))
        return await synthesis if synthesis.done() else 0.0, await _poll(url, synthesis)

    with running(REAL, timeout=120) as process:
        began = time.perf_counter()
        _, taken = asyncio.run(measure(process.url))
        took = time.perf_counter() - began
    return {
        "synthesis_s": round(took, 1),
        "polls": len(taken["/livez"]),
        **{path: spread(values) for path, values in taken.items()},
    }


def memory() -> dict[str, Any]:
    found = {}
    for count in (1, 2, 3):
        command = (*REAL, "--workers", str(count))
        with running(command, timeout=180) as process:
            parent = psutil.Process(process.popen.pid)
            ready: set[int] = set()
            while len(ready) < count:
                ready.add(
                    httpx.post(
                        process.url + "/v1/audio/speech",
                        json={"input": SENTENCE, "response_format": "wav"},
                        timeout=120,
                    )
                    and httpx.get(process.url + "/status").json()["pid"]
                )
            members = [parent, *parent.children(recursive=True)]
            full = [member.memory_full_info() for member in members]
            found[f"{count}_workers"] = {
                "pss_mb": round(sum(one.pss for one in full) / 2**20),
                "uss_mb": round(sum(one.uss for one in full) / 2**20),
                "rss_sum_mb": round(sum(one.rss for one in full) / 2**20),
                "processes": len(members),
            }
    return found


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "server": server,
    "json": serializers,
    "liveness": liveness,
    "memory": memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    options = parser.parse_args()
    result = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    for part in options.parts:
        result[part] = PARTS[part]() | {
            "python": platform.python_version(),
            "cores": psutil.cpu_count(),
            "load_1m": round(psutil.getloadavg()[0], 2),
        }
        RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
