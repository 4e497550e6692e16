"""Speaking, from text to samples, on this machine; writes JSON.

    python bench/speak.py [--out bench/results/speak.json] [--runs 3]

For each text: seconds to the first audio of a stream and to the whole of it, the audio's length,
and their ratio (RTF, lower is better). Besides: loading, memory, a repetition from the cache. Times
are medians of wall clock on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from kowane import settings
from kowane.acoustic.hardware import probe, threads
from kowane.api import Kowane

TEXTS = {
    "short": "Your tea is ready.",
    "sentence": "The quick brown fox jumps over the lazy dog, and nobody in the village minds.",
    "paragraph": (
        "When the sun comes up in the morning, all the birds begin to sing. The baker opens his "
        "shop, the smell of bread fills the street, and one by one the windows light up. By eight "
        "o'clock the square is full of people, who have come from near and far to buy and sell. "
        "Nobody remembers how the market began; it has always been there."
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bench/results/speak.json"))
    parser.add_argument("--runs", type=int, default=3, help="runs of each text")
    arguments = parser.parse_args()

    began = time.perf_counter()
    with Kowane(settings.load(audio_cache_entries=0)) as kowane:
        kowane.say("Ready.")
        result: dict[str, Any] = {
            "machine": machine(),
            "first_word_ready_s": round(time.perf_counter() - began, 2),
            "texts": {name: measure(kowane, text, arguments.runs) for name, text in TEXTS.items()},
            "rss_mb": round(psutil.Process().memory_info().rss / 1e6),
        }
    with Kowane(settings.load()) as kowane:
        kowane.say(TEXTS["sentence"])
        result["from_cache_ms"] = round(1000 * timed(kowane, TEXTS["sentence"])[1], 1)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(result, indent=2) + "\n")
    print(arguments.out.read_text())


def measure(kowane: Kowane, text: str, runs: int) -> dict[str, float]:
    """Medians over `runs` runs of one text."""
    rows = [timed(kowane, text) for _ in range(runs)]
    first, whole, audio = (median(column) for column in zip(*rows, strict=True))
    return {
        "characters": len(text),
        "first_audio_s": round(first, 3),
        "whole_s": round(whole, 3),
        "audio_s": round(audio, 3),
        "rtf": round(whole / audio, 3),
    }


def timed(kowane: Kowane, text: str) -> tuple[float, float, float]:
    """(first audio, all audio, length of the audio), s."""
    began = time.perf_counter()
    first, audio = None, 0.0
    for chunk in kowane.stream(text):
        first = first or time.perf_counter() - began
        audio += chunk.duration
    return first or 0.0, time.perf_counter() - began, audio


def machine() -> dict[str, Any]:
    """What was measured, and where."""
    profile = probe()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "cpu": profile.cpu or platform.machine(),
        "cores": profile.physical_cores,
        "threads": threads(profile),
        "isa": sorted(profile.isa),
        "python": platform.python_version(),
        "onnxruntime": version("onnxruntime"),
        "kowane": version("kowane"),
        "commit": commit.stdout.strip(),
        "date": datetime.now(UTC).date().isoformat(),
        "load_1m": psutil.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
