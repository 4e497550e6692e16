"""Mathematics and chemistry: operators, powers, roots, comparisons, Greek letters, formulas."""

from __future__ import annotations

import re

from kowane.text.english.number_words import cardinal, ordinal
from kowane.text.english.quantities import NUMBER, amount
from kowane.text.english.rules import Family, Group, Match, Rule, Style, after, rx, words

_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_SUB = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "gamma",
    "Δ": "delta",
    "Θ": "theta",
    "Λ": "lambda",
    "Ξ": "xi",
    "Π": "pi",
    "Σ": "sigma",
    "Φ": "phi",
    "Ψ": "psi",
    "Ω": "omega",
    "µ": "mu",
    "∆": "delta",
    "∑": "sum",
    "∏": "product",
    "ϕ": "phi",
    "ϵ": "epsilon",
}
_OPERATORS = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "–": "minus",
    "±": "plus or minus",
    "∓": "minus or plus",
    "×": "times",
    "x": "times",
    "X": "times",
    "*": "times",
    "·": "times",
    "⋅": "times",
    "÷": "divided by",
    "/": "divided by",
    "=": "equals",
    "==": "equals",
    "===": "equals",
    "≡": "is equivalent to",
    "≠": "is not equal to",
    "!=": "is not equal to",
    "<>": "is not equal to",
    "!==": "is not equal to",
    "≈": "is approximately",
    "~=": "is approximately",
    "≅": "is congruent to",
    "<": "is less than",
    ">": "is greater than",
    "≤": "is less than or equal to",
    "<=": "is less than or equal to",
    "≥": "is greater than or equal to",
    ">=": "is greater than or equal to",
    "∝": "is proportional to",
    "∈": "is in",
    "∉": "is not in",
    "⊂": "is a subset of",
    "⊆": "is a subset of",
    "∩": "intersect",
    "∪": "union",
    "→": "to",
    "->": "to",
    "⇒": "implies",
    "=>": "implies",
    "⇔": "if and only if",
    "∧": "and",
    "∨": "or",
    "%": "mod",
    "^": "to the power of",
    ":=": "is",
    "+=": "plus equals",
    "-=": "minus equals",
    "&&": "and",
    "||": "or",
    "≪": "is much less than",
    "≫": "is much greater than",
    "∥": "is parallel to",
    "⊥": "is perpendicular to",
    "mod": "mod",
}
_SIGNS = {
    "∞": "infinity",
    "∂": "partial",
    "∇": "nabla",
    "∫": "the integral of",
    "√": "the square root of",
    "∛": "the cube root of",
    "∀": "for all",
    "∃": "there exists",
    "∅": "the empty set",
    "∴": "therefore",
    "∵": "because",
    "¬": "not",
    "ℝ": "R",
    "ℤ": "Z",
    "ℕ": "N",
    "ℚ": "Q",
    "ℂ": "C",
    "‖": "",
}

_TERM = (
    rf"(?:{NUMBER}(?:[a-zA-Zπθ](?![A-Za-z]))?|[A-Za-zα-ωΑ-Ωπθ](?:_?\d|[₀-₉])?"
    rf"(?![A-Za-z']))(?:[²³ⁿ]|\^-?\d{{1,3}}|[⁰¹⁴-⁹⁻]{{1,4}})?"
)
_OPERATOR = (
    r"(?:===?|!==?|<=|>=|<>|:=|\+=|-=|~=|=>|->|&&|\|\||[-+−–±∓×xX*·⋅÷/=≡≠≈≅<>≤≥∝∈∉⊂⊆∩∪→⇒⇔∧∨%≪≫∥⊥])"
)
_EXPRESSION = rx(
    rf"(?<![\w.,$£€/^'’-])[-−(]?(?:[A-Za-z]{{2,12}}\([A-Za-z0-9]{{1,3}}\)|{_TERM}"
    rf"|[A-Za-z]{{2,20}}(?=\s(?:==|!=|<=|>=|=|<|>)\s)|\([^()\n]{{1,40}}\))\)?"
    rf"(?:\s?{_OPERATOR}\s?[-−]?\(?(?:[a-z]{{2,12}}\([A-Za-z0-9]{{1,3}}\)|{_TERM}|"
    rf"(?<==\s)[A-Za-z]{{2,20}}|\([^()\n]{{1,40}}\))\)?){{1,12}}"
    r"(?:\s?=\s?\?)?(?![\w^%°$]|[.,:/]\d|-[A-Za-z\d])"
)
_TOKENS = re.compile(
    rf"{NUMBER}|[A-Za-zα-ωΑ-Ωπθ]+|\^-?\(?-?\d+\)?|[⁰¹²³⁴-⁹⁻ⁿ]+|[₀-₉]+|_\d|{_OPERATOR}|[()]|\s+|."
)
_WORDS = words("mod sin cos tan log ln exp max min lim sqrt abs")
_FUNCTIONS = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "log": "log",
    "ln": "natural log",
    "exp": "exp",
    "sqrt": "the square root",
    "lim": "the limit",
    "max": "max",
    "min": "min",
}
_RELATIONS = words("= == === != ≠ < > <= >= ≤ ≥ ≈ ≡ := += -= ~= ∈ ∉ ⊂ ⊆ ∝ ≪ ≫ !== <>")


