"""Units of measure composed from prefixes and parts: hPa, GWh, g/cm³, l/100 km.

The everyday units of a language stand in its own table, with their accents; here the rarer ones are
built from a prefix and a base, and every rate "one unit per another" from two of them. Knows the
words of the four languages, no digits.
"""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

import re
from collections.abc import Mapping

from kowane.text.romance.grammar import Grammar, Noun

_PREFIXED = (
    "TB PB TW GW GWh MWh TWh hPa kPa MPa GPa mA kA µA mV kV kJ MJ kN mN kΩ MΩ hl dl cl dg hg dag "
    "mmol kcal µs ns kbps TWh THz mW ng kt Mt"
).split()
_PREFIXES = {
    lang: dict(zip("TGMkhdcmµn", names.split(), strict=True))
    for lang, names in {
        "es": "tera giga mega kilo hecto deci centi mili micro nano",
        "fr": "téra giga méga kilo hecto déci centi milli micro nano",
        "it": "tera giga mega chilo etto deci centi milli micro nano",
        "pt": "tera giga mega quilo hecto deci centi mili micro nano",
    }.items()
}
# base → one, many in each language, in the order es fr it pt; "/f" marks a feminine.
_BASES = {
    "B": "byte bytes|octet octets|byte byte|byte bytes",
    "W": "vatio vatios|watt watts|watt watt|watt watts",
    "Wh": "vatio·hora vatios·hora|wattheure wattheures/f|wattora wattora|watt-hora watts-hora",
    "Pa": "pascal pascales|pascal pascals|pascal pascal|pascal pascais",
    "A": "amperio amperios|ampère ampères|ampere ampere|ampere amperes",
    "V": "voltio voltios|volt volts|volt volt|volt volts",
    "J": "julio julios|joule joules|joule joule|joule joules",
    "N": "newton newtons|newton newtons|newton newton|newton newtons",
    "Ω": "ohmio ohmios|ohm ohms|ohm ohm|ohm ohms",
    "l": "litro litros|litre litres|litro litri|litro litros",
    "g": "gramo gramos|gramme grammes|grammo grammi|grama gramas",
    "t": "tonelada toneladas/f|tonne tonnes/f|tonnellata tonnellate/f|tonelada toneladas/f",
    "s": "segundo segundos|seconde secondes/f|secondo secondi|segundo segundos",
    "mol": "mol moles|mole moles/f|mole moli/f|mol mols",
    "cal": "caloría calorías/f|calorie calories/f|caloria calorie/f|caloria calorias/f",
    "Hz": "hercio hercios|hertz hertz|hertz hertz|hertz hertz",
    "bps": "bit·por·segundo bits·por·segundo|bit·par·seconde bits·par·seconde"
    "|bit·al·secondo bit·al·secondo|bit·por·segundo bits·por·segundo",
    "bar": "bar bares|bar bars|bar bar|bar bars",
    "atm": "atmósfera atmósferas/f|atmosphère atmosphères/f"
    "|atmosfera atmosfere/f|atmosfera atmosferas/f",
    "ppm": "parte·por·millón partes·por·millón/f|partie·par·million parties·par·million/f"
    "|parte·per·milione parti·per·milione/f|parte·por·milhão partes·por·milhão/f",
    "lm": "lumen lúmenes|lumen lumens|lumen lumen|lúmen lumens",
    "lx": "lux lux|lux lux|lux lux|lux lux",
    "MP": "megapíxel megapíxeles|mégapixel mégapixels|megapixel megapixel|megapixel megapixels",
    "Mpx": "megapíxel megapíxeles|mégapixel mégapixels|megapixel megapixel|megapixel megapixels",
    "fps": "fotograma·por·segundo fotogramas·por·segundo|image·par·seconde images·par·seconde/f"
    "|fotogramma·al·secondo fotogrammi·al·secondo|quadro·por·segundo quadros·por·segundo",
    "dpi": "punto·por·pulgada puntos·por·pulgada|point·par·pouce points·par·pouce"
    "|punto·per·pollice punti·per·pollice|ponto·por·polegada pontos·por·polegada",
    "mph": "milla·por·hora millas·por·hora/f|mille·par·heure milles·par·heure"
    "|miglio·all'ora miglia·all'ora|milha·por·hora milhas·por·hora/f",
    "rpm": "revolución·por·minuto revoluciones·por·minuto/f|tour·par·minute tours·par·minute"
    "|giro·al·minuto giri·al·minuto|rotação·por·minuto rotações·por·minuto/f",
    "mi": "milla millas/f|mille milles|miglio miglia|milha milhas/f",
    "ft": "pie pies|pied pieds|piede piedi|pé pés",
    "in": "pulgada pulgadas/f|pouce pouces|pollice pollici|polegada polegadas/f",
    "yd": "yarda yardas/f|yard yards|iarda iarde/f|jarda jardas/f",
    "gal": "galón galones|gallon gallons|gallone galloni|galão galões",
    "lb": "libra libras/f|livre livres/f|libbra libbre/f|libra libras/f",
    "oz": "onza onzas/f|once onces/f|oncia once/f|onça onças/f",
    "dm": "decímetro decímetros|décimètre décimètres|decimetro decimetri|decímetro decímetros",
    "hm": "hectómetro hectómetros|hectomètre hectomètres"
    "|ettometro ettometri|hectômetro hectômetros",
    "mm²": "milímetro·cuadrado milímetros·cuadrados|millimètre·carré millimètres·carrés"
    "|millimetro·quadrato millimetri·quadrati|milímetro·quadrado milímetros·quadrados",
    "dm³": "decímetro·cúbico decímetros·cúbicos|décimètre·cube décimètres·cubes"
    "|decimetro·cubo decimetri·cubi|decímetro·cúbico decímetros·cúbicos",
    "mm³": "milímetro·cúbico milímetros·cúbicos|millimètre·cube millimètres·cubes"
    "|millimetro·cubo millimetri·cubi|milímetro·cúbico milímetros·cúbicos",
    "km³": "kilómetro·cúbico kilómetros·cúbicos|kilomètre·cube kilomètres·cubes"
    "|chilometro·cubo chilometri·cubi|quilômetro·cúbico quilômetros·cúbicos",
    "s²": "segundo·al·cuadrado segundos·al·cuadrado|seconde·carrée secondes·carrées/f"
    "|secondo·quadrato secondi·quadrati|segundo·ao·quadrado segundos·ao·quadrado",
    "h": "hora horas/f|heure heures/f|ora ore/f|hora horas/f",
    "min": "minuto minutos|minute minutes/f|minuto minuti|minuto minutos",
    "d": "día días|jour jours|giorno giorni|dia dias",
    "hab": "habitante habitantes|habitant habitants|abitante abitanti|habitante habitantes",
}  # fmt: skip
_ONLY_BELOW = frozenset({"d", "hab", "mi", "in", "ft", "s²", "t"})
"""Read in a rate alone, or too easily something else."""
_LANGUAGES = ("es", "fr", "it", "pt")
_HUNDRED = {"es": "a los {}", "fr": "aux {}", "it": "ogni {}", "pt": "por {}"}
_OF_TIME = re.compile(r"(?:m?s|min|h|s²|d)$")


