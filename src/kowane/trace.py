"""What one request cost, filled in by the synthesizer as it goes and read by the edges.

Mutable on purpose: one instance belongs to one request. Times are s of wall clock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from kowane.playback import Playback


@dataclass(slots=True)
class Trace:
    """Measurements of one utterance.

    Attributes:
        started: `time.perf_counter()` when the request began.
        input_tokens: phoneme symbols sent to the model so far.
        dropped_symbols: symbols outside Kokoro's alphabet, left out so far; normally 0.
        g2p_seconds: spent reading the text and planning chunks.
        inference_seconds: from handing a chunk to the engine until its output, summed over chunks;
            with look-ahead this includes waiting for a free session.
        first_chunk_seconds: from `started` to the first finished chunk; None until then.
        chunks: finished so far.
        audio_seconds: length of the finished audio.
        playback: of the listener, if there is one.
    """

    started: float = field(default_factory=time.perf_counter)
    input_tokens: int = 0
    dropped_symbols: int = 0
    g2p_seconds: float = 0.0
    inference_seconds: float = 0.0
    first_chunk_seconds: float | None = None
    chunks: int = 0
    audio_seconds: float = 0.0
    playback: Playback | None = None

    def chunk_done(self, audio_seconds: float) -> None:
        """Count one finished chunk of this length, s."""
        if self.first_chunk_seconds is None:
            self.first_chunk_seconds = time.perf_counter() - self.started
        self.chunks += 1
        self.audio_seconds += audio_seconds
