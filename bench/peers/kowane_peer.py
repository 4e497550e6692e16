"""kowane as a peer of `bench.compare`: one JSON line in, one JSON line out.

python kowane_peer.py MODEL VOICES
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib.metadata import version

began = time.perf_counter()
os.environ |= {"KOWANE_MODEL": sys.argv[1], "KOWANE_VOICES": sys.argv[2]}

import psutil  # noqa: E402 - loading is measured, imports included

import kowane  # noqa: E402

speaker = kowane.load(audio_cache_entries=0)
speaker.say("Ready.")
info = speaker.synthesizer.engine.info


def answer(**values: object) -> None:
    values["rss_mb"] = round(psutil.Process().memory_info().rss / 1e6)
    print(json.dumps(values), flush=True)


answer(
    name=f"kowane {version('kowane')}, {info.recipe}",
    onnxruntime=version("onnxruntime"),
    first_word_s=time.perf_counter() - began,
)
for line in sys.stdin:
    began = time.perf_counter()
    first, audio = 0.0, 0.0
    for chunk in speaker.stream(json.loads(line)["text"], voice="af_heart"):
        first = first or time.perf_counter() - began
        audio += chunk.duration
    answer(first=first, whole=time.perf_counter() - began, audio=audio)
speaker.close()
