"""Temperatures and angles."""

from __future__ import annotations

from kowane.text.english.quantities import NUMBER, amount
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
)
from kowane.text.english.units.grammar import SIGN, START, sign


def _temperature(match: Match, style: Style) -> str:
    scale = {"C": "celsius", "F": "fahrenheit", "K": "kelvin", "℃": "celsius", "℉": "fahrenheit"}[
        match.group("scale")
    ]
    said = amount(match.group("n"), style)
    second = match.group("n2")
    if second:
        said += f" to {amount(second, style)}"
    one = match.group("n") == "1" and not second
    return f"{sign(match)}{said} degree{'' if one else 's'} {scale}"


def _degrees(match: Match, style: Style) -> str:
    said = amount(match.group("n"), style)
    one = match.group("n") == "1"
    said = f"{sign(match)}{said} degree{'' if one or match.group('hyphen') else 's'}"
    for key, name in (("min", "minute"), ("sec", "second")):
        value = match.group(key)
        if value:
            said += f" {amount(value, style)} {name}{'' if value == '1' else 's'}"
    compass = match.group("compass")
    if compass:
        said += " " + {"N": "north", "S": "south", "E": "east", "W": "west"}[compass]
    return said + (" " if match.group("hyphen") else "")


def _plain_temperature(match: Match, style: Style) -> str:
    scale = {"C": "celsius", "F": "fahrenheit"}[match.group("scale")]
    return f"{sign(match)}{amount(match.group('n'), style)} degrees {scale}"


RULES_1: tuple[Rule, ...] = (
    Rule(
        "temperature",
        rx(START, SIGN, r"(?P<n>\d{2,3}\.\d)\s?(?P<scale>[FC])(?!\w)"),
        _plain_temperature,
        "FC",
    ),
)


RULES_2: tuple[Rule, ...] = (
    Rule(
        "temperature",
        rx(
            START,
            SIGN,
            rf"(?P<n>{NUMBER})(?:\s?°?[CF]?\s?(?:-|–|—|to)\s?(?P<n2>{NUMBER}))?\s?"
            rf"(?:[°º˚]\s?(?P<scale>[CFK])|(?P<scale2>[℃℉]))(?![A-Za-z])".replace(
                "(?P<scale2>[℃℉])", "(?=[℃℉])"
            ),
        ),
        lambda m, s: _temperature(m, s) if m.group("scale") else None,
        "°º˚",
    ),
    Rule(
        "temperature",
        rx(START, SIGN, rf"(?P<n>{NUMBER})(?P<n2>(?!))?\s?(?P<scale>[℃℉])"),
        _temperature,
        "℃℉",
    ),
    Rule(
        "degrees",
        rx(
            START,
            SIGN,
            rf"(?P<n>{NUMBER})\s?[°º˚](?:\s?(?P<min>\d{{1,2}}(?:\.\d{{1,6}})?)\s?[′'’]"
            rf"(?:\s?(?P<sec>\d{{1,2}}(?:\.\d{{1,6}})?)\s?(?:″|\"|”|''))?)?(?:\s?"
            rf"(?P<compass>[NSEW])\b)?(?P<hyphen>-(?=[a-z]))?",
        ),
        _degrees,
        "°º˚",
    ),
)
