"""The language a text is written in: by its script where that tells, else by its words.

Latin script is judged by py3langid, and where the text is too short for its letters to tell (Ti
amo), by everyday words that only one of the languages has. Only for callers who ask for detection
(`lang: "auto"`); otherwise the voice decides. Knows tags, loads the model once per process on
first use, and can't tell British from American English.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from typing import Any

from kowane.errors import MissingExtra

_LATIN_LANGUAGES = ("en", "es", "fr", "it", "pt")
_CANONICAL = {"en": "en-us", "pt": "pt-br"}
_SAMPLE = 2000
_SHORT = 40
"""Letters up to which everyday words are asked first."""
_TELLING = {
    "en": (
        "the and you your is are was were my we they he she it's i'm don't this that what where "
        "when how who why with of for from have has will would can not good bye hello hi thanks "
        "thank please yes problem problems see tomorrow today love welcome sorry morning night "
        "great happy nice help here there"
    ),
    "es": (
        "el los las del una muy pero hola gracias adiós buenos días buenas noches tardes mañana "
        "hoy está están eres soy dónde qué cómo cuándo quién sí hay mucho mucha nada usted señor "
        "señora perdón siento bien aquí allí quiero tengo problema hasta luego para"
    ),
    "fr": (
        "le les des du une et est sont je tu il elle nous vous ils mon ma mes bonjour bonsoir "
        "merci oui non avec pas dans où quoi quand comment pourquoi demain très bien ça c'est j'ai "
        "j'aime au aux sur problème salut bientôt revoir beaucoup plaît à"
    ),
    "it": (
        "il gli di della del è sono sei ciao grazie prego buongiorno buonasera buonanotte domani "
        "oggi ieri dove quando perché chi che cosa sì mi ti amo anche molto bene qui non ho hai "
        "nessun nessuna scusi scusa arrivederci ecco presto"
    ),
    "pt": (
        "o os um uma do da dos das é não sim eu você vocês ele ela obrigado obrigada olá oi bom "
        "boa dia tarde noite tchau até amanhã hoje ontem onde quando quem muito bem aqui tenho "
        "quero para com em na sem tudo desculpe"
    ),
}

_lock = threading.Lock()
_loaded: list[Any] = []


def detect(text: str) -> str:
    """Canonical tag of the language of `text`, judged by its first 2000 characters.

    Any share of kana above a tenth of the letters means Japanese, otherwise the commonest of Han,
    Devanagari and Latin decides; text without letters is "en-us".

    Raises:
        MissingExtra: the text is in Latin script and py3langid is not installed.
    """
    counts = Counter(map(_script, text[:_SAMPLE]))
    del counts[""]
    letters = counts.total()
    if not letters:
        return "en-us"
    eastern = counts["kana"] + counts["han"]
    if counts["kana"] * 10 >= eastern and counts["kana"] and eastern * 3 >= letters:
        return "ja"
    # A Han character carries about as much as three Latin letters; Hindi takes in English names.
    weight = {"zh": counts["han"] * 3, "hi": counts["deva"] * 2, "latin": counts["latin"]}
    best = max(weight, key=lambda script: weight[script])
    if best != "latin":
        return best
    return _latin(text[:_SAMPLE])


def _script(char: str) -> str:
    if "\u0900" <= char <= "\u0963":  # vowel signs too, which are no letters
        return "deva"
    if not char.isalpha():
        return ""
    if "\u3041" <= char <= "\u30ff" or "\uff66" <= char <= "\uff9f":
        return "kana"
    if "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000":
        return "han"
    return "latin"


def _latin(text: str) -> str:
    if sum(map(str.isalpha, text)) <= _SHORT:
        word = _by_words(text)
        if word:
            return _CANONICAL.get(word, word)
    code, _ = _identifier().classify(text.encode("utf-8", "replace").decode("utf-8"))
    return _CANONICAL.get(str(code), str(code))


def _by_words(text: str) -> str:
    """The language with the most everyday words of its own, "" if it is not one alone.

    A word that several languages have counts for none of them.
    """
    words = set(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower().replace("’", "'")))
    found = {lang: words & set(listed.split()) for lang, listed in _TELLING.items()}
    shared = Counter(word for each in found.values() for word in each)
    votes = {lang: sum(shared[word] == 1 for word in each) for lang, each in found.items()}
    best, second = sorted(votes.values(), reverse=True)[:2]
    return next(lang for lang in votes if votes[lang] == best) if best > second else ""


def _identifier() -> Any:
    """py3langid restricted to the languages that Kokoro speaks in Latin script."""
    with _lock:
        if not _loaded:
            try:
                from py3langid.langid import (  # type: ignore[import-untyped,unused-ignore]
                    MODEL_FILE,
                    LanguageIdentifier,
                )
            except ModuleNotFoundError as error:
                raise MissingExtra(
                    "Telling languages apart needs 'py3langid', which is not installed.",
                    remedy="Install it with: pip install 'kowane[detect]'.",
                ) from error
            identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
            identifier.set_languages(list(_LATIN_LANGUAGES))
            _loaded.append(identifier)
        return _loaded[0]
