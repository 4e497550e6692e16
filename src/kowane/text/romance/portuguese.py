"""Brazilian Portuguese: the words, tables and habits that the rules need."""

# ruff: noqa: SIM905 - word lists read better as text
# ruff: noqa: FBT001 - the signatures of Grammar.hour and Numeral
from __future__ import annotations

import re

from kowane.text.romance import abbreviations, cardinals, gender, ordinals, units
from kowane.text.romance.addresses import one_by_one
from kowane.text.romance.grammar import Currency, Grammar, Noun, RomanStyle

_CENTAVO = Noun("centavo", "centavos")
_CENT = Noun("centavo", "centavos")
_EURO = Currency(Noun("euro", "euros"), _CENT)
_DOLLAR = Currency(Noun("dólar", "dólares"), _CENT)
_REAL = Currency(Noun("real", "reais"), _CENTAVO)
_POUND = Currency(Noun("libra", "libras", "f"), Noun("pêni", "pence"))


def _hour(hour: int, minute: int, second: int | None, marked: bool) -> str:
    words = cardinals.portuguese(hour, "f")
    if not minute and second is None:
        return f"{words} {'hora' if hour < 2 else 'horas'}"
    words += f" e {cardinals.portuguese(minute)}"
    if second is not None:
        words += f" e {cardinals.portuguese(second)} segundos"
    return words


