"""The English case list: what people write, and the words a reader says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kowane.speech import SpokenText
from kowane.text.english import names
from kowane.text.english.normaliser import normalise
from kowane.text.english.rules import Style

DATA = Path(__file__).parents[3] / "data" / "frontend" / "en.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
CATEGORIES = sorted({case["category"] for case in CASES})


def words(text: str) -> str:
    """A wording without case, hyphens and punctuation."""
    return " ".join(re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'")).split())


@pytest.fixture(scope="module")
def styles() -> dict[str, Style]:
    return {
        lang: Style(british=lang == "en-gb", names=names.load(lang).keys())
        for lang in ("en-us", "en-gb")
    }


def test_the_list_has_at_least_four_hundred_cases() -> None:
    assert len(CASES) >= 400


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_case_is_read_with_an_accepted_wording(
    category: str, styles: dict[str, Style]
) -> None:
    wrong = []
    for case in CASES:
        if case["category"] != category:
            continue
        said = normalise(SpokenText.verbatim(case["text"]), styles[case["lang"]]).text
        if words(said) not in {words(wording) for wording in case["spoken"]}:
            wrong.append((case["text"], said))
    assert not wrong
