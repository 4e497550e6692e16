"""Kokoro's alphabet and the ids the model is fed."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from kowane.speech import MAX_SYMBOLS
from kowane.vocabulary import PUNCTUATION, SYMBOLS, input_ids, split_known


def test_the_alphabet_is_that_of_kokoro_v1_0() -> None:
    assert len(SYMBOLS) == 114
    assert (min(SYMBOLS.values()), max(SYMBOLS.values())) == (1, 177)
    assert {s: SYMBOLS[s] for s in ";. aAᵊɡɹʒˈː↓ᵻ"} == {
        ";": 1, ".": 4, " ": 16, "a": 43, "A": 24, "ᵊ": 42, "ɡ": 92, "ɹ": 123, "ʒ": 147,
        "ˈ": 156, "ː": 158, "↓": 169, "ᵻ": 177,
    }  # fmt: skip


def test_no_two_symbols_share_an_id() -> None:
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_normalising_symbols_would_lose_some() -> None:
    assert "\u0303" in SYMBOLS and unicodedata.normalize("NFC", "a\u0303") not in SYMBOLS
    assert "ç" in SYMBOLS and unicodedata.normalize("NFD", "ç")[1:] not in SYMBOLS


def test_punctuation_is_part_of_the_alphabet() -> None:
    assert set(SYMBOLS) >= PUNCTUATION


def test_ids_have_a_pad_at_both_ends() -> None:
    ids = input_ids("hˈI")
    assert ids.dtype == np.int64
    assert ids.tolist() == [0, 50, 156, 25, 0]


def test_the_longest_input_has_512_positions() -> None:
    assert len(input_ids("a" * MAX_SYMBOLS)) == 512


@pytest.mark.parametrize("symbols", ["", "a" * (MAX_SYMBOLS + 1), "g", "ã"])
def test_what_the_model_cannot_take_is_refused(symbols: str) -> None:
    with pytest.raises(ValueError, match="symbols"):
        input_ids(symbols)


def test_unknown_symbols_are_set_apart_in_order() -> None:
    assert split_known("hɡgoʘ") == ("hɡo", "gʘ")
    assert split_known("abc") == ("abc", "")
