"""Measure what the audio room costs: encoding, joining and a cache hit, in CPU time.

    python bench/encoders.py --machine "2 cores, …" [--audio speech.wav] [--repeats 5]

The cost of a codec depends on what it codes: give it speech (24 kHz, 16 bit, mono, made by
`kowane say`). Without, noise and partials stand in for speech, so that no model is needed. Writes
bench/results/encoders.json: medians over the repeats. CPU time of the whole process, not wall time,
because a shared machine makes wall time a matter of luck.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import statistics
import time
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from kowane.audio.captions import cues
from kowane.audio.formats import FORMATS, encoder
from kowane.audio.joins import Joiner
from kowane.audio.limiter import limit
from kowane.engine.cache import CachedEngine
from kowane.engine.protocol import EngineInfo, Health
from kowane.speech import (
    FRAME_SAMPLES,
    SAMPLE_RATE,
    STYLE_SIZE,
    ModelOutput,
    PhonemeChunk,
    Samples,
    Span,
    TimedWord,
    TokenChunk,
    Word,
)

RESULTS = Path(__file__).parent / "results" / "encoders.json"
CHUNK = 2 * SAMPLE_RATE


def speech_like(seconds: float) -> Samples:
    """Partials of 140 Hz and noise, swelling four times a second, silent at either end."""
    rng = np.random.default_rng(1)
    time_s = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    voiced = sum(np.sin(2 * np.pi * 140 * k * time_s) / k for k in range(1, 20))
    envelope = np.clip(np.sin(2 * np.pi * 4 * time_s), 0, 1) ** 2
    sound = envelope * (0.2 * voiced + 0.03 * rng.normal(size=len(time_s)))
    sound[:6000] *= 1e-4
    sound[-6000:] *= 1e-4
    return sound.astype(np.float32)


def read_wav(path: Path) -> Samples:
    """The samples of a 24 kHz, 16 bit, mono WAV file."""
    with wave.open(str(path)) as file:
        if file.getparams()[:3] != (1, 2, SAMPLE_RATE):
            raise SystemExit(f"{path} is not 24 kHz, 16 bit, mono.")
        data = file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").astype(np.float32) / 32768


class Replay:
    """An engine that gives one output at once."""

    health = Health("ready")
    info = EngineInfo("replay.onnx", "0" * 64, "official", "CPUExecutionProvider", 1, 1)

    def __init__(self, output: ModelOutput) -> None:
        self._output = output

    async def start(self) -> None: ...

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        return self._output

    async def close(self) -> None: ...


def cpu_ms(work: Callable[[], object], repeats: int) -> float:
    """Median CPU time of one call, ms, after one call to warm up."""
    work()
    times = []
    for _ in range(repeats):
        before = time.process_time()
        work()
        times.append((time.process_time() - before) * 1000)
    return statistics.median(times)


def encode(name: str, samples: Samples) -> dict[str, int]:
    """Bytes in all and bytes out after the first chunk."""
    coder = encoder(name)
    parts = [coder.encode(samples[i : i + CHUNK]) for i in range(0, len(samples), CHUNK)]
    return {"first": len(parts[0]), "bytes": sum(map(len, parts)) + len(coder.finish())}


async def cache_hits(output: ModelOutput, count: int) -> float:
    """CPU µs of one answer from memory."""
    cached = CachedEngine(Replay(output))
    chunk = TokenChunk(np.ones(120, np.int64), np.zeros(STYLE_SIZE, np.float32))
    await cached.start()
    await cached.synthesize(chunk)
    before = time.process_time()
    for _ in range(count):
        await cached.synthesize(chunk)
    spent = time.process_time() - before
    await cached.close()
    return spent / count * 1e6


async def disk_hits(output: ModelOutput, directory: Path, count: int) -> float:
    """CPU µs of one answer from disk (memory tier off)."""
    cached = CachedEngine(Replay(output), max_entries=0, directory=directory)
    chunk = TokenChunk(np.ones(120, np.int64), np.zeros(STYLE_SIZE, np.float32))
    await cached.start()
    await cached.synthesize(chunk)
    await cached.synthesize(chunk)
    before = time.process_time()
    for _ in range(count):
        await cached.synthesize(chunk)
    spent = time.process_time() - before
    await cached.close()
    return spent / count * 1e6


def main() -> None:
    from tempfile import TemporaryDirectory

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--machine", required=True, help="what ran it, in words")
    parser.add_argument("--audio", type=Path, help="WAV of speech to encode")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    samples = read_wav(options.audio) if options.audio else speech_like(20)
    seconds = len(samples) / SAMPLE_RATE

    formats = {}
    for name in FORMATS:
        sizes = encode(name, samples)
        cost = cpu_ms(lambda name=name: encode(name, samples), options.repeats)
        formats[name] = {
            "cpu_ms_per_audio_s": round(cost / seconds, 2),
            "kbit_per_s": round(sizes["bytes"] * 8 / seconds / 1000, 1),
            "bytes_out_after_first_2_s": sizes["first"],
        }

    frames = 10 * SAMPLE_RATE // FRAME_SAMPLES
    durations = np.full(102, frames // 102, np.int64)
    durations[0] += frames - durations.sum()
    ten = ModelOutput(speech_like(10), durations)
    symbols = "a" * 100
    words = tuple(Word("a", Span(i, i + 1), 5 * i, 5 * i + 4) for i in range(20))
    chunk = PhonemeChunk(symbols, words, 0.3)
    loud = (samples * np.float32(1.2 / np.abs(samples).max())).astype(np.float32)
    peaks = float((np.abs(loud) > 0.966).mean())

    source = "It was the best of times, it was the worst of times; it was an age of wisdom. " * 60
    timed, now = [], 0.0
    for start in range(0, len(source) - 5, 5):
        timed.append(TimedWord("w", Span(start, start + 4), now, now + 0.3))
        now += 0.31

    with TemporaryDirectory() as directory:
        from_disk = asyncio.run(disk_hits(ten, Path(directory), 200))
    result = {
        "machine": options.machine,
        "python": platform.python_version(),
        "date": datetime.now(UTC).date().isoformat(),
        "audio": "speech" if options.audio else "synthetic",
        "audio_s": seconds,
        "repeats": options.repeats,
        "formats": formats,
        "join_cpu_ms_per_audio_s": round(
            cpu_ms(lambda: Joiner().add(ten, chunk), options.repeats * 4) / 10, 3
        ),
        "limit_cpu_ms_per_audio_s": {
            "no_peaks": round(cpu_ms(lambda: limit(samples), options.repeats * 4) / seconds, 3),
            f"{peaks:.1%}_of_samples_over": round(
                cpu_ms(lambda: limit(loud), options.repeats) / seconds, 3
            ),
        },
        "captions_cpu_ms_per_1000_words": round(
            cpu_ms(lambda: cues(timed, source), options.repeats) / len(timed) * 1000, 1
        ),
        "cache_hit_cpu_us": {
            "memory": round(asyncio.run(cache_hits(ten, 2000)), 1),
            "disk_10_s_of_audio": round(from_disk, 1),
        },
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
