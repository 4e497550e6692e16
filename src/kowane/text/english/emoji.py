"""Emoji and emoticons: left out, or said by their Unicode name.

A sequence (skin tone, joined family, flag, keycap) is one emoji.
"""

from __future__ import annotations

import unicodedata

from kowane.text.english.rules import Family, Group, Match, Rule, Style, rx

_PICTURE = (
    "[\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25fd\u25fe\u2600-\u27bf\u2934"
    "\u2935\u2b05-\u2b07"
    "\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\U0001f004\U0001f0cf\U0001f170-\U0001f19a"
    "\U0001f201-\U0001f251\U0001f300-\U0001faff]"
)
_NOT_PICTURES = "✓✔✗✘×÷→➔➜➡"
_AFTER = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]{0,8}"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"

_SEQUENCE = rx(
    rf"(?:{_FLAG}|(?![{_NOT_PICTURES}]){_PICTURE}{_AFTER}(?:\u200d{_PICTURE}{_AFTER}){{0,5}}"
    r"|[0-9#*]\ufe0f\u20e3|[\ufe0e\ufe0f\u20e3\u200d\U0001f1e6-\U0001f1ff])"
)
_SHORT_NAMES = {
    "😀": "grinning face",
    "😂": "tears of joy",
    "🙂": "smiling face",
    "👍": "thumbs up",
    "👎": "thumbs down",
    "❤": "red heart",
    "🎉": "party popper",
    "🔥": "fire",
    "🙏": "folded hands",
}
_EMOTICONS = (
    r"(?<![\w:;=<>()])(?:[:;][-'o^]?[)(\]\[DPpOo|*]{1,4}(?!\w)|=[)(DP](?!\w)|<3+(?![\d.])|</3"
    r"|:[-']?/(?![/\w])|\^_+\^|-_+-|[oO]_+[oO](?!\w)|¯\\_\(ツ\)_/¯|[xX]D{1,3}(?!\w))"
)
_FACES = {
    ")": "smiley",
    "]": "smiley",
    "D": "big smile",
    "P": "tongue out",
    "p": "tongue out",
    "(": "sad face",
    "[": "sad face",
    "O": "surprised face",
    "o": "surprised face",
    "/": "unsure face",
    "|": "straight face",
    "*": "kiss",
}


def _emoji(match: Match, style: Style) -> str:
    if not style.name_emoji:
        return " "
    first = match.group()[0]
    if "\U0001f1e6" <= first <= "\U0001f1ff":
        letters = "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in match.group())
        return f" flag {letters} "
    name = _SHORT_NAMES.get(first) or unicodedata.name(first, "").lower()
    return f" {name.replace('-', ' ')} " if name and not name.startswith("variation") else " "


def _emoticon(match: Match, style: Style) -> str:
    face = match.group()
    if not style.name_emoji:
        return " "
    if face.startswith("<"):
        return "heart" if "/" not in face else "broken heart"
    return _FACES.get(face[-1], "")


def _colon_name(match: Match, style: Style) -> str:
    return match.group(1).replace("_", " ").replace("-", " ") if style.name_emoji else " "


FAMILY = Family(
    Group.EMOJI,
    (
        Rule("emoji", _SEQUENCE, _emoji),
        Rule("emoji", rx(_EMOTICONS), _emoticon, ":;=<^-oOxX¯"),
        Rule(
            "emoji",
            rx(r"(?<![\w:]):([a-z][a-z0-9]{0,20}(?:[_-][a-z0-9]{1,20}){0,6}|\+1|-1):(?![\w:])"),
            _colon_name,
            ":",
        ),
    ),
)
