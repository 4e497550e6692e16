"""Parts of a marked-up text written as inline tags: from SSML to the notation that `inline` reads.

The tags mean the same when they are read back: same stretches, pauses, voices, rates, languages and
pronunciations. Spans are lost. A sentence break without a mark becomes an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kowane.speech import Piece
from kowane.text.markup.parts import Part, Pause, Stretch

_SPECIAL = re.compile(r"[\[\]<>]")


def write(parts: Sequence[Part]) -> str:
    """The text with inline tags."""
    out: list[str] = []
    for part in parts:
        if isinstance(part, Pause):
            out.append(f"[pause:{part.seconds:g}s]")
            continue
        out.append(_stretch(part))
        if part.sentence_break or part.paragraph_break:
            out.append("\n\n")
    return "".join(out).strip("\n")


def _stretch(part: Stretch) -> str:
    text = "".join(map(_piece, part.spoken.pieces))
    if part.lang:
        text = f"[lang:{part.lang}]{text}[/lang]"
    if part.rate != 1:
        text = f"[rate:{part.rate:g}]{text}[/rate]"
    if part.voice:
        text = f"[voice:{part.voice}]{text}[/voice]"
    return text


def _piece(piece: Piece) -> str:
    text = _SPECIAL.sub(lambda match: "\\" + match.group(), piece.text)
    return text if piece.phonemes is None else f"[{text}](/{piece.phonemes}/)"
