"""Spanish: the words, tables and habits that the rules need (Castilian, as Kokoro's voices)."""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signatures of Grammar.hour and Numeral
from __future__ import annotations

import re

from kowane.text.romance import abbreviations, cardinals, gender, ordinals, units
from kowane.text.romance.addresses import one_by_one
from kowane.text.romance.grammar import Currency, Grammar, Noun, RomanStyle

_EURO_CENT = Noun("céntimo", "céntimos")
_CENTAVO = Noun("centavo", "centavos")
_EURO = Currency(Noun("euro", "euros"), _EURO_CENT)
_DOLLAR = Currency(Noun("dólar", "dólares"), _CENTAVO)
_POUND = Currency(Noun("libra", "libras", "f"), Noun("penique", "peniques"))
_YEN = Currency(Noun("yen", "yenes"))
_PESO = Currency(Noun("peso", "pesos"), _CENTAVO)


def _hour(hour: int, minute: int, second: int | None, marked: bool) -> str:
    words = cardinals.spanish(hour, "f")
    if marked and not minute:
        words = f"{cardinals.spanish(hour, 'f', True)} {'hora' if hour == 1 else 'horas'}"
    elif not minute and hour > 12:
        words += " horas"
    if minute:
        words += f" y {cardinals.spanish(minute)}"
    if second is not None:
        words += f" y {cardinals.spanish(second, 'm', True)} segundos"
    return words


