"""An ordered list of rewriting rules, run over one sentence.

A rule is a pattern, what to say for a match, and the group by which a caller can switch it off.
Knows no language; the languages' rules are tables of these. Linear in the sentence as long as each
pattern is: patterns here begin at a place they cannot begin again at one character later
(a look-behind) or bound their repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kowane.speech import SpokenText
from kowane.text.rewrite import substitute

Say = Callable[[re.Match[str]], str | None]
"""The words for a match, or None to leave it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of written form and how it is said.

    Attributes:
        group: the switch it belongs to: "numbers", "money", "dates", "times", …
        name: what explanations call it.
        pattern: what it matches.
        say: its words.
    """

    group: str
    name: str
    pattern: re.Pattern[str]
    say: Say


def run(sentence: SpokenText, rules: Iterable[Rule], off: frozenset[str]) -> SpokenText:
    """The sentence with each rule applied in turn, except those whose group is switched off.

    What one rule wrote, no later one touches.
    """
    text = sentence.text
    for rule in rules:
        if rule.group not in off and rule.pattern.search(text):
            sentence = substitute(sentence, rule.pattern, rule.say, rule.name)
            text = sentence.text
    return sentence
