"""Kokoro's vocoder in C++; see docs/native-vocoder.md of kowane.

`Vocoder` turns the decoder's features and the source's spectrum into the waveform. The other names
are its kernels one by one, for tests and measurements.
"""

from kowane_native._kowane_native import (
    Layer,
    Stop,
    Vocoder,
    best_isa,
    half_and_back,
    isas,
    peak,
    quantise,
    snake,
    spectrum,
)

__all__ = [
    "Layer",
    "Stop",
    "Vocoder",
    "best_isa",
    "half_and_back",
    "isas",
    "peak",
    "quantise",
    "snake",
    "spectrum",
]
