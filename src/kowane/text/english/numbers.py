"""What is left of the numbers: ordinals, fractions, decimals, scores, ranges, signs, cardinals."""

from __future__ import annotations

import re

from kowane.text.english.code import model_number
from kowane.text.english.number_words import (
    cardinal,
    fraction,
    ordinal,
    plural,
    spelled,
    year,
)
from kowane.text.english.quantities import (
    MEASURE,
    NUMBER,
    VULGAR_CLASS,
    amount,
    magnitude,
)
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    after,
    before,
    rx,
    word_after,
    word_before,
    words,
)

_START = r"(?<![\w.,])"
_END = r"(?![\w]|[.,]\d)"
_NUMBERED = words(
    "room flight bus route suite unit gate channel highway interstate area code train "
    "platform boeing airbus model section locker cabin apartment apt studio building exit "
    "tram line form agent error http status class series type peugeot porsche bmw iphone "
    "windows pixel galaxy office nokia xbox playstation nikon canon thinkpad radeon "
    "geforce rtx gtx ryzen intel core amd nissan mazda fiat volvo ferrari studio seat "
    "psalm hymn size catch warehouse sector"
)
_PICTURES = words(
    "tv video resolution monitor display screen run race runs races runner runners walk jog "
    "hdr uhd footage camera blu streaming texture textures gaming content"
)
_DIGITWISE = words(
    "id pin code number no account order ref reference ticket case serial zip extension "
    "routing tracking confirmation passcode password invoice badge phone fax ids part sku "
    "imei isbn license policy passport member customer patient"
)


def _ordinal(match: Match, style: Style) -> str:
    said = ordinal(match.group(1).replace(",", ""), british=style.british)
    plural_mark = match.group("many")
    return said + ("s" if plural_mark else "")


def _vulgar(match: Match, style: Style) -> str:
    return amount(match.group().strip(), style)


def _mixed(match: Match, style: Style) -> str | None:
    return amount(match.group(), style)


def _fraction(match: Match, style: Style) -> str | None:
    top, bottom = int(match.group(1)), int(match.group(2))
    special = {
        (24, 7): "twenty four seven",
        (50, 50): "fifty fifty",
        (20, 20): "twenty twenty",
        (9, 11): "nine eleven",
        (60, 40): "sixty forty",
        (80, 20): "eighty twenty",
        (70, 30): "seventy thirty",
        (365, 24): "three sixty five twenty four",
    }.get((top, bottom))
    if special:
        return special
    lead = word_before(match).lower()
    praised = re.match(r"\s(?:stars?|points?|rating|score)|[!.]?$", after(match))
    if lead in _RATED or (bottom == 10 and praised):
        return f"{cardinal(match.group(1))} out of {cardinal(match.group(2))}"
    if bottom == 0 or top > 9999 or bottom > 9999:
        return None
    if top > 99 or bottom > 100 or bottom < 2:
        if lead in ("bp", "pressure", "is", "was") and bottom < 150 and top < 260:
            return f"{model_number(match.group(1), style)} over {cardinal(match.group(2))}"
        said = (cardinal(match.group(i), british=style.british) for i in (1, 2))
        return " over ".join(said)
    return fraction(top, bottom, british=style.british)


_RATED = words(
    "rated rating score scored scores scoring gave give got get grade graded rate it earned"
)


def _date_like(match: Match, style: Style) -> str:
    return " ".join(cardinal(part) for part in re.findall(r"\d+", match.group()))


def _ratio(match: Match, style: Style) -> str:
    return " to ".join(amount(part, style) for part in match.group().split(":"))


def _range(match: Match, style: Style) -> str | None:
    first, second = match.group("a"), match.group("b")
    lead = word_before(match).lower()
    if first == second == "50":
        return "fifty fifty"
    link = " and " if lead == "between" else " to "
    return (
        amount(first, style)
        + magnitude(match.group("mag1"))
        + link
        + amount(second, style)
        + magnitude(match.group("mag"))
    )


def _hyphen_chain(match: Match, style: Style) -> str:
    return " ".join(amount(part, style) for part in re.split("[-–]", match.group()))


def _signed(match: Match, style: Style) -> str:
    return (
        {"-": "minus ", "−": "minus ", "–": "minus ", "+": "plus "}[match.group(1)]
        + amount(match.group(2), style)
        + magnitude(match.group("mag"))
    )


