"""A real cluster whose engines hum: `python -m tests.cluster.fake_cluster`.

Settings come from the environment. FAKE_DELAY is what one run takes, s.
"""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path

from tests.e2e.fake_server import humming
from tests.fakes import FakeEngine

from kowane.cluster.application import Arguments, application
from kowane.cluster.run import run
from kowane.engine.protocol import Engine
from kowane.settings import Settings
from kowane.synthesizer import Synthesizer


def engines(delay: float, _: Settings) -> tuple[Engine, Engine]:
    engine = FakeEngine(delay=delay)
    return engine, engine


def assemble(folder: Path, _: Settings, engine: Engine, lookahead: int) -> Synthesizer:
    return humming(engine, folder, lookahead=lookahead)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        make = partial(
            application,
            engines=partial(engines, float(os.environ.get("FAKE_DELAY", "0.02"))),
            assemble=partial(assemble, Path(folder)),
        )
        run(Arguments(replicas=2), make=make)


if __name__ == "__main__":
    main()
