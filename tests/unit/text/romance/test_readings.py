"""The regression cases of the espeak languages: what a text is read as, word for word."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kowane.speech import SpokenText
from kowane.text import frontend

DATA = Path(__file__).parents[3] / "data" / "frontend"
LANGUAGES = {"es": "es", "fr": "fr", "it": "it", "pt": "pt-br", "hi": "hi"}


def cases() -> list[Any]:
    found = []
    for name, lang in LANGUAGES.items():
        with (DATA / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                values = (lang, case["text"], case["spoken"])
                found.append(pytest.param(*values, id=f"{name}-{case['group']}-{case['text']}"))
    return found


@cache
def front_end(lang: str) -> Any:
    return frontend.load(lang)


@pytest.mark.parametrize(("lang", "text", "spoken"), cases())
def test_a_text_is_read_in_one_of_the_accepted_wordings(
    lang: str, text: str, spoken: list[str]
) -> None:
    said = front_end(lang).normalise(SpokenText.verbatim(text))
    assert " ".join(said.text.split()) in spoken
