"""What a normalisation rule is: a pattern, and words for what it matched.

The families of rules (numbers, money, dates, …) are tables of `Rule`; `normaliser` runs them in
order. Patterns have bounded repetition only, so every rule is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Groups of rules that a request can switch off."""

    TYPOGRAPHY = "typography"
    MARKDOWN = "markdown"
    EMOJI = "emoji"
    CONTACT = "contact"
    CODE = "code"
    DATES = "dates"
    TIMES = "times"
    MONEY = "money"
    UNITS = "units"
    MATHS = "maths"
    ROMAN = "roman"
    ABBREVIATIONS = "abbreviations"
    ACRONYMS = "acronyms"
    NUMBERS = "numbers"
    SYMBOLS = "symbols"


@dataclass(frozen=True, slots=True)
class Style:
    """How to read.

    Attributes:
        british: British conventions (3/4 is the third of April, "one hundred and five").
        name_emoji: say an emoji's name; otherwise it is left out.
        names: spellings, in lower case, that have phonemes of their own and stay as they are.
    """

    british: bool = False
    name_emoji: bool = False
    names: Set[str] = frozenset()


Match = re.Match[str]
Say = Callable[[Match, Style], str | None]
"""What is said for a match; None leaves it to other rules. Words in capitals are spelled."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: stands in `Piece.rule`.
        pattern: what it looks for.
        say: the words; None keeps the match's last group as it stands and drops the rest.
        needs: characters of which one must occur in the text, else the rule is not tried; "0"
            stands for any digit, "" for always.
        open: it tidies and does not speak, so that later rules see its result as text.
    """

    name: str
    pattern: re.Pattern[str]
    say: Say | None
    needs: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Rules of one group, in order."""

    group: Group
    rules: tuple[Rule, ...]


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def rx(*parts: str, flags: int = 0) -> re.Pattern[str]:
    """Compile the parts joined."""
    return re.compile("".join(parts), flags)


def before(match: Match, length: int = 40) -> str:
    """Up to `length` characters that stand before the match."""
    start = match.start()
    return match.string[max(0, start - length) : start]


def after(match: Match, length: int = 40) -> str:
    """Up to `length` characters that follow the match."""
    return match.string[match.end() : match.end() + length]


_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z'’.]{0,30})[\s(\"“]{0,3}$")
_NEXT_WORD = re.compile(r"\s{1,3}([A-Za-z][A-Za-z'’]{0,30})")
_BEGINS = re.compile(
    r"\s(?:He|She|It|They|We|You|The|This|That|These|Those|Then|There|But|And|So|If|When|My|Our|His"
    r"|Her|Its|What|Why|How|After|However|In|On|At|A|An|I)\s"
)
_AT_END = re.compile(r"[\s)\]\"'”’*]*$")


def word_before(match: Match) -> str:
    """The word that ends just before the match, as written; "" if there is none."""
    found = _LAST_WORD.search(before(match))
    return found.group(1) if found else ""


def word_after(match: Match) -> str:
    """The word that begins just after the match, as written; "" if there is none."""
    found = _NEXT_WORD.match(after(match))
    return found.group(1) if found else ""


def ends_text(match: Match) -> bool:
    """Whether a sentence ends here: only closing marks follow, or a word that begins one."""
    following = after(match)
    if len(following) < 8 and _AT_END.match(following):
        return True
    return bool(_BEGINS.match(following))


FUNCTION_WORDS = words(
    "a about above after against ago all also although an and any are around as at away "
    "back be because been before being below between both but by can could did do does "
    "down during each either else ended even ever every except extra few for from had has "
    "have he her here his how i if in into is it its just last left less like long may me "
    "might more most must my near no nor not now of off on once one only onto or other "
    "ought our out over own past per plus same she should since so some still such than "
    "that the their them then there these they this those through to today tomorrow "
    "tonight too total toward under until up upon us very via was we well went were what "
    "when where which while who whom whose why will with within without worth would "
    "yesterday yet you your each apiece later earlier sharp daily instead again please "
    "altogether together alone high tall wide deep away thick old below above"
)


_ALSO_NOUNS = words("can may will down long well past back")


def attributive(match: Match) -> bool:
    """Whether the amount stands before the noun it measures: "a 5 km run", not "run 5 km today"."""
    following, article = word_after(match), word_before(match).lower()
    if article in ("a", "an") and following in _ALSO_NOUNS:
        return True
    if not following or not following.islower() or following in FUNCTION_WORDS:
        return False
    return article in {"a", "an", "another", "every", "this", "that", "one"}
