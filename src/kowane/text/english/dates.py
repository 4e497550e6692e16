"""Dates, months, weekdays, years, decades, quarters and eras."""

from __future__ import annotations

import re

from kowane.text.english.number_words import below_hundred, cardinal, ordinal, plural, year
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    after,
    before,
    ends_text,
    rx,
    word_after,
    word_before,
    words,
)

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_BY_NAME = (
    {name: number for number, name in enumerate(MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(MONTHS, 1)}
    | {"sept": 9}
)
_DAYS = {
    "mon": "monday",
    "tue": "tuesday",
    "tues": "tuesday",
    "wed": "wednesday",
    "weds": "wednesday",
    "thu": "thursday",
    "thur": "thursday",
    "thurs": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\b\.?))"
)
_MONTH_2 = _MONTH.replace("<month>", "<month2>")
_DAY_NUMBER = r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<suffix>st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2}|2100)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DASH = r"\s?(?:-|–|—|to|through|until|till)\s?"


def month_number(text: str) -> int:
    """ "Sept." → 9."""
    return _MONTH_BY_NAME[text.lower().rstrip(".")]


def say_date(month: int, day: int, years: str, style: Style, *, the: bool = True) -> str:
    """Day, month and year (in digits, "" for none) in the order of the country."""
    name = MONTHS[month - 1]
    said_year = f", {year(years, british=style.british)}" if years else ""
    if style.british:
        article = "the " if the else ""
        return f"{article}{ordinal(str(day))} of {name}{said_year}"
    return f"{name} {ordinal(str(day))}{said_year}"


def full_year(digits: str) -> str:
    """A year of two digits in full: below 50 it is this century's."""
    if len(digits) != 2:
        return digits
    return ("20" if int(digits) < 50 else "19") + digits


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _iso(match: Match, style: Style) -> str | None:
    month, day = int(match.group("m")), int(match.group("d"))
    if not _valid(month, day):
        return None
    said = say_date(month, day, match.group("y"), style, the=word_before(match).lower() != "the")
    clock = match.group("clock")
    if clock:
        hour, minute = int(clock[:2]), int(clock[3:5])
        if hour > 24 or minute > 59:
            return None
        said += f" at {_clockwords(hour, minute)}"
        if match.group("zone") in ("Z", "z"):
            said += " UTC"
    return said


def _clockwords(hour: int, minute: int) -> str:
    if minute == 0:
        return f"{below_hundred(hour)} hundred" if hour > 12 else f"{below_hundred(hour)} o'clock"
    low = f"oh {below_hundred(minute)}" if minute < 10 else below_hundred(minute)
    return f"{below_hundred(hour)} {low}"


def _numeric(match: Match, style: Style) -> str | None:
    """03/15/2024, 15/03/2024, 15.03.2024, 3/15/24."""
    first, second = int(match.group("a")), int(match.group("b"))
    day_first = style.british or match.group("sep") == "."
    month, day = (second, first) if day_first else (first, second)
    if not _valid(month, day):
        month, day = day, month
    if not _valid(month, day):
        return None
    return say_date(
        month, day, full_year(match.group("y")), style, the=word_before(match).lower() != "the"
    )


_OCCASION = re.compile(
    r"\b(?:birthday|anniversary|deadline|appointment|wedding|due date|release"
    r" date)(?:'s| is| was)\s$"
)


def _slash_day(match: Match, style: Style) -> str | None:
    """ "on 12/25": only where a preposition of time makes it a date."""
    first, second = int(match.group("a")), int(match.group("b"))
    lead = word_before(match).lower()
    month, day = (second, first) if style.british else (first, second)
    leads = {"on", "until", "till", "since", "by", "due", "dated", "date", "before", "born"}
    if lead not in leads and not _OCCASION.search(before(match)):
        return None
    if (first, second) in {(24, 7), (9, 11), (50, 50), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}:
        return None if (first, second) != (9, 11) else "nine eleven"
    if not _valid(month, day):
        month, day = day, month
    return say_date(month, day, "", style) if _valid(month, day) else None


