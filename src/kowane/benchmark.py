"""How fast this computer speaks, from text to samples: the numbers behind `kowane bench`.

Whole utterances through the synthesizer, without the audio cache: real-time factor and time to
first audio by length of text, throughput with several streams at once, loading time and memory.
Rounds go through all texts in turn and medians are told, so that a busy moment spoils no single
number. Knows no HTTP; `bench/` in the repository measures the server and other programs.
"""

from __future__ import annotations

import asyncio
import os
import platform
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from kowane import build
from kowane.acoustic.hardware import probe, threads
from kowane.settings import Settings
from kowane.speech import Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import BALANCED

TEXTS: Mapping[str, str] = {
    "word": "Hello.",
    "short": "Your tea is ready, and so is the cake.",
    "sentence": "The quick brown fox jumps over the lazy dog, and nobody in the village minds.",
    "paragraph": "When the sun comes up in the morning, all the birds begin to sing. The baker "
    "opens his shop, bread is in the air, and one by one the windows light up. By eight "
    "the square is full of people, who have come from near and far to buy and sell. Nobody "
    "remembers how the market began; it has always been there.",
}
"""From one word to about twenty seconds of speech."""

STREAMS = (1, 2, 4, 8)
SPOKEN_AT_ONCE = "sentence"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance.

    Attributes:
        first: s to the first samples. whole: s to the last. audio: s of speech.
    """

    first: float
    whole: float
    audio: float


def bench(
    settings: Settings,
    *,
    runs: int = 5,
    texts: Mapping[str, str] = TEXTS,
    streams: Sequence[int] = STREAMS,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The measurements as JSON; see `measure`.

    Raises:
        AssetError, ModelError, MissingExtra: it cannot speak.
    """
    synthesizer = build.assemble(settings.model_copy(update={"audio_cache_entries": 0}))
    return asyncio.run(measure(synthesizer, settings, runs, texts, streams, tell))


async def measure(  # noqa: PLR0917
    synthesizer: Synthesizer,
    settings: Settings,
    runs: int,
    texts: Mapping[str, str],
    streams: Sequence[int],
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """Load, speak every text `runs` times in turns, then several at once; closes the synthesizer.

    Returns:
        machine; load_seconds and first_word_seconds (from nothing to the first samples ever);
        texts by name with characters, audio_s, ttfa_s, rtf (medians) and rtf_runs; streams by
        number with audio_s_per_s, ttfa_s; rss_mb after loading and at the end.
    """
    try:
        tell("Loading")
        began = time.perf_counter()
        await synthesizer.start([synthesizer.language(_utterance("", settings))])
        loaded = time.perf_counter() - began
        warm = await speak(synthesizer, _utterance(next(iter(texts.values())), settings))
        resident = {"loaded": resident_mb()}
        spoken: dict[str, list[Spoken]] = {name: [] for name in texts}
        for number in range(runs):
            tell(f"Round {number + 1} of {runs}")
            for name, text in texts.items():
                spoken[name].append(await speak(synthesizer, _utterance(text, settings)))
        sentence = _utterance(texts.get(SPOKEN_AT_ONCE, next(iter(texts.values()))), settings)
        crowds: dict[int, list[tuple[float, list[Spoken]]]] = {count: [] for count in streams}
        for number in range(max(1, runs // 2)):
            for count in streams:
                tell(f"{count} at once, round {number + 1}")
                crowds[count].append(await together(synthesizer, sentence, count))
        info = synthesizer.engine.info
        resident["end"] = resident_mb()
    finally:
        await synthesizer.close()
    return {
        "machine": machine(),
        "engine": asdict(info),
        "runs": runs,
        "load_seconds": round(loaded, 3),
        "first_word_seconds": round(loaded + warm.first, 3),
        "rss_mb": resident,
        "texts": {name: _summary(texts[name], each) for name, each in spoken.items()},
        "streams": {str(count): _crowd(rounds) for count, rounds in crowds.items()},
    }


async def speak(synthesizer: Synthesizer, utterance: Utterance) -> Spoken:
    """One utterance as a listener would get it."""
    began = time.perf_counter()
    first, audio = 0.0, 0.0
    async with aclosing(synthesizer.stream(utterance, plan=BALANCED, live=True)) as chunks:
        async for chunk in chunks:
            first = first or time.perf_counter() - began
            audio += chunk.duration
    return Spoken(first, time.perf_counter() - began, audio)


async def together(
    synthesizer: Synthesizer, utterance: Utterance, count: int
) -> tuple[float, list[Spoken]]:
    """So many streams at once: s for all, and each of them."""
    began = time.perf_counter()
    spoken = await asyncio.gather(*(speak(synthesizer, utterance) for _ in range(count)))
    return time.perf_counter() - began, spoken


def machine() -> dict[str, Any]:
    """What was measured, where and when."""
    host = probe()
    return {
        "cpu": host.cpu or host.machine,
        "system": f"{platform.system()} {platform.release()}",
        "cores": host.physical_cores,
        "quota": host.quota,
        "threads": threads(host),
        "isa": sorted(host.isa),
        "memory_mb": round(host.memory / 1e6) if host.memory else None,
        "load_1m": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in ("kowane", "onnxruntime", "numpy")},
        "commit": commit(),
        "date": datetime.now(UTC).date().isoformat(),
    }


def commit() -> str | None:
    """The commit of the checkout that kowane runs from; None elsewhere."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git the user has
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=5,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.strip() or None


def resident_mb() -> float | None:
    """Resident memory of this process, MB; None without psutil."""
    try:
        import psutil
    except ImportError:
        return None
    return round(psutil.Process().memory_info().rss / 1e6, 1)


def _utterance(text: str, settings: Settings) -> Utterance:
    voice = settings.voice_aliases.get(settings.voice, settings.voice)
    return Utterance(text, voice, settings.lang)


def _summary(text: str, spoken: Sequence[Spoken]) -> dict[str, Any]:
    factors = [each.whole / each.audio for each in spoken]
    return {
        "characters": len(text),
        "audio_s": round(median(each.audio for each in spoken), 3),
        "ttfa_s": round(median(each.first for each in spoken), 4),
        "rtf": round(median(factors), 4),
        "rtf_runs": [round(factor, 4) for factor in factors],
    }


def _crowd(rounds: Sequence[tuple[float, Sequence[Spoken]]]) -> dict[str, float]:
    rates = [sum(each.audio for each in spoken) / took for took, spoken in rounds]
    firsts = [each.first for _, spoken in rounds for each in spoken]
    return {
        "audio_s_per_s": round(median(rates), 3),
        "ttfa_s": round(median(firsts), 3),
        "ttfa_worst_s": round(max(firsts), 3),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
