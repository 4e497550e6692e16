"""The rules that turn figures, signs and abbreviations in Hindi text into words.

Figures may be Latin or Devanagari throughout: `\\d` and int() know both.
"""

from __future__ import annotations

import re

from kowane.text.hindi import tables
from kowane.text.hindi.numerals import cardinal, figures, number, ordinal, year
from kowane.text.ruleset import Rule, Say

_N = (
    r"(?:(?<![\d])(?:\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,20})?(?!\d)"
    r"|\d{1,40}\.\d{1,40}(?!\d|\.\d)|\d{1,400}))"
)
_SP = r"[ \u00a0\u202f]"
_SIGN = r"(?P<sign>(?<![\w.,)%₹$])[-−+])?"
_END = r"(?![\w\u0900-\u0963])"


def rules() -> tuple[Rule, ...]:
    """All rules of Hindi, in the order in which they run."""
    return (*_web(), *_phones(), *_calendar(), *_money(), *_quantities(), *_words(), *_numbers())


def _signed(sign: str | None, words: str) -> str:
    return f"{'जमा' if sign == '+' else 'माइनस'} {words}" if sign else words


def _web() -> tuple[Rule, ...]:
    pattern = re.compile(
        r"(?<![\w.@+-])(?:[A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}"
        r"|(?:https?://|www\.)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}(?:/[\w./?=&%-]{0,200})?"
        r"|(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|org|net|in|gov|edu|info|io|co)(?![\w.]*\w))"
    )
    names = {
        "@": "ऐट",
        ".": "डॉट",
        "/": "स्लैश",
        "-": "हाइफ़न",
        "_": "अंडरस्कोर",
        "www": "डब्ल्यू डब्ल्यू डब्ल्यू",
    }
    parts = re.compile(r"[^\W\d_]+|\d+|[./@_-]")

    def say(match: re.Match[str]) -> str:
        address = re.sub(r"^https?://", "", match.group())
        stop = "." if address.endswith(".") else ""
        found = parts.findall(address.rstrip("./"))
        return (
            " ".join(
                names.get(part) or (figures(part) if part.isdigit() else part) for part in found
            )
            + stop
        )

    return (Rule("urls", "url", pattern, say),)


def _phones() -> tuple[Rule, ...]:
    pattern = re.compile(
        r"(?<![\w.,+-])(?:\+\d{1,3}[ -]?\d{4,5}[ -]?\d{4,6}|[6-9६-९]\d{9}|[6-9६-९]\d{4}[ -]\d{5}"
        r"|[0०]\d{2,4}[ -]\d{6,8}|1800[ -]\d{2,3}[ -]\d{3,4})(?![\d]|[.,-]\d)"
    )

    def say(match: re.Match[str]) -> str:
        groups = re.findall(r"\d+", match.group())
        plus = "प्लस " if match.group().startswith("+") else ""
        return plus + ", ".join(figures(group) for group in groups)

    return (Rule("phones", "phone", pattern, say),)


def _calendar() -> tuple[Rule, ...]:
    iso = re.compile(r"(?<![\w./-])(?P<y>[12१२]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])")
    full = re.compile(
        r"(?<![\w./,-])(?P<d>\d{1,2})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<y>[12१२]\d{3}|\d\d)(?![\d/]|[-.,]\d)"
    )
    named = re.compile(
        rf"(?P<head>(?:{tables.MONTH_FORMS}),?{_SP})(?P<y>[12१२]\d{{3}})(?![\d,:.]\d|\d)"
    )
    alone = re.compile(
        rf"(?P<cue>(?:सन्|सन|वर्ष|साल|ईस्वी){_SP})?(?<![\w.,/-])(?P<y>[1१][1-9१-९]\d\d)"
        rf"(?P<after>(?={_SP}(?:में|से|तक|(?:और|व){_SP}[12१२]\d{{3}}|ई|ईस्वी|ईसवी"
        rf"|के{_SP}(?:बीच|बाद|दशक|पहले|दौरान|आसपास)|का|की){_END}))?(?![\d]|[.,]\d)"
    )
    span = re.compile(r"(?<![\w.,/-])(?P<y>[1१][1-9१-९]\d\d)[-–](?=(?:[12१२]\d{3}|\d\d)(?!\d|-))")
    clock = re.compile(
        rf"(?<![\w:.,])(?P<h>\d{{1,2}}):(?P<min>[0-5०-५]\d)(?::\d\d)?(?![\d:])"
        rf"(?P<bells>{_SP}?बजे{_END})?(?P<half>{_SP}?[aApP]\.?[mM]\b\.?)?"
    )

    def date(match: re.Match[str]) -> str | None:
        day, month = int(match["d"]), int(match["m"])
        if month > 12 >= day:
            day, month = month, day
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        written = int(match["y"])
        if len(match["y"]) == 2:
            written += 2000 if written < 50 else 1900
        return f"{cardinal(day)} {tables.MONTHS[month - 1]} {year(written)}"

    def month_year(match: re.Match[str]) -> str:
        return match["head"] + year(int(match["y"]))

    def lone_year(match: re.Match[str]) -> str | None:
        if match["cue"] is None and match["after"] is None:
            return None
        return (match["cue"] or "") + year(int(match["y"]))

    def years(match: re.Match[str]) -> str:
        return f"{year(int(match['y']))} से "

    def time(match: re.Match[str]) -> str | None:
        hour, minute = int(match["h"]), int(match["min"])
        if hour > 24:
            return None
        half = (match["half"] or "").strip().lower()[:1]
        evening = (
            "रात " if hour in {8, 9, 10, 11} else "दोपहर " if hour in {12, 1, 2, 3} else "शाम "
        )
        lead = {"a": "सुबह ", "p": evening}.get(half, "")
        if minute == 0:
            return f"{lead}{cardinal(hour)} बजे"
        if minute == 30 and hour <= 12 and hour and match["bells"]:
            return f"{lead}{_with_half(hour)} बजे"
        return f"{lead}{cardinal(hour)} बजकर {cardinal(minute)} मिनट"

    return (
        Rule("dates", "date", iso, date),
        Rule("dates", "date", full, date),
        Rule("dates", "year", named, month_year),
        Rule("dates", "year", span, years),
        Rule("dates", "year", alone, lone_year),
        Rule("times", "time", clock, time),
    )