def _scaled(match: Match, style: Style) -> str | None:
    letter, number = match.group("mag"), match.group("n")
    follow = word_after(match).lower()
    screen = letter in ("K", "k") and number in ("4", "8", "2", "5", "10") and follow in _PICTURES
    if screen and not match.group("gap"):
        return f"{amount(number, style)} K"
    lead = word_before(match).lower()
    if (
        letter in "KMBT"
        and not match.group("gap")
        and lead in _NUMBERED | {"row", "block", "grade", "class", "lot"}
    ):
        return f"{_numberwords(number, match, style)} {letter}"
    plus = " plus" if match.group("plus") else ""
    return f"{amount(number, style)}{magnitude(letter)}{plus}"


def _retirement(match: Match, _style: Style) -> str:
    return "four oh one K" if match.group(1) == "401" else "four oh three B"


def _plus(match: Match, style: Style) -> str:
    return f"{amount(match.group(1), style)} plus"


def _resolution(match: Match, style: Style) -> str:
    number, letter = match.group(1), match.group(2)
    return f"{model_number(number, style)} {letter.upper()}"


def _plural(match: Match, style: Style) -> str:
    """747s, 50s, 6s."""
    digits = match.group(1)
    return plural(model_number(digits, style) if len(digits) > 2 else cardinal(digits))


def _compound(match: Match, style: Style) -> str:
    """10-year-old, 3-day, 100-meter, 5-star: the number, the hyphen becoming a space."""
    return amount(match.group(1), style) + " "


def _suffixed(match: Match, style: Style) -> str:
    """non-24, pre-1990, mid-30: a word and a hyphen before."""
    return f"{match.group(1)} {_numberwords(match.group(2), match, style)}"


def _cardinal(match: Match, style: Style) -> str:
    return _numberwords(match.group(), match, style)


def _numberwords(text: str, match: Match, style: Style) -> str:
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
    if length in (3, 4) and (lead in _NUMBERED) and not digits.endswith("000"):
        if lead in ("http", "error", "status", "area", "code") and length == 3:
            return model_number(digits, style) if digits[1:] != "00" else cardinal(digits)
        return model_number(digits, style)
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


def _agent(match: Match, _style: Style) -> str:
    return "double oh " + cardinal(match.group(1))


def _listed(match: Match, style: Style) -> str:
    return f"{cardinal(match.group(1))}{'.' if match.group(2) != ')' else ','} "


def _decimal_comma(match: Match, style: Style) -> str:
    return amount(match.group(1) + "." + match.group(2), style)


def _spaced(match: Match, style: Style) -> str:
    """1 000 000, 10'000: groups set apart by spaces or apostrophes."""
    return amount(re.sub(r"\D", "", match.group()), style)


def _record(match: Match, style: Style) -> str:
    return " and ".join(cardinal(part) for part in re.split("[-–]", match.group(1)))


def _grand(match: Match, style: Style) -> str:
    return f"{amount(match.group(1), style)} thousand"


_MAG_LETTER = r"(?P<mag>[kKMBT]|bn|mn|mil)"

