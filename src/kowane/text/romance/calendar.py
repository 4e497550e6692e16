"""Rules for dates and times of day in digits."""

from __future__ import annotations

import re

from kowane.text.romance import roman
from kowane.text.romance.grammar import PARTITIVE, Grammar, next_word
from kowane.text.romance.literals import SPACE
from kowane.text.ruleset import Rule


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    return (*_dates(grammar), *_times(grammar))


def _dates(grammar: Grammar) -> tuple[Rule, ...]:
    iso = re.compile(
        r"(?<![\w./-])(?P<year>[12]\d{3})(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
        r"(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/]|[-.]\d)(?:T(?=\d\d:))?"
    )
    full = re.compile(
        r"(?<![\w./,-])(?P<a>\d{1,2})[º°]?(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)"
        r"(?P<year>[12]\d{3}|\d\d)(?![\d/]|[-.,]\d)"
    )
    by_roman = re.compile(
        r"(?<![\w./,-])(?P<day>[0-3]?\d)(?P<mark>[-/.])(?P<month>I{1,3}|IV|VI{0,3}|IX|XI{0,2})(?P=mark)"
        r"(?P<year>[12]\d{3})(?![\d/]|[-.,]\d)"
    )
    cued = re.compile(r"(?<![\w.,/-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/%]|[.,]\d)")
    cue = re.compile(rf"(?<!\w)(?:{grammar.before_dates}){SPACE}?$", re.IGNORECASE)
    prefixes = "|".join(sorted(grammar.month_prefixes, key=len, reverse=True))
    names = "|".join(grammar.months)
    de = f"(?:{SPACE}?[-/]|{SPACE}(?:de{SPACE}|d[’'])?)"
    written = re.compile(
        rf"(?<![\w./:,-])(?P<day>[0-3]?\d)(?P<mark>[ºo°]|er)?(?P<link>{de})"
        rf"(?P<month>{names}|(?:{prefixes})\b\.?)(?:(?P<sep>{SPACE}|[-/]|{SPACE}de{SPACE})(?P<year>[12]\d{{3}}|\d\d(?=[\W]|$))(?![\d:hH]))?"
        r"(?!\w)",
        re.IGNORECASE,
    )

    def of_iso(match: re.Match[str]) -> str | None:
        return spoken_date(grammar, int(match["day"]), int(match["month"]), match["year"])

    def of_figures(match: re.Match[str]) -> str | None:
        day, month = int(match["a"]), int(match["b"])
        if month > 12 >= day:
            day, month = month, day  # the American order is the only reading left
        return spoken_date(grammar, day, month, match["year"])

    def of_roman(match: re.Match[str]) -> str | None:
        return spoken_date(grammar, int(match["day"]), roman.value(match["month"]), match["year"])

    def of_cue(match: re.Match[str]) -> str | None:
        # Le 1/3 des gens is a fraction, le 1/3 a day.
        if not _follows(cue, match) or next_word(match.string, match.end()) in PARTITIVE:
            return None
        return spoken_date(grammar, int(match["a"]), int(match["b"]), None)

    def of_name(match: re.Match[str]) -> str | None:
        day, written_month = int(match["day"]), match["month"].lower().rstrip(".")
        if not 1 <= day <= 31:
            return None
        exact = written_month in grammar.months
        month = next(
            (
                number
                for number, name in enumerate(grammar.months, 1)
                if name == written_month or (not exact and name.startswith(written_month[:3]))
            ),
            0,
        )
        if grammar.lang == "fr" and not exact:
            month = _french_month(written_month)
        words = spoken_date(
            grammar, day, month, match["year"], explicit_first=bool(match["mark"]), named=True
        )
        if words and match["month"].endswith(".") and match.end() == len(match.string):
            words += "."
        return words

    return (
        Rule("dates", "date", iso, of_iso),
        Rule("dates", "date", full, of_figures),
        Rule("dates", "date", by_roman, of_roman),
        Rule("dates", "date", cued, of_cue),
        Rule("dates", "date", written, of_name),
    )


def _french_month(short: str) -> int:
    starts = ("jan", "f", "mar", "av", "mai", "juin", "juil", "ao", "s", "o", "n", "d")
    return next((i for i, start in enumerate(starts, 1) if short.startswith(start)), 0)


def spoken_date(
    grammar: Grammar,
    day: int,
    month: int,
    year: str | None,
    *,
    explicit_first: bool = False,
    named: bool = False,
) -> str | None:
    """A date in words, None if there is no such day.

    Args:
        year: its two or four figures, None if it has none.
        explicit_first: an ordinal mark stands on the day.
        named: the month was written as a word.
    """
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    number = grammar.cardinal(day, "m", False)
    if day == 1 and (grammar.first or explicit_first):
        number = grammar.first or grammar.ordinal(1, "m", False)
    elif explicit_first:
        number = grammar.ordinal(day, "m", False)
    words = grammar.day_month.format(day=number, month=grammar.months[month - 1])
    if year is None:
        return words
    # Le 8 mai 45: after the month's name two figures are read as they stand.
    full = int(year) if named and year[0] != "0" else _year(year)
    return grammar.date.format(day_month=words, year=grammar.cardinal(full, "m", False))


