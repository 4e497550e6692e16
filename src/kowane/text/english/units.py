"""Measures: a number and its unit, compound units, dimensions, heights, angles, percentages."""

from __future__ import annotations

import re
from typing import NamedTuple

from kowane.text.english.number_words import cardinal
from kowane.text.english.quantities import MAGNITUDE, MEASURE, NUMBER, amount, is_one, magnitude
from kowane.text.english.rules import (
    FUNCTION_WORDS,
    Family,
    Group,
    Match,
    Rule,
    Style,
    after,
    attributive,
    before,
    ends_text,
    rx,
    word_after,
    word_before,
    words,
)


class Unit(NamedTuple):
    """Singular and plural of a unit."""

    one: str
    many: str


def _regular(name: str) -> Unit:
    return Unit(name, name + "s")


_METRIC_PREFIXES = {
    "": "",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
    "P": "peta",
    "c": "centi",
    "m": "milli",
    "µ": "micro",
    "μ": "micro",
    "u": "micro",
    "n": "nano",
    "p": "pico",
    "d": "deci",
    "h": "hecto",
}


def _prefixed(symbol: str, name: str, prefixes: str, *, same: bool = False) -> dict[str, Unit]:
    """A unit with those of its metric prefixes that people write; " " is none."""
    table = {}
    for prefix in prefixes:
        key = "" if prefix == " " else prefix
        said = _METRIC_PREFIXES[key] + name
        table[key + symbol] = Unit(said, said) if same else _regular(said)
    return table


_METRE, _LITRE, _TONNE = "meter", "liter", "metric ton"

