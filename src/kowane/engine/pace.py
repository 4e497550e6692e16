"""How fast the engine is, measured: s of computing for 1 s of audio."""

from __future__ import annotations

from kowane.speech import SAMPLE_RATE, ModelOutput

_MEMORY = 60.0
"""s of audio after which a run counts for a third: long enough to be steady, short enough to notice
that the machine has become busy."""


class Pace:
    """The running mean over what was computed lately, each run weighted by its length."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._audio = 0.0

    def add(self, seconds: float, output: ModelOutput) -> None:
        """One run took this long."""
        audio = len(output.waveform) / SAMPLE_RATE
        kept = max(0.0, 1 - audio / _MEMORY)
        self._seconds = self._seconds * kept + seconds
        self._audio = self._audio * kept + audio

    @property
    def value(self) -> float | None:
        """s of computing for 1 s of audio; None before the first run."""
        return self._seconds / self._audio if self._audio else None
