"""Versions of software: "v2.0.1-rc1", "Ubuntu 22.04"."""

from __future__ import annotations

import re

from kowane.text.english.code.identifiers import version
from kowane.text.english.number_words import cardinal
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    before,
    rx,
)


def _version(match: Match, style: Style) -> str:
    said = ("V " if match.group("v") else "") + version(match.group("number"), style)
    tail = match.group("tail")
    if tail:
        name = {"rc": "RC", "a": "A", "b": "B"}.get(
            re.sub("[^A-Za-z]", "", tail).lower(), re.sub("[^A-Za-z]", "", tail).lower()
        )
        said += " " + name
        numbers = re.findall(r"\d+", tail)
        if numbers:
            said += " " + " point ".join(cardinal(number) for number in numbers)
    return said


_SOFTWARE = (
    "python|node|nodejs|java|jdk|ios|ipados|macos|watchos|android|ubuntu|debian|fedora|version|ver"
    "|release|chrome|firefox|safari|linux|kernel|django|flask|rails|ruby|php|mysql|postgres"
    "|postgresql|kubernetes|docker|react|angular|vue|typescript|go|golang|rust|swift|kotlin|scala"
    "|gcc|clang|cuda|pytorch|tensorflow|numpy|pandas|spacy|openssl|windows|php"
    "|perl|nginx|redis|npm|pip"
    "|bluetooth|usb|http|tls|ssl|html|opengl|vulkan|unity|blender|gimp|.net"
    "|c\\+\\+|gpt|claude|gemini|llama|bios|firmware|firmware version"
)


def _software(match: Match, style: Style) -> str:
    number = match.group(2)
    whole, _, rest = number.partition(".")
    tail = f"oh {cardinal(rest[1])}" if len(rest) == 2 and rest[0] == "0" else cardinal(rest)
    return f"{cardinal(whole, british=style.british)} point {tail}"


def _dateish(text: str) -> bool:
    parts = [int(part) for part in text.split(".")]
    if len(str(parts[0])) == 4:
        return 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31
    return 1 <= parts[0] <= 31 and 1 <= parts[1] <= 12 and len(text.split(".")[2]) == 4


RULES: tuple[Rule, ...] = (
    Rule(
        "version",
        rx(
            r"(?<![\w.,$£€/])(?P<v>[vV]\.?\s?)?(?P<number>\d{1,4}(?:\.\d{1,4}){2,4}(?:\.[x*])?)"
            r"(?P<tail>-?(?:alpha|beta|rc|dev|post|preview|a|b)[.-]?\d{0,3})?(?![\w]"
            r"|\.\d|,\d{3})"
        ),
        lambda m, s: (
            None
            if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}(\d\d)?|\d{4}\.\d\d\.\d\d", m.group())
            and not m.group("v")
            and _dateish(m.group())
            else _version(m, s)
        ),
        ".",
    ),
    Rule(
        "version",
        rx(
            r"(?<![\w.,$£€/])(?P<v>[vV]\.?\s?)(?P<number>\d{1,4}(?:\.\d{1,4})?)"
            r"(?P<tail>-?(?:alpha|beta|rc)[.-]?\d{0,3})?(?![\w]|\.\d)"
        ),
        _version,
        "vV",
    ),
    Rule("version", rx(rf"(?i:\b(?:{_SOFTWARE}))[ -](?=\d)()(?:)(?!x)x"), None, "\0"),
    Rule(
        "version",
        rx(
            r"(?i)(?<=[a-z+\d][ -])(?<![\w.,])()(\d{1,3}\.(?:\d{2}))(?![\w%]|\.\d|\s?"
            r"(?:%|percent|million|billion))"
        ),
        lambda m, s: (
            _software(m, s)
            if re.search(rf"(?<![\w.])(?:{_SOFTWARE})[ -]$", before(m), re.I)
            else None
        ),
        ".",
    ),
)