UNITS: dict[str, Unit] = {
    **_prefixed("m", _METRE, "kcmµμnpd"),
    **_prefixed("g", "gram", "kmµμn "),
    **_prefixed("l", _LITRE, "mcd"),
    **_prefixed("L", _LITRE, "mcdµμ "),
    **_prefixed("Hz", "hertz", " kMGT", same=True),
    **_prefixed("W", "watt", " kMGTm"),
    **_prefixed("Wh", "watt hour", " kMGT"),
    **_prefixed("V", "volt", " kmMµ"),
    **_prefixed("Ah", "amp hour", " mk"),
    **_prefixed("J", "joule", " kMG"),
    **_prefixed("N", "newton", "kM"),
    **_prefixed("Pa", "pascal", " kMGh"),
    **_prefixed("B", "byte", "kMGTP"),
    **_prefixed("bit", "bit", "kMGT"),
    **_prefixed("Ω", "ohm", " kMm"),
    **_prefixed("F", "farad", "µnpm"),
    **_prefixed("eV", "electron volt", " kMGT"),
    **_prefixed("mol", "mole", " mµn"),
    **_prefixed("cal", "calorie", "k"),
    **_prefixed("Sv", "sievert", "mµ "),
    **_prefixed("s", "second", "mµμn"),
    **_prefixed("pc", "parsec", "kM"),
    **_prefixed("M", "molar", "mµn", same=True),
    "KB": _regular("kilobyte"),
    "Kb": _regular("kilobit"),
    "KiB": _regular("kibibyte"),
    "MiB": _regular("mebibyte"),
    "GiB": _regular("gibibyte"),
    "TiB": _regular("tebibyte"),
    "kb": _regular("kilobit"),
    "kbps": Unit("kilobit per second", "kilobits per second"),
    "Kbps": Unit("kilobit per second", "kilobits per second"),
    "Mb": _regular("megabit"),
    "Gb": _regular("gigabit"),
    "Mbps": Unit("megabit per second", "megabits per second"),
    "Gbps": Unit("gigabit per second", "gigabits per second"),
    "Tbps": Unit("terabit per second", "terabits per second"),
    "mbps": Unit("megabit per second", "megabits per second"),
    "gbps": Unit("gigabit per second", "gigabits per second"),
    "MBps": Unit("megabyte per second", "megabytes per second"),
    "mb": _regular("megabyte"),
    "gb": _regular("gigabyte"),
    "tb": _regular("terabyte"),
    "m": _regular(_METRE),
    "mtr": _regular(_METRE),
    "kmh": Unit("kilometer per hour", "kilometers per hour"),
    "kph": Unit("kilometer per hour", "kilometers per hour"),
    "kmph": Unit("kilometer per hour", "kilometers per hour"),
    "mph": Unit("mile per hour", "miles per hour"),
    "mpg": Unit("mile per gallon", "miles per gallon"),
    "rpm": Unit("revolution per minute", "revolutions per minute"),
    "RPM": Unit("revolution per minute", "revolutions per minute"),
    "bpm": Unit("beat per minute", "beats per minute"),
    "BPM": Unit("beat per minute", "beats per minute"),
    "wpm": Unit("word per minute", "words per minute"),
    "fps": Unit("frame per second", "frames per second"),
    "FPS": Unit("frame per second", "frames per second"),
    "psi": Unit("PSI", "PSI"),
    "PSI": Unit("PSI", "PSI"),
    "dpi": Unit("DPI", "DPI"),
    "ppi": Unit("PPI", "PPI"),
    "ppm": Unit("part per million", "parts per million"),
    "ppb": Unit("part per billion", "parts per billion"),
    "bps": Unit("basis point", "basis points"),
    "mi": _regular("mile"),
    "ft": Unit("foot", "feet"),
    "in": Unit("inch", "inches"),
    "yd": _regular("yard"),
    "yds": _regular("yard"),
    "nmi": _regular("nautical mile"),
    "lb": _regular("pound"),
    "lbs": _regular("pound"),
    "oz": _regular("ounce"),
    "st": Unit("stone", "stone"),
    "gal": _regular("gallon"),
    "qt": _regular("quart"),
    "pt": _regular("pint"),
    "fl oz": _regular("fluid ounce"),
    "fl. oz": _regular("fluid ounce"),
    "floz": _regular("fluid ounce"),
    "tsp": _regular("teaspoon"),
    "tsps": _regular("teaspoon"),
    "tbsp": _regular("tablespoon"),
    "tbsps": _regular("tablespoon"),
    "Tbsp": _regular("tablespoon"),
    "ha": _regular("hectare"),
    "ac": _regular("acre"),
    "sq ft": Unit("square foot", "square feet"),
    "sq. ft": Unit("square foot", "square feet"),
    "sqft": Unit("square foot", "square feet"),
    "sq m": Unit("square meter", "square meters"),
    "sqm": Unit("square meter", "square meters"),
    "sq km": Unit("square kilometer", "square kilometers"),
    "sq. km": Unit("square kilometer", "square kilometers"),
    "sq mi": Unit("square mile", "square miles"),
    "sq. mi": Unit("square mile", "square miles"),
    "sq in": Unit("square inch", "square inches"),
    "cu ft": Unit("cubic foot", "cubic feet"),
    "cu. ft": Unit("cubic foot", "cubic feet"),
    "cu m": Unit("cubic meter", "cubic meters"),
    "mcg": _regular("microgram"),
    "t": _regular("tonne"),
    "kt": _regular("knot"),
    "kts": _regular("knot"),
    "kn": _regular("knot"),
    "hp": Unit("horsepower", "horsepower"),
    "bhp": Unit("brake horsepower", "brake horsepower"),
    "cc": Unit("CC", "CC"),
    "dB": _regular("decibel"),
    "dBA": _regular("decibel"),
    "dBm": Unit("DBM", "DBM"),
    "lm": Unit("lumen", "lumens"),
    "lx": Unit("lux", "lux"),
    "cd": _regular("candela"),
    "bar": Unit("bar", "bar"),
    "mbar": _regular("millibar"),
    "atm": _regular("atmosphere"),
    "Torr": Unit("torr", "torr"),
    "mmHg": Unit("millimeter of mercury", "millimeters of mercury"),
    "Nm": _regular("newton meter"),
    "BTU": Unit("BTU", "BTUs"),
    "IU": Unit("IU", "IU"),
    "MP": _regular("megapixel"),
    "px": _regular("pixel"),
    "K": Unit("kelvin", "kelvin"),
    "mA": _regular("milliamp"),
    "µA": _regular("microamp"),
    "kA": _regular("kiloamp"),
    "A": _regular("amp"),
    "N": _regular("newton"),
    "T": Unit("tesla", "tesla"),
    "au": Unit("astronomical unit", "astronomical units"),
    "AU": Unit("astronomical unit", "astronomical units"),
    "ly": Unit("light year", "light years"),
    "ct": _regular("carat"),
    "kcal": _regular("kilocalorie"),
    "cal": _regular("calorie"),
    "s": _regular("second"),
    "sec": _regular("second"),
    "secs": _regular("second"),
    "msec": _regular("millisecond"),
    "min": _regular("minute"),
    "mins": _regular("minute"),
    "h": _regular("hour"),
    "hr": _regular("hour"),
    "hrs": _regular("hour"),
    "d": _regular("day"),
    "wk": _regular("week"),
    "wks": _regular("week"),
    "mo": _regular("month"),
    "mos": _regular("month"),
    "yr": _regular("year"),
    "yrs": _regular("year"),
    "y/o": Unit("year old", "years old"),
    "yo": Unit("year old", "years old"),
    "pp": _regular("percentage point"),
    "pts": _regular("point"),
    "pct": Unit("percent", "percent"),
    "deg": _regular("degree"),
    "c": _regular("cup"),
    "l": _regular(_LITRE),
    "qts": _regular("quart"),
    "gals": _regular("gallon"),
    "doz": Unit("dozen", "dozen"),
    "pcs": Unit("piece", "pieces"),
    "pc": Unit("piece", "pieces"),
}

