"""Compares the variants of the model on this machine, by text length and threads; writes JSON.

    python bench/variants.py [--out bench/results/variants.json] [--seconds 240] [--threads 1 2]
                             [--variants official float int8] [--parts speed operators peaks]

Speed: rounds in which every variant speaks every text once, in turn, until the time is over; the
first round warms up. Wall and CPU seconds are medians; the ratios are of CPU seconds, which bear a
busy machine better, and of wall seconds. Operators: one run of each variant under ONNX Runtime's
profiler. Peaks: what one core reaches in one large product, in float and in 8 bits.
Parts that are not measured keep what the file has of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from kowane import build, settings
from kowane.acoustic.hardware import probe
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.preparation import prepare
from kowane.acoustic.session import AcousticModel, runtime_version
from kowane.acoustic.variants import variant
from kowane.speech import SAMPLE_RATE, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import style_row

VOICE = "af_heart"
TEXT = (
    "ðə kwˈɪk bɹˈWn fˈɑks ʤˈʌmps ˌOvəɹ ðə lˈAzi dˈɔɡ, ænd ɪt ɹˈʌnz əwˈA. "
    "wˌʌt ə bjˈuTəfəl dˈA ɪt ɪz "
    "təmˈɑɹO, sˈɛd ðə mˈæn ɪn ðə pˈɑɹk. "
)
LENGTHS = (8, 27, 68, 130)
"""Symbols; cut where a word ends."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bench/results/variants.json"))
    parser.add_argument("--seconds", type=float, default=240, help="for the speed of all")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--lengths", type=int, nargs="+", default=list(LENGTHS))
    parser.add_argument("--variants", nargs="+", default=["official", "float", "int8"])
    parser.add_argument("--parts", nargs="+", default=["speed", "operators", "peaks"])
    arguments = parser.parse_args()
    report = json.loads(arguments.out.read_text()) if arguments.out.exists() else {}
    files = {name: prepared(name) for name in arguments.variants}
    if "speed" in arguments.parts:
        for threads in arguments.threads:
            found = speed(files, threads, arguments.lengths, arguments.seconds)
            report[f"speed_{threads}_threads"] = {"machine": machine(), **found}
    if "operators" in arguments.parts:
        report["operators"] = {"machine": machine()} | {
            name: operators(file, max(arguments.lengths)) for name, file in files.items()
        }
    if "peaks" in arguments.parts:
        report["peaks"] = {"machine": machine(), **peaks()}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(report, indent=1, ensure_ascii=False))


def prepared(name: str) -> Path:
    chosen = settings.load()
    store = build.asset_store(chosen)
    source = store.locate(chosen.model)
    return prepare(
        source,
        digest=store.status(chosen.model).found,
        cache_dir=source.parents[2] / "models",
        runtime=runtime_version(),
        variant=variant(name),
    ).path


def chunk(length: int) -> TokenChunk:
    pack = build.voices(settings.load()).resolve(VOICE).pack
    symbols = (TEXT * 5)[:length]
    return TokenChunk(input_ids(symbols), style_row(pack, len(symbols)))


