"""What decides whether a full stop ends a sentence: abbreviations, initials, numbers, neighbours.

Takes the characters around one full stop of a Latin-script text and answers yes or no. Our own
tables hold what depends on the next word (titles, "No.", "a.m.", months, streets); for any other
abbreviation sentencex is asked about the two words alone, since its whole-text mode is quadratic
on non-ASCII text. Knows no spans and no other mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    """
    mr mrs ms mx dr drs prof gen gov sen rep col maj capt cmdr lt sgt cpl pvt rev hon pres supt
    det messrs mme mmes mlle mgr sr sra srta sres dra dña d ud uds prof profa dott sig sigg ing
    avv arch egr spett geom rag on exmo exma st ste mt ft v vs cf viz approx ca ex e.g i.e eg ie
    p.ex p.ej ej al e.v a.k.a aka fig figs eq eqs eds m mm s.m no nos núm
    """
)
"""Never the last word, whatever follows (a few are withdrawn below by what stands around them)."""

_BEFORE_NUMBER = _words(
    """
    no nos nr n fig figs p pp pg pág págs pag pagg s sec sect ch chap chs cap vol vols art arts
    eq ex bk pt sc ln l ll tab tbl op ver v núm num tel ext ap apt rm fl c ca approx circa abb
    """
)
"""An abbreviation only where a number comes next: "No. 5", but "No. I won't."."""

_MAY_END = _words(
    """
    a.m p.m am pm u.s u.k e.u u.n d.c u.s.a u.a.e b.c a.d c.e b.c.e ph.d m.d b.a m.a j.d etc inc
    ltd co corp bros jr sr llc plc dept est min max hr hrs sec secs mins ft lb lbs oz kg km cm
    mm in yd yds mi mph ave blvd rd st ln ct pl sq hwy jan feb mar apr jun jul aug sep sept oct
    nov dec mon tue tues wed thu thur thurs fri sat sun ecc ee.uu s.a s.l s.p.a s.r.l pza av
    avda c.v ltda cia cía bd boul env univ dic ene abr ago déc févr juil janv gen genn febbr
    sett ott cit
    """
)
"""Abbreviations that end a sentence if, and only if, the next word is one that often begins one."""

_STARTERS = {
    "en": _words(
        """
        i he she it they we you the a an this that these those there then here his her its their
        my our your but and so or yet however if when while after before although as at in on
        for from to what who whom whose why how where which do does did is are was were will
        would can could should may have has had not no yes maybe please let nobody everyone
        someone everything all both some many most each every one two three another meanwhile
        later today tomorrow yesterday also with without once since because until only even just
        now see thank thanks our another dinner breakfast lunch nothing something anyone stop
        come go visit call ask tell say sales people
        """
    ),
    "es": _words(
        """
        el la los las lo un una unos unas él ella ellos ellas yo tú usted nosotros pero y o si
        no sí qué quién cómo cuándo dónde por porque entonces luego después antes hoy mañana
        ayer este esta eso es era fue hay se me te le nos su sus mi mis tu en a al de del con
        sin para cuando aunque también todo todos nadie nada ya ahora aquí allí más muy
        """
    ),
    "fr": _words(
        """
        le la les l un une des il elle ils elles je j tu nous vous on ce cet cette ces c mais et
        ou donc or ni car si que qui quoi où quand comment pourquoi est était puis ensuite après
        avant aujourd hier demain en à au aux de du d dans par pour avec sans son sa ses mon ma
        mes leur leurs notre tout tous rien personne oui non ne n quel quelle voici voilà cela
        ça
        """
    ),
    "it": _words(
        """
        il lo la i gli le l un uno una egli ella lui lei loro io tu noi voi ma e o se non sì che
        chi cosa come quando dove perché poi dopo prima oggi ieri domani questo questa quello
        quella è era ci si mi ti vi in a al da dal di del con senza per su suo sua mio mia tutto
        tutti nessuno niente anche ora qui lì va vai
        """
    ),
    "pt": _words(
        """
        o a os as um uma uns umas ele ela eles elas eu tu você vocês nós mas e ou se não sim que
        quem como quando onde por porque então depois antes hoje ontem amanhã este esta isso
        isto é era foi há em no na nos nas ao à de do da com sem para seu sua meu minha tudo
        todos ninguém nada também já agora aqui ali muito
        """
    ),
}
_ITEM = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,4}")
_NUMBERED = re.compile(r"[#№]?\d|[IVXLC]+\b")
_ZONE_OR_DAY = re.compile(
    r"(?:[A-Z]{2,4}\b|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug"
    r"|Sep|Oct|Nov|Dec|Eastern|Central|Pacific|Mountain|Greenwich)"
)
_LABELLED = _words(
    """
    plan vitamin grade group section option type class team hepatitis appendix figure part
    platform exhibit block terminal gate step point version model series level line row column
    seat drive and or in am was than like do did about got had for with not
    """
)
_STREET = _words(
    """
    st ave blvd rd ln ct pl sq hwy av avda
    """
)
_LETTERS = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*$")
_NOT_BEFORE_NUMBER = _words("inc ltd llc corp co jr")
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõœæ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


_PLAIN = _words(
    """
    in sun sat mar max am sec est gen ago min cit on ex al ie d col rep sen rag ing arch ten pt no
    """
)
"""Abbreviations that are also words; as such they are written in lower case."""

_SHORT_WORDS = _words("ok okay oh ah ha hi yo tv pc gps usb")
"""Complete words that look like abbreviations."""

_HINDI = _words("डॉ डा प्रो श्री सुश्री पं कु मि मो रु ई सं क्र पृ इं")


@dataclass(frozen=True, slots=True)
class _Stop:
    """One full stop in its place; `word` is `token` bare and in lower case."""

    words: list[str]
    token: str
    word: str
    after: str
    base: str
    sentence: str

    @property
    def starter(self) -> bool:
        """Whether the next word is one that often begins a sentence."""
        follower = _WORD.match(self.after)
        known = _STARTERS.get(self.base, _STARTERS["en"])
        return follower is not None and follower.group().lower() in known

    @property
    def previous(self) -> str:
        return self.words[-2].strip(",;:\"'“”") if len(self.words) > 1 else ""


def ends_sentence(before: str, after: str, lang: str, *, sentence: str) -> bool:
    """Whether the full stop between `before` and `after` ends a sentence.

    Args:
        before: some tens of characters before the full stop, within the present sentence.
        after: some tens of characters after it, white space and opening quotes removed; not "".
        lang: canonical tag.
        sentence: the present sentence so far, or the beginning of it.
    """
    words = before.split()
    token = words[-1] if words else ""
    word = token.lstrip("\"'“”‘’«»([¿¡—–-").lower()
    stop = _Stop(words, token, word, after, lang.partition("-")[0], sentence)
    for rule in (_item, _numbered, _lower_case, _initial, _may_end, _title, _hindi):
        verdict = rule(stop)
        if verdict is not None:
            return verdict
    if not _LETTERS.search(word) or word in _SHORT_WORDS:
        return True
    return stop.starter or _sentencex_agrees(stop)


def begins_sentence(after: str, lang: str) -> bool:
    """Whether the text goes on with a capital and a word that often begins a sentence."""
    return after[:1].isupper() and _Stop([], "", "", after, lang.partition("-")[0], "").starter


def _item(stop: _Stop) -> bool | None:
    """ "1. First item." """
    opening = stop.sentence.strip().lstrip("\"'“‘«([*_")
    return False if _ITEM.fullmatch(opening) else None


def _numbered(stop: _Stop) -> bool | None:
    """ "No. 5", but "No. I won't." """
    if stop.word in _BEFORE_NUMBER and _NUMBERED.match(stop.after):
        return stop.word == "no" and re.match(r"I['’ ]", stop.after) is not None
    return None


def _lower_case(stop: _Stop) -> bool | None:
    """A careless writer begins sentences in lower case; an abbreviation is short or all stops."""
    if not stop.after[0].islower():
        return None
    word = stop.word
    if word in _TITLES or word in _MAY_END or word in _BEFORE_NUMBER or "." in word:
        return word in _PLAIN and _careless(stop)
    if not word or not word[-1].isalpha():
        return _careless(stop) or word.endswith((")", "]", '"', "”"))
    if _careless(stop):
        return len(word) > 1
    return len(word) > 4 and _VOWEL.search(word) is not None


def _careless(stop: _Stop) -> bool:
    first = _WORD.search(stop.sentence)
    return first is not None and first.group()[0].islower()


def _initial(stop: _Stop) -> bool | None:
    """ "J. R. R. Tolkien" and "John F. Kennedy" go on; "Plan B. Then …" and "So am I. He …" end."""
    if len(stop.word) != 1 or not stop.token[-1].isupper():
        return None
    if stop.base == "fr" and stop.word == "m":
        return False
    previous = stop.previous
    if re.match(r"[A-Z]\.", stop.after):  # another initial
        return previous in _LABELLED and stop.starter
    if stop.base == "en" and stop.token == "I" and previous:  # noqa: S105
        return previous.islower() or stop.starter
    return previous.lower() in _LABELLED or (stop.starter and previous.islower())


def _may_end(stop: _Stop) -> bool | None:
    word, after = stop.word, stop.after
    if word not in _MAY_END:
        return None
    plain = word in _PLAIN and stop.token.islower() and not stop.previous.isdigit()
    if plain or word in ("etc", "ecc"):
        return True
    if after[0].isdigit():
        return word in _NOT_BEFORE_NUMBER
    if word in ("a.m", "p.m", "am", "pm"):
        return stop.starter or not _ZONE_OR_DAY.match(after)
    if word in _STREET and not stop.previous[:1].isupper() and not stop.previous[:1].isdigit():
        return False
    return stop.starter


def _title(stop: _Stop) -> bool | None:
    if stop.word not in _TITLES:
        return None
    if stop.word == "al" and stop.previous.lower() == "et":
        return stop.starter
    if stop.word == "no":
        return True
    return stop.word in _PLAIN and stop.token.islower()


def _hindi(stop: _Stop) -> bool | None:
    """ "डॉ." and spelled initials, "ए. पी. जे."."""
    if stop.base != "hi":
        return None
    letters = sum(char.isalpha() for char in stop.word)
    return False if stop.word in _HINDI or letters == 1 else None


def _sentencex_agrees(stop: _Stop) -> bool:
    import sentencex

    word = stop.word.encode("utf-8", "replace").decode("utf-8")
    after = stop.after.encode("utf-8", "replace").decode("utf-8")
    pieces = sentencex.segment(stop.base, f"Xy {word}. {after}")
    return len(pieces[0].rstrip()) <= len(word) + 4
