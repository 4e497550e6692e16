"""Roman numerals where the company shows that they are numerals: kings, wars, chapters, sequels."""

from __future__ import annotations

import re

from kowane.text.english.number_words import cardinal, ordinal
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    after,
    before,
    rx,
    word_after,
    words,
)

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WELL_FORMED = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")

_MONARCHS = words(
    "Henry Louis Elizabeth Charles George Edward Richard James William Mary Philip Felipe "
    "Napoleon Nicholas Catherine Frederick Ferdinand Leopold Wilhelm Otto Alexander Ivan "
    "Peter Paul Pius Benedict Gregory John Leo Innocent Urban Clement Boniface Sixtus "
    "Julius Adrian Hadrian Eugene Nicholas Ramses Ramesses Darius Xerxes Ptolemy "
    "Cleopatra Haakon Harald Olav Carl Gustav Gustaf Christian Margrethe Carlos Juan "
    "Baudouin Albert Rama Hassan Mohammed Muhammad Abdullah Hussein Francis Maximilian "
    "Constantine Justinian Theodosius Basil Sigismund Kamehameha Thutmose Amenhotep Seti "
    "Emmanuel Umberto Pedro Afonso João Joao Alfonso Manuel Rudolf Joseph Henri Jean "
    "Baldwin Malcolm Robert David Mehmed Murad Selim Suleiman Mahmud Bayezid Cyrus "
    "Artaxerxes Philippe Isabella Victoria Anne Matilda Stephen Harold Edmund Ethelred "
    "Aethelred Charlemagne Conrad Lothair Rainier Willem Wilhelmina Beatrix Sancho "
    "Casimir Wladyslaw Boleslaw Béla Matthias Vladimir Feodor Boris Simeon Michael "
    "Romanos Leon Celestine Honorius Alexios Andronikos"
)
_TITLES = words(
    "King Queen Pope Emperor Empress Tsar Czar Tsarina Prince Princess Kaiser Sultan Shah "
    "Duke Archduke Pharaoh Patriarch Saint Caesar Rama Count Earl Elector"
)
_GIVEN = words(
    "John William James Robert Charles George Thomas Henry Edward Richard Joseph David "
    "Michael Walter Frank Harold Arthur Albert Samuel Benjamin Daniel Peter Paul Martin "
    "Louis Andrew Philip Francis Frederick Theodore Patrick Anthony Donald Kenneth Larry "
    "Jack Harry Bill Tom Jim Bob Sammy Ken Davis Cornelius Winthrop Oscar Hank Malcolm "
    "Marcus Odell Melvin Gary Will Trey Derrick Tim"
)
_LABELS = (
    "World War|Super Bowl|Chapter|Chapters|Part|Parts|Act|Acts|Scene|Volume"
    "|Volumes|Vol|Book|Books|Section|Sections"
    "|Article|Articles|Title|Phase|Type|Class|Level|Stage|Grade|Episode|Season"
    "|Appendix|Figure|Fig|Table|Mark|Mk"
    "|Apollo|Gemini|Vatican|Division|Tier|Category|Schedule|Psalm|Canto|Round"
    "|Group|Track|Unit|Annex|Exhibit"
    "|WrestleMania|Wrestlemania|Amendment|Ring|Step|Region|Zone|Saturn|Mach|Paper"
    "|Theorem|Lemma|War|Olympiad|Sonata"
    "|Symphony|Model|Factor|Area|Plate|Note|Item|Version|Tome|Bowl"
)
_ORDINARY = words(
    "The A An This That In On At By For With And But Or If As To From Of My Our Your His "
    "Her Its Is Was CD DVD MD It He She We They You I When While Then Than So Per Via No "
    "Not Dr Mr Mrs Ms"
)


def value(numeral: str) -> int | None:
    """ "XIV" → 14; None if it is not well formed."""
    if not numeral or not _WELL_FORMED.fullmatch(numeral):
        return None
    total = 0
    for left, right in zip(numeral, numeral[1:] + " ", strict=True):
        number = _VALUES[left]
        total += -number if _VALUES.get(right, 0) > number else number
    return total


def _labelled(match: Match, style: Style) -> str | None:
    number = value(match.group("roman").upper())
    label = match.group("label")
    if number is None:
        return None
    if (
        match.group("roman") in ("I", "i")
        and re.match(
            r"\s(?:am|have|think|know|was|will|would|can|could|saw|met|love|like|want|need"
            r"|read|wrote|did|do|had|went|say|said|really|just|never|always|bought|got)\b",
            match.string[match.end() : match.end() + 12],
        )
        and label not in ("World War", "Super Bowl")
    ):
        return None
    said = cardinal(str(number))
    second = value((match.group("second") or "").upper())
    if second:
        link = " and " if match.group("link").strip() in ("and", "&") else " to "
        said += link + cardinal(str(second))
    return f"{label}{match.group('gap')}{said}"


