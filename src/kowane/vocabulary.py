"""Kokoro's alphabet: which phoneme symbols the model knows and the id of each.

The table is the `vocab` of Kokoro-82M v1.0's config.json. One symbol is one code point, and
nothing may be Unicode-normalised on the way: the nasal tilde is the combining U+0303 (NFC would
swallow it into ã, which the model lacks) and ç is one code point (NFD would split it).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kowane.speech import MAX_SYMBOLS

PAD = 0
"""Id at both ends of every input."""

_RUNS: tuple[tuple[int, str], ...] = (
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝꭧAI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)

SYMBOLS: dict[str, int] = {
    symbol: first + offset for first, run in _RUNS for offset, symbol in enumerate(run)
}
"""Symbol → id, 114 entries, ids 1–177 with gaps."""

PUNCTUATION = frozenset(';:,.!?—…"()“” ')
"""Symbols that are spoken as rhythm rather than sound, the space included."""


def split_known(symbols: str) -> tuple[str, str]:
    """The symbols the model knows and, apart, those it does not, both in order."""
    known = "".join(symbol for symbol in symbols if symbol in SYMBOLS)
    if len(known) == len(symbols):
        return symbols, ""
    return known, "".join(symbol for symbol in symbols if symbol not in SYMBOLS)


def input_ids(symbols: str) -> NDArray[np.int64]:
    """Ids with the pad at both ends, int64 (len(symbols) + 2,).

    Raises:
        ValueError: for an unknown symbol or a length outside 1–MAX_SYMBOLS. Chunk planning
            guarantees neither happens.
    """
    if not 1 <= len(symbols) <= MAX_SYMBOLS:
        raise ValueError(f"{len(symbols)} symbols; the model takes 1 to {MAX_SYMBOLS}")
    _, unknown = split_known(symbols)
    if unknown:
        raise ValueError(f"symbols outside Kokoro's alphabet: {unknown!r}")
    return np.array([PAD, *(SYMBOLS[symbol] for symbol in symbols), PAD], dtype=np.int64)
