"""Italian: the words, tables and habits that the rules need."""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signatures of Grammar.hour and Numeral
from __future__ import annotations

import re

from kowane.text.romance import abbreviations, cardinals, gender, ordinals, units
from kowane.text.romance.addresses import one_by_one
from kowane.text.romance.grammar import Currency, Grammar, Noun, RomanStyle

_CENT = Noun("centesimo", "centesimi")
_EURO = Currency(Noun("euro", "euro"), _CENT)
_DOLLAR = Currency(Noun("dollaro", "dollari"), _CENT)
_POUND = Currency(Noun("sterlina", "sterline", "f"), Noun("penny", "penny"))


def _hour(hour: int, minute: int, second: int | None, marked: bool) -> str:
    words = cardinals.italian(hour, "f")
    if minute:
        words += f" e {cardinals.italian(minute)}"
    if second is not None:
        words += f" e {cardinals.italian(second)} secondi"
    return words


def _cardinal(n: int, gender_: str = "m", before_noun: bool = False) -> str:
    """One and its compounds lose their vowel before a noun: un libro, ventun anni."""
    words = cardinals.italian(n, gender_)
    if before_noun and gender_ == "m" and n % 10 == 1 and (n < 100 or n % 100 != 1):
        return words[:-1] if words.endswith("uno") else words
    return words


# Before these sounds "un" stays "uno", as "il" is "lo".
_LO = re.compile("s[^aeiouàèéìòùh]|z|gn|p[sn]|[xy]|i[aeou]")


def _fit(words: str, noun: str) -> str:
    """One and its noun: uno studente, un'ora."""
    if words == "un" and _LO.match(noun):
        return f"uno {noun}"
    if words == "una" and noun[:1] in "aeiouàèéìòù":
        return f"un'{noun}"
    return f"{words} {noun}"


