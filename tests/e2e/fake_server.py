"""A real server process whose engine hums: `python -m tests.e2e.fake_server`.

Settings come from the environment as for `kowane serve`. FAKE_DELAY is what one run takes, s;
FAKE_FAIL_RUNS are the numbers of runs that fail, separated by commas.
"""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine

from kowane import settings
from kowane.build import CachedEngine, lexicon_store
from kowane.engine.protocol import Engine
from kowane.server.run import serve
from kowane.synthesizer import Synthesizer
from kowane.text.reader import Reader
from kowane.voices import Voices


def main() -> None:
    loaded = settings.load()
    failing = [int(n) for n in os.environ.get("FAKE_FAIL_RUNS", "").split(",") if n]
    engine: Engine = FakeEngine(
        delay=float(os.environ.get("FAKE_DELAY", "0.02")), fail_runs=failing
    )
    if os.environ.get("FAKE_CACHE"):
        engine = CachedEngine(engine, max_entries=loaded.audio_cache_entries)
    with tempfile.TemporaryDirectory() as folder:
        serve(loaded, humming(engine, Path(folder), lexicons=lexicon_store(loaded).for_request))


def humming(engine: Engine, folder: Path, *, lexicons: Any = None, **options: Any) -> Synthesizer:
    """A synthesizer that spells its text and hums, with voices that are noise."""
    random = np.random.default_rng(0)
    names = ("af_heart", "af_bella", "af_alloy", "am_onyx", "bm_george", "ff_siwis")
    path = folder / "voices.npz"
    np.savez(path, **{name: random.normal(size=(510, 256)).astype(np.float32) for name in names})
    load, _ = spelling_loader()
    return Synthesizer(
        reader=Reader(load, lexicons) if lexicons else Reader(load),
        voices=Voices(path),
        engine=engine,
        executor=ThreadPoolExecutor(2),
        **options,
    )


if __name__ == "__main__":
    main()
