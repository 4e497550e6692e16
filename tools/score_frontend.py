#!/usr/bin/env python3
"""Read the project's case lists with the front-ends and print how many are read right.

    tools/score_frontend.py [--phonemes] [--failures] [--off GROUP]... [FILE.jsonl]...

A case is one JSON object a line: lang, category, text, and either `spoken` (wordings that are
right) or `sounds`/`never` (regular expressions over a broad transcription, see `broad`). Wordings
are compared without case, hyphens and punctuation; with --phonemes a wording is right if it sounds
like the text. Files default to tests/data/frontend/en*.jsonl.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kowane.speech import SpokenText
from kowane.text import frontend

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "frontend"
_BROAD = (
    *(("A", "eɪ"), ("I", "aɪ"), ("O", "oʊ"), ("Q", "oʊ"), ("W", "aʊ"), ("Y", "ɔɪ")),
    *(("ʤ", "dʒ"), ("ʧ", "tʃ"), ("T", "t"), ("ɜː", "əɹ"), ("ɜɹ", "əɹ"), ("əʊ", "oʊ"), ("ᵊ", "ə")),
    *(("ᵻ", "ɪ"), ("ɐ", "ə"), ("ʌ", "ə"), ("ː", ""), ("g", "ɡ"), ("ɒ", "ɑ"), ("ɔɹ", "oɹ")),
    *(("ɔɪ", "oɪ"), ("ɔ", "ɑ"), ("ɪɹ", "iɹ"), ("ʊɹ", "oɹ")),
)


def words(text: str) -> str:
    """What of a wording counts: its words in lower case."""
    return " ".join(re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'")).split())


def sounds(symbols: str) -> str:
    """What of the phonemes counts: neither stress, spaces nor punctuation."""
    return re.sub(r"[^\w\u0250-\u02ff]|[ˈˌ]", "", symbols)


def broad(symbols: str) -> str:
    """English phonemes for comparing by ear: diphthongs in two letters, accents levelled."""
    plain = sounds(symbols)
    for old, new in _BROAD:
        plain = plain.replace(old, new)
    return plain


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--phonemes", action="store_true", help="compare by sound, not by wording")
    parser.add_argument("--failures", action="store_true", help="list what is read wrong")
    parser.add_argument("--off", action="append", default=[], help="switch a group of rules off")
    arguments = parser.parse_args()
    front_ends: dict[str, Any] = {}
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for case in _cases(arguments.files or sorted(DATA.glob("en*.jsonl"))):
        lang = case["lang"]
        reader = front_ends.get(lang) or frontend.load(lang)
        front_ends[lang] = reader
        spoken = reader.normalise(SpokenText.verbatim(case["text"]), frozenset(arguments.off))
        said, passed = _judge(reader, case, spoken, by_sound=arguments.phonemes)
        count = counts[lang, case["category"]]
        count[0] += passed
        count[1] += 1
        if arguments.failures and not passed:
            print(f"{lang} {case['category']}: {case['text']!r} → {said!r}")
    return _report(counts)


def _cases(files: Iterable[Path]) -> Iterable[dict[str, Any]]:
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _judge(
    reader: Any, case: dict[str, Any], spoken: SpokenText, *, by_sound: bool
) -> tuple[str, bool]:
    if "spoken" not in case:
        symbols = broad(reader.phonemize(spoken).symbols)
        right = all(re.search(sound, symbols) for sound in case.get("sounds", []))
        return symbols, right and not any(re.search(s, symbols) for s in case.get("never", []))
    if not by_sound:
        return spoken.text, words(spoken.text) in {words(wording) for wording in case["spoken"]}
    said = sounds(reader.phonemize(spoken).symbols)
    wordings = (
        reader.phonemize(SpokenText.verbatim(wording)).symbols for wording in case["spoken"]
    )
    return said, said in {sounds(symbols) for symbols in wordings}


def _report(counts: dict[tuple[str, str], list[int]]) -> int:
    for (lang, category), (passed, total) in sorted(counts.items()):
        print(f"{lang} {category:16} {passed:4} / {total}")
    passed, total = (sum(count[i] for count in counts.values()) for i in (0, 1))
    print(f"all {passed} / {total}, {100 * passed / max(total, 1):.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
