"""Sums of money: symbols and codes, magnitudes, minor units, ranges, rates."""

from __future__ import annotations

import re
from typing import NamedTuple

from kowane.text.english.number_words import cardinal
from kowane.text.english.quantities import MAGNITUDE, NUMBER, amount, magnitude
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    attributive,
    rx,
    word_after,
    word_before,
)


class Currency(NamedTuple):
    """Names of a currency: "dollar", "dollars", "cent", "cents"; minor "" where there is none."""

    one: str
    many: str
    minor_one: str = "cent"
    minor_many: str = "cents"


_DOLLAR = Currency("dollar", "dollars")
_POUND = Currency("pound", "pounds", "penny", "pence")
_YEN = Currency("yen", "yen", "", "")
_KRONE = ("øre", "øre")

SYMBOLS: dict[str, Currency] = {
    "$": _DOLLAR,
    "US$": Currency("US dollar", "US dollars"),
    "A$": Currency("australian dollar", "australian dollars"),
    "AU$": Currency("australian dollar", "australian dollars"),
    "C$": Currency("canadian dollar", "canadian dollars"),
    "CA$": Currency("canadian dollar", "canadian dollars"),
    "NZ$": Currency("new zealand dollar", "new zealand dollars"),
    "HK$": Currency("hong kong dollar", "hong kong dollars"),
    "S$": Currency("singapore dollar", "singapore dollars"),
    "NT$": Currency("new taiwan dollar", "new taiwan dollars"),
    "R$": Currency("real", "reais", "centavo", "centavos"),
    "£": _POUND,
    "Rs.": Currency("rupee", "rupees", "paisa", "paise"),
    "Rs": Currency("rupee", "rupees", "paisa", "paise"),
    "€": Currency("euro", "euros"),
    "¥": _YEN,
    "￥": _YEN,
    "₹": Currency("rupee", "rupees", "paisa", "paise"),
    "₩": Currency("won", "won", "", ""),
    "₽": Currency("ruble", "rubles", "kopek", "kopeks"),
    "₺": Currency("lira", "lira", "kurus", "kurus"),
    "₿": Currency("bitcoin", "bitcoin", "", ""),
    "₫": Currency("dong", "dong", "", ""),
    "₴": Currency("hryvnia", "hryvnias", "kopeck", "kopecks"),
    "₦": Currency("naira", "naira", "kobo", "kobo"),
    "₱": Currency("peso", "pesos", "centavo", "centavos"),
    "₪": Currency("shekel", "shekels", "agora", "agorot"),
    "฿": Currency("baht", "baht", "satang", "satang"),
    "₡": Currency("colon", "colones", "", ""),
    "₲": Currency("guarani", "guaranies", "", ""),
    "₵": Currency("cedi", "cedis", "pesewa", "pesewas"),
    "₸": Currency("tenge", "tenge", "", ""),
}
CODES: dict[str, Currency] = {
    "USD": SYMBOLS["US$"],
    "EUR": SYMBOLS["€"],
    "GBP": Currency("british pound", "british pounds", "penny", "pence"),
    "JPY": Currency("japanese yen", "japanese yen", "", ""),
    "CHF": Currency("swiss franc", "swiss francs", "rappen", "rappen"),
    "CAD": SYMBOLS["C$"],
    "AUD": SYMBOLS["A$"],
    "NZD": SYMBOLS["NZ$"],
    "HKD": SYMBOLS["HK$"],
    "SGD": SYMBOLS["S$"],
    "CNY": Currency("chinese yuan", "chinese yuan", "fen", "fen"),
    "RMB": Currency("renminbi", "renminbi", "fen", "fen"),
    "INR": Currency("indian rupee", "indian rupees", "paisa", "paise"),
    "KRW": Currency("korean won", "korean won", "", ""),
    "RUB": Currency("russian ruble", "russian rubles", "kopek", "kopeks"),
    "BRL": Currency("brazilian real", "brazilian reais", "centavo", "centavos"),
    "MXN": Currency("mexican peso", "mexican pesos", "centavo", "centavos"),
    "SEK": Currency("swedish krona", "swedish kronor", *_KRONE),
    "NOK": Currency("norwegian krone", "norwegian kroner", *_KRONE),
    "DKK": Currency("danish krone", "danish kroner", *_KRONE),
    "PLN": Currency("polish zloty", "polish zlotys", "grosz", "groszy"),
    "CZK": Currency("czech koruna", "czech korunas", "heller", "hellers"),
    "HUF": Currency("hungarian forint", "hungarian forints", "", ""),
    "TRY": Currency("turkish lira", "turkish lira", "kurus", "kurus"),
    "ZAR": Currency("south african rand", "south african rand"),
    "THB": Currency("thai baht", "thai baht", "satang", "satang"),
    "IDR": Currency("indonesian rupiah", "indonesian rupiah", "", ""),
    "PHP": Currency("philippine peso", "philippine pesos", "centavo", "centavos"),
    "ILS": Currency("israeli shekel", "israeli shekels", "agora", "agorot"),
    "AED": Currency("dirham", "dirhams", "fils", "fils"),
    "SAR": Currency("saudi riyal", "saudi riyals", "halala", "halalas"),
    "UAH": Currency("ukrainian hryvnia", "ukrainian hryvnias", "kopeck", "kopecks"),
    "VND": Currency("vietnamese dong", "vietnamese dong", "", ""),
    "BTC": Currency("bitcoin", "bitcoin", "", ""),
    "ETH": Currency("ether", "ether", "", ""),
}