def _month_day(match: Match, style: Style) -> str:
    """March 3, 2021 · Jan 5th · Sept. 9."""
    years = match.group("year") or ""
    name = MONTHS[month_number(match.group("month")) - 1]
    day = ordinal(str(int(match.group("day"))))
    said = f"{name} the {day}" if style.british else f"{name} {day}"
    last = match.group("last")
    if last:
        said += f" to {ordinal(last)}"
    if years:
        said += f", {year(years, british=style.british)}"
    return said


def _day_month(match: Match, style: Style) -> str:
    """3 March 2021 · 4th of July · the 3rd of May 2020."""
    name = MONTHS[month_number(match.group("month")) - 1]
    has_the = word_before(match).lower() in {"the", "this", "that", "every", "each"}
    day = ordinal(str(int(match.group("day"))))
    first = match.group("first")
    if first:
        day = f"{ordinal(first)} to {day if has_the else 'the ' + day}"
    article = "" if has_the or (match.group("suffix") and not first) else "the "
    said = f"{article}{day} of {name}"
    years = match.group("year")
    if years:
        said += f", {year(years, british=style.british)}"
    return said


def _month_year(match: Match, style: Style) -> str:
    name = MONTHS[month_number(match.group("month")) - 1]
    return f"{name}{match.group('gap') or ''} {year(match.group('year'), british=style.british)}"


def _month_range(match: Match, style: Style) -> str:
    """Jan–Mar, Jan–Mar 2024."""
    first, second = (MONTHS[month_number(match.group(k)) - 1] for k in ("month", "month2"))
    years = match.group("year")
    return f"{first} to {second}" + (f" {year(years, british=style.british)}" if years else "")


def _day_range(match: Match, style: Style) -> str:
    """Feb 28 – Mar 6, 2024."""
    days = []
    for name, day in (("month", "day"), ("month2", "last")):
        number = month_number(match.group(name))
        said = ordinal(str(int(match.group(day))))
        days.append(f"{MONTHS[number - 1]} {'the ' if style.british else ''}{said}")
    years = match.group("year")
    return " to ".join(days) + (f", {year(years, british=style.british)}" if years else "")


def _month_alone(match: Match, _style: Style) -> str | None:
    text = match.group()
    if not text.endswith(".") and word_before(match).lower() not in {
        "in",
        "since",
        "until",
        "by",
        "last",
        "next",
        "this",
        "of",
        "early",
        "late",
        "mid",
        "from",
        "to",
        "and",
        "through",
        "till",
        "every",
        "during",
        "before",
        "after",
    }:
        return None
    name = MONTHS[month_number(text) - 1]
    return name + ("." if text.endswith(".") and ends_text(match) else "")


_DATE_NEXT = re.compile(rf"[\s,]{{1,2}}(?:\d|(?:the \w+ of )?(?:{'|'.join(MONTHS)})\b)")


def _weekday(match: Match, _style: Style) -> str | None:
    text = match.group("day").lower()
    if text in ("sat", "sun", "wed", "mon") and not (
        match.group("mark") or match.group("range") or _DATE_NEXT.match(after(match))
    ):
        if word_before(match).lower() not in {"on", "next", "last", "this", "every", "by"}:
            return None
        if text in ("sat", "sun", "wed") and word_before(match).lower() != "on":
            return None
    said = _DAYS[text]
    mark = match.group("mark") or ""
    if match.group("range"):
        other = re.search("[A-Za-z]+", match.group("other"))
        said += f" to {_DAYS[other.group().lower()]}" if other else ""
        mark = ""
    if mark == "." and not ends_text(match):
        mark = "," if re.match(r"\s[A-Z\d]", after(match)) else ""
    return said + mark


def _year_range(match: Match, style: Style) -> str | None:
    first, second = match.group("first"), match.group("second")
    if len(second) == 2:
        if int(second) <= int(first[2:]) or word_before(match).lower() in {"page", "pages", "pp"}:
            return None
        low = below_hundred(int(second))
        return f"{year(first, british=style.british)} to {'oh ' if int(second) < 10 else ''}{low}"
    lead = word_before(match).lower()
    link = "and" if lead == "between" else "to"
    if int(second) <= int(first) or lead in {"page", "pages", "pp", "lines", "line"}:
        return None
    return f"{year(first, british=style.british)} {link} {year(second, british=style.british)}"


