"""Abbreviations written out, by their company: "Dr. Smith", "Elm Dr.", "min." and "5 min."."""

from __future__ import annotations

import re

from kowane.text.english.code import model_number
from kowane.text.english.number_words import ordinal, spelled
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    after,
    before,
    ends_text,
    rx,
    word_before,
    words,
)

_TITLES = {
    "Mr": "mister",
    "Mrs": "missus",
    "Ms": "miz",
    "Messrs": "messers",
    "Dr": "doctor",
    "Drs": "doctors",
    "Prof": "professor",
    "Profs": "professors",
    "Gov": "governor",
    "Gen": "general",
    "Sgt": "sergeant",
    "Lt": "lieutenant",
    "Col": "colonel",
    "Capt": "captain",
    "Maj": "major",
    "Cmdr": "commander",
    "Cpl": "corporal",
    "Pvt": "private",
    "Adm": "admiral",
    "Brig": "brigadier",
    "Rev": "reverend",
    "Hon": "honorable",
    "Sen": "senator",
    "Sens": "senators",
    "Rep": "representative",
    "Reps": "representatives",
    "Pres": "president",
    "Supt": "superintendent",
    "Insp": "inspector",
    "Det": "detective",
    "Fr": "father",
    "Br": "brother",
    "Sr": "sister",
    "Mme": "madame",
    "Mlle": "mademoiselle",
    "Cdr": "commander",
    "Amb": "ambassador",
    "Atty": "attorney",
    "Secy": "secretary",
    "Treas": "treasurer",
    "Bp": "bishop",
    "Abp": "archbishop",
    "Sgts": "sergeants",
    "Ofc": "officer",
    "Dir": "director",
    "Chmn": "chairman",
}
_BRITISH_TITLES = {"Hon": "honourable"}
_STREETS = {
    "St": "street",
    "Ave": "avenue",
    "Av": "avenue",
    "Blvd": "boulevard",
    "Rd": "road",
    "Ln": "lane",
    "Ct": "court",
    "Pl": "place",
    "Hwy": "highway",
    "Pkwy": "parkway",
    "Dr": "drive",
    "Sq": "square",
    "Ter": "terrace",
    "Cir": "circle",
    "Expy": "expressway",
    "Fwy": "freeway",
    "Cres": "crescent",
    "Tpke": "turnpike",
    "Aly": "alley",
    "Plz": "plaza",
    "Trl": "trail",
}
_WORDS = {
    "vs": "versus",
    "v": "versus",
    "etc": "et cetera",
    "approx": "approximately",
    "dept": "department",
    "depts": "departments",
    "est": "established",
    "govt": "government",
    "inc": "incorporated",
    "ltd": "limited",
    "corp": "corporation",
    "co": "company",
    "cos": "companies",
    "bros": "brothers",
    "assn": "association",
    "assoc": "association",
    "univ": "university",
    "inst": "institute",
    "intl": "international",
    "natl": "national",
    "mfg": "manufacturing",
    "dist": "district",
    "div": "division",
    "jr": "junior",
    "sr": "senior",
    "esq": "esquire",
    "apt": "apartment",
    "apts": "apartments",
    "ste": "suite",
    "bldg": "building",
    "rm": "room",
    "flr": "floor",
    "misc": "miscellaneous",
    "incl": "including",
    "excl": "excluding",
    "max": "maximum",
    "min": "minimum",
    "avg": "average",
    "temp": "temperature",
    "tel": "telephone",
    "ext": "extension",
    "cf": "compare",
    "viz": "namely",
    "ibid": "ibid",
    "ca": "circa",
    "ed": "edition",
    "eds": "editors",
    "rev": "revised",
    "vol": "volume",
    "vols": "volumes",
    "ch": "chapter",
    "chs": "chapters",
    "chap": "chapter",
    "sec": "section",
    "secs": "sections",
    "fig": "figure",
    "figs": "figures",
    "eq": "equation",
    "eqs": "equations",
    "ref": "reference",
    "refs": "references",
    "no": "number",
    "nos": "numbers",
    "pp": "pages",
    "p": "page",
    "pg": "page",
    "pgs": "pages",
    "ver": "version",
    "par": "paragraph",
    "para": "paragraph",
    "art": "article",
    "app": "appendix",
    "ex": "example",
    "exs": "examples",
    "qty": "quantity",
    "amt": "amount",
    "acct": "account",
    "bal": "balance",
    "appt": "appointment",
    "mgr": "manager",
    "asst": "assistant",
    "dir": "director",
    "secy": "secretary",
    "mgmt": "management",
    "hr": "hour",
    "hrs": "hours",
    "yr": "year",
    "yrs": "years",
    "mo": "month",
    "mos": "months",
    "wk": "week",
    "wks": "weeks",
    "pt": "part",
    "pts": "points",
    "pop": "population",
    "orig": "original",
    "prev": "previous",
    "abbr": "abbreviated",
    "abbrev": "abbreviation",
    "attn": "attention",
    "cont": "continued",
    "def": "definition",
    "diff": "difference",
    "dup": "duplicate",
    "equiv": "equivalent",
    "est'd": "established",
    "gal": "gallon",
    "lang": "language",
    "lib": "library",
    "lit": "literally",
    "oz": "ounce",
    "lb": "pound",
    "lbs": "pounds",
    "sq": "square",
    "tbsp": "tablespoon",
    "tsp": "teaspoon",
    "ft": "feet",
    "num": "number",
    "obs": "observation",
    "op": "opus",
    "pron": "pronounced",
    "pub": "published",
    "reg": "regular",
    "seq": "sequence",
    "sci": "science",
    "sup": "superior",
    "supp": "supplement",
    "syn": "synonym",
    "trans": "translated",
    "var": "variant",
    "rte": "route",
    "mt": "mount",
    "ft.": "fort",
    "lat": "latitude",
    "lon": "longitude",
    "long": "longitude",
    "alt": "altitude",
    "cert": "certificate",
}
_TIMES = {
    "min": "minute",
    "mins": "minutes",
    "sec": "second",
    "secs": "seconds",
    "hr": "hour",
    "hrs": "hours",
    "yr": "year",
    "yrs": "years",
    "wk": "week",
    "wks": "weeks",
}
_STATES = {
    "AL": "alabama",
    "AK": "alaska",
    "AZ": "arizona",
    "AR": "arkansas",
    "CA": "california",
    "CO": "colorado",
    "CT": "connecticut",
    "DE": "delaware",
    "DC": "DC",
    "FL": "florida",
    "GA": "georgia",
    "HI": "hawaii",
    "ID": "idaho",
    "IL": "illinois",
    "IN": "indiana",
    "IA": "iowa",
    "KS": "kansas",
    "KY": "kentucky",
    "LA": "louisiana",
    "ME": "maine",
    "MD": "maryland",
    "MA": "massachusetts",
    "MI": "michigan",
    "MN": "minnesota",
    "MS": "mississippi",
    "MO": "missouri",
    "MT": "montana",
    "NE": "nebraska",
    "NV": "nevada",
    "NH": "new hampshire",
    "NJ": "new jersey",
    "NM": "new mexico",
    "NY": "new york",
    "NC": "north carolina",
    "ND": "north dakota",
    "OH": "ohio",
    "OK": "oklahoma",
    "OR": "oregon",
    "PA": "pennsylvania",
    "RI": "rhode island",
    "SC": "south carolina",
    "SD": "south dakota",
    "TN": "tennessee",
    "TX": "texas",
    "UT": "utah",
    "VT": "vermont",
    "VA": "virginia",
    "WA": "washington",
    "WV": "west virginia",
    "WI": "wisconsin",
    "WY": "wyoming",
}
_COMPASS = {
    "N": "north",
    "S": "south",
    "E": "east",
    "W": "west",
    "NE": "northeast",
    "NW": "northwest",
    "SE": "southeast",
    "SW": "southwest",
}


