"""Language tags as people write them."""

from __future__ import annotations

import pytest

from kowane.errors import UnknownLanguage
from kowane.language import BY_LETTER, CANONICAL, of_voice, parse


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("fr", "fr"),
        ("fr-fr", "fr"),
        ("fr_FR", "fr"),
        ("FR-CA", "fr"),
        ("pt-br", "pt-br"),
        ("pt", "pt-br"),
        ("pt_PT", "pt-br"),
        ("en", "en-us"),
        ("EN-US", "en-us"),
        ("en_GB", "en-gb"),
        ("en-AU", "en-gb"),
        ("zh-Hans-CN", "zh"),
        ("zh_TW", "zh"),
        ("cmn", "zh"),
        ("ja-JP", "ja"),
        ("jpn", "ja"),
        (" hi ", "hi"),
        *BY_LETTER.items(),
        *((tag, tag) for tag in CANONICAL),
    ],
)
def test_a_tag_in_any_spelling_finds_its_language(written: str, canonical: str) -> None:
    assert parse(written) == canonical


@pytest.mark.parametrize(
    "written", ["", "-", "tlh", "de", "zh-HK", "yue", "x", "en-", "fr-fr-", "日本"]
)
def test_anything_else_is_refused_with_the_languages_there_are(written: str) -> None:
    with pytest.raises(UnknownLanguage, match="en-us, en-gb, es, fr, hi, it, ja, pt-br, zh"):
        parse(written)


def test_a_voice_says_its_language_by_its_first_letter() -> None:
    assert of_voice("bf_emma") == "en-gb"
    assert of_voice("zm_yunxi") == "zh"
    assert of_voice("nobody") is None
