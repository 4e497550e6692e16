"""kokoro-onnx as a peer of `bench.compare`; runs in an environment of its own, without kowane.

python kokoro_onnx_peer.py MODEL VOICES
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from importlib.metadata import version

began = time.perf_counter()

import psutil  # noqa: E402 - loading is measured, imports included
from kokoro_onnx import Kokoro  # noqa: E402

speaker = Kokoro(sys.argv[1], sys.argv[2])
speaker.create("Ready.", voice="af_heart", lang="en-us")


def answer(**values: object) -> None:
    values["rss_mb"] = round(psutil.Process().memory_info().rss / 1e6)
    print(json.dumps(values), flush=True)


async def stream(text: str) -> tuple[float, float]:
    """(s to the first samples, s of audio)."""
    first, samples = 0.0, 0
    began = time.perf_counter()
    async for audio, _ in speaker.create_stream(text, voice="af_heart", lang="en-us"):
        first = first or time.perf_counter() - began
        samples += len(audio)
    return first, samples / 24_000


answer(
    name=f"kokoro-onnx {version('kokoro-onnx')}",
    onnxruntime=version("onnxruntime"),
    first_word_s=time.perf_counter() - began,
)
for line in sys.stdin:
    began = time.perf_counter()
    first, audio = asyncio.run(stream(json.loads(line)["text"]))
    answer(first=first, whole=time.perf_counter() - began, audio=audio)
