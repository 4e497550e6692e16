"""Numbers in English words, from their digits. Pure functions; knows no text around a number.

Digits come as strings (ASCII or any decimal digits, group separators already removed), since a
number in a text can have any length. American "one hundred five", British "one hundred and five".
"""

from __future__ import annotations

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = [
    "_",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion",
    "octillion",
    "nonillion",
    "decillion",
]
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_DENOMINATORS = {2: "half", 4: "quarter"}

MAX_CARDINAL = 3 * len(_SCALES)
"""Digits of the longest number that has a name here; longer ones are read digit by digit."""

_MAX_PLAIN = 2_000
"""Digits of a run that is still read in full; beyond it the rest is read all the same, in pieces
by the caller's sentence limit."""


def plain(digits: str) -> str:
    """The same digits in ASCII: "１２" → "12"."""
    return "".join(str(int(digit)) for digit in digits)


def spelled(digits: str, zero: str = "zero") -> str:
    """Digit by digit: "105" → "one zero five"."""
    return " ".join(zero if int(digit) == 0 else _UNITS[int(digit)] for digit in digits)


def cardinal(digits: str, *, british: bool = False) -> str:
    """ "1234" → "one thousand two hundred thirty four"; leading zeros are dropped."""
    number = plain(digits).lstrip("0")
    if not number:
        return "zero"
    if len(number) > MAX_CARDINAL:
        return spelled(number)
    groups = []
    while number:
        groups.append(int(number[-3:]))
        number = number[:-3]
    said: list[str] = []
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if not group:
            continue
        if british and power == 0 and group < 100 and said:
            said.append("and")
        said.append(_below_thousand(group, british=british))
        if power:
            said.append(_SCALES[power])
    return " ".join(said)


def _below_thousand(number: int, *, british: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = [_UNITS[hundreds], "hundred"] if hundreds else []
    if rest:
        if hundreds and british:
            said.append("and")
        said.append(below_hundred(rest))
    return " ".join(said)


def below_hundred(number: int) -> str:
    """0–99: 84 → "eighty four"."""
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens] + (f" {_UNITS[unit]}" if unit else "")


def ordinal(digits: str, *, british: bool = False) -> str:
    """ "101" → "one hundred first"."""
    return to_ordinal(cardinal(digits, british=british))


def to_ordinal(words: str) -> str:
    """A cardinal in words as an ordinal: "twenty one" → "twenty first"."""
    head, _, last = words.rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return f"{head} {last}".strip()


def year(digits: str, *, british: bool = False) -> str:
    """A year of one to four digits: "1905" → "nineteen oh five", "2007" → "two thousand seven"."""
    number = int(plain(digits))
    high, low = divmod(number, 100)
    if number < 1000 or (number % 1000 < 10 and number >= 2000) or number > 9999:
        return cardinal(digits, british=british)
    if number % 1000 == 0:
        return cardinal(digits, british=british)
    if low == 0:
        return f"{below_hundred(high)} hundred"
    if low < 10:
        return f"{below_hundred(high)} oh {_UNITS[low]}"
    return f"{below_hundred(high)} {below_hundred(low)}"


def decimal(whole: str, fraction: str, *, british: bool = False) -> str:
    """ "3", "14" → "three point one four"; an empty whole part is not said."""
    said = f"point {spelled(fraction)}"
    return f"{cardinal(whole, british=british)} {said}" if whole else said


def pair(digits: str) -> str:
    """Two digits as in a time or a bus number: "05" → "oh five", "00" → "hundred"."""
    number = int(digits)
    if len(digits) == 2 and number == 0:
        return "hundred"
    if len(digits) == 2 and number < 10:
        return f"oh {_UNITS[number]}"
    return below_hundred(number)


def plural(words: str) -> str:
    """The plural of a number: "twenty" → "twenties", "six" → "sixes"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def fraction(top: int, bottom: int, *, british: bool = False) -> str:
    """3, 4 → "three quarters"; 1, 2 → "one half"; 2, 3 → "two thirds"."""
    said = cardinal(str(top), british=british)
    if bottom == 1 or top > 999 or bottom > 999:
        return f"{said} over {cardinal(str(bottom), british=british)}"
    part = _DENOMINATORS.get(bottom) or ordinal(str(bottom), british=british)
    if top != 1:
        part = "halves" if part == "half" else part + "s"
    return f"{said} {part}"


def model_number(run: str, *, british: bool = False) -> str:
    """A number in a name: 320 → "three twenty", 4090 → "forty ninety", 11 → "eleven"."""
    if len(run) <= 2:
        return spelled(run) if run[0] == "0" and len(run) > 1 else cardinal(run)
    if run[0] == "0" or len(run) > 4:
        return spelled(run)
    if len(run) == 3:
        high, low = int(run[0]), int(run[1:])
        if low == 0:
            return f"{below_hundred(high)} hundred"
        return f"{below_hundred(high)} {'oh ' if low < 10 else ''}{below_hundred(low)}"
    if run[1:3] == "00":
        return cardinal(run, british=british)
    high, low = int(run[:2]), int(run[2:])
    if low == 0:
        return f"{below_hundred(high)} hundred"
    return f"{below_hundred(high)} {'oh ' if low < 10 else ''}{below_hundred(low)}"
