"""Rules for quantities: money, percentages, units, fractions, ranges, ordinals, sums, numbers.

Each function makes the rules of one group from a language's `Grammar`.
"""

from __future__ import annotations

import re

from kowane.text.romance import units
from kowane.text.romance.grammar import Currency, Grammar, Noun, counted, next_word
from kowane.text.romance.literals import (
    NUMBER,
    SPACE,
    Literal,
    before_thousand,
    is_one,
    parse,
    say,
)
from kowane.text.ruleset import Rule

_SIGN = r"(?P<sign>(?<![\w.,)%€$£])[-−–+]" + SPACE + r"?)?"
_WORD_END = r"(?![\w°º²³]|[’'](?=\w))"
_SUPERSCRIPT = {"²": 2, "³": 3}


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    """All of them, in the order in which they must run."""
    return (
        *_ranges(grammar),
        *_money(grammar),
        *_products(grammar),
        *_ratios(grammar),
        *_halves(grammar),
        *_primes(grammar),
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
    names = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    measured = re.compile(
        rf"(?:(?<=\d)|(?<=\d[ \u00a0\u202f]))(?P<unit>%|{names}){SPACE}?[-–]{SPACE}?"
        rf"(?=\d{{1,9}}(?:[.,]\d{{1,3}})?{SPACE}?(?P=unit){_WORD_END})"
    )
    years = re.compile(
        r"(?<![\w.,/:+-])(?P<low>[12]\d{3})[-–/](?=(?P<high>\d\d)(?![\d/:]|[-–—.,]\d))"
    )
    whole = r"\d{1,3}(?:[.]\d{3})+|\d{1,9}"
    pattern = re.compile(
        rf"(?<![\w.,/:+-])(?P<low>{whole}|\d{{1,6}},\d{{1,4}})"
        rf"(?:-|{SPACE}?[–—]{SPACE}?)(?=(?P<high>{NUMBER})(?![\d/:]|[-–—.]\d))"
    )

    def words(match: re.Match[str]) -> str | None:
        low, high = parse(match["low"]), parse(match["high"])
        if low.value and high.value and high.value < low.value and len(low.whole) == 3:
            return f"{say(grammar, low)}, "  # a code, no range
        gender, noun = counted(grammar, match.string, match.start(), match.end("high"), 2)
        return f"{say(grammar, low, gender, noun)} {grammar.to} "

    def again(match: re.Match[str]) -> str:
        noun = grammar.units.get(match["unit"])
        return f" {noun.many if noun else grammar.percent} {grammar.to} "

    def season(match: re.Match[str]) -> str | None:
        if int(match["high"]) <= int(match["low"][2:]):
            return None
        return f"{grammar.cardinal(int(match['low']), 'm', False)} {grammar.to} "

    return (
        Rule("units", "range", measured, again),
        Rule("numbers", "years", years, season),
        Rule("numbers", "range", pattern, words),
    )


def _money(grammar: Grammar) -> tuple[Rule, ...]:
    names = "|".join(re.escape(name) for name in sorted(grammar.currencies, key=len, reverse=True))
    short = "|".join(sorted(grammar.scales, key=len, reverse=True))
    scale = rf"(?:{SPACE}?(?P<scale>{grammar.magnitudes}|{short})(?:(?!\w)|(?=[€$£])))?"
    rate = r"(?:/(?P<rate>[^\W\d_]{1,12})(?![\w/]))?"
    onward = rf"(?P<onward>{SPACE}?[-–]{SPACE}?(?=(?:{names})?{SPACE}?\d))?"
    codes = "|".join(name for name in grammar.currencies if name.isalpha())
    before = re.compile(
        rf"(?<![\w$€£])(?P<sign>[-−])?(?P<name>{names}){SPACE}?(?P<number>{NUMBER}){scale}{rate}{onward}"
        rf"(?:{SPACE}(?P<code>{codes})(?!\w))?"
    )
    after = re.compile(
        rf"{_SIGN}(?P<number>{NUMBER}){scale}{SPACE}?(?P<name>{names})(?!\w){rate}{onward}"
    )

    def words(match: re.Match[str]) -> str:
        number = parse(match["number"])
        name = match.groupdict().get("code") or match["name"]
        amount = _amount(grammar, number, grammar.currencies[name], match["scale"])
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
        said = say(grammar, number, "m", True)
        if not link:
            return f"{before_thousand(grammar, said)} {size} {major.many}"
        return f"{said} {size} {_of(grammar, major.many)}"
    if minor is None or len(number.fraction) > 2:
        noun = major.one if is_one(number) else major.many
        return grammar.fit(say(grammar, number, major.gender, True), noun)
    cents = int((number.fraction + "0")[:2]) if number.fraction else 0
    whole = Literal(number.whole.lstrip("0") or "0")
    parts = []
    if whole.whole != "0" or not cents:
        linked = grammar.of if re.fullmatch(r"[1-9]\d*0{6}", whole.whole) else ""
        noun = major.one if is_one(whole) else major.many
        said = say(grammar, whole, major.gender, True)
        parts.append(f"{said} {_of(grammar, noun)}" if linked else grammar.fit(said, noun))
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


def _of(grammar: Grammar, noun: str) -> str:
    """The noun after a million: "de euros", "d'euros"."""
    if grammar.lang == "fr" and noun[0] in "aeiou":
        return f"d'{noun}"
    return f"{grammar.of} {noun}"


def _magnitude(grammar: Grammar, scale: str, number: Literal) -> str:
    """The written magnitude, short forms spelled out: M → millones."""
    found = grammar.scales.get(scale.rstrip("."))
    if found is None:
        return scale
    return found.one if number.whole in {"0", "1"} else found.many


def _measures(grammar: Grammar) -> tuple[Rule, ...]:
    names = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    below = units.denominators(grammar.lang, grammar.units)
    under = "|".join(re.escape(unit) for unit in sorted(below, key=len, reverse=True))
    unit = re.compile(
        rf"{_SIGN}(?P<number>{NUMBER}){SPACE}?(?P<unit>{names})"
        rf"(?:/(?P<times>[1-9]\d{{1,3}}(?={SPACE}?[^\W\d_]))?{SPACE}?(?P<below>{under}))?{_WORD_END}"
    )
    percent = re.compile(rf"{_SIGN}(?P<number>{NUMBER}){SPACE}?(?P<unit>[%‰])")

    def measure(match: re.Match[str]) -> str | None:
        noun = grammar.units[match["unit"]]
        number = parse(match["number"])
        if match["unit"] in _LETTERS and not (_spaced(match) or match["below"]):
            return None
        name = noun.one if is_one(number) else noun.many
        said = grammar.fit(say(grammar, number, noun.gender, True), name)
        if match["below"]:
            times = grammar.cardinal(int(match["times"]), "m", True) if match["times"] else ""
            said += units.per(grammar, match["below"], below[match["below"]], times)
        return _signed(grammar, match["sign"], said)

    def share(match: re.Match[str]) -> str:
        words = grammar.percent if match["unit"] == "%" else grammar.per_mille
        return _signed(grammar, match["sign"], f"{say(grammar, parse(match['number']))} {words}")

    return (Rule("numbers", "percent", percent, share), Rule("units", "unit", unit, measure))


_LETTERS = frozenset("AaeoVlJNBLWg")
"""Units that without a space before them are a letter: 3A, 2B."""


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
        plural = any(match.groupdict().get(name) for name in ("ms", "ms2", "fs"))
        said = grammar.ordinal(int(match["number"]), "f" if feminine else "m", False)
        noun = len(word) > 1 and word not in grammar.functions
        if not (feminine or plural) and noun and grammar.gender(word, False) == "m":
            said = grammar.ordinal(int(match["number"]), "m", True)
        return said + "s" if plural and grammar.lang != "it" else said

    return (Rule("numbers", "ordinal", pattern, words),)


_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5),
           "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}  # fmt: skip