def _stop(match: Match) -> str:
    """The dot of an abbreviation at the end of the text ends the sentence as well."""
    return "." if match.group().endswith(".") and ends_text(match) else ""


def _title(match: Match, style: Style) -> str:
    key = match.group(1)
    if style.british and key in _BRITISH_TITLES:
        return _BRITISH_TITLES[key]
    return _TITLES[key]


def _doctor(match: Match, _style: Style) -> str:
    """Dr.: a drive after a name of a street, else a doctor."""
    lead = re.search(r"(?:([A-Z][a-z]+|\d+(?:st|nd|rd|th)))\s$", before(match))
    following = after(match)
    name_follows = re.match(r"\s[A-Z]", following)
    if lead and (
        not name_follows
        or re.search(r"\d+\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s){1,2}$", before(match))
    ):
        return "drive" + _stop(match)
    return "doctor" + _stop(match)


def _saint(match: Match, _style: Style) -> str:
    """St.: a street after a name or an ordinal, else a saint."""
    lead = re.search(
        r"(?:([A-Z][A-Za-z'’]+|\d+(?:st|nd|rd|th)|[a-z]+(?:first|second|third|th)))\s$",
        before(match),
    )
    name = re.match(r"\s[A-Z][a-z'’]", after(match))
    if lead and (lead.group(1) not in _BEFORE_SAINT or not name):
        if not name or re.search(
            r"(?:\d\s|\d(?:st|nd|rd|th)\s|Main |Wall |High |Elm |Oak |Park )"
            r"(?:[A-Z][a-z]+\s){0,2}$",
            before(match),
        ):
            return "street" + _stop(match)
        if lead.group(1) in _NOT_STREETS:
            return "saint"
        if re.match(r"\s(?:and|is|was|in|on|near|to|at|by|The|It|He|She|We|They)\b", after(match)):
            return "street" + _stop(match)
        return "street" + _stop(match) if not name else "saint"
    return ("saint" if name or not lead else "street") + _stop(match)


