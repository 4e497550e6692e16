"""Three utterances of the real model, for measures of sound without the model.

`tests/data/speech.npz` holds what the official weights in float say ("reference") and what the
same graph says with AdaIN, Snake and convolutions rewritten exactly ("rewritten"), in 16 bits, with
the durations: bf_emma, ff_siwis and am_onyx.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from kowane.speech import ModelOutput, Samples

_FILE = Path(__file__).parent / "data" / "speech.npz"


def recorded(graph: Literal["reference", "rewritten"] = "reference") -> list[ModelOutput]:
    """What one of the two graphs said."""
    with np.load(_FILE) as stored:
        return [
            ModelOutput(
                (stored[f"{graph}_{number}"] / 32767).astype(np.float32),
                stored[f"durations_{number}"].astype(np.int64),
            )
            for number in range(3)
        ]


def changed(output: ModelOutput, samples: Samples) -> ModelOutput:
    """The output with other samples."""
    return ModelOutput(samples.astype(np.float32), output.durations)