_SCREENS = re.compile(
    r"pantalla|monitor|tele|écran|schermo|tela|display|portátil|TV|pulg", re.IGNORECASE
)


def _primes(grammar: Grammar) -> tuple[Rule, ...]:
    """3'45" is minutes and seconds, 40° 25' minutes of arc, 27" inches."""
    known = units.denominators(grammar.lang, grammar.units)
    minute, second, inch = (known[unit] for unit in ("min", "s", "in"))
    both = re.compile(rf"(?<![\w.,])(?P<min>\d{{1,3}})['’′]{SPACE}?(?P<s>[0-5]?\d)(?:''|’’|[\"″”])")
    arc = re.compile(
        rf"(?P<degrees>\d{{1,3}})°{SPACE}?(?P<min>\d{{1,2}})['’′](?:{SPACE}?(?P<s>\d{{1,2}})(?:''|[\"″]))?"
    )
    inches = re.compile(rf"(?<![\w.,\"“])(?P<number>{NUMBER})(?:\"|″|”)(?!\w)")

    def counted_as(figures: str, noun: Noun) -> str:
        n = int(figures)
        return f"{grammar.cardinal(n, noun.gender, True)} {noun.one if n == 1 else noun.many}"

    def lasting(match: re.Match[str]) -> str:
        return f"{counted_as(match['min'], minute)} {counted_as(match['s'], second)}"

    def place(match: re.Match[str]) -> str:
        said = (
            f"{counted_as(match['degrees'], grammar.units['°'])} {counted_as(match['min'], minute)}"
        )
        return f"{said} {counted_as(match['s'], second)}" if match["s"] else said

    def size(match: re.Match[str]) -> str | None:
        around = match.string[max(0, match.start() - 60) : match.end() + 20]
        if '"' in around[: match.start()][-60:].rstrip('"') and not _SCREENS.search(around):
            return None
        number = parse(match["number"])
        if not (number.fraction or _SCREENS.search(around)):
            return None
        return (
            f"{say(grammar, number, inch.gender, True)} {inch.one if is_one(number) else inch.many}"
        )

    return (
        Rule("units", "minutes of arc", arc, place),
        Rule("units", "minutes and seconds", both, lasting),
        Rule("units", "inches", inches, size),
    )