# Symbols that are also words, letters of a series or decades: only where nothing else fits.
_NEEDS_END = words("in A K T N d t st pt ac ct mo pp yo cd pc M mM cal F au h l")
_ATTACHED_ONLY = frozenset({"d", "mo", "yo"})
_NEVER_ATTACHED = frozenset({"A", "T", "N", "K", "st", "ac"})

_POWERS = {"²": "square", "³": "cubic", "2": "square", "3": "cubic"}
_BASE = "|".join(sorted((re.escape(u) for u in UNITS), key=len, reverse=True))
_POWER = r"(?:\^?[²³]|\^[23]|(?<=[mn])[23])"
_UNIT = (
    rf"(?P<unit>{_BASE})(?P<power>{_POWER})?(?:(?P<joint>[·⋅*])(?P<unit3>{_BASE}))?"
    rf"(?:\s?/\s?(?P<per>{_BASE}|hour|day|week|month|year|minute|second|person|day"
    rf"|user|capita)(?P<power2>\^?[²³]|\^[23]|(?<=[ms])[23])?)?(?![\w²³^]|/\w)"
)
_DOT = r"(?P<dot>\.(?!\d))?"
_MAGNITUDE = rf"(?:\s(?P<mag>{MAGNITUDE}))?"
_SIGN = r"(?P<sign>(?<![\w)\]])[-−+±~≈<>≤≥])?"
_START = r"(?<![\w.,/:$£€])"
_SIGNS = {
    "-": "minus ",
    "−": "minus ",
    "+": "plus ",
    "±": "plus or minus ",
    "~": "about ",
    "≈": "about ",
    "<": "less than ",
    ">": "more than ",
    "≤": "at most ",
    "≥": "at least ",
    "": "",
}
_DOTTED_UNITS = words(
    "ft in lb lbs oz mi yd min mins sec secs hr hrs tsp tbsp gal qt pt sq yr yrs mo mos "
    "wk wks cm mm km kg approx c"
)


def unit_name(symbol: str, power: str | None, *, one: bool) -> str:
    """ "m", "²" → "square meters"."""
    unit = UNITS[symbol]
    name = unit.one if one else unit.many
    if power:
        if symbol in ("s", "sec"):
            return name + (" squared" if power[-1] in "²2" else " cubed")
        name = f"{_POWERS[power[-1]]} {name}"
    return name


def _spelling(said: str, style: Style) -> str:
    if not style.british:
        return said
    return re.sub(
        r"(?<=[a-z])(met|lit)er(?=s?\b)(?!s? per hour\b.{0}x)|^(met|lit)er(?=s?\b)",
        lambda m: f"{m.group(1) or m.group(2)}re",
        said,
    )


def _compound(match: Match, *, one: bool) -> str:
    said = unit_name(match.group("unit"), match.group("power"), one=one)
    if match.group("joint"):
        second = unit_name(match.group("unit3"), None, one=one)
        said = f"{unit_name(match.group('unit'), None, one=True)} {second}"
    per = match.group("per")
    if per:
        if per in ("s", "sec") and match.group("power2"):
            return (
                f"{said} per second {'squared' if match.group('power2')[-1] in '²2' else 'cubed'}"
            )
        name = UNITS[per].one if per in UNITS else per
        if match.group("power2"):
            name = f"{_POWERS[match.group('power2')[-1]]} {name}"
        said += f" per {name}"
    return said


