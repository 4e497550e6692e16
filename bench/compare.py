"""kowane beside other programs, same model file, same texts, same run; writes JSON.

    python -m venv /tmp/peer && /tmp/peer/bin/pip install kokoro-onnx psutil
    python -m bench.compare --peer kokoro_onnx=/tmp/peer/bin/python [--rounds 5]

Each program runs in a process and an environment of its own and streams each text as its own API
does. Rounds go through all texts and all programs in turns, the order reversed every other round;
medians are told, and the ratio of seconds within a round. Programs trim silence differently, so
compare `whole_s`, the seconds for one text, before RTF.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from kowane import settings
from kowane.assets.manifest import MODEL, VOICES
from kowane.benchmark import TEXTS, machine
from kowane.build import asset_store

PEERS = Path(__file__).parent / "peers"


class Peer:
    """One program in its process."""

    def __init__(self, name: str, python: str, files: list[str]) -> None:
        self._process = subprocess.Popen(
            [python, str(PEERS / f"{name}_peer.py"), *files],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.about = self._answer()

    def speak(self, text: str) -> dict[str, float]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"text": text}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("A peer has ended; see its message above.")
        return dict(json.loads(line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", action="append", default=[], help="NAME=PYTHON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=60, help="no new round after these")
    parser.add_argument("--texts", nargs="+", choices=list(TEXTS), default=list(TEXTS))
    parser.add_argument("--out", type=Path, default=Path("bench/results/compare.json"))
    arguments = parser.parse_args()
    store = asset_store(settings.load())
    files = [str(store.locate(MODEL)), str(store.locate(VOICES))]
    named = {"kowane": sys.executable} | dict(peer.split("=", 1) for peer in arguments.peer)
    peers = {name: Peer(name, python, files) for name, python in named.items()}
    result = compare(peers, arguments.texts, arguments.rounds, 60 * arguments.minutes)
    arguments.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    for peer in peers.values():
        peer.close()
    print(json.dumps(result, indent=1, ensure_ascii=False))


def compare(
    peers: dict[str, Peer], texts: list[str], rounds: int, seconds: float
) -> dict[str, Any]:
    """All texts with all programs, in turns."""
    rows: dict[str, dict[str, list[dict[str, float]]]] = {
        text: {name: [] for name in peers} for text in texts
    }
    began, done = time.perf_counter(), 0
    for number in range(rounds):
        if done and time.perf_counter() - began > seconds:
            break
        order = list(peers) if number % 2 else list(reversed(peers))
        for text in texts:
            for name in order:
                rows[text][name].append(peers[name].speak(TEXTS[text]))
        done += 1
    return {
        "machine": machine(),
        "model": MODEL,
        "rounds": done,
        "programs": {name: peer.about for name, peer in peers.items()},
        "texts": {
            text: {name: summary(each) for name, each in by.items()} for text, by in rows.items()
        },
        "times_kowanes_seconds": {
            text: {
                name: round(
                    median(
                        theirs["whole"] / ours["whole"]
                        for theirs, ours in zip(by[name], by["kowane"], strict=True)
                    ),
                    3,
                )
                for name in peers
            }
            for text, by in rows.items()
        },
    }


def summary(runs: list[dict[str, float]]) -> dict[str, float]:
    return {
        "ttfa_s": round(median(run["first"] for run in runs), 3),
        "whole_s": round(median(run["whole"] for run in runs), 3),
        "audio_s": round(median(run["audio"] for run in runs), 3),
        "rtf": round(median(run["whole"] / run["audio"] for run in runs), 4),
        "rss_mb": runs[-1]["rss_mb"],
    }


if __name__ == "__main__":
    main()
