"""Telling languages apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kowane.text.detect import detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The quick brown fox jumps over the lazy dog.", "en-us"),
        ("How are you doing today?", "en-us"),
        ("¿Dónde está la biblioteca más cercana?", "es"),
        ("Me gusta mucho leer libros por la noche.", "es"),
        ("Où est la bibliothèque la plus proche ?", "fr"),
        ("Je voudrais un café, s'il vous plaît.", "fr"),
        ("Dov'è la biblioteca più vicina?", "it"),
        ("Mi piace molto leggere libri la sera.", "it"),
        ("Onde fica a biblioteca mais próxima?", "pt-br"),
        ("Eu gosto muito de ler livros à noite.", "pt-br"),
        ("今日は天気がいいですね。", "ja"),
        ("AIを使う", "ja"),
        ("今天天气很好。", "zh"),
        ("我喜欢Python编程", "zh"),
        ("आज मौसम अच्छा है।", "hi"),
        ("12:30", "en-us"),
        ("", "en-us"),
    ],
)
def test_the_language_of_a_text_is_found(text: str, lang: str) -> None:
    assert detect(text) == lang


def test_a_foreign_name_does_not_decide() -> None:
    assert detect("The city of Tokyo is written 東京 and has many people in it.") == "en-us"


SHORT = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "detect.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize("case", SHORT, ids=[case["text"] for case in SHORT])
def test_the_language_of_a_few_words_is_found(case: dict[str, str]) -> None:
    assert detect(case["text"]) == case["lang"]
