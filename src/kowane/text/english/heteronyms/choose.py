"""Which word is decided by which rule."""

from __future__ import annotations

from collections.abc import Callable

from kowane.text.english.heteronyms import nouns, tense, verbs
from kowane.text.english.heteronyms.around import Around
from kowane.text.english.heteronyms.retag import retag
from kowane.text.english.names import to_british
from kowane.text.english.tagger import Tagged

_DECIDERS: dict[str, Callable[[Around], str | None]] = {
    "address": verbs.address,
    "aged": nouns.aged,
    "analyses": nouns.analyses,
    "august": nouns.august,
    "axes": nouns.axes,
    "bases": nouns.bases,
    "bass": nouns.bass,
    "beloved": nouns.beloved,
    "blessed": nouns.blessed,
    "bow": verbs.bow,
    "close": verbs.close,
    "content": nouns.content,
    "desert": verbs.desert,
    "deserts": verbs.deserts,
    "does": nouns.does,
    "dove": verbs.dove,
    "excuse": verbs.excuse,
    "export": verbs.export,
    "house": verbs.house,
    "invalid": nouns.invalid,
    "job": nouns.job,
    "lead": nouns.lead,
    "learned": nouns.learned,
    "lima": nouns.lima,
    "live": verbs.live,
    "lives": verbs.lives,
    "minute": nouns.minute,
    "mobile": nouns.mobile,
    "moped": nouns.moped,
    "nice": nouns.nice,
    "number": nouns.number,
    "polish": verbs.polish,
    "protest": verbs.protest,
    "putting": nouns.putting,
    "read": tense.read,
    "reading": nouns.reading,
    "refuse": verbs.refuse,
    "resume": verbs.resume,
    "row": verbs.row,
    "sake": nouns.sake,
    "sewer": nouns.sewer,
    "slough": nouns.slough,
    "sow": verbs.sow,
    "tear": verbs.tear,
    "tears": verbs.tears,
    "wind": verbs.wind,
    "winds": verbs.winds,
    "wound": verbs.wound,
}


def decide(tokens: list[Tagged], lang: str) -> tuple[list[Tagged], dict[int, str]]:
    """The tokens with corrected tags, and phonemes by index for those that need them."""
    corrected = [retag(tokens, index) for index in range(len(tokens))]
    fixed: dict[int, str] = {}
    for index, token in enumerate(corrected):
        if token.fixed >= 0:
            continue
        decider = _DECIDERS.get(token.text.lower())
        if decider is None or (token.text.isupper() and len(token.text) < 4):
            continue
        said = decider(Around(corrected, index))
        if said is not None:
            fixed[index] = to_british(said, token.text) if lang == "en-gb" else said
    return corrected, fixed