def _decade(match: Match, style: Style) -> str | None:
    digits = match.group("decade")
    quote = match.group("quote")
    if len(digits) == 4:
        if digits[2:] == "00":
            if digits[1] == "0":
                return "two thousands" if digits == "2000" else plural(cardinal(digits))
            return f"{below_hundred(int(digits[:2]))} hundreds"
        return f"{below_hundred(int(digits[:2]))} {plural(below_hundred(int(digits[2:])))}"
    lead = word_before(match).lower().rstrip(".")
    if (
        not quote
        and lead
        not in {
            "the",
            "his",
            "her",
            "their",
            "my",
            "your",
            "our",
            "early",
            "late",
            "mid",
            "in",
            "its",
            "low",
            "high",
            "upper",
            "lower",
            "into",
            "and",
            "to",
        }
        and not re.search(r"(?:mid|early|late|low|high)-$", before(match))
    ):
        return None
    if re.match(
        r"\s(?:timeout|delay|interval|timer|pause|clip|window|exposure|limit)", after(match)
    ):
        return None
    return "hundreds" if digits == "00" else plural(below_hundred(int(digits)))


def _decade_range(match: Match, _style: Style) -> str:
    """70s–80s, 1960s-70s."""
    return " to ".join(_decadewords(digits) for digits in match.groups())


def _decadewords(digits: str) -> str:
    if len(digits) == 2:
        return plural(below_hundred(int(digits)))
    if digits == "2000":
        return "two thousands"
    high, low = below_hundred(int(digits[:2])), int(digits[2:])
    return f"{high} {plural(below_hundred(low)) if low else 'hundreds'}"


def _short_year(match: Match, style: Style) -> str | None:
    """ "class of '99", "summer '69"."""
    number = int(match.group(1))
    said = f"oh {below_hundred(number)}" if 0 < number < 10 else below_hundred(number)
    return said if number else "two thousand"


def _era(match: Match, style: Style) -> str:
    digits = match.group("number").replace(",", "")
    said = year(digits, british=style.british) if len(digits) <= 4 else cardinal(digits)
    other = match.group("other")
    if other:
        said += f" to {year(other, british=style.british)}"
    era = match.group("era").replace(".", "").replace(" ", "").upper()
    stop = "." if match.group("era").endswith(".") and ends_text(match) else ""
    return f"{said} {era}{stop}"


def _anno(match: Match, style: Style) -> str:
    return f"AD {year(match.group(1), british=style.british)}"


def _quarter(match: Match, style: Style) -> str:
    letter, number = match.group(1), match.group(2)
    said = f"{letter} {cardinal(number)}"
    years = match.group(3)
    if years:
        years = years.lstrip("'’")
        full = len(years) == 4
        said += " " + (year(years, british=style.british) if full else below_hundred(int(years)))
    return said


def _fiscal(match: Match, style: Style) -> str:
    digits = match.group(2)
    said = year(digits, british=style.british) if len(digits) == 4 else below_hundred(int(digits))
    second = match.group(3)
    if second:
        said += " " + (below_hundred(int(second)) if len(second) == 2 else year(second))
    return f"{match.group(1)} {said}"


_YEAR_LEADS = words(
    "in since by from until till before after during circa around of year years early "
    "late mid to through between summer winter spring fall autumn season class and or "
    "than christmas easter copyright election january february march april may june july "
    "august september october november december was is anno born died founded established "
    "est c ca dated for the"
)
_YEAR_NOUNS = words(
    "election elections olympics season championship census edition film movie song album "
    "book novel budget report world war revolution act treaty model season version study "
    "survey vintage graduate class constitution crisis recession pandemic games cup draft "
    "tour final ceremony convention law paper article agreement census campaign attack "
    "attacks earthquake"
)


