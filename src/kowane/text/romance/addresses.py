"""Rules for web addresses, e-mail, handles and telephone numbers."""

from __future__ import annotations

import re

from kowane.text.romance.grammar import Grammar, digits
from kowane.text.ruleset import Rule

_LABEL = r"[\w-]{1,63}"
_TOP = (
    r"(?:com|org|net|edu|gov|gob|gouv|info|app|dev|io|ai|eu|es|fr|it|br|pt|mx|ar|co|cl|pe|uk|de|us"
    r"|tv|me|ch|be|ca|cat|blog|online|site|store|shop|xyz)"
)
_PARTS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    email = re.compile(
        rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_LABEL}\.){{1,6}}[A-Za-z]{{2,24}}(?![\w])"
    )
    url = re.compile(
        rf"(?<![\w@./-])(?:https?://(?:{_LABEL}\.){{0,8}}{_LABEL}|www\.(?:{_LABEL}\.){{0,8}}{_LABEL}"
        rf"|(?:{_LABEL}\.){{1,6}}{_TOP}(?![\w.-]*\w))(?::\d{{1,5}})?(?:/[^\s<>\"»”)]{{0,200}})?",
        re.IGNORECASE,
    )
    handle = re.compile(r"(?<![\w@.])(?P<sign>[@#])(?P<name>[^\W\d]\w{1,50})")
    phone = re.compile(grammar.phone_shape)
    plain = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s().-]{0,2}\d){5,14}(?![\d]|[.,/:-]\d)")
    cue = re.compile(rf"(?<!\w)(?:{grammar.phone_cues})[^\d\n,;]{{0,25}}$", re.IGNORECASE)

    def web(match: re.Match[str]) -> str:
        return _web(grammar, match.group())

    def named(match: re.Match[str]) -> str:
        sign = grammar.web[match["sign"]]
        parts = re.sub(r"(?<=[a-záéíóúàèìòùâêîôûãõç])(?=[A-ZÁÉÍÓÚ])", " ", match["name"])
        return f"{sign} {_web(grammar, parts)}"

    def dial(match: re.Match[str]) -> str | None:
        return grammar.phone(grammar, match.group())

    def after_cue(match: re.Match[str]) -> str | None:
        if not cue.search(match.string[max(0, match.start() - 45) : match.start()]):
            return None
        return grammar.phone(grammar, match.group())

    return (
        Rule("urls", "e-mail", email, web),
        Rule("urls", "url", url, web),
        Rule("urls", "handle", handle, named),
        Rule("phones", "phone", phone, dial),
        Rule("phones", "phone", plain, after_cue),
    )


def _web(grammar: Grammar, address: str) -> str:
    bare = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
    tail = ""
    while bare and bare[-1] in ".,;:!?/":
        if bare[-1] != "/":
            tail = bare[-1] + tail
        bare = bare[:-1]
    words = []
    labels = _PARTS.findall(bare)
    for index, part in enumerate(labels):
        after_dot = index > 0 and labels[index - 1] == "."
        if part.lower() == "www":
            words.append(grammar.web["www"])
        elif part in grammar.web:
            words.append(grammar.web[part])
        elif part.isdigit():
            short = len(part) <= 4 and part[0] != "0"
            words.append(
                grammar.cardinal(int(part), "m", False) if short else digits(grammar, part)
            )
        elif after_dot and len(part) == 2:
            words.append(grammar.web.get("." + part.lower(), " ".join(part.upper())))
        else:
            words.append(part)
    return " ".join(words) + tail


def one_by_one(grammar: Grammar, phone: str) -> str:
    """Every figure by itself, groups as short pauses."""
    groups = [group for group in re.split(r"[^\d]+", phone) if group]
    plus = f"{grammar.plus} " if phone.lstrip().startswith("+") else ""
    return plus + ", ".join(digits(grammar, group) for group in groups)


def in_pairs(grammar: Grammar, phone: str) -> str:
    """French style: 01 23 45 is zéro un vingt-trois quarante-cinq."""
    figures = re.sub(r"\D", "", phone)
    if re.fullmatch(r"0\d{3}\D\d{3}\D\d{3}", phone):  # zéro huit cent, cent vingt, …
        numbers = [grammar.cardinal(int(group), "m", False) for group in re.split(r"\D", phone)]
        return f"{grammar.digit[0]} {', '.join(numbers)}"
    if phone.lstrip().startswith("+"):
        groups = [group for group in re.split(r"[^\d]+", phone) if group]
        head = groups[0] if len(groups) > 1 else figures[:2]
        figures = figures[len(head) :]
        words = [grammar.plus, grammar.cardinal(int(head[:4]), "m", False)]
    else:
        words = []
    if len(figures) % 2:
        words.append(grammar.digit[int(figures[0])])
        figures = figures[1:]
    for start in range(0, len(figures), 2):
        pair = figures[start : start + 2]
        if pair[0] == "0":
            words.append(digits(grammar, pair))
        else:
            words.append(grammar.cardinal(int(pair), "m", False))
    return " ".join(words)