def composed(lang: str, own: Mapping[str, Noun]) -> dict[str, Noun]:
    """The units of a language, its own table (which wins) among them."""
    bases = {
        name: _noun(words.split("|")[_LANGUAGES.index(lang)]) for name, words in _BASES.items()
    }
    found = {name: noun for name, noun in bases.items() if name not in _ONLY_BELOW}
    for name in _PREFIXED:
        base = bases.get(name[1:])
        prefix = _PREFIXES[lang].get(name[:1])
        if base and prefix:
            found[name] = Noun(prefix + base.one, prefix + base.many, base.gender)
    found |= own
    found |= {name.replace("²", "2"): noun for name, noun in found.items() if name.endswith("m²")}
    found |= {name.replace("³", "3"): noun for name, noun in found.items() if name.endswith("m³")}
    return found


def denominators(lang: str, units: Mapping[str, Noun]) -> dict[str, Noun]:
    """What may stand after the stroke of a rate."""
    return {
        name: _noun(_BASES[name].split("|")[_LANGUAGES.index(lang)]) for name in _ONLY_BELOW
    } | dict(units)


def per(grammar: Grammar, below: str, noun: Noun, number: str = "") -> str:
    """The second half of a rate: " por segundo", " all'ora", " a los cien kilómetros"."""
    if number:
        return f" {_HUNDRED[grammar.lang].format(number)} {noun.many}"
    if grammar.lang != "it":
        return f" {grammar.per} {noun.one}"
    if not _OF_TIME.match(below):
        return f" per {noun.one}"
    return f" all'{noun.one}" if noun.one[0] in "aeiou" else f" al {noun.one}"


def _noun(words: str) -> Noun:
    plain, _, gender = words.partition("/")
    one, many = plain.replace("·", "\u00a0").split(" ")
    return Noun(one.replace("\u00a0", " "), many.replace("\u00a0", " "), gender or "m")
