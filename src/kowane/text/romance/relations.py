"""Rules for what stands between two numbers: ranges, ratios, products, sums, scores.

Knows the language through its `Grammar` alone.
"""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Grammar, counted
from kowane.text.romance.literals import NUMBER, SPACE, WORD_END, parse, say
from kowane.text.ruleset import Rule


def ranges(grammar: Grammar) -> tuple[Rule, ...]:
    names = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    measured = re.compile(
        rf"(?:(?<=\d)|(?<=\d[ \u00a0\u202f]))(?P<unit>%|{names}){SPACE}?[-–]{SPACE}?"
        rf"(?=\d{{1,9}}(?:[.,]\d{{1,3}})?{SPACE}?(?P=unit){WORD_END})"
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


_SCORES = re.compile(
    r"\b(?:ganh|venc|perd|empat|placar|jogo|gols?\b|vit[óo]ria|derrot|bate[ur]|gole|partida|times?\b"
    r"|campe|final\b)",
    re.IGNORECASE,
)
_TEAMS = re.compile(r"[A-ZÀ-Ý][\w-]*\s$")


def products(grammar: Grammar) -> tuple[Rule, ...]:
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


def ratios(grammar: Grammar) -> tuple[Rule, ...]:
    ratio = re.compile(
        rf"(?<![\w.,:/])(?P<left>\d{{1,4}})"
        rf"(?:{SPACE}?:{SPACE}?|/(?=\d{{1,3}}[. \u00a0\u202f]\d{{3}}))"
        rf"(?=(?P<right>{NUMBER})(?![:\d]))"
    )

    def words(match: re.Match[str]) -> str:
        divided = "=" in match.string[match.end() : match.end() + 20]
        word = grammar.operators["÷"] if divided else grammar.to
        if "/" in match.group():
            word = grammar.over
        return f"{grammar.cardinal(int(match['left']), 'm', False)} {word} "

    return (Rule("numbers", "ratio", ratio, words),)


def sums(grammar: Grammar) -> tuple[Rule, ...]:
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
