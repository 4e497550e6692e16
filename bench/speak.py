"""Speaking, from text to samples, on this machine: bench/results/speak.json and the README's table.

Run from the checkout: `python -m bench.speak [--runs 5]`, or with `--render` to write the README's
table anew from the results there are.

texts: for each the s to the first audio of a stream and to all of it, their ratio to the audio's
length (RTF, lower is better), the CPU s of all threads for a s of audio, and the s it takes once
more from the cache. The best of the runs counts: whatever else the machine does only adds. start:
fresh processes that say one sentence; s until model and English are loaded, and the highest RSS.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "speak.json"
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- measured: bench/results/speak.json -->\n", "<!-- end -->"

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
    parser.add_argument("--runs", type=int, default=5, help="runs of each text, and one")
    parser.add_argument("--starts", type=int, default=5, help="fresh processes")
    parser.add_argument("--render", action="store_true", help="only write the README's table")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(start()))
        return
    if not arguments.render:
        command = [sys.executable, __file__, "--child"]
        starts = [
            json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            for _ in range(arguments.starts)
        ]
        result = {
            "machine": machine(),
            "runs": arguments.runs + 1,
            "start": best(starts),
            "texts": speak(arguments.runs),
        }
        RESULT.write_text(json.dumps(result, indent=2) + "\n")
    README.write_text(rendered(README.read_text("utf-8")), "utf-8")
    print(RESULT.read_text())


def start() -> dict[str, float]:
    """In a fresh process: everything until a sentence could be spoken, and then speak it."""
    import psutil

    from kowane import api

    with api.load(audio_cache_entries=0) as kowane:
        kowane.run(kowane.synthesizer.start, ["en-us"])
        usage = resource.getrusage(resource.RUSAGE_SELF)
        load_s = time.time() - psutil.Process().create_time()
        kowane.say(TEXTS["sentence"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "load_s": round(load_s, 2),
        "load_cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "rss_mb": round(peak / 1024),
    }


def speak(runs: int) -> dict[str, Any]:
    """The best of `runs` runs of each text."""
    from kowane import api

    texts: dict[str, Any] = {}
    with api.load(audio_cache_entries=0) as speaker, api.load() as cached:
        for each in (speaker, cached):
            each.say("Ready.")
        for name, text in TEXTS.items():
            rows = [timed(speaker, text) for _ in range(runs)]
            rows.append(timed(cached, text))  # not in the cache yet
            again = min(timed(cached, text)["whole_s"] for _ in range(5))
            texts[name] = {"characters": len(text), **best(rows), "from_cache_s": again}
    return texts


def timed(speaker: Any, text: str) -> dict[str, float]:
    """One run: s to the first audio and to all of it, and CPU s of the process for a s of audio."""
    began, cpu, first, audio = time.perf_counter(), time.process_time(), 0.0, 0.0
    for chunk in speaker.stream(text):
        first = first or time.perf_counter() - began
        audio += chunk.duration
    whole, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {
        "first_audio_s": round(first, 3),
        "whole_s": round(whole, 3),
        "audio_s": round(audio, 3),
        "rtf": round(whole / audio, 3),
        "cpu_s_per_audio_s": round(cpu / audio, 3),
    }


def best(rows: list[dict[str, float]]) -> dict[str, float]:
    """The least of each column."""
    return {name: min(row[name] for row in rows) for name in rows[0]}


def machine() -> dict[str, Any]:
    """What was measured, and where."""
    import psutil

    from kowane.acoustic.hardware import probe, threads

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
        "shared": True,
        "load_1m": round(psutil.getloadavg()[0], 1),
    }


def rendered(readme: str) -> str:
    """The README with its table made from the results; without one while there are none."""
    head, begin, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README has no {BEGIN.strip()} … {END}")
    made = table(json.loads(RESULT.read_text("utf-8"))) if RESULT.exists() else ""
    return head + begin + made + end + tail


def table(result: dict[str, Any]) -> str:
    """The results as Markdown."""
    where = result["machine"]
    lines = [
        f"Measured on {where['cores']} shared cores ({where['cpu']}, {where['threads']} threads, "
        f"no GPU; best of {result['runs']} runs, [results](bench/results/speak.json)):",
        "",
        "| text | audio | first sound | all of it | again, from the cache |",
        "|---|---|---|---|---|",
    ]
    for name, text in result["texts"].items():
        lines.append(
            f"| {name}, {text['characters']} characters | {text['audio_s']:.1f} s "
            f"| {text['first_audio_s']:.2f} s | {text['whole_s']:.2f} s "
            f"| {1000 * text['from_cache_s']:.0f} ms |"
        )
    begun = result["start"]
    lines += [
        "",
        f"A fresh process is ready to speak English after {begun['load_s']:.1f} s and stays below "
        f"{begun['rss_mb']} MB.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
