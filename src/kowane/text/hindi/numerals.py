"""Numbers into Hindi words, in the Indian grouping of thousand, lakh, crore, arab and kharab.

Takes figures in either script. Spelling follows the Central Hindi Directorate's standard.
"""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

_BELOW_100 = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह "
    "उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस "
    "तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस "
    "पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन "
    "अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर "
    "तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी चौरासी "
    "पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे "
    "सत्तानवे अट्ठानवे निन्यानवे"
).split()
_SCALES = (
    (10**11, "खरब"),
    (10**9, "अरब"),
    (10**7, "करोड़"),
    (10**5, "लाख"),
    (10**3, "हज़ार"),
    (100, "सौ"),
)
_LONGEST = 13

_ORDINAL_STEMS = {1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"}


def cardinal(n: int) -> str:
    """1947 → "एक हज़ार नौ सौ सैंतालीस"; n < 10**13."""
    words = []
    for size, name in _SCALES:
        head, n = divmod(n, size)
        if head:
            words.append(f"{_BELOW_100[head]} {name}")
    if n or not words:
        words.append(_BELOW_100[n])
    return " ".join(words)


def year(n: int) -> str:
    """1947 → "उन्नीस सौ सैंतालीस"; years from 2000 on are said as numbers."""
    if 1100 <= n < 2000:
        rest = f" {_BELOW_100[n % 100]}" if n % 100 else ""
        return f"{_BELOW_100[n // 100]} सौ{rest}"
    return cardinal(n)


def ordinal(n: int, ending: str) -> str:
    """5, "वीं" → "पाँचवीं"; 1, "ली" → "पहली": the ending tells gender and case."""
    vowel = "ी" if ending.endswith(("ी", "ीं")) else "े" if ending.endswith(("े", "ें")) else "ा"
    if n in _ORDINAL_STEMS:
        if n == 6 and ending.startswith("व"):
            return f"छठ{vowel}"
        return _ORDINAL_STEMS[n] + vowel
    return cardinal(n) + {"ा": "वाँ", "ी": "वीं", "े": "वें"}[vowel]


def figures(digits: str) -> str:
    """One by one: "९८" → "नौ आठ"."""
    return " ".join(_BELOW_100[int(digit)] for digit in digits)


def number(written: str) -> str:
    """A literal with Indian or Western commas and a decimal point; long ones figure by figure."""
    whole, _, fraction = written.replace(",", "").partition(".")
    whole = whole or "0"
    if len(whole) > _LONGEST or (len(whole) > 1 and int(whole[0]) == 0):
        words = figures(whole)
    else:
        words = cardinal(int(whole))
    return f"{words} दशमलव {figures(fraction)}" if fraction else words