_BEFORE_SAINT = words(
    "In At To From The Near Of And For Visit By Mount Fort Port Cathedral Church Saint With"
)
_NOT_STREETS = words(
    "Mount Fort Port Visit The In At East West North South Downtown Greater Near From"
)


def _street(match: Match, style: Style) -> str:
    name = match.group(1)
    number = re.match(r"\d+", name)
    if number:
        name = ordinal(number.group(), british=style.british) + " "
    return name + _STREETS[match.group(2)] + _stop(match)


def _word(match: Match, _style: Style) -> str | None:
    key = match.group(1)
    if key.isupper() and 1 < len(key) < 4:
        return None
    return _WORDS[key.lower()] + _stop(match)


def _own_word(match: Match) -> bool:
    """Whether "app." or "art." is the word itself at the end of a sentence: "Open the app. 2 …"."""
    return match.group(1) in {"app", "art", "no", "op", "ed"} and word_before(match).lower() in {
        "the",
        "an",
        "a",
        "this",
        "that",
        "your",
        "my",
        "our",
        "his",
        "her",
        "said",
        "mobile",
    }


def _before_number(match: Match, _style: Style) -> str:
    return _WORDS[match.group(1).lower()]


def _latin(match: Match, _style: Style) -> str:
    key = match.group(1).lower().replace(".", "").replace(" ", "")
    said = {
        "eg": "for example",
        "ie": "that is",
        "etal": "et al",
        "ps": "PS",
        "nb": "NB",
        "aka": "AKA",
        "qv": "QV",
        "opcit": "op cit",
        "am": "AM",
        "pm": "PM",
    }[key]
    comma = (
        ","
        if key in ("eg", "ie") and re.match(r"\s", after(match)) and not match.group().endswith(",")
        else ""
    )
    return said + comma + (_stop(match) if key != "etal" or ends_text(match) else "")


def _with(match: Match, _style: Style) -> str:
    return {
        "w/": "with",
        "w/o": "without",
        "b/c": "because",
        "c/o": "care of",
        "n/a": "NA",
        "w/in": "within",
        "a/c": "AC",
        "b/w": "between",
        "r/t": "related to",
        "h/t": "hat tip",
        "i/o": "IO",
        "p/e": "PE",
        "y/y": "year over year",
        "q/q": "quarter over quarter",
        "m/m": "month over month",
        "b/f": "boyfriend",
        "g/f": "girlfriend",
        "w/end": "weekend",
        "w/ends": "weekends",
    }[match.group(1).lower()] + (" " if re.match(r"\w", after(match)) else "")