def _allowed(match: Match) -> bool:
    """Whether an ambiguous symbol is a unit here."""
    unit = match.group("unit")
    attached = not match.group("gap")
    rest = after(match, 12)
    if match.group("per") or match.group("power"):
        return True
    lead = word_before(match).lower()
    if unit == "in" and match.group("dot"):
        return True
    if unit == "c":
        return bool(match.group("dot")) and bool(re.match(r"\s[a-z]", rest))
    if unit == "A" and attached and _electric(match):
        return True
    if unit == "st" and attached:  # "11st" is no ordinal
        return match.group("n")[-1:] != "1" or match.group("n")[-2:] == "11"
    if unit in _NEVER_ATTACHED and attached:
        return False
    if unit in _ATTACHED_ONLY and not attached:
        return False
    if unit in ("h", "s", "m", "g", "t", "d", "V", "W", "J", "F", "l", "L") and lead in {
        "room",
        "gate",
        "flat",
        "unit",
        "seat",
        "apartment",
        "class",
        "grade",
        "row",
        "suite",
        "section",
        "form",
        "article",
        "rule",
    }:
        return False
    if unit == "s" and attached and word_before(match)[:1].isupper() and word_before(match) != "In":
        return False
    if (
        unit == "s"
        and attached
        and lead in {"the", "in", "his", "her", "their", "my", "early", "late", "mid"}
    ):
        return not re.fullmatch(r"(?:[1-9]|1\d|20)?\d0", match.group("n"))
    if unit in _NEEDS_END:
        if unit in ("h", "d", "mM", "ct"):
            return True
        return not re.match(r"\s\w", rest) or (
            unit == "in"
            and re.match(r"\s(?:x|by|wide|long|tall|high|deep|thick)\b", rest) is not None
        )
    return True


_CURRENT = re.compile(
    r"\s(?:fuses?|chargers?|adapters?|adaptors?|breakers?|circuits?|current|supply"
    r"|supplies|plugs?|sockets?|power)\b"
)


def _electric(match: Match) -> bool:
    """Whether "5A" is a current: a decimal, volts or watts beside it, or a thing that has amps."""
    if "." in match.group("n") or _CURRENT.match(after(match)):
        return True
    return bool(
        re.search(r"(?:\bvolts?|\bwatts?|\d\s?[VW])[\s/,]{1,2}$", before(match))
        or re.match(r"[\s/,]{1,2}\d{1,4}\s?[VW]\b", after(match))
    )


def _measure(match: Match, style: Style) -> str | None:
    unit, number = match.group("unit"), match.group("n")
    if not _allowed(match):
        return None
    if (
        unit == "m"
        and not match.group("per")
        and not match.group("power")
        and word_after(match) in _COUNTED
    ):
        return f"{_sign(match)}{amount(number, style)} million"
    hyphen = match.group("gap") == "-"
    one = hyphen or is_one(number) or attributive(match)
    if match.group("sign") in ("-", "−") and number == "1":
        one = True
    if match.group("mag"):
        one = hyphen
    said = amount(number, style)
    second = match.group("n2")
    if second:
        said += f" {_link(match)} {amount(second, style)}"
        one = hyphen or attributive(match)
    said += magnitude(match.group("mag"))
    said = f"{_sign(match)}{said} {_spelling(_compound(match, one=one), style)}"
    return said + _full_stop(match)


_COUNTED = words(
    "people users customers followers subscribers views downloads viewers members copies "
    "jobs homes workers children men women visitors residents"
)


def _link(match: Match) -> str:
    sep = match.group("sep").strip()
    if sep in ("x", "×", "X", "by"):
        return "by"
    if sep == "±":
        return "plus or minus"
    return "and" if word_before(match).lower() == "between" else "to"


def _sign(match: Match) -> str:
    return _SIGNS[match.group("sign") or ""]


def _full_stop(match: Match) -> str:
    """The dot after a unit belongs to it in "5 ft. tall"; at the end it ends the sentence too."""
    if not match.group("dot"):
        return ""
    if ends_text(match) or match.group("unit") not in _DOTTED_UNITS:
        return "."
    return ""


