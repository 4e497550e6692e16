"""Words beside a number that decide how it is read."""

from __future__ import annotations

import re

from kowane.text.english.number_words import (
    cardinal,
    model_number,
    spelled,
    year,
)
from kowane.text.english.quantities import (
    amount,
)
from kowane.text.english.rules import (
    Match,
    Style,
    before,
    word_after,
    word_before,
    words,
)

START = r"(?<![\w.,])"
NUMBERED = words(
    "room flight bus route suite unit gate channel highway interstate area code train "
    "platform boeing airbus model section locker cabin apartment apt studio building exit "
    "tram line form agent error http status class series type peugeot porsche bmw iphone "
    "windows pixel galaxy office nokia xbox playstation nikon canon thinkpad radeon "
    "geforce rtx gtx ryzen intel core amd nissan mazda fiat volvo ferrari studio seat "
    "psalm hymn size catch warehouse sector"
)
_DIGITWISE = words(
    "id pin code number no account order ref reference ticket case serial zip extension "
    "routing tracking confirmation passcode password invoice badge phone fax ids part sku "
    "imei isbn license policy passport member customer patient"
)


def numberwords(text: str, match: Match, style: Style) -> str:
    digits = text.replace(",", "")
    if "." in digits or "," in text:
        return amount(text, style)
    lead = word_before(match).lower().strip(".")
    back = before(match).lower()
    length = len(digits)
    if length > 1 and digits[0] == "0":
        return spelled(digits)
    if _is_label(lead, back, length):
        return spelled(digits)
    if re.search(
        r"\b(?:ending (?:in|with)|ends (?:in|with)|last (?:four|4) digits(?: are| is)?:?)\s$", back
    ):
        return spelled(digits)
    if length >= 7 and not digits.endswith("000"):
        return spelled(digits)
    if length in (3, 4) and (lead in NUMBERED) and not digits.endswith("000"):
        if lead in ("http", "error", "status", "area", "code") and length == 3:
            return (
                model_number(digits, british=style.british)
                if digits[1:] != "00"
                else cardinal(digits)
            )
        return model_number(digits, british=style.british)
    if length == 4 and 1100 <= int(digits) <= 2099:
        return _four_digits(digits, match, style)
    return cardinal(digits, british=style.british)


_LABEL = re.compile(
    r"\b(?:id|pin|code|passcode|zip|serial|account|tracking|imei)\b"
    r"(?:\s(?:is|number|no|code|was|number is))?[:#]?\s$"
)
_SHORT_LABEL = re.compile(r"\b(?:pin|code|passcode|cvv|zip)\b(?:\s(?:is|was))?:?\s$")


def _is_label(lead: str, back: str, length: int) -> bool:
    """Whether the digits name something (a PIN, an account) and are read one by one."""
    if lead not in _DIGITWISE and not _LABEL.search(back):
        return False
    if length < 5 and not (length >= 3 and _SHORT_LABEL.search(back)):
        return False
    return length >= 6 or lead not in ("order", "number", "no")


def _four_digits(digits: str, match: Match, style: Style) -> str:
    """A number that may be a year: before a plural noun it counts things."""
    follow = word_after(match)
    if (
        follow.islower()
        and follow.endswith("s")
        and len(follow) > 3
        and follow not in {"was", "has", "this", "does"}
    ):
        return cardinal(digits, british=style.british)
    if follow in (
        "people",
        "men",
        "women",
        "children",
        "feet",
        "more",
        "or",
        "million",
        "in",
        "of",
        "total",
        "calories",
        "sheep",
    ) and not (int(digits) >= 1900 and follow in ("in", "or", "of", "more")):
        return cardinal(digits, british=style.british)
    if int(digits) >= 1900 or int(digits) % 100:
        if (
            int(digits) < 1900
            and follow.islower()
            and not re.match(r"(?:and|to|the|was|is|by|when|a|he|she|they|it|as)$", follow)
        ):
            return cardinal(digits, british=style.british)
        return year(digits, british=style.british)
    return cardinal(digits, british=style.british)


def _record(match: Match, style: Style) -> str:
    return " and ".join(cardinal(part) for part in re.split("[-–]", match.group(1)))


def _grand(match: Match, style: Style) -> str:
    return f"{amount(match.group(1), style)} thousand"


MAG_LETTER = r"(?P<mag>[kKMBT]|bn|mn|mil)"