def _initials(match: Match, _style: Style) -> str:
    """U.S., Ph.D., J.R.R.: letters; the last dot stays if it ends the sentence."""
    letters = re.sub(r"[.\s]", "", match.group(1))
    ending = match.group(2) or ""
    return letters.upper() + ending + (_stop(match) if not ending else "")


def _short_time(match: Match, _style: Style) -> str:
    """ "per min", "two fifteen min": singular after per, a, each and one."""
    name = _TIMES[match.group(1)].rstrip("s")
    one = word_before(match).lower() in {"per", "a", "an", "each", "every", "one"}
    return name if one else name + "s"


def _initial(match: Match, _style: Style) -> str:
    return match.group(1)


def _degree(match: Match, _style: Style) -> str:
    return match.group(1).replace(".", "").upper() + _stop(match)


def _state(match: Match, _style: Style) -> str:
    said = f"{match.group(1)}{_STATES[match.group(2)]}"
    zipcode = match.group(3)
    if zipcode:
        digits = re.findall(r"\d+", zipcode)
        said += ", " + ", ".join(spelled(run) for run in digits)
    return said


def _zip(match: Match, _style: Style) -> str:
    runs = re.findall("[0-9]+", match.group(2))
    return match.group(1) + ", ".join(spelled(run) for run in runs)


def _address(match: Match, style: Style) -> str:
    """A house number: 1600 → "sixteen hundred", 221 → "two twenty one"; "B" stays a letter."""
    number, letter = match.group(1), match.group(2) or ""
    said = model_number(number, style)
    if letter:
        said += f" {letter.upper()}"
    return f"{said} "


def _compass(match: Match, _style: Style) -> str:
    return match.group(1) + _COMPASS[match.group(2).replace(".", "")] + match.group(3)


def _mount(match: Match, _style: Style) -> str:
    return {
        "Mt": "mount",
        "Mts": "mounts",
        "Mtn": "mountain",
        "Ft": "fort",
        "Pt": "point",
        "Ste": "saint",
    }[match.group(1)]


def _number_sign(match: Match, style: Style) -> str:
    return "numbers " if match.group().lower().startswith("nos") else "number "


def _case(match: Match, _style: Style) -> str:
    return f"{match.group(1)} versus "


def _contraction(match: Match, _style: Style) -> str:
    return {"rock 'n' roll": "rock and roll"}.get(
        match.group().lower(), f"{match.group(1)} and {match.group(2)}"
    )


def _contextual(match: Match, _style: Style) -> str | None:
    """Abbreviations that are also words, such as co. and fig., unless a sentence ends there."""
    key = match.group(1)
    lower = key.lower()
    if key.isupper() and 1 < len(key) < 4:
        return None
    said = {"esp": "especially", "co": "company"}.get(lower) or _WORDS.get(lower)
    if said is None:
        return None
    follows = after(match)
    at_end = ends_text(match)
    if lower == "min" and re.search(r"\d\s?$", before(match)):
        return "minutes" + _stop(match)
    if lower == "sec" and re.search(r"\d\s?$", before(match)):
        return "seconds" + _stop(match)
    if (
        lower
        in (
            "ex",
            "ed",
            "sec",
            "ch",
            "alt",
            "diff",
            "cont",
            "lat",
            "ref",
            "temp",
            "fig",
            "max",
            "rev",
            "dist",
            "div",
        )
        and (at_end or re.match(r"\s+[A-Z]", follows))
        and lower not in ("max", "temp")
    ):
        return None
    if lower == "est" and re.match(
        r"\s+(?:\d|in\b|nineteen|twenty|eighteen|two thousand)", follows
    ):
        return "established"
    if lower == "est":
        return "estimated" + _stop(match)
    if lower == "ed" and key == "Ed":
        return None
    return said + _stop(match)


