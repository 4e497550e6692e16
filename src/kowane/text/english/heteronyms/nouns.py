"""Words that are two different things: lead, bass, minute, does, Reading."""

from __future__ import annotations

from kowane.text.english.heteronyms.around import BE, DETERMINERS, THIRD, Around
from kowane.text.english.rules import words

_METAL_NEXT = words(
    "pipe pipes paint poisoning pencil pencils acid bullet bullets shot levels"
    " exposure weight weights "
    "glass crystal sinker batteries battery contamination mine mines solder content-free lined ore "
    "balloon plumbing toxicity apron roof sheet coffin dust ingot ingots concentrations ammunition"
)
_METAL_CUES = words(
    "mercury zinc copper tin arsenic cadmium iron uranium metal metals toxic atomic heavy poison "
    "molten alloy gasoline petrol pipes plumbing dense element contaminated soft gold silver"
)
_FISH = words(
    "fish fishing fished lake river caught catch catching sea striped largemouth"
    " smallmouth trout salmon "
    "bait rod grilled pond angler anglers fillet fillets perch carp pike fry fried hook boat"
)
_SMALL = words(
    "amount amounts detail details quantity quantities particles particle traces"
    " trace fraction changes "
    "differences difference variations variation bits doses dose scale crack"
    " cracks organisms adjustments "
    "fragments proportions examination inspection hairs specks grains portion portions"
)


def lead(word: Around) -> str | None:
    sure = (
        word.at(1) in _METAL_NEXT
        or word.at(-1) in {"pencil", "molten"}
        or word.at(-2) in {"contain", "contains", "containing"}
    )
    if word.tag.startswith("VB") and not sure and word.at(-1) not in {"of", "the", "with"}:
        return "lˈid"
    metal = (
        sure
        or (
            word.at(1) == "-"
            and word.at(2) in {"free", "based", "lined", "acid", "tainted", "coated"}
        )
        or (
            word.at(-1)
            in {"of", "with", "from", "contains", "contain", "containing", "molten", "liquid", "in"}
            and word.at(-2)
            in words(
                "made levels amount amounts traces full exposure filled lined piece "
                "pieces pound pounds tons sheet poisoned high"
            )
        )
        or (word.at(-1) in {"contains", "contain", "containing", "molten", "liquid"})
        or (
            word.tag.startswith("NN")
            and word.at(-1)
            not in {"the", "a", "in", "his", "her", "their", "early", "big", "my", "your", "our"}
            and word.near(_METAL_CUES, 5)
        )
    )
    return "lˈɛd" if metal else "lˈid"


def bass(word: Around) -> str:
    return "bˈæs" if word.near(_FISH) else "bˈAs"


def content(word: Around) -> str:
    pleased, matter = "kəntˈɛnt", "kˈɑntɛnt"
    if (
        word.tag.startswith("NN")
        and word.at(-1) in DETERMINERS
        and word.at(-1) not in {"her", "more"}
    ):
        return matter
    if word.at(1) in {"with", "to", "in"} and (
        word.at(-1) in BE or word.at(-1) in {"not", "n't", "perfectly", "be", "always", "were"}
    ):
        return pleased
    if word.at(-1) in BE - {"'s"} or word.at(-1) in words("him me us them perfectly happily happy"):
        return pleased
    if word.at(1) == "with" and word.tag_at(-1) == "PRP":
        return pleased
    if word.at(-1) == "her" and word.at(1) in {"", ".", "!", ","}:
        return pleased
    if word.at(1) in {"sigh", "smile", "look", "child", "expression", "life"}:
        return pleased
    return matter


def minute(word: Around) -> str:
    if (
        word.tag == "JJ"
        or word.at(1) in _SMALL
        or word.at(-1) in {"very", "so", "extremely", "too", "incredibly", "such"}
    ):
        return (
            "mInjˈut"
            if word.at(-1) not in {"one", "last", "per", "every"}
            and word.at(1) not in {"hand", "mark"}
            else "mˈɪnət"
        )
    return "mˈɪnət"


def sewer(word: Around) -> str | None:
    return (
        "sˈOəɹ"
        if word.near(
            words(
                "needle thread stitch fabric tailor cloth seamstress sewing dresses clothes skilled"
            ),
            8,
        )
        else None
    )


def august(word: Around) -> str | None:
    return "ɔɡˈʌst" if word.text.islower() else None