FAMILY = Family(
    Group.NUMBERS,
    (
        Rule("list number", rx(r"(?m)^\s{0,8}(\d{1,3})([.)])[ \t]+(?=\S)"), _listed, "0"),
        Rule(
            "list number", rx(r"(?<=\()(\d{1,3})()(?=\)\s)"), lambda m, s: cardinal(m.group(1)), "("
        ),
        Rule(
            "ordinal range",
            rx(r"(?<=\d(?:st|nd|rd|th))\s?[-–]\s?(?=\d{1,4}(?:st|nd|rd|th)\b)"),
            lambda _m, _s: " to ",
            "-–",
        ),
        Rule(
            "ordinal",
            rx(
                _START,
                r"(\d{1,3}(?:,\d{3}){1,6}|\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)"
                r"(?P<many>s)?(?!\w)",
            ),
            _ordinal,
            "0",
        ),
        Rule("agent", rx(r"(?<![\w.,-])00([1-9])(?![\w.,]\w|\d)"), _agent, "0"),
        Rule(
            "retirement plan",
            rx(r"(?<![\w.,$])(401|403)\s?\(?([kKbB])\)?(?![\w)])"),
            _retirement,
            "4",
        ),
        Rule("resolution", rx(r"(?<![\w.,$])(\d{3,4})([pi])(?!\w)"), _resolution, "pi"),
        Rule(
            "number range",
            rx(
                _START,
                rf"(?<![$£€/-])(?P<a>{MEASURE})(?P<mag1>[kKMB])?\s?(?:-|–|—)\s?"
                rf"(?P<b>{NUMBER})(?:\s?{_MAG_LETTER}|\s(?P<word>(?!)))?(?![\w%/-]|[.,:]\d)",
            ),
            _range,
            "-–—",
        ),
        Rule(
            "magnitude",
            rx(
                _START,
                rf"(?<![$£€])(?P<n>{NUMBER})(?P<gap>\s)?",
                _MAG_LETTER,
                r"(?P<plus>\+)?(?![\w/+'’-])(?<!\d [kKT])(?<!\d\sM)",
            ),
            _scaled,
            "kKMBTbm",
        ),
        Rule(
            "fraction",
            rx(_START, rf"(?<![/$£€-])(?:\d{{1,6}}\s?)?{VULGAR_CLASS}"),
            _vulgar,
            "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒",
        ),
        Rule(
            "fraction",
            rx(
                _START,
                r"(?<![/$£€])\d{1,6}[ -]\d{1,3}/(?:2|3|4|5|6|7|8|9|10|12|16|32|64|100)"
                r"(?![\w/%]|[.,]\d)",
            ),
            _mixed,
            "/",
        ),
        Rule("date", rx(_START, r"(?<![/$£€-])\d{1,2}/\d{1,2}/\d{1,4}(?![\w/])"), _date_like, "/"),
        Rule(
            "fraction",
            rx(_START, r"(?<![/$£€-])(\d{1,4})\s?/\s?(\d{1,4})(?![\w/%]|[.,]\d)"),
            _fraction,
            "/",
        ),
        Rule(
            "ratio",
            rx(
                _START,
                r"(?<![:/$£€-])\d{1,5}(?:\.\d{1,3})?(?::\d{1,5}(?:\.\d{1,3})?){1,3}(?![\w:]"
                r"|[.,]\d)",
            ),
            _ratio,
            ":",
        ),
        Rule(
            "spaced number",
            rx(
                _START,
                r"(?<![$£€/-])\d{1,3}(?:[ \u00a0\u202f]\d{3}){2,5}",
                _END,
                r"(?!\s\d)|",
                _START,
                r"\d{1,3}(?:['’]\d{3}){1,5}",
                _END,
            ),
            _spaced,
            "0",
        ),
        Rule(
            "number chain",
            rx(_START, r"(?<![$£€/-])\d{1,4}(?:[-–]\d{1,4}){2,5}(?![\w/%-]|[.,]\d)"),
            _hyphen_chain,
            "-–",
        ),
        Rule(
            "signed number",
            rx(rf"(?<![\w.,)\]%-])([-−+])({NUMBER})(?:{_MAG_LETTER}(?!\w))?(?![\w]|[.,]\d)"),
            _signed,
            "-−+",
        ),
        Rule("number", rx(_START, rf"(?<![$£€/])({NUMBER})-(?=[A-Za-z]{{2,20}})"), _compound, "-"),
        Rule(
            "number",
            rx(r"(?<![\w.,-])([A-Za-z]{2,20})-(\d{1,6})(?!\w|[.,]\d|-\d)"),
            _suffixed,
            "-",
        ),
        Rule("number", rx(_START, rf"({NUMBER})\+(?!\w)"), _plus, "+"),
        Rule("plural number", rx(_START, r"(\d{1,4})['’]?s(?!\w)"), _plural, "s"),
        Rule(
            "decimal comma", rx(_START, r"(\d{1,3}),(\d{1,2})(?![\w,.]\d|\w)"), _decimal_comma, ","
        ),
        Rule(
            "number",
            rx(rf"(?<![\w.])(?<!\d,){NUMBER}(?![\w])(?!,\d{{3}}(?!\d)|\.\d)"),
            _cardinal,
            "0",
        ),
        Rule(
            "number",
            rx(rf"(?<![\d.]){NUMBER}(?=[A-Za-z]{{1,12}}\b)"),
            lambda m, s: amount(m.group(), s) + ("" if after(m, 3) == "ish" else " "),
            "0",
        ),
        Rule(
            "number",
            rx(r"\d{1,60}"),
            lambda m, s: (
                " " + (spelled(m.group()) if len(m.group()) > 6 else amount(m.group(), s)) + " "
            ),
            "0",
        ),
    ),
)
