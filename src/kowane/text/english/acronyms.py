"""Capitals: spelled letter by letter, said as a word, or a word that is shouted."""

from __future__ import annotations

import re

from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    before,
    rx,
    word_after,
    word_before,
    words,
)

# Words in everyday use that misaki would not take for initials, or would take for a word.
_ALWAYS_SPELLED = words(
    "AI IT US UK EU UN UAE USA USSR ID IDs IP PR HR CEO CFO CTO COO CIO MIT UCLA NYC LA "
    "DC TV PC CD DVD AM PM FM AC ATM ADHD API APIs URL URLs PDF SQL HTML CSS GPU CPU RAM_ "
    "ER OR_ IRS FBI CIA NSA NBA NFL MLB NHL BBC CNN ABC NBC CBS HBO MTV IBM AMD HP LG BMW "
    "GM VW KFC UPS DHL FAQ DIY ASAP_ RSVP VIP MVP PhD MBA BA MA BS MS MD RN EMT ICU DNA "
    "RNA HIV STD MRI CT EKG OCD PTSD IQ EQ PE GPA SAT_ ACT_ LSD GDP IPO ETF LLC AG SA EV "
    "SUV MPG GPS USB HDMI LCD_ OS UI UX QA AR VR ML IoT IT ISP VPN DNS HTTP HTTPS SSH FTP "
    "CLI IDE SDK OOP ORM CRM ERP SEO B2B KPI ROI OKR PTO WFH RPG FPS NPC MMO PVP DM DMs "
    "OP TL DR OMG LOL BTW FYI IMO TBH IDK BRB SMH NSFW AKA TBA TBD ETA_ EST PST BC AD CE "
    "SOS UFO BBQ TNT"
)
_AMBIGUOUS = {
    "IT": frozenset({"IS"}),
    "US": frozenset({"LET"}),
}
SPELLED = words(
    "AI EU UN PR HR IP TV PC CD AC DC FM BA BS OS UI UX AR VR ML QA EV GM HP LG VW IQ PE "
    "DM OP TL DR UK EUs COO CEO CIO ISP UPS API APIS RAF USA UAE ATM IPO LOL OMG IOU SUV "
    "AMD IBM EMT ICU GPA DIY AA AAA ABC ACLU AFC AFK AIG ALS AMA AMC ANC AOL APA AP APR "
    "ASU AT AV BAE EA EEG EPA ESPN ETF EQ FAA FAQ FAQS GE GI IAM IDE IED IMF IMO IPA IPS "
    "IRA IRS ITV IUD IV JPA LGA MIA MIT MOMA NAACP NCAA NEA NIH OCD OED OECD OEM OSU PAYE "
    "PTA RAC RIAA SUNY TBA UCL UCLA UFC UFO UN UPI USB USC USDA USPS USSR UV WIFI"
) - {"AT", "MOMA", "SUNY", "WIFI", "NAACP", "IV"}
SAID_AS_WORDS = words(
    "NASA NATO UNESCO UNICEF OPEC FIFA UEFA NASCAR NAFTA LASER RADAR SCUBA SONAR AIDS "
    "COVID SARS PIN ASCII BIOS RAM ROM LAN WAN GUI GIF JPEG RAID SIM DOS IKEA NVIDIA "
    "NASDAQ FEMA OSHA HIPAA POTUS SCOTUS FLOTUS SWAT YOLO FOMO GOAT ASAP CAPTCHA JSON "
    "YAML TOML CRUD SOAP REST AJAX NUMA CUDA LEGO NIMBY BIPOC ASEAN AWOL DARPA INTERPOL "
    "MENSA PETA ZIP CERN NORAD OLED LED_ CAD CAM"
)
_COMMON = words(
    "A I AM AN AND ANY ARE AS AT BE BIG BUT BY CAN DAY DID DO DONE DOWN EVER EVERY FAR "
    "FOR FREE FROM FULL FUN GET GIVE GO GOD GOOD GOT GREAT HAD HAS HAVE HE HELL HELLO "
    "HELP HER HERE HEY HIM HIS HOT HOW IF IN INTO IS IT ITS JUST KEEP KNOW LAST LATE LET "
    "LIFE LIKE LIVE LONG LOOK LOVE MADE MAKE MAN MANY ME MORE MOST MUCH MUST MY NEED "
    "NEVER NEW NEWS NEXT NICE NO NOT NOTE NOW OF OFF OH OK OLD ON ONCE ONE ONLY OR OUR "
    "OUT OVER OWN PLAY PLEASE PUT REAL REALLY RED RIGHT RUN SAFE SALE SAW SAY SEE SHE SO "
    "SOME SOON SORRY STAY STILL STOP SUCH TAKE TELL TEN THAN THANK THANKS THAT THE THEM "
    "THEN THERE THESE THEY THIS TIME TO TODAY TOO TOP TRUE TRY TWO UP US USE VERY WAIT "
    "WANT WAR WARNING WAS WAY WE WELL WENT WERE WHAT WHEN WHERE WHICH WHO WHY WILL WIN "
    "WITH WON WORK WOW YEAH YEAR YES YET YOU YOUR ALL ALSO AGAIN AGO ALWAYS BACK BAD BEST "
    "BOY BUY CALL CAR COME CUT DAD DEAD DEAL DIE DOG DOOR EASY EAT END EYE FACT FAST FEW "
    "FIND FIRE FIRST FIX FOOD FOUR GIRL HALF HAND HARD HEAD HEAR HIGH HOME HOPE HOUR HUGE "
    "IDEA KID KIND LEFT LESS LIE LINE LIST LOST LOT LOW MAY MEN MIND MOM MOVE NAME NEAR "
    "NOON OPEN PAY RAN READ REST RICH ROOM SAID SAME SEEN SET SIX SOLD SON SUN TALK TEAM "
    "TEST TURN WALK WEEK WIFE WISE WORD WORST ZERO ACT ADD AGE AIR ART ASK BAR BED BIT "
    "BOX BUS CUP DRY DUE EAR EGG FAN FAT FIT FLY GAS GUN GUY HAT HIT ICE ILL INK JOB JOY "
    "KEY LAW LEG LIP MAD MAP MIX NET NOR NUT OIL PAN PEN PET PIE POT RAW ROW SAD SEA SIT "
    "SKY TAX TEA TIE TIP TOY VAN WET"
)


