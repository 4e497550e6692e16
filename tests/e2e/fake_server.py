"""A real server process whose engine hums: `python -m tests.e2e.fake_server`.

Settings come from the environment as for `kowane serve`. FAKE_DELAY is what one run takes, s;
FAKE_FAIL_RUNS are the numbers of runs that fail, separated by commas.
"""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine

from kowane import settings
from kowane.build import CachedEngine, lexicon_store
from kowane.server.run import serve
from kowane.synthesizer import Synthesizer
from kowane.text.reader import Reader
from kowane.voices import Voices


def main() -> None:
    loaded = settings.load()
    failing = [int(n) for n in os.environ.get("FAKE_FAIL_RUNS", "").split(",") if n]
    engine = FakeEngine(delay=float(os.environ.get("FAKE_DELAY", "0.02")), fail_runs=failing)
    random = np.random.default_rng(0)
    names = ("af_heart", "af_bella", "af_alloy", "am_onyx", "bm_george", "ff_siwis")
    packs = {name: random.normal(size=(510, 256)).astype(np.float32) for name in names}
    with tempfile.TemporaryDirectory() as folder:
        if loaded.lexicon_dir is None:  # never the user's own
            loaded = loaded.model_copy(update={"lexicon_dir": Path(folder) / "lexicons"})
        path = Path(folder) / "voices.npz"
        np.savez(path, **packs)
        load, _ = spelling_loader()
        synthesizer = Synthesizer(
            reader=Reader(load, lexicon_store(loaded).for_request),
            voices=Voices(path),
            engine=CachedEngine(engine, max_entries=loaded.audio_cache_entries)
            if os.environ.get("FAKE_CACHE")
            else engine,
            executor=ThreadPoolExecutor(2),
        )
        serve(loaded, synthesizer)


if __name__ == "__main__":
    main()
