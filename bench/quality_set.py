"""Speaks a set of texts with one variant of the model, for a judge of speech quality; writes WAVs.

    python bench/quality_set.py SET.jsonl OUT --variant int8 --voice af_heart

SET.jsonl has rows {"id", "text", "lang"}; OUT/<id>.wav is 24 kHz, 16 bit, what the model gives: no
limiter, no trimming. docs/performance/quality.md says what the judge does with them.
"""

from __future__ import annotations

import argparse
import json
import wave
from pathlib import Path

import numpy as np

from kowane import build, language, settings
from kowane.acoustic.hardware import probe
from kowane.acoustic.plan import plan_for
from kowane.acoustic.preparation import prepare
from kowane.acoustic.session import AcousticModel, runtime_version
from kowane.acoustic.variants import variant
from kowane.speech import SAMPLE_RATE, Samples, TokenChunk, Utterance
from kowane.text.reader import Reader
from kowane.vocabulary import input_ids
from kowane.voices import style_row


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--variant", required=True)
    parser.add_argument("--voice", default="af_heart")
    arguments = parser.parse_args()
    chosen = settings.load()
    store = build.asset_store(chosen)
    source = store.locate(chosen.model)
    prepared = prepare(
        source,
        digest=store.status(chosen.model).found,
        cache_dir=source.parents[2] / "models",
        runtime=runtime_version(),
        variant=variant(arguments.variant),
    )
    model = AcousticModel.load(prepared.path, plan_for(probe()))
    reader = Reader(lexicons=build.lexicon_store(chosen).for_request)
    pack = build.voices(chosen).resolve(arguments.voice).pack
    arguments.out.mkdir(parents=True, exist_ok=True)
    for row in map(json.loads, arguments.set.read_text(encoding="utf-8").splitlines()):
        lang = language.of_voice(arguments.voice) if row["lang"] == "en" else None
        tag = lang or language.parse(row["lang"])
        sentences = reader.read(Utterance(row["text"], arguments.voice), tag)
        symbols = " ".join(sentence.phonemes.symbols for sentence in sentences)
        output = model.run(TokenChunk(input_ids(symbols), style_row(pack, len(symbols))))
        save(arguments.out / f"{row['id']}.wav", output.waveform)


def save(path: Path, waveform: Samples) -> None:
    """As 16 bit, clipped at full scale as any player would."""
    whole = np.clip(np.rint(waveform * 32767), -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(whole.tobytes())


if __name__ == "__main__":
    main()
