"""A model file, a variant and a plan → sessions that have run once.

Everything here blocks and is meant for a thread. Which variant is loaded, and when, is the pool's
business; this module knows how.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kowane.acoustic.apart import Preparation
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.preparation import prepare, prepared_path
from kowane.acoustic.variants import OFFICIAL, Variant
from kowane.engine.protocol import EngineInfo
from kowane.errors import KowaneError
from kowane.speech import MAX_SPEED, STYLE_SIZE, TokenChunk
from kowane.vocabulary import input_ids

if TYPE_CHECKING:
    from kowane.acoustic.session import AcousticModel

logger = logging.getLogger(__name__)

_WARM_UP = "."
"""What the first run of each session speaks, as fast as can be: only its side effects are wanted.
One full stop at speed 4 is 0.1 s of audio from the official model."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Sessions and what they are.

    Attributes:
        variant: how they were prepared.
        models: one for each run that can go on at once.
        info: what computes the sound.
    """

    variant: Variant
    models: list[AcousticModel]
    info: EngineInfo


@dataclass(frozen=True, slots=True)
class ModelFile:
    """An official file and where its prepared copies are kept. It can be pickled.

    Attributes:
        source: an official Kokoro v1.0 ONNX file, verified.
        digest: its sha256, hex.
        cache_dir: of the prepared copies.
    """

    source: Path
    digest: str
    cache_dir: Path

    def is_prepared(self, variant: Variant) -> bool:
        """Whether `load` need not carry out the recipe; a copy with durations alone is made at
        once and counts as prepared."""
        from kowane.acoustic.session import runtime_version

        path = prepared_path(
            self.digest, cache_dir=self.cache_dir, runtime=runtime_version(), variant=variant
        )
        return variant.build is None or path.exists()

    def prepare_apart(self, variant: Variant) -> Preparation:
        """Carry out the recipe in another process.

        Raises:
            AssetError: no process can be started.
        """
        from kowane.acoustic.session import runtime_version

        return Preparation(
            self.source,
            digest=self.digest,
            cache_dir=self.cache_dir,
            runtime=runtime_version(),
            variant=variant,
        )

    def load_best(self, variant: Variant, plan: SessionPlan) -> tuple[Loaded, str]:
        """The variant, or the official model if it is not prepared or cannot be loaded; and in that
        case why.

        Raises:
            AssetError, ModelError: nor can the official model.
        """
        if not self.is_prepared(variant):
            return self.load(OFFICIAL, plan), ""
        try:
            return self.load(variant, plan), ""
        except KowaneError as error:
            if variant == OFFICIAL:
                raise
            logger.warning("Variant %s cannot be loaded: %s", variant.name, error)
            return self.load(OFFICIAL, plan), f"The official model serves: {error}"

    def load(self, variant: Variant, plan: SessionPlan) -> Loaded:
        """Prepare the file if need be, make the sessions, run each once.

        Raises:
            AssetError, ModelError: it cannot be prepared, loaded or run.
        """
        from kowane.acoustic.memory import give_back
        from kowane.acoustic.session import AcousticModel, runtime_version

        prepared = prepare(
            self.source,
            digest=self.digest,
            cache_dir=self.cache_dir,
            runtime=runtime_version(),
            variant=variant,
        )
        models = [AcousticModel.load(prepared.path, plan) for _ in range(plan.sessions)]
        chunk = TokenChunk(input_ids(_WARM_UP), np.zeros(STYLE_SIZE, np.float32), MAX_SPEED)
        for model in models:
            model.run(chunk)
        give_back()
        info = EngineInfo(
            model=self.source.name,
            digest=self.digest,
            recipe=prepared.recipe,
            provider=models[0].provider,
            threads=plan.intra_threads,
            sessions=plan.sessions,
        )
        return Loaded(variant, models, info)


def drop(models: list[AcousticModel]) -> None:
    """Free the sessions and give their memory back; some 50 ms."""
    from kowane.acoustic.memory import give_back

    models.clear()
    give_back()
