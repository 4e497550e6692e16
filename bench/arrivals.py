"""Listeners who come by chance, the same ones for a real cluster and for a simulated one.

Texts, times of arrival and what each text costs, from a seed. Knows neither server nor simulation.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from kowane.speech import PhonemeChunk
from kowane.text.chunk import BALANCED, plan_chunks
from kowane.text.reader import Reader

SENTENCES = (
    "Your tea is ready.",
    "The train to the coast leaves from platform four in about ten minutes.",
    "It will rain in the afternoon, so take a coat and close the windows before you go.",
    "She had read the letter twice before she noticed that it was not addressed to her.",
    "Nobody remembers how the market began; it has always been there, and it always will be.",
    "There are three new messages, and the first of them came in while you were asleep.",
)
LENGTHS = (1, 1, 1, 2, 2, 3, 5, 8)
"""Sentences of a text; short answers are the most frequent, as an assistant gives them."""

SYMBOLS_A_SECOND = 14.0
"""Of speech (kowane.playback)."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One listener.

    Attributes:
        at: s after the beginning.
        text: what is to be heard; no two are alike, so that no cache answers.
    """

    at: float
    text: str


def arrivals(rate: float, seconds: float, seed: int) -> list[Arrival]:
    """A Poisson process of `rate` a second."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found, now = [], 0.0
    while (now := now + chance.expovariate(rate)) < seconds:
        count = chance.choice(LENGTHS)
        text = " ".join(chance.choice(SENTENCES) for _ in range(count))
        found.append(Arrival(now, f"Number {len(found) + 1}. {text}"))
    return found


def chunk_seconds(text: str, reader: Reader) -> list[float]:
    """Lengths of the chunks that a stream of the text is made of, s, as planned."""
    return [_seconds(chunk) for chunk in _chunks(text, reader)]


def _chunks(text: str, reader: Reader) -> Iterator[PhonemeChunk]:
    from kowane.speech import Utterance

    sentences = reader.read(Utterance(text, "af_heart"), "en-us", lambda _: "en-us")
    return plan_chunks((sentence.passage(1.0) for sentence in sentences), BALANCED)


def _seconds(chunk: PhonemeChunk) -> float:
    return len(chunk.symbols) / SYMBOLS_A_SECOND + chunk.pause_after
