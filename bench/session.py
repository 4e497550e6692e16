"""Measures loading, memory and stopping of the model on this machine; writes JSON.

    python bench/session.py [--out bench/results/session.json] [--runs 20] [--parts loading …]

Parts that are not measured keep what the file has of them.

Memory settings are compared in a process each, over the same runs of varying length with one long
run among them. Times of runs are CPU seconds per second of audio, since they bear a busy machine
better than the wall clock; everything else is wall clock.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import tempfile
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from kowane.acoustic.hardware import probe
from kowane.acoustic.memory import give_back
from kowane.acoustic.plan import SessionPlan, plan_for
from kowane.acoustic.preparation import prepare
from kowane.assets.manifest import MODEL, VOICES
from kowane.build import asset_store
from kowane.errors import Cancelled
from kowane.settings import load
from kowane.speech import MAX_SPEED, SAMPLE_RATE, STYLE_SIZE, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

TEXT = "ðə kwˈɪk bɹˈWn fˈɑks ʤˈʌmps ˌOvəɹ ðə lˈAzi dˈɔɡ, ænd ɪt ɹˈʌnz əwˈA. " * 10
LONG = 200
STOP_AFTER = (1, 5, 15, 30, 45)
PARTS = ("loading", "memory", "stopping")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bench/results/session.json"))
    parser.add_argument("--runs", type=int, default=20, help="runs for each memory setting")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    arguments = parser.parse_args()

    plan = plan_for(probe())
    base = replace(plan, shrink_above=None)
    settings = {
        "arena": base,
        "arena, shrunk after every run": replace(base, shrink_above=0),
        f"arena, shrunk above {LONG - 1} symbols": replace(base, shrink_above=LONG - 1),
        "no arena": replace(base, arena=False),
        "arena and memory pattern": replace(base, mem_pattern=True),
    }
    out: Path = arguments.out
    report = json.loads(out.read_text()) if out.exists() else {}
    if "loading" in arguments.parts:
        report["loading"] = {"machine": machine(), **apart(loading, plan)}
    if "memory" in arguments.parts:
        report["memory"] = {"machine": machine()} | {
            name: apart(memory, setting, arguments.runs) for name, setting in settings.items()
        }
    if "stopping" in arguments.parts:
        report["stopping"] = {"machine": machine(), **apart(stopping, plan)}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(report, indent=1, ensure_ascii=False))


def machine() -> dict[str, Any]:
    import onnxruntime

    profile = asdict(probe())
    return {
        **profile,
        "isa": sorted(profile["isa"]),
        "load_average": os.getloadavg(),
        "python": platform.python_version(),
        "onnxruntime": onnxruntime.__version__,
    }


def loading(plan: SessionPlan) -> dict[str, float]:
    """Seconds and MB from a bare interpreter to a model that has run once."""
    report = {"rss_before_mb": rss()}
    with tempfile.TemporaryDirectory() as directory:
        started = time.perf_counter()
        path = prepared(Path(directory))
        report["imports_and_prepare_s"] = lap(started)
        report["rss_prepared_mb"] = rss()
        started = time.perf_counter()
        prepared(Path(directory))
        report["prepared_before_s"] = lap(started)
        from kowane.acoustic.session import AcousticModel

        started = time.perf_counter()
        model = AcousticModel.load(path, plan)
        report["session_s"] = lap(started)
        report["rss_loaded_mb"] = rss()
        started = time.perf_counter()
        model.run(TokenChunk(input_ids("."), np.zeros(STYLE_SIZE, np.float32), MAX_SPEED))
        report["first_run_s"] = lap(started)
        report["rss_run_mb"] = rss()
        del model
        report["rss_dropped_mb"] = rss()
        give_back()
        report["rss_given_back_mb"] = rss()
    return report


def memory(plan: SessionPlan, runs: int) -> dict[str, float]:
    """RSS and CPU time over runs of varying length with one long run in the middle."""
    model, style = start(plan)
    lengths = np.random.default_rng(0).integers(5, 60, runs).tolist()
    lengths[runs // 2] = LONG
    process = psutil.Process()
    resident, audio = [], 0.0
    before = process.cpu_times()
    for length in lengths:
        chunk = TokenChunk(input_ids(TEXT[:length]), style_row(style, length))
        audio += len(model.run(chunk).waveform) / SAMPLE_RATE
        resident.append(rss())
    after = process.cpu_times()
    return {
        "audio_s": round(audio, 1),
        "cpu_s_per_audio_s": round(
            (after.user + after.system - before.user - before.system) / audio, 3
        ),
        "of_which_system": round((after.system - before.system) / audio, 3),
        "rss_before_long_mb": resident[runs // 2 - 1],
        "rss_after_long_mb": resident[runs // 2],
        "rss_end_mb": resident[-1],
        "rss_peak_mb": max(resident),
    }


def stopping(plan: SessionPlan) -> dict[str, float]:
    """Seconds from the request to stop until the longest chunk's run has ended."""
    from kowane.acoustic.session import Stop

    model, style = start(plan)
    chunk = TokenChunk(input_ids(TEXT[:510]), style_row(style, 510))
    report = {}
    for delay in STOP_AFTER:
        stop = Stop()
        asked: list[float] = []

        def ask(stop: Stop = stop, asked: list[float] = asked) -> None:
            asked.append(time.perf_counter())
            stop.set()

        threading.Timer(delay, ask).start()
        try:
            model.run(chunk, stop)
        except Cancelled:
            report[f"stopped_after_{delay}_s"] = lap(asked[0])
    return report


def start(plan: SessionPlan) -> tuple[Any, Any]:
    """A model that has run once, and a voice pack."""
    from kowane.acoustic.session import AcousticModel

    settings = load()
    store = asset_store(settings)
    pack = Voices(store.locate(settings.voices or VOICES)).resolve("af_heart").pack
    with tempfile.TemporaryDirectory() as directory:
        model = AcousticModel.load(prepared(Path(directory)), plan)
    model.run(TokenChunk(input_ids("həlˈO"), style_row(pack, 5)))
    return model, pack


def prepared(directory: Path) -> Path:
    from kowane.acoustic.session import runtime_version

    store = asset_store(load())
    digest = store.status(MODEL).sha256
    source = store.locate(MODEL)
    return prepare(source, digest=digest, cache_dir=directory, runtime=runtime_version()).path


def apart(function: Any, *arguments: Any) -> Any:
    """The function's result from a fresh process, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def lap(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def rss() -> float:
    """Resident memory of this process, MB."""
    return round(psutil.Process().memory_info().rss / 1e6)


if __name__ == "__main__":
    main()
