"""Rules for quantities: money, percentages, units, fractions, ranges, ordinals, sums, numbers.

Each function makes the rules of one group from a language's `Grammar`.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Currency, Grammar, counted, next_word
from kowane.text.romance.literals import NUMBER, SPACE, Literal, is_one, parse, say
from kowane.text.ruleset import Rule

_SIGN = r"(?P<sign>(?<![\w.,)%€$£])[-−–+]" + SPACE + r"?)?"
_WORD_END = r"(?![\w°º²³]|[’'](?=\w))"
_SUPERSCRIPT = {"²": 2, "³": 3}


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    """All of them, in the order in which they must run."""
    return (
        *_ranges(grammar),
        *_money(grammar),
        *_ordinals(grammar),
        *_measures(grammar),
        *_fractions(grammar),
        *_sums(grammar),
        *_numbers(grammar),
    )


def _signed(grammar: Grammar, sign: str | None, words: str) -> str:
    sign = (sign or "").strip()
    if not sign:
        return words
    return f"{grammar.plus if sign == '+' else grammar.minus} {words}"


def _ranges(grammar: Grammar) -> tuple[Rule, ...]:
    whole = r"\d{1,3}(?:[.]\d{3})+|\d{1,9}"
    pattern = re.compile(
        rf"(?<![\w.,/:+-])(?P<low>{whole}|\d{{1,6}},\d{{1,4}})"
        rf"(?:-|{SPACE}?[–—]{SPACE}?)(?=(?P<high>{NUMBER})(?![\d/:]|[-–—.]\d))"
    )

    def words(match: re.Match[str]) -> str | None:
        low = parse(match["low"])
        gender, noun = counted(grammar, match.string, match.start(), match.end("high"), 2)
        return f"{say(grammar, low, gender, noun)} {grammar.to} "

    return (Rule("numbers", "range", pattern, words),)


def _money(grammar: Grammar) -> tuple[Rule, ...]:
    names = "|".join(re.escape(name) for name in sorted(grammar.currencies, key=len, reverse=True))
    short = "|".join(sorted(grammar.scales, key=len, reverse=True))
    scale = rf"(?:{SPACE}?(?P<scale>{grammar.magnitudes}|{short})(?:(?!\w)|(?=[€$£])))?"
    rate = r"(?:/(?P<rate>[^\W\d_]{1,12})(?![\w/]))?"
    onward = rf"(?P<onward>{SPACE}?[-–]{SPACE}?(?=(?:{names})?{SPACE}?\d))?"
    before = re.compile(
        rf"(?<![\w$€£])(?P<sign>[-−])?(?P<name>{names}){SPACE}?(?P<number>{NUMBER}){scale}{rate}{onward}"
    )
    after = re.compile(
        rf"{_SIGN}(?P<number>{NUMBER}){scale}{SPACE}?(?P<name>{names})(?!\w){rate}{onward}"
    )

    def words(match: re.Match[str]) -> str:
        number = parse(match["number"])
        amount = _amount(grammar, number, grammar.currencies[match["name"]], match["scale"])
        tail = f" {grammar.to} " if match["onward"] else _rate(grammar, match["rate"])
        glue = " " if match.string[match.end() : match.end() + 1].isalnum() else ""
        return _signed(grammar, match["sign"], amount) + tail + glue

    return (Rule("money", "currency", before, words), Rule("money", "currency", after, words))


def _rate(grammar: Grammar, what: str | None) -> str:
    """The second half of 5 €/kg and 900 €/mes."""
    if not what:
        return ""
    noun = grammar.units[what].one if what in grammar.units else what
    if grammar.lang == "it" and noun[0] in "aeiou":
        return f" all'{noun}"
    return f" {grammar.per} {noun}"


def _amount(grammar: Grammar, number: Literal, currency: Currency, scale: str | None) -> str:
    major, minor = currency.major, currency.minor
    if scale:
        size = _magnitude(grammar, scale, number)
        link = "" if size in {"mil", "mille", "mila"} else f" {grammar.of}"
        noun = major.many
        if link and grammar.lang == "fr" and noun[0] in "aeiou":
            return f"{say(grammar, number, 'm', True)} {size} d'{noun}"
        return f"{say(grammar, number, 'm', True)} {size}{link} {noun}"
    if minor is None or len(number.fraction) > 2:
        noun = major.one if is_one(number) else major.many
        return f"{say(grammar, number, major.gender, True)} {noun}"
    cents = int((number.fraction + "0")[:2]) if number.fraction else 0
    whole = Literal(number.whole.lstrip("0") or "0")
    parts = []
    if whole.whole != "0" or not cents:
        linked = grammar.of if re.fullmatch(r"[1-9]\d*0{6}", whole.whole) else ""
        noun = major.one if is_one(whole) else major.many
        said = say(grammar, whole, major.gender, True)
        parts.append(" ".join(word for word in (said, linked, noun) if word))
    if cents:
        coin = minor.one if cents == 1 else minor.many
        counted_cents = grammar.cardinal(cents, minor.gender, True)
        if not parts:
            return f"{counted_cents} {coin}"
        if grammar.says_minor:
            parts.append(f"{counted_cents} {coin}")
        else:
            parts.append(grammar.cardinal(cents, "m", False))
    return grammar.money_link.join(parts)


def _magnitude(grammar: Grammar, scale: str, number: Literal) -> str:
    """The written magnitude, short forms spelled out: M → millones."""
    found = grammar.scales.get(scale.rstrip("."))
    if found is None:
        return scale
    return found.one if number.whole in {"0", "1"} else found.many


def _measures(grammar: Grammar) -> tuple[Rule, ...]:
    names = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    unit = re.compile(rf"{_SIGN}(?P<number>{NUMBER}){SPACE}?(?P<unit>{names}){_WORD_END}")
    percent = re.compile(rf"{_SIGN}(?P<number>{NUMBER}){SPACE}?(?P<unit>[%‰])")

    def measure(match: re.Match[str]) -> str | None:
        noun = grammar.units[match["unit"]]
        number = parse(match["number"])
        if match["unit"] in {"A", "a", "e", "o", "V", "l"} and not _spaced(match):
            return None
        name = noun.one if is_one(number) else noun.many
        return _signed(grammar, match["sign"], f"{say(grammar, number, noun.gender, True)} {name}")

    def share(match: re.Match[str]) -> str:
        words = grammar.percent if match["unit"] == "%" else grammar.per_mille
        return _signed(grammar, match["sign"], f"{say(grammar, parse(match['number']))} {words}")

    return (Rule("numbers", "percent", percent, share), Rule("units", "unit", unit, measure))


def _spaced(match: re.Match[str]) -> bool:
    return not match.string[match.start("unit") - 1].isdigit()


_AFTER_DEGREES = (
    "nor", "sur", "sud", "sul", "est", "lest", "oes", "oue", "ove", "lat", "lon", "cel", "fah",
    "cent",
)  # fmt: skip


def _ordinals(grammar: Grammar) -> tuple[Rule, ...]:
    # A degree sign before a noun is a badly typed ordinal: 2° piso, but 20° norte.
    pattern = re.compile(
        rf"(?<![\w.,])(?P<number>\d{{1,3}})(?:{grammar.ordinal_marks}"
        rf"|(?P<degree>°)(?={SPACE}[^\W\d_]{{3}}))(?!\w)"
    )

    def words(match: re.Match[str]) -> str | None:
        word = next_word(match.string, match.end())
        if match["degree"] and (word in grammar.functions or word.startswith(_AFTER_DEGREES)):
            return None
        feminine = any(match.groupdict().get(name) for name in ("f", "fs", "f2", "f3"))
        plural = any(match.groupdict().get(name) for name in ("ms", "fs"))
        said = grammar.ordinal(int(match["number"]), "f" if feminine else "m", False)
        if not feminine and word and word not in grammar.functions:
            said = grammar.ordinal(int(match["number"]), "m", True)
        return said + "s" if plural and grammar.lang != "it" else said

    return (Rule("numbers", "ordinal", pattern, words),)


_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5),
           "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}  # fmt: skip


def _fractions(grammar: Grammar) -> tuple[Rule, ...]:
    vulgar = "".join(_VULGAR)
    mixed = re.compile(
        rf"(?<![\w.,/])(?P<whole>\d{{1,6}}){SPACE}?(?:(?P<sign>[{vulgar}])"
        rf"|(?<=\s)(?P<top>[1-9])/(?P<under>[2-9])(?![\d/]))"
    )
    single = re.compile(rf"(?P<sign>[{vulgar}])")
    plain = re.compile(r"(?<![\w.,/-])(?P<top>\d{1,4})[/⁄](?P<under>\d{1,4})(?![\d/]|[.,]\d)")

    def parts(match: re.Match[str]) -> tuple[int, int]:
        found = match.groupdict()
        if found.get("sign"):
            return _VULGAR[found["sign"]]
        return int(found["top"]), int(found["under"])

    def with_whole(match: re.Match[str]) -> str:
        top, under = parts(match)
        gender, noun = counted(grammar, match.string, match.start(), match.end(), 2)
        whole = grammar.cardinal(int(match["whole"]), gender, noun and (top, under) != (1, 2))
        if (top, under) == (1, 2):
            return f"{whole} {grammar.and_half}"
        link = grammar.and_half.partition(" ")[0]
        return f"{whole} {link} {_fraction(grammar, top, under, 'm', noun=False)}"

    def alone(match: re.Match[str]) -> str:
        top, under = parts(match)
        word = next_word(match.string, match.end())
        noun = bool(word) and word not in grammar.functions
        gender = grammar.gender(word, False) if noun else "m"
        return _fraction(grammar, top, under, gender, noun=noun)

    return (
        Rule("numbers", "fraction", mixed, with_whole),
        Rule("numbers", "fraction", single, alone),
        Rule("numbers", "fraction", plain, alone),
    )


def _fraction(grammar: Grammar, top: int, under: int, gender: str, *, noun: bool) -> str:
    if (top, under) == (1, 2):
        return grammar.halves[gender == "f"] if noun else grammar.fractions[0][0]
    if not (1 <= top < under and 2 <= under <= 9):
        high = grammar.cardinal(top, "m", False)
        return f"{high} {grammar.over} {grammar.cardinal(under, 'm', False)}"
    one, many = grammar.fractions[under - 2]
    return one if top == 1 else f"{grammar.cardinal(top, 'm', True)} {many}"


def _sums(grammar: Grammar) -> tuple[Rule, ...]:
    signs = re.escape("".join(grammar.operators))
    pattern = re.compile(
        rf"(?<=[\w)²³])(?P<gap>{SPACE}{{0,2}})"
        rf"(?P<sign>[{signs}]){SPACE}{{0,2}}(?=[\d(+−\w-])"
    )

    def words(match: re.Match[str]) -> str | None:
        sign, text = match["sign"], match.string
        digit = text[match.start() - 1].isdigit()
        follows = text[match.end() : match.end() + 1]
        if sign in "-−" and not (match["gap"] and digit and follows.isdigit() and "=" in text):
            return None
        if sign in "x*" and not (digit and (follows.isdigit() or follows == "(")):
            return None
        return f" {grammar.operators[sign]} "

    return (Rule("symbols", "operator", pattern, words),)


def _numbers(grammar: Grammar) -> tuple[Rule, ...]:
    version = re.compile(
        r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3})+(?![\d.]))[vV]?\.?"
        r"(?P<parts>\d{1,4}(?:\.\d{1,5}){2,5})(?![\d]|\.\d)"
    )
    decade = re.compile(r"[’'](?P<number>\d\d|[1-9]00)(?!\d)")
    number = re.compile(
        rf"(?:(?<=[^\W\d_])[-‐])?{_SIGN}(?P<number>{NUMBER})(?P<power>[²³])?(?:[-‐](?=[^\W\d_]))?"
    )

    def release(match: re.Match[str]) -> str:
        numbers = [say(grammar, Literal(part)) for part in match["parts"].split(".")]
        return f" {grammar.dot} ".join(numbers)

    def short_year(match: re.Match[str]) -> str:
        before = match.string[match.start() - 1 : match.start()]
        return (" " if before.isalnum() else "") + say(grammar, Literal(match["number"]))

    def words(match: re.Match[str]) -> str:
        found = parse(match["number"])
        gender, noun = "m", False
        if found.value is not None:
            gender, noun = counted(grammar, match.string, match.start(), match.end(), found.value)
        said = _signed(grammar, match["sign"], say(grammar, found, gender, noun))
        if match["power"]:
            said = f"{said} {grammar.signs[match['power']]}"
        before = match.string[match.start() - 1 : match.start()] if match.start() else ""
        after = match.string[match.end() : match.end() + 1]
        return (" " if before.isalnum() else "") + said + (" " if after.isalnum() else "")

    return (
        Rule("numbers", "version", version, release),
        Rule("numbers", "decade", decade, short_year),
        Rule("numbers", "number", number, words),
    )
