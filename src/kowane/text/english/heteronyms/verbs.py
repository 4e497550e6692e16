"""Words that are one thing as a verb and another as a noun or adjective."""

from __future__ import annotations

from kowane.text.english.heteronyms.around import BE, DETERMINERS, SUBJECTS, THIRD, TO_VERB, Around
from kowane.text.english.rules import words

_ARROW = words(
    "arrow arrows shoot shot archer archers archery violin cello string strings"
    " ribbon hair tie tied "
    "wrapped gift quiver rosin viola pink dress quivers hunting hunter hunters"
    " crossbow knot cannon fiddle"
)
_SHIP = words(
    "ship ship's boat boat's stern deck hull vessel port starboard sailors captain"
    " anchor yacht wave waves"
)
_LIVE_NEXT = words(
    "music show shows concert concerts stream streams streaming broadcast broadcasts event events "
    "performance performances audience audiences album coverage updates update chat tv television "
    "wire ammunition ammo bait animals animal band bands video recording demo feed action report "
    "interview blog blogs session sessions entertainment fire footage sports"
    " theatre theater tour data "
    "rounds round game games wires oak cam camera comedy radio birth births cattle"
    " chicken chickens "
    "lobster bacteria virus vaccine cells cell target support call match auction debate look studio"
)


def bow(word: Around) -> str:
    bent, weapon = "bˈW", "bˈO"
    if word.tag.startswith("VB") and word.at(-1) not in DETERMINERS:
        return bent
    if word.at(-2) in words("take took takes taking taken final make made gave give") and word.at(
        -1
    ) in {"a", "his", "her", "their", "final"}:
        return bent
    if word.at(-1) in words(
        "deep polite slight low final courteous formal respectful little humble"
    ):
        return bent
    if word.at(1) in {"down", "to", "before", "out"} and word.at(-1) not in {"the", "a"}:
        return bent
    if word.at(-1) in {"long", "cross", "recurve", "compound", "hair", "pink", "red"} or word.at(
        1
    ) in {"tie", "ties", "and", "hunting", "hunter"}:
        return weapon if not (word.at(1) == "and" and word.at(2) in {"stern", "scrape"}) else bent
    if word.near(_SHIP) and not word.near(_ARROW):
        return bent
    return weapon


def row(word: Around) -> str | None:
    quarrel = word.at(-1) in words(
        "heated furious blazing diplomatic political almighty public bitter"
    ) or (
        word.at(1) in {"over", "about", "with", "between"}
        and (word.at(-1) in {"a", "the"} or word.tag_at(-1) == "JJ")
        and word.at(-2) not in {"in", "on"}
    )
    return "ɹˈW" if quarrel else "ɹˈO"


def tear(word: Around) -> str | None:
    rip, drop = "tˈɛɹ", "tˈɪɹ"
    if word.at(-1) == "and" and word.at(-2) == "wear":
        return rip
    if word.at(1) == "gas" or word.at(1) in {"duct", "ducts", "drop", "drops"}:
        return drop
    if word.at(-1) in TO_VERB or word.at(1) in {"down", "apart", "up", "off", "open", "out"}:
        return rip
    if word.at(-1) in words(
        "acl muscle ligament meniscus rotator cuff retinal tendon hamstring labral"
    ):
        return rip
    if (
        word.at(1) == "in"
        and word.at(2) in {"the", "his", "her", "my", "a", "its", "your"}
        and word.at(3) not in {"eye", "eyes", "corner"}
    ):
        return rip
    if word.tag.startswith("VB") and word.at(-1) not in DETERMINERS:
        return rip
    if word.starts and word.tag_at(1) in {"DT", "PRP$"}:
        return rip
    return drop


def tears(word: Around) -> str:
    rip = word.tag == "VBZ" and word.at(-1) not in DETERMINERS | words("in of into with to and")
    rip = (
        rip
        or word.at(1) in {"apart", "up", "down", "off", "open"}
        or (
            word.at(1) in {"in", "through"} and word.at(2) in {"the", "my"} and word.at(-1) in THIRD
        )
    )
    return "tˈɛɹz" if rip else "tˈɪɹz"