def _regnal(match: Match, style: Style) -> str | None:
    name, numeral = match.group("name"), match.group("roman")
    number = value(numeral)
    if number is None or number > 40:
        return None
    lead = re.findall(r"[A-Za-zÀ-ÿ]+", before(match))[-3:]
    titled = any(word in _TITLES for word in lead) or name in _TITLES
    last = name.rpartition(" ")[2]
    first = name.partition(" ")[0]
    if numeral in ("I", "V", "X"):
        if not (
            titled
            or (last in _MONARCHS and numeral == "I" and not _verb_follows(match))
            or (last in _MONARCHS and numeral in ("V", "X") and name != "Malcolm")
        ):
            # a work of three words or more: "Grand Theft Auto V"
            work = numeral != "I" and " " in name and lead and lead[-1][0].isupper()
            if work and first not in _GIVEN and re.match(r"[.,;:!?)]|$", after(match)):
                return f"{name} {cardinal(str(number))}"
            return None
        if (
            numeral == "I"
            and titled
            and _verb_follows(match)
            and word_after(match) not in ("was", "had", "did")
        ):
            return None
        return f"{name} the {ordinal(str(number))}"
    if titled or last in _MONARCHS:
        return f"{name} the {ordinal(str(number))}"
    previous = lead[-1] if lead else ""
    if (first in _GIVEN and " " in name) or (previous in _GIVEN and numeral in ("II", "III", "IV")):
        return f"{name} the {ordinal(str(number))}"
    if first in _ORDINARY and " " not in name:
        return None
    if last in _ORDINARY or (last.isupper() and len(last) > 1):
        return None
    if numeral in (
        "XL",
        "XX",
        "XXX",
        "XXL",
        "CC",
        "CD",
        "MC",
        "MD",
        "DC",
        "LI",
        "MI",
        "DI",
        "CI",
        "DX",
        "CV",
        "LX",
        "MM",
        "MX",
        "MIX",
        "CIV",
        "DIV",
        "LIV",
        "VI" if last in ("The",) else "XL",
    ):
        return None
    if set(numeral) - set("IVX"):
        return None
    return f"{name} {cardinal(str(number))}"


def _verb_follows(match: Match) -> bool:
    return word_after(match) in {
        "am",
        "have",
        "think",
        "know",
        "met",
        "saw",
        "love",
        "like",
        "want",
        "will",
        "would",
        "can",
        "could",
        "was",
        "had",
        "did",
        "do",
        "went",
        "need",
        "hope",
        "guess",
        "believe",
        "see",
        "said",
        "told",
        "asked",
        "used",
        "work",
        "worked",
        "live",
        "lived",
        "remember",
        "mean",
        "read",
        "wrote",
    }


def _century(match: Match, style: Style) -> str | None:
    number = value(match.group(1))
    return None if number is None else f"{ordinal(str(number))} {match.group(2)}"


def _the_ordinal(match: Match, _style: Style) -> str | None:
    number = value(match.group(1))
    return None if number is None else f"{ordinal(str(number))} {match.group(2)}"


def _listed(match: Match, _style: Style) -> str | None:
    number = value(match.group(1).upper())
    return None if number is None else f"{cardinal(str(number))}{match.group(2)}"


_NUMERAL = r"(?P<roman>[IVXLCDM]{1,9})(?:'s)?"

FAMILY = Family(
    Group.ROMAN,
    (
        Rule(
            "roman numeral",
            rx(
                rf"\b(?P<label>{_LABELS}|{_LABELS.lower()})(?P<gap>\.?\s)"
                rf"(?P<roman>[IVXLCDM]{{1,9}}|[ivx]{{1,6}})"
                r"(?:(?P<link>\s?[-–]\s?|\s(?:and|to|&)\s)(?P<second>[IVXLCDM]{1,9}"
                r"|[ivx]{1,6}))?(?![\w'’-])"
            ),
            _labelled,
        ),
        Rule(
            "world war",
            rx(r"\bWW(I{1,3}|[123])\b"),
            lambda m, _s: (
                "World War "
                + cardinal(m.group(1) if m.group(1).isdecimal() else str(len(m.group(1))))
            ),
            "W",
        ),
        Rule(
            "roman numeral",
            rx(
                r"\b([IVX]{2,6})\s([Cc]entury|Olympiad|Corps|Legion|[Cc]onference"
                r"|[Cc]ongress|Winter Olympics|Summer Olympics)(?!\w)"
            ),
            _the_ordinal,
            "IVX",
        ),
        Rule(
            "regnal number",
            rx(
                r"\b(?P<name>(?:[A-Z][a-zà-ÿ]{1,20}\s){0,1}[A-Z][a-zà-ÿ]{1,20})\s"
                r"(?P<roman>[IVXLCDM]{1,7})(?![\w.]?\w|-\w)"
            ),
            _regnal,
            "IVX",
        ),
        Rule(
            "roman numeral",
            rx(r"(?m)(?:^|(?<=\n)|(?<=\())([ivx]{1,5}|[IVX]{2,5})([.)])(?=\s)"),
            _listed,
            ".)",
        ),
    ),
)
