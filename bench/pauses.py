"""How long the model itself pauses at a mark: the longest gap in one run, and its silent edges.

    python bench/pauses.py > bench/results/pauses.json

The figures behind PAUSE_SENTENCE and PAUSE_CLAUSE in kowane/text/chunk.py.
"""

from __future__ import annotations

import json
import platform
import sys

import numpy as np

from kowane import api, settings
from kowane.speech import SAMPLE_RATE, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import style_row

STEP = SAMPLE_RATE // 200  # 5 ms
SYMBOLS = {
    ".": "ðɪs ɪz ðə fˈɜɹst sˈɛntᵊns. ænd hˈɪɹ ɪz ðə nˈɛkst wˌʌn.",
    "?": "ɪz ðɪs ðə fˈɜɹst sˈɛntᵊns? ænd hˈɪɹ ɪz ðə nˈɛkst wˌʌn.",
    ",": "wˌɛn ðə sˈʌn kˈʌmz ˈʌp, wi ɡˌO hˈOm.",
    ";": "wˌɛn ðə sˈʌn kˈʌmz ˈʌp; wi ɡˌO hˈOm.",
    "—": "wˌɛn ðə sˈʌn kˈʌmz ˈʌp— wi ɡˌO hˈOm.",
}
VOICES = ("af_heart", "am_michael")


def main() -> None:
    rows = []
    with api.Kowane(settings.load(audio_cache_entries=0)).start() as kowane:
        engine = kowane.synthesizer.engine
        for voice in VOICES:
            pack = kowane.synthesizer.voices.resolve(voice).pack
            for mark, symbols in SYMBOLS.items():
                chunk = TokenChunk(input_ids(symbols), style_row(pack, len(symbols)))
                waveform = kowane.run(engine.synthesize, chunk).waveform
                steps = waveform[: len(waveform) // STEP * STEP].reshape(-1, STEP)
                energy = np.square(steps).mean(axis=1)
                sounding = np.flatnonzero(energy > energy.max() * 1e-5)  # -50 dB
                rows.append(
                    {
                        "voice": voice,
                        "mark": mark,
                        "gap_ms": int(np.diff(sounding).max() - 1) * 5,
                        "lead_ms": int(sounding[0]) * 5,
                        "trail_ms": int(len(energy) - sounding[-1] - 1) * 5,
                    }
                )
    json.dump({"machine": platform.processor() or platform.machine(), "rows": rows}, sys.stdout)


main()
