"""Signs that are left: said by name where they mean a word, dropped where they do not."""

from __future__ import annotations

from kowane.text.english.rules import Family, Group, Match, Rule, Style, before, rx, words

_NAMES = {
    "&": "and",
    "@": "at",
    "%": "percent",
    "°": "degrees",
    "§": "section",
    "§§": "sections",
    "¶": "paragraph",
    "©": "copyright",
    "№": "number",
    "✓": "check",
    "✔": "check",
    "±": "plus or minus",
    "×": "times",
    "÷": "divided by",
    "=": "equals",
    "≠": "is not equal to",
    "≈": "is approximately",
    "≤": "is less than or equal to",
    "≥": "is greater than or equal to",
    "~": "about",
    "$": "dollars",
    "¢": "cents",
    "ℓ": "liters",
    "Å": "angstroms",
    "½": "half",
}


def _name(match: Match, _style: Style) -> str:
    sign = match.group().strip()
    if sign[0] in "&=":
        sign = sign[0]
    return f" {_NAMES[sign]} "


def _drop(_match: Match, _style: Style) -> str:
    return " "


def _slash(match: Match, _style: Style) -> str:
    left, right = match.group(1), match.group(2)
    pair = f"{left.lower()}/{right.lower()}"
    if pair == "s/he":
        return "she or he"
    if pair == "and/or":
        return f"{left} {right}"
    if pair in {
        "he/she",
        "she/he",
        "his/her",
        "him/her",
        "her/his",
        "her/him",
        "s/he",
        "either/or",
        "yes/no",
        "true/false",
        "his/hers",
    }:
        return f"{left} or {right}"
    if pair in {
        "she/her",
        "he/him",
        "they/them",
        "win/win",
        "on/off",
        "input/output",
        "read/write",
        "pass/fail",
        "client/server",
    }:
        return f"{left} {right}"
    return f"{left} slash {right}"


def _arrow(match: Match, _style: Style) -> str:
    return " to " if match.group().strip() in ("→", "->", "➜", "➔", "➡", "=>", "⟶", "⇒") else " "


def _plus(match: Match, _style: Style) -> str:
    return f"{match.group(1)} {' '.join(['plus'] * len(match.group(2)))}"


def _sharp(match: Match, _style: Style) -> str:
    return f"{match.group(1)} sharp"


def _pipe(match: Match, _style: Style) -> str:
    return ", "


def _rate(match: Match, _style: Style) -> str | None:
    """7 days/week, 3 times/day: after what is counted."""
    lead = before(match, 60).split()
    counted = len(lead) > 1 and lead[-1].endswith("s") and lead[-2] in _COUNTS
    return " per " if counted else None


_COUNTS = words(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty seventy eighty ninety hundred thousand million many few more fewer"
)


FAMILY = Family(
    Group.SYMBOLS,
    (
        Rule("sharp", rx(r"(?<![\w#])([CFGDAJ])#(?![\w#])"), _sharp, "#"),
        Rule("plus", rx(r"(?<!\w)([A-Z][a-z]{0,20}|[A-Za-z]{1,20})(\+{1,2})(?![\w+])"), _plus, "+"),
        Rule(
            "rate",
            rx(r"(?<=[a-z])/(?=(?:second|minute|hour|day|week|month|year|night|person)\b)"),
            _rate,
            "/",
        ),
        Rule(
            "slash",
            rx(r"(?<![\w/])([A-Za-z][A-Za-z'’-]{0,30})/([A-Za-z][A-Za-z'’-]{0,30})(?![\w/])"),
            _slash,
            "/",
        ),
        Rule("en dash", rx(r"(?<=\w)–(?=\w)"), lambda _m, _s: " to ", "–"),
        Rule("symbol", rx(r"::"), _drop, ":"),
        Rule("arrow", rx(r"\s?(?:[→➜➔➡⟶⇒←↑↓↔⇐]|->|=>|<-|-->|<--)\s?"), _arrow, "→➜➔➡⟶⇒←↑↓↔⇐-=<"),
        Rule(
            "symbol",
            rx(r"\s?(?:§§|(?:&{1,2}|={1,3}|[%°§¶©№±×÷≠≈≤≥✓✔ℓÅ]))\s?|(?<!\w)[@~$](?=\s)|¢"),
            _name,
            "&%°§¶©№±×÷=≠≈≤≥✓✔ℓÅ@~$¢",
        ),
        Rule("plus", rx(r"\s\+\s|(?<=[A-Za-z])\+(?=[A-Za-z])"), lambda _m, _s: " plus ", "+"),
        Rule("symbol", rx(r"\s?\|{1,2}\s?"), _pipe, "|"),
        Rule(
            "symbol",
            rx(r"[™®*†‡^~`\\_<>{}\[\]•◦▪●■□▶►★☆✗✘|¦#=©@¤¨¯´¸‖¬]+"),
            _drop,
            "™®*†‡^~`\\_<>{}[]•◦▪●■□▶►★☆✗✘|¦#=@¤¨¯´¸‖¬",
        ),
        Rule("symbol", rx(r"(?<=\w)/(?=\w)"), lambda _m, _s: " slash ", "/"),
        Rule("symbol", rx(r"\s/\s|//+|(?<!\w)/(?!\w)"), _drop, "/"),
    ),
)
