"""One copy of the model in a Ray Serve replica.

Takes TokenChunks and gives ModelOutputs, as the engine it holds does. It counts as healthy while
it keeps giving the samples it gave when it started: a process that answers is not yet one that can
speak. Knows no text, no voice and no HTTP.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from kowane.engine.protocol import Engine, EngineInfo
from kowane.errors import InferenceFailed
from kowane.speech import MAX_SPEED, STYLE_SIZE, ModelOutput, TokenChunk
from kowane.vocabulary import input_ids

PROOF_EVERY = 30.0
"""s after which a replica that has not spoken must speak to count as healthy."""

_PROOF = "a."
"""What it says for that; at the highest speed a tenth of a second of audio."""


class Replica:
    """What Ray Serve makes copies of.

    Args:
        make: gives the engine that runs the model here, not started, and the one that requests go
            to: the same, or a cache in front of it.
    """

    def __init__(self, make: Callable[[], tuple[Engine, Engine]]) -> None:
        self._model, self._engine = make()
        self._proof: ModelOutput | None = None
        self._spoke = 0.0

    async def check_health(self) -> None:
        """Called by Serve before the first request and every few seconds; loads the model.

        Raises:
            AssetError, ModelError: the model cannot be loaded.
            InferenceFailed: what it says is not what it said at first.
        """
        if self._proof is None:
            await self._engine.start()
        elif time.monotonic() - self._spoke < PROOF_EVERY:
            return
        style = np.zeros(STYLE_SIZE, np.float32)
        said = await self._model.synthesize(
            TokenChunk(input_ids(_PROOF), style, MAX_SPEED, slack=0.0)
        )
        if self._proof is None:
            self._proof = said
        elif not np.array_equal(said.waveform, self._proof.waveform):
            raise InferenceFailed("The replica does not say what it said when it started.")
        self._spoke = time.monotonic()

    async def describe(self) -> EngineInfo:
        """What computes the sound here."""
        return self._engine.info

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        """Run the model once; raises as its engine does."""
        output = await self._engine.synthesize(chunk)
        self._spoke = time.monotonic()
        return output
