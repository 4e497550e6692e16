"""Whole numbers into Spanish, French, Italian and Portuguese words, in either gender.

Pure arithmetic and word tables: 21, "f" → "veintiuna". Knows nothing of how digits are written in
a text nor of what they count; callers say the gender and whether a noun follows. The orthography is
that of the academies: RAE (Ortografía 2010), Grevisse, Accademia della Crusca, ABL.
"""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signature of grammar.Numeral
from __future__ import annotations

from collections.abc import Callable

_ES_UNITS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_ES_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos"
).split()

_FR_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf"
).split()
_FR_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"]

_IT_UNITS = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici diciassette diciotto diciannove"
).split()
_IT_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()

_PT_UNITS = (
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze "
    "dezesseis dezessete dezoito dezenove"
).split()
_PT_TENS = "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split()
_PT_HUNDREDS = (
    "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"
).split()


def spanish(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """21 → "veintiuno"; before a masculine noun "veintiún", before a feminine one "veintiuna"."""
    if n < 100:
        return _spanish_below_100(n, gender, before_noun)
    if n < 1000:
        if n == 100:
            return "cien"
        hundreds = _ES_HUNDREDS[n // 100 - 1]
        if gender == "f" and n >= 200:
            hundreds = hundreds[:-2] + "as"
        return _join(hundreds, n % 100, lambda rest: spanish(rest, gender, before_noun))
    if n < 10**6:
        head, rest = divmod(n, 1000)
        thousands = "mil" if head == 1 else f"{_spanish_multiplier(head, gender)} mil"
        return _join(thousands, rest, lambda low: spanish(low, gender, before_noun))
    size, one, many = (
        (10**12, "billón", "billones") if n >= 10**12 else (10**6, "millón", "millones")
    )
    head, rest = divmod(n, size)
    words = f"un {one}" if head == 1 else f"{spanish(head, 'm', True)} {many}"
    return _join(words, rest, lambda low: spanish(low, gender, before_noun))


def _spanish_below_100(n: int, gender: str, before_noun: bool) -> str:
    if n % 10 == 1 and n != 11:
        short = "un" if before_noun else "uno"
        one = "una" if gender == "f" else short
        if n == 1:
            return one
        if n == 21:
            return "veintiún" if one == "un" else f"veinti{one}"
        return f"{_ES_TENS[n // 10 - 3]} y {one}"
    if n < 30:
        return _ES_UNITS[n]
    tens = _ES_TENS[n // 10 - 3]
    return f"{tens} y {_ES_UNITS[n % 10]}" if n % 10 else tens


def _spanish_multiplier(head: int, gender: str) -> str:
    """Before "mil" the hundreds agree, one does not: doscientas veintiún mil personas."""
    if head < 100:
        return spanish(head, "m", True)
    return _join(
        spanish(head // 100 * 100, gender) if head != 100 and head // 100 > 1 else _cien(head),
        head % 100,
        lambda low: spanish(low, "m", True),
    )


def _cien(n: int) -> str:
    return "cien" if n == 100 else "ciento"


def french(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """21 → "vingt et un", feminine "vingt et une"; 80 → "quatre-vingts"."""
    if n < 100:
        return _french_below_100(n, gender)
    if n < 1000:
        head, rest = divmod(n, 100)
        if head == 1:
            return _join("cent", rest, lambda low: french(low, gender))
        plural = "" if rest else "s"
        return _join(f"{_FR_UNITS[head]} cent{plural}", rest, lambda low: french(low, gender))
    if n < 10**6:
        head, rest = divmod(n, 1000)
        if head == 1:
            return _join("mille", rest, lambda low: french(low, gender))
        # Before mille neither cent nor vingt takes its plural s.
        words = french(head).removesuffix("s") if head % 100 in {0, 80} else french(head)
        return _join(f"{words} mille", rest, lambda low: french(low, gender))
    for size, name in ((10**12, "billion"), (10**9, "milliard"), (10**6, "million")):
        if n >= size:
            head, rest = divmod(n, size)
            plural = "s" if head > 1 else ""
            return _join(f"{french(head)} {name}{plural}", rest, lambda low: french(low, gender))
    raise AssertionError(n)


def _french_below_100(n: int, gender: str) -> str:
    one = "une" if gender == "f" else "un"
    if n == 1:
        return one
    if n < 20:
        return _FR_UNITS[n]
    tens, unit = divmod(n, 10)
    if tens >= 8:
        if n == 80:
            return "quatre-vingts"
        return f"quatre-vingt-{one if n == 81 else _FR_UNITS[n - 80]}"
    if tens == 7:
        return "soixante et onze" if unit == 1 else f"soixante-{_FR_UNITS[n - 60]}"
    word = _FR_TENS[tens - 2]
    if unit == 0:
        return word
    return f"{word} et {one}" if unit == 1 else f"{word}-{_FR_UNITS[unit]}"


def italian(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """21 → "ventuno", written as one word below a million; "una" for a feminine one."""
    if n == 1 and gender == "f":
        return "una"
    words = italian_stem(n)
    # Final -tre is stressed in every compound, and the accent is written.
    return words[:-1] + "é" if n > 3 and words.endswith("tre") else words


def italian_stem(n: int) -> str:
    """Without the accent that marks the stress of a final -tré."""
    if n < 20:
        return _IT_UNITS[n]
    if n < 100:
        tens, unit = _IT_TENS[n // 10 - 2], n % 10
        if unit in {1, 8}:
            tens = tens[:-1]
        return tens + (_IT_UNITS[unit] if unit else "")
    if n < 1000:
        head, rest = divmod(n, 100)
        hundreds = ("" if head == 1 else _IT_UNITS[head]) + "cento"
        if rest == 8 or rest // 10 == 8:
            hundreds = hundreds[:-1]
        return hundreds + (italian_stem(rest) if rest else "")
    if n < 10**6:
        head, rest = divmod(n, 1000)
        thousands = "mille" if head == 1 else italian_stem(head) + "mila"
        return thousands + (italian_stem(rest) if rest else "")
    for size, one, many in (
        (10**12, "bilione", "bilioni"),
        (10**9, "miliardo", "miliardi"),
        (10**6, "milione", "milioni"),
    ):
        if n >= size:
            head, rest = divmod(n, size)
            words = f"un {one}" if head == 1 else f"{italian(head)} {many}"
            return _join(words, rest, italian)
    raise AssertionError(n)


def portuguese(n: int, gender: str = "m", before_noun: bool = False) -> str:
    """21 → "vinte e um", feminine "vinte e uma"; 2 → "dois", "duas"."""
    if n < 20:
        if gender == "f" and n in {1, 2}:
            return ("uma", "duas")[n - 1]
        return _PT_UNITS[n]
    if n < 100:
        tens = _PT_TENS[n // 10 - 2]
        return _join(tens, n % 10, lambda low: portuguese(low, gender), " e ")
    if n < 1000:
        if n == 100:
            return "cem"
        hundreds = _PT_HUNDREDS[n // 100 - 1]
        if gender == "f" and n >= 200:
            hundreds = hundreds[:-2] + "as"
        return _join(hundreds, n % 100, lambda low: portuguese(low, gender), " e ")
    if n < 10**6:
        head, rest = divmod(n, 1000)
        thousands = "mil" if head == 1 else f"{portuguese(head, gender)} mil"
        return _join(thousands, rest, lambda low: portuguese(low, gender), _portuguese_link(rest))
    for size, one, many in (
        (10**12, "trilhão", "trilhões"),
        (10**9, "bilhão", "bilhões"),
        (10**6, "milhão", "milhões"),
    ):
        if n >= size:
            head, rest = divmod(n, size)
            words = f"um {one}" if head == 1 else f"{portuguese(head)} {many}"
            link = _portuguese_link(
                rest if rest < 1000 else rest // 1000 if not rest % 1000 else 111
            )
            return _join(words, rest, lambda low: portuguese(low, gender), link)
    raise AssertionError(n)


def _portuguese_link(rest: int) -> str:
    """Mil e quinhentos, mil e vinte, but mil novecentos e oitenta."""
    return " e " if rest < 100 or rest % 100 == 0 else " "


def _join(head: str, rest: int, say: Callable[[int], str], link: str = " ") -> str:
    return f"{head}{link}{say(rest)}" if rest else head
