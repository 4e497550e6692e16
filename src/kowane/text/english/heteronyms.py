"""Words of one spelling and several sounds, decided by part of speech, neighbours and cue words.

Two steps over a tagged sentence: tags are corrected where the neighbours leave no doubt (misaki
picks noun or verb by the tag), and words that tags cannot decide get fixed phonemes. American
phonemes are given; British ones follow by `names.to_british`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kowane.text.english.names import to_british
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

_SUBJECTS = frozenset(["i", "you", "we", "they"])
_THIRD = frozenset(["he", "she", "it", "who"])
_TO_VERB = words(
    "to will would can could shall should may might must 'll wo ca n't not cannot let's "
    "please gonna wanna never always don't doesn't didn't won't can't helps help"
)
_DETERMINERS = words(
    "a an the my your his her its our their this that these those every each no any some "
    "another one two three four five ten several many few both more most what which whose"
)
_BE = words(
    "am is are was were be been being 's 're 'm get gets got getting stay stayed feel "
    "felt seem seems looked looks become became remain remained so too very quite really "
    "as how"
)


@dataclass(frozen=True, slots=True)
class Around:
    """A word and its neighbourhood, all in lower case.

    Attributes:
        tokens: the sentence.
        index: the word's place.
    """

    tokens: list[Tagged]
    index: int

    @property
    def tag(self) -> str:
        return self.tokens[self.index].tag

    @property
    def text(self) -> str:
        return self.tokens[self.index].text

    def at(self, offset: int) -> str:
        """The word so many places off, "" beyond the sentence."""
        place = self.index + offset
        return self.tokens[place].text.lower() if 0 <= place < len(self.tokens) else ""

    def tag_at(self, offset: int) -> str:
        place = self.index + offset
        return self.tokens[place].tag if 0 <= place < len(self.tokens) else ""

    def near(self, words: frozenset[str], reach: int = 7) -> bool:
        """Whether one of the words stands within so many places."""
        start = max(0, self.index - reach)
        return any(
            token.text.lower() in words
            for place, token in enumerate(self.tokens[start : self.index + reach + 1], start)
            if place != self.index
        )

    @property
    def starts(self) -> bool:
        """Whether the word begins a sentence or clause."""
        before = self.at(-1)
        return not before or not any(char.isalnum() for char in before)


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
_SMALL = words(
    "amount amounts detail details quantity quantities particles particle traces"
    " trace fraction changes "
    "differences difference variations variation bits doses dose scale crack"
    " cracks organisms adjustments "
    "fragments proportions examination inspection hairs specks grains portion portions"
)


def _lead(word: Around) -> str | None:
    sure = word.at(1) in _METAL_NEXT or word.at(-2) in {"contain", "contains", "containing"}
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
            in {
                "made",
                "levels",
                "amount",
                "amounts",
                "traces",
                "full",
                "exposure",
                "filled",
                "lined",
                "piece",
                "pieces",
                "pound",
                "pounds",
                "tons",
                "sheet",
                "poisoned",
                "high",
            }
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


def _bass(word: Around) -> str:
    return "bˈæs" if word.near(_FISH) else "bˈAs"


def _bow(word: Around) -> str:
    bent, weapon = "bˈW", "bˈO"
    if word.tag.startswith("VB") and word.at(-1) not in _DETERMINERS:
        return bent
    if word.at(-2) in {
        "take",
        "took",
        "takes",
        "taking",
        "taken",
        "final",
        "make",
        "made",
        "gave",
        "give",
    } and word.at(-1) in {"a", "his", "her", "their", "final"}:
        return bent
    if word.at(-1) in {
        "deep",
        "polite",
        "slight",
        "low",
        "final",
        "courteous",
        "formal",
        "respectful",
        "little",
        "humble",
    }:
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


def _row(word: Around) -> str | None:
    quarrel = word.at(-1) in {
        "heated",
        "furious",
        "blazing",
        "diplomatic",
        "political",
        "almighty",
        "public",
        "bitter",
    } or (word.at(1) == "over" and word.at(-1) in {"a", "the"})
    return "ɹˈW" if quarrel else "ɹˈO"


def _tear(word: Around) -> str | None:
    rip, drop = "tˈɛɹ", "tˈɪɹ"
    if word.at(-1) == "and" and word.at(-2) == "wear":
        return rip
    if word.at(1) == "gas" or word.at(1) in {"duct", "ducts", "drop", "drops"}:
        return drop
    if word.at(-1) in _TO_VERB or word.at(1) in {"down", "apart", "up", "off", "open", "out"}:
        return rip
    if word.at(-1) in {
        "acl",
        "muscle",
        "ligament",
        "meniscus",
        "rotator",
        "cuff",
        "retinal",
        "tendon",
        "hamstring",
        "labral",
    }:
        return rip
    if (
        word.at(1) == "in"
        and word.at(2) in {"the", "his", "her", "my", "a", "its", "your"}
        and word.at(3) not in {"eye", "eyes", "corner"}
    ):
        return rip
    if word.tag.startswith("VB") and word.at(-1) not in _DETERMINERS:
        return rip
    if word.starts and word.tag_at(1) in {"DT", "PRP$"}:
        return rip
    return drop


def _tears(word: Around) -> str:
    rip = word.tag == "VBZ" and word.at(-1) not in _DETERMINERS | {
        "in",
        "of",
        "into",
        "with",
        "to",
        "and",
    }
    rip = (
        rip
        or word.at(1) in {"apart", "up", "down", "off", "open"}
        or (
            word.at(1) in {"in", "through"}
            and word.at(2) in {"the", "my"}
            and word.at(-1) in _THIRD
        )
    )
    return "tˈɛɹz" if rip else "tˈɪɹz"


def _live(word: Around) -> str:
    alive, reside = "lˈIv", "lˈɪv"
    if word.at(1) in _LIVE_NEXT or (
        word.at(1) == "-"
        and word.at(2) in {"in", "action", "streaming", "stream", "streamed", "tweet"}
    ):
        return reside if word.at(2) == "in" and word.at(1) == "-" else alive
    if word.at(-1) in {
        "go",
        "went",
        "going",
        "goes",
        "gone",
        "broadcast",
        "stream",
        "streamed",
        "streaming",
        "aired",
        "air",
        "perform",
        "performed",
        "performing",
        "performs",
        "watch",
        "watched",
        "recorded",
        "shown",
        "is",
        "are",
        "was",
        "were",
        "it",
        "'s",
        "tweet",
        "reporting",
        "appear",
        "appearing",
        "playing",
        "play",
        "played",
        "sing",
        "sang",
        "singing",
        "coming",
    }:
        return alive if word.at(-1) != "it" or not word.tag.startswith("VB") else reside
    if word.at(1) in {"from"} and word.at(-1) not in _SUBJECTS | _TO_VERB:
        return alive
    if (
        word.at(1) == "on"
        and word.at(2)
        in {
            "stage",
            "air",
            "tv",
            "television",
            "radio",
            "camera",
            "youtube",
            "twitch",
            "cnn",
            "bbc",
            "instagram",
        }
        and word.at(-1) not in _SUBJECTS | _TO_VERB
    ):
        return alive
    if word.tag.startswith("VB") or word.at(-1) in _SUBJECTS | _TO_VERB:
        return reside
    if word.tag in {"JJ", "RB"} and word.tag_at(1).startswith("NN"):
        return alive
    if word.tag_at(-1) in {"NNS", "NNPS", "PRP"} and word.at(1) in {
        "in",
        "at",
        "with",
        "near",
        "on",
        "there",
        "here",
        "under",
        "alone",
        "together",
        "longer",
        "like",
        "by",
    }:
        return reside
    return alive if word.tag in {"JJ", "RB"} else reside


def _lives(word: Around) -> str:
    noun = word.tag == "NNS" or word.at(-1) in _DETERMINERS | {
        "of",
        "many",
        "save",
        "saved",
        "saving",
        "human",
        "past",
        "private",
        "our",
        "real",
        "lost",
        "cost",
    }
    if word.at(-1) in _THIRD or (
        word.at(1) in {"in", "at", "with", "near", "alone", "there", "here", "on"}
        and word.tag_at(-1) in {"NNP", "NN", "PRP", "RB"}
        and word.at(-1) not in _DETERMINERS
    ):
        noun = False
    return "lˈIvz" if noun else "lˈɪvz"


def _read(word: Around) -> str | None:  # noqa: PLR0912 - one line for each auxiliary
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
        return past if before in _SUBJECTS | _THIRD else present
    if lead in _SUBJECTS | _THIRD:
        # "Have you read it?" and "Did you read it?": the auxiliary stands before the subject
        front = word.at(offset - 1)
        if front in {"have", "has", "had", "'ve"}:
            return past
        if front in {
            "do",
            "does",
            "did",
            "can",
            "could",
            "will",
            "would",
            "should",
            "n't",
            "must",
            "may",
            "might",
        }:
            return present
        if lead in _THIRD:
            return past
        return _read_by_cues(word, lead)
    if lead in {"'s"} and word.tag != "VB":
        return past
    if lead in _BASE:
        return present
    if lead in _PERFECT:
        return past
    if lead in {
        "a",
        "good",
        "great",
        "quick",
        "interesting",
        "long",
        "worth",
        "easy",
        "must",
        "the",
        "this",
    } and word.tag in {"NN", "VB", "VBP", "VBD", "VBN"}:
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


def _wind(word: Around) -> str | None:
    coil, air = "wˈInd", "wˈɪnd"
    if word.at(-1) in _TO_VERB - {"the"} and word.at(-1) != "not":
        return coil
    if word.at(1) in {"up", "down", "back"} and word.tag_at(-1) not in {"DT", "JJ", "NN"}:
        return coil
    if word.starts and word.tag_at(1) in {"DT", "PRP$", "PRP"}:
        return coil
    if word.tag_at(-1) in {"NNS"} and word.at(1) in {"through", "around", "along"}:
        return coil
    return air if word.at(-1) in _DETERMINERS or word.tag.startswith("NN") else None


def _winds(word: Around) -> str | None:
    if (
        word.tag == "VBZ"
        and word.at(1)
        in {"through", "around", "along", "up", "down", "its", "the", "past", "between"}
        and word.at(-1) not in {"the", "strong", "high"}
    ):
        return "wˈIndz"
    return "wˈɪndz"


def _wound(word: Around) -> str:
    injury, coiled = "wˈund", "wˈWnd"
    if word.at(-1) in _DETERMINERS | {
        "gunshot",
        "knife",
        "stab",
        "open",
        "flesh",
        "head",
        "bullet",
        "deep",
        "and",
        "to",
    } and word.at(1) not in {"up", "around", "down", "tightly"}:
        return injury
    if word.at(1) in {
        "up",
        "around",
        "down",
        "tightly",
        "through",
        "its",
        "back",
        "along",
    } or word.tag in {"VBD", "VBN"}:
        return coiled
    return injury


def _content(word: Around) -> str:
    pleased, matter = "kəntˈɛnt", "kˈɑntɛnt"
    if (
        word.tag.startswith("NN")
        and word.at(-1) in _DETERMINERS
        and word.at(-1) not in {"her", "more"}
    ):
        return matter
    if word.at(1) in {"with", "to", "in"} and (
        word.at(-1) in _BE or word.at(-1) in {"not", "n't", "perfectly", "be", "always", "were"}
    ):
        return pleased
    if word.at(-1) in _BE - {"'s"} or word.at(-1) in {
        "him",
        "me",
        "us",
        "them",
        "perfectly",
        "happily",
        "happy",
    }:
        return pleased
    if word.at(1) == "with" and word.tag_at(-1) == "PRP":
        return pleased
    if word.at(-1) == "her" and word.at(1) in {"", ".", "!", ","}:
        return pleased
    if word.at(1) in {"sigh", "smile", "look", "child", "expression", "life"}:
        return pleased
    return matter


def _minute(word: Around) -> str:
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


def _polish(word: Around) -> str:
    shine, nation = "pˈɑlɪʃ", "pˈOlɪʃ"
    if word.text.islower():
        return shine
    if word.starts and word.tag_at(1) in {"DT", "PRP$", "PRP"}:
        return shine
    if word.starts and word.at(1) in {"up", "off", "until", "shoes", "silver", "it"}:
        return shine
    return nation


def _close(word: Around) -> str:
    shut, near = "klˈOz", "klˈOs"
    if word.at(1) in {"to", "by", "together", "behind", "enough"} and word.at(
        -1
    ) not in _TO_VERB - {"not", "never", "always", "n't"}:
        return near if word.at(1) != "by" or not word.tag.startswith("VB") else shut
    if word.at(-1) in _TO_VERB:
        return near if word.at(-1) in {"not", "n't"} and word.at(-2) in _BE else shut
    if word.at(1) in {
        "friend",
        "friends",
        "relative",
        "relatives",
        "call",
        "look",
        "attention",
        "encounter",
        "encounters",
        "eye",
        "race",
        "contact",
        "proximity",
        "relationship",
        "ties",
        "second",
        "range",
        "family",
        "game",
        "match",
        "up",
        "shave",
        "quarters",
        "watch",
        "reading",
        "knit",
        "ally",
        "allies",
        "contest",
        "cousin",
        "friendship",
        "inspection",
        "combat",
    }:
        return near if not (word.at(1) == "up" and word.tag.startswith("VB")) else shut
    if word.at(-1) in _BE or word.at(-1) in {
        "came",
        "come",
        "stay",
        "stand",
        "stood",
        "pretty",
        "hold",
        "held",
        "up",
        "keep",
        "kept",
        "'re",
        "'s",
    }:
        return near
    if word.starts and (
        word.tag_at(1) in {"DT", "PRP$", "PRP"} or word.at(1) in {"all", "up", "down"}
    ):
        return shut
    if word.at(-1) in {"the", "a"} and word.at(1) in {"of", ",", ".", "", "at", "on"}:
        return shut
    if word.tag_at(-1) in {"NNS", "NNPS"} and word.at(1) in {
        "at",
        "on",
        "early",
        "late",
        "for",
        "in",
        "down",
        "every",
        "today",
        "tomorrow",
        "tonight",
        "their",
        "soon",
    }:
        return shut
    if word.tag.startswith(("VB", "NN")):
        return shut
    return near


def _address(word: Around) -> str | None:
    noun = word.tag.startswith("NN") and word.at(-1) not in _TO_VERB | _SUBJECTS
    return "ˈædɹˌɛs" if noun else "ədɹˈɛs"


def _protest(word: Around) -> str:
    return "pɹətˈɛst" if word.tag.startswith("VB") else "pɹˈOtˌɛst"


def _export(word: Around) -> str:
    return "ɪkspˈɔɹt" if word.tag.startswith("VB") else "ˈɛkspˌɔɹt"


def _resume(word: Around) -> str | None:
    if word.text.lower() == "résumé" or (
        (
            word.at(-1) in _DETERMINERS
            or word.at(-1) in {"updated", "new", "online", "strong", "attached"}
        )
        and not word.tag.startswith("VB")
    ):
        return "ɹˈɛzəmˌA"
    if word.at(-1) in _DETERMINERS - {"that"}:
        return "ɹˈɛzəmˌA"
    return "ɹəzˈum"


def _refuse(word: Around) -> str:
    if word.at(1) in {
        "collection",
        "bin",
        "bins",
        "dump",
        "heap",
        "disposal",
        "collector",
        "collectors",
        "truck",
        "sacks",
    } or (
        word.at(-1) in {"the", "household", "of", "garden", "some", "kitchen"}
        and word.tag.startswith("NN")
    ):
        return "ɹˈɛfjˌus"
    return "ɹəfjˈuz"


def _desert(word: Around) -> str | None:
    if word.at(-1) in _TO_VERB or (word.at(-1) in _SUBJECTS and word.tag.startswith("VB")):
        return "dəzˈɜɹt"
    return "dˈɛzəɹt"


def _deserts(word: Around) -> str:
    return "dəzˈɜɹts" if word.at(-1) == "just" or word.at(-1) in _THIRD else "dˈɛzəɹts"


def _dove(word: Around) -> str | None:
    if word.at(-1) in _SUBJECTS | _THIRD | {"then", "and"} or word.at(1) in {
        "into",
        "in",
        "off",
        "under",
        "down",
        "for",
        "head",
        "deep",
        "right",
        "straight",
    }:
        return "dˈOv"
    return "dˈʌv" if word.at(-1) in _DETERMINERS or word.tag.startswith("NN") else None


def _sow(word: Around) -> str:
    pig = word.at(-1) in {"the", "a", "his", "her", "old"} and not word.tag.startswith("VB")
    return (
        "sˈW"
        if pig
        or (word.near(words("piglets pig pigs boar farmer's"), 5) and word.tag.startswith("NN"))
        else "sˈO"
    )


def _sewer(word: Around) -> str | None:
    return (
        "sˈOəɹ"
        if word.near(words("needle thread stitch fabric tailor cloth seamstress sewing"), 8)
        else None
    )


def _august(word: Around) -> str | None:
    return "ɔɡˈʌst" if word.text.islower() else None


def _reading(word: Around) -> str | None:
    if (
        word.text == "Reading"
        and not word.starts
        and word.at(-1) in {"in", "to", "from", "near", "at", "of", "between", "and", "via"}
        and word.tag.startswith("NNP")
    ):
        return "ɹˈɛdɪŋ"
    return None


def _nice(word: Around) -> str | None:
    if (
        word.text == "Nice"
        and not word.starts
        and word.at(-1) in {"in", "to", "from", "near", "of"}
    ):
        return "nˈis"
    return None


def _sake(word: Around) -> str | None:
    if word.near(
        words(
            "drink drank drinking rice japanese bottle sushi sip cup warm hot brewery"
            " sashimi ordered beer wine glass brewed"
        ),
        6,
    ) and word.at(-1) not in {"the", "'s", "god", "heaven"}:
        return "sˈɑki"
    return "sˈAk"


def _learned(word: Around) -> str | None:
    if word.at(1) in {
        "scholar",
        "man",
        "friend",
        "society",
        "men",
        "judge",
        "colleague",
        "professor",
        "journal",
        "woman",
        "counsel",
    } and word.at(-1) in _DETERMINERS | {"most"}:
        return "lˈɜɹnɪd"
    return None


def _aged(word: Around) -> str | None:
    return "ˈAʤɪd" if word.at(-1) == "the" and word.at(1) in {"", ".", ",", "and", "are"} else None


def _number(word: Around) -> str | None:
    return "nˈʌməɹ" if word.at(1) == "and" and word.at(2) == "number" else None


def _invalid(word: Around) -> str | None:
    if word.at(-1) in {"an", "the", "elderly"} and (
        word.tag_at(1) in {"VBD", "VBZ", "MD", "VBP"}
        or word.at(1) in {".", ",", "", "and", "who", "for", "chair", "carriage"}
    ):
        return "ˈɪnvələd"
    return "ɪnvˈælɪd"


def _does(word: Around) -> str | None:
    if word.at(-1) in {"two", "three", "the", "and", "several"} and word.near(
        words("bucks deer fawn fawns buck stags"), 6
    ):
        return "dˈOz"
    return None


def _putting(word: Around) -> str | None:
    return "pˈʌTɪŋ" if word.at(1) in {"green", "greens", "range", "stroke"} else None


def _axes(word: Around) -> str | None:
    return (
        "ˈæksɪz"
        if word.near(
            words("swords wood chop tree trees sharp hatchets throwing shields spears battle"), 6
        )
        else "ˈæksˌiz"
    )


def _bases(word: Around) -> str | None:
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


def _house(word: Around) -> str | None:
    if (
        word.at(-1) in _TO_VERB
        and word.tag_at(1) in {"DT", "NNS", "JJ", "PRP", "CD", "PRP$"}
        and word.tag.startswith("VB")
    ):
        return "hˈWz"
    return "hˈWs"


def _excuse(word: Around) -> str | None:
    if (
        word.at(1) in {"me", "him", "her", "us", "the", "my", "yourself", "them"}
        and word.at(-1) not in _DETERMINERS
    ):
        return "ɪkskjˈuz"
    return None


def _job(word: Around) -> str | None:
    if word.text == "Job" and (
        (word.at(-2) == "book" and word.at(-1) == "of") or word.at(-1) == "patience"
    ):
        return "ʤˈOb"
    return None


_DECIDERS: dict[str, Callable[[Around], str | None]] = {
    "address": _address,
    "aged": _aged,
    "august": _august,
    "axes": _axes,
    "bases": _bases,
    "bass": _bass,
    "bow": _bow,
    "close": _close,
    "content": _content,
    "desert": _desert,
    "deserts": _deserts,
    "does": _does,
    "dove": _dove,
    "excuse": _excuse,
    "export": _export,
    "house": _house,
    "invalid": _invalid,
    "job": _job,
    "lead": _lead,
    "learned": _learned,
    "live": _live,
    "lives": _lives,
    "minute": _minute,
    "nice": _nice,
    "number": _number,
    "polish": _polish,
    "protest": _protest,
    "putting": _putting,
    "read": _read,
    "reading": _reading,
    "refuse": _refuse,
    "resume": _resume,
    "row": _row,
    "sake": _sake,
    "sewer": _sewer,
    "sow": _sow,
    "tear": _tear,
    "tears": _tears,
    "wind": _wind,
    "winds": _winds,
    "wound": _wound,
}


def decide(tokens: list[Tagged], lang: str) -> tuple[list[Tagged], dict[int, str]]:
    """The tokens with corrected tags, and phonemes by index for those that need them."""
    corrected = [_retag(tokens, index) for index in range(len(tokens))]
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


def _retag(tokens: list[Tagged], index: int) -> Tagged:
    token = tokens[index]
    text = token.text.lower()
    if text not in _NOUN_VERB and text not in _PLURALS:
        return token
    word = Around(tokens, index)
    lead = word.at(-1)
    if text in _PLURALS:
        if lead in _THIRD:
            return token._replace(tag="VBZ")
        return token._replace(tag="NNS") if lead in _DETERMINERS else token
    if word.at(-1) == "-" or word.at(1) == "-":
        return token
    if lead in _TO_VERB and not token.tag.startswith("JJ"):
        return token._replace(tag="VB")
    if lead in _SUBJECTS and token.tag in {"NN", "JJ", "VB", "VBP"}:
        return token._replace(tag="VBP")
    if (
        lead in _DETERMINERS
        and token.tag.startswith("VB")
        and lead not in {"that", "this", "which", "who"}
    ):
        return token._replace(tag="NN")
    if word.starts and (
        word.tag_at(1) in {"DT", "PRP$"} or word.at(1) in {"it", "them", "me", "us"}
    ):
        return token._replace(tag="VB")
    return token


_AFTER_VERB = words(
    "when with in on at every daily because if against by to for as too again"
    " early late the a an . , ; !"
)


def _only_verb(word: Around) -> bool:
    """Whether it stands where a verb would and there is no other verb: "shops close at"."""
    if word.at(1) and word.at(1) not in _AFTER_VERB:
        return False
    return not any(
        token.tag in {"VBD", "VBZ", "VBP", "MD"}
        for place, token in enumerate(word.tokens)
        if place != word.index
    )
