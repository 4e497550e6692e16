"""Titles before names: Mr., Gen., Rev.; Jr. and Sr. after them."""

from __future__ import annotations

from kowane.text.english.abbreviations.sentence_end import word
from kowane.text.english.rules import (
    Match,
    Rule,
    Style,
    rx,
)

_TITLES = {
    "Mr": "mister",
    "Mrs": "missus",
    "Ms": "miz",
    "Messrs": "messers",
    "Dr": "doctor",
    "Drs": "doctors",
    "Prof": "professor",
    "Profs": "professors",
    "Gov": "governor",
    "Gen": "general",
    "Sgt": "sergeant",
    "Lt": "lieutenant",
    "Col": "colonel",
    "Capt": "captain",
    "Maj": "major",
    "Cmdr": "commander",
    "Cpl": "corporal",
    "Pvt": "private",
    "Adm": "admiral",
    "Brig": "brigadier",
    "Rev": "reverend",
    "Hon": "honorable",
    "Sen": "senator",
    "Sens": "senators",
    "Rep": "representative",
    "Reps": "representatives",
    "Pres": "president",
    "Supt": "superintendent",
    "Insp": "inspector",
    "Det": "detective",
    "Fr": "father",
    "Br": "brother",
    "Sr": "sister",
    "Mme": "madame",
    "Mlle": "mademoiselle",
    "Cdr": "commander",
    "Amb": "ambassador",
    "Atty": "attorney",
    "Secy": "secretary",
    "Treas": "treasurer",
    "Bp": "bishop",
    "Abp": "archbishop",
    "Sgts": "sergeants",
    "Ofc": "officer",
    "Dir": "director",
    "Chmn": "chairman",
}
_BRITISH_TITLES = {"Hon": "honourable"}


_GIVEN = {
    "Wm": "William",
    "Chas": "Charles",
    "Geo": "George",
    "Jas": "James",
    "Jos": "Joseph",
    "Thos": "Thomas",
    "Robt": "Robert",
    "Edw": "Edward",
    "Benj": "Benjamin",
}
_POSTS = (
    "Engineer|Manager|Director|Vice|Software|Analyst|Developer|Designer|Product|Data|Associate"
    "|Consultant|Executive|Editor|Producer|Scientist|Architect|Adviser|Advisor|Staff|Principal"
    "|Officer|Counsel|Research|Account|Project|Business|Sales|Marketing|Systems|Technical"
)


def _title(match: Match, style: Style) -> str:
    key = match.group(1)
    if style.british and key in _BRITISH_TITLES:
        return _BRITISH_TITLES[key]
    return _TITLES[key]


RULES: tuple[Rule, ...] = (
    Rule("senior", rx(rf"\b(?:Sr|Snr)\b\.?(?=\s(?:{_POSTS})\b)"), lambda _m, _s: "senior", "S"),
    Rule("junior", rx(rf"\b(?:Jr|Jnr)\b\.?(?=\s(?:{_POSTS})\b)"), lambda _m, _s: "junior", "J"),
    Rule(
        "given name",
        rx(r"\b(", "|".join(_GIVEN), r")\.(?=\s(?:[A-Z]|and\b|&))"),
        lambda m, _s: _GIVEN[m.group(1)],
        ".",
    ),
    Rule(
        "title",
        rx(
            r"\b(",
            "|".join(
                k
                for k in _TITLES
                if k
                not in (
                    "Dr",
                    "Sr",
                    "Br",
                    "Fr",
                    "Rep",
                    "Det",
                    "Dir",
                    "Hon",
                    "Pres",
                    "Ms",
                    "Gen",
                    "Col",
                    "Maj",
                    "Sen",
                )
            ),
            r")\b\.?(?=\s(?:[A-Z]|and\b|&))",
        ),
        _title,
    ),
    Rule(
        "title",
        rx(
            r"\b(",
            "|".join(k for k in _TITLES if k not in ("Dr",)),
            r")\.(?=\s(?:[A-Z]|and\b|&|of\s(?:the|[A-Z])|doctor|colonel))",
        ),
        _title,
        ".",
    ),
    Rule("title", rx(r"\b(Mr|Mrs|Ms)\b\.?(?!\w)"), _title, "M"),
    Rule("junior", rx(r"\b(Jr|Sr|Esq)\b\.?(?!\w)"), word, "JSE"),
)
