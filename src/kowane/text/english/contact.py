"""Web addresses, e-mail addresses, handles, hashtags, telephone and other digit strings."""

from __future__ import annotations

import re

from kowane.text.english.acronyms import SAID_AS_WORDS, SPELLED
from kowane.text.english.number_words import below_hundred, cardinal, spelled, year
from kowane.text.english.rules import Family, Group, Match, Rule, Style, before, rx, words

_MARKS = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "#": "hash",
    ":": "colon",
    "@": "at",
    "+": "plus",
    "%": "percent",
    "~": "tilde",
    ",": "comma",
    "\\": "backslash",
    "*": "star",
    "!": "exclamation mark",
    "$": "dollar",
    ";": "semicolon",
    "'": "",
}
_TOP_LEVEL = (
    "com|org|net|edu|gov|mil|int|info|biz|name|museum|io|ai|app|dev|me|tv|co|us|uk"
    "|eu|de|fr|es|it|nl"
    "|be|ch|at|se|no|dk|fi|ie|pl|pt|cz|ru|ua|cn|jp|kr|in|au|nz|ca|mx|br|ar|za|gg|ly|fm|sh|xyz|tech"
    "|online|site|store|shop|blog|cloud|news|club|live|life|world|wiki|page|link"
    "|media|agency|design"
    "|studio|academy|email|social|team|tools|today|zone|gl|to|cc|so|is|hk|sg|tw|il"
    "|tr|gr|hu|ro|cl|pe"
)
_WORD_LIKE = words("co me to be in is it at so us no go my do we he or if by on as an am up hi ok")
_SAID_AS_LETTERS = words(
    "id ids api faq pdf html css php sql xml url www uk usa us eu tv ai io ui ux pc hr pr "
    "vip dvd cd nyc bbc cnn npr nba nfl nhl mlb hbo ibm aws ssl ssh ftp http https vpn "
    "dns ip ios usb rss seo qa os vr ar ml dj mp ph gg ly fm cc gl hk sg tw ve de fr es "
    "nl ch se dk fi ie pl pt cz ru ua cn jp kr au nz ca mx br za il tr gr hu ro cl pe sh"
)
_INITIALS = frozenset(word for word in SPELLED if len(word) > 2) - {
    "IRA",
    "MIA",
    "UPS",
    "IAM",
    "PAYE",
}
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]", re.DOTALL)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac"})


def label(word: str) -> str:
    """A run of letters in an address: said as a word, or as letters in capitals."""
    lower = word.lower()
    if word.isupper() and word in SAID_AS_WORDS:
        return lower
    if len(word) == 1 or lower in _SAID_AS_LETTERS or word.upper() in _INITIALS:
        return word.upper()
    if lower in _WORD_LIKE:
        return lower
    if len(word) <= 5 and not re.search("[aeiouy]", lower):
        return word.upper()
    if len(word) == 2:
        return word.upper()
    return lower if not word.isupper() or len(word) > 5 else word


def digits(run: str, style: Style) -> str:
    """Digits in an address or a name: short ones as a number, years as years, else one by one."""
    if len(run) <= 2 and (run[0] != "0" or len(run) == 1):
        return cardinal(run)
    if len(run) == 4 and run[:2] in ("19", "20"):
        return year(run, british=style.british)
    return spelled(run)


def spell_out(text: str, style: Style, skip: str = "") -> str:
    """An address piece by piece: "foo-bar.com" → "foo dash bar dot com"."""
    said = []
    for match in _PIECES.finditer(text):
        piece = match.group()
        if piece.isdecimal():
            said.append(digits(piece, style))
        elif piece.isascii() and piece.isalpha():
            said.append(label(piece))
        elif piece in skip:
            continue
        else:
            said.append(_MARKS.get(piece, piece if piece.isalpha() else ""))
    return " ".join(filter(None, said))


def _url(match: Match, style: Style) -> str:
    address = match.group()
    scheme, mark, rest = address.partition("://")
    said = ""
    if mark:
        address = rest
        if scheme.lower() not in ("http", "https"):
            said = label(scheme).upper() + " "
    elif address.lower().startswith("mailto:"):
        address = address[7:]
    return said + spell_out(address.rstrip("/"), style)


