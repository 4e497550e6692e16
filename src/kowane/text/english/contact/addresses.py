"""Addresses on the web, e-mail, handles, hashtags, IP numbers."""

from __future__ import annotations

import re

from kowane.text.english.contact.spelling import digits, label, spell_out
from kowane.text.english.number_words import below_hundred, cardinal
from kowane.text.english.rules import Match, Rule, Style, rx

_TOP_LEVEL = (
    "com|org|net|edu|gov|mil|int|info|biz|name|museum|io|ai|app|dev|me|tv|co|us|uk"
    "|eu|de|fr|es|it|nl"
    "|be|ch|at|se|no|dk|fi|ie|pl|pt|cz|ru|ua|cn|jp|kr|in|au|nz|ca|mx|br|ar|za|gg|ly|fm|sh|xyz|tech"
    "|online|site|store|shop|blog|cloud|news|club|live|life|world|wiki|page|link"
    "|media|agency|design"
    "|studio|academy|email|social|team|tools|today|zone|gl|to|cc|so|is|hk|sg|tw|il"
    "|tr|gr|hu|ro|cl|pe"
)


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
    number = re.match(r"\d{2,4}(?=[A-Za-z])", match.group(1))
    head = cardinal(number.group(), british=style.british) + " " if number else ""
    rest = match.group(1)[number.end() :] if number else match.group(1)
    return f"hashtag {head}{spell_out(rest, style, skip='_-')}"


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

RULES: tuple[Rule, ...] = (
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
)
