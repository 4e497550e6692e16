"""Lexicons as JSON and back. The same values are what the HTTP API and the store's files hold.

    {"name": "terms", "lang": "en-us", "default": false,
     "entries": [{"word": "nginx", "says": "engine x"}]}

Fields that are not known are an error, so that a misspelt one is not lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from kowane.text.lexicon.entries import Entry, Lexicon, LexiconError

MAX_DOCUMENT = 8_000_000
"""Characters of a document."""

_DEFAULTS = {each.name: each.default for each in fields(Entry)}
_TYPES: dict[str, type] = {
    name: bool if isinstance(default, bool) else str for name, default in _DEFAULTS.items()
}


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """The entry's fields, those at their defaults left out."""
    return {name: value for name, value in asdict(entry).items() if value != _DEFAULTS[name]}


def to_json(lexicon: Lexicon) -> dict[str, Any]:
    """The lexicon as plain values."""
    return {
        "name": lexicon.name,
        "lang": lexicon.lang,
        "default": lexicon.default,
        "entries": [entry_to_json(entry) for entry in lexicon.entries],
    }


def entry_from_json(value: object, *, param: str = "entry") -> Entry:
    """An entry from plain values.

    Args:
        param: what errors call it; a field's name is put behind it with a dot.

    Raises:
        LexiconError: it is no object, has an unknown field, or one of a wrong type or value.
    """
    known = _object(value, _TYPES, param)
    if "word" not in known:
        raise LexiconError(
            f"{param} has no word.",
            param=f"{param}.word",
            remedy='Give at least "word" and "says".',
        )
    try:
        return Entry(**known)
    except LexiconError as error:
        raise LexiconError(
            f"{param}: {error.message}", param=f"{param}.{error.param}", remedy=error.remedy
        ) from error


def from_json(value: object, *, name: str | None = None) -> Lexicon:
    """A lexicon from plain values.

    Args:
        name: used instead of the value's own.

    Raises:
        LexiconError, UnknownLanguage: it cannot be used; the message names the entry.
    """
    types: dict[str, type] = {"name": str, "lang": str, "default": bool, "entries": list}
    known = _object(value, types, "lexicon")
    for field in ("lang", *(() if name else ("name",))):
        if field not in known:
            raise LexiconError(f"The lexicon has no {field!r}.", param=field, remedy="Add it.")
    entries = tuple(
        entry_from_json(entry, param=f"entries[{index}]")
        for index, entry in enumerate(known.get("entries", []))
    )
    return Lexicon(name or known["name"], known["lang"], entries, known.get("default", False))


def dumps(lexicon: Lexicon) -> str:
    """The lexicon as a JSON document, readable and stable."""
    return json.dumps(to_json(lexicon), ensure_ascii=False, indent=1) + "\n"


def loads(document: str, *, name: str | None = None) -> Lexicon:
    """A lexicon from a JSON document; see `from_json`.

    Raises:
        LexiconError: also if the document is no JSON or has more than MAX_DOCUMENT characters.
    """
    if len(document) > MAX_DOCUMENT:
        raise LexiconError(
            f"The document has {len(document)} characters; the limit is {MAX_DOCUMENT}.",
            param="document",
            remedy="Split it into several lexicons.",
        )
    try:
        value = json.loads(document)
    except (json.JSONDecodeError, RecursionError) as error:
        raise LexiconError(
            f"The lexicon is not JSON: {error}.", param="document", remedy="Check it as JSON."
        ) from error
    return from_json(value, name=name)


def _object(value: object, types: Mapping[str, type], param: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise LexiconError(
            f"{param} is {type(value).__name__}, not an object.",
            param=param,
            remedy='Write {"…": …}.',
        )
    for key, item in value.items():
        if key not in types:
            raise LexiconError(
                f"{param} has the unknown field {str(key)[:40]!r}.",
                param=param,
                remedy=f"Known are: {', '.join(types)}.",
            )
        if item is not None and not isinstance(item, types[key]):
            raise LexiconError(
                f"{param}.{key} is {type(item).__name__}, not {types[key].__name__}.",
                param=f"{param}.{key}",
                remedy="Mend its type.",
            )
    return {key: item for key, item in value.items() if item is not None}
