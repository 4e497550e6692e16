"""Names of letters and digits: "F-16", "MP3", "x86-64"."""

from __future__ import annotations

import re

from kowane.text.english.code.identifiers import version
from kowane.text.english.contact import label
from kowane.text.english.number_words import cardinal, model_number
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
    words,
)
from kowane.text.english.units import UNITS

_AFTER_NUMBER = words("AM PM BC BCE AD CE USD EUR GBP MM KM KG CM LB LBS FT MPH HP ST ND RD TH")


def _alphanumeric(match: Match, style: Style) -> str | None:
    """Names such as B2B, MP3, A320, F-16, GPT-4o, PS5, 3D."""
    text = match.group()
    plural = ""
    if re.search(r"[\dA-Z]'?s$", text) and len(text) > 2:
        text, plural = text.rstrip("s").rstrip("'"), "s"
    if re.search("[a-z]{2}", text) and "-" not in text:
        return None
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+(?:\.\d+)?", text):
        if "." in part:
            said.append(version(part, style))
        elif part.isdecimal():
            said.append(model_number(part, british=style.british))
        elif part.lower() in ("covid", "sars", "mers", "pin"):
            said.append(part.lower())
        elif part[1:].islower() and len(part) > 2:
            said.append(part)
        elif part.isupper() and len(part) >= 4 and re.search("[AEIOU]", part):
            said.append(part.lower())
        else:
            said.append(part.upper())
    words = " ".join(said)
    if plural:
        words += "'s" if words[-1].isupper() else ("es" if words.endswith("x") else "s")
    return words


def _protocol(match: Match, _style: Style) -> str:
    return f"IP V {cardinal(match.group(3))}"


def _lower_model(match: Match, style: Style) -> str | None:
    """x86-64, k8s, mp3, covid19, H.264: letters and numbers in one lower-case name."""
    if re.fullmatch(r"(?:[kcm]?m|in|ft)[23]", match.group()):
        return None
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+", match.group()):
        said.append(model_number(part, british=style.british) if part.isdecimal() else label(part))
    return " ".join(said)


def _word_number(match: Match, style: Style) -> str:
    """carbon-14, Apollo-11, catch-22: a word and its number."""
    return f"{match.group(1)} {model_number(match.group(2), british=style.british)}"


RULES: tuple[Rule, ...] = (
    Rule(
        "model",
        rx(
            r"(?<![\w.,:$£€#'@/+-])(?:[A-Z]{1,5}-?\d{1,4}(?:-?[A-Z]{1,3}\d{0,3}"
            r"|-\d{1,3})?|[A-Z]{1,5}-\d{1,4}(?:\.\d)?[a-z]?|[A-Z]\d[A-Z]\d?"
            r"|\d[A-Z](?!\w)|\d{1,4}-?[ACDEFHPQRSUXYZ](?!\w)|[A-Z]{2,6}-?\d"
            r"(?:\.\d)?[a-z]?|[A-Z]\d{1,2}[a-z]|i[3579])(?:'?s)?(?![\w%°]|\.\d|-\d)"
        ),
        lambda m, s: (
            None
            if (
                re.fullmatch(
                    r"\d[KMBTGLNWVAJFC]|Q[1-4]|H[12]|FY-?\d+|W\d|"
                    r"(?:[A-Z][a-z]?\d*)*[HCNO]\d+[A-Z]\d*",
                    m.group(),
                )
                and not re.fullmatch(r"\d[DG]", m.group())
            )
            or (m.group()[0] == "U" and False)
            else _alphanumeric(m, s)
        ),
        "0",
    ),
    Rule("model", rx(r"(?<![\w.,-])([1-6][DG])(?![\w-])"), _alphanumeric, "0"),
    Rule(
        "model",
        rx(r"(?<![\w.,:$£€#'@/+-])\d([A-Z]{2,4})(?:'?s)?(?![\w.°/-])"),
        lambda match, style: (
            None
            if match.group(1) in UNITS or match.group(1) in _AFTER_NUMBER
            else _alphanumeric(match, style)
        ),
        "0",
    ),
    Rule("model", rx(r"(?<!\w)([Ii][Pp])([vV])([46])(?!\w)"), _protocol, "46"),
    Rule(
        "model",
        rx(
            r"(?<![\w.@#/-])(?:x\d{2}-\d{2}|[A-Z]\.\d{2,4}|[a-z]{1,12}\d{1,4}[a-z]?)"
            r"(?![\w@]|\.\w|/\w)"
        ),
        _lower_model,
        "0",
    ),
    Rule(
        "word and number",
        rx(r"(?<![\w-])([A-Za-z]{3,20})-(\d{1,4})(?![\w-]|[.,:]\d|%)"),
        lambda m, s: (
            None
            if re.fullmatch(
                r"(?i)mid|pre|post|non|sub|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct"
                r"|nov|dec|top|ages?|pages?|under|over|early|late|utc|gmt",
                m.group(1),
            )
            or (m.group(1).isupper() and False)
            else _word_number(m, s)
        ),
        "-",
    ),
)
