"""Measures the native vocoder on this machine: kernels, runs, threads, memory.

    python -m bench.native [--out bench/results/native.json] [--parts kernels runs threads memory]

Rates are operations per second of CPU time of the one thread that works: on a shared machine the
wall clock measures the neighbours. Whole runs are ratios of CPU time against the official int8
file, interleaved, the median of the rounds. Parts not measured keep what the file has of them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kowane_native
import numpy as np
from bench.session import machine

from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.preparation import prepare
from kowane.acoustic.session import AcousticModel, runtime_version
from kowane.acoustic.variants import INT8_V1, variant
from kowane.assets.manifest import MODEL, VOICES
from kowane.build import asset_store
from kowane.settings import load
from kowane.speech import SAMPLE_RATE, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

PARTS = ("kernels", "runs", "threads", "memory")
SHAPES = (
    *((128, 11, 1), (128, 11, 5), (128, 7, 1), (128, 3, 1)),
    *((256, 11, 1), (256, 7, 3), (256, 3, 1)),
)
"""Channels, kernel, dilation."""
SENTENCE = "ðə kwˈɪk bɹˈWn fˈɑks ʤˈʌmps ˌOvəɹ ðə lˈAzi dˈɔɡ, ænd ɪt ɹˈʌnz əwˈA. "
SYMBOLS = {"2 s": 30, "8 s": 130, "22 s": 360}
VARIANTS = ("official", "dequantised", "native-float", "native-int8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bench/results/native.json"))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lengths", nargs="+", choices=tuple(SYMBOLS), default=tuple(SYMBOLS))
    given = parser.parse_args()
    report = json.loads(given.out.read_text()) if given.out.exists() else {}
    report["machine"] = machine()
    for part in given.parts:
        match part:
            case "kernels":
                report[part] = kernels()
            case "runs":
                report[part] = runs(given.lengths, given.rounds)
            case "threads":
                report[part] = threads()
            case "memory":
                report[part] = memory()
        given.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(report, indent=1, ensure_ascii=False))


def layer(isa: str, channels: int, taps: int, dilation: int, *, integer: bool) -> Any:
    rng = np.random.default_rng(0)
    shape = (channels, channels, taps)
    ones = np.ones(channels, np.float32)
    if not integer:
        weight = rng.normal(0, 1, shape).astype(np.float32)
        return kowane_native.Layer({"layer.weight": weight, "layer.bias": ones}, dilation, 1, isa)
    weights = {
        "layer.weight": rng.integers(-127, 128, shape).astype(np.int8),
        "layer.bias": ones,
        "layer.scale": ones,
        "layer.input_scale": ones,
        "layer.input_zero": np.full(channels, 128, np.float32),
    }
    return kowane_native.Layer(weights, dilation, 1, isa)


def rate(isa: str, channels: int, taps: int, dilation: int, frames: int, *, integer: bool) -> float:
    """GOP/s, a multiplication and an addition being two: the best of nine runs."""
    rng = np.random.default_rng(1)
    rows = frames + (taps - 1) * dilation
    x = rng.integers(0, 256, (rows, channels)).astype(np.uint8 if integer else np.float32)
    made = layer(isa, channels, taps, dilation, integer=integer)
    operations = 2 * channels * channels * taps * frames
    repetitions = max(1, int(2e9 / operations))
    made.run(x)
    best = min(cpu_time(lambda: made.run(x, repetitions)) for _ in range(9))
    return operations * repetitions / best / 1e9


def kernels() -> dict[str, Any]:
    report: dict[str, Any] = {}
    for isa in kowane_native.isas():
        if isa == "portable":
            continue
        report[isa] = {}
        for name, integer in (("u8", True), ("float", False)):
            report[isa][name] = {
                f"{channels} channels, kernel {taps}, dilation {dilation}": round(
                    rate(isa, channels, taps, dilation, 3360, integer=integer)
                )
                for channels, taps, dilation in SHAPES
            }
    return report


def models(plan: SessionPlan) -> dict[str, AcousticModel]:
    store = asset_store(load())
    source = store.locate(MODEL)
    cache = Path(os.environ.get("KOWANE_BENCH_CACHE", "bench/.cache"))
    loaded = {}
    for name in VARIANTS:
        prepared = prepare(
            source,
            digest=INT8_V1,
            cache_dir=cache,
            runtime=runtime_version(),
            variant=variant(name),
        )
        loaded[name] = AcousticModel.load(prepared.path, plan)
    return loaded


def chunk_of(symbols: int) -> TokenChunk:
    pack = Voices(asset_store(load()).locate(VOICES)).resolve("af_heart").pack
    return TokenChunk(input_ids((SENTENCE * 10)[:symbols]), style_row(pack, symbols))


def runs(lengths: list[str], rounds: int) -> dict[str, Any]:
    """CPU seconds of each variant's runs over those of the official file, one thread."""
    loaded = models(SessionPlan())
    report: dict[str, Any] = {}
    for length in lengths:
        chunk = chunk_of(SYMBOLS[length])
        spent: dict[str, list[float]] = {name: [] for name in loaded}
        audio = {name: len(m.run(chunk).waveform) / SAMPLE_RATE for name, m in loaded.items()}
        for _ in range(rounds):
            for name, model in loaded.items():
                spent[name].append(cpu_time(lambda m=model, c=chunk: m.run(c)) / audio[name])  # type: ignore[misc]
        rtf = {name: statistics.median(values) for name, values in spent.items()}
        report[length] = {
            "audio_s": round(audio["official"], 2),
            "rtf": {name: round(value, 4) for name, value in rtf.items()},
            "times faster than official": {
                name: round(rtf["official"] / value, 2) for name, value in rtf.items()
            },
            "times faster than dequantised": {
                name: round(rtf["dequantised"] / value, 2) for name, value in rtf.items()
            },
        }
    return report


def vocoder_inputs(frames: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = ((512, frames), (22, 60 * frames + 1), (128,))
    hidden, harmonics, style = (rng.normal(0, 1, s).astype(np.float32) for s in shapes)
    return hidden, harmonics, style


def vocoder(threads: int) -> Any:
    store = asset_store(load())
    cache = Path(os.environ.get("KOWANE_BENCH_CACHE", "bench/.cache"))
    prepared = prepare(
        store.locate(MODEL),
        digest=INT8_V1,
        cache_dir=cache,
        runtime=runtime_version(),
        variant=variant("native-int8"),
    )
    with np.load(prepared.path.with_suffix(".npz")) as arrays:
        return kowane_native.Vocoder(dict(arrays), threads, half=True)


def threads() -> dict[str, Any]:
    """Wall time of one and two threads, interleaved; means something on an idle machine only."""
    inputs = vocoder_inputs(600)
    one, two = vocoder(1), vocoder(2)
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(7):
        for name, made in (("1", one), ("2", two)):
            started = time.perf_counter()
            made.run(*inputs)
            times[name].append(time.perf_counter() - started)
    best = {name: min(values) for name, values in times.items()}
    return {
        "audio_s": 7.5,
        "seconds": {name: round(value, 3) for name, value in best.items()},
        "scaling": round(best["1"] / best["2"], 2),
        "load_average": os.getloadavg(),
    }


def memory() -> dict[str, float]:
    """Workspace for 20 s, MB."""
    made = vocoder(1)
    made.run(*vocoder_inputs(1600))
    return {"audio_s": 20.0, "workspace_mb": round(made.workspace_bytes / 1e6, 1)}


def cpu_time(work: Callable[[], object]) -> float:
    """CPU seconds of this thread."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


if __name__ == "__main__":
    main()
