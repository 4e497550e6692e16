"""Times of day, time zones, durations on a clock."""

from __future__ import annotations

from kowane.text.english.number_words import below_hundred, cardinal
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    ends_text,
    rx,
    word_after,
    word_before,
    words,
)

_HALF = r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\b(?P<dot>\.)?(?!\w))"
_HALF_2 = _HALF.replace("<half>", "<half2>").replace("<dot>", "<dot2>")
_ZONES = (
    "UTC|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|AKST|HST|CET|CEST|EET|EEST|WET|BST"
    "|IST|JST|KST|AEST|AEDT"
    "|ACST|AWST|NZST|NZDT|MSK|SGT|HKT|ET|CT|MT|PT"
)
_ZONE = rf"(?:\s?\(?(?P<zone>{_ZONES})\b\)?(?P<offset>[+-]\d{{1,2}}(?::\d\d)?)?)?"
_DASH = r"\s?(?:[-–—]|to|until|till)\s?"
_CLOCK_LEADS = words(
    "at by until till before after from since around about between and to on starts start "
    "begins begin ends end opens open closes close departs arrives leaves time @"
)
_VERSES = words(
    "genesis exodus leviticus numbers deuteronomy joshua judges ruth samuel kings "
    "chronicles ezra nehemiah esther job psalm psalms proverbs ecclesiastes isaiah "
    "jeremiah ezekiel daniel hosea joel amos micah matthew mark luke john acts romans "
    "corinthians galatians ephesians philippians colossians thessalonians timothy titus "
    "hebrews james peter jude revelation surah quran"
)


def clock(hour: int, minute: str, *, half: str = "", british: bool = False) -> str:
    """3, "30" → "three thirty"; 10, "00" → "ten o'clock"; with a half of the day "ten"."""
    said = below_hundred(hour)
    if minute in ("", "00"):
        if half or (minute == "" and not half):
            return said
        if hour == 0:
            return "midnight"
        return f"{said} o'clock" if hour <= 12 else f"{said} hundred"
    number = int(minute)
    if hour == 0:
        said = "zero"
    return f"{said} {'oh ' if number < 10 else ''}{below_hundred(number)}"


def _half(letter: str | None) -> str:
    return f" {letter.upper()}M" if letter else ""


def _stop(match: Match, dot: str | None) -> str:
    return "." if dot and ends_text(match) else ""


def _zone(match: Match) -> str:
    zone = match.groupdict().get("zone")
    if not zone:
        return ""
    said = f" {zone}"
    offset = match.group("offset")
    if offset:
        said += f" {'plus' if offset[0] == '+' else 'minus'} {_offset(offset[1:])}"
    return said


def _offset(text: str) -> str:
    hours, _, minutes = text.partition(":")
    return cardinal(hours) + (f" {below_hundred(int(minutes))}" if int(minutes or 0) else "")


def _time(match: Match, style: Style) -> str | None:
    hour, minute = int(match.group("h")), match.group("m")
    half = match.group("half")
    if hour > 24 or int(minute) > 59 or (half and hour > 12 and hour > 23):
        return None
    lead = word_before(match).lower()
    if lead in _VERSES and not half:
        return f"{cardinal(str(hour))} {cardinal(minute)}"
    if lead in {
        "ratio",
        "odds",
        "scale",
        "aspect",
        "mix",
        "mixed",
        "dilute",
        "diluted",
        "proportion",
    } or word_after(match).lower() in {
        "ratio",
        "odds",
        "scale",
        "mix",
        "aspect",
        "dilution",
        "split",
    }:
        return None
    seconds = match.group("s")
    said = clock(hour, minute, half=half or "", british=style.british)
    if seconds and int(seconds):
        said += f" and {_count(int(seconds), 'second')}"
    return said + _half(half) + _zone(match) + _stop(match, match.group("dot"))


def _hour(match: Match, _style: Style) -> str | None:
    hour = int(match.group("h"))
    if hour > 12:
        return None
    return (
        below_hundred(hour)
        + _half(match.group("half"))
        + _zone(match)
        + _stop(match, match.group("dot"))
    )


def _range(match: Match, style: Style) -> str | None:
    first, second = int(match.group("h")), int(match.group("h2"))
    half, half2 = match.group("half"), match.group("half2")
    minute, minute2 = match.group("m"), match.group("m2")
    if first > 24 or second > 24 or not (half or half2 or (minute and minute2)):
        return None
    if any(m and int(m) > 59 for m in (minute, minute2)):
        return None
    link = "and" if word_before(match).lower() == "between" else "to"
    in_halves = half2 or half or ""
    left = clock(first, minute or "", half=in_halves, british=style.british) + _half(half)
    right = clock(second, minute2 or "", half=in_halves, british=style.british) + _half(half2)
    return f"{left} {link} {right}{_zone(match)}{_stop(match, match.group('dot2'))}"