def live(word: Around) -> str:
    alive, reside = "lˈIv", "lˈɪv"
    if word.at(1) in _LIVE_NEXT or (
        word.at(1) == "-"
        and word.at(2) in {"in", "action", "streaming", "stream", "streamed", "tweet"}
    ):
        return reside if word.at(2) == "in" and word.at(1) == "-" else alive
    if word.at(-1) in words(
        "go went going goes gone broadcast stream streamed streaming aired air "
        "perform performed performing performs watch watched recorded shown is "
        "are was were it 's tweet reporting appear appearing playing play played "
        "sing sang singing coming"
    ):
        return alive if word.at(-1) != "it" or not word.tag.startswith("VB") else reside
    if word.at(1) in {"from"} and word.at(-1) not in SUBJECTS | TO_VERB:
        return alive
    if (
        word.at(1) == "on"
        and word.at(2)
        in words("stage air tv television radio camera youtube twitch cnn bbc instagram")
        and word.at(-1) not in SUBJECTS | TO_VERB
    ):
        return alive
    if word.tag.startswith("VB") or word.at(-1) in SUBJECTS | TO_VERB:
        return reside
    if word.tag in {"JJ", "RB"} and word.tag_at(1).startswith("NN"):
        return alive
    if word.tag_at(-1) in {"NNS", "NNPS", "PRP"} and word.at(1) in words(
        "in at with near on there here under alone together longer like by"
    ):
        return reside
    return alive if word.tag in {"JJ", "RB"} else reside


def lives(word: Around) -> str:
    noun = word.tag == "NNS" or word.at(-1) in DETERMINERS | words(
        "of many save saved saving human past private our real lost cost"
    )
    if word.at(-1) in THIRD or (
        word.at(1) in {"in", "at", "with", "near", "alone", "there", "here", "on"}
        and word.tag_at(-1) in {"NNP", "NN", "PRP", "RB"}
        and word.at(-1) not in DETERMINERS
    ):
        noun = False
    return "lˈIvz" if noun else "lˈɪvz"


def wind(word: Around) -> str | None:
    coil, air = "wˈInd", "wˈɪnd"
    if word.at(-1) in TO_VERB - {"the"} and word.at(-1) != "not":
        return coil
    if word.at(1) in {"up", "down", "back"} and word.tag_at(-1) not in {"DT", "JJ", "NN"}:
        return coil
    if word.starts and word.tag_at(1) in {"DT", "PRP$", "PRP"}:
        return coil
    if word.tag_at(-1) in {"NNS"} and word.at(1) in {"through", "around", "along"}:
        return coil
    return air if word.at(-1) in DETERMINERS or word.tag.startswith("NN") else None


def winds(word: Around) -> str | None:
    if (
        word.tag == "VBZ"
        and word.at(1)
        in {"through", "around", "along", "up", "down", "its", "the", "past", "between"}
        and word.at(-1) not in {"the", "strong", "high"}
    ):
        return "wˈIndz"
    return "wˈɪndz"


def wound(word: Around) -> str:
    injury, coiled = "wˈund", "wˈWnd"
    subject = word.at(-1) in SUBJECTS | THIRD or word.tag_at(-1) == "NNP"
    if subject and (word.tag_at(1) in {"DT", "PRP$", "PRP", "RP", "IN"}):
        return coiled
    if word.at(-1) in DETERMINERS | words(
        "gunshot knife stab open flesh head bullet deep and to"
    ) and word.at(1) not in {"up", "around", "down", "tightly"}:
        return injury
    if word.at(1) in words("up around down tightly through its back along") or word.tag in {
        "VBD",
        "VBN",
    }:
        return coiled
    return injury


def polish(word: Around) -> str:
    shine, nation = "pˈɑlɪʃ", "pˈOlɪʃ"
    if word.text.islower():
        return shine
    if word.starts and word.tag_at(1) in {"DT", "PRP$", "PRP"}:
        return shine
    if word.starts and word.at(1) in {"up", "off", "until", "shoes", "silver", "it"}:
        return shine
    return nation