_SYMBOL = "|".join(sorted((re.escape(s) for s in SYMBOLS), key=len, reverse=True))
_CODE = "|".join(CODES)
_SCALE = rf"(?:\s?-?(?P<mag>{MAGNITUDE}s?|[kKmMbBtT]|bn|BN|Bn|mn|mm|tn|trn|mil|bil)(?![A-Za-z]))?"
_SCALE_2 = _SCALE.replace("<mag>", "<mag2>")
_RATES = {
    "hr": "hour",
    "h": "hour",
    "hour": "hour",
    "min": "minute",
    "sec": "second",
    "s": "second",
    "day": "day",
    "d": "day",
    "wk": "week",
    "week": "week",
    "mo": "month",
    "mth": "month",
    "month": "month",
    "yr": "year",
    "y": "year",
    "year": "year",
    "annum": "annum",
    "kg": "kilogram",
    "g": "gram",
    "lb": "pound",
    "oz": "ounce",
    "ton": "ton",
    "t": "tonne",
    "gal": "gallon",
    "l": "liter",
    "L": "liter",
    "mi": "mile",
    "mile": "mile",
    "km": "kilometer",
    "m": "meter",
    "ft": "foot",
    "m²": "square meter",
    "sqft": "square foot",
    "sq ft": "square foot",
    "GB": "gigabyte",
    "TB": "terabyte",
    "MB": "megabyte",
    "kWh": "kilowatt hour",
    "MWh": "megawatt hour",
    "bbl": "barrel",
    "barrel": "barrel",
    "ea": "each",
    "each": "each",
    "1k": "thousand",
    "1M": "million",
}
_RATE = r"(?:\s?/\s?(?P<rate>sq\s?ft|m²|1[kM]|[A-Za-z]{1,12}(?:-[a-z]{1,10})?)(?![\w/]))?"
_START = r"(?<![\w.,/$£€¥₹])"


def sum_of(number: str, scale: str | None, currency: Currency, style: Style) -> str:
    """ "12.50", None, dollars → "twelve dollars and fifty cents"."""
    if scale:
        return f"{amount(number, style)}{magnitude(scale)} {currency.many}"
    whole, dot, minor = number.replace(",", "").partition(".")
    if dot and len(minor) == 2 and currency.minor_one:
        major_count, minor_count = int(whole or 0), int(minor)
        major = f"{cardinal(whole or '0', british=style.british)} " + (
            currency.one if major_count == 1 else currency.many
        )
        if minor_count == 0:
            return major
        small = (
            cardinal(minor)
            + " "
            + (currency.minor_one if minor_count == 1 else currency.minor_many)
        )
        if major_count == 0:
            return small
        if style.british and currency.minor_many == "pence" and minor_count > 1:
            return f"{major} {cardinal(minor)}"
        return f"{major} and {small}"
    if dot and not minor.strip("0"):
        number = whole or "0"
    return f"{amount(number, style)} {currency.one if number == '1' else currency.many}"


