"""Latin abbreviations and degrees: e.g., i.e., et al., Ph.D."""

from __future__ import annotations

import re

from kowane.text.english.abbreviations.sentence_end import initials, stop
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    ends_text,
    rx,
)


def _latin(match: Match, _style: Style) -> str:
    key = match.group(1).lower().replace(".", "").replace(" ", "")
    said = {
        "eg": "for example",
        "ie": "that is",
        "etal": "et al",
        "ps": "PS",
        "nb": "NB",
        "aka": "AKA",
        "qv": "QV",
        "opcit": "op cit",
        "am": "AM",
        "pm": "PM",
    }[key]
    comma = (
        ","
        if key in ("eg", "ie") and re.match(r"\s", after(match)) and not match.group().endswith(",")
        else ""
    )
    return said + comma + (stop(match) if key != "etal" or ends_text(match) else "")


RULES: tuple[Rule, ...] = (
    Rule(
        "abbreviation",
        rx(
            r"(?<![\w.])(e\.\s?g|i\.\s?e|a\.k\.a|aka|et\sal|P\.S|N\.B|q\.v"
            r"|op\.\scit)\b\.?,?(?![\w/])".replace(",?", "(?:,(?=,))?")
        ),
        _latin,
    ),
    Rule(
        "initials",
        rx(
            r"(?<![\w.])((?:Ph|Ed|Psy|Pharm|Sc|Litt|Th)\.\s?D|(?:[BMLD]\.\s?){0,2}(?:Sc"
            r"|Ed|Eng|Phil|Arch|Tech|Mus)(?=\.)(?<=\.[A-Z][a-z])|M\.Sc|B\.Sc|D\.Phil"
            r"|LL\.[BMD]|B\.Ed|M\.Ed|M\.Eng|B\.Eng)\.?()(?!\w)"
        ),
        initials,
        ".",
    ),
    Rule(
        "initials",
        rx(r"(?<![\w.])(PhD|MSc|BSc|DPhil|LLB|LLM|MEng|BEng|EdD|PsyD|MPhil)(s|'s)?(?!\w)"),
        initials,
        "PMBDLE",
    ),
)
