""" "read" in the present and in the past."""

from __future__ import annotations

from kowane.text.english.heteronyms.around import SUBJECTS, THIRD, Around
from kowane.text.english.rules import words

_PAST = words(
    "yesterday last ago once earlier was were had already then before when said"
    " went told came loved enjoyed "
    "finished bought until after again aloud recently never twice first"
)
_HABIT = words(
    "every always usually often sometimes daily weekly mostly rarely generally"
    " each day night regularly "
    "love like enjoy whenever normally seldom mornings evenings weekends nowadays still"
)
_PERFECT = words("have has had 've 'd having been be was were is are being get gets got")
_BASE = words(
    "to will would can could shall should may might must do does did 'll ca wo n't"
    " please let's cannot dare help helps "
    "don't doesn't didn't won't can't couldn't shouldn't wouldn't let 's just"
)
_ADVERBS = words(
    "never already just ever also always not n't only even often recently once"
    " quickly carefully really all "
    "previously both since now finally probably easily widely commonly still actually"
)


def read(word: Around) -> str | None:  # noqa: PLR0912 - one line for each auxiliary
    present, past = "ɹˈid", "ɹˈɛd"
    offset = -1
    while (
        word.at(offset) in _ADVERBS
        and offset > -4
        and word.at(offset) not in {"n't", "not", "just"}
    ):
        offset -= 1
    lead = word.at(offset)
    if lead in {"n't", "not"}:
        lead = word.at(offset - 1)
        return (
            past if lead in {"have", "has", "had", "is", "was", "were", "been", "are"} else present
        )
    if lead == "just":
        before = word.at(offset - 1)
        if before in _PERFECT:
            return past
        return past if before in SUBJECTS | THIRD else present
    if lead in SUBJECTS | THIRD:
        # "Have you read it?" and "Did you read it?": the auxiliary stands before the subject
        front = word.at(offset - 1)
        if front in {"have", "has", "had", "'ve"}:
            return past
        if front in words("do does did can could will would should n't must may might"):
            return present
        if lead in THIRD:
            return past
        return _read_by_cues(word, lead)
    if lead in {"'s"} and word.tag != "VB":
        return past
    if lead in _BASE:
        return present
    if lead in _PERFECT:
        return past
    if lead in words(
        "a good great quick interesting long worth easy must the this"
    ) and word.tag in {"NN", "VB", "VBP", "VBD", "VBN"}:
        if lead in {"the", "this"} and word.tag != "NN":
            return past
        return present
    if word.starts:
        return past if word.at(1) == "by" else present
    if word.tag in {"VBN", "JJ"}:
        return past
    if word.tag in {"VB"}:
        return present
    if word.tag_at(-1) in {"NN", "NNP"} and lead != "and":
        return past
    if lead == "and" or word.tag_at(-1) in {"NNS", "NNPS"}:
        return _read_by_cues(word, lead)
    return None


def _read_by_cues(word: Around, lead: str) -> str:
    tags = {token.tag for token in word.tokens[max(0, word.index - 10) : word.index + 10]}
    if word.near(_PAST, 12) or "VBD" in {
        t.tag for i, t in enumerate(word.tokens) if i != word.index and abs(i - word.index) < 10
    }:
        return "ɹˈɛd"
    if word.near(_HABIT, 10) or (lead in {"you", "they"} and not tags & {"VBD"}):
        return "ɹˈid"
    if lead == "and" and tags & {"VB", "VBP", "VBZ"}:
        return "ɹˈid"
    return "ɹˈɛd" if lead in {"i", "we"} else "ɹˈid"
