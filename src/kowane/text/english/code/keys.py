"""Keys of a keyboard: "Ctrl+C"."""

from __future__ import annotations

import re

from kowane.text.english.contact import spell_out
from kowane.text.english.number_words import cardinal
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
)

_KEYS = {
    "ctrl": "control",
    "control": "control",
    "cmd": "command",
    "command": "command",
    "alt": "alt",
    "option": "option",
    "opt": "option",
    "shift": "shift",
    "win": "windows",
    "meta": "meta",
    "super": "super",
    "fn": "function",
    "esc": "escape",
    "escape": "escape",
    "del": "delete",
    "delete": "delete",
    "ins": "insert",
    "tab": "tab",
    "enter": "enter",
    "return": "return",
    "space": "space",
    "backspace": "backspace",
    "home": "home",
    "end": "end",
    "pgup": "page up",
    "pgdn": "page down",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
}


def keys(match: Match, style: Style) -> str:
    said = []
    for key in re.split(r"[+-]", match.group()):
        lower = key.lower()
        if lower in _KEYS:
            said.append(_KEYS[lower])
        elif re.fullmatch("[Ff][0-9]{1,2}", key):
            said.append("F " + cardinal(key[1:]))
        elif len(key) == 1 and key.isalpha():
            said.append(key.upper())
        else:
            said.append(spell_out(key, style))
    return " ".join(said)


RULES: tuple[Rule, ...] = (
    Rule(
        "keys",
        rx(
            r"(?<![\w+-])(?i:ctrl|control|cmd|command|alt|option|opt|shift|win|fn|esc)"
            r"(?:[+-](?i:shift|alt|ctrl|cmd|option|tab|enter|return|space|esc|escape|del"
            r"|delete|"
            r"backspace|home|end|up|down|left|right|pgup|pgdn|[Ff]\d{1,2}|[A-Za-z0-9])){1,3}"
            r"(?![\w-])"
        ),
        keys,
        "+-",
    ),
)
