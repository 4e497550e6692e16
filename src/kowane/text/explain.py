"""Sentences as read, turned into plain values for JSON: what `phonemize` answers everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kowane.text.reader import Sentence
from kowane.vocabulary import SYMBOLS


def as_json(
    text: str, lang: str, sentences: Sequence[Sentence], *, rules: bool = True
) -> dict[str, Any]:
    """The reading of one text.

    Returns:
        text, lang; sentences: the caller's sentences; normalised: the words as spoken; phonemes:
        in Kokoro's alphabet; words: text, start and end (characters of `text`), phonemes, the
        language that read it and what gave its phonemes; tokens: the model's ids without pads;
        dropped: symbols left out; with `rules`, steps: for each sentence its span and its pieces
        with the rule that wrote them.
    """
    words = [
        {
            "text": word.text,
            "start": word.span.start,
            "end": word.span.end,
            "phonemes": sentence.phonemes.symbols[word.start : word.end],
            "lang": word.lang or sentence.lang,
            "source": word.source,
        }
        for sentence in sentences
        for word in sentence.phonemes.words
    ]
    phonemes = " ".join(s.phonemes.symbols for s in sentences if s.phonemes.symbols)
    answer: dict[str, Any] = {
        "text": text,
        "lang": lang,
        "sentences": [text[s.span.start : s.span.end] for s in sentences],
        "normalised": " ".join(s.spoken.text.strip() for s in sentences),
        "phonemes": phonemes,
        "words": words,
        "tokens": [SYMBOLS[symbol] for symbol in phonemes],
        "dropped": "".join(s.phonemes.dropped for s in sentences),
    }
    if rules:
        answer["steps"] = [_step(sentence) for sentence in sentences]
    return answer


def _step(sentence: Sentence) -> dict[str, Any]:
    return {
        "start": sentence.span.start,
        "end": sentence.span.end,
        "lang": sentence.lang,
        "phonemes": sentence.phonemes.symbols,
        "pieces": [
            {
                "text": piece.text,
                "start": piece.span.start,
                "end": piece.span.end,
                "rule": piece.rule or "verbatim",
                **({"phonemes": piece.phonemes} if piece.phonemes is not None else {}),
            }
            for piece in sentence.spoken.pieces
        ],
    }