def _lone_year(match: Match, style: Style) -> str | None:
    """Four digits that are a year by their company; else the numbers family decides."""
    digits = match.group(1)
    number = int(digits)
    lead, follow = word_before(match).lower().rstrip("."), word_after(match)
    close = before(match, 2)
    if lead in {"of", "the", "to", "for", "is", "was", "than", "and", "or", "around", "between"}:
        if not 1400 <= number <= 2099:
            return None
        if (
            follow.islower()
            and follow.endswith("s")
            and follow not in _YEAR_NOUNS
            and follow
            not in {
                "was",
                "is",
                "has",
                "as",
                "this",
                "its",
                "does",
                "his",
                "us",
            }
        ):
            return None
        if lead in {"to", "for", "than", "or", "around"} and number % 100 == 0 and number < 1900:
            return None
    elif lead in _YEAR_LEADS:
        if not 1000 <= number <= 2199:
            return None
        if follow in {
            "feet",
            "people",
            "meters",
            "miles",
            "dollars",
            "words",
            "points",
            "calories",
        }:
            return None
    elif (
        follow.lower() in _YEAR_NOUNS and 1500 <= number <= 2099 and follow.lower() != "class"
    ) or (close.endswith(("(", "©")) and 1500 <= number <= 2099):
        pass
    else:
        return None
    return year(digits, british=style.british)


