"""French: the words, tables and habits that the rules need (France, as Kokoro's voice)."""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signatures of Grammar.hour and Numeral
from __future__ import annotations

import re

from kowane.text.romance import abbreviations, cardinals, gender, ordinals, units
from kowane.text.romance.addresses import in_pairs
from kowane.text.romance.grammar import Currency, Grammar, Noun, RomanStyle
from kowane.text.ruleset import Rule

_CENTIME = Noun("centime", "centimes")
_CENT = Noun("cent", "cents")
_EURO = Currency(Noun("euro", "euros"), _CENTIME)
_DOLLAR = Currency(Noun("dollar", "dollars"), _CENT)
_POUND = Currency(Noun("livre", "livres", "f"), Noun("penny", "pence"))


def _hour(hour: int, minute: int, second: int | None, marked: bool) -> str:
    words = f"{cardinals.french(hour, 'f')} {'heure' if hour < 2 else 'heures'}"
    if minute:
        words += f" {cardinals.french(minute, 'm' if second is None else 'f')}"
    if second is not None:
        words += f" {cardinals.french(second, 'f')} secondes"
    return words


def grammar() -> Grammar:
    """French, ready for the rules."""
    return Grammar(
        lang="fr",
        cardinal=cardinals.french,
        ordinal=ordinals.french,
        gender=gender.french,
        extra=(
            Rule(
                "numbers",
                "ordinal",
                re.compile(r"(?<![\w.,])2nd(?P<f>e)?(?P<s>s)?(?!\w)"),
                lambda match: f"second{match['f'] or ''}{match['s'] or ''}",
            ),
            Rule(
                "units",
                "metres and centimetres",
                re.compile(r"(?<![\w.,])(?P<m>\d)\s?m\s?(?P<cm>\d\d)(?!\w)"),
                lambda match: (
                    f"{cardinals.french(int(match['m']))} "
                    f"{'mètre' if match['m'] == '1' else 'mètres'} "
                    f"{cardinals.french(int(match['cm']))}"
                ),
            ),
        ),
        acronyms={
            "ONU": "onu",
            "ENA": "éna",
            "PIN": "pine",
            "SIM": "sim",
            "LED": "led",
            "CAF": "caf",
            "ZEP": "zep",
            "DOM": "dom",
            "TOM": "tom",
            "BAC": "bac",
            "RIB": "rib",
            "ISF": "I S F",
            "INSEE": "inzé",
            "UEFA": "uéfa",
            "OVNI": "ovni",
            "AFNOR": "afnor",
            "USA": "U S A",
            "CNIL": "cnil",
            "CROUS": "crousse",
            "COVID": "covide",
            "HLM": "H L M",
        },
        ambiguous=re.compile(
            "^(?:jeune|autre|même|simple|double|triple|énorme|pauvre|riche|rare|brave|jolie|immense"
            "|superbe|magnifique|célèbre|élève|enfant|artiste|collègue|adulte|touriste)s?$"
        ),
        plural=re.compile("[sx]$"),
        functions=frozenset(
            """de du des d et ou à au aux en dans par pour que qui est sont était le la les plus
            moins trois six dix deux se ne pas mais comme sans sur entre jusque depuis nous vous ils
            elles puis alors a ont sera c l dès ans y on il elle un une""".split()
        )
        - {"ans"},
        labels=frozenset(
            """article chapitre numéro page niveau type phase ligne version porte salle groupe unité
            leçon volume tome annexe figure tableau loi chambre canal vol bus kilomètre jour étage
            section année tél téléphone code no n p art chap fig métro quai""".split()
        ),
        point="virgule",
        dot="point",
        small_decimals=3,
        minus="moins",
        plus="plus",
        percent="pour cent",
        per_mille="pour mille",
        of="de",
        to="à",
        over="sur",
        times="fois",
        per="par",
        money_link=" ",
        says_minor=False,
        halves=("un demi", "une demi"),
        tenth=("dixième", "dixièmes"),
        fractions=(
            ("un demi", "demis"),
            ("un tiers", "tiers"),
            ("un quart", "quarts"),
            ("un cinquième", "cinquièmes"),
            ("un sixième", "sixièmes"),
            ("un septième", "septièmes"),
            ("un huitième", "huitièmes"),
            ("un neuvième", "neuvièmes"),
        ),
        and_half="et demi",
        months=tuple(
            """janvier février mars avril mai juin juillet août septembre octobre novembre
            décembre""".split()
        ),
        month_prefixes=tuple(
            "janv jan févr fév fevr mars avr juil juill sept sep oct nov déc dec".split()
        ),
        day_month="{day} {month}",
        date="{day_month} {year}",
        first="premier",
        before_dates="le|du|au|jusqu'au|date ?:?",
        hour=_hour,
        before_times="à|vers|dès",
        meridiem={"a": "du matin", "p": "de l'après-midi", "n": "du soir"},
        units=units.composed("fr", _UNITS),
        currencies={
            "€": _EURO,
            "EUR": _EURO,
            "US$": _DOLLAR,
            "$": _DOLLAR,
            "USD": _DOLLAR,
            "$ CA": Currency(Noun("dollar canadien", "dollars canadiens"), _CENT),
            "CAD": Currency(Noun("dollar canadien", "dollars canadiens"), _CENT),
            "£": _POUND,
            "GBP": _POUND,
            "¥": Currency(Noun("yen", "yens")),
            "JPY": Currency(Noun("yen", "yens")),
            "CHF": Currency(Noun("franc suisse", "francs suisses"), _CENTIME),
            "₹": Currency(Noun("roupie", "roupies", "f")),
            "R$": Currency(Noun("réal", "réaux"), Noun("centavo", "centavos")),
            "FCFA": Currency(Noun("franc CFA", "francs CFA")),
        },
        magnitudes="mille|millions?|milliards?|billions?",
        scales={
            "M": Noun("million", "millions"),
            "Md": Noun("milliard", "milliards"),
            "Mds": Noun("milliard", "milliards"),
            "Mrd": Noun("milliard", "milliards"),
            "k": Noun("mille", "mille"),
            "K": Noun("mille", "mille"),
        },
        abbreviations=abbreviations.table("fr"),
        signs=_SIGNS,
        operators={
            "+": "plus",
            "=": "égale",
            "×": "fois",
            "x": "fois",
            "*": "fois",
            "÷": "divisé par",
            "-": "moins",
            "−": "moins",
            "<": "inférieur à",
            ">": "supérieur à",
            "≤": "inférieur ou égal à",
            "≥": "supérieur ou égal à",
            "≠": "différent de",
            "≈": "environ égal à",
            "±": "plus ou moins",
        },
        web={
            "www": "trois double vé",
            "@": "arobase",
            ".": "point",
            "/": "slash",
            "-": "tiret",
            "_": "tiret bas",
            ":": "deux-points",
            "#": "hashtag",
            "?": "point d'interrogation",
            "=": "égale",
            "&": "et",
            "+": "plus",
            "%": "pour cent",
            "~": "tilde",
        },
        digit=tuple(cardinals.french(figure) for figure in range(10)),
        phone_cues="t[ée]l(?:éphone)?|appel(?:ez|er|le)|fax|portable|joindre|composez|contact",
        phone=in_pairs,
        phone_shape=(
            r"(?<![\w.,+])(?:\+\d{1,3}[ .\u00a0\u202f-]?(?:\(0\)[ \u00a0]?)?"
            r"(?:\d{1,4}[ .\u00a0\u202f-]?){2,6}\d"
            r"|0[89]\d{2}[ .\u00a0]\d{3}[ .\u00a0]\d{3}"
            r"|0\d(?:[ .\u00a0\u202f-]\d{2}){4}|0\d{9})(?![\d]|[.,-]\d)"
        ),
        roman=RomanStyle(
            labels={
                **dict.fromkeys(
                    """siècle chapitre tome volume titre livre chant article annexe type niveau
                    phase grade classe section acte scène partie paul ii vol chap leçon épisode
                    guerre mondiale""".split(),
                    "cardinal",
                ),
            },
            regnal="first",
            articles=frozenset("le la les l du de au un une son sa cette ce".split()),
            singles=frozenset(
                """louis charles henri françois napoléon philippe jean pie paul benoît léon innocent
                grégoire clément alexandre nicolas guillaume georges édouard élisabeth catherine
                frédéric albert léopold baudouin pierre jacques richard ferdinand""".split()
            ),
            suffixes="de|nde|nd|e|ᵉ|ème|ième|er|ère|re|es",
        ),
        ordinal_marks=(r"(?P<f>re|ère|nde)(?P<fs>s)?|er|ers|nd|(?:e|ème|ième|eme|ᵉ)(?P<ms>s)?|º"),
    )


