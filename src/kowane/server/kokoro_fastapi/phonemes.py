"""A line of phonemes as a text with inline tags that is read as exactly these phonemes.

Each word's symbols stand in a tag; punctuation stays outside, so that sentences end and pauses come
where they would in a text.
"""

from __future__ import annotations

import re

from kowane.errors import TextError

_MARKS = r"""[.,!?;:—…“”"()]*"""
_WORD = re.compile(rf"({_MARKS})(.*?)({_MARKS})")


def tagged(phonemes: str) -> str:
    """The text; other symbols that Kokoro lacks are refused by whoever reads it.

    Raises:
        TextError: a slash, which would end the tag.
    """
    if "/" in phonemes:
        raise TextError(
            "The phonemes have a '/', which is no symbol of Kokoro's.",
            param="phonemes",
            remedy="Leave the slashes out.",
        )
    out = []
    for word in phonemes.split():
        before, symbols, after = _split(word)
        tag = f"[{symbols}](/{symbols}/)" if symbols else ""
        out.append(f"{before}{tag}{after}")
    return " ".join(out)


def _split(word: str) -> tuple[str, str, str]:
    match = _WORD.fullmatch(word)
    assert match is not None  # noqa: S101 - it matches everything without white space
    return match[1], match[2], match[3]