def _shout(match: Match, style: Style) -> str | None:
    """A run of words in capitals: said as the words they are."""
    text = match.group()
    words = re.findall(r"[A-Z]+(?:['’][A-Z]+)*", text)
    plain = [
        word for word in words if word in _COMMON or (len(word) > 3 and word not in SAID_AS_WORDS)
    ]
    if len(words) < 3 and not (len(words) == 2 and len(plain) == 2):
        return None
    if sum(word in _COMMON for word in words) * 4 < len(words) or not plain:
        return None
    return re.sub(
        r"[A-Z]+(?:['’][A-Z]+)*",
        lambda m: (
            m.group()
            if m.group() in SPELLED
            or (m.group() in ("FBI", "CIA", "USA", "BBC"))
            or not re.search("[AEIOUY]", m.group())
            else ("I" if m.group() == "I" else m.group().lower())
        ),
        text,
    )


_TWO_LETTERS = words(
    "AH AM AN AS AT BE BY DO EH GO HA HE HI HO IF IN IS IT LA LO ME MY NO OF OH OK ON OR OW "
    "OX SO TO UH UM UP US WE YA YE YO"
)
"""Words of two letters; any other two capitals are initials."""


def _word(match: Match, style: Style) -> str | None:
    text = match.group(1)
    ending = match.group(2) or ""
    if text in SPELLED:
        return text + ending
    if text == "IT":
        return (
            text + ending
            if not re.search(r"\b(?:DO|DID|IS|GET|LET|AND|LOVE|OF|FOR)\s$", before(match))
            else None
        )
    if text == "US":
        return text + ending if not _shouted(match) else None
    if text == "WHO":
        return (
            text + ending
            if word_before(match).lower() in {"the", "by", "from", "to"} and not _shouted(match)
            else None
        )
    if text in ("ID", "IDS"):
        return "ID" + ("s" if text == "IDS" else "") + ending
    if text == "OK":
        return None
    if text in {"AM", "PM"}:
        return text + ending if not _shouted(match) and word_before(match) != "I" else None
    if len(text) == 2 and text not in _TWO_LETTERS and not _shouted(match):
        return text + ending
    if text == "LA":
        return (
            text + ending
            if word_before(match).lower()
            in {"in", "to", "from", "the", "of", "around", "near", "downtown"}
            else None
        )
    if not re.search("[AEIOUY]", text) and len(text) <= 6:
        return text + ending
    if ending == "s" and text not in SAID_AS_WORDS and text not in _COMMON and len(text) <= 5:
        return text + ending
    return None