def _with_half(whole: int) -> str:
    """1½ and 2½ have words of their own."""
    return {1: "डेढ़", 2: "ढाई"}.get(whole, f"साढ़े {cardinal(whole)}")


def _money() -> tuple[Rule, ...]:
    names = "|".join(re.escape(name) for name in sorted(tables.CURRENCIES, key=len, reverse=True))
    scale = (
        rf"(?:{_SP}?(?P<scale>हज़ार|हजार|लाख|करोड़|करोड़|अरब|मिलियन|बिलियन|ट्रिलियन|million|billion|lakh|crore"
        rf"|cr)(?:{_SP}(?P<more>करोड़|करोड़))?)?"
    )
    before = re.compile(
        rf"(?<![\w₹$])(?P<sign>[-−])?(?P<name>{names}){_SP}?(?P<low>{_N}[-–](?={_N}))?(?P<n>{_N})"
        rf"{scale}(?:/-)?"
    )
    after = re.compile(rf"{_SIGN}(?P<n>{_N}){scale}{_SP}?(?P<name>{names}){_END}(?:/-)?")
    words_of = {
        "million": "मिलियन",
        "billion": "बिलियन",
        "lakh": "लाख",
        "crore": "करोड़",
        "cr": "करोड़",
    }

    def say(match: re.Match[str]) -> str:
        low = match.groupdict().get("low")
        head = f"{number(low[:-1].replace(',', ''))} से " if low else ""
        return head + amount(match)

    def amount(match: re.Match[str]) -> str:
        one, many, coin, coins = tables.CURRENCIES[match["name"]]
        written = match["n"].replace(",", "")
        if match["scale"]:
            size = words_of.get(match["scale"], match["scale"])
            more = f" {match['more']}" if match["more"] else ""
            return _signed(match["sign"], f"{number(written)} {size}{more} {many}")
        whole, _, fraction = written.partition(".")
        if not coin or len(fraction) > 2:
            return _signed(match["sign"], f"{number(written)} {many}")
        cents = int((fraction + "0")[:2]) if fraction else 0
        parts = []
        if int(whole[:40]) or not cents:
            parts.append(f"{number(whole)} {one if whole == '1' else many}")
        if cents:
            parts.append(f"{cardinal(cents)} {coin if cents == 1 else coins}")
        return _signed(match["sign"], " ".join(parts))

    return (Rule("money", "currency", before, say), Rule("money", "currency", after, say))