def grammar() -> Grammar:
    """Brazilian Portuguese, ready for the rules."""
    return Grammar(
        lang="pt",
        cardinal=cardinals.portuguese,
        ordinal=ordinals.portuguese,
        gender=gender.portuguese,
        short_acronyms="[AEIOU][NSVM][AEIOU]|[BCDFGLMNPRSTVXZ][AEIOU][BCDFLMNPRSTXZ]",
        acronyms={
            "ONG": "ongue",
            "USP": "uspe",
            "CIA": "cia",
            "DIU": "diu",
            "OVNI": "óvni",
            "URSS": "urss",
            "BRICS": "brics",
            "EUA": "Estados Unidos",
            "COFINS": "cofins",
        },
        letters={"A": "á", "E": "é", "O": "ó"},
        ambiguous=re.compile(
            r"(?:[^s]es|[^s]ses|istas|colegas|jovens)$|^(?:jovem|feliz|melhor|pior|maior|menor)$"
            r"|^(?:grand|simpl|enorm|brev|fort|excelent|important|interessant|pobr)e$"
        ),
        plural=re.compile("s$"),
        functions=frozenset(
            """de do da dos das e ou a o os as ao aos à às em no na nos nas com por para que é são
            era foi mais menos três seis dois se não mas como sem sobre entre até desde nós depois
            antes além há tem têm será pelos pelas atrás apenas enquanto jamais talvez trás detrás
            tão muito quase só também aqui ali hoje ontem quando onde porque""".split()
        ),
        labels=frozenset(
            """artigo capítulo número página nível tipo fase linha versão porta sala grupo tema
            unidade lição volume tomo anexo figura tabela lei decreto quarto canal voo ônibus
            quilômetro dia seção ano tel telefone código nº n pág art cap vol fig apartamento
            apto""".split()
        ),
        point="vírgula",
        dot="ponto",
        small_decimals=2,
        minus="menos",
        plus="mais",
        percent="por cento",
        per_mille="por mil",
        of="de",
        to="a",
        over="sobre",
        times="vezes",
        per="por",
        money_link=" e ",
        says_minor=True,
        halves=("meio", "meia"),
        tenth=("décimo", "décimos"),
        fractions=(
            ("um meio", "meios"),
            ("um terço", "terços"),
            ("um quarto", "quartos"),
            ("um quinto", "quintos"),
            ("um sexto", "sextos"),
            ("um sétimo", "sétimos"),
            ("um oitavo", "oitavos"),
            ("um nono", "nonos"),
        ),
        and_half="e meio",
        months=tuple(
            """janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro
            dezembro""".split()
        ),
        month_prefixes=tuple("jan fev mar abr mai jun jul ago set out nov dez".split()),
        day_month="{day} de {month}",
        date="{day_month} de {year}",
        first="primeiro",
        before_dates="em|dia|no dia|até|desde|data:?",
        hour=_hour,
        before_times="às|as|hora:?",
        meridiem={"a": "da manhã", "p": "da tarde", "n": "da noite"},
        units=units.composed("pt", _UNITS),
        currencies={
            "R$": _REAL,
            "BRL": _REAL,
            "€": _EURO,
            "EUR": _EURO,
            "US$": _DOLLAR,
            "$": _DOLLAR,
            "USD": _DOLLAR,
            "£": _POUND,
            "GBP": _POUND,
            "¥": Currency(Noun("iene", "ienes")),
            "JPY": Currency(Noun("iene", "ienes")),
            "CHF": Currency(Noun("franco suíço", "francos suíços"), _CENT),
            "₹": Currency(Noun("rupia", "rupias", "f")),
        },
        magnitudes="mil|milhão|milhões|bilhão|bilhões|trilhão|trilhões",
        scales={
            "M": Noun("milhão", "milhões"),
            "mi": Noun("milhão", "milhões"),
            "bi": Noun("bilhão", "bilhões"),
            "k": Noun("mil", "mil"),
            "K": Noun("mil", "mil"),
        },
        abbreviations=abbreviations.table("pt"),
        signs=_SIGNS,
        operators={
            "+": "mais",
            "=": "igual a",
            "×": "vezes",
            "x": "vezes",
            "*": "vezes",
            "÷": "dividido por",
            "-": "menos",
            "−": "menos",
            "<": "menor que",
            ">": "maior que",
            "≤": "menor ou igual a",
            "≥": "maior ou igual a",
            "≠": "diferente de",
            "≈": "aproximadamente igual a",
            "±": "mais ou menos",
        },
        web={
            "www": "dáblio dáblio dáblio",
            "@": "arroba",
            ".": "ponto",
            "/": "barra",
            "-": "hífen",
            "_": "sublinhado",
            ":": "dois pontos",
            "#": "hashtag",
            "?": "interrogação",
            "=": "igual",
            "&": "e comercial",
            "+": "mais",
            "%": "por cento",
            "~": "til",
        },
        digit=tuple(cardinals.portuguese(figure) for figure in range(10)),
        phone_cues="tel(?:efone)?|lig(?:ue|ar|a)|cel(?:ular)?|fax|whatsapp|contato|zap",
        phone=one_by_one,
        phone_shape=(
            r"(?<![\w.,+])(?:\+\d{1,3}[ .-]?(?:\(?\d{2,5}\)?[ .-]?){2,5}\d"
            r"|\(0?\d{2}\)\s?\d{4,5}[ .-]?\d{4}|\d{2}\s\d{4,5}-\d{4}"
            r"|(?![12]\d{3}-[12])\d{4,5}-\d{4}"
            r"|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}|\d{5}-\d{3}|\d{3}\.\d{3}\.\d{3}-\d{2}"
            r"|0800[ .-]?\d{3}[ .-]?\d{4})(?![\d]|[.,-]\d)"
        ),
        roman=RomanStyle(
            labels={
                **dict.fromkeys("século séculos séc".split(), "mixed"),
                **dict.fromkeys(
                    """capítulo tomo volume título livro canto artigo anexo tipo nível fase grau
                    classe apêndice seção cap vol parte lição episódio""".split(),
                    "cardinal",
                ),
                "ato": "ordinal",
                "cena": "ordinal",
            },
            regnal="mixed",
            articles=frozenset("o a os as do da dos das ao à no na um uma seu sua".split()),
            singles=frozenset(
                """pedro joão afonso carlos filipe isabel manuel sancho henrique luís luis paulo
                francisco napoleão guilherme jorge eduardo pio bento leão inocêncio gregório
                clemente alexandre nicolau maria dinis josé elizabeth""".split()
            ),
        ),
        ordinal_marks=r"\.?[º](?P<ms>s)?|\.?(?P<f>ª)(?P<fs>s)?|°(?=\s+[a-z]{3})|o(?=\s)|(?P<f2>a)(?=\s[a-z])",
    )


