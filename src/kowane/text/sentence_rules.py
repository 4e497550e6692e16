"""What decides whether a full stop ends a sentence: abbreviations, initials, numbers, neighbours.

Takes the characters around one full stop of a Latin-script text and answers yes or no. Our own
tables hold what depends on the next word (titles, "No.", "a.m.", months, streets); for any other
abbreviation sentencex is asked about the two words alone, since its whole-text mode is quadratic
on non-ASCII text. Knows no spans and no other mark.
"""

from __future__ import annotations

import re

_TITLES = frozenset(
    ["mr", "mrs", "ms", "mx", "dr", "drs", "prof", "gen", "gov", "sen", "rep", "col", "maj", "capt", "cmdr", "lt", "sgt", "cpl", "pvt", "rev", "hon", "pres", "supt", "det", "messrs", "mme", "mmes", "mlle", "mgr", "sr", "sra", "srta", "sres", "dra", "dña", "d", "ud", "uds", "prof", "profa", "dott", "sig", "sigg", "ing", "avv", "arch", "egr", "spett", "geom", "rag", "on", "exmo", "exma", "st", "ste", "mt", "ft", "v", "vs", "cf", "viz", "approx", "ca", "ex", "e.g", "i.e", "eg", "ie", "p.ex", "p.ej", "ej", "al", "e.v", "a.k.a", "aka", "fig", "figs", "eq", "eqs", "eds", "m", "mm", "s.m", "no", "nos", "núm"]
)
"""Never the last word, whatever follows (a few are withdrawn below by what stands around them)."""

_BEFORE_NUMBER = frozenset(
    ["no", "nos", "nr", "n", "fig", "figs", "p", "pp", "pg", "pág", "págs", "pag", "pagg", "s", "sec", "sect", "ch", "chap", "chs", "cap", "vol", "vols", "art", "arts", "eq", "ex", "bk", "pt", "sc", "ln", "l", "ll", "tab", "tbl", "op", "ver", "v", "núm", "num", "tel", "ext", "ap", "apt", "rm", "fl", "c", "ca", "approx", "circa", "abb"]
)
"""An abbreviation only where a number comes next: "No. 5", but "No. I won't."."""

_MAY_END = frozenset(
    ["a.m", "p.m", "am", "pm", "u.s", "u.k", "e.u", "u.n", "d.c", "u.s.a", "u.a.e", "b.c", "a.d", "c.e", "b.c.e", "ph.d", "m.d", "b.a", "m.a", "j.d", "etc", "inc", "ltd", "co", "corp", "bros", "jr", "sr", "llc", "plc", "dept", "est", "min", "max", "hr", "hrs", "sec", "secs", "mins", "ft", "lb", "lbs", "oz", "kg", "km", "cm", "mm", "in", "yd", "yds", "mi", "mph", "ave", "blvd", "rd", "st", "ln", "ct", "pl", "sq", "hwy", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "ecc", "ee.uu", "s.a", "s.l", "s.p.a", "s.r.l", "pza", "av", "avda", "c.v", "ltda", "cia", "cía", "bd", "boul", "env", "univ", "dic", "ene", "abr", "ago", "déc", "févr", "juil", "janv", "gen", "genn", "febbr", "sett", "ott", "cit"]
)
"""Abbreviations that end a sentence if, and only if, the next word is one that often begins one."""

