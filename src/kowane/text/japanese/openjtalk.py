"""OpenJTalk: Japanese text into morphemes with their pronunciation in katakana and their place.

The one importer of pyopenjtalk. Sudachi's dictionary is not used: it would double the disk space for
a handful of readings. Where OpenJTalk would fall back to it (kanji outside its dictionary), the
kanji's on-reading from Unihan takes its place. Knows no phonemes of Kokoro's.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kowane.errors import FrontEndFailed

_lock = threading.Lock()  # OpenJTalk is one global analyser


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme.

    Attributes:
        surface: the characters as they stand in the text.
        start, end: half-open range in the text.
        pron: katakana with ー for long vowels; "" if it is silent or unknown.
        pos, group, form: part of speech, its first subgroup and the conjugation type, in Japanese.
        unknown: not in the dictionary; the reading is a guess.
    """

    surface: str
    start: int
    end: int
    pron: str
    pos: str
    group: str
    form: str
    unknown: bool


def analyse(text: str) -> list[Morpheme]:
    """The morphemes of a text, in order, covering it.

    Raises:
        FrontEndFailed: the library failed; the message names it.
    """
    if not text:
        return []
    from pyopenjtalk import g2p_mapping

    with _lock:
        try:
            found = _mapped(g2p_mapping, text)
        except ValueError as error:
            # It cannot tie some sequences to their characters (1日々3). Parts of them it can.
            if len(text) == 1:
                raise _failed(text, error) from error
            found = None
        except RuntimeError as error:
            raise _failed(text, error) from error
    if found is not None:
        return [_morpheme(text, entry) for entry in found]
    middle = len(text) // 2
    behind = analyse(text[middle:])
    return analyse(text[:middle]) + [
        replace(each, start=each.start + middle, end=each.end + middle) for each in behind
    ]


def _failed(text: str, error: Exception) -> FrontEndFailed:
    return FrontEndFailed(
        f"pyopenjtalk failed on a Japanese text of {len(text)} characters: {error}"
    )


def _mapped(g2p_mapping: Callable[..., Any], text: str) -> list[dict[str, Any]]:
    try:
        return list(g2p_mapping(text, use_sudachi_kanji_yomi=False))
    except ModuleNotFoundError:  # it wanted Sudachi's dictionary for an unknown kanji
        return _with_on_readings(list(g2p_mapping(text, use_vanilla=True)))


def _with_on_readings(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from pyopenjtalk._unihan_readings_map import UNIHAN_READINGS

    for entry in found:
        if entry["pos"] == "記号" and any(char in UNIHAN_READINGS for char in entry["surface"]):
            readings = (UNIHAN_READINGS.get(char, "") for char in entry["surface"])
            entry["pron"] = "".join(
                reading if isinstance(reading, str) else "".join(list(reading)[:1])
                for reading in readings
            )
            entry["pos"], entry["is_unknown"], entry["is_ignored"] = "名詞", True, False
    return found


def _morpheme(text: str, entry: dict[str, Any]) -> Morpheme:
    start, end = entry["char_span"]
    pron = entry["pron"].replace("’", "")
    silent = entry["is_ignored"] or (entry["pos"] == "記号" and not _is_kana(pron))
    return Morpheme(
        surface=text[start:end],
        start=start,
        end=end,
        pron="" if silent or not _is_kana(pron) else pron,
        pos=entry["pos"],
        group=entry["pos_group1"],
        form=entry["ctype"],
        unknown=bool(entry["is_unknown"]),
    )


def _is_kana(text: str) -> bool:
    return bool(text) and all("\u30a1" <= char <= "\u30fc" for char in text)