def power(text: str, style: Style) -> str:
    """ "2" → "squared", "6" → "to the sixth", "-3" → "to the minus three"."""
    digits = text.translate(_SUPER).strip("^()")
    if digits == "2":
        return "squared"
    if digits == "3":
        return "cubed"
    if digits.startswith("-"):
        return f"to the minus {_exponent(digits[1:])}"
    if digits.isdecimal() and len(digits) <= 3:
        return f"to the {ordinal(digits, british=style.british)}"
    return f"to the {_exponent(digits)}"


def _exponent(text: str) -> str:
    return cardinal(text) if text.isdecimal() else text.upper()


def expression(text: str, style: Style) -> str:
    """An expression token by token: "2x + 3 = y²" → "two X plus three equals Y squared"."""
    said: list[str] = []
    previous = ""
    for match in _TOKENS.finditer(text):
        token = match.group()
        if token.isspace():
            continue
        word = _token(token, previous, text[match.end() : match.end() + 2], style)
        if word:
            said.append(word)
        previous = token
    return " ".join(said)


def _token(token: str, previous: str, following: str, style: Style) -> str:
    if re.fullmatch(NUMBER, token):
        return amount(token, style)
    if token[0] == "^" or (token[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ"):
        return power(token, style)
    if token[0] in "₀₁₂₃₄₅₆₇₈₉":
        return f"sub {cardinal(token.translate(_SUB))}"
    if token[0] == "_":
        return f"sub {cardinal(token[1:])}"
    if token in ("-", "−", "–") and (previous == "" or previous in _OPERATORS or previous == "("):
        return "minus"
    if token in ("x", "X") and not re.fullmatch(NUMBER, previous):
        return "X"
    if token in ("x", "X") and not re.match(r"\s?[\d(]", following):
        return "X"
    if token in _OPERATORS:
        return _OPERATORS[token]
    if token in GREEK:
        return GREEK[token]
    if token in _FUNCTIONS:
        return _FUNCTIONS[token] + (" of" if following.startswith("(") else "")
    if token.isalpha():
        return token.upper() if len(token) <= 1 else token
    return _SIGNS.get(token, "")


def _expression(match: Match, style: Style) -> str | None:
    text = match.group()
    operators = set(re.findall(_OPERATOR, text)) - {"x", "X"}
    if re.search(r"\d\s?[xX]\s?\d", text):
        operators.add("×")
    if not operators:
        return None
    if operators <= {"-", "–", "−", "/", "%"}:
        # 3-2 is a score, 3/4 a fraction, 5 - 7 a range: only with letters
        if not re.search(r"[A-Za-zπθ]", text) or not re.search(r"\s[-–−/%]\s", text):
            return None
        if re.fullmatch(r"[A-Za-z]{1,20}\s?[-–/]\s?[A-Za-z]{1,20}", text):
            return None
        if not re.search(r"\d", text):
            return None
        if re.match(r"[AI]\b", text):
            return None
    if operators <= {"→", "->", "&&", "||", "=>"} and not re.search(r"\d", text):
        return None
    if operators <= {"+"} and re.fullmatch(r"[A-Z]\+[A-Z]", text):
        return f"{text[0]} plus {text[2]}"
    # "I = 5" and "a < b" are mathematics, "a + word" is handled by the symbols
    return expression(text, style)


def _power(match: Match, style: Style) -> str:
    base = match.group("base")
    if re.fullmatch(NUMBER, base):
        said = amount(base, style)
    elif len(base) == 1:
        said = GREEK.get(base, base.upper())
    else:
        said = " ".join(base.upper())
    return f"{said} {power(match.group('power'), style)}"


def _scientific(match: Match, style: Style) -> str:
    number, exponent = match.group(1), match.group(2)
    sign = "minus " if exponent[0] in "-−" else ""
    return f"{amount(number, style)} times ten to the {sign}{cardinal(exponent.lstrip('+-−'))}"


def _times_ten(match: Match, style: Style) -> str:
    exponent = (match.group(2) or match.group(3)).translate(_SUPER)
    sign = "minus " if exponent[0] in "-−" else ""
    return (
        f"{amount(match.group(1), style)} times ten to the {sign}{cardinal(exponent.lstrip('+-−'))}"
    )


def _root(match: Match, style: Style) -> str:
    kind = {"√": "square", "∛": "cube", "∜": "fourth"}[match.group(1)]
    inner = match.group(2).strip("()")
    return f"the {kind} root of {expression(inner, style)}"


def _absolute(match: Match, style: Style) -> str:
    """|x|, |x - 2| = 3."""
    inner, rest = match.groups()
    said = f"the absolute value of {expression(inner, style)}"
    return f"{said} {expression(rest, style)}" if rest else said


def _over(match: Match, style: Style) -> str:
    """1/n, x/2."""
    top, bottom = (
        amount(part, style) if part.isdecimal() else part.upper() for part in match.groups() if part
    )
    return f"{top} over {bottom}"


def _compare(match: Match, style: Style) -> str:
    lead = {
        ">": "more than",
        "<": "less than",
        "≥": "at least",
        ">=": "at least",
        "≤": "at most",
        "<=": "at most",
        "≈": "approximately",
        "~": "about",
        "±": "plus or minus",
        "≠": "not",
        "∼": "about",
        "=": "equals",
        "+/-": "plus or minus",
        "+-": "plus or minus",
    }[match.group(1)]
    return lead + " "


def _greek(match: Match, _style: Style) -> str:
    letter = match.group()
    following = after(match, 1)
    return GREEK[letter] + (" " if following.isalnum() else "")


def _sign(match: Match, _style: Style) -> str:
    return f" {_SIGNS[match.group()]} "


def _subscript(match: Match, style: Style) -> str:
    base = match.group(1)
    return (
        f"{base.upper() if len(base) == 1 else base} sub {cardinal(match.group(2).translate(_SUB))}"
    )


def _implied(match: Match, style: Style) -> str | None:
    """2x, 3ab: a coefficient and its variable."""
    return f"{amount(match.group(1), style)} {' '.join(match.group(2).upper())}"


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
        digits = part.translate(_SUB)
        if digits.isdecimal():
            said.append(cardinal(digits))
        elif part[-1] in "⁺⁻+−-":
            number = part[:-1].translate(_SUPER)
            said.append(
                (cardinal(number) + " " if number else "")
                + ("plus" if part[-1] in "⁺+" else "minus")
            )
        else:
            said.append(" ".join(part.upper()))
    return " ".join(said)


def _big_o(match: Match, style: Style) -> str:
    return f"{match.group(1)} of {expression(match.group(2), style)}"


def _factorial(match: Match, style: Style) -> str:
    return f"{amount(match.group(1), style)} factorial"


_GREEK_CLASS = "".join(GREEK)

EARLY = Family(
    Group.MATHS,
    (
        Rule(
            "comparison",
            rx(
                r"(?<![^\s(])(>=|<=|\+/-|[<>≥≤≈~∼±])(?=[-−]?[$£€¥₹]?\.?\d)(?<![\w)]\s.)"
                r"(?<![\w)]\s..)"
            ),
            _compare,
            "<>≥≤≈~∼±-",
        ),
        Rule("comparison", rx(r"(?<!\S)([~∼≈±])(?=[$£€¥₹]?\.?\d)"), _compare, "~∼≈±"),
    ),
)
"""Signs at the head of a number, before the number's own rules take it."""

FAMILY = Family(
    Group.MATHS,
    (
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
        Rule(
            "scientific",
            rx(
                rf"(?<![\w.,])({NUMBER})\s?[x×·*]\s?10(?:\^\(?([-−+]?\d{{1,4}})\)?"
                rf"|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}}))(?!\w)"
            ),
            _times_ten,
            "^⁰¹²³⁴⁵⁶⁷⁸⁹",
        ),
        Rule(
            "scientific",
            rx(r"(?<![\w.,])(\d{1,10}(?:\.\d{1,20})?)[eE]([-+−]?\d{1,3})(?![\w.])"),
            _scientific,
            "eE",
        ),
        Rule(
            "big O",
            rx(r"(?<!\w)([OΘΩ])\(([^()\n]{1,30}(?:\([^()\n]{1,10}\))?[^()\n]{0,10})\)"),
            _big_o,
            "(",
        ),
        Rule(
            "absolute value",
            rx(
                rf"(?<![\w|])\|([-−]?{_TERM}(?:\s?[-+−]\s?{_TERM})?)\|"
                rf"(\s?(?:=|[<>]=?|[≤≥])\s?[-−]?{_TERM})?(?![\w|])"
            ),
            _absolute,
            "|",
        ),
        Rule("root", rx(rf"([√∛∜])\s?(\([^()\n]{{1,40}}\)|{_TERM})"), _root, "√∛∜"),
        Rule("expression", _EXPRESSION, _expression, "+-−–±∓×xX*·⋅÷/=≡≠≈≅<>≤≥∝∈∉⊂⊆∩∪→⇒⇔∧∨&|≪≫∥⊥"),
        Rule(
            "power",
            rx(
                rf"(?<![A-Za-z0-9_.,])(?P<base>{NUMBER}|[A-Za-zα-ωπ]|[a-z]{{2,3}}(?=[²³ⁿ]))"
                rf"(?P<power>\^[-−]?\d{{1,4}}|\^\([-−]?\d{{1,4}}\)|\^[a-z](?!\w)"
                rf"|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]{{1,4}})(?!\w)"
            ),
            _power,
            "^⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ",
        ),
        Rule(
            "power",
            rx(
                rf"(?<![\w.,])(?P<base>{NUMBER}|[A-Za-z])\s?\*\*\s?(?P<power>\d{{1,4}}|[a-z])(?!\w)"
            ),
            _power,
            "*",
        ),
        Rule("subscript", rx(r"(?<!\w)([A-Za-z])([₀-₉]{1,3})"), _subscript, "₀₁₂₃₄₅₆₇₈₉"),
        Rule(
            "comparison",
            rx(r"(?<![\w<>=\d])(>=|<=|\+/-|\+-|[<>≥≤≈~∼±])\s?(?=[-−]?[$£€¥₹]?\.?\d)"),
            _compare,
            "<>≥≤≈~∼±-",
        ),
        Rule(
            "coefficient",
            rx(
                r"(?<![\w.,$£€/-])(\d{1,4})([xyzn])(?=\s?(?:[,.;:!?)=+*/<>²³^]|[-–−]\s|$))"
                r"(?![,.]\d)"
            ),
            _implied,
            "xyzn",
        ),
        Rule(
            "over",
            rx(
                r"(?<![\w./,$£€-])(\d{1,3})/([nxkzNX])(?![\w/])|(?<![\w./,'’-])([nxkz])/(\d{1,3})(?![\w/.,]\d|\w)"
            ),
            _over,
            "/",
        ),
        Rule(
            "Greek letter",
            rx(rf"(?<![\u0370-\u03ff])[{_GREEK_CLASS}](?![\u0370-\u03ff])"),
            _greek,
            _GREEK_CLASS,
        ),
        Rule("sign", rx(f"[{''.join(_SIGNS)}]"), _sign, "".join(_SIGNS)),
    ),
)
