"""Engines for replicas in tests: a humming one that tells where it runs."""

from __future__ import annotations

import os
from pathlib import Path

from tests.fakes import FakeEngine

from kowane.engine.protocol import Engine
from kowane.speech import TokenChunk


class Humming:
    """Makes a replica's engines. Callable, because it must be pickled and called elsewhere.

    Args:
        folder: each replica leaves a file named by its process id there.
        delay: s that a run takes.
        endless: a chunk whose run never ends.
    """

    def __init__(self, folder: Path, *, delay: float = 0.0, endless: TokenChunk | None = None):
        self.folder = folder
        self.delay = delay
        self.endless = endless

    def __call__(self) -> tuple[Engine, Engine]:
        (self.folder / str(os.getpid())).touch()
        engine = _Matching(delay=self.delay, endless=self.endless)
        return engine, engine

    def pids(self) -> list[int]:
        return [pid for each in self.folder.iterdir() if _alive(pid := int(each.name))]


class _Matching(FakeEngine):
    """Knows the endless chunk by its symbols: what arrives here is a copy."""

    async def _work(self, chunk: TokenChunk) -> None:
        endless = self.endless
        if endless is not None and chunk.input_ids.tolist() == endless.input_ids.tolist():
            chunk = endless
        await super()._work(chunk)


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
