"""Rules for amounts of money: 12,50 €, US$ 3, 5 M€, 2 €/kg.

Knows the language through its `Grammar` alone.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Currency, Grammar
from kowane.text.romance.literals import (
    NUMBER,
    SIGN,
    SPACE,
    Literal,
    before_thousand,
    is_one,
    of_noun,
    parse,
    say,
    signed,
)
from kowane.text.ruleset import Rule


def money(grammar: Grammar) -> tuple[Rule, ...]:
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
        rf"{SIGN}(?P<number>{NUMBER}){scale}{SPACE}?(?P<name>{names})(?!\w){rate}{onward}"
    )

    def words(match: re.Match[str]) -> str:
        number = parse(match["number"])
        name = match.groupdict().get("code") or match["name"]
        amount = _amount(grammar, number, grammar.currencies[name], match["scale"])
        tail = f" {grammar.to} " if match["onward"] else _rate(grammar, match["rate"])
        glue = " " if match.string[match.end() : match.end() + 1].isalnum() else ""
        return signed(grammar, match["sign"], amount) + tail + glue

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
        return f"{said} {size} {of_noun(grammar, major.many)}"
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
        parts.append(f"{said} {of_noun(grammar, noun)}" if linked else grammar.fit(said, noun))
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
