"""Measure how fast English is read and how long it takes to load, in processor time.

    python bench/reading.py --machine "2 cores, …" [--repeats 5]

Prose is six sentences of about 85 characters; notation is the case list
tests/data/frontend/en.jsonl, once case by case (12 characters on average, so that the cost of a
sentence counts) and once six cases to a line, as dense as a table of prices. Processor time of this
process, not wall time, because a shared machine makes wall time a matter of luck. Writes
bench/results/reading.json: medians over the repeats, the texts taken in turn in each.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results" / "reading.json"
PROSE = [
    "The old house stood at the edge of the village, where the road bends towards the sea.",
    "She had read every letter twice before the train finally reached the station that evening.",
    "Nobody in the office could remember who had left the window open during the storm.",
    "When the rain stopped, the children ran out into the garden and shouted for their mother.",
    "He was content to wait, although the doctor had promised to be back within the hour.",
    "A good translation, she used to say, is one that lets the reader forget the original.",
]
_LOAD = """
import time, {before}
start = time.process_time()
from kowane.text import frontend
frontend.load("{lang}")
print(time.process_time() - start)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--machine", required=True, help="what it ran on, in words")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    speeds = measure_speed(arguments.repeats)
    loads = {
        "bare process": measure_load("sys", arguments.repeats),
        "with numpy and the web framework": measure_load(
            "numpy, kowane.server.app", arguments.repeats
        ),
    }
    RESULTS.write_text(
        json.dumps(
            {
                "date": datetime.now(UTC).date().isoformat(),
                "machine": arguments.machine,
                "commit": _commit(),
                "python": platform.python_version(),
                "versions": {name: version(name) for name in ("misaki", "spacy", "numpy")},
                "repeats": arguments.repeats,
                "characters_per_second": speeds,
                "load_seconds": loads,
            },
            indent=2,
        )
        + "\n"
    )
    sys.stdout.write(RESULTS.read_text())


def texts() -> dict[str, list[str]]:
    """The lists of sentences to read, by name."""
    lines = (ROOT / "tests" / "data" / "frontend" / "en.jsonl").read_text("utf-8").splitlines()
    cases = [" ".join(json.loads(line)["text"].split()) for line in lines]
    joined = [" ".join(cases[place : place + 6]) for place in range(0, len(cases), 6)]
    return {"prose": PROSE * 20, "notation, by case": cases, "notation, six cases a line": joined}


def measure_speed(repeats: int) -> dict[str, dict[str, float]]:
    """Characters a second of normalising, sounding and both."""
    from kowane.speech import SpokenText
    from kowane.text import frontend

    reader = frontend.load("en-us")
    sets = texts()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in sets}
    for repeat in range(repeats + 1):
        for name, lines in sets.items():
            normalising = sounding = 0.0
            for line in lines:
                start = time.process_time()
                spoken = reader.normalise(SpokenText.verbatim(line))
                middle = time.process_time()
                reader.phonemize(spoken)
                normalising += middle - start
                sounding += time.process_time() - middle
            if repeat:  # the first round warms up
                found[name].append((normalising, sounding))
    speeds = {}
    for name, rounds in found.items():
        size = sum(map(len, sets[name]))
        normalising, sounding = (statistics.median(times) for times in zip(*rounds, strict=True))
        speeds[name] = {
            "normalising": round(size / normalising),
            "sounding": round(size / sounding),
            "both": round(size / statistics.median(sum(times) for times in rounds)),
        }
    return speeds


def measure_load(before: str, repeats: int) -> dict[str, float]:
    """Processor time, s, of loading each accent in a process that has imported `before`."""
    return {
        lang: round(
            statistics.median(
                float(
                    subprocess.run(
                        [sys.executable, "-c", _LOAD.format(before=before, lang=lang)],
                        capture_output=True,
                        check=True,
                        text=True,
                    ).stdout
                )
                for _ in range(repeats)
            ),
            2,
        )
        for lang in ("en-us", "en-gb")
    }


def _commit() -> str:
    return subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()


if __name__ == "__main__":
    main()
