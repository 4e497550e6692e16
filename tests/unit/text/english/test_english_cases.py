"""The English case list: what people write, and the words a reader says."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from kowane.speech import SpokenText
from kowane.text.english import names
from kowane.text.english.frontend import EnglishFrontEnd, american, british
from kowane.text.english.normaliser import normalise
from kowane.text.english.rules import Style

ROOT = Path(__file__).parents[4]
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("en.jsonl", "en-blind.jsonl")
    for line in (ROOT / "tests" / "data" / "frontend" / name).read_text("utf-8").splitlines()
]
CATEGORIES = sorted({case["category"] for case in CASES})


@pytest.fixture(scope="module")
def front_ends() -> dict[str, EnglishFrontEnd]:
    pytest.importorskip("misaki")
    return {"en-us": american(), "en-gb": british()}


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
        if case["category"] != category or "spoken" not in case:
            continue
        said = normalise(SpokenText.verbatim(case["text"]), styles[case["lang"]]).text
        if words(said) not in {words(wording) for wording in case["spoken"]}:
            wrong.append((case["text"], said))
    assert not wrong


@pytest.mark.parametrize(
    "category", sorted({case["category"] for case in CASES if "sounds" in case})
)
def test_every_case_that_is_about_a_sound_has_that_sound(
    category: str, front_ends: dict[str, EnglishFrontEnd]
) -> None:
    broad = runpy.run_path(str(ROOT / "tools" / "score_frontend.py"))["broad"]
    wrong = []
    for case in CASES:
        if case["category"] != category or "sounds" not in case:
            continue
        reader = front_ends[case["lang"]]
        spoken = reader.normalise(SpokenText.verbatim(case["text"]))
        heard = broad(reader.phonemize(spoken).symbols)
        if not all(re.search(sound, heard) for sound in case["sounds"]) or any(
            re.search(sound, heard) for sound in case.get("never", [])
        ):
            wrong.append((case["text"], heard))
    assert not wrong