FAMILY = Family(
    Group.DATES,
    (
        Rule(
            "date",
            rx(
                r"(?<![\w.,/-])(?P<y>[12]\d{3})([-/.])(?P<m>0?[1-9]|1[0-2])\2(?P<d>0?[1-9]"
                r"|[12]\d|3[01])"
                r"(?:(?:T|\s)(?P<clock>\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?P<zone>[Zz]"
                r"|[+-]\d{2}:?\d{2})?)?"
                r"(?![\w/-]|\.\d)"
            ),
            _iso,
            "0",
        ),
        Rule(
            "date",
            rx(
                r"(?<![\w.,/$£€-])(?P<a>0?[1-9]|[12]\d|3[01])(?P<sep>[/.-])(?P<b>0?[1-9]"
                r"|[12]\d|3[01])(?P=sep)"
                r"(?P<y>[12]\d{3}|\d{2})(?![\w/-]|\.\d|,\d)"
            ),
            _numeric,
            "0",
        ),
        Rule(
            "date",
            rx(
                r"(?<![\w.,/$£€:-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\w/%-]|[.,]\d|\s?(?:cup"
                r"|inch|of\s))"
            ),
            _slash_day,
            "/",
        ),
        Rule("date", rx(r"(?<![\w.,/-])9/11(?![\w/]|\.\d)"), lambda _m, _s: "nine eleven", "/"),
        Rule(
            "date range",
            rx(
                r"\b",
                _MONTH,
                r"\s",
                _DAY_NUMBER,
                _DASH,
                _MONTH_2,
                r"\s(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:,?\s",
                _YEAR,
                r")?(?!\d|[.,:/]\d|st\b|%)",
            ),
            _day_range,
            "0",
        ),
        Rule(
            "date range",
            rx(
                r"\b",
                _MONTH,
                r"\s?[-–—/]\s?",
                _MONTH_2,
                r"(?:\s",
                _YEAR,
                r"(?![\d%]|,\d|\.\d|[a-z]))?(?!\w)(?!\s\d{1,2}(?:st|nd|rd|th)?(?!\d|:\d"
                r"|\s?[ap]\.?m))",
            ),
            _month_range,
            "-–—/",
        ),
        Rule(
            "date",
            rx(
                r"\b",
                _MONTH,
                r"\s(?:the\s)?",
                _DAY_NUMBER,
                r"(?:\s?[-–—]\s?(?P<last>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\d/]))?"
                r"(?:,?\s",
                _YEAR,
                r"(?!\s?(?:[A-Za-z]{2,20}s\b(?<!was)(?<!has))|[\d,]\d))?(?!\d|[.,:/]\d|st\b"
                r"|%|\s?(?:am|pm|a\.m)\b)",
            ),
            _month_day,
            "0",
        ),
        Rule(
            "date",
            rx(
                r"(?<![\w.,/$£€:-])(?:(?P<first>[12]?\d|3[01])(?:st|nd|rd|th)?\s?[-–—]\s?)?",
                _DAY_NUMBER,
                r"\s(?:(?:day\s)?of\s)?",
                _MONTH,
                r"(?![a-z])(?:,?\s",
                _YEAR,
                r"(?![\d,]\d))?(?!\d)",
            ),
            _day_month,
            "0",
        ),
        Rule(
            "date",
            rx(r"\b", _MONTH, r"(?P<gap>,)?\s", _YEAR, r"(?![\d%]|,\d|\.\d|[a-z])"),
            _month_year,
            "0",
        ),
        Rule(
            "month",
            rx(r"\b(?:(?:Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|Mar\.)(?![\w'’-])"),
            _month_alone,
        ),
        Rule(
            "weekday",
            rx(
                r"\b(?P<day>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b(?P<mark>[.,](?=[\s,]|$))?"
                r"(?P<range>\s?(?:[-–/]|to|through|thru)\s?(?P<other>(?:Mon|Tues?|Weds?|Thu"
                r"(?:rs?)?|Fri|Sat|Sun)\b\.?(?!\w)))?(?![\w'’])"
            ),
            _weekday,
        ),
        Rule(
            "circa",
            rx(r"(?<![\w.])(?:c|ca)\.\s?(?=\d{1,4}s?(?:\s?(?:BC|AD|CE)|[^\w]|$))"),
            lambda _m, _s: "circa ",
            "c",
        ),
        Rule(
            "year range",
            rx(
                r"(?<![\w.,/$£€-])(?P<first>1[0-9]\d{2}|20\d{2})\s?(?:[-–—]|/(?=\d\d\b))\s?"
                r"(?P<second>1[0-9]\d{2}|20\d{2}|\d{2})"
                r"(?![\w/%-]|[.,:]\d|\s?(?:%|mm|kg|px))"
            ),
            _year_range,
            "0",
        ),
        Rule(
            "decade range",
            rx(
                r"(?<![\w.,$£€/])['‘’]?((?:1[0-9]|20)\d0|[1-9]0)(?:['’]?s)?\s?[-–—/]\s?"
                r"['‘’]?((?:1[0-9]|20)\d0|[1-9]0)['’]?s(?![\w-]|['’]\w)"
            ),
            _decade_range,
            "s",
        ),
        Rule(
            "decade",
            rx(
                r"(?<![\w.,$£€/])(?P<quote>['‘’])?(?P<decade>(?:1[0-9]|20)\d0|[0-9]0)['’]?s"
                r"(?![\w-]|['’]\w)"
            ),
            _decade,
            "s",
        ),
        Rule(
            "decade",
            rx(r"(?<=[a-z]-)(?P<quote>['‘’])?(?P<decade>(?:1[0-9]|20)\d0|[2-9]0)['’]?s(?!\w)"),
            _decade,
            "s",
        ),
        Rule(
            "era",
            rx(
                r"(?<![\w.$£€/-])(?P<number>\d{1,3}(?:,\d{3})|\d{1,6})(?:\s?[-–]\s?"
                r"(?P<other>\d{1,4}))?\s?"
                r"(?P<era>B\.?C\.?E\.?|B\.C\.|BC|A\.D\.|AD|C\.E\.|CE)(?!\w)"
            ),
            _era,
            "0",
        ),
        Rule("era", rx(r"\bA\.?D\.?\s(\d{1,4})(?!\w|[.,]\d)"), _anno, "A"),
        Rule(
            "quarter",
            rx(r"\b([QH])([1-4])(?:[\s-](\d{4}|['’]?\d{2})(?![\w.,%]\d|\w))?(?!\w)"),
            _quarter,
            "QH",
        ),
        Rule(
            "fiscal year",
            rx(r"\b(FY|CY)[\s-]?['’]?(\d{4}|\d{2})(?:[-/–](\d{4}|\d{2}))?(?!\w)"),
            _fiscal,
            "Y",
        ),
        Rule("year", rx(r"(?<=\s)['’](\d{2})(?![\w'’-]|\.\d)"), _short_year, "'’"),
        Rule(
            "year",
            rx(r"(?<![\w.,/$£€#+-])([12]\d{3})(?!['’]?\w|[,.]\d|[-–/]\d|\s?[%°])"),
            _lone_year,
            "0",
        ),
    ),
)
