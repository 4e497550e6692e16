"""Numbers as written in digits, with every grouping in use, into words.

    1.500 · 1 500 · 1'500 · 1,500.25 · 3,14 · 3.14 · 007

Where a point or comma could be either, three digits after it make a group in the Latin style
(1.500 is fifteen hundred) and anything else a decimal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kowane.text.romance.grammar import Grammar, digits

SPACE = r"[ \u00a0\u2007\u2009\u202f]"
NUMBER = (
    r"(?:(?<![\d])(?:"
    r"\d{1,3}(?:,\d{3})+\.\d{1,9}(?!\d)"
    r"|\d{1,3}(?:,\d{3}){2,9}(?!\d)"
    r"|[1-9]\d{0,2}(?:\.\d{3}){1,9}(?:,\d{1,9})?(?!\d)"
    r"|[1-9]\d{0,2}(?:[ \u00a0\u2007\u2009\u202f'’]\d{3}){1,9}(?:[.,]\d{1,9})?(?!\d)"
    r"|\d{1,40}[.,]\d{1,40}(?![\d]|[.,]\d)"
    r"|\d{1,400}))"
)
"""Pattern of an unsigned number; it never begins inside a run of digits."""

SIGN = r"(?P<sign>(?<![\w.,)%€$£])[-−–+]" + SPACE + r"?)?"
"""Pattern of a sign that is no hyphen."""
WORD_END = r"(?![\w°º²³]|[’'](?=\w))"
"""What must not follow a unit."""

_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_LATIN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_GAPS = re.compile(r"[\s'’\u00a0\u2007\u2009\u202f]")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as its figures.

    Attributes:
        whole, fraction: the figures before and after the decimal mark; fraction "" if none.
        mark: "," or "." as written, "" if none.
    """

    whole: str
    fraction: str = ""
    mark: str = ""

    @property
    def value(self) -> int | None:
        """The whole number, None if it is not one or too long to be said as one."""
        if self.fraction or len(self.whole) > 15 or (len(self.whole) > 1 and self.whole[0] == "0"):
            return None
        return int(self.whole)


def parse(written: str) -> Literal:
    """The figures of what NUMBER matched."""
    plain = _GAPS.sub("", written)
    if _ENGLISH.fullmatch(plain):
        whole, _, fraction = plain.replace(",", "").partition(".")
        return Literal(whole, fraction, "." if fraction else "")
    if _LATIN.fullmatch(plain):
        whole, _, fraction = plain.replace(".", "").partition(",")
        return Literal(whole, fraction, "," if fraction else "")
    mark = "," if "," in plain else "." if "." in plain else ""
    whole, _, fraction = plain.replace(",", ".").partition(".")
    return Literal(whole, fraction, mark)


def say(grammar: Grammar, number: Literal, gender: str = "m", noun: bool = False) -> str:  # noqa: FBT001
    """The words of a number; `gender` and `noun` as in Numeral."""
    value = number.value
    if value is not None:
        return grammar.cardinal(value, gender, noun)
    if not number.fraction:
        return digits(grammar, number.whole)
    head = say(grammar, Literal(number.whole))
    mark = grammar.dot if number.mark == "." else grammar.point
    return f"{head} {mark} {_decimals(grammar, number.fraction)}"


def _decimals(grammar: Grammar, fraction: str) -> str:
    """Zeros in front one by one; a short rest as a number, a long one figure by figure."""
    rest = fraction.lstrip("0")
    zeros = [grammar.digit[0]] * (len(fraction) - len(rest))
    if not rest:
        return " ".join(zeros)
    if len(fraction) > grammar.small_decimals:
        return digits(grammar, fraction)
    return " ".join([*zeros, grammar.cardinal(int(rest), "m", False)])


def before_thousand(grammar: Grammar, words: str) -> str:
    """What stands before "mille": French cents and vingts lose their s there."""
    return re.sub("(?<=cent|ingt)s$", "", words) if grammar.lang == "fr" else words


def is_one(number: Literal) -> bool:
    """Whether the thing counted is in the singular; 1,5 is too, which French prefers."""
    return number.whole == "1" and not number.fraction


def signed(grammar: Grammar, sign: str | None, words: str) -> str:
    """With "minus" or "plus" in front."""
    sign = (sign or "").strip()
    if not sign:
        return words
    return f"{grammar.plus if sign == '+' else grammar.minus} {words}"


def of_noun(grammar: Grammar, noun: str) -> str:
    """The noun after a million: "de euros", "d'euros"."""
    if grammar.lang == "fr" and noun[0] in "aeiou":
        return f"d'{noun}"
    return f"{grammar.of} {noun}"
