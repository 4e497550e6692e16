"""Samples that may exceed full scale in, samples within a ceiling out, chunk by chunk.

A look-ahead peak limiter. Every sample above the ceiling asks for the gain that would bring it
down to it; the attenuation asked for fades in over the 5 ms before that sample and out over the
40 ms after it, along raised cosines; where several samples ask, the strongest wins. The gain never
jumps, so nothing clicks; it is back at 1 within 40 ms, so nothing pumps.

Because the strongest request is a maximum, which does not depend on order, and everything else
works on one sample at a time, the output is bit for bit the same however the input is cut.
Samples with no peak near them are returned as they came. The only samples held back are the last
5 ms of a chunk that does not end in silence: the next chunk might begin with a peak.
"""

from __future__ import annotations

import numpy as np

from kowane.errors import OutOfRange
from kowane.speech import SAMPLE_RATE, Samples

CEILING = 10 ** (-0.3 / 20)
"""Default ceiling, 0.966 (−0.3 dBFS): leaves lossy codecs room to overshoot."""

ATTACK = SAMPLE_RATE * 5 // 1000
"""Samples before a peak over which its attenuation fades in: 5 ms."""

RELEASE = SAMPLE_RATE * 40 // 1000
"""Samples after a peak over which it fades out: 40 ms, four periods of a 100 Hz voice."""


def _window() -> Samples:
    """float32 (ATTACK + 1 + RELEASE,), 1.0 at index ATTACK, towards 0 at both ends."""
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(1, ATTACK + 2) / (ATTACK + 1))
    fall = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, RELEASE + 1) / (RELEASE + 1))
    return np.concatenate([rise, fall]).astype(np.float32)


class Limiter:
    """Keeps one stream of samples within ±`ceiling`.

    Args:
        ceiling: highest magnitude that leaves, 0 < ceiling ≤ 1.

    Raises:
        OutOfRange: for another ceiling.
    """

    def __init__(self, ceiling: float = CEILING) -> None:
        if not 0 < ceiling <= 1:
            raise OutOfRange(
                f"A limiter cannot have a ceiling of {ceiling}.",
                param="ceiling",
                remedy="Use more than 0 and at most 1.",
            )
        self._ceiling = np.float32(ceiling)
        if self._ceiling > ceiling:  # float32 rounded up: stay below what was asked for
            self._ceiling = np.nextafter(self._ceiling, np.float32(0))
        self._window = _window()
        self._held: Samples = np.zeros(0, np.float32)
        # Attenuation (1 − gain) for the held samples and the RELEASE that will follow them.
        self._attenuation: Samples = np.zeros(RELEASE, np.float32)

    def process(self, samples: Samples) -> Samples:
        """Feed float32 (S,), finite; get all that can be decided, the held samples first."""
        known = len(self._held)
        pending = np.concatenate([self._held, samples])
        attenuation = np.concatenate([self._attenuation, np.zeros(len(samples), np.float32)])
        self._attenuate(attenuation, pending, known)
        ready = self._decided(pending)
        result = self._apply(pending[:ready], attenuation[:ready])
        self._held = pending[ready:].copy()
        self._attenuation = attenuation[ready:].copy()
        return result

    def flush(self) -> Samples:
        """The samples held back; the limiter is then as new."""
        result = self._apply(self._held, self._attenuation[: len(self._held)])
        self._held = np.zeros(0, np.float32)
        self._attenuation = np.zeros(RELEASE, np.float32)
        return result

    def _attenuate(self, attenuation: Samples, pending: Samples, known: int) -> None:
        """Write what each new sample above the ceiling asks for into `attenuation`."""
        magnitude = np.abs(pending[known:])
        peaks = np.flatnonzero(magnitude > self._ceiling)
        wanted = np.float32(1) - self._ceiling / magnitude[peaks]
        for peak, share in zip((peaks + known).tolist(), wanted, strict=True):
            first = max(0, peak - ATTACK)
            place = attenuation[first : peak + 1 + RELEASE]
            np.maximum(place, share * self._window[ATTACK - (peak - first) :], out=place)

    def _decided(self, pending: Samples) -> int:
        """How many samples no future peak can change: all but the last ATTACK, and of those the
        leading zeros too, for silence times any gain is silence."""
        settled = max(0, len(pending) - ATTACK)
        sounding = np.flatnonzero(pending[settled:])
        return settled + int(sounding[0]) if len(sounding) else len(pending)

    def _apply(self, samples: Samples, attenuation: Samples) -> Samples:
        if not attenuation.any():
            return samples
        result = samples * (np.float32(1) - attenuation)
        # Rounding may leave a peak one step above the ceiling.
        return np.clip(result, -self._ceiling, self._ceiling)


def limit(samples: Samples, ceiling: float = CEILING) -> Samples:
    """All of a sound at once; equals feeding a Limiter in pieces.

    Args:
        samples: float32 (S,), finite.

    Raises:
        OutOfRange: a ceiling outside 0–1.
    """
    limiter = Limiter(ceiling)
    return np.concatenate([limiter.process(samples), limiter.flush()])
