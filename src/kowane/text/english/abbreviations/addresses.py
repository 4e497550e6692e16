"""House numbers, streets, saints and doctors, points of the compass, states, postal codes."""

from __future__ import annotations

import re

from kowane.text.english.abbreviations.places import CAP, COMPASS, NTH, STATES, STREETS
from kowane.text.english.abbreviations.sentence_end import stop
from kowane.text.english.number_words import model_number, ordinal, spelled
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    before,
    rx,
    words,
)


def _doctor(match: Match, _style: Style) -> str:
    """Dr.: a drive after a name of a street, else a doctor."""
    lead = re.search(r"(?:([A-Z][a-z]+|\d+(?:st|nd|rd|th)))\s$", before(match))
    following = after(match)
    name_follows = re.match(r"\s[A-Z]", following)
    if lead and (
        not name_follows
        or re.search(r"\d+\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s){1,2}$", before(match))
    ):
        return "drive" + stop(match)
    return "doctor" + stop(match)


def _saint(match: Match, _style: Style) -> str:
    """St.: a street after a name or an ordinal, else a saint."""
    lead = re.search(
        r"(?:([A-Z][A-Za-z'’]+|\d+(?:st|nd|rd|th)|[a-z]+(?:first|second|third|th)))\s$",
        before(match),
    )
    name = re.match(r"\s[A-Z][a-z'’]", after(match))
    if lead and (lead.group(1) not in _BEFORE_SAINT or not name):
        if not name or re.search(
            r"(?:\d\s|\d(?:st|nd|rd|th)\s|Main |Wall |High |Elm |Oak |Park )"
            r"(?:[A-Z][a-z]+\s){0,2}$",
            before(match),
        ):
            return "street" + stop(match)
        if lead.group(1) in _NOT_STREETS:
            return "saint"
        if re.match(r"\s(?:and|is|was|in|on|near|to|at|by|The|It|He|She|We|They)\b", after(match)):
            return "street" + stop(match)
        return "street" + stop(match) if not name else "saint"
    return ("saint" if name or not lead else "street") + stop(match)


_BEFORE_SAINT = words(
    "In At To From The Near Of And For Visit By Mount Fort Port Cathedral Church Saint With"
)
_NOT_STREETS = words(
    "Mount Fort Port Visit The In At East West North South Downtown Greater Near From"
)


def _street(match: Match, style: Style) -> str:
    name = match.group(1)
    number = re.match(r"\d+", name)
    if number:
        name = ordinal(number.group(), british=style.british) + " "
    return name + STREETS[match.group(2)] + stop(match)


def _state(match: Match, _style: Style) -> str:
    said = f"{match.group(1)}{STATES[match.group(2)]}"
    zipcode = match.group(3)
    if zipcode:
        digits = re.findall(r"\d+", zipcode)
        said += ", " + ", ".join(spelled(run) for run in digits)
    return said


def _zip(match: Match, _style: Style) -> str:
    runs = re.findall("[0-9]+", match.group(2))
    return match.group(1) + ", ".join(spelled(run) for run in runs)


def _address(match: Match, style: Style) -> str:
    """A house number: 1600 → "sixteen hundred", 221 → "two twenty one"; "B" stays a letter."""
    number, letter = match.group(1), match.group(2) or ""
    said = model_number(number, british=style.british)
    if letter:
        said += f" {letter.upper()}"
    return f"{said} "


def _compass(match: Match, _style: Style) -> str:
    return match.group(1) + COMPASS[match.group(2).replace(".", "")] + match.group(3)


def _mount(match: Match, _style: Style) -> str:
    return {
        "Mt": "mount",
        "Mts": "mounts",
        "Mtn": "mountain",
        "Ft": "fort",
        "Pt": "point",
        "Ste": "saint",
    }[match.group(1)]


_ROAD = "|".join(STREETS)
_HOUSE = (
    rf"(?:(?:[NSEW]|NE|NW|SE|SW)\.?\s|(?:North|South|East|West)\s)?(?:{CAP}"
    rf"|{NTH})(?:\s{CAP}){{0,3}}\s(?:Street|Avenue|Road|Lane|Court|Place|Drive"
    rf"|Boulevard|Highway|Parkway|Square|Terrace|Circle|Way|Crescent|Close|"
    rf"(?:{_ROAD})\b)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "street",
        rx(r"\b(Ave|Blvd|Pl|Plz)\.?(?=\sof\s(?:the|[A-Z]))"),
        lambda m, _s: STREETS[m.group(1)],
        "AbBP",
    ),
    Rule(
        "address",
        rx(r"(?<![\w.,$£€#/-])(\d{1,5})(?:-?([A-Za-z]))?\s(?=", _HOUSE, r")"),
        _address,
        "0",
    ),
    Rule(
        "mount",
        rx(
            r"\b(Mt|Mtn|Mts|Ft|Pt|Ste)\b\.?(?=\s[A-Z][a-z])(?<!\d [A-Z][a-z])(?<!\d"
            r" [A-Z][a-z]\.)"
        ),
        _mount,
    ),
    Rule(
        "saint",
        rx(r"\bSt\b(?:\.|(?=\s[A-Z][a-z])|(?<=[a-z]\sSt)(?=\s?(?:[,;)\n]|$)))"),
        _saint,
        "S",
    ),
    Rule("doctor", rx(r"\bDr\b\.?(?!\w)"), _doctor, "D"),
    Rule(
        "street",
        rx(
            r"((?:",
            CAP,
            "|",
            NTH,
            r"|[a-z]{3,20}(?:th|first|second|third))\s)(",
            _ROAD.replace("Dr|", "").replace("St|", ""),
            r")\b\.?(?!\w)",
        ),
        _street,
    ),
    Rule(
        "street",
        rx(r"((?:", NTH, r"|[a-z]{3,20}(?:th|first|second|third))\s)(St)\b\.?(?!\w)"),
        _street,
        "S",
    ),
    Rule(
        "compass",
        rx(
            r"(?<!\S)()(N|S|E|W|NE|NW|SE|SW|N\.|S\.|E\.|W\.|N\.E\.|N\.W\.|S\.E\."
            r"|S\.W\.)()(?=\s(?:",
            CAP,
            "|",
            NTH,
            r")\s(?:",
            CAP,
            r"\s){0,2}(?:street|avenue|road|lane|drive|boulevard|Street|Avenue|Road|Lane"
            r"|Drive|St|Ave|Rd|Blvd|Dr)\b)",
        ),
        _compass,
        "NSEW",
    ),
    Rule(
        "state",
        rx(
            r"([A-Z][a-z]{1,20},\s)(",
            "|".join(STATES),
            r")\b(?:\s(\d{5}(?:-\d{4})?))?(?![\w'])",
        ),
        _state,
        ",",
    ),
    Rule(
        "postal code",
        rx(
            r"\b((?i:zip|zip code|zipcode|postcode)(?:\s(?:is|code))?:?\s)(\d{5}"
            r"(?:-\d{4})?)(?!\w)"
        ),
        _zip,
        "0",
    ),
)