_STARTERS = {
    "en": "i he she it they we you the a an this that these those there then here his her its their"
    " my our your but and so or yet however if when while after before although as at in on for from"
    " to what who whom whose why how where which do does did is are was were will would can could"
    " should may have has had not no yes maybe please let nobody everyone someone everything all both"
    " some many most each every one two three another meanwhile later today tomorrow yesterday also"
    " with without once since because until only even just now see thank thanks our another dinner"
    " breakfast lunch nothing something anyone stop come go visit call ask tell say sales people",
    "es": "el la los las lo un una unos unas él ella ellos ellas yo tú usted nosotros pero y o si no"
    " sí qué quién cómo cuándo dónde por porque entonces luego después antes hoy mañana ayer este esta"
    " eso es era fue hay se me te le nos su sus mi mis tu en a al de del con sin para cuando aunque"
    " también todo todos nadie nada ya ahora aquí allí más muy",
    "fr": "le la les l un une des il elle ils elles je j tu nous vous on ce cet cette ces c mais et ou"
    " donc or ni car si que qui quoi où quand comment pourquoi est était puis ensuite après avant"
    " aujourd hier demain en à au aux de du d dans par pour avec sans son sa ses mon ma mes leur leurs"
    " notre tout tous rien personne oui non ne n quel quelle voici voilà cela ça",
    "it": "il lo la i gli le l un uno una egli ella lui lei loro io tu noi voi ma e o se non sì che chi"
    " cosa come quando dove perché poi dopo prima oggi ieri domani questo questa quello quella è era"
    " ci si mi ti vi in a al da dal di del con senza per su suo sua mio mia tutto tutti nessuno niente"
    " anche ora qui lì va vai",
    "pt": "o a os as um uma uns umas ele ela eles elas eu tu você vocês nós mas e ou se não sim que quem"
    " como quando onde por porque então depois antes hoje ontem amanhã este esta isso isto é era foi"
    " há em no na nos nas ao à de do da com sem para seu sua meu minha tudo todos ninguém nada também"
    " já agora aqui ali muito",
}
_ROMAN = re.compile(r"[IVXLC]+\b")
_NUMBERED = re.compile(r"[#№]?\d|[IVXLC]+\b")
_ZONE_OR_DAY = re.compile(
    r"(?:[A-Z]{2,4}\b|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|Eastern|Central|Pacific|Mountain|Greenwich)"
)
_LABELLED = frozenset(
    ["plan", "vitamin", "grade", "group", "section", "option", "type", "class", "team", "hepatitis", "appendix", "figure", "part", "platform", "exhibit", "block", "terminal", "gate", "step", "point", "version", "model", "series", "level", "line", "row", "column", "seat", "drive", "and", "or", "in", "am", "was", "than", "like", "do", "did", "about", "got", "had", "for", "with", "not"]
)
_STREET = frozenset(["st", "ave", "blvd", "rd", "ln", "ct", "pl", "sq", "hwy", "av", "avda"])
_LETTERS = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*$")
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõœæ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def ends_sentence(before: str, after: str, lang: str, *, sentence: str) -> bool:
    """Whether the full stop between `before` and `after` ends a sentence.

    Args:
        before: up to about 60 characters before the full stop.
        after: up to about 60 characters after it, white space and opening quotes removed; not "".
        lang: canonical tag.
        sentence: the present sentence so far, or its first 80 characters.
    """
    base = lang.partition("-")[0]
    token = before.rsplit(maxsplit=1)[-1] if before.split() else ""
    word = token.lstrip("\"'“”‘’«»([¿¡—–-").lower()
    opening = sentence.strip().lstrip("\"'“‘«([*_")
    if len(opening) <= 4 and re.fullmatch(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,4}", opening):
        return False  # "1. First item."
    next_word = _WORD.match(after)
    follower = next_word.group().lower() if next_word else ""
    if word in _BEFORE_NUMBER and _NUMBERED.match(after):
        return False
    if after[0].islower():
        return _ends_before_lower_case(word, sentence)
    starts_one = follower in _starters(base)
    if len(word) == 1 and word.isalpha() and token[-1].isupper():
        return _initial_ends(before, token, after, starts_one=starts_one, english=base == "en")
    if word == "m" and base == "fr":
        return False
    if word in _MAY_END:
        return _abbreviation_ends(before, word, after, starts_one=starts_one)
    if word in _TITLES:
        return word in ("no", "on", "ex", "al", "m", "ie", "d") and token == word and starts_one
    if base == "en" and word == "no" and not _NUMBERED.match(after):
        return True
    if not _LETTERS.search(word):
        return True
    return starts_one or _sentencex_agrees(word, after, base)


def _starters(base: str) -> frozenset[str]:
    return frozenset(_STARTERS.get(base, _STARTERS["en"]).split())


def _ends_before_lower_case(word: str, sentence: str) -> bool:
    """A careless writer begins sentences in lower case; an abbreviation is short or all stops."""
    if word in _TITLES or word in _MAY_END or word in _BEFORE_NUMBER or "." in word:
        return False
    first = _WORD.search(sentence)
    careless = first is not None and first.group()[0].islower()
    if not word or not word[-1].isalpha():
        return careless or word.endswith((")", "]", '"', "”"))
    if careless:
        return len(word) > 1
    return len(word) > 4 and _VOWEL.search(word) is not None


def _initial_ends(before: str, token: str, after: str, *, starts_one: bool, english: bool) -> bool:
    """ "J. R. R. Tolkien" and "John F. Kennedy" go on; "Plan B. Then …" and "So am I. He …" end."""
    words = before.split()
    previous = words[-2].strip(",;:\"'“”") if len(words) > 1 else ""
    if re.match(r"[A-Z]\.", after):  # another initial
        return previous.islower() and previous in _LABELLED and starts_one
    if english and token == "I" and previous:
        return previous.islower() or starts_one
    if previous.lower() in _LABELLED:
        return True
    return starts_one and previous.islower()


def _abbreviation_ends(before: str, word: str, after: str, *, starts_one: bool) -> bool:
    if after[0].isdigit():
        return word in ("etc", "inc", "ltd", "llc", "corp", "co", "jr")
    if word in _STREET:
        words = before.split()
        in_address = len(words) > 1 and words[-2][:1].isupper() | words[-2][:1].isdigit()
        return in_address and starts_one
    if word in ("etc", "ecc"):
        return True
    if word in ("a.m", "p.m", "am", "pm"):
        return starts_one or not _ZONE_OR_DAY.match(after)
    plain_word = word in (
        "in",
        "sun",
        "sat",
        "mar",
        "max",
        "am",
        "sec",
        "est",
        "gen",
        "ago",
        "min",
        "cit",
    )
    if plain_word and before.rsplit(maxsplit=1)[-1].islower():
        return True
    return starts_one


def _sentencex_agrees(word: str, after: str, base: str) -> bool:
    import sentencex

    safe = f"Xy {word}. {after}".encode("utf-8", "replace").decode("utf-8")
    pieces = sentencex.segment(base, safe)
    return len(pieces[0].rstrip()) <= len(word) + 4
