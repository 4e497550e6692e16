"""Telephone numbers, short codes, card and ISBN groups."""

from __future__ import annotations

import re

from kowane.text.english.number_words import below_hundred, spelled
from kowane.text.english.rules import Match, Rule, Style, before, rx


def _groups(text: str, style: Style) -> str:
    """Telephone digits group by group, a pause between."""
    zero = "oh" if style.british else "zero"
    said = []
    for group in re.findall(r"\d+|[A-Z]{2,}", text):
        if group.isalpha():
            said.append(group.lower() if re.search("[AEIOUY]", group) else group)
        elif re.fullmatch(r"[1-9]00", group):
            said.append(f"{below_hundred(int(group[0]))} hundred")
        else:
            said.append(spelled(group, zero))
    return ", ".join(said)


def _phone(match: Match, style: Style) -> str:
    text = match.group()
    said = ("plus " if text.lstrip("(").startswith("+") else "") + _groups(
        match.group("number"), style
    )
    extension = match.group("ext")
    if extension:
        said += f", extension {spelled(extension)}"
    return said


def _local_phone(match: Match, style: Style) -> str | None:
    lead = before(match).lower()
    if re.search(r"(?:pages?|pp?\.|from|between|lines?|years?|scores?|isbn|verses?)\s*$", lead):
        return None
    return _groups(match.group(), style)


def _short_code(match: Match, _style: Style) -> str:
    return f"{match.group(1)}{match.group(2)}{spelled(match.group(3))}"


_TEXTING = re.compile(r"\b(?:text|txt|sms|message)\s[\"'“‘]?\w{1,20}[\"'”’]?\sto\s$", re.IGNORECASE)
_CALLING = re.compile(
    r"\b(?:call|dial|ring|emergency (?:number|services?))\b[^.!?]{0,50}$", re.IGNORECASE
)


def _digit_groups(match: Match, _style: Style) -> str:
    return ", ".join(spelled(group) for group in re.findall(r"\d+", match.group()))


_EXT = r"(?:,?\s?(?:ext\.?|extension|x)\s?(?P<ext>\d{1,6}))?"

RULES: tuple[Rule, ...] = (
    Rule(
        "phone",
        rx(
            r"(?<![\w.,$£€-])(?P<number>(?:\+?1[-. ]?)?(?:\(\d{3}\)[-. ]?|\d{3}[-."
            r" ])\d{3}[-. ]\d{4})",
            _EXT,
            r"(?![\w-]|[.,]\d)",
        ),
        _phone,
        "0",
    ),
    Rule(
        "phone",
        rx(
            r"(?<![\w.,$£€-])(?P<number>\+\d{1,3}(?:[-. ]?\(?0?\)?[-. ]?\d{1,5}){2,6})",
            _EXT,
            r"(?![\w-]|[.,]\d)",
        ),
        _phone,
        "+",
    ),
    Rule(
        "phone",
        rx(
            r"(?<![\w.,$£€-])(?P<number>\(?0\d{2,4}\)?[- ]\d{3,4}[- ]?\d{3,4})",
            _EXT,
            r"(?![\w-]|[.,]\d)",
        ),
        _phone,
        "0",
    ),
    Rule(
        "phone",
        rx(
            r"(?<![\w.,$£€+-])(?P<number>1-?8(?:00|33|44|55|66|77|88)-(?:[A-Z\d]{2,8}-?){1,3})",
            r"(?P<ext>)(?<!-)(?![\w-])",
        ),
        _phone,
        "8",
    ),
    Rule("digit groups", rx(r"(?<![\w.,-])\d{3}-\d{2}-\d{4}(?![\w-])"), _digit_groups, "-"),
    Rule(
        "digit groups",
        rx(r"(?<![\w.,-])\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}(?![\w-])"),
        _digit_groups,
        "0",
    ),
    Rule(
        "digit groups",
        rx(r"(?<![\w.,-])97[89]-\d{1,5}-\d{1,7}-\d{1,7}-[\dXx](?![\w-])"),
        _digit_groups,
        "9",
    ),
    Rule("phone", rx(r"(?<![\w.,$£€/-])[2-9]\d{2}-\d{4}(?![\w-]|[.,]\d)"), _local_phone, "-"),
    Rule(
        "short code",
        rx(
            r"\b(call|calls|called|calling|dial|dials|dialed|dialled|dialing|text|ring|phone)"
            r"((?: the police (?:on|at))?\s)(\d{3})(?![\w-]|[.,:]\d|\s(?:times|people"
            r"|numbers|customers|clients))",
            flags=re.IGNORECASE,
        ),
        _short_code,
        "0",
    ),
    Rule(
        "short code",
        rx(
            r"(?<=\sto\s)()()(\d{5,6})(?!\w|[.,]\d)",
        ),
        lambda match, style: _short_code(match, style) if _TEXTING.search(before(match)) else None,
        "0",
    ),
    Rule(
        "short code",
        rx(
            r"(?<![\w.,$£€#+-])()()([2-9]11|999|112|988|000|111|101)(?=\s?(?:[.,;!?)]|$|(?:or|and|in|if|from)\b))"
        ),
        lambda match, style: (
            _short_code(match, style) if _CALLING.search(before(match, 60)) else None
        ),
        "0",
    ),
    Rule(
        "short code",
        rx(r"(?<![\w.,$-])()()(911|999|112)(?=\s(?:call|caller|dispatcher|operator|emergency))"),
        _short_code,
        "91",
    ),
)
