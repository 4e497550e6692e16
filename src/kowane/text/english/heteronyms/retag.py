"""Tags corrected where the neighbours leave no doubt whether a word is a noun or a verb."""

from __future__ import annotations

from kowane.text.english.heteronyms.around import DETERMINERS, SUBJECTS, THIRD, TO_VERB, Around
from kowane.text.english.rules import words
from kowane.text.english.tagger import Tagged

# Nouns and verbs that differ in sound, where misaki goes by the tag.
_NOUN_VERB = words(
    "absent abstract abuse addict advocate affiliate affix ally alternate articulate "
    "associate attribute augment bow buffet close combine commune compact complement "
    "compliment compound compress concert conduct confine conflict conserve console "
    "construct contest contract contrast converse convert convict coordinate decrease "
    "defect delegate deliberate desert digest discard discharge discount document "
    "duplicate escort essay estimate excuse exploit export extract ferment finance "
    "fragment frequent graduate house implant import impress imprint incense incline "
    "increase insert insult intern invite laminate mandate misuse moderate object overlap "
    "permit pervert present proceed produce progress project protest rebel recall record "
    "recount refill refund refuse reject relay replay research reset retake rewrite "
    "segment separate sow subject subordinate supplement survey suspect syndicate tear "
    "torment transfer transplant transport update upset use wind"
)
_PLURALS = frozenset(
    {word + "s" for word in _NOUN_VERB}
    | {"abuses", "excuses", "houses", "uses", "refuses", "misuses"}
)


def retag(tokens: list[Tagged], index: int) -> Tagged:
    token = tokens[index]
    text = token.text.lower()
    if text not in _NOUN_VERB and text not in _PLURALS:
        return token
    word = Around(tokens, index)
    lead = word.at(-1)
    if text in _PLURALS:
        if lead in THIRD:
            return token._replace(tag="VBZ")
        return token._replace(tag="NNS") if lead in DETERMINERS else token
    if word.at(-1) == "-" or word.at(1) == "-":
        return token
    if lead in TO_VERB and not token.tag.startswith("JJ"):
        return token._replace(tag="VB")
    if (
        token.tag in {"VB", "VBP"}
        and word.tag_at(-1) in {"NN", "NNP", "JJ"}
        and word.tag_at(1) in {"VBZ", "VBD", "MD"}
    ):
        return token._replace(tag="NN")  # "vanilla extract smells": the next word is the verb
    if lead == "who" and token.tag in {"NN", "JJ", "VB"}:
        return token._replace(tag="VBP")
    if word.tag_at(-1) in {"NNS", "NNPS"} and token.tag in {"NN", "JJ"} and _only_verb(word):
        return token._replace(tag="VBP")
    if lead in SUBJECTS and token.tag in {"NN", "JJ", "VB", "VBP"}:
        return token._replace(tag="VBP")
    if (
        lead in DETERMINERS
        and token.tag.startswith("VB")
        and lead not in {"that", "this", "which", "who"}
    ):
        return token._replace(tag="NN")
    if word.starts and (
        word.tag_at(1) in {"DT", "PRP$"} or word.at(1) in {"it", "them", "me", "us"}
    ):
        return token._replace(tag="VB")
    return token


_ENDS = words(". , ; ! ? : when if because as while that and or but")


def _only_verb(word: Around) -> bool:
    """Whether it stands where a verb would and its clause has no other: "shops close at six"."""
    following, tag = word.at(1), word.tag_at(1)
    if following and following not in _ENDS and tag not in _AFTER_VERBS:
        return False
    place = word.index + 1
    near = word.tokens[max(0, place - 12) : place + 12]
    return not any(token.tag in _FINITE for token in near)


_AFTER_VERBS = frozenset({"DT", "PRP", "PRP$", "IN", "RB", "TO", "NNS", "NNPS", "RP", "WRB", "JJ"})
_FINITE = frozenset({"VB", "VBD", "VBZ", "VBP", "MD"})