def _bare_url(match: Match, style: Style) -> str | None:
    top = match.group("top")
    host = match.group("host")
    # "him.so" or "end.In" is two sentences without a space, not an address.
    if top.lower() in (
        "so",
        "is",
        "in",
        "to",
        "me",
        "it",
        "at",
        "be",
        "no",
        "us",
        "live",
        "today",
        "team",
        "name",
        "page",
        "world",
        "news",
        "life",
    ) and not match.group("path"):
        capital = top[0].isupper() or (host[0].isupper() and "." not in host.rstrip("."))
        if capital or top.lower() in ("so", "is", "in", "it", "at", "be", "no", "today"):
            return None
    return spell_out(match.group().rstrip("/"), style)


def _email(match: Match, style: Style) -> str:
    return spell_out(match.group(), style)


def _handle(match: Match, style: Style) -> str:
    return "at " + spell_out(match.group(1), style, skip="_")


def _hashtag(match: Match, style: Style) -> str:
    return "hashtag " + spell_out(match.group(1), style, skip="_-")


def _groups(text: str, style: Style) -> str:
    """Telephone digits group by group, a pause between."""
    zero = "oh" if style.british else "zero"
    said = []
    for group in re.findall(r"\d+|[A-Z]{2,}", text):
        if group.isalpha():
            said.append(group.lower() if re.search("[AEIOUY]", group) else group)
        elif re.fullmatch(r"[1-9]00", group):
            said.append(f"{below_hundred(int(group[0]))} hundred")
        else:
            said.append(spelled(group, zero))
    return ", ".join(said)


def _phone(match: Match, style: Style) -> str:
    text = match.group()
    said = ("plus " if text.lstrip("(").startswith("+") else "") + _groups(
        match.group("number"), style
    )
    extension = match.group("ext")
    if extension:
        said += f", extension {spelled(extension)}"
    return said


def _local_phone(match: Match, style: Style) -> str | None:
    lead = before(match).lower()
    if re.search(r"(?:pages?|pp?\.|from|between|lines?|years?|scores?|isbn|verses?)\s*$", lead):
        return None
    return _groups(match.group(), style)


def _short_code(match: Match, _style: Style) -> str:
    return f"{match.group(1)}{match.group(2)}{spelled(match.group(3))}"


_TEXTING = re.compile(r"\b(?:text|txt|sms|message)\s[\"'“‘]?\w{1,20}[\"'”’]?\sto\s$", re.IGNORECASE)
_CALLING = re.compile(
    r"\b(?:call|dial|ring|emergency (?:number|services?))\b[^.!?]{0,50}$", re.IGNORECASE
)


def _digit_groups(match: Match, _style: Style) -> str:
    return ", ".join(spelled(group) for group in re.findall(r"\d+", match.group()))


def _ip(match: Match, style: Style) -> str | None:
    parts = match.group(1).split(".")
    if any(int(part) > 255 for part in parts):
        return None
    said = " dot ".join(_octet(part) for part in parts)
    if match.group(2):
        said += (" slash " if match.group(2)[0] == "/" else " colon ") + digits(
            match.group(2)[1:], style
        )
    return said


def _octet(part: str) -> str:
    number = int(part)
    if number < 100:
        return below_hundred(number)
    if number % 100 == 0:
        return f"{below_hundred(number // 100)} hundred"
    rest = number % 100
    return f"{below_hundred(number // 100)} {'oh ' if rest < 10 else ''}{below_hundred(rest)}"


_END = r"[A-Za-z0-9/_=&%#~+$*-]"
_EXT = r"(?:,?\s?(?:ext\.?|extension|x)\s?(?P<ext>\d{1,6}))?"