def _year(written: str) -> int:
    """Two figures are the nearest of 1950-2049."""
    year = int(written)
    if len(written) == 2:
        return year + (2000 if year < 50 else 1900)
    return year


def _times(grammar: Grammar) -> tuple[Rule, ...]:
    meridiem = rf"(?:{SPACE}?(?P<half>[aApP]){SPACE}?\.?{SPACE}?[mM]\b(?P<stop>\.)?)?"
    clock = re.compile(
        r"(?<![\w:.,])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
        rf"(?![\d:]|[.,]\d){meridiem}(?:{SPACE}?(?P<unit>h|hs|hrs?|horas?|heures?|ore)\b)?"
    )
    # 2 h 15 min is a length of time, which the languages that say "las dos y quince" tell apart.
    lasting = re.compile(
        rf"(?<![\w:.,/])(?P<hour>\d{{1,3}}){SPACE}?(?P<h>h|hrs?|hs)\.?(?:{SPACE}(?:y|e|et){SPACE})?"
        rf"{SPACE}?(?P<minute>\d{{1,2}}){SPACE}?(?:min|m)\b(?:{SPACE}?(?P<second>\d{{1,2}}){SPACE}?s\b)?"
    )
    from_to = re.compile(
        rf"(?<![\w:.,/-])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>{SPACE}?[hH]|:)(?P<minute>[0-5]\d)?)?"
        rf"(?:h(?:s|rs)?)?{SPACE}?[-–]{SPACE}?"
        rf"(?=(?:[01]?\d|2[0-4])(?P<until>:[0-5]\d|{SPACE}?[hH](?:[0-5]\d)?(?!\w)))(?!\d+:\d+:)"
    )
    lettered = re.compile(
        rf"(?<![\w:.,])(?P<hour>[01]?\d|2[0-4]){SPACE}?[hH](?:{SPACE}?(?P<minute>[0-5]\d)"
        rf"(?:{SPACE}?(?:m|min|mn))?(?![\d])(?:{SPACE}?(?P<second>[0-5]\d)s)?)?(?!\w)"
    )
    dotted = re.compile(
        rf"(?<![\w:.,])(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)"
        rf"(?!\d|\.\d){meridiem}(?:{SPACE}?(?P<unit>h|hs|hrs?|horas?)\b)?",
        re.IGNORECASE,
    )
    cue = re.compile(rf"(?<!\w)(?:{grammar.before_times}){SPACE}$", re.IGNORECASE)
    twelve = re.compile(
        rf"(?<![\w:.,])(?P<hour>1[0-2]|[1-9]){SPACE}?(?P<half>[aApP]){SPACE}?\.?{SPACE}?[mM]\b(?P<stop>\.)?"
    )

    def words(match: re.Match[str]) -> str:
        found = match.groupdict()
        hour, minute = int(found["hour"]), int(found.get("minute") or 0)
        second = found.get("second")
        lettered_form = "unit" not in found and "half" not in found
        said = grammar.hour(
            hour, minute, int(second) if second else None, lettered_form or bool(found.get("unit"))
        )
        if found.get("half"):
            half = found["half"].lower()
            key = half if half == "a" or hour < 8 or hour == 12 else "n"
            said = f"{said} {grammar.meridiem[key]}"
            if found.get("stop") and match.end() == len(match.string):
                said += "."
        return said

    def length(match: re.Match[str]) -> str | None:
        if match["hour"] not in {"0", "1"} and grammar.lang == "fr":
            return None  # deux heures quinze is both
        if _follows(cue, match):
            return None  # às 10h30min is a time of day
        units = [(match["hour"], "h"), (match["minute"], "min"), (match["second"], "s")]
        parts = []
        for figures, unit in units:
            if figures and int(figures):
                noun, n = grammar.units[unit], int(figures)
                words = grammar.cardinal(n, noun.gender, True)
                parts.append(grammar.fit(words, noun.one if n == 1 else noun.many))
        link = " " if grammar.lang == "fr" else f" {grammar.and_half.split(' ')[0]} "
        return link.join([" ".join(parts[:-2] + parts[-2:-1]), parts[-1]]) if parts[1:] else None

    def start(match: re.Match[str]) -> str | None:
        if not match["mark"] and match["until"][:1] == ":":
            return None
        minute = int(match["minute"] or 0)
        if not match["mark"]:
            return f"{grammar.cardinal(int(match['hour']), 'f', False)} {grammar.to} "
        said = grammar.hour(int(match["hour"]), minute, None, match["mark"] != ":")
        return f"{said} {grammar.to} "

    def after_cue(match: re.Match[str]) -> str | None:
        return words(match) if _follows(cue, match) else None

    return (
        Rule("times", "time range", from_to, start),
        Rule("times", "time", clock, words),
        Rule("times", "length of time", lasting, length),
        Rule("times", "time", lettered, words),
        Rule("times", "time", dotted, after_cue),
        Rule("times", "time", twelve, words),
    )


def _follows(cue: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether the cue stands right before the match."""
    return bool(cue.search(match.string[max(0, match.start() - 30) : match.start()]))
