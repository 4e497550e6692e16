"""Mandarin read through the real dictionaries."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.speech import Phonemes, Piece, Span, SpokenText
from kowane.text.chinese import ipa
from kowane.text.chinese.frontend import Mandarin, mandarin
from kowane.vocabulary import SYMBOLS

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "data/frontend/zh.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.fixture(scope="module")
def front_end() -> Mandarin:
    return mandarin()


def read(front_end: Mandarin, text: str, off: frozenset[str] = frozenset()) -> Phonemes:
    return front_end.phonemize(front_end.normalise(SpokenText.verbatim(text), off))


def from_pinyin(syllables: str) -> str:
    return "".join(ipa.syllable(one) for one in syllables.split())


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_text_is_read_with_the_right_syllables_and_tones(
    front_end: Mandarin, case: dict[str, object]
) -> None:
    got = reading(front_end, str(case["text"]))
    if "spoken" in case:
        assert isinstance(case["spoken"], list)
        wanted = [reading(front_end, one) for one in case["spoken"]]
    else:
        assert isinstance(case["pinyin"], list)
        wanted = [from_pinyin(one) for one in case["pinyin"]]
    assert got in wanted


def reading(front_end: Mandarin, text: str) -> str:
    found = read(front_end, text)
    assert found.dropped == ""
    return re.sub(r"[^\w\u0250-\u02ff↗↘→↓]", "", found.symbols)


@pytest.mark.parametrize(
    ("pinyin", "symbols"),
    [
        ("zhong1", "ꭧʊ→ŋ"),
        ("jue2", "ʨɥe↗"),
        ("lv4", "ly↘"),
        ("yuan2", "ɥɛ↗n"),
        ("shui3", "ʂwei↓"),
        ("bo1", "pwo→"),
        ("ri4", "ɻɨ↘"),
        ("er4", "ɚ↘"),
        ("de5", "tɤ"),
        ("wen4", "wə↘n"),
        ("qiu1", "ʨʰjou→"),
        ("yong4", "jʊ↘ŋ"),
        ("huar1", "xwa→ɚ"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_a_syllable_becomes_the_symbols_the_model_was_trained_on(pinyin: str, symbols: str) -> None:
    assert ipa.syllable(pinyin) == symbols


def test_every_syllable_of_the_dictionary_has_symbols_in_the_vocabulary() -> None:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    marked = {one for readings in PINYIN_DICT.values() for one in readings.split(",")}
    spelled = {to_tone3(one, neutral_tone_with_five=True) for one in marked}
    silent = {one for one in spelled if not ipa.syllable(one)}
    assert len(silent) < 12, sorted(silent)
    assert set("".join(map(ipa.syllable, spelled))) <= set(SYMBOLS)


def test_words_carry_the_callers_characters(front_end: Mandarin) -> None:
    text = "共$12.50元。"
    got = read(front_end, text)
    spans = {text[word.span.start : word.span.end] for word in got.words}
    assert spans == {"共", "$12.50元"}


def test_punctuation_becomes_kokoros(front_end: Mandarin) -> None:
    assert read(front_end, "好，“好”；好！").symbols == "xau↓, “xau↓”; xau↓!"


def test_letters_left_to_it_are_spelled(front_end: Mandarin) -> None:
    assert read(front_end, "A股").symbols == "ˈA ku↓"


def test_a_group_can_be_switched_off(front_end: Mandarin) -> None:
    sentence = SpokenText.verbatim("$5")
    assert front_end.normalise(sentence).text == "五美元"
    assert front_end.normalise(sentence, frozenset({"money"})).text != "五美元"


def test_fixed_pronunciations_are_used_as_given(front_end: Mandarin) -> None:
    pieces = (Piece("我", Span(0, 1)), Piece("X", Span(1, 2), "phonemes", "eː"))
    assert front_end.phonemize(SpokenText(pieces)).symbols == "wo↓ eː"


def test_letters_of_scripts_that_nobody_reads_are_reported(front_end: Mandarin) -> None:
    assert read(front_end, "他说Привет").dropped == "Привет"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="今天一不好长得地，。儿123/:.-$%kgAb “”😀々〇漢\n年个", max_size=40)
    | st.text(
        alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40
    )
)
def test_any_text_gives_known_symbols_and_words_in_order(front_end: Mandarin, text: str) -> None:
    got = read(front_end, text)
    assert set(got.symbols) <= set(SYMBOLS)
    place = 0
    for word in got.words:
        assert place <= word.start < word.end <= len(got.symbols)
        assert 0 <= word.span.start <= word.span.end <= len(text)
        place = word.end


@pytest.mark.parametrize(
    "unit", ["9", "1/", "-1", "一", "不", "我", "儿", "1.", "1-2", "A1", "$1,", "%"]
)
def test_a_thousand_repetitions_are_read(front_end: Mandarin, unit: str) -> None:
    assert set(read(front_end, (unit * 1000)[:1000]).symbols) <= set(SYMBOLS)