def _quantities() -> tuple[Rule, ...]:
    units = "|".join(re.escape(unit) for unit in sorted(tables.UNITS, key=len, reverse=True))
    ranged = re.compile(rf"(?<![\w.,/:+-])(?P<n>{_N}){_SP}?[-–—]{_SP}?(?={_N}(?!\d|[-–]\d))")
    percent = re.compile(rf"{_SIGN}(?P<n>{_N}){_SP}?%")
    unit = re.compile(rf"{_SIGN}(?P<n>{_N}){_SP}?(?P<unit>{units}){_END}")
    ranked = re.compile(
        rf"(?<![\w.,])(?P<n>\d{{1,4}})[-]?(?P<end>वाँ|वां|वा|वें|वीं|वी|ला|ली|ले|रा|री|रे|था|थी|थे|ठा|ठी|ठे){_END}"
    )
    english = re.compile(r"(?<![\w.,])(?P<n>\d{1,4})(?:st|nd|rd|th)(?!\w)")
    mixed = re.compile(rf"(?P<n>\d{{1,6}}){_SP}?(?P<part>[½¼¾])")
    vulgar = re.compile("(?P<part>[½¼¾⅓⅔])")
    fraction = re.compile(r"(?<![\w.,/-])(?P<top>\d{1,3})/(?P<under>\d{1,3})(?![\d/]|[.,]\d)")

    def between(match: re.Match[str]) -> str:
        return f"{number(match['n'])} से "

    def share(match: re.Match[str]) -> str:
        return _signed(match["sign"], f"{number(match['n'])} प्रतिशत")

    def measure(match: re.Match[str]) -> str:
        return _signed(match["sign"], f"{number(match['n'])} {tables.UNITS[match['unit']]}")

    def rank(match: re.Match[str]) -> str:
        return ordinal(int(match["n"]), match["end"])

    def english_rank(match: re.Match[str]) -> str:
        return ordinal(int(match["n"]), "वाँ")

    def whole_and_part(match: re.Match[str]) -> str:
        whole = int(match["n"])
        if match["part"] == "½":
            return _with_half(whole)
        if match["part"] == "¼":
            return f"सवा {cardinal(whole)}"
        return f"पौने {cardinal(whole + 1)}"

    def part(match: re.Match[str]) -> str:
        return _fraction(*tables.VULGAR[match["part"]])

    def over(match: re.Match[str]) -> str:
        return _fraction(int(match["top"]), int(match["under"]))

    return (
        Rule("numbers", "range", ranged, between),
        Rule("numbers", "percent", percent, share),
        Rule("units", "unit", unit, measure),
        Rule("numbers", "ordinal", ranked, rank),
        Rule("numbers", "ordinal", english, english_rank),
        Rule("numbers", "fraction", mixed, whole_and_part),
        Rule("numbers", "fraction", vulgar, part),
        Rule("numbers", "fraction", fraction, over),
    )


def _fraction(top: int, under: int) -> str:
    if (top, under) == (1, 2):
        return "आधा"
    name = {3: "तिहाई", 4: "चौथाई"}.get(under)
    if name and top < under:
        return f"{cardinal(top)} {name}"
    return f"{cardinal(top)} बटा {cardinal(under)}"


def _words() -> tuple[Rule, ...]:
    made = []
    for written, words in tables.ABBREVIATIONS:
        pattern = re.compile(rf"(?<![\w.\u0900-\u0963])(?:{written})")
        made.append(Rule("abbreviations", "abbreviation", pattern, _kept(words)))
    initials = re.compile(
        r"(?<![\w.\u0900-\u0963])(?:[\u0904-\u0939][\u093c-\u094d\u0902\u0901]{0,3}[.॰]\s?){2,8}"
    )
    roman = re.compile(
        r"(?<![\w.])(?:(?P<n>[IVX]{2,4})|(?<=भाग )(?P<one>[IVX])|(?<=अध्याय )(?P<two>[IVX])"
        r"|(?<=खंड )(?P<three>[IVX]))(?!\w|\.\w)"
    )

    def spell(match: re.Match[str]) -> str:
        letters = re.sub(r"[.॰\s]+", " ", match.group()).strip()
        at_end = match.end() == len(match.string)
        return letters + ("." if at_end else " ")

    def numeral(match: re.Match[str]) -> str | None:
        value = tables.ROMAN.get(match.group())
        return cardinal(value) if value else None

    return (
        *made,
        Rule("acronyms", "initials", initials, spell),
        Rule("roman", "roman", roman, numeral),
    )


def _kept(words: str) -> Say:
    def say(match: re.Match[str]) -> str:
        glue = match.string[match.end() : match.end() + 1]
        return words + (" " if glue.isalnum() else "")

    return say


def _numbers() -> tuple[Rule, ...]:
    plain = re.compile(rf"(?:(?<=[^\W\d_])-)?{_SIGN}(?P<n>{_N})(?P<rupees>/-)?")
    times = re.compile(rf"(?<=\d){_SP}?[x×*]{_SP}?(?=\d)")
    minus = re.compile(r"(?<=\d)\s[-−]\s(?=\d[^=]{0,20}=)")
    sign = re.compile("[" + re.escape("".join(tables.SIGNS)) + "]")
    bar = re.compile(r"\s?\|{1,2}")

    def say(match: re.Match[str]) -> str:
        words = _signed(match["sign"], number(match["n"]))
        if match["rupees"] and not re.match(r"\s*(?:रु|₹)", match.string[match.end() :][:9]):
            words += " रुपये"
        before = match.string[match.start() - 1 : match.start()] if match.start() else ""
        after = match.string[match.end() : match.end() + 1]
        return (" " if _letter(before) else "") + words + (" " if _letter(after) else "")

    def symbol(match: re.Match[str]) -> str:
        words = tables.SIGNS[match.group()]
        return f" {words} " if words else ""

    return (
        Rule("symbols", "operator", times, lambda match: " गुणा "),
        Rule("symbols", "operator", minus, lambda match: " घटा "),
        Rule("numbers", "number", plain, say),
        Rule("symbols", "symbol", sign, symbol),
        Rule("symbols", "danda", bar, lambda match: "।"),
    )


def _letter(char: str) -> bool:
    return char.isalpha() or "\u0900" <= char <= "\u0963"
