"""Years, ranges of years, decades, eras, quarters."""

from __future__ import annotations

import re

from kowane.text.english.number_words import below_hundred, cardinal, plural, year
from kowane.text.english.rules import (
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
        not in words(
            "the his her their my your our early late mid in its low high upper lower into and to"
        )
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
            and follow not in words("was is has as this its does his us")
        ):
            return None
        if lead in {"to", "for", "than", "or", "around"} and number % 100 == 0 and number < 1900:
            return None
    elif lead in _YEAR_LEADS:
        if not 1000 <= number <= 2199:
            return None
        if follow in words("feet people meters miles dollars words points calories"):
            return None
    elif (
        follow.lower() in _YEAR_NOUNS and 1500 <= number <= 2099 and follow.lower() != "class"
    ) or (close.endswith(("(", "©")) and 1500 <= number <= 2099):
        pass
    else:
        return None
    return year(digits, british=style.british)


RULES: tuple[Rule, ...] = (
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
)