def _decimal_point(number: str) -> str:
    """ "12,50" → "12.50", "1.299,00" → "1299.00": the decimal comma of the continent."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){0,4},\d{2}", number):
        return number.replace(".", "").replace(",", ".")
    return number


def _rate(match: Match) -> str:
    rate = match.groupdict().get("rate")
    if not rate:
        return ""
    name = _RATES.get(rate) or _RATES.get(rate.lower()) or rate.replace("-", " ")
    return f" {name}" if name == "each" else f" per {name}"


def _sign(match: Match) -> str:
    sign = match.groupdict().get("sign") or ""
    return {"-": "minus ", "−": "minus ", "+": "plus ", "~": "about ", "±": "plus or minus "}.get(
        sign, ""
    )


_SINGULAR_NOUNS = frozenset(
    {"bill", "bills", "note", "notes", "coin", "coins", "banknote", "banknotes"}
)


def _singular(said: str, currency: Currency, match: Match) -> str:
    """ "a $5 bill": the currency is an adjective and stays singular."""
    if attributive(match) or word_after(match) in _SINGULAR_NOUNS:
        for many, one in ((currency.many, currency.one), (currency.minor_many, currency.minor_one)):
            if many and said.endswith(many):
                return said[: -len(many)] + one
    return said


def _prefixed(match: Match, style: Style) -> str:
    name = match.group("cur")
    currency = SYMBOLS[name]
    code = match.group("code")
    if code:
        currency = CODES[code]
    number, scale = match.group("n"), match.group("mag")
    number = _decimal_point(number)
    said = sum_of(number, scale, currency, style)
    if match.group("nightly"):
        return (
            f"{_sign(match)}{said[: -len(currency.many)]}{currency.one} a {match.group('nightly')} "
        )
    if match.group("hyphen"):
        return _sign(match) + said[: -len(currency.many)] + currency.one + " "
    plus = " plus" if match.group("plus") else ""
    if not match.group("rate") and not plus:
        said = _singular(said, currency, match)
    return _sign(match) + said + plus + _rate(match)


def _range(match: Match, style: Style) -> str:
    currency = SYMBOLS[match.group("cur")]
    first, second = match.group("n"), match.group("n2")
    scale, scale2 = match.group("mag"), match.group("mag2")
    said = sum_of(second, scale2, currency, style)
    if "." in first and len(first.partition(".")[2]) == 2 and not scale:
        lead = sum_of(first, None, currency, style)
    elif scale and scale2 and magnitude(scale) == magnitude(scale2):
        lead = amount(first, style)
    else:
        lead = amount(first, style) + magnitude(scale)
    link = "and" if word_before(match).lower() == "between" else "to"
    return _sign(match) + f"{lead} {link} {_singular(said, currency, match)}{_rate(match)}"


def _suffixed(match: Match, style: Style) -> str:
    name = match.group("cur")
    currency = SYMBOLS.get(name) or CODES[name]
    number = match.group("n")
    number = _decimal_point(number)
    said = sum_of(number, match.group("mag"), currency, style)
    return _sign(match) + _singular(said, currency, match) + _rate(match)


def _minor(match: Match, style: Style) -> str | None:
    number, mark = match.group("n"), match.group("mark")
    if mark == "p":
        if not style.british:
            return None
        return f"{amount(number, style)} {'pee' if False else 'P'}"
    return f"{amount(number, style)} {'cent' if number == '1' else 'cents'}"


def _name_alone(match: Match, _style: Style) -> str:
    return SYMBOLS[match.group()].many


_ANY = r"(?P<n>\d{1,3}(?:\.\d{3}){1,4},\d{2}(?![\d,])|\d{1,3},\d{2}(?![\d,])|" + NUMBER + ")"

FAMILY = Family(
    Group.MONEY,
    (
        Rule(
            "currency",
            rx(
                _START,
                rf"(?P<sign>[-−+~±])?(?P<cur>{_SYMBOL})\s?(?P<n>{NUMBER})",
                _SCALE,
                rf"\s?(?:-|–|—|to)\s?(?:{_SYMBOL})?\s?(?P<n2>{NUMBER})",
                _SCALE_2,
                _RATE,
                r"(?![\w%]|,\d|\.\d)",
            ),
            _range,
            "".join({s[-1] for s in SYMBOLS}),
        ),
        Rule(
            "currency",
            rx(
                _START,
                rf"(?P<sign>[-−+~±])?(?P<cur>{_SYMBOL})\s?",
                _ANY,
                _SCALE,
                r"(?:\s?(?P<code>USD|CAD|AUD|NZD|HKD|SGD|MXN)\b)?(?P<plus>\+(?!\d))?(?:-(?:a"
                r"|per)-(?P<nightly>[a-z]{2,10})\b\s?)?(?P<hyphen>-(?!plus)(?=[A-Za-z]{2}))?",
                _RATE,
            ),
            _prefixed,
            "".join({s[-1] for s in SYMBOLS}),
        ),
        Rule(
            "currency",
            rx(
                _START,
                r"(?P<sign>[-−+~±])?",
                _ANY,
                _SCALE,
                r"\s?(?P<cur>[€£¥₹₽₺₩₿₫₴₪฿]|",
                _CODE,
                r")(?![A-Za-z\d])",
                _RATE,
            ),
            _suffixed,
            "0",
        ),
        Rule(
            "currency",
            rx(
                r"(?<![\w.])(?P<sign>[-−+])?(?P<cur>",
                _CODE,
                r")\s?",
                _ANY,
                _SCALE,
                _RATE,
                r"(?!\w)",
            ),
            _suffixed,
            "0",
        ),
        Rule(
            "currency",
            rx(_START, rf"(?P<n>{NUMBER})\s?(?P<mark>¢|c(?=\s?(?:/|per\b|a\s))|p)(?!\w)"),
            _minor,
            "¢cp",
        ),
        Rule("currency", rx(r"[€£₹₽₿](?![\d\s]?\d)"), _name_alone, "€£₹₽₿"),
    ),
)