def grammar() -> Grammar:
    """Spanish, ready for the rules."""
    return Grammar(
        lang="es",
        cardinal=cardinals.spanish,
        ordinal=ordinals.spanish,
        gender=gender.spanish,
        short_acronyms=(
            "[AEIOU][BCDFGLMNPRSTVXZ][AEIOU]|[BCDFGLMNPRSTVWXZ][AEIOU][NLRSDBCFMPTXZ]"
            "|[BCDFGLMNPRST][EIO][AEO]|OEA|RAE"
        ),
        acronyms={
            "EEUU": "Estados Unidos",
            "PSOE": "pesoe",
            "CSIC": "cesic",
            "OVNI": "ovni",
            "ACNUR": "acnur",
            "BRICS": "brics",
            "OK": "okey",
            "IRA": "ira",
            "VOX": "vox",
        },
        letters={"Y": "ye"},
        ambiguous=re.compile(
            r"(?:[^s]es|[^s]ses|istas|atletas|colegas)$|^(?:gran|joven|feliz)$"
            r"|^(?:grand|simpl|enorm|dobl|tripl|brev|fuert|excelent|important|interesant|pobr)e$"
            r"|^(?:mej|pe|may|men|anteri|posteri|superi|inferi)or$|^(?:posibl|terribl)e$"
        ),
        plural=re.compile("s$"),
        functions=frozenset(
            """de del y e o u a al en con por para que es son era fue las los la el más menos tres
            seis dos se si no ya pero como sin sobre entre hasta desde según nos les pues después
            antes además entonces veces ni hay ha han está están será atrás apenas mientras jamás
            quizás tras detrás tan muy casi solo también aquí allí hoy ayer
            cuando donde porque""".split()
        )
        - {"veces"},
        labels=frozenset(
            """artículo capítulo número página nivel tipo fase línea versión puerta piso sala grupo
            tema unidad lección volumen tomo anexo figura tabla ley decreto habitación canal vuelo
            autobús kilómetro día apartado sección año tel teléfono code código núm nº n pág art cap
            vol fig""".split()
        ),
        point="coma",
        dot="punto",
        small_decimals=2,
        minus="menos",
        plus="más",
        percent="por ciento",
        per_mille="por mil",
        of="de",
        to="a",
        over="sobre",
        times="veces",
        per="por",
        money_link=" con ",
        says_minor=True,
        halves=("medio", "media"),
        tenth=("décimo", "décimos"),
        fractions=(
            ("un medio", "medios"),
            ("un tercio", "tercios"),
            ("un cuarto", "cuartos"),
            ("un quinto", "quintos"),
            ("un sexto", "sextos"),
            ("un séptimo", "séptimos"),
            ("un octavo", "octavos"),
            ("un noveno", "novenos"),
        ),
        and_half="y medio",
        months=tuple(
            """enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
            diciembre""".split()
        ),
        month_prefixes=tuple("ene feb mar abr may jun jul ago sept sep oct nov dic".split()),
        day_month="{day} de {month}",
        date="{day_month} de {year}",
        first="",
        before_dates="el|del|al|día|desde el|hasta el|fecha:?",
        hour=_hour,
        before_times="las|la|hora:?",
        meridiem={"a": "de la mañana", "p": "de la tarde", "n": "de la noche"},
        units=units.composed("es", _UNITS),
        currencies={
            "€": _EURO,
            "EUR": _EURO,
            "US$": _DOLLAR,
            "$": _DOLLAR,
            "USD": _DOLLAR,
            "£": _POUND,
            "GBP": _POUND,
            "¥": _YEN,
            "JPY": _YEN,
            "MXN": _PESO,
            "ARS": _PESO,
            "COP": _PESO,
            "CLP": _PESO,
            "₹": Currency(Noun("rupia", "rupias", "f"), Noun("paisa", "paisas", "f")),
            "CHF": Currency(Noun("franco suizo", "francos suizos"), _EURO_CENT),
            "R$": Currency(Noun("real", "reales"), _CENTAVO),
        },
        magnitudes="mil millones|mil|millón|millones|billón|billones",
        scales={
            "M": Noun("millón", "millones"),
            "mill.": Noun("millón", "millones"),
            "k": Noun("mil", "mil"),
            "K": Noun("mil", "mil"),
        },
        abbreviations=abbreviations.table("es"),
        signs=_SIGNS,
        operators={
            "+": "más",
            "=": "igual a",
            "×": "por",
            "x": "por",
            "*": "por",
            "÷": "entre",
            "-": "menos",
            "−": "menos",
            "<": "menor que",
            ">": "mayor que",
            "≤": "menor o igual que",
            "≥": "mayor o igual que",
            "≠": "distinto de",
            "≈": "aproximadamente igual a",
            "±": "más menos",
        },
        web={
            "www": "uve doble uve doble uve doble",
            "@": "arroba",
            ".": "punto",
            "/": "barra",
            "-": "guion",
            "_": "guion bajo",
            ":": "dos puntos",
            "#": "hashtag",
            "?": "interrogación",
            "=": "igual",
            "&": "y",
            "+": "más",
            "%": "por ciento",
            "~": "tilde",
            ".es": "es",
        },
        digit=tuple(cardinals.spanish(figure) for figure in range(10)),
        phone_cues="tel(?:éfono|f)?|tfno|llam[ae]\\w*|móvil|movil|fax|whatsapp|marc[ae]|celular|contacto",
        phone=one_by_one,
        phone_shape=(
            r"(?<![\w.,+])(?:\+\d{1,3}[ .-]?(?:\(?\d{1,4}\)?[ .-]?){2,6}\d"
            r"|[6-9]\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}|[6-9]\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}"
            r"|\(\d{2,3}\)\s?\d{3,4}-\d{4}|[6-9]\d{2}-\d{3}-\d{3})(?![\d]|[.,-]\d)"
        ),
        roman=RomanStyle(
            labels={
                **dict.fromkeys("siglo siglos s".split(), "cardinal"),
                **dict.fromkeys(
                    """capítulo capitulo tomo volumen título libro canto artículo anexo tipo nivel
                    fase grado clase apéndice sección cap vol tema parte apartado tabla figura
                    lección episodio""".split(),
                    "cardinal",
                ),
                "acto": "ordinal",
                "escena": "ordinal",
            },
            regnal="mixed",
            articles=frozenset("el la los las del al un una en su lo".split()),
            singles=frozenset(
                """alfonso carlos felipe isabel juan fernando sancho pedro jaime enrique luis pablo
                francisco napoleón guillermo jorge eduardo ricardo ramiro ordoño amadeo pío
                benedicto león inocencio gregorio clemente alejandro nicolás fernando""".split()
            ),
        ),
        ordinal_marks=(
            r"\.?º(?P<ms>s)?|\.o(?P<ms2>s)?|(?P<f3>\.a)|\.?(?P<f>ª)(?P<fs>s)?|\.?(?:er|ro|do|to|mo|vo|no)"
            r"|\.?(?P<f2>ra|da|ta|ma|va|na)"
        ),
    )


