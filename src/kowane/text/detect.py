"""The language a text is written in: by its script where that tells, else by py3langid.

Only for callers who ask for detection (`lang: "auto"`); otherwise the voice decides. Knows tags,
loads the model once per process on first use, and can't tell British from American English.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from kowane.errors import MissingExtra

_LATIN_LANGUAGES = ("en", "es", "fr", "it", "pt")
_CANONICAL = {"en": "en-us", "pt": "pt-br"}
_SAMPLE = 2000

_lock = threading.Lock()
_loaded: list[Any] = []


def detect(text: str) -> str:
    """Canonical tag of the language of `text`, judged by its first 2000 characters.

    Any share of kana above a tenth of the letters means Japanese, otherwise the commonest of Han,
    Devanagari and Latin decides; text without letters is "en-us".

    Raises:
        MissingExtra: the text is in Latin script and py3langid is not installed.
    """
    counts = Counter(map(_script, text[:_SAMPLE]))
    del counts[""]
    letters = counts.total()
    if not letters:
        return "en-us"
    eastern = counts["kana"] + counts["han"]
    if counts["kana"] * 10 >= eastern and counts["kana"] and eastern * 3 >= letters:
        return "ja"
    # A Han character carries about as much as three Latin letters.
    weight = {"zh": counts["han"] * 3, "hi": counts["deva"], "latin": counts["latin"]}
    best = max(weight, key=lambda script: weight[script])
    if best != "latin":
        return best
    return _latin(text[:_SAMPLE])


def _script(char: str) -> str:
    if not char.isalpha():
        return ""
    if "\u3041" <= char <= "\u30ff" or "\uff66" <= char <= "\uff9f":
        return "kana"
    if "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000":
        return "han"
    if "\u0900" <= char <= "\u097f":
        return "deva"
    return "latin"


def _latin(text: str) -> str:
    code, _ = _identifier().classify(text.encode("utf-8", "replace").decode("utf-8"))
    return _CANONICAL.get(str(code), str(code))


def _identifier() -> Any:
    """py3langid restricted to the languages that Kokoro speaks in Latin script."""
    with _lock:
        if not _loaded:
            try:
                from py3langid.langid import (  # type: ignore[import-untyped,unused-ignore]
                    MODEL_FILE,
                    LanguageIdentifier,
                )
            except ModuleNotFoundError as error:
                raise MissingExtra(
                    "Telling languages apart needs 'py3langid', which is not installed.",
                    remedy="Install it with: pip install 'kowane[detect]'.",
                ) from error
            identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
            identifier.set_languages(list(_LATIN_LANGUAGES))
            _loaded.append(identifier)
        return _loaded[0]