def _halves(grammar: Grammar) -> tuple[Rule, ...]:
    """Fractions with what they measure: medio kilo, due ore e mezza, trois quarts de litre."""
    units_ = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    sign = rf"(?P<sign>[{''.join(_VULGAR)}])|(?P<top>[1-9])/(?P<under>[2-9])(?![\d/])"
    unit = re.compile(rf"(?<![\w.,/])(?:{sign}){SPACE}?(?P<unit>{units_}){_WORD_END}")
    mixed = re.compile(
        rf"(?<![\w.,/])(?P<whole>\d{{1,4}})(?:{SPACE}?½|{SPACE}1/2(?![\d/]))"
        rf"{SPACE}(?P<noun>[^\W\d_]{{1,20}}){_WORD_END}"
    )

    def measured(match: re.Match[str]) -> str:
        top, under = (
            _VULGAR[match["sign"]] if match["sign"] else (int(match["top"]), int(match["under"]))
        )
        noun = grammar.units[match["unit"]]
        said = _fraction(grammar, top, under, noun.gender, noun=True)
        return (
            f"{said} {noun.one}" if (top, under) == (1, 2) else f"{said} {_of(grammar, noun.one)}"
        )

    def and_half(match: re.Match[str]) -> str | None:
        whole, written = int(match["whole"]), match["noun"]
        known = grammar.units.get(written)
        if not known and (written.lower() in grammar.functions or len(written) < 3):
            return None
        gender = known.gender if known else grammar.gender(written.lower(), whole != 1)
        noun = (known.one if whole == 1 else known.many) if known else written
        link, half = grammar.and_half.split(" ")
        if gender == "f":
            half = half + "e" if grammar.lang == "fr" else half[:-1] + "a"
        return f"{grammar.fit(grammar.cardinal(whole, gender, True), noun)} {link} {half}"

    return (
        Rule("numbers", "fraction", unit, measured),
        Rule("numbers", "fraction", mixed, and_half),
    )


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


_SCORES = re.compile(
    r"\b(?:ganh|venc|perd|empat|placar|jogo|gols?\b|vit[óo]ria|derrot|bate[ur]|gole|partida|times?\b"
    r"|campe|final\b)",
    re.IGNORECASE,
)
_TEAMS = re.compile(r"[A-ZÀ-Ý][\w-]*\s$")


