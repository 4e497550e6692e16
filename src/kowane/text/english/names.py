"""Modern names and terms whose sound the G2P's lexica lack or miss, from the table names.tsv.

One entry a line: spelling, American phonemes, and British ones where they do not follow by rule.
Spellings match in any case; those of
several words match as a whole. The table is our own work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

_OPEN_BACK = re.compile("ɑ(?![ɹː])")
_TO_BRITISH = (
    (re.compile("əɹ(?![AIOQWYɑæɒɔəɛɜɪiuʊʌᵊᵻˈˌ])"), "ə"),
    (re.compile("ɜɹ"), "ɜː"),
    (re.compile("ɑɹ(?![AIOQWYɑæɒɔəɛɜɪiuʊʌ])"), "ɑː"),
    (re.compile("ɔɹ(?![AIOQWYɑæɒɔəɛɜɪiuʊʌ])"), "ɔː"),
    (re.compile("ɛɹ(?![AIOQWYɑæɒɔəɛɜɪiuʊʌ])"), "ɛː"),
    (re.compile("[ɪi]ɹ(?![AIOQWYɑæɒɔəɛɜɪiuʊʌ])"), "ɪə"),
    (re.compile("(?<=[ˈˌ])i"), "iː"),
    (re.compile("(?<=[ˈˌ])u"), "uː"),
    (re.compile("(?<=[ˈˌ]\\w)i(?!ː)"), "iː"),
    (re.compile("(?<=[ˈˌ]\\w)u(?!ː)"), "uː"),
    (re.compile("æ"), "a"),
    (re.compile("O"), "Q"),
    (re.compile("T"), "t"),
    (re.compile("ᵻ"), "ɪ"),
)


def load(lang: str) -> dict[str, str]:
    """Spelling in lower case → phonemes in the accent of "en-us" or "en-gb"."""
    table = (files(__package__) / "names.tsv").read_text("utf-8")
    entries = {}
    for line in table.splitlines():
        spelling, american, *british = line.split("\t")
        if lang == "en-gb":
            entries[spelling.casefold()] = british[0] if british else to_british(american, spelling)
        else:
            entries[spelling.casefold()] = american
    return entries


def to_british(american: str, spelling: str) -> str:
    """American phonemes in a British accent, as far as rules go.

    The one American ɑ is ɒ where it is spelled with an o ("pod") and ɑː elsewhere ("Wuhan").
    """
    american = _OPEN_BACK.sub("ɒ" if "o" in spelling.lower() else "ɑː", american)
    for pattern, sound in _TO_BRITISH:
        american = pattern.sub(sound, american)
    return american


def phrases(table: Mapping[str, str]) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The entries of several words, by their first word: (words, sound of each), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for spelling, sound in table.items():
        if " " in spelling:
            words = tuple(spelling.split(" "))
            found.setdefault(words[0], []).append((words, tuple(sound.split(" "))))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found
