"""Which front-end reads which stretch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane import language
from kowane.text.scripts import runs


def split(text: str, lang: str) -> list[tuple[str, str]]:
    return [(text[run.start : run.end], run.lang) for run in runs(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Hello there.", "en-us", [("Hello there.", "en-us")]),
        ("Привет, мир", "en-us", [("Привет, мир", "en-us")]),
        (
            "He said 你好 to us.",
            "en-us",
            [("He said ", "en-us"), ("你好", "zh"), (" to us.", "en-us")],
        ),
        (
            "The word 東京タワー is.",
            "fr",
            [("The word ", "fr"), ("東京タワー", "ja"), (" is.", "fr")],
        ),
        ("Say नमस्ते now", "en-gb", [("Say ", "en-gb"), ("नमस्ते", "hi"), (" now", "en-gb")]),
        (
            "我喜欢machine learning。",
            "zh",
            [("我喜欢", "zh"), ("machine learning", "en-us"), ("。", "zh")],
        ),
        ("重5kg的GPU和A股", "zh", [("重5kg的GPU和A股", "zh")]),
        ("iPhone 15售价", "zh", [("iPhone", "en-us"), (" 15售价", "zh")]),
        ("他说“hello”。", "zh", [("他说", "zh"), ("“hello”", "en-us"), ("。", "zh")]),
        ("我的ありがとう", "zh", [("我的", "zh"), ("ありがとう", "ja")]),
        ("AIとGoogleを使う。", "ja", [("AIとGoogleを使う。", "ja")]),
        (
            "彼は I have 2 cats. と言った。",
            "ja",
            [("彼は ", "ja"), ("I have 2 cats.", "en-us"), (" と言った。", "ja")],
        ),
        ("info@example.jpへ", "ja", [("info@example.jpへ", "ja")]),
        ("मैं Delhi में", "hi", [("मैं ", "hi"), ("Delhi", "en-us"), (" में", "hi")]),
        ("5 km दूर", "hi", [("5 km दूर", "hi")]),
        ("", "ja", []),
    ],
)
def test_each_stretch_goes_to_the_language_of_its_script(
    text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    assert split(text, lang) == expected


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="aÉ 1.,'-“”\"今か।अЯ한@:/k", max_size=80) | st.text(max_size=60),
    st.sampled_from([*language.CANONICAL]),
)
def test_runs_tile_the_text(text: str, lang: str) -> None:
    found = runs(text, lang)
    assert "".join(text[run.start : run.end] for run in found) == text
    assert all(run.start < run.end and run.lang in language.CANONICAL for run in found)


@pytest.mark.parametrize("unit", ["a", "a1", "a ", "今", "か、", "अ ", "@", "a@", "-", "1", "“a”"])
def test_any_repetition_is_tiled(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert sum(run.end - run.start for run in runs(text, "zh")) == len(text)


def test_the_hyphen_of_a_name_stays_with_its_letters() -> None:
    text = "新型COVID-19疫情"
    names = [text[run.start : run.end] for run in runs(text, "zh") if run.lang == "en-us"]
    assert names == ["COVID-"]