def _count(number: int, unit: str) -> str:
    return f"{cardinal(str(number))} {unit}{'' if number == 1 else 's'}"


def _duration(match: Match, style: Style) -> str | None:
    hours, minutes, seconds = (int(match.group(k)) for k in ("h", "m", "s"))
    if minutes > 59 or seconds > 59:
        return None
    fraction = match.group("f")
    lead = word_before(match).lower()
    if not fraction and hours <= 24 and (lead in {"at", "by", "@"} or match.group("zone")):
        said = clock(hours, match.group("m"), british=style.british)
        tail = f" and {_count(seconds, 'second')}" if seconds else ""
        return said + tail + _zone(match)
    parts = []
    if hours:
        parts.append(_count(hours, "hour"))
    if minutes:
        parts.append(_count(minutes, "minute"))
    if fraction:
        digits = " ".join(cardinal(digit) for digit in fraction)
        parts.append(f"{cardinal(str(seconds))} point {digits} seconds")
    elif seconds or not parts:
        parts.append(_count(seconds, "second"))
    return " ".join(parts)


def _lap(match: Match, _style: Style) -> str | None:
    """2:03.45, a race time."""
    minutes, seconds, fraction = match.group(1), match.group(2), match.group(3)
    if int(seconds) > 59:
        return None
    second = int(seconds)
    low = f"{'oh ' if second < 10 else ''}{below_hundred(second)}"
    return f"{cardinal(minutes)} {low} point {' '.join(cardinal(d) for d in fraction)}"


def _military(match: Match, _style: Style) -> str:
    digits = match.group(1)
    hour, minute = int(digits[:2]), int(digits[2:])
    said = f"{'zero ' if hour < 10 else ''}{below_hundred(hour)}"
    said += " hundred" if not minute else f" {'oh ' if minute < 10 else ''}{below_hundred(minute)}"
    return said + (" hours" if match.group(2) else "")


def _utc(match: Match, _style: Style) -> str:
    return (
        f"{match.group(1)} {'plus' if match.group(2) == '+' else 'minus'} {_offset(match.group(3))}"
    )


def _dotted(match: Match, style: Style) -> str | None:
    if int(match.group("h")) > 12 or int(match.group("m")) > 59:
        return None
    return (
        clock(int(match.group("h")), match.group("m"), half="x", british=style.british)
        + _half(match.group("half"))
        + _stop(match, match.group("dot"))
    )


_START = r"(?<![\w.,:$£€/-])"

FAMILY = Family(
    Group.TIMES,
    (
        Rule(
            "duration",
            rx(
                _START,
                r"(?P<h>\d{1,3}):(?P<m>\d{2}):(?P<s>\d{2})(?:\.(?P<f>\d{1,3}))?",
                _ZONE,
                r"(?!\d|:\d|\s?[AaPp]\.?[Mm]\b)",
            ),
            _duration,
            ":",
        ),
        Rule(
            "time range",
            rx(
                _START,
                r"(?P<h>\d{1,2})(?::(?P<m>\d{2}))?",
                _HALF,
                r"?",
                _DASH,
                r"(?P<h2>\d{1,2})(?::(?P<m2>\d{2}))?",
                _HALF_2,
                r"?",
                _ZONE,
                r"(?![\w%]|[.:,]\d|-\d|/\d)",
            ),
            _range,
            "0",
        ),
        Rule(
            "time",
            rx(
                _START,
                r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?",
                _HALF,
                "?",
                _ZONE,
                r"(?![\d]|:\d|\.\d)",
            ),
            _time,
            ":",
        ),
        Rule("time", rx(_START, r"(?P<h>\d{1,2})\.(?P<m>\d{2})", _HALF), _dotted, "."),
        Rule("time", rx(_START, r"(?P<h>\d{1,2})", _HALF, _ZONE), _hour, "0"),
        Rule("race time", rx(_START, r"(\d{1,2}):(\d{2})\.(\d{1,3})(?!\d)"), _lap, ":"),
        Rule(
            "military time",
            rx(_START, r"([01]\d[0-5]\d|2[0-3][0-5]\d)(\s?(?:hours|hrs))(?!\w)"),
            _military,
            "0",
        ),
        Rule("time zone", rx(r"\b(UTC|GMT)\s?([+-])\s?(\d{1,2}(?::\d{2})?)(?!\w)"), _utc, "UG"),
        Rule(
            "time",
            rx(r"(?<!\w)@(?=\s?\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m|noon)\b)"),
            lambda _m, _s: "at",
            "@",
        ),
    ),
)