_UNITS = {
    "km": Noun("quilômetro", "quilômetros"),
    "m": Noun("metro", "metros"),
    "cm": Noun("centímetro", "centímetros"),
    "mm": Noun("milímetro", "milímetros"),
    "µm": Noun("micrômetro", "micrômetros"),
    "nm": Noun("nanômetro", "nanômetros"),
    "km/h": Noun("quilômetro por hora", "quilômetros por hora"),
    "m/s": Noun("metro por segundo", "metros por segundo"),
    "m²": Noun("metro quadrado", "metros quadrados"),
    "m2": Noun("metro quadrado", "metros quadrados"),
    "km²": Noun("quilômetro quadrado", "quilômetros quadrados"),
    "km2": Noun("quilômetro quadrado", "quilômetros quadrados"),
    "cm²": Noun("centímetro quadrado", "centímetros quadrados"),
    "m³": Noun("metro cúbico", "metros cúbicos"),
    "m3": Noun("metro cúbico", "metros cúbicos"),
    "cm³": Noun("centímetro cúbico", "centímetros cúbicos"),
    "ha": Noun("hectare", "hectares"),
    "kg": Noun("quilograma", "quilogramas"),
    "g": Noun("grama", "gramas"),
    "mg": Noun("miligrama", "miligramas"),
    "µg": Noun("micrograma", "microgramas"),
    "t": Noun("tonelada", "toneladas", "f"),
    "lb": Noun("libra", "libras", "f"),
    "l": Noun("litro", "litros"),
    "L": Noun("litro", "litros"),
    "ml": Noun("mililitro", "mililitros"),
    "mL": Noun("mililitro", "mililitros"),
    "min": Noun("minuto", "minutos"),
    "s": Noun("segundo", "segundos"),
    "seg": Noun("segundo", "segundos"),
    "ms": Noun("milissegundo", "milissegundos"),
    "°C": Noun("grau Celsius", "graus Celsius"),
    "ºC": Noun("grau Celsius", "graus Celsius"),
    "° C": Noun("grau Celsius", "graus Celsius"),
    "°F": Noun("grau Fahrenheit", "graus Fahrenheit"),
    "°": Noun("grau", "graus"),
    "KB": Noun("quilobyte", "quilobytes"),
    "kB": Noun("quilobyte", "quilobytes"),
    "MB": Noun("megabyte", "megabytes"),
    "GB": Noun("gigabyte", "gigabytes"),
    "TB": Noun("terabyte", "terabytes"),
    "Mbps": Noun("megabit por segundo", "megabits por segundo"),
    "Gbps": Noun("gigabit por segundo", "gigabits por segundo"),
    "Hz": Noun("hertz", "hertz"),
    "kHz": Noun("quilohertz", "quilohertz"),
    "MHz": Noun("megahertz", "megahertz"),
    "GHz": Noun("gigahertz", "gigahertz"),
    "V": Noun("volt", "volts"),
    "W": Noun("watt", "watts"),
    "kW": Noun("quilowatt", "quilowatts"),
    "MW": Noun("megawatt", "megawatts"),
    "kWh": Noun("quilowatt-hora", "quilowatts-hora"),
    "mAh": Noun("miliampere-hora", "miliamperes-hora"),
    "dB": Noun("decibel", "decibéis"),
    "kcal": Noun("quilocaloria", "quilocalorias", "f"),
    "cal": Noun("caloria", "calorias", "f"),
    "cv": Noun("cavalo", "cavalos"),
    "rpm": Noun("rotação por minuto", "rotações por minuto", "f"),
    "px": Noun("pixel", "pixels"),
}

_SIGNS = {
    "&": "e",
    "@": "arroba",
    "%": "por cento",
    "‰": "por mil",
    "€": "euros",
    "$": "dólares",
    "£": "libras",
    "¥": "ienes",
    "°": "graus",
    "§": "parágrafo",
    "©": "copyright",
    "®": "marca registrada",
    "™": "marca comercial",
    "+": "mais",
    "=": "igual a",
    "×": "vezes",
    "÷": "dividido por",
    "±": "mais ou menos",
    "#": "cerquilha",
    "→": "para",
    "∞": "infinito",
    "√": "raiz de",
    "π": "pi",
    "²": "ao quadrado",
    "³": "ao cubo",
    "µ": "micro",
}