_UNITS = {
    "km": Noun("kilomètre", "kilomètres"),
    "m": Noun("mètre", "mètres"),
    "cm": Noun("centimètre", "centimètres"),
    "mm": Noun("millimètre", "millimètres"),
    "µm": Noun("micromètre", "micromètres"),
    "nm": Noun("nanomètre", "nanomètres"),
    "km/h": Noun("kilomètre par heure", "kilomètres par heure"),
    "m/s": Noun("mètre par seconde", "mètres par seconde"),
    "m²": Noun("mètre carré", "mètres carrés"),
    "m2": Noun("mètre carré", "mètres carrés"),
    "km²": Noun("kilomètre carré", "kilomètres carrés"),
    "km2": Noun("kilomètre carré", "kilomètres carrés"),
    "cm²": Noun("centimètre carré", "centimètres carrés"),
    "m³": Noun("mètre cube", "mètres cubes"),
    "m3": Noun("mètre cube", "mètres cubes"),
    "cm³": Noun("centimètre cube", "centimètres cubes"),
    "ha": Noun("hectare", "hectares"),
    "kg": Noun("kilogramme", "kilogrammes"),
    "g": Noun("gramme", "grammes"),
    "mg": Noun("milligramme", "milligrammes"),
    "µg": Noun("microgramme", "microgrammes"),
    "t": Noun("tonne", "tonnes", "f"),
    "l": Noun("litre", "litres"),
    "L": Noun("litre", "litres"),
    "ml": Noun("millilitre", "millilitres"),
    "mL": Noun("millilitre", "millilitres"),
    "cl": Noun("centilitre", "centilitres"),
    "dl": Noun("décilitre", "décilitres"),
    "min": Noun("minute", "minutes", "f"),
    "mn": Noun("minute", "minutes", "f"),
    "s": Noun("seconde", "secondes", "f"),
    "ms": Noun("milliseconde", "millisecondes", "f"),
    "°C": Noun("degré Celsius", "degrés Celsius"),
    "° C": Noun("degré Celsius", "degrés Celsius"),
    "°F": Noun("degré Fahrenheit", "degrés Fahrenheit"),
    "°": Noun("degré", "degrés"),
    "o": Noun("octet", "octets"),
    "ko": Noun("kilooctet", "kilooctets"),
    "Ko": Noun("kilooctet", "kilooctets"),
    "Mo": Noun("mégaoctet", "mégaoctets"),
    "Go": Noun("gigaoctet", "gigaoctets"),
    "To": Noun("téraoctet", "téraoctets"),
    "MB": Noun("mégabyte", "mégabytes"),
    "GB": Noun("gigabyte", "gigabytes"),
    "Mb/s": Noun("mégabit par seconde", "mégabits par seconde"),
    "Gb/s": Noun("gigabit par seconde", "gigabits par seconde"),
    "Hz": Noun("hertz", "hertz"),
    "kHz": Noun("kilohertz", "kilohertz"),
    "MHz": Noun("mégahertz", "mégahertz"),
    "GHz": Noun("gigahertz", "gigahertz"),
    "V": Noun("volt", "volts"),
    "W": Noun("watt", "watts"),
    "kW": Noun("kilowatt", "kilowatts"),
    "MW": Noun("mégawatt", "mégawatts"),
    "kWh": Noun("kilowattheure", "kilowattheures"),
    "mAh": Noun("milliampère-heure", "milliampères-heures"),
    "dB": Noun("décibel", "décibels"),
    "kcal": Noun("kilocalorie", "kilocalories", "f"),
    "cal": Noun("calorie", "calories", "f"),
    "ch": Noun("cheval", "chevaux"),
    "px": Noun("pixel", "pixels"),
}

_SIGNS = {
    "&": "et",
    "@": "arobase",
    "%": "pour cent",
    "‰": "pour mille",
    "€": "euros",
    "$": "dollars",
    "£": "livres",
    "¥": "yens",
    "°": "degrés",
    "§": "paragraphe",
    "©": "copyright",
    "®": "marque déposée",
    "™": "marque commerciale",
    "+": "plus",
    "=": "égale",
    "×": "fois",
    "÷": "divisé par",
    "±": "plus ou moins",
    "#": "dièse",
    "→": "vers",
    "∞": "l'infini",
    "√": "racine de",
    "π": "pi",
    "²": "au carré",
    "³": "au cube",
    "µ": "micro",
}
