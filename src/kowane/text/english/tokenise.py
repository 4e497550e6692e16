"""An English sentence cut into tokens as the Penn Treebank does: "don't" is "do" and "n't".

Follows the conventions the tagger was trained on; spaCy's own tokenizer needs a quarter of a second
to load 1,300 exceptions, nearly all of which the normaliser has read by then. Linear in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"\s+"
    r"|(?:[A-Za-z]\.){2,12}"  # U.S.
    r"|(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|etc|No)\.(?=\s)"
    r"|[^\W\d_]+(?:['’][^\W\d_]+){0,4}['’]?"
    r"|\d+(?:[.,]\d+){0,20}"
    r"|['’](?:s|S|re|ve|ll|d|m|em|til|cause|tis|twas|n)\b"
    r"|[.]{2,10}|-{2,10}"
    r"|.",
    re.DOTALL,
)
_ENDING = re.compile(r"(?i)(?<=\w)(?:n['’]t|['’](?:s|re|ve|ll|d|m)|(?<=s)['’]|['’])$")
_JOINED = {
    "cannot": (3,),
    "gonna": (3,),
    "gotta": (3,),
    "wanna": (3,),
    "gimme": (3,),
    "lemme": (3,),
    "y'all": (2,),
    "y’all": (2,),
}


class Token(NamedTuple):
    """A token and whether a space follows it."""

    text: str
    space: bool


def tokenise(text: str) -> list[Token]:
    """The tokens of a text whose white space is single spaces; joined they are the text."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece.isspace():
            if tokens:
                tokens[-1] = Token(tokens[-1].text, space=True)
            continue
        tokens += [Token(part, space=False) for part in _parts(piece)]
    return tokens


def _parts(word: str) -> list[str]:
    """A word and its clitics: "they'd've" → they · 'd · 've."""
    endings: list[str] = []
    while len(endings) < 4:
        ending = _ENDING.search(word)
        if ending is None or ending.start() == 0:
            break
        endings.append(ending.group())
        word = word[: ending.start()]
    endings.reverse()
    cuts = _JOINED.get((word + "".join(endings)).lower()) or _JOINED.get(word.lower())
    if cuts and not endings:
        return [word[: cuts[0]], word[cuts[0] :]]
    return [word, *endings]