def grammar() -> Grammar:
    """Italian, ready for the rules."""
    return Grammar(
        lang="it",
        cardinal=_cardinal,
        ordinal=ordinals.italian,
        gender=gender.italian,
        short_acronyms=("[AEIOU][BCDFGLMNPRSTVZ][AEIOU]|[BCDFGLMNPRSTVZ][AEIOU][NLRSDBCFMPTVX]"),
        acronyms={
            "ASL": "asl",
            "INPS": "inps",
            "URSS": "urss",
            "OVNI": "ovni",
            "BRICS": "brics",
            "INAIL": "inail",
            "SPID": "spid",
            "TV": "tivù",
            "TG": "tigì",
        },
        fit=_fit,
        ambiguous=re.compile(
            "^(?:grande|semplice|breve|forte|importante|giovane|enorme|interessante|eccellente"
            "|cantante|insegnante|cliente|collega|artista|turista)$"
        ),
        plural=re.compile("[eiàù]$|^euro$"),
        functions=frozenset(
            """di del della dei degli delle e ed o a al alla ai alle in con per che è sono era fu
            il lo la i gli le più meno tre se non ma come su tra fra fino da dal dalla dai dalle
            si ci vi né poi anche ha hanno sarà ogni oggi ieri dove quando nel nella sul sulla
            miliardi milioni""".split()
        ),
        labels=frozenset(
            """articolo capitolo numero pagina livello tipo fase linea versione porta sala gruppo
            unità lezione volume tomo allegato figura tabella legge decreto camera canale volo
            autobus chilometro giorno piano sezione anno tel telefono codice n art cap vol
            fig pag binario""".split()
        ),
        point="virgola",
        dot="punto",
        small_decimals=2,
        minus="meno",
        plus="più",
        percent="per cento",
        per_mille="per mille",
        of="di",
        to="a",
        over="su",
        times="volte",
        per="al",
        money_link=" e ",
        says_minor=True,
        halves=("mezzo", "mezza"),
        tenth=("decimo", "decimi"),
        fractions=(
            ("un mezzo", "mezzi"),
            ("un terzo", "terzi"),
            ("un quarto", "quarti"),
            ("un quinto", "quinti"),
            ("un sesto", "sesti"),
            ("un settimo", "settimi"),
            ("un ottavo", "ottavi"),
            ("un nono", "noni"),
        ),
        and_half="e mezzo",
        months=tuple(
            """gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
            dicembre""".split()
        ),
        month_prefixes=tuple("gen feb mar apr mag giu lug ago sett set ott nov dic".split()),
        day_month="{day} {month}",
        date="{day_month} {year}",
        first="primo",
        before_dates="il|del|dal|al|data:?",
        hour=_hour,
        before_times="ore|alle|dalle|le|ora",
        meridiem={"a": "del mattino", "p": "del pomeriggio", "n": "di sera"},
        units=units.composed("it", _UNITS),
        currencies={
            "€": _EURO,
            "EUR": _EURO,
            "US$": _DOLLAR,
            "$": _DOLLAR,
            "USD": _DOLLAR,
            "£": _POUND,
            "GBP": _POUND,
            "¥": Currency(Noun("yen", "yen")),
            "JPY": Currency(Noun("yen", "yen")),
            "CHF": Currency(Noun("franco svizzero", "franchi svizzeri"), _CENT),
            "₹": Currency(Noun("rupia", "rupie", "f")),
            "R$": Currency(Noun("real", "real"), Noun("centavo", "centavos")),
        },
        magnitudes="mila|mille|milioni|milione|miliardi|miliardo|bilioni|bilione",
        scales={
            "M": Noun("milione", "milioni"),
            "mln": Noun("milione", "milioni"),
            "mld": Noun("miliardo", "miliardi"),
            "k": Noun("mille", "mila"),
            "K": Noun("mille", "mila"),
        },
        abbreviations=abbreviations.table("it"),
        signs=_SIGNS,
        operators={
            "+": "più",
            "=": "uguale",
            "×": "per",
            "x": "per",
            "*": "per",
            "÷": "diviso",
            "-": "meno",
            "−": "meno",
            "<": "minore di",
            ">": "maggiore di",
            "≤": "minore o uguale a",
            "≥": "maggiore o uguale a",
            "≠": "diverso da",
            "≈": "circa uguale a",
            "±": "più o meno",
        },
        web={
            "www": "vu vu vu",
            "@": "chiocciola",
            ".": "punto",
            "/": "barra",
            "-": "trattino",
            "_": "trattino basso",
            ":": "due punti",
            "#": "hashtag",
            "?": "punto interrogativo",
            "=": "uguale",
            "&": "e commerciale",
            "+": "più",
            "%": "per cento",
            "~": "tilde",
            ".it": "it",
        },
        digit=tuple(cardinals.italian(figure) for figure in range(10)),
        phone_cues="tel(?:efono)?|chiam\\w+|cell(?:ulare)?|fax|whatsapp|contatt\\w+",
        phone=one_by_one,
        phone_shape=(
            r"(?<![\w.,+])(?:\+\d{1,3}[ .-]?(?:\d{2,4}[ .-]?){2,5}\d"
            r"|0\d{1,3}[ .-]\d{5,8}|0\d{1,3}[ .-]\d{3,4}[ .-]\d{2,4}|3\d{2}[ .-]\d{6,7}"
            r"|8(?:00|03|40|92|99)[ .-]\d{3}[ .-]\d{3}"
            r"|3\d{2}[ .-]\d{3}[ .-]\d{4}|3\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{3})(?![\d]|[.,-]\d)"
        ),
        roman=RomanStyle(
            labels={
                **dict.fromkeys(
                    """secolo secoli sec capitolo tomo volume titolo libro canto atto scena cap vol
                    parte""".split(),
                    "ordinal",
                ),
                **dict.fromkeys(
                    "tipo livello fase grado classe articolo sezione".split(), "cardinal"
                ),
            },
            regnal="ordinal",
            articles=frozenset(
                "il lo la i gli le del dello della dei al alla nel nella un una l".split()
            ),
            singles=frozenset(
                """vittorio umberto carlo luigi enrico francesco napoleone filippo giovanni pio
                paolo benedetto leone innocenzo gregorio clemente alessandro nicola guglielmo
                giorgio edoardo elisabetta federico ferdinando pietro giacomo cosimo
                bonifacio giulio sisto papa""".split()
            ),
        ),
        ordinal_marks=r"º|°(?=\s+(?:[a-z]{3})|[.,;:!?)]|$)|(?P<f>ª)",
    )


