"""What the quality gate hears: known damage and harmless changes; writes JSON.

    python -m bench.gate [--variants float official] [--out bench/results/gate.json]

The passages of `kowane tune` are rendered with the reference and with the variants. Each kind of
damage is done to the reference's samples. The limits were found with eight other utterances, so
this is a check on texts they have not seen.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from bench.session import machine
from numpy.typing import NDArray

from kowane import build, settings
from kowane.acoustic.hardware import probe
from kowane.acoustic.passages import PASSAGES
from kowane.acoustic.plan import plan_for
from kowane.acoustic.preparation import prepare
from kowane.acoustic.quality import Verdict, judge
from kowane.acoustic.session import AcousticModel, runtime_version
from kowane.acoustic.variants import DEQUANTISED, Variant, variant
from kowane.speech import SAMPLE_RATE, ModelOutput, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import style_row

Samples = NDArray[np.float32]
Change = Callable[[Samples], NDArray[Any]]


def noise(decibels: float) -> Change:
    def add(samples: Samples) -> NDArray[Any]:
        random = np.random.default_rng(5).normal(size=len(samples))
        return samples + random * np.sqrt((samples**2).mean()) * 10 ** (-decibels / 20)

    return add


def low_pass(hertz: float) -> Change:
    def cut(samples: Samples) -> NDArray[Any]:
        spectrum = np.fft.rfft(samples)
        spectrum[np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE) > hertz] = 0
        return np.fft.irfft(spectrum, len(samples))

    return cut


def bits(number: int) -> Change:
    return lambda samples: np.round(samples * 2 ** (number - 1)) / 2 ** (number - 1)


def clip(decibels: float) -> Change:
    def limit(samples: Samples) -> NDArray[Any]:
        most = np.abs(samples).max() * 10 ** (-decibels / 20)
        return np.clip(samples, -most, most)

    return limit


def higher(cents: float) -> Change:
    def shift(samples: Samples) -> NDArray[Any]:
        at = np.arange(len(samples)) * 2 ** (cents / 1200) % (len(samples) - 1)
        return np.interp(at, np.arange(len(samples)), samples)

    return shift


def holes(milliseconds: int) -> Change:
    def punch(samples: Samples) -> NDArray[Any]:
        pierced = samples.copy()
        for start in range(SAMPLE_RATE // 2, len(samples), SAMPLE_RATE):
            pierced[start : start + milliseconds * SAMPLE_RATE // 1000] = 0
        return pierced

    return punch


def without(count: int) -> Change:
    def lose(samples: Samples) -> NDArray[Any]:
        lost = [i for at in range(6000, len(samples), 12_000) for i in range(at, at + count)]
        kept = np.delete(samples, [i for i in lost if i < len(samples)])
        return np.pad(kept, (0, len(samples) - len(kept)))

    return lose


DAMAGE: dict[str, Change] = {
    "noise, 20 dB below": noise(20),
    "noise, 30 dB below": noise(30),
    "noise, 40 dB below": noise(40),
    "low-pass, 4 kHz": low_pass(4000),
    "low-pass, 7 kHz": low_pass(7000),
    "re-quantised, 8 bits": bits(8),
    "re-quantised, 10 bits": bits(10),
    "clipped by 1 dB": clip(1),
    "clipped by 6 dB": clip(6),
    "30 cents higher": higher(30),
    "50 cents lower": higher(-50),
    "hole of 5 ms each second": holes(5),
    "hole of 20 ms each second": holes(20),
    "1 ms lost twice a second": without(24),
    "5 ms lost twice a second": without(120),
    "0.5 dB louder": lambda samples: samples * 10 ** (0.5 / 20),
}
HARMLESS: dict[str, Change] = {
    "nothing": lambda samples: samples,
    "16 bits": bits(16),
    "1 ms later": lambda samples: np.roll(samples, 24),
    "0.1 dB louder": lambda samples: samples * 10 ** (0.1 / 20),
    "upside down": lambda samples: -samples,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variants", nargs="+", default=["float", "official"])
    parser.add_argument("--out", type=Path, default=Path("bench/results/gate.json"))
    arguments = parser.parse_args()
    references = render(DEQUANTISED)
    result: dict[str, Any] = {
        "machine": machine(),
        "passages": len(PASSAGES),
        "damage": {name: told(references, change) for name, change in DAMAGE.items()},
        "harmless": {name: told(references, change) for name, change in HARMLESS.items()},
        "variants": {},
    }
    for name in arguments.variants:
        result["variants"][name] = as_json(
            judge(list(zip(references, render(variant(name)), strict=True)))
        )
    arguments.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    for group in ("damage", "harmless", "variants"):
        for name, verdict in result[group].items():
            print(f"{group}: {name}: {verdict['told']}")


def told(references: list[ModelOutput], change: Change) -> dict[str, Any]:
    pairs = [
        (each, ModelOutput(change(each.waveform).astype(np.float32), each.durations))
        for each in references
    ]
    return as_json(judge(pairs))


def as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "passed": verdict.passed,
        "told": str(verdict),
        "checks": {
            check.name: {k: v for k, v in asdict(check).items() if k in ("mean", "worst")}
            for check in verdict.checks
        },
    }


def render(chosen: Variant) -> list[ModelOutput]:
    """What the variant says of all passages."""
    loaded = settings.load()
    source, digest = build.model_file(loaded)
    voices = build.voices(loaded)
    with tempfile.TemporaryDirectory() as directory:
        prepared = prepare(
            source,
            digest=digest,
            cache_dir=Path(directory),
            runtime=runtime_version(),
            variant=chosen,
        )
        model = AcousticModel.load(prepared.path, plan_for(probe()))
    return [
        model.run(
            TokenChunk(
                input_ids(passage.symbols),
                style_row(voices.resolve(passage.voice).pack, len(passage.symbols)),
            )
        )
        for passage in PASSAGES
    ]


if __name__ == "__main__":
    main()
