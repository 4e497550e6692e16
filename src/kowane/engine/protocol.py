"""The seam between planning speech and computing it.

An engine runs the acoustic model and nothing else: it knows no language, no voice and no text.
In-process pool, cache, metering and a Ray Serve handle are all this one type, so that each can be
put around or in place of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from kowane.errors import NotReady
from kowane.speech import ModelOutput, TokenChunk

Phase = Literal["new", "loading", "ready", "idle", "failed", "closed"]
"""`idle`: unloaded to save memory, loads again on demand."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an engine can take work.

    Attributes:
        phase: where it stands.
        detail: one sentence for people: what it is doing, or why it failed.
    """

    phase: Phase
    detail: str = ""

    @property
    def ready(self) -> bool:
        return self.phase in ("ready", "idle")

    def refusal(self) -> NotReady:
        """What to raise for work that an engine in this phase cannot take."""
        match self.phase:
            case "closed":
                return NotReady("The engine is closed.")
            case "failed":
                return NotReady(f"The model could not be loaded. {self.detail}")
            case _:
                return NotReady("The model is not loaded yet.", remedy="Try again in a moment.")


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What computes the sound, for /status, doctor and cache keys.

    Attributes:
        model: file name of the model.
        digest: sha256 of the official file it comes from, hex.
        recipe: name and version of the graph preparation; "official" if untouched.
        provider: execution provider that really runs ("CPUExecutionProvider", …).
        threads: intra-op threads of one session.
        sessions: runs that can go on at once.
        fallback: why it is not the provider that was asked for; "" if it is.
    """

    model: str
    digest: str
    recipe: str
    provider: str
    threads: int
    sessions: int
    fallback: str = ""


class Engine(Protocol):
    """Runs the acoustic model. All methods are called from one event loop."""

    async def start(self) -> None:
        """Load the model and run it once; idempotent.

        Raises:
            AssetError, ModelError: it cannot be loaded; `health` says so afterwards too.
        """
        ...

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        """Run the model once. Cancelling the awaiting task ends the run within 3 s.

        Raises:
            NotReady: `start` has not finished, or `close` was called.
            InferenceFailed: the model failed on this input.
        """
        ...

    @property
    def health(self) -> Health: ...

    @property
    def info(self) -> EngineInfo:
        """Known once started.

        Raises:
            NotReady: before that.
        """
        ...

    @property
    def pace(self) -> float | None:
        """s that computing 1 s of audio takes, all of the engine's runs at once taken together: a
        running mean; None before the first run."""
        ...

    async def close(self) -> None:
        """End running work and free the model; idempotent."""
        ...
