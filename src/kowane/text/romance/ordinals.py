"""Ordinal numbers in Spanish, French, Italian and Portuguese words, in either gender.

The sister of `cardinals`, with the same signature. Orthography as there.
"""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signature of grammar.Numeral
from __future__ import annotations

from kowane.text.romance import cardinals

_ES_ORDINALS = (
    "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo "
    "duodécimo decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo "
    "decimonoveno"
).split()
_ES_ORDINAL_TENS = (
    "vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo"
).split()
_ES_ORDINAL_HUNDREDS = (
    "centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo "
    "septingentésimo octingentésimo noningentésimo"
).split()
_IT_ORDINALS = "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo".split()
_PT_ORDINALS = "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo".split()
_PT_ORDINAL_TENS = (
    "décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo "
    "nonagésimo"
).split()
_PT_ORDINAL_HUNDREDS = (
    "centésimo ducentésimo trecentésimo quadringentésimo quingentésimo sexcentésimo "
    "septingentésimo octingentésimo noningentésimo"
).split()


def spanish(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """3 → "tercero", before a masculine noun "tercer"; numbers past 999 stay cardinal."""
    if not 1 <= n < 1000:
        return cardinals.spanish(n, gender, before_noun)
    words = _decimal_ordinal(n, _ES_ORDINALS, _ES_ORDINAL_TENS, 20, _ES_ORDINAL_HUNDREDS)
    if gender == "f":
        return " ".join(word[:-1] + "a" for word in words)
    if before_noun and words[-1].endswith(("primero", "tercero")):
        words[-1] = words[-1][:-1]
    return " ".join(words)


def portuguese(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """13 → "décimo terceiro"; numbers past 999 stay cardinal."""
    if not 1 <= n < 1000:
        return cardinals.portuguese(n, gender)
    words = _decimal_ordinal(n, _PT_ORDINALS, _PT_ORDINAL_TENS, 10, _PT_ORDINAL_HUNDREDS)
    return " ".join(word[:-1] + "a" if gender == "f" else word for word in words)


def _decimal_ordinal(
    n: int, first: list[str], tens: list[str], tens_from: int, hundreds: list[str]
) -> list[str]:
    words = []
    if n >= 100:
        words.append(hundreds[n // 100 - 1])
        n %= 100
    if n >= tens_from and n > len(first):
        words.append(tens[(n - tens_from) // 10])
        n %= 10
    if n:
        words.append(first[n - 1])
    return words


def french(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """1 → "premier", "première"; 21 → "vingt et unième"."""
    if n == 1:
        return "première" if gender == "f" else "premier"
    words = cardinals.french(n)
    if words.endswith(("cents", "vingts", "millions", "milliards")):
        words = words[:-1]
    if words.endswith("neuf"):
        return words[:-1] + "vième"
    if words.endswith("cinq"):
        return words + "uième"
    return words.removesuffix("e") + "ième"


def italian(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """23 → "ventitreesimo", feminine "ventitreesima"."""
    if n <= 0:
        return cardinals.italian(n)
    if n <= 10:
        words = _IT_ORDINALS[n - 1]
    else:
        cardinal = cardinals.italian_stem(n) if n < 10**6 else cardinals.italian(n).replace(" ", "")
        ends_whole = n % 10 in {3, 6} and n % 100 not in {13, 16}
        words = (cardinal if ends_whole else cardinal[:-1]) + "esimo"
        words = words.replace("milesimo", "millesimo") if n % 1000 == 0 and n < 10**6 else words
    return words[:-1] + "a" if gender == "f" else words