def _dotted_initials(match: Match, style: Style) -> str | None:
    text = match.group(1)
    letters = re.sub(r"[.\s]", "", text)
    if " " in text and not re.fullmatch(r"(?:[A-Z]\.\s?)+[A-Z]", text):
        return None
    if len(letters) == 1:
        return None
    if " " in text:
        # J. R. R. Tolkien: names go on
        if not re.match(r"\s[A-Z]", after(match)):
            return letters + _stop(match)
        return letters
    return _initials(match, style)


def _one_initial(match: Match) -> str | None:
    letter = match.group(1)
    if letter == "I" and not re.match(r"\s[A-Z]\.", after(match)):
        return None
    lead = word_before(match)
    if re.search(r"[a-z]\s$", before(match)) and not lead[:1].isupper():
        return None
    return letter


_ROAD = "|".join(_STREETS)
_CAP = r"[A-Z][A-Za-z'’]{1,20}"
_NTH = r"\d{1,3}(?:st|nd|rd|th)"
_HOUSE = (
    rf"(?:(?:[NSEW]|NE|NW|SE|SW)\.?\s|(?:North|South|East|West)\s)?(?:{_CAP}"
    rf"|{_NTH})(?:\s{_CAP}){{0,3}}\s(?:Street|Avenue|Road|Lane|Court|Place|Drive"
    rf"|Boulevard|Highway|Parkway|Square|Terrace|Circle|Way|Crescent|Close|"
    rf"(?:{_ROAD})\b)"
)

_DOTTED_WORDS = "|".join(
    sorted(
        (
            w
            for w in _WORDS
            if w
            not in {
                "no",
                "p",
                "v",
                "ed",
                "art",
                "sec",
                "min",
                "in",
                "ft.",
                "mt",
                "long",
                "pub",
                "pop",
                "app",
                "par",
                "op",
                "var",
                "def",
                "trans",
                "est",
                "sup",
                "reg",
                "temp",
                "rev",
                "ch",
                "lit",
                "mo",
                "pt",
                "sq",
                "ex",
                "alt",
                "diff",
                "lib",
                "co",
                "fig",
                "num",
                "dir",
                "bal",
                "max",
                "sci",
                "lat",
                "lon",
                "ref",
                "seq",
                "cos",
                "pron",
                "ext",
                "ca",
                "eq",
                "gal",
                "misc",
                "cert",
                "dup",
            }
        ),
        key=len,
        reverse=True,
    )
)

