"""Typesetting undone: HTML entities, full-width and styled letters, ligatures, invisible marks.

These rules tidy; what they give is still text for the rules after them.
"""

from __future__ import annotations

import html
import re
import unicodedata

from kowane.text.english.roman import value
from kowane.text.english.rules import Family, Group, Match, Rule, Style, before, rx

_KEPT_BY_NFKC = "²³¹⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉ℓ…№℃℉™℠µΩÅ¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⁄ªº"
_NAMED = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_DRAWN_OUT = re.compile(r"([A-Za-z])\1{2,}", re.IGNORECASE)
_ROMAN_LETTERS = {
    chr(first + n): letters
    for first in (0x2160, 0x2170)
    for n, letters in enumerate(
        [
            "I",
            "II",
            "III",
            "IV",
            "V",
            "VI",
            "VII",
            "VIII",
            "IX",
            "X",
            "XI",
            "XII",
            "L",
            "C",
            "D",
            "M",
        ]
    )
}


def _entity(match: Match, _style: Style) -> str | None:
    said = html.unescape(match.group())
    if said == match.group():
        return None
    return {"\xa0": " ", "\xad": "", "\u200b": ""}.get(said, said)


def _compatible(match: Match, _style: Style) -> str | None:
    char = match.group()
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and plain.strip() else None


def _roman_sign(match: Match, _style: Style) -> str:
    """Ⅷ: letters after a name, where the rules for kings and chapters decide; else its value."""
    numeral = "".join(_ROMAN_LETTERS[char] for char in match.group())
    if re.search(r"[^\W\d_]\s$", before(match)):
        return numeral
    number = value(numeral)
    return str(number) if number else numeral


def _drawn_out(match: Match, _style: Style) -> str:
    word = match.group()
    if word.lower().startswith(("www", "iii", "xxx")) or (word.isupper() and "III" in word):
        return word
    if _is_spelled_sound(word):
        return word

    def shorten(run: Match) -> str:
        letter = run.group(1)
        doubled = run.end() < len(word) or word.lower()[:2] in _ENDS_DOUBLED
        return letter * (2 if letter in "eoEO" and doubled and _keeps_double(word, run) else 1)

    return _DRAWN_OUT.sub(shorten, word)


_ENDS_DOUBLED = frozenset({"to", "wo", "ye", "se"})
_DOUBLE_WORDS = re.compile(
    r"(?:g|f|l|m|t|p|w)oo+(?:d|l|k|n|t|ds|ls)?$|see+$|wee+k?$|free+$|slee+p$|kee+p$|nee+d$"
    r"|dee+p$|fee+l$|swee+t$|loo+k$|coo+l$|schoo+l$|too+$|boo+m?$|woo+$|yee+$|whee+$|woo+w$",
    re.IGNORECASE,
)


def _keeps_double(word: str, _run: Match) -> bool:
    return bool(_DOUBLE_WORDS.match(word)) or word.lower().startswith(("coo", "goo", "woo", "boo"))


def _is_spelled_sound(word: str) -> bool:
    """Hmmm, shhh, zzz, brrr, grrr, mmm: sounds without a vowel, read by the lexicon."""
    return not re.search("[aeiouy]", word, re.IGNORECASE) and len(word) <= 4


def _repeated_marks(match: Match, _style: Style) -> str:
    marks = match.group()
    if set(marks) == {"."}:
        return "…"
    return "?" if "?" in marks else "!"


FAMILY = Family(
    Group.TYPOGRAPHY,
    (
        Rule("typography", rx(r"(?<=\d)⁄(?=\d)"), lambda _m, _s: "/", "⁄", open=True),
        Rule("entity", _NAMED, _entity, "&", open=True),
        Rule(
            "typography",
            rx(
                "[\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
                "\u2060-\u2064\u206a-\u206f\ufeff]+"
            ),
            lambda _match, _style: "",
            open=True,
        ),
        Rule("typography", rx("[\u2160-\u216f\u2170-\u217f]{1,8}"), _roman_sign, open=True),
        Rule(
            "typography",
            rx("(?<=\\d)(?:ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)"),
            lambda match, _style: {"ˢ": "st", "ⁿ": "nd", "ʳ": "rd", "ᵗ": "th"}[match.group()[0]],
            "ᵗᵈʰ",
            open=True,
        ),
        Rule(
            "typography",
            rx(
                f"(?![{_KEPT_BY_NFKC}])",
                "[\u2000-\u200a\u202f\u205f\u3000\u00a0\u00aa\u00ba\u1d2c-\u1d6a\u2100-\u214f"
                "\u2160-\u217f\u2460-\u24ff\u3300-\u33ff\ufb00-\ufb06\uff01-\uff5e"
                "\U0001d400-\U0001d7ff]",
            ),
            lambda match, style: " " if match.group().isspace() else _compatible(match, style),
            open=True,
        ),
        Rule(
            "typography",
            rx("[‘’ʼ`´](?=[A-Za-z0-9])|(?<=[A-Za-z])[’ʼ´]"),
            lambda m, _s: "'" if m.group() != "`" else None,
            "‘’ʼ´",
            open=True,
        ),
        Rule("typography", rx("[‐‑−](?=[A-Za-z0-9.])"), lambda _m, _s: "-", "‐‑−", open=True),
        Rule(
            "typography",
            rx(r"(?<=[A-Za-z,\"”')\]])(?:--{1,2}|\s--{1,2}\s)(?=[A-Za-z\"“'(])"),
            lambda _m, _s: " — ",
            "-",
            open=True,
        ),
        Rule(
            "typography",
            rx(r"(?<=\S) -(?= [A-Za-z])(?<=[A-Za-z,.!?)] -)"),
            lambda _m, _s: " —",
            "-",
            open=True,
        ),
        Rule("typography", rx(r"\.{3,}|[!?]{2,}"), _repeated_marks, ".!?", open=True),
        Rule(
            "stretch",
            rx(
                r"(?<![A-Za-z0-9.@/_#-])(?=[A-Za-z]{4,40}(?![A-Za-z]))"
                r"[A-Za-z]*?([A-Za-z])\1\1[A-Za-z]*(?![A-Za-z0-9@/_])",
                flags=re.IGNORECASE,
            ),
            _drawn_out,
            open=True,
        ),
    ),
)