_UNITS = {
    "km": Noun("chilometro", "chilometri"),
    "m": Noun("metro", "metri"),
    "cm": Noun("centimetro", "centimetri"),
    "mm": Noun("millimetro", "millimetri"),
    "µm": Noun("micrometro", "micrometri"),
    "nm": Noun("nanometro", "nanometri"),
    "km/h": Noun("chilometro all'ora", "chilometri all'ora"),
    "m/s": Noun("metro al secondo", "metri al secondo"),
    "m²": Noun("metro quadrato", "metri quadrati"),
    "m2": Noun("metro quadrato", "metri quadrati"),
    "mq": Noun("metro quadrato", "metri quadrati"),
    "km²": Noun("chilometro quadrato", "chilometri quadrati"),
    "km2": Noun("chilometro quadrato", "chilometri quadrati"),
    "cm²": Noun("centimetro quadrato", "centimetri quadrati"),
    "m³": Noun("metro cubo", "metri cubi"),
    "m3": Noun("metro cubo", "metri cubi"),
    "mc": Noun("metro cubo", "metri cubi"),
    "cm³": Noun("centimetro cubo", "centimetri cubi"),
    "ha": Noun("ettaro", "ettari"),
    "kg": Noun("chilogrammo", "chilogrammi"),
    "g": Noun("grammo", "grammi"),
    "gr": Noun("grammo", "grammi"),
    "hg": Noun("etto", "etti"),
    "mg": Noun("milligrammo", "milligrammi"),
    "µg": Noun("microgrammo", "microgrammi"),
    "t": Noun("tonnellata", "tonnellate", "f"),
    "q": Noun("quintale", "quintali"),
    "l": Noun("litro", "litri"),
    "L": Noun("litro", "litri"),
    "ml": Noun("millilitro", "millilitri"),
    "cl": Noun("centilitro", "centilitri"),
    "dl": Noun("decilitro", "decilitri"),
    "min": Noun("minuto", "minuti"),
    "s": Noun("secondo", "secondi"),
    "sec": Noun("secondo", "secondi"),
    "ms": Noun("millisecondo", "millisecondi"),
    "h": Noun("ora", "ore", "f"),
    "°C": Noun("grado Celsius", "gradi Celsius"),
    "° C": Noun("grado Celsius", "gradi Celsius"),
    "°F": Noun("grado Fahrenheit", "gradi Fahrenheit"),
    "°": Noun("grado", "gradi"),
    "KB": Noun("kilobyte", "kilobyte"),
    "kB": Noun("kilobyte", "kilobyte"),
    "MB": Noun("megabyte", "megabyte"),
    "GB": Noun("gigabyte", "gigabyte"),
    "TB": Noun("terabyte", "terabyte"),
    "Mbps": Noun("megabit al secondo", "megabit al secondo"),
    "Gbps": Noun("gigabit al secondo", "gigabit al secondo"),
    "Hz": Noun("hertz", "hertz"),
    "kHz": Noun("chilohertz", "chilohertz"),
    "MHz": Noun("megahertz", "megahertz"),
    "GHz": Noun("gigahertz", "gigahertz"),
    "V": Noun("volt", "volt"),
    "W": Noun("watt", "watt"),
    "kW": Noun("chilowatt", "chilowatt"),
    "MW": Noun("megawatt", "megawatt"),
    "kWh": Noun("chilowattora", "chilowattora"),
    "mAh": Noun("milliampere ora", "milliampere ora"),
    "dB": Noun("decibel", "decibel"),
    "kcal": Noun("chilocaloria", "chilocalorie", "f"),
    "cal": Noun("caloria", "calorie", "f"),
    "CV": Noun("cavallo", "cavalli"),
    "px": Noun("pixel", "pixel"),
}

_SIGNS = {
    "&": "e",
    "@": "chiocciola",
    "%": "per cento",
    "‰": "per mille",
    "€": "euro",
    "$": "dollari",
    "£": "sterline",
    "¥": "yen",
    "°": "gradi",
    "§": "paragrafo",
    "©": "copyright",
    "®": "marchio registrato",
    "™": "marchio",
    "+": "più",
    "=": "uguale",
    "×": "per",
    "÷": "diviso",
    "±": "più o meno",
    "#": "cancelletto",
    "→": "verso",
    "∞": "infinito",
    "√": "radice di",
    "π": "pi greco",
    "²": "al quadrato",
    "³": "al cubo",
    "µ": "micro",
}
