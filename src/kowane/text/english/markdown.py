"""Markdown read as what it means: the words stay, the marks go.

Works on one sentence or one block; these rules tidy and leave text for the rules after them.
"""

from __future__ import annotations

import re

from kowane.text.english.rules import Family, Group, Match, Rule, Style, rx


def _nothing(_match: Match, _style: Style) -> str:
    return ""


def _row(match: Match, _style: Style) -> str:
    cells = [cell.strip() for cell in match.group(1).split("|")]
    return ", ".join(cell.upper() if len(cell) == 1 else cell for cell in cells if cell)


_LINE = r"(?m)^[ \t]{0,8}"

FAMILY = Family(
    Group.MARKDOWN,
    (
        Rule(
            "markdown",
            rx(_LINE, r"(?:`{3,}|~{3,})[A-Za-z0-9_+-]{0,20}[ \t]*$"),
            _nothing,
            "`~",
            True,
        ),
        Rule(
            "markdown",
            rx(_LINE, r"(?:(?:\*[ \t]?){3,}|(?:-[ \t]?){3,}|(?:_[ \t]?){3,}|={3,})$"),
            _nothing,
            "*-_=",
            True,
        ),
        Rule(
            "markdown",
            rx(
                _LINE,
                r"\|?(?:[ \t]{0,4}:?-{2,}:?[ \t]{0,4}\|){1,40}[ \t]{0,4}(?::?-{2,}:?)?[ \t]*$",
            ),
            _nothing,
            "|",
            True,
        ),
        Rule("markdown", rx(_LINE, r"\|([^\n]{1,2000})\|[ \t]*$"), _row, "|", True),
        Rule("markdown", rx(_LINE, r"#{1,6}[ \t]+"), _nothing, "#", True),
        Rule("markdown", rx(r"(?m)[ \t]+#{1,6}[ \t]*$"), _nothing, "#", True),
        Rule("markdown", rx(_LINE, r"(?:>[ \t]?){1,6}(?=[^\s\d=])"), _nothing, ">", True),
        Rule(
            "markdown",
            rx(_LINE, r"[-*+•‣◦▪●○–][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)"),
            _nothing,
            "-*+•‣◦▪●○–",
            True,
        ),
        Rule(
            "markdown",
            rx(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:[ \t]\"[^\"]{0,200}\")?\)"),
            None,
            "!",
            True,
        ),
        Rule(
            "markdown",
            rx(
                r"\[([^\[\]]{1,500})\]\([^()\s]{0,500}(?:\([^()\s]{0,100}\)[^()\s]{0,100})?"
                r"(?:[ \t]\"[^\"]{0,200}\")?\)"
            ),
            None,
            "[",
            True,
        ),
        Rule("markdown", rx(r"\[([^\[\]]{1,500})\]\[[^\[\]]{0,100}\]"), None, "[", True),
        Rule("markdown", rx(r"\[\^[^\[\]\s]{1,30}\]:?"), _nothing, "[", True),
        Rule("markdown", rx(r"<(?=https?://)([^<>\s]{1,500})>"), None, "<", True),
        Rule(
            "markdown",
            rx(
                r"</?(?:b|i|u|s|em|strong|code|p|br|div|span|a|ul|ol|li|h[1-6]|sub|sup|kbd|mark|"
                r"table|tr|td|th|blockquote|pre|small|hr|img|font|center|details|summary)"
                r"(?:\s[^<>]{0,300})?/?>",
                flags=re.IGNORECASE,
            ),
            lambda m, _s: (
                " " if re.match(r"</?(?:br|p|div|li|tr|td|th|hr|h\d)\b", m.group(), re.I) else ""
            ),
            "<",
            True,
        ),
        Rule("markdown", rx(r"<!--[^<>]{0,1000}-->"), _nothing, "<", True),
        Rule("markdown", rx(r"``([^`\n]{1,500})``|`([^`\n]{1,500})`"), None, "`", True),
        Rule("markdown", rx(r"\*\*\*(?=\S)([^*\n]{1,1000})(?<=\S)\*\*\*"), None, "*", True),
        Rule("markdown", rx(r"\*\*(?=\S)([^*\n]{1,1000})(?<=\S)\*\*"), None, "*", True),
        Rule(
            "markdown",
            rx(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000})(?<=[^\s*])\*(?![\w*])"),
            None,
            "*",
            True,
        ),
        Rule(
            "markdown", rx(r"(?<![\w_])__(?=\S)([^_\n]{1,1000})(?<=\S)__(?![\w_])"), None, "_", True
        ),
        Rule(
            "markdown",
            rx(r"(?<![\w_/])_(?=[^\s_])([^_\n]{1,1000})(?<=[^\s_])_(?![\w_])"),
            None,
            "_",
            True,
        ),
        Rule("markdown", rx(r"~~(?=\S)([^~\n]{1,1000})(?<=\S)~~"), None, "~", True),
        Rule("markdown", rx(r"==(?=\S)([^=\n]{1,300})(?<=\S)==(?!=)"), None, "=", True),
        Rule("markdown", rx(r"\\(?=[*_`#\[\](){}<>+.!|~-])"), _nothing, "\\", True),
    ),
)
