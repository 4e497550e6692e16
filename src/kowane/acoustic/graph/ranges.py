"""What enters each convolution, measured once and shipped: `ranges-1.npz` → ranges by layer.

The least and the greatest value of every channel, over all 54 official voices, each reading one
sentence of `calibration.tsv` in its own language, in the float graph that `variants.float_graph`
makes. `tools/calibrate.py` repeats it. The names of layers are those of every official file of
Kokoro v1.0, quantised or not (`quantise.layer_name`); a file that names them otherwise cannot be
prepared with them.
"""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np

from kowane.acoustic.graph.quantise import Range

FILE = "ranges-1.npz"
CORPUS = "calibration.tsv"


def load() -> dict[str, Range]:
    """Measured ranges by `layer_name`: the decoder's and the vocoder's convolutions.

    Not among them, and so left in float: what predicts durations, pitch and energy, where an error
    is a different reading rather than a little noise; the source's convolutions, and the last one,
    behind which comes an exponential.
    """
    with as_file(files(__package__) / FILE) as path, np.load(path, allow_pickle=False) as archive:
        names = [name.removesuffix("/low") for name in archive.files if name.endswith("/low")]
        return {name: Range(archive[f"{name}/low"], archive[f"{name}/high"]) for name in names}


def corpus() -> list[tuple[str, str]]:
    """What was read to measure them: language tag and phonemes in Kokoro's alphabet."""
    text = (files(__package__) / CORPUS).read_text(encoding="utf-8")
    return [(lang, symbols) for lang, symbols in (line.split("\t") for line in text.splitlines())]