def reading(word: Around) -> str | None:
    if (
        word.text == "Reading"
        and not word.starts
        and word.at(-1) in {"in", "to", "from", "near", "at", "of", "between", "and", "via"}
        and word.tag.startswith("NNP")
    ):
        return "ɹˈɛdɪŋ"
    return None


def nice(word: Around) -> str | None:
    if (
        word.text == "Nice"
        and not word.starts
        and word.at(-1) in {"in", "to", "from", "near", "of"}
    ):
        return "nˈis"
    return None


def sake(word: Around) -> str | None:
    if word.near(
        words(
            "drink drank drinking rice japanese bottle sushi sip cup warm hot brewery"
            " sashimi ordered beer wine glass brewed"
        ),
        6,
    ) and word.at(-1) not in {"the", "'s", "god", "heaven"}:
        return "sˈɑki"
    return "sˈAk"


def learned(word: Around) -> str | None:
    if word.at(1) in words(
        "scholar man friend society men judge colleague professor journal woman counsel"
    ) and word.at(-1) in DETERMINERS | {"most"}:
        return "lˈɜɹnɪd"
    return None


def aged(word: Around) -> str | None:
    return "ˈAʤɪd" if word.at(-1) == "the" and word.at(1) in {"", ".", ",", "and", "are"} else None


def number(word: Around) -> str | None:
    return "nˈʌməɹ" if word.at(1) == "and" and word.at(2) == "number" else None


def invalid(word: Around) -> str | None:
    if word.at(-1) in {"an", "the", "elderly"} and (
        word.tag_at(1) in {"VBD", "VBZ", "MD", "VBP"}
        or word.at(1) in {".", ",", "", "and", "who", "for", "chair", "carriage"}
    ):
        return "ˈɪnvələd"
    return "ɪnvˈælɪd"


def does(word: Around) -> str | None:
    deer = word.at(-1) in {"the", "and"} and word.near(words("bucks deer fawn fawns buck stags"), 6)
    counted = word.at(-1) in words("two three four five six several many") and (
        word.at(-2) not in {"the", "of", "these", "those"}
        and (word.at(1).endswith("ed") or word.tag_at(1) in {"VBD", "VBP", "VBN", "IN", "MD"})
    )
    return "dˈOz" if deer or counted else None


def putting(word: Around) -> str | None:
    return "pˈʌTɪŋ" if word.at(1) in {"green", "greens", "range", "stroke"} else None


def axes(word: Around) -> str | None:
    return (
        "ˈæksɪz"
        if word.near(
            words("swords wood chop tree trees sharp hatchets throwing shields spears battle"), 6
        )
        else "ˈæksˌiz"
    )


def bases(word: Around) -> str | None:
    return (
        "bˈAsᵻz"
        if word.near(
            words(
                "military loaded covered army air customer fan naval data stole all user two"
                " three knowledge"
            ),
            5,
        )
        else None
    )


def job(word: Around) -> str | None:
    if word.text == "Job" and (
        (word.at(-2) == "book" and word.at(-1) == "of") or word.at(-1) == "patience"
    ):
        return "ʤˈOb"
    return None


def analyses(word: Around) -> str:
    return "ˈænəlˌIzᵻz" if word.at(-1) in THIRD or word.tag == "VBZ" else "ənˈæləsˌiz"


def beloved(_word: Around) -> str:
    return "bəlˈʌvᵻd"


def blessed(word: Around) -> str | None:
    """The adjective before a noun has two syllables: "the blessed event"."""
    holy = word.at(-1) in DETERMINERS and word.tag_at(1).startswith(("NN", "JJ"))
    return "blˈɛsᵻd" if holy else None


def lima(word: Around) -> str | None:
    return "lˈImə" if word.at(1) in {"bean", "beans"} else "lˈimə"


def moped(word: Around) -> str:
    return "mˈOpt" if word.tag.startswith("VB") and word.at(-1) not in DETERMINERS else "mˈOpˌɛd"


def slough(word: Around) -> str | None:
    if word.at(1) == "off" or word.tag.startswith("VB"):
        return "slˈʌf"
    return "slˈW" if word.text == "Slough" else None


def mobile(word: Around) -> str | None:
    """The city: "Mobile, Alabama"."""
    city = word.text == "Mobile" and not word.starts and word.at(-1) in {"in", "to", "from", "near"}
    return "mObˈil" if city else None
