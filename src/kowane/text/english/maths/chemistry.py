"""Chemical formulas: H2O, Ca(OH)2, Na⁺."""

from __future__ import annotations

import re

from kowane.text.english.maths.notation import SUB, SUPER
from kowane.text.english.number_words import cardinal
from kowane.text.english.rules import Match, Rule, Style, rx

_ELEMENTS = (
    "He|Li|Be|Ne|Na|Mg|Al|Si|Cl|Ar|Ca|Sc|Ti|Cr|Mn|Fe|Co|Ni|Cu|Zn|Ga|Ge|As|Se|Br|Kr|Rb|Sr|Zr|Nb|Mo"
    "|Ag|Cd|Sn|Sb|Te|Xe|Cs|Ba|Pt|Au|Hg|Pb|Bi|Ra|Th|Pu|H|B|C|N|O|F|P|S|K|V|Y|I|U|W"
)
_FORMULA_PARTS = re.compile(rf"{_ELEMENTS}|\d+|[₀-₉]+|[()]|[²³]?[⁺⁻+−-]$")
_PLAIN_FORMULAS = (
    "NaCl|NaOH|HCl|KCl|NaHCO|KOH|MgO|CaO|NaF|LiCl|AgCl|HF|HBr|HCN|NO|CO|LiOH|AgNO"
    "|FeO|ZnO|CuO|SiC|GaN|GaAs|TiN"
)


def _formula(match: Match, _style: Style) -> str:
    said = []
    for part in _FORMULA_PARTS.findall(match.group()):
        if part in "()":
            continue
        digits = part.translate(SUB)
        if digits.isdecimal():
            said.append(cardinal(digits))
        elif part[-1] in "⁺⁻+−-":
            number = part[:-1].translate(SUPER)
            said.append(
                (cardinal(number) + " " if number else "")
                + ("plus" if part[-1] in "⁺+" else "minus")
            )
        else:
            said.append(" ".join(part.upper()))
    return " ".join(said)


RULES: tuple[Rule, ...] = (
    Rule(
        "formula",
        rx(r"(?<![\w.-])(?:Na|Ca|Mg|Fe|Cu|Zn|Cl|Li|Al|Ag|Ba|Br|Mn|Pb)\d?[+−-](?=[\s,.;)]|$)"),
        _formula,
        "+-−",
    ),
    Rule(
        "formula",
        rx(
            rf"(?<![\w.-])(?=[A-Za-z()]{{0,10}}[\d₀-₉])(?=[A-Z][A-Za-z()\d₀-₉]{{0,30}}"
            rf"(?:[A-Z(]|[₀-₉]|(?<=[HNOF])2|(?<=O)3|(?<=C)60)|(?:H|N|O|F|Cl|Br|I)2\b"
            rf"|O3\b)"
            rf"(?:(?:{_ELEMENTS})(?:\d{{1,2}}|[₀-₉]{{1,2}})?|\((?:(?:{_ELEMENTS})"
            rf"(?:\d{{1,2}}|[₀-₉]{{1,2}})?){{1,6}}\)(?:\d{{1,2}}"
            rf"|[₀-₉]{{1,2}})?){{1,12}}(?:[²³]?[⁺⁻])?(?![\w])"
        ),
        _formula,
        "0₀₁₂₃₄₅₆₇₈₉",
    ),
    Rule(
        "formula",
        rx(
            rf"(?<![\w.-])(?:{_PLAIN_FORMULAS})(?![\w])(?<!\bNO)(?<!\bCO)|(?<![\w.-])"
            rf"(?:Na|Ca|Mg|Fe|Cu|Zn|K|Cl|H|Li|Al|Ag)(?:[²³]?[⁺⁻])"
        ),
        _formula,
    ),
)
