"""Abbreviations of the four languages: a pattern, and the words it stands for.

The tables are `data/abbreviations-LANG.tsv`, a pattern, a tab and its words on each line. Patterns
are matched with a word boundary on either side, in the order of the file; a pattern may look ahead
to tell its meanings apart (p. before a figure is a page). Knows no grammar.
"""

from __future__ import annotations

from importlib.resources import files


def table(lang: str) -> tuple[tuple[str, str], ...]:
    """The pairs of one language.

    Args:
        lang: "es", "fr", "it" or "pt".
    """
    path = files("kowane.text.romance") / "data" / f"abbreviations-{lang}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple((pattern, words) for pattern, words in (line.split("\t") for line in lines))
