"""Durations to word times: when, in a run's waveform, each of its words is heard.

The model predicts how many frames each symbol lasts. Adding them up gives raw times, which
`word_times` corrects by what forced alignment measured. It knows one waveform; placing it in the
utterance is the joiner's work. `source_words` joins spoken words that read the same characters of
the caller, which captions need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kowane.speech import FRAME_SAMPLES, SAMPLE_RATE, Span, TimedWord, Word

FRAME = FRAME_SAMPLES / SAMPLE_RATE
"""Length of a duration frame, 0.025 s."""

START_LEAD = 0.075
"""Raw word starts are late by this, s. Median of 430 words × 3 voices against PocketSphinx's
forced alignment: 80, 95 and 80 ms; by the onset of energy 35 to 55 ms. With 75 ms taken off, 84 to
95 % of the starts lie within 50 ms and 99 % within 100 ms."""

END_LEAD = 0.050
"""Raw word ends are late by this, s (same measurement: 40 ms; mean error 22 to 24 ms after)."""


def word_times(
    words: Sequence[Word],
    durations: NDArray[np.int64],
    *,
    onset: float,
    end: float,
) -> tuple[TimedWord, ...]:
    """When each word is heard, in s from the waveform's first sample.

    The first word starts with the sound: what the model shifts between the first pad and the
    first symbols varies most there (by speed and voice, up to 0.4 s). The last symbols swallow
    trailing silence, so the last word ends with the sound at the latest.

    Args:
        words: in order, with ranges into the symbols of the run.
        durations: int64 (T,), frames of every position, the pads at both ends included.
        onset, end: where sound begins and ends in the waveform, s; 0 ≤ onset ≤ end.

    Returns:
        One TimedWord for each word, in order: onset ≤ start ≤ end, starts do not decrease and no
        word ends after the next one starts.
    """
    edges = np.concatenate([[0], np.cumsum(durations)]) * FRAME
    starts = [float(edges[word.start + 1]) - START_LEAD for word in words]
    starts[:1] = [onset]
    ends = [float(edges[word.end + 1]) - END_LEAD for word in words]
    timed: list[TimedWord] = []
    earliest = onset
    for index, word in enumerate(words):
        start = min(max(starts[index], earliest), end)
        latest = end
        if index + 1 < len(words):
            latest = min(end, max(starts[index + 1], start))
        stop = min(max(ends[index], start), latest)
        timed.append(TimedWord(word.text, word.span, start, stop))
        earliest = start
    return tuple(timed)


def shifted(words: Iterable[TimedWord], by: float, *, end: float) -> tuple[TimedWord, ...]:
    """The words `by` s later, kept within 0 and `end`."""
    return tuple(
        TimedWord(
            word.text,
            word.span,
            min(max(word.start + by, 0.0), end),
            min(max(word.end + by, 0.0), end),
        )
        for word in words
    )


def source_words(words: Iterable[TimedWord], source: str) -> tuple[TimedWord, ...]:
    """The caller's words: spoken words that share characters of the source become one.

    "$5", spoken "five dollars", is one word with the text "$5" from the start of "five" to the end
    of "dollars".

    Args:
        words: in the order spoken.
        source: the caller's text, to which their spans refer.

    Returns:
        Words whose text is cut from `source` and whose spans do not overlap; words that stand for
        no character of it (empty spans) are left out.
    """
    merged: list[TimedWord] = []
    for word in words:
        if word.span.start >= word.span.end:
            continue
        if merged and word.span.start < merged[-1].span.end:
            last = merged.pop()
            span = Span(min(last.span.start, word.span.start), max(last.span.end, word.span.end))
            start, end = last.start, max(last.end, word.end)
        else:
            span, start, end = word.span, word.start, word.end
        merged.append(TimedWord(source[span.start : span.end], span, start, end))
    return tuple(merged)
