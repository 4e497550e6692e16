"""What `phonemize` shows: every step, with the caller's characters and what decided."""

from __future__ import annotations

from typing import Any

import pytest

from kowane.speech import Utterance
from kowane.text.explain import as_json
from kowane.text.reader import Reader

READER = Reader()


def explained(text: str, lang: str, **options: Any) -> dict[str, Any]:
    sentences = tuple(READER.read(Utterance(text, "", **options), lang))
    return as_json(text, lang, sentences)


@pytest.mark.parametrize(
    ("lang", "text", "written", "rule", "word", "source"),
    [
        ("es", "Cuesta 5 €.", "5 €", "currency", "Cuesta", "espeak-ng"),
        ("fr", "Il est 15h30.", "15h30", "time", "est", "espeak-ng"),
        ("it", "Papa Pio XII.", "XII", "roman", "Papa", "espeak-ng"),
        ("pt-br", "O 2º andar.", "2º", "ordinal", "andar", "espeak-ng"),
        ("hi", "दाम ₹5 है।", "₹5", "currency", "दाम", "espeak-ng"),
        ("ja", "水は$5です。", "$5", "currency", "水", "OpenJTalk"),
        ("zh", "银行有5个人。", "5", "number", "银行", "phrase dictionary"),
        ("zh", "你好。", "你好。", "verbatim", "你好", "phrase dictionary, tone sandhi"),
        ("zh", "你得走。", "你得走。", "verbatim", "得", "polyphone rule, tone sandhi"),
    ],
)
def test_each_piece_names_its_rule_and_each_word_the_source_of_its_sound(
    lang: str, text: str, written: str, rule: str, word: str, source: str
) -> None:
    answer = explained(text, lang)
    pieces = [piece for step in answer["steps"] for piece in step["pieces"]]
    assert (written, rule) in [(text[p["start"] : p["end"]], p["rule"]) for p in pieces] or (
        rule == "verbatim" and all(p["rule"] == "verbatim" for p in pieces)
    )
    assert source in [w["source"] for w in answer["words"] if w["text"] == word]


def test_a_word_of_another_script_names_the_language_that_read_it() -> None:
    answer = explained("El nombre es 東京 hoy.", "es")
    langs = {word["text"]: word["lang"] for word in answer["words"]}
    assert langs == {"El": "es", "nombre": "es", "es": "es", "東京": "zh", "hoy": "es"}


def test_a_pronunciation_in_markup_is_its_own_source() -> None:
    answer = explained("Hola [Ana](/ˈana/).", "es", markup="inline")
    assert [word["source"] for word in answer["words"]] == ["espeak-ng", "markup"]


def test_every_word_points_at_the_characters_it_reads() -> None:
    text = "Son 21 € o US$ 3."
    answer = explained(text, "es")
    assert {text[w["start"] : w["end"]] for w in answer["words"]} == {
        "Son", "21 €", "o", "US$ 3",
    }  # fmt: skip
