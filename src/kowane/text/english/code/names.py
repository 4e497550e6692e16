"""Flags, codes, calls, identifiers, chat words."""

from __future__ import annotations

import re

from kowane.text.english.code.identifiers import identifier
from kowane.text.english.code.keys import keys
from kowane.text.english.contact import spell_out
from kowane.text.english.number_words import cardinal
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    before,
    rx,
    words,
)
from kowane.text.english.units import UNITS

# Mixed case that is not two words: degrees, salts.
_LEFT_ALONE = words(
    "PhD PhDs MSc BSc DPhil MEng BEng EdD PsyD MPhil NaCl NaOH HCl KCl AgCl LiCl NaF MgO "
    "CaO ZnO CuO FeO GaN GaAs SiC AgNO LiOH HBr LLMs LaTeX BibTeX McDonald MacBook"
)


def _call(match: Match, style: Style) -> str:
    return " dot ".join(identifier(part, style) for part in match.group(1).split("."))


def _identifier(match: Match, style: Style) -> str:
    return identifier(match.group(), style)


def _camel(match: Match, style: Style) -> str | None:
    word = match.group()
    if word.casefold() in style.names or word in _LEFT_ALONE:
        return None
    if re.search(r"\d\s?$", before(match)) and word in UNITS:
        return None
    if word[:2] in ("Mc", "De", "La", "Le", "Di", "Du", "Fi", "Ma", "Va") and word[2:3].isupper():
        rest = word[3:]
        if rest.islower() or (word[:2] != "Mc" and len(word) < 4):
            return None
    if re.fullmatch(r"Mac[A-Z][a-z]+|O'[A-Z][a-z]+|Fitz[A-Z][a-z]+", word):
        return None
    if re.fullmatch(r"[A-Z]{2,}s", word):
        return None
    return identifier(word, style)


def _hex(match: Match, _style: Style) -> str:
    said = []
    for char in match.group().lstrip("#"):
        said.append(cardinal(char) if char.isdecimal() else char.upper())
    lead = "hash " if match.group()[0] == "#" else ""
    return lead + " ".join(said)


def _flag(match: Match, style: Style) -> str | None:
    """--port, -m: options of a command line."""
    name = match.group(2)
    if match.group(1) == "-" and len(name) > 1:
        return None
    return " ".join(["dash"] * len(match.group(1))) + f" {identifier(name, style)}"


def _characters(match: Match, _style: Style) -> str:
    """A serial number: every letter and digit by itself."""
    return " ".join(cardinal(char) if char.isdecimal() else char.upper() for char in match.group())


_CHAT = {
    "gr8": "great",
    "l8r": "later",
    "b4": "before",
    "m8": "mate",
    "w8": "wait",
    "h8": "hate",
    "sk8": "skate",
    "2day": "today",
    "2nite": "tonight",
    "2morrow": "tomorrow",
    "4ever": "forever",
    "thx": "thanks",
    "pls": "please",
    "plz": "please",
    "tl;dr": "TLDR",
    "jk": "JK",
}


def _chat(match: Match, _style: Style) -> str | None:
    word = match.group()
    return _CHAT.get(word.lower(), word.upper() if word.lower() != "dms" else "DMs")


def _call_of(match: Match, style: Style) -> str | None:
    name, inner = match.group(1), match.group(2)
    if name.islower() and name in ("a", "i"):
        return None
    parts = [spell_out(part, style) for part in re.split(r"\s*,\s*", inner)]
    return f"{name.upper()} of {' and '.join(parts)}"


_WORD = r"[A-Za-z_][A-Za-z0-9_]{0,40}"

RULES_1: tuple[Rule, ...] = (
    Rule(
        "flag",
        rx(
            r"(?<![=<>+*/≤≥≠≈(]\s)(?<=\s)(--?)([A-Za-z][A-Za-z0-9]{0,30}"
            r"(?:-[A-Za-z0-9]{1,30}){0,6})(?==|\s|$)"
        ),
        _flag,
        "-",
    ),
    Rule(
        "code number",
        rx(
            r"(?<![\w-])(?=[A-Z0-9]{0,40}[A-Z][A-Z0-9]{0,40}\d)"
            r"(?=[A-Z0-9]{0,8}\d)[A-Z0-9]{9,40}(?![\w-])"
        ),
        _characters,
        "0",
    ),
    Rule(
        "code number",
        rx(
            r"(?<![\w.#@/-])(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])(?:[0-9a-f]{7,40})(?![\w-]|\.\w)"
            r"|(?<![\w.#@/-])[a-z]{1,2}\d{1,2}[a-z]{1,2}\d{1,2}[a-z]{1,2}\d{0,2}(?![\w-]|\.\w)"
        ),
        _characters,
        "0",
    ),
    Rule(
        "chat",
        rx(
            r"(?<![\w'])(?i:gr8|l8r|b4|m8|w8|h8|sk8|2day|2nite|2morrow|4ever|thx|pls|plz"
            r"|idk|omg|tbh|brb|btw|imo|imho|fyi|smh|ttyl|nvm|ikr|jk|np|tldr|tl;dr|afaik"
            r"|iirc|ftw|irl|dm|dms)(?![\w'])"
        ),
        _chat,
    ),
    Rule("keys", rx(r"(?<![\w+.-])(?:Ctrl|Cmd)(?![\w+-])"), keys, "C"),
    Rule(
        "function",
        rx(
            r"(?<![\w.])([fghFGHOPQTNVEL])\(([A-Za-z0-9]{1,4}(?:\^\d)?"
            r"(?:\s?,\s?[A-Za-z0-9]{1,4}){0,3})\)(?=\W|$)"
        ),
        _call_of,
        "(",
    ),
    Rule("call", rx(r"(?<![\w.])(", _WORD, r"(?:\.", _WORD, r"){0,5})\(\)"), _call, "("),
    Rule(
        "identifier",
        rx(
            r"(?<![\w.@#/])(?:__)?[A-Za-z][A-Za-z0-9]{0,40}(?:_[A-Za-z0-9]{1,40}){1,8}"
            r"(?:__)?(?![\w@])"
        ),
        _identifier,
        "_",
    ),
    Rule(
        "hex",
        rx(
            r"(?<![\w&])(?:#(?=[0-9A-Fa-f]{0,5}[0-9])[0-9A-Fa-f]{6}|#[A-Fa-f]{6}"
            r"|0x[0-9A-Fa-f]{1,16})(?!\w)"
        ),
        _hex,
        "#x",
    ),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "identifier",
        rx(
            r"(?<![\w.@#/'-])(?:[a-z]{1,20}(?:[A-Z][a-z0-9]{1,20}){1,6}"
            r"|[A-Z][a-z]{1,20}(?:[A-Z][a-z]{1,20}){1,6}"
            r"|[A-Z][a-z]{1,20}[A-Z]{2,5})(?![\w@])"
        ),
        _camel,
    ),
)