def _products(grammar: Grammar) -> tuple[Rule, ...]:
    """3x1 as a score, 10x15 cm as a size, 10x as "times"; before units take the last number."""
    cross = re.compile(
        rf"(?<![\w.,/])(?P<left>\d{{1,5}}(?:[.,]\d{{1,3}})?)(?P<gap>{SPACE}?)[xX×]{SPACE}?"
        rf"(?=(?P<right>\d{{1,5}}(?:[.,]\d{{1,3}})?)(?![\w/])(?P<after>{SPACE}?[^\s\d]{{0,3}}))"
    )
    often = re.compile(r"(?<![\w.,/])(?P<times>\d{1,4})[xX](?!\w)")

    def between(match: re.Match[str]) -> str:
        left = say(grammar, parse(match["left"]))
        word = grammar.operators["x"]
        around = match.string[max(0, match.start() - 60) : match.end() + 60]
        if "=" not in around and grammar.lang in ("pt", "fr"):
            size = match["after"].strip(" .,;") in grammar.units or len(match["left"]) > 1
            small = all(len(match[side]) == 1 for side in ("left", "right"))
            named = _TEAMS.search(match.string[max(0, match.start() - 20) : match.start()])
            if grammar.lang == "fr":
                word = "par" if size else word
            elif small and (_SCORES.search(around) or (named and match["gap"])):
                word = grammar.to
            elif size:
                word = grammar.per
        return f"{left} {word} "

    def times(match: re.Match[str]) -> str:
        return f"{grammar.cardinal(int(match['times']), 'f', True)} {grammar.times}"

    return (
        Rule("symbols", "product", cross, between),
        Rule("symbols", "times", often, times),
    )


def _ratios(grammar: Grammar) -> tuple[Rule, ...]:
    ratio = re.compile(
        rf"(?<![\w.,:/])(?P<left>\d{{1,4}})(?:{SPACE}?:{SPACE}?|/(?=\d{{1,3}}[. \u00a0\u202f]\d{{3}}))"
        rf"(?=(?P<right>{NUMBER})(?![:\d]))"
    )

    def words(match: re.Match[str]) -> str:
        divided = "=" in match.string[match.end() : match.end() + 20]
        word = grammar.operators["÷"] if divided else grammar.to
        if "/" in match.group():
            word = grammar.over
        return f"{grammar.cardinal(int(match['left']), 'm', False)} {word} "

    return (Rule("numbers", "ratio", ratio, words),)


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
        r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3})+(?!\d|\.\d))[vV]?\.?"
        r"(?P<parts>\d{1,4}(?:\.\d{1,5}){2,5})(?![\d]|\.\d)"
    )
    decade = re.compile(r"(?:(?<=ll)|(?<!\w))[’'](?P<number>\d\d|[1-9]00)(?![\d.,]\d|\d)")
    number = re.compile(
        rf"(?:(?<=[^\W\d_])[-‐])?{_SIGN}(?P<number>{NUMBER})(?P<power>[²³])?(?:[-‐](?=[^\W\d_]))?"
    )

    def release(match: re.Match[str]) -> str:
        numbers = [say(grammar, Literal(part)) for part in match["parts"].split(".")]
        return f" {grammar.dot} ".join(numbers)

    def short_year(match: re.Match[str]) -> str:
        # nell'800 keeps its apostrophe, gli anni '60 loses it
        before = match.string[match.start() - 1 : match.start()]
        return ("'" if before.isalpha() else "") + say(grammar, Literal(match["number"]))

    def words(match: re.Match[str]) -> str:
        found = parse(match["number"])
        gender, noun = "m", False
        if found.value is not None:
            gender, noun = counted(grammar, match.string, match.start(), match.end(), found.value)
        following = next_word(match.string, match.end())
        words_of = say(grammar, found, gender, noun)
        if following in {"mil", "mille", "mila"}:
            words_of = before_thousand(grammar, words_of)
        if noun and found.value == 1:
            words_of = grammar.fit(words_of, following).removesuffix(following).rstrip()
        said = _signed(grammar, match["sign"], words_of)
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
