"""Files and paths: "src/main.py"."""

from __future__ import annotations

import re

from kowane.text.english.code.extensions import EXT_RE, EXTENSIONS
from kowane.text.english.code.identifiers import identifier
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    before,
    rx,
    word_before,
)

_PATH_MARKS = {
    ".": "dot",
    "/": "slash",
    "\\": "backslash",
    ":": "colon",
    "~": "tilde",
    "-": "dash",
    "_": "",
    "*": "star",
    "$": "dollar",
    "%": "percent",
    "+": "plus",
    "@": "at",
}


def path(text: str, style: Style) -> str:
    """A path or file name, marks named: "src/main.py" → "source slash main dot pie"."""
    stem, dot, extension = text.rpartition(".")
    tail = ""
    if dot and extension.lower() in EXTENSIONS:
        text, tail = stem, f" dot {EXTENSIONS[extension.lower()]}"
    said = []
    for match in re.finditer(r"[A-Za-z0-9]+|[^A-Za-z0-9]", text):
        piece = match.group()
        said.append(identifier(piece, style) if piece.isalnum() else _PATH_MARKS.get(piece, ""))
    return " ".join(filter(None, said)) + tail


def _path(match: Match, style: Style) -> str:
    return path(match.group(), style)


def _dotnet(match: Match, _style: Style) -> str:
    return "dot net" if not word_before(match) or before(match, 1) in " (" else " dot net"


RULES: tuple[Rule, ...] = (
    Rule(
        "path",
        rx(r"(?<![\w.])[A-Za-z]:\\(?:[\w. $%+@-]{0,60}[\w$%+@-]\\?){0,12}(?<=[\w\\])"),
        _path,
        "\\",
    ),
    Rule(
        "path",
        rx(
            r"(?<![\w.)])(?:~|\.{1,2})?/[\w.@+*$-]{1,60}(?:/[\w.@+*$-]{1,60}){0,12}(?<=[\w*])/?"
            r"(?<!\d/\d)"
        ),
        _path,
        "/",
    ),
    Rule(
        "path",
        rx(r"(?<![\w.$/])[\w.@+-]{1,60}(?:/[\w.@+*-]{1,60}){1,12}\.(?:", EXT_RE, r")(?!\w)"),
        _path,
        "/",
    ),
    Rule(
        "file",
        rx(
            r"(?<![\w.@/])\.?[A-Za-z0-9_][\w+-]{0,80}(?:\.[\w+-]{1,20}){0,3}\.(?i:",
            EXT_RE,
            r")(?![\w@]|\.\w)(?<!e\.g)(?<!i\.e)",
        ),
        lambda m, s: (
            None
            if re.fullmatch(r"\d+(\.\d+)*\.(c|h|so|go)|[A-Za-z]\.[ch]", m.group(), re.I)
            or re.fullmatch(
                r"[A-Za-z]+\.(So|Go|Log|Lock|Back|Swift|Java|Doc|Zip|Bin|Bat|so|go)", m.group()
            )
            else path(m.group(), s)
        ),
        ".",
    ),
    Rule(
        "dot file",
        rx(r"(?<![\w.])\.(gitignore|bashrc|zshrc|env|dockerignore|npmrc|editorconfig)(?!\w)"),
        _path,
        ".",
    ),
    Rule("dot net", rx(r"(?<![\w.])\.NET(?!\w)"), _dotnet, "."),
)