def speed(
    files: dict[str, Path], threads: int, lengths: list[int], seconds: float
) -> dict[str, Any]:
    models = {
        name: AcousticModel.load(file, SessionPlan(intra_threads=threads))
        for name, file in files.items()
    }
    chunks = {length: chunk(length) for length in lengths}
    wall: dict[tuple[str, int], list[float]] = defaultdict(list)
    cpu: dict[tuple[str, int], list[float]] = defaultdict(list)
    audio: dict[tuple[str, int], float] = {}
    until = time.perf_counter() + seconds
    rounds = 0
    while rounds < 2 or time.perf_counter() < until:
        for length in lengths:
            for name, model in models.items():
                began, worked = time.perf_counter(), time.process_time()
                output = model.run(chunks[length])
                if rounds:
                    wall[name, length].append(time.perf_counter() - began)
                    cpu[name, length].append(time.process_time() - worked)
                    audio[name, length] = len(output.waveform) / SAMPLE_RATE
        rounds += 1
    texts = {}
    for length in lengths:
        row: dict[str, Any] = {}
        for name in files:
            seconds_of_audio = audio[name, length]
            row[name] = {
                "audio_s": round(seconds_of_audio, 2),
                "rtf": round(median(wall[name, length]) / seconds_of_audio, 3),
                "cpu_s_per_s": round(median(cpu[name, length]) / seconds_of_audio, 3),
            }
        first = next(iter(files))
        for name in files:
            row[name]["times_faster_wall"] = round(row[first]["rtf"] / row[name]["rtf"], 2)
            row[name]["times_faster_cpu"] = round(
                row[first]["cpu_s_per_s"] / row[name]["cpu_s_per_s"], 2
            )
        texts[str(length)] = row
    return {"rounds": rounds - 1, "symbols": texts}


def operators(file: Path, length: int) -> dict[str, Any]:
    """CPU time by operator of one run on one thread, ms, largest first."""
    with tempfile.TemporaryDirectory() as directory:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(directory) / "profile")
        options.log_severity_level = 4
        session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        given = chunk(length)
        feed = {
            "tokens": given.input_ids[np.newaxis],
            "style": given.style[np.newaxis],
            "speed": np.ones(1, np.float32),
        }
        session.run(None, feed)
        audio = session.run(None, feed)[0]
        events = json.loads(Path(session.end_profiling()).read_text())
    last = [event for event in events if event["name"] == "model_run"][-1]
    end = last["ts"] + last["dur"]
    times: dict[str, float] = defaultdict(float)
    for event in events:
        if event["name"].endswith("_kernel_time") and last["ts"] <= event["ts"] <= end:
            times[event["args"]["op_name"]] += event["dur"] / 1000
    total = sum(times.values())
    listed = sorted(times.items(), key=lambda item: -item[1])[:16]
    return {
        "audio_s": round(audio.size / SAMPLE_RATE, 2),
        "total_ms": round(total),
        "share": {name: round(value / total, 4) for name, value in listed},
    }


def peaks() -> dict[str, float]:
    """GOP/s (two for a multiplication and an addition) of one core in CPU time, best of seven."""
    rows, inner, columns = 2048, 1408, 128
    generator = np.random.default_rng(0)
    left8 = generator.integers(0, 256, (rows, inner), dtype=np.uint8)
    right8 = generator.integers(-127, 128, (inner, columns), dtype=np.int8)
    found = {}
    for name, operator, left, right, element, made in (
        ("int8", "MatMulInteger", left8, right8, TensorProto.UINT8, TensorProto.INT32),
        (
            "float32",
            "MatMul",
            left8.astype(np.float32),
            right8.astype(np.float32),
            TensorProto.FLOAT,
            TensorProto.FLOAT,
        ),
    ):
        graph = helper.make_graph(
            [helper.make_node(operator, ["a", "b"], ["y"])],
            "product",
            [helper.make_tensor_value_info("a", element, [rows, inner])],
            [helper.make_tensor_value_info("y", made, None)],
            [numpy_helper.from_array(right, "b")],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        session = ort.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        best = float("inf")
        for _ in range(7):
            began = time.process_time()
            for _ in range(10):
                session.run(None, {"a": left})
            best = min(best, (time.process_time() - began) / 10)
        found[f"{name}_gops"] = round(2 * rows * inner * columns / best / 1e9)
    return found


def machine() -> dict[str, Any]:
    profile = asdict(probe())
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        **profile,
        "isa": sorted(profile["isa"]),
        "load_average": [round(value, 1) for value in os.getloadavg()],
        "python": platform.python_version(),
        "onnxruntime": ort.__version__,
        "commit": commit,
    }


if __name__ == "__main__":
    main()
