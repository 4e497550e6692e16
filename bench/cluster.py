"""A real Ray Serve cluster on this machine: what it costs and what it brings.

    python -m bench.cluster [--parts overhead,throughput,load]

overhead: one chunk through the cluster and directly, with an engine that only hums, so that
everything measured is the way there and back. throughput: chunks of the real model, one thread
each, by one copy and by two at the same time. load: listeners by chance (bench/arrivals.py) at
several loads; TTFA and refusals, for bench/simulate.py to be held against. Interleaved, medians;
writes bench/results/cluster.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from bench.arrivals import arrivals

from kowane.speech import FRAME_SAMPLES, STYLE_SIZE, ModelOutput, TokenChunk
from kowane.vocabulary import input_ids

RESULT = Path(__file__).parent / "results" / "cluster.json"
SENTENCE = "wˈʌns ə kˈɛtᵊl sˈæŋ æt fˈɔɹ, ænd nˈObˌɑdi hˈɜɹd ɪt bˌikʌz ˈɛvɹiˌwʌn wˈʌz slˈipɪŋ."
LISTENING = re.compile(r"Listening on (http://[\w.:]+)")
LOADS = (0.4, 0.7, 1.1)


def chunk() -> TokenChunk:
    rng = np.random.default_rng(0)
    style = rng.normal(0, 0.1, STYLE_SIZE).astype(np.float32)
    return TokenChunk(input_ids(SENTENCE), style)


class Silence:
    """Engines that answer at once with 5 s of silence, as large as real answers."""

    def __call__(self) -> Any:
        from kowane.engine.protocol import EngineInfo, Health

        class Engine:
            health = Health("ready")
            info = EngineInfo("silence.onnx", "0" * 64, "none", "CPUExecutionProvider", 1, 1)

            async def start(self) -> None: ...

            async def synthesize(self, asked: TokenChunk) -> ModelOutput:
                durations = np.full(len(asked.input_ids), 200 // len(asked.input_ids), np.int64)
                samples = int(durations.sum()) * FRAME_SAMPLES
                return ModelOutput(np.zeros(samples, np.float32), durations)

            async def close(self) -> None: ...

        engine = Engine()
        return engine, engine


def overhead(runs: int) -> dict[str, float]:
    """ms of one chunk, through the cluster and directly."""
    import ray
    from ray import serve

    from kowane.cluster.replica import Replica
    from kowane.engine.ray_serve import RayServeEngine
    from kowane.settings import refuse_ray_usage_stats

    refuse_ray_usage_stats()
    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False)
    try:
        app = serve.deployment(Replica, max_ongoing_requests=4).bind(Silence())
        handle = serve.run(app, name="overhead", route_prefix=None)
        engine, direct = RayServeEngine(handle), Silence()()[0]

        async def measure() -> dict[str, float]:
            await engine.start()
            times: dict[str, list[float]] = {"cluster": [], "direct": []}
            for _ in range(runs):
                for name, each in (("cluster", engine), ("direct", direct)):
                    began = time.perf_counter()
                    await each.synthesize(chunk())
                    times[name].append(1000 * (time.perf_counter() - began))
            return {
                f"{name}_ms_{q}": round(float(np.percentile(t, p)), 3)
                for name, t in times.items()
                for q, p in (("median", 50), ("p95", 95))
            }

        return asyncio.run(measure())
    finally:
        serve.shutdown()
        ray.shutdown()


@contextmanager
def cluster(replicas: int, **settings: str) -> Any:
    """A `kowane cluster run` of copies with one thread; gives its address."""
    environment = os.environ | {"KOWANE_PORT": "0", "KOWANE_AUDIO_CACHE_ENTRIES": "0"} | settings
    command = [sys.executable, "-m", "kowane", "cluster", "run", "--replicas", str(replicas)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    lines = process.stderr or ()
    try:
        url = next((found[1] for line in lines if (found := LISTENING.search(line))), "")
        if not url:
            raise RuntimeError("the cluster did not start")
        threading.Thread(target=list, args=(lines,), daemon=True).start()  # keep its log flowing
        yield url
    finally:
        process.terminate()
        process.wait(120)


def speech(text: str, **fields: Any) -> dict[str, Any]:
    return {"input": text, "voice": "af_heart", "response_format": "pcm", **fields}


async def many(url: str, texts: list[str]) -> float:
    """s of audio a second of wall time, all texts at once."""
    async with httpx.AsyncClient(base_url=url, timeout=600) as client:
        began = time.perf_counter()
        answers = await asyncio.gather(
            *(client.post("/v1/audio/speech", json=speech(t, stream=False)) for t in texts)
        )
        spent = time.perf_counter() - began
    for answer in answers:
        answer.raise_for_status()
    return sum(len(answer.content) for answer in answers) / 48_000 / spent


def throughput(rounds: int) -> dict[str, Any]:
    """s of audio a second, by one copy and by two, in turn."""
    speeds: dict[int, list[float]] = {1: [], 2: []}
    with cluster(1) as one, cluster(2) as two:
        for turn in range(rounds):
            for copies, url in ((1, one), (2, two)):
                texts = [f"Round {turn}, number {n}. {SENTENCE_EN}" for n in range(8)]
                speeds[copies].append(asyncio.run(many(url, texts)))
    ratios = [b / a for a, b in zip(speeds[1], speeds[2], strict=True)]
    return {
        "audio_seconds_a_second": {
            str(c): round(statistics.median(s), 3) for c, s in speeds.items()
        },
        "ratio_median": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
    }


SENTENCE_EN = "Once a kettle sang at four, and nobody heard it because everyone was sleeping."


async def listen(url: str, rate: float, seconds: float, seed: int) -> dict[str, Any]:
    """Listeners by chance; each reads its stream to the end."""
    ttfa: list[float] = []
    refused = 0
    async with httpx.AsyncClient(
        base_url=url, timeout=300, limits=httpx.Limits(max_connections=None)
    ) as client:

        async def one(at: float, text: str) -> None:
            nonlocal refused
            await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
            asked = time.perf_counter()
            async with client.stream("POST", "/v1/audio/speech", json=speech(text)) as answer:
                if answer.status_code == 429:
                    refused += 1
                    return
                answer.raise_for_status()
                first = None
                async for _ in answer.aiter_raw():
                    first = first or time.perf_counter() - asked
                ttfa.append(first or float("nan"))

        people = arrivals(rate, seconds, seed)
        began = time.perf_counter()
        await asyncio.gather(*(one(each.at, each.text) for each in people))
    return {
        "rate": round(rate, 4),
        "arrivals": len(people),
        "refused": refused,
        "refusal_rate": round(refused / len(people), 4),
        "ttfa_p50": round(float(np.percentile(ttfa, 50)), 3),
        "ttfa_p95": round(float(np.percentile(ttfa, 95)), 3),
    }


def load(seconds: float) -> dict[str, Any]:
    """Two copies at several loads. A load of 1 is all the audio that they can make."""
    from bench.arrivals import LENGTHS, SENTENCES, chunk_seconds

    from kowane.text.reader import Reader

    reader = Reader()
    mean = statistics.fmean(sum(chunk_seconds(s, reader)) for s in SENTENCES)
    mean = mean * statistics.fmean(LENGTHS) + 0.8  # and "Number n."
    with cluster(2) as url:
        asyncio.run(many(url, [f"Warm up {n}. {SENTENCE_EN}" for n in range(4)]))
        capacity = asyncio.run(many(url, [f"Pace {n}. {SENTENCE_EN}" for n in range(12)]))
        levels = [
            {"load": level}
            | asyncio.run(listen(url, level * capacity / mean, seconds, seed=round(100 * level)))
            for level in LOADS
        ]
    return {
        "copies": 2,
        "seconds": seconds,
        "mean_text_seconds": round(mean, 3),
        "capacity_audio_seconds_a_second": round(capacity, 3),
        "levels": levels,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", default="overhead,throughput,load")
    parser.add_argument("--seconds", type=float, default=90, help="of each load level")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    parts = arguments.parts.split(",")
    result = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    result |= {
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, shared",
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {name: version(name) for name in ("kowane", "ray", "onnxruntime")},
    }
    if "overhead" in parts:
        result["overhead"] = overhead(300)
    if "throughput" in parts:
        result["throughput"] = throughput(arguments.rounds)
    if "load" in parts:
        result["load"] = load(arguments.seconds)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