def _shouted(match: Match) -> bool:
    """Whether the neighbours are in capitals as well."""
    left = re.search(r"([A-Za-z']{2,})\W{1,3}$", before(match))
    right = word_after(match)
    return bool(
        (left and left.group(1).isupper() and len(left.group(1)) > 2)
        or (len(right) > 1 and right.isupper() and right in _COMMON)
    )


def _lone_a(match: Match, style: Style) -> str | None:
    return "A"


def _letter_range(match: Match, _style: Style) -> str | None:
    """A–Z, M-F: from one letter to a later one; "X-Y" next to it is two names."""
    first, last = match.groups()
    return f"{first} to {last}" if ord(last) - ord(first) > 1 else None


def _mixed(match: Match, _style: Style) -> str:
    """TCP/IP, AC/DC, AT&T, R&D."""
    text = match.group()
    said = re.sub(r"\s?&\s?", " and ", text)
    return said.replace("/", " ")


FAMILY = Family(
    Group.ACRONYMS,
    (
        Rule(
            "acronym",
            rx(r"(?<![\w&/.])[A-Z]{1,5}(?:[&/][A-Z]{1,5}){1,4}(?:'s|s)?(?![\w&/])"),
            _mixed,
            "&/",
        ),
        Rule(
            "shouting",
            rx(r"(?<![\w'’])[A-Z][A-Z'’]{0,30}(?:[,;:]?\s[A-Z][A-Z'’]{0,30}){1,60}(?![\w'’])"),
            _shout,
        ),
        Rule("acronym", rx(r"(?<![\w'’.@#-])([A-Z]{2,6})('s|’s|s)?(?![\w@]|['’]\w|\.\w)"), _word),
        Rule(
            "letter range",
            rx(r"(?<![\w'’./-])([A-Z])\s?[-–—]\s?([A-Z])(?![\w'’/-]|\.\w)"),
            _letter_range,
            "-–—",
        ),
        Rule(
            "grade",
            rx(r"(?<=\b[Aa]n )(A)-(?![\w-])|(?<=\b[Aa] )([BCDF])-(?![\w-])"),
            lambda m, _s: f"{m.group(1) or m.group(2)} minus",
            "-",
        ),
        Rule(
            "year over year",
            rx(r"\b(YoY|QoQ|MoM|YTD)\b"),
            lambda m, _s: {
                "YoY": "year over year",
                "QoQ": "quarter over quarter",
                "MoM": "month over month",
                "YTD": "year to date",
            }[m.group()],
            "YQM",
        ),
        Rule(
            "letter",
            rx(
                r"(?<=\bplan )A\b|(?<=\bteam )A\b|(?<=\bvitamin )A\b|(?<=\bgroup )A\b|"
                r"(?<=\bsection )A\b|(?<=\bgrade )A\b"
                r"|(?<=\boption )A\b|(?<=\btype )A\b|(?<=\bPlan )A\b|(?<=\bVitamin )A\b|"
                r"(?<=\bGroup )A\b|(?<=\bSection )A\b|(?<=\bOption )A\b|(?<=\bType )A\b"
                r"|(?<=\bGrade )A\b|(?<=\bHepatitis )A\b|(?<=\bhepatitis )A\b|(?<=\bGate"
                r" )A\b|(?<=\bSerie )A\b|(?<=\bletter )A\b|(?<![\w'])A(?=-(?:team|list|level"
                r"|levels|line|frame|side|plus)\b)"
                r"|(?<=\()[aA](?=\))|(?<![\w'’.])A(?=\s?[,;:)\]!?]|\.(?!\w)|\s?$)|"
                r"(?<![\w'’])[A](?=\s(?:and|or|to)\s[B-Z]\b)"
            ),
            _lone_a,
            "Aa",
        ),
    ),
)