FAMILY = Family(
    Group.ABBREVIATIONS,
    (
        Rule(
            "abbreviation",
            rx(
                r"(?<![\w.])(e\.\s?g|i\.\s?e|a\.k\.a|aka|et\sal|P\.S|N\.B|q\.v"
                r"|op\.\scit)\b\.?,?(?![\w/])".replace(",?", "(?:,(?=,))?")
            ),
            _latin,
        ),
        Rule(
            "initials",
            rx(
                r"(?<![\w.])((?:Ph|Ed|Psy|Pharm|Sc|Litt|Th)\.\s?D|(?:[BMLD]\.\s?){0,2}(?:Sc"
                r"|Ed|Eng|Phil|Arch|Tech|Mus)(?=\.)(?<=\.[A-Z][a-z])|M\.Sc|B\.Sc|D\.Phil"
                r"|LL\.[BMD]|B\.Ed|M\.Ed|M\.Eng|B\.Eng)\.?()(?!\w)"
            ),
            _initials,
            ".",
        ),
        Rule(
            "initials",
            rx(r"(?<![\w.])(PhD|MSc|BSc|DPhil|LLB|LLM|MEng|BEng|EdD|PsyD|MPhil)(s|'s)?(?!\w)"),
            _initials,
            "PMBDLE",
        ),
        Rule(
            "address",
            rx(r"(?<![\w.,$£€#/-])(\d{1,5})(?:-?([A-Za-z]))?\s(?=", _HOUSE, r")"),
            _address,
            "0",
        ),
        Rule(
            "mount",
            rx(
                r"\b(Mt|Mtn|Mts|Ft|Pt|Ste)\b\.?(?=\s[A-Z][a-z])(?<!\d [A-Z][a-z])(?<!\d"
                r" [A-Z][a-z]\.)"
            ),
            _mount,
        ),
        Rule(
            "saint",
            rx(r"\bSt\b(?:\.|(?=\s[A-Z][a-z])|(?<=[a-z]\sSt)(?=\s?(?:[,;)\n]|$)))"),
            _saint,
            "S",
        ),
        Rule("doctor", rx(r"\bDr\b\.?(?!\w)"), _doctor, "D"),
        Rule(
            "street",
            rx(
                r"((?:",
                _CAP,
                "|",
                _NTH,
                r"|[a-z]{3,20}(?:th|first|second|third))\s)(",
                _ROAD.replace("Dr|", "").replace("St|", ""),
                r")\b\.?(?!\w)",
            ),
            _street,
        ),
        Rule(
            "street",
            rx(r"((?:", _NTH, r"|[a-z]{3,20}(?:th|first|second|third))\s)(St)\b\.?(?!\w)"),
            _street,
            "S",
        ),
        Rule(
            "compass",
            rx(
                r"(?<!\S)()(N|S|E|W|NE|NW|SE|SW|N\.|S\.|E\.|W\.|N\.E\.|N\.W\.|S\.E\."
                r"|S\.W\.)()(?=\s(?:",
                _CAP,
                "|",
                _NTH,
                r")\s(?:",
                _CAP,
                r"\s){0,2}(?:street|avenue|road|lane|drive|boulevard|Street|Avenue|Road|Lane"
                r"|Drive|St|Ave|Rd|Blvd|Dr)\b)",
            ),
            _compass,
            "NSEW",
        ),
        Rule(
            "state",
            rx(
                r"([A-Z][a-z]{1,20},\s)(",
                "|".join(_STATES),
                r")\b(?:\s(\d{5}(?:-\d{4})?))?(?![\w'])",
            ),
            _state,
            ",",
        ),
        Rule(
            "postal code",
            rx(
                r"\b((?i:zip|zip code|zipcode|postcode)(?:\s(?:is|code))?:?\s)(\d{5}"
                r"(?:-\d{4})?)(?!\w)"
            ),
            _zip,
            "0",
        ),
        Rule(
            "title",
            rx(
                r"\b(",
                "|".join(
                    k
                    for k in _TITLES
                    if k
                    not in (
                        "Dr",
                        "Sr",
                        "Br",
                        "Fr",
                        "Rep",
                        "Det",
                        "Dir",
                        "Hon",
                        "Pres",
                        "Ms",
                        "Gen",
                        "Col",
                        "Maj",
                        "Sen",
                    )
                ),
                r")\b\.?(?=\s(?:[A-Z]|and\b|&))",
            ),
            _title,
        ),
        Rule(
            "title",
            rx(
                r"\b(",
                "|".join(k for k in _TITLES if k not in ("Dr",)),
                r")\.(?=\s(?:[A-Z]|and\b|&|doctor|colonel))",
            ),
            _title,
            ".",
        ),
        Rule("title", rx(r"\b(Mr|Mrs|Ms)\b\.?(?!\w)"), _title, "M"),
        Rule("junior", rx(r"\b(Jr|Sr|Esq)\b\.?(?!\w)"), _word, "JSE"),
        Rule(
            "number sign",
            rx(r"(?i)\b((?:tracking|invoice|account|order|serial|model|part)\s)no\b\.?(?=\s)"),
            lambda m, _s: f"{m.group(1)}number",
            "nN",
        ),
        Rule("number sign", rx(r"(?:\bNos?\.\s?|\bNo\s|№\s?|\bn°\s?)(?=\d)"), _number_sign, "0"),
        Rule("number sign", rx(r"(?<![\w&#/])#\s?(?=\d)"), _number_sign, "#"),
        Rule(
            "abbreviation",
            rx(
                r"\b(no|nos|pp|p|pg|pgs|vol|vols|ch|chs|chap|sec|secs|fig|figs|eq|eqs|ref"
                r"|refs|para|art|app|ex|exs|op|rm|apt|ste|ext|par|ver|pt|ed|ca)\.[ \u00a0]?(?=\d"
                r"|[IVX]+\b|\(\d)",
                flags=re.IGNORECASE,
            ),
            lambda m, s: None if _own_word(m) else _before_number(m, s) + " ",
            ".",
        ),
        Rule(
            "abbreviation",
            rx(r"\b(apt|rm|bldg|ext|ste)\s(?=#?\d)", flags=re.IGNORECASE),
            lambda m, s: _before_number(m, s) + " ",
            "0",
        ),
        Rule(
            "abbreviation",
            rx(r"(?<=[a-z]\s)(mins?|secs?|hrs?|yrs?|wks?)\b(?![.'’])"),
            _short_time,
            "mshyw",
        ),
        Rule("case", rx(r"(\b[A-Z][A-Za-z]{1,30})\sv\.?\s(?=[A-Z][a-z])"), _case, "v"),
        Rule(
            "abbreviation",
            rx(r"\b(vs)\b\.?(?!\w)", flags=re.IGNORECASE),
            lambda m, s: "versus" + (_stop(m)),
            "vV",
        ),
        Rule(
            "abbreviation",
            rx(r"(?<=\d\s)(min|sec|hr|hrs|yr|yrs|wk|wks|mos|lb|lbs|oz|ft|gal|tbsp|tsp)\.(?=\s)"),
            lambda m, s: None,
            "\0",
        ),
        Rule(
            "abbreviation",
            rx(
                r"(?<![\w.])(inc|ltd|corp|co|bros|dept|depts|approx|avg|max|min|temp|est"
                r"|govt|misc|incl|excl|tel|ext|cf|viz|esp|ed|eds|rev|intl|natl|assn|univ|sq"
                r"|ref|mgr|asst|dist|diff|fig|sec|ch|prev|orig|num|dir|cert|qty|amt|acct"
                r"|appt|attn|cont|mfg|alt|lat|ca|ex|div)\.(?!\w)",
                flags=re.IGNORECASE,
            ),
            _contextual,
            ".",
        ),
        Rule(
            "abbreviation",
            rx(r"(?<![\w.])(", _DOTTED_WORDS, r")\.(?!\w)", flags=re.IGNORECASE),
            _word,
            ".",
        ),
        Rule(
            "abbreviation",
            rx(
                r"\b(approx|dept|depts|govt|misc|etc|incl|Inc|Ltd|Corp|avg|qty|mgmt|intl"
                r"|natl|bldg|asst|mgr|appt|acct|Univ|Assn|Blvd)\b(?![\w.'’])"
            ),
            lambda m, s: "boulevard" if m.group(1) == "Blvd" else _word(m, s),
        ),
        Rule(
            "abbreviation",
            rx(
                r"(?<![\w/])(w/ends?|b/f|g/f|w/o|w/in|w/|b/c|c/o|n/a|N/A|a/c|A/C|I/O|P/E|h/t|H/T|y/y|q/q"
                r"|m/m)(?![/\d])(?!\w(?<!w/\w)(?<!o\w))"
            ),
            _with,
            "/",
        ),
        Rule(
            "initials",
            rx(r"(?<![\w.])((?:[A-Za-z]\.\s?){1,5}[A-Za-z])\.(?:('s|s)(?!\w))?(?![A-Za-z\d])"),
            _dotted_initials,
            ".",
        ),
        Rule(
            "initial",
            rx(r"(?<![\w.'’])([A-Z])\.(?=\s[A-Z][A-Za-z'’]|\s?[A-Z]\.|-[A-Z])"),
            lambda m, s: _one_initial(m),
            ".",
        ),
        Rule(
            "contraction",
            rx(r"(?<=['’]d)['’]ve\b|(?<=n['’]t)['’]ve\b"),
            lambda _m, _s: " have",
            "'’",
        ),
        Rule(
            "contraction",
            rx(r"\b([A-Za-z]{2,15})\s?['’‘]n['’‘]?\s([A-Za-z]{2,15})\b"),
            _contraction,
            "'’‘",
        ),
    ),
)