def close(word: Around) -> str:
    shut, near = "klˈOz", "klˈOs"
    if word.at(1) in {"to", "by", "together", "behind", "enough"} and word.at(-1) not in TO_VERB - {
        "not",
        "never",
        "always",
        "n't",
    }:
        return near if word.at(1) != "by" or not word.tag.startswith("VB") else shut
    if word.at(-1) in TO_VERB:
        return near if word.at(-1) in {"not", "n't"} and word.at(-2) in BE else shut
    if word.at(1) in words(
        "friend friends relative relatives call look attention encounter "
        "encounters eye race contact proximity relationship ties second range "
        "family game match up shave quarters watch reading knit ally allies "
        "contest cousin friendship inspection combat"
    ):
        return near if not (word.at(1) == "up" and word.tag.startswith("VB")) else shut
    if word.at(-1) in BE or word.at(-1) in words(
        "came come stay stand stood pretty hold held up keep kept 're 's"
    ):
        return near
    if word.starts and (
        word.tag_at(1) in {"DT", "PRP$", "PRP"} or word.at(1) in {"all", "up", "down"}
    ):
        return shut
    if word.at(-1) in {"the", "a"} and word.at(1) in {"of", ",", ".", "", "at", "on"}:
        return shut
    if word.tag_at(-1) in {"NNS", "NNPS"} and word.at(1) in words(
        "at on early late for in down every today tomorrow tonight their soon"
    ):
        return shut
    if word.tag.startswith(("VB", "NN")):
        return shut
    return near


def address(word: Around) -> str | None:
    noun = word.tag.startswith("NN") and word.at(-1) not in TO_VERB | SUBJECTS
    return "ˈædɹˌɛs" if noun else "ədɹˈɛs"


def protest(word: Around) -> str:
    return "pɹətˈɛst" if word.tag.startswith("VB") else "pɹˈOtˌɛst"


def export(word: Around) -> str:
    return "ɪkspˈɔɹt" if word.tag.startswith("VB") else "ˈɛkspˌɔɹt"


def resume(word: Around) -> str | None:
    if word.text.lower() == "résumé" or (
        (
            word.at(-1) in DETERMINERS
            or word.at(-1) in {"updated", "new", "online", "strong", "attached"}
        )
        and not word.tag.startswith("VB")
    ):
        return "ɹˈɛzəmˌA"
    if word.at(-1) in DETERMINERS - {"that"}:
        return "ɹˈɛzəmˌA"
    return "ɹəzˈum"


def refuse(word: Around) -> str:
    if word.at(1) in words(
        "collection bin bins dump heap disposal collector collectors truck sacks"
    ) or (
        word.at(-1) in {"the", "household", "of", "garden", "some", "kitchen"}
        and word.tag.startswith("NN")
    ):
        return "ɹˈɛfjˌus"
    return "ɹəfjˈuz"


def desert(word: Around) -> str | None:
    if word.at(-1) in TO_VERB or (word.at(-1) in SUBJECTS | {"who"} and word.tag.startswith("VB")):
        return "dəzˈɜɹt"
    return "dˈɛzəɹt"


def deserts(word: Around) -> str:
    return "dəzˈɜɹts" if word.at(-1) == "just" or word.at(-1) in THIRD else "dˈɛzəɹts"


def dove(word: Around) -> str | None:
    if word.at(-1) in SUBJECTS | THIRD | {"then", "and"} or word.at(1) in words(
        "into in off under down for head deep right straight"
    ):
        return "dˈOv"
    return "dˈʌv" if word.at(-1) in DETERMINERS or word.tag.startswith("NN") else None


def sow(word: Around) -> str:
    pig = word.at(-1) in {"the", "a", "his", "her", "old"} and not word.tag.startswith("VB")
    return (
        "sˈW"
        if pig
        or (word.near(words("piglets pig pigs boar farmer's"), 5) and word.tag.startswith("NN"))
        else "sˈO"
    )


def house(word: Around) -> str | None:
    if (
        (word.at(-1) in TO_VERB | SUBJECTS or word.tag_at(-1) in {"NNS", "NNPS"})
        and word.tag_at(1) in {"DT", "NNS", "JJ", "PRP", "CD", "PRP$"}
        and word.tag.startswith("VB")
    ):
        return "hˈWz"
    return "hˈWs"


def excuse(word: Around) -> str | None:
    if (
        word.at(1) in {"me", "him", "her", "us", "the", "my", "yourself", "them"}
        and word.at(-1) not in DETERMINERS
    ):
        return "ɪkskjˈuz"
    return None
