"""What the rules need to know of a Romance language: words, tables and agreement.

A `Grammar` is plain data with a few functions; `spanish`, `french`, `italian` and `portuguese` each
fill one. The rules themselves are in `amounts`, `calendar`, `addresses`, `roman` and `signs` and
know no language by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kowane.text.ruleset import Rule

_NEVER = re.compile("(?!)")

PARTITIVE = frozenset(
    ["de", "des", "du", "d", "da", "das", "do", "dos", "di", "del", "della", "dei", "delle"]
)
"""Words of the four languages that stand between a part and its whole."""

Numeral = Callable[[int, str, bool], str]
"""Number, gender "m" or "f", whether a noun follows → words."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that is counted: one kilómetro, many kilómetros."""

    one: str
    many: str
    gender: str = "m"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency's unit and its hundredth."""

    major: Noun
    minor: Noun | None = None


@dataclass(frozen=True, slots=True)
class RomanStyle:
    """When roman numerals are read as ordinals.

    Attributes:
        labels: noun before → "ordinal", "cardinal" or "mixed" (ordinal up to ten).
        regnal: the same for rulers: Felipe VI, Louis XIV.
        articles: words that may stand before a numeral that itself stands before its noun.
        singles: names after which a single letter I, V or X is a numeral.
    """

    labels: Mapping[str, str]
    regnal: str
    articles: frozenset[str]
    singles: frozenset[str]
    suffixes: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language; see the modules named above for how each field is used.

    Three fields are about agreement: `gender` guesses a noun's, `ambiguous` matches words whose own
    form does not tell it (grandes), `fit` puts a number and its noun together (uno
    studente). Three are about acronyms: those of two or three letters that are said as a word, the
    irregular ones, and letters that espeak misnames.
    """

    lang: str
    cardinal: Numeral
    ordinal: Numeral
    gender: Callable[[str, bool], str]
    plural: re.Pattern[str]
    functions: frozenset[str]
    labels: frozenset[str]
    point: str
    dot: str
    small_decimals: int
    minus: str
    plus: str
    percent: str
    per_mille: str
    of: str
    to: str
    over: str
    times: str
    per: str
    money_link: str
    says_minor: bool
    halves: tuple[str, str]
    fractions: tuple[tuple[str, str], ...]
    tenth: tuple[str, str]
    and_half: str
    months: tuple[str, ...]
    month_prefixes: tuple[str, ...]
    date: str
    day_month: str
    first: str
    before_dates: str
    hour: Callable[[int, int, int | None, bool], str]
    before_times: str
    meridiem: Mapping[str, str]
    units: Mapping[str, Noun]
    currencies: Mapping[str, Currency]
    magnitudes: str
    scales: Mapping[str, Noun]
    abbreviations: tuple[tuple[str, str], ...]
    signs: Mapping[str, str]
    operators: Mapping[str, str]
    web: Mapping[str, str]
    digit: tuple[str, ...]
    phone_cues: str
    phone: Callable[[Grammar, str], str]
    phone_shape: str
    roman: RomanStyle
    ordinal_marks: str
    extra: tuple[Rule, ...] = field(default=())
    short_acronyms: str = "(?!)"
    acronyms: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    fit: Callable[[str, str], str] = "{} {}".format
    ambiguous: re.Pattern[str] = _NEVER


_NEXT = re.compile(r"[ \u00a0\u202f]{1,2}([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_PREVIOUS = re.compile(r"([^\W\d_]+)\.?[ \u00a0\u202f]{1,2}$")


def next_word(text: str, end: int) -> str:
    """The word after `end`, lower case, "" if anything but a space stands between."""
    return _word_after(text, end)[0]


def previous_word(text: str, start: int) -> str:
    """The word before `start`, lower case."""
    found = _PREVIOUS.search(text[max(0, start - 40) : start])
    return found.group(1).lower() if found else ""


def counted(grammar: Grammar, text: str, start: int, end: int, n: int) -> tuple[str, bool]:
    """Gender of what a number at text[start:end] counts, and whether a noun follows at all."""
    word, place = _word_after(text, end)
    if word in {"mil", "mila", "mille"}:
        word, place = _word_after(text, place)
    if not word or word in grammar.functions or previous_word(text, start) in grammar.labels:
        return "m", False
    if n != 1 and not grammar.plural.search(word):
        return "m", False
    gender = grammar.gender(word, n != 1)
    if gender == "m" and grammar.ambiguous.search(word):
        # grandes personas, artistas españolas: the other word of the two shows the gender.
        other, _ = _word_after(text, place)
        if other not in grammar.functions and (n == 1 or grammar.plural.search(other)):
            gender = grammar.gender(other, n != 1)
    return gender, True


def _word_after(text: str, place: int) -> tuple[str, int]:
    found = _NEXT.match(text, place, place + 60)
    return (found.group(1).lower(), found.end()) if found else ("", place)


def digits(grammar: Grammar, figures: str) -> str:
    """Figures one by one: "007" → "cero cero siete"."""
    return " ".join(grammar.digit[int(figure)] for figure in figures)