def _percent(match: Match, style: Style) -> str:
    said = amount(match.group("n"), style)
    second = match.group("n2")
    if second:
        link = "and" if word_before(match).lower() == "between" else "to"
        negative = "minus " if match.group("sign2") else ""
        said += f" {link} {negative}{amount(second, style)}"
    mark = {"%": "percent", "‰": "per mille", "％": "percent"}[match.group("mark")]
    return f"{_sign(match)}{said} {mark}"


def _temperature(match: Match, style: Style) -> str:
    scale = {"C": "celsius", "F": "fahrenheit", "K": "kelvin", "℃": "celsius", "℉": "fahrenheit"}[
        match.group("scale")
    ]
    said = amount(match.group("n"), style)
    second = match.group("n2")
    if second:
        said += f" to {amount(second, style)}"
    one = match.group("n") == "1" and not second
    return f"{_sign(match)}{said} degree{'' if one else 's'} {scale}"


def _degrees(match: Match, style: Style) -> str:
    said = amount(match.group("n"), style)
    one = match.group("n") == "1"
    said = f"{_sign(match)}{said} degree{'' if one or match.group('hyphen') else 's'}"
    for key, name in (("min", "minute"), ("sec", "second")):
        value = match.group(key)
        if value:
            said += f" {amount(value, style)} {name}{'' if value == '1' else 's'}"
    compass = match.group("compass")
    if compass:
        said += " " + {"N": "north", "S": "south", "E": "east", "W": "west"}[compass]
    return said + (" " if match.group("hyphen") else "")


def _height(match: Match, style: Style) -> str:
    feet, inches = match.group("ft"), match.group("in")
    said = f"{cardinal(feet)} foot {amount(inches, style)}"
    return said + _full_stop_height(match)


def _full_stop_height(_match: Match) -> str:
    return ""


def _feet(match: Match, style: Style) -> str | None:
    if match.group("mark") == '"' and before(match, 200).count('"') % 2:
        return None
    if re.search(r"['’‘]\w{0,30}$", before(match)) and match.group("mark") in "'’":
        return None
    number = match.group("n")
    unit = UNITS["ft" if match.group("mark") in "'’′" else "in"]
    one = is_one(number) or _noun_follows(match)
    return f"{amount(number, style)} {unit.one if one else unit.many}"


def _noun_follows(match: Match) -> bool:
    following = word_after(match)
    return following.islower() and following not in FUNCTION_WORDS


def _feet_by(match: Match, style: Style) -> str:
    """8' x 10': eight by ten feet."""
    first, second = match.group(1), match.group(3)
    unit = "feet" if match.group("mark") in "'’′" else "inches"
    return f"{amount(first, style)} by {amount(second, style)} {unit}"


def _plain_temperature(match: Match, style: Style) -> str:
    scale = {"C": "celsius", "F": "fahrenheit"}[match.group("scale")]
    return f"{_sign(match)}{amount(match.group('n'), style)} degrees {scale}"


def _marked_sizes(match: Match, style: Style) -> str:
    """10" x 12", 6' × 8'."""
    unit = UNITS["ft" if match.group("mark") in "'′" else "in"]
    sizes = [amount(size, style) for size in match.group("n", "n2", "n3") if size]
    return f"{' by '.join(sizes)} {unit.one if attributive(match) else unit.many}"


def _dimensions(match: Match, style: Style) -> str | None:
    parts = re.split(r"\s?[x×X]\s?", match.group("sizes"))
    if re.match(r"\s?=", after(match)) or re.search(r"[=+*/]\s?$", before(match)):
        return None
    if len(parts[0]) >= 3 and all(part.isdecimal() for part in parts):
        from kowane.text.english.code import model_number

        return " by ".join(
            model_number(part, style) if len(part) == 4 else amount(part, style) for part in parts
        )
    return " by ".join(amount(part, style) for part in parts)


def _sized(match: Match, style: Style) -> str:
    """10 x 12 ft, 5 cm × 3 cm × 2 cm: by, with the unit at the end."""
    sizes = re.findall(MEASURE, match.group("sizes"))
    said = " by ".join(amount(size, style) for size in sizes)
    one = match.group("gap") == "-" or attributive(match)
    return f"{said} {_spelling(_compound(match, one=one), style)}{_full_stop(match)}"


