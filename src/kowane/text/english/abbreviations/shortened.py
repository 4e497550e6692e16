"""Words cut short, with a dot or without: No. 5, dept., min., w/o."""

from __future__ import annotations

import re

from kowane.text.english.abbreviations.sentence_end import stop, word
from kowane.text.english.abbreviations.vocabulary import TIMES, WORDS
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    after,
    before,
    ends_text,
    rx,
    word_before,
    words,
)


def _own_word(match: Match) -> bool:
    """Whether "app." or "art." is the word itself at the end of a sentence: "Open the app. 2 …"."""
    return match.group(1) in {"app", "art", "no", "op", "ed"} and word_before(
        match
    ).lower() in words("the an a this that your my our his her said mobile")


def _before_number(match: Match, _style: Style) -> str:
    return WORDS[match.group(1).lower()]


def _with(match: Match, _style: Style) -> str:
    return {
        "w/": "with",
        "w/o": "without",
        "b/c": "because",
        "c/o": "care of",
        "n/a": "NA",
        "w/in": "within",
        "a/c": "AC",
        "b/w": "between",
        "r/t": "related to",
        "h/t": "hat tip",
        "i/o": "IO",
        "p/e": "PE",
        "y/y": "year over year",
        "q/q": "quarter over quarter",
        "m/m": "month over month",
        "b/f": "boyfriend",
        "g/f": "girlfriend",
        "w/end": "weekend",
        "w/ends": "weekends",
    }[match.group(1).lower()] + (" " if re.match(r"\w", after(match)) else "")


def _short_time(match: Match, _style: Style) -> str:
    """ "per min", "two fifteen min": singular after per, a, each and one."""
    name = TIMES[match.group(1)].rstrip("s")
    one = word_before(match).lower() in {"per", "a", "an", "each", "every", "one"}
    return name if one else name + "s"


def _number_sign(match: Match, style: Style) -> str:
    return "numbers " if match.group().lower().startswith("nos") else "number "


def _case(match: Match, _style: Style) -> str:
    return f"{match.group(1)} versus "


def _contextual(match: Match, _style: Style) -> str | None:
    """Abbreviations that are also words, such as co. and fig., unless a sentence ends there."""
    key = match.group(1)
    lower = key.lower()
    if key.isupper() and 1 < len(key) < 4:
        return None
    said = {"esp": "especially", "co": "company"}.get(lower) or WORDS.get(lower)
    if said is None:
        return None
    follows = after(match)
    at_end = ends_text(match)
    if lower == "min" and re.search(r"\d\s?$", before(match)):
        return "minutes" + stop(match)
    if lower == "sec" and re.search(r"\d\s?$", before(match)):
        return "seconds" + stop(match)
    if (
        lower
        in (
            "ex",
            "ed",
            "sec",
            "ch",
            "alt",
            "diff",
            "cont",
            "lat",
            "ref",
            "temp",
            "fig",
            "max",
            "rev",
            "dist",
            "div",
        )
        and (at_end or re.match(r"\s+[A-Z]", follows))
        and lower not in ("max", "temp")
    ):
        return None
    if lower == "est" and re.match(
        r"\s+(?:\d|in\b|nineteen|twenty|eighteen|two thousand)", follows
    ):
        return "established"
    if lower == "est":
        return "estimated" + stop(match)
    if lower == "ed" and key == "Ed":
        return None
    return said + stop(match)


_DOTTED_WORDS = "|".join(
    sorted(
        (
            w
            for w in WORDS
            if w
            not in words(
                "no p v ed art sec min in ft. mt long pub pop app par op var def trans "
                "est sup reg temp rev ch lit mo pt sq ex alt diff lib co fig num dir bal "
                "max sci lat lon ref seq cos pron ext ca eq gal misc cert dup"
            )
        ),
        key=len,
        reverse=True,
    )
)

RULES: tuple[Rule, ...] = (
    Rule(
        "number sign",
        rx(r"(?i)\b((?:tracking|invoice|account|order|serial|model|part)\s)no\b\.?(?=\s)"),
        lambda m, _s: f"{m.group(1)}number",
        "nN",
    ),
    Rule("number sign", rx(r"(?:\bNos?\.\s?|\bNo\s|№\s?|\bn°\s?)(?=\d)"), _number_sign, "0"),
    Rule("number sign", rx(r"(?<![\w&#/])#\s?(?=\d)"), _number_sign, "#"),
    Rule(
        "abbreviation",
        rx(
            r"\b(no|nos|pp|p|pg|pgs|vol|vols|ch|chs|chap|sec|secs|fig|figs|eq|eqs|ref"
            r"|refs|para|art|app|ex|exs|op|rm|apt|ste|ext|par|ver|pt|ed|ca)\.[ \u00a0]?(?=\d"
            r"|[IVX]+\b|\(\d)",
            flags=re.IGNORECASE,
        ),
        lambda m, s: None if _own_word(m) else _before_number(m, s) + " ",
        ".",
    ),
    Rule(
        "abbreviation",
        rx(r"\b(apt|rm|bldg|ext|ste)\s(?=#?\d)", flags=re.IGNORECASE),
        lambda m, s: _before_number(m, s) + " ",
        "0",
    ),
    Rule(
        "abbreviation",
        rx(r"(?<=[a-z]\s)(mins?|secs?|hrs?|yrs?|wks?)\b(?![.'’])"),
        _short_time,
        "mshyw",
    ),
    Rule("case", rx(r"(\b[A-Z][A-Za-z]{1,30})\sv\.?\s(?=[A-Z][a-z])"), _case, "v"),
    Rule(
        "abbreviation",
        rx(r"\b(vs)\b\.?(?!\w)(?!(?<=VS)\s(?:Code|Studio)\b)", flags=re.IGNORECASE),
        lambda m, s: "versus" + (stop(m)),
        "vV",
    ),
    Rule(
        "abbreviation",
        rx(
            r"(?<![\w.])(inc|ltd|corp|co|bros|dept|depts|approx|avg|max|min|temp|est"
            r"|govt|misc|incl|excl|tel|ext|cf|viz|esp|ed|eds|rev|intl|natl|assn|univ|sq"
            r"|ref|mgr|asst|dist|diff|fig|sec|ch|prev|orig|num|dir|cert|qty|amt|acct"
            r"|appt|attn|cont|mfg|alt|lat|ca|ex|div)\.(?!\w)",
            flags=re.IGNORECASE,
        ),
        _contextual,
        ".",
    ),
    Rule(
        "abbreviation",
        rx(r"(?<![\w.])(", _DOTTED_WORDS, r")\.(?!\w)", flags=re.IGNORECASE),
        word,
        ".",
    ),
    Rule(
        "abbreviation",
        rx(
            r"\b(approx|dept|depts|govt|misc|etc|incl|Inc|Ltd|Corp|avg|qty|mgmt|intl"
            r"|natl|bldg|asst|mgr|appt|acct|Univ|Assn|Blvd)\b(?![\w.'’])"
        ),
        lambda m, s: "boulevard" if m.group(1) == "Blvd" else word(m, s),
    ),
    Rule(
        "abbreviation",
        rx(
            r"(?<![\w/])([wW]/ends?|b/f|g/f|[wW]/o|[wW]/in|[wW]/|b/c|c/o|n/a|N/A|a/c|A/C|I/O|P/E|h/t|H/T|y/y|q/q"
            r"|m/m)(?![/\d])(?!\w(?<!w/\w)(?<!o\w))"
        ),
        _with,
        "/",
    ),
)