FAMILY = Family(
    Group.CONTACT,
    (
        Rule(
            "url",
            rx(
                r"(?<![\w@])(?:(?:https?|ftps?|sftp|wss?|git|ssh|file|s3|rtsp)://|www\.|mailto:)"
                rf"[^\s<>\"'“”‘’()\[\]{{}}|`^]{{0,400}}(?:\([^\s<>()]{{0,80}}\))?"
                rf"(?<={_END})",
                flags=re.IGNORECASE,
            ),
            _url,
            "/.:",
        ),
        Rule(
            "email",
            rx(
                r"(?<![\w.+@/-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}"
                r"(?:\.[A-Za-z0-9-]{1,62}){1,6}(?<![-.])(?![\w@])"
            ),
            _email,
            "@",
        ),
        Rule(
            "url",
            rx(
                r"(?<![\w@./-])(?P<host>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6})"
                rf"(?P<top>(?i:{_TOP_LEVEL}))(?![\w@]|\.[A-Za-z0-9]|-[a-z])(?P<path>(?::\d{{2,5}})?"
                rf"(?:[/?#](?:[^\s<>\"'“”()\[\]{{}}|`^]{{0,300}}{_END})?)?)"
            ),
            _bare_url,
            ".",
        ),
        Rule(
            "handle",
            rx(r"(?<![\w@./+-])@([A-Za-z_]\w{0,40}(?:[.-]\w{1,40}){0,3})(?![\w@])"),
            _handle,
            "@",
        ),
        Rule(
            "hashtag",
            rx(
                r"(?<![\w#&/])#((?:\d{1,4}(?=[A-Za-z]{3}))?[A-Za-z_]\w{0,60}(?:-[A-Za-z]\w{0,30}){0,2})(?!\w)(?<!#[0-9A-F]{6})"
            ),
            _hashtag,
            "#",
        ),
        Rule("ip", rx(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})([:/]\d{1,5})?(?![\w]|\.\d)"), _ip, "."),
        Rule(
            "phone",
            rx(
                r"(?<![\w.,$£€-])(?P<number>(?:\+?1[-. ]?)?(?:\(\d{3}\)[-. ]?|\d{3}[-."
                r" ])\d{3}[-. ]\d{4})",
                _EXT,
                r"(?![\w-]|[.,]\d)",
            ),
            _phone,
            "0",
        ),
        Rule(
            "phone",
            rx(
                r"(?<![\w.,$£€-])(?P<number>\+\d{1,3}(?:[-. ]?\(?0?\)?[-. ]?\d{1,5}){2,6})",
                _EXT,
                r"(?![\w-]|[.,]\d)",
            ),
            _phone,
            "+",
        ),
        Rule(
            "phone",
            rx(
                r"(?<![\w.,$£€-])(?P<number>\(?0\d{2,4}\)?[- ]\d{3,4}[- ]?\d{3,4})",
                _EXT,
                r"(?![\w-]|[.,]\d)",
            ),
            _phone,
            "0",
        ),
        Rule(
            "phone",
            rx(
                r"(?<![\w.,$£€+-])(?P<number>1-?8(?:00|33|44|55|66|77|88)-(?:[A-Z\d]{2,8}-?){1,3})",
                r"(?P<ext>)(?<!-)(?![\w-])",
            ),
            _phone,
            "8",
        ),
        Rule("digit groups", rx(r"(?<![\w.,-])\d{3}-\d{2}-\d{4}(?![\w-])"), _digit_groups, "-"),
        Rule(
            "digit groups",
            rx(r"(?<![\w.,-])\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}(?![\w-])"),
            _digit_groups,
            "0",
        ),
        Rule(
            "digit groups",
            rx(r"(?<![\w.,-])97[89]-\d{1,5}-\d{1,7}-\d{1,7}-[\dXx](?![\w-])"),
            _digit_groups,
            "9",
        ),
        Rule("phone", rx(r"(?<![\w.,$£€/-])[2-9]\d{2}-\d{4}(?![\w-]|[.,]\d)"), _local_phone, "-"),
        Rule(
            "short code",
            rx(
                r"\b(call|calls|called|calling|dial|dials|dialed|dialled|dialing|text|ring|phone)"
                r"((?: the police (?:on|at))?\s)(\d{3})(?![\w-]|[.,:]\d|\s(?:times|people"
                r"|numbers|customers|clients))",
                flags=re.IGNORECASE,
            ),
            _short_code,
            "0",
        ),
        Rule(
            "short code",
            rx(
                r"(?<=\sto\s)()()(\d{5,6})(?!\w|[.,]\d)",
            ),
            lambda match, style: (
                _short_code(match, style) if _TEXTING.search(before(match)) else None
            ),
            "0",
        ),
        Rule(
            "short code",
            rx(
                r"(?<![\w.,$£€#+-])()()(911|999|112|988|000|111|101)(?=\s?(?:[.,;!?)]|$|(?:or|and|in|if|from)\b))"
            ),
            lambda match, style: (
                _short_code(match, style) if _CALLING.search(before(match, 60)) else None
            ),
            "0",
        ),
        Rule(
            "short code",
            rx(
                r"(?<![\w.,$-])()()(911|999|112)(?=\s(?:call|caller|dispatcher|operator|emergency))"
            ),
            _short_code,
            "91",
        ),
    ),
)