_UNITS = {
    "km": Noun("kilómetro", "kilómetros"),
    "m": Noun("metro", "metros"),
    "cm": Noun("centímetro", "centímetros"),
    "mm": Noun("milímetro", "milímetros"),
    "µm": Noun("micrómetro", "micrómetros"),
    "nm": Noun("nanómetro", "nanómetros"),
    "km/h": Noun("kilómetro por hora", "kilómetros por hora"),
    "m/s": Noun("metro por segundo", "metros por segundo"),
    "m²": Noun("metro cuadrado", "metros cuadrados"),
    "m2": Noun("metro cuadrado", "metros cuadrados"),
    "km²": Noun("kilómetro cuadrado", "kilómetros cuadrados"),
    "km2": Noun("kilómetro cuadrado", "kilómetros cuadrados"),
    "cm²": Noun("centímetro cuadrado", "centímetros cuadrados"),
    "m³": Noun("metro cúbico", "metros cúbicos"),
    "m3": Noun("metro cúbico", "metros cúbicos"),
    "cm³": Noun("centímetro cúbico", "centímetros cúbicos"),
    "ha": Noun("hectárea", "hectáreas", "f"),
    "kg": Noun("kilogramo", "kilogramos"),
    "g": Noun("gramo", "gramos"),
    "mg": Noun("miligramo", "miligramos"),
    "µg": Noun("microgramo", "microgramos"),
    "t": Noun("tonelada", "toneladas", "f"),
    "lb": Noun("libra", "libras", "f"),
    "oz": Noun("onza", "onzas", "f"),
    "l": Noun("litro", "litros"),
    "L": Noun("litro", "litros"),
    "ml": Noun("mililitro", "mililitros"),
    "mL": Noun("mililitro", "mililitros"),
    "cl": Noun("centilitro", "centilitros"),
    "min": Noun("minuto", "minutos"),
    "s": Noun("segundo", "segundos"),
    "seg": Noun("segundo", "segundos"),
    "ms": Noun("milisegundo", "milisegundos"),
    "h": Noun("hora", "horas", "f"),
    "°C": Noun("grado Celsius", "grados Celsius"),
    "ºC": Noun("grado Celsius", "grados Celsius"),
    "° C": Noun("grado Celsius", "grados Celsius"),
    "º C": Noun("grado Celsius", "grados Celsius"),
    "°F": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "ºF": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "°": Noun("grado", "grados"),
    "B": Noun("byte", "bytes"),
    "KB": Noun("kilobyte", "kilobytes"),
    "kB": Noun("kilobyte", "kilobytes"),
    "MB": Noun("megabyte", "megabytes"),
    "GB": Noun("gigabyte", "gigabytes"),
    "TB": Noun("terabyte", "terabytes"),
    "Mbps": Noun("megabit por segundo", "megabits por segundo"),
    "Gbps": Noun("gigabit por segundo", "gigabits por segundo"),
    "Hz": Noun("hercio", "hercios"),
    "kHz": Noun("kilohercio", "kilohercios"),
    "MHz": Noun("megahercio", "megahercios"),
    "GHz": Noun("gigahercio", "gigahercios"),
    "V": Noun("voltio", "voltios"),
    "W": Noun("vatio", "vatios"),
    "kW": Noun("kilovatio", "kilovatios"),
    "MW": Noun("megavatio", "megavatios"),
    "kWh": Noun("kilovatio hora", "kilovatios hora"),
    "mAh": Noun("miliamperio hora", "miliamperios hora"),
    "dB": Noun("decibelio", "decibelios"),
    "kcal": Noun("kilocaloría", "kilocalorías", "f"),
    "cal": Noun("caloría", "calorías", "f"),
    "CV": Noun("caballo", "caballos"),
    "rpm": Noun("revolución por minuto", "revoluciones por minuto", "f"),
    "px": Noun("píxel", "píxeles"),
}

_SIGNS = {
    "&": "y",
    "@": "arroba",
    "%": "por ciento",
    "‰": "por mil",
    "€": "euros",
    "$": "dólares",
    "£": "libras",
    "¥": "yenes",
    "°": "grados",
    "§": "sección",
    "©": "copyright",
    "®": "marca registrada",
    "™": "marca comercial",
    "+": "más",
    "=": "igual a",
    "×": "por",
    "÷": "entre",
    "±": "más menos",
    "#": "almohadilla",
    "→": "a",
    "∞": "infinito",
    "√": "raíz de",
    "π": "pi",
    "²": "al cuadrado",
    "³": "al cubo",
    "µ": "micro",
}
