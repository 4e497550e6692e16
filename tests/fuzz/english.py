#!/usr/bin/env python3
"""Feed mutated text to the English reader with atheris and stop at an exception or a slow answer.

    pip install atheris
    tests/fuzz/english.py [-max_total_time=600] [-seed=1] [CORPUS_DIR]

The first three bytes choose the accent and the groups of rules that are off; the rest is UTF-8,
bytes that are none becoming lone surrogates. Each input is cut into sentences, normalised and
sounded. Fails where anything is raised, a symbol is outside Kokoro's alphabet, a span leaves the
text, or an input takes longer than MAX_SECONDS of processor time; libFuzzer then writes the input
to a crash file. Not part of the unit tests: coverage-guided fuzzing has no natural end.
"""

from __future__ import annotations

import sys
import time

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["kowane"]):
    from kowane.speech import SpokenText
    from kowane.text import frontend, sentences
    from kowane.text.english import normaliser  # noqa: F401 - imported here to be instrumented
    from kowane.text.english.rules import Group
    from kowane.vocabulary import SYMBOLS

MAX_INPUT = 4000
MAX_SECONDS = 4.0
"""A thousand characters a second: an eighth of the slowest text measured, on a busy machine."""

GROUPS = list(Group)


def read_once(data: bytes, readers: dict[str, object]) -> None:
    """Read one input and check what must hold of any."""
    lang = "en-gb" if data[:1] < b"\x80" else "en-us"
    off = frozenset(GROUPS[byte % 64] for byte in data[1:3] if byte % 64 < len(GROUPS))
    text = data[3:].decode("utf-8", "surrogateescape")
    reader = readers[lang]
    start = time.process_time()
    for span in sentences.split(text, lang):
        sentence = text[span.start : span.end]
        spoken = reader.normalise(SpokenText.verbatim(sentence), off)  # type: ignore[attr-defined]
        phonemes = reader.phonemize(spoken)  # type: ignore[attr-defined]
        assert set(phonemes.symbols) <= SYMBOLS.keys()
        for word in phonemes.words:
            assert 0 <= word.span.start < word.span.end <= len(sentence)
    took = time.process_time() - start
    assert took < MAX_SECONDS, f"{len(text)} characters took {took:.1f} s"


def main() -> None:
    readers = {lang: frontend.load(lang) for lang in ("en-us", "en-gb")}
    arguments = [sys.argv[0], f"-max_len={MAX_INPUT}", *sys.argv[1:]]
    atheris.Setup(arguments, lambda data: read_once(data, readers))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