def _parts(match: Match, style: Style) -> str:
    """2h30m, 1h 5min 10s, 5 lb 3 oz, 6 ft 2 in."""
    said = []
    for number, symbol in re.findall(rf"({NUMBER})\s?([A-Za-z]+)", match.group()):
        name = {"m": "minute"}.get(symbol) if "h" in match.group() or "s" in match.group() else None
        unit = _regular(name) if name else UNITS[symbol]
        said.append(f"{amount(number, style)} {unit.one if is_one(number) else unit.many}")
    return " ".join(said)


def _times(match: Match, style: Style) -> str | None:
    if re.search(r"[=+*/<>^-]\s?$", before(match)):
        return None
    return f"{amount(match.group(1), style)} times"


def _pressure(match: Match, style: Style) -> str:
    top, bottom = re.findall(r"\d+", match.group())
    from kowane.text.english.code import model_number

    return f"{model_number(top, style)} over {model_number(bottom, style)}" + (
        " millimeters of mercury" if match.group("mmhg") else ""
    )


def _alone(match: Match, _style: Style) -> str:
    """A compound unit without a number: "speed in km/h"."""
    return _compound(match, one=False)


FAMILY = Family(
    Group.UNITS,
    (
        Rule(
            "dimensions",
            rx(
                r"(?<![\w.,/])(\d{1,3}(?:\.\d)?)\s?(?P<mark>['’′\"″])\s?[x×]"
                r"\s?(\d{1,3}(?:\.\d)?)\s?(?P=mark)(?!\w)"
            ),
            _feet_by,
            "x×",
        ),
        Rule(
            "temperature",
            rx(_START, _SIGN, r"(?P<n>\d{2,3}\.\d)\s?(?P<scale>[FC])(?!\w)"),
            _plain_temperature,
            "FC",
        ),
        Rule(
            "height",
            rx(
                r"(?<![\w.,/])(?P<ft>[1-9])\s?(?:['’′]|ft\.?\s|foot\s)\s?(?P<in>1[01]|\d"
                r"(?:\.5|½| 1/2)?)\s?(?:\"|”|″|''|’’|in\b\.?(?=\s|$)|(?=[\s,.)]|$))(?<!foot"
                r" \d)"
            ),
            _height,
            "'’′f",
        ),
        Rule(
            "temperature",
            rx(
                _START,
                _SIGN,
                rf"(?P<n>{NUMBER})(?:\s?°?[CF]?\s?(?:-|–|—|to)\s?(?P<n2>{NUMBER}))?\s?"
                rf"(?:[°º˚]\s?(?P<scale>[CFK])|(?P<scale2>[℃℉]))(?![A-Za-z])".replace(
                    "(?P<scale2>[℃℉])", "(?=[℃℉])"
                ),
            ),
            lambda m, s: _temperature(m, s) if m.group("scale") else None,
            "°º˚",
        ),
        Rule(
            "temperature",
            rx(_START, _SIGN, rf"(?P<n>{NUMBER})(?P<n2>(?!))?\s?(?P<scale>[℃℉])"),
            _temperature,
            "℃℉",
        ),
        Rule(
            "degrees",
            rx(
                _START,
                _SIGN,
                rf"(?P<n>{NUMBER})\s?[°º˚](?:\s?(?P<min>\d{{1,2}}(?:\.\d{{1,6}})?)\s?[′'’]"
                rf"(?:\s?(?P<sec>\d{{1,2}}(?:\.\d{{1,6}})?)\s?(?:″|\"|”|''))?)?(?:\s?"
                rf"(?P<compass>[NSEW])\b)?(?P<hyphen>-(?=[a-z]))?",
            ),
            _degrees,
            "°º˚",
        ),
        Rule(
            "blood pressure",
            rx(
                r"(?<![\w./])(\d{2,3})/(\d{2,3})(?P<mmhg>\s?mm\s?Hg\b)|(?<=BP"
                r" )(\d{2,3})/(\d{2,3})(?![\w/])|(?<=pressure of )(\d{2,3})/(\d{2,3})"
                r"(?![\w/])|(?<=pressure is )(\d{2,3})/(\d{2,3})(?![\w/])|(?<=pressure was"
                r" )(\d{2,3})/(\d{2,3})(?![\w/])"
            ),
            _pressure,
            "/",
        ),
        Rule(
            "percent",
            rx(
                _START,
                _SIGN,
                rf"(?P<n>{MEASURE})\s?(?:[%％]?\s?(?:-|–|—|to|and(?=\s[\d.]{{1,8}}%))\s?"
                rf"(?P<sign2>[-−])?(?P<n2>{NUMBER})\s?)?(?P<mark>[%‰％])",
            ),
            _percent,
            "%‰％",
        ),
        Rule(
            "duration",
            rx(
                _START,
                r"(?:\d{1,3}\s?(?:h|hrs?)\s?\d{1,2}\s?(?:m|mins?)(?:\s?\d{1,2}\s?(?:s"
                r"|secs?))?|\d{1,3}\s?(?:m|mins?)\s?\d{1,2}\s?(?:s|secs?)"
                r"|\d{1,3}\s?lbs?\s\d{1,2}\s?oz|\d{1,3}\s?ft\s\d{1,2}\s?in)(?![\w])",
            ),
            _parts,
            "0",
        ),
        Rule(
            "dimensions",
            rx(
                _START,
                rf"(?P<sizes>{MEASURE}(?:\s?(?:{_BASE}))?(?:\s?[x×X]\s?{MEASURE}(?:\s?"
                rf"(?:{_BASE})(?=\s?[x×X]))?){{1,3}})(?P<gap>\s|-)?",
                _UNIT,
                _DOT,
            ),
            _sized,
            "x×X",
        ),
        Rule(
            "dimensions",
            rx(
                r"(?<![\w.,/$£€])(?P<sizes>\d{1,5}(?:\.\d{1,3})?(?:\s?[x×]\s?\d{1,5}"
                r"(?:\.\d{1,3})?){1,3})(?![\w.,]\d|[\w^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])"
            ),
            _dimensions,
            "x×",
        ),
        Rule(
            "multiple",
            rx(_START, rf"({NUMBER})(?:x|×)(?=\s[a-z]|[,.!?;)]|\s?$)(?!\s?[\d=+*/-])"),
            _times,
            "x×",
        ),
        Rule(
            "unit",
            rx(
                _START,
                _SIGN,
                rf"(?P<n>{MEASURE})(?:(?P<sep>\s?(?:-|–|—|to|±)\s?)(?P<n2>{MEASURE}))?",
                _MAGNITUDE,
                r"(?P<gap>\s|-)?",
                _UNIT,
                _DOT,
            ),
            _measure,
            "0",
        ),
        Rule(
            "dimensions",
            rx(
                rf"(?<![\w.,/])(?P<n>{MEASURE})(?P<mark>['′\"″])\s?[x×X]\s?"
                rf"(?P<n2>{MEASURE})(?P=mark)"
                rf"(?:\s?[x×X]\s?(?P<n3>{MEASURE})(?P=mark))?(?!\w)"
            ),
            _marked_sizes,
            "xX×",
        ),
        Rule(
            "feet",
            rx(
                r"(?<![\w.,/])(?P<n>\d{1,3}(?:[ -]\d{1,2})?/\d{1,2}|\d{1,3}(?:\.\d)?"
                r"|\d{1,3}\s?[½¼¾])(?P<mark>[′″]|\"(?=\s[a-z]|[,.;)]|\s?$)|'(?=\s[a-z]))"
            ),
            _feet,
            "′″\"'",
        ),
        Rule(
            "unit",
            rx(
                r"(?<![\w/.$£€])(?=[A-Za-z]{1,4}[²³]?/[A-Za-z])(?P<unit>km|m|mi|kg|g|mg|µg|L"
                r"|ml|mL|J|W|kWh|Mb|MB|GB|GBs|ft|lb|cm|mm|mol)(?P<power>[²³])?(?P<joint>"
                r"(?!))?(?P<unit3>(?!))?/(?P<per>h|hr|s|sec|min|m|kg|L|dL|ml|mL|ha|l|day|km"
                r"|ft|g|mol|K)(?P<power2>[²³])?(?![\w/])"
            ),
            _alone,
            "/",
        ),
        Rule(
            "unit",
            rx(
                r"(?<![\w/.])(?P<unit>km|cm|mm|m|ft|in|mi)(?P<power>[²³])(?P<joint>(?!))?"
                r"(?P<unit3>(?!))?(?P<per>(?!))?(?P<power2>(?!))?(?![\w/])"
            ),
            _alone,
            "²³",
        ),
    ),
)
