"""Resident memory over thousands of runs of varying length; writes JSON.

    python -m bench.memory [--runs 2000] [--variant official] [--out bench/results/memory.json]

Most runs are short (1 to 16 symbols at speed 4), since what could grow grows with the number of
shapes, not with their size; every fiftieth is long (60 to 160 symbols), to stir the arena. Resident
memory is read between runs. The result is written every hundred runs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from bench.session import TEXT, machine, rss

from kowane.acoustic.hardware import probe
from kowane.acoustic.plan import plan_for
from kowane.acoustic.preparation import prepare
from kowane.acoustic.session import AcousticModel, runtime_version
from kowane.acoustic.variants import variant
from kowane.assets.manifest import MODEL, VOICES
from kowane.build import asset_store
from kowane.settings import load
from kowane.speech import MAX_SPEED, SAMPLE_RATE, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

LONG_EVERY = 50
SETTLED = 100
"""Runs after which memory should not grow any more."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bench/results/memory.json"))
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--variant", default="official")
    arguments = parser.parse_args()

    store = asset_store(load())
    pack = Voices(store.locate(VOICES)).resolve("af_heart").pack
    with tempfile.TemporaryDirectory() as directory:
        prepared = prepare(
            store.locate(MODEL),
            digest=store.status(MODEL).sha256,
            cache_dir=Path(directory),
            runtime=runtime_version(),
            variant=variant(arguments.variant),
        )
        model = AcousticModel.load(prepared.path, plan_for(probe()))
    random = np.random.default_rng(0)
    resident: list[float] = []
    shapes: set[tuple[int, int]] = set()
    audio = 0.0
    began = time.perf_counter()
    for run in range(1, arguments.runs + 1):
        long = run % LONG_EVERY == 0
        length = int(random.integers(60, 161) if long else random.integers(1, 17))
        start = int(random.integers(0, len(TEXT) - length))
        chunk = TokenChunk(
            input_ids(TEXT[start : start + length]), style_row(pack, length), MAX_SPEED
        )
        output = model.run(chunk)
        audio += len(output.waveform) / SAMPLE_RATE
        shapes.add((length, len(output.waveform)))
        resident.append(rss())
        if run % 100 == 0 or run == arguments.runs:
            write(arguments.out, prepared.recipe, resident, shapes, audio, began)


def write(  # noqa: PLR0917
    out: Path,
    recipe: str,
    resident: list[float],
    shapes: set[tuple[int, int]],
    audio: float,
    began: float,
) -> None:
    """What has been seen so far."""
    settled = max(resident[:SETTLED])
    later = resident[SETTLED:] or [settled]
    result: dict[str, Any] = {
        "machine": machine(),
        "recipe": recipe,
        "runs": len(resident),
        "shapes": len(shapes),
        "audio_s": round(audio, 1),
        "seconds": round(time.perf_counter() - began),
        "rss_mb_most_in_first_100": settled,
        "rss_mb_most_after": max(later),
        "rss_mb_end": resident[-1],
        "growth_of_the_most": round(max(later) / settled - 1, 4),
        "growth_of_the_median": round(
            float(np.median(resident[-SETTLED:]) / np.median(resident[:SETTLED])) - 1, 4
        ),
        "rss_mb_median_of_each_100": [
            float(np.median(resident[at : at + 100])) for at in range(0, len(resident), 100)
        ],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps({k: v for k, v in result.items() if k != "machine"}), flush=True)


if __name__ == "__main__":
    main()
