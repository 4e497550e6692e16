"""Read hostile text in two sizes and report how processor time grows with it.

    python bench/hostile.py --machine "2 cores, …" [--size 5000] [--factor 4] [--megabyte]

Each pattern is repeated to `size` and to `factor` times as many characters and read in English from
sentence splitting to phonemes. Linear work takes `factor` times as long; the time of what is read
for the first time (unknown words go to the fallback once) makes it less. With --megabyte four of
the patterns are read at 1,000,000 characters too. Writes bench/results/hostile.json.
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
from pathlib import Path

from kowane.speech import SpokenText
from kowane.text import frontend, sentences

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results" / "hostile.json"
PATTERNS = [
    "a", "aB", "a-", "a ", "A", "A.", "1", "1,", "1.", "1/", "1-", "1:", "1 ", "-1", "$",
    "$1", "£1.", "(", ")", "((", "[a](", "`", "**", "*a", "_", "#", "# ", "@a", "a@", "a.",
    "a.b", "http://", "www.", "/a", "\\", "&amp;", "&", "<b>", "<", "|", "| a ", "\n",
    "\n\n", "\n- ", "'", "’s", '"', "“", "”", "...", "…", "!", "?!", "—", "–", "%", "°",
    "²", "½", "😀", "\u200d", "\u0301", "ﬁ", "日本", "ж", "\ufffd", "\x00", "\x1b", "Mr. ",
    "e.g. ", "I", "VIII ", "XIV", "x^2", "x² + ", "H2O", "5 km ", "5km/h", "10:30 ",
    "2024-03-15", "Jan ", "1st ", "v1.2.", "CO2", "WWW", "Ctrl+", "aaaa bbbb ",
    "I read the lead. ", "no punctuation at all just words ",
]  # fmt: skip
FLOOR = 0.01
"""s. What takes less (white space, marks alone) says nothing about growth."""

MEGABYTE = ["no punctuation at all just words ", "aB", "1,", "😀"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--machine", required=True, help="what it ran on, in words")
    parser.add_argument("--size", type=int, default=5000)
    parser.add_argument("--factor", type=int, default=4)
    parser.add_argument("--megabyte", action="store_true")
    arguments = parser.parse_args()
    reader = frontend.load("en-us")
    rows = []
    for pattern in PATTERNS:
        small = seconds(reader, repeated(pattern, arguments.size))
        large = seconds(reader, repeated(pattern, arguments.size * arguments.factor))
        rows.append(
            {
                "pattern": pattern,
                "small": small,
                "large": large,
                "ratio": round(large / max(small, FLOOR), 2),
            }
        )
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": arguments.machine,
        "commit": subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip(),
        "python": platform.python_version(),
        "size": arguments.size,
        "factor": arguments.factor,
        "patterns": len(rows),
        "largest_ratio": max(row["ratio"] for row in rows),
        "slowest": max(row["large"] for row in rows),
        "rows": rows,
    }
    if arguments.megabyte:
        result["megabyte_seconds"] = {
            pattern: seconds(reader, repeated(pattern, 1_000_000)) for pattern in MEGABYTE
        }
        result["most_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    del result["rows"]
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def repeated(pattern: str, size: int) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


def seconds(reader: frontend.FrontEnd, text: str) -> float:
    """Processor time of reading the text."""
    start = time.process_time()
    for span in sentences.split(text, reader.lang):
        spoken = reader.normalise(SpokenText.verbatim(text[span.start : span.end]), frozenset())
        reader.phonemize(spoken)
    return round(time.process_time() - start, 3)


if __name__ == "__main__":
    main()
