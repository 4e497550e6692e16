"""Japanese read through the real OpenJTalk dictionary."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.speech import Phonemes, Piece, Span, SpokenText
from kowane.text.japanese import kana, latin
from kowane.text.japanese.frontend import Japanese, japanese
from kowane.vocabulary import SYMBOLS

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "data/frontend/ja.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
SOUNDS = kana.table()


@pytest.fixture(scope="module")
def front_end() -> Japanese:
    return japanese()


def read(front_end: Japanese, text: str, off: frozenset[str] = frozenset()) -> Phonemes:
    return front_end.phonemize(front_end.normalise(SpokenText.verbatim(text), off))


def folded(symbols: str) -> str:
    """Without spaces and marks; a long vowel as two, えい as ええ."""
    bare = re.sub(r"[^\w\u0250-\u02ff]", "", symbols)
    return re.sub(r"([aeiouɨɯ])ː", r"\1\1", bare).replace("ei", "ee")


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_a_text_is_read_as_a_japanese_reader_says_it(
    front_end: Japanese, case: dict[str, object]
) -> None:
    got = read(front_end, str(case["text"]))
    accepted = case["kana"]
    assert isinstance(accepted, list)
    assert folded(got.symbols) in [folded(kana.symbols(one, "", SOUNDS)) for one in accepted]
    assert got.dropped == ""


def test_every_symbol_of_the_table_is_in_the_vocabulary() -> None:
    assert set("".join(SOUNDS.values())) <= set(SYMBOLS)


@pytest.mark.parametrize(
    ("written", "symbols"),
    [
        ("シンブン", "ɕimbɯɴ"),
        ("サンカイ", "saŋkai"),
        ("サンニン", "saɲɲiɴ"),
        ("センセー", "seɴseː"),
        ("ガッコー", "ɡaʔkoː"),
        ("キョー", "kʲoː"),
        ("ファイル", "ɸaiɾɯ"),
        ("ティー", "tʲiː"),
        ("ヴァイオリン", "vaioɾʲiɴ"),
        ("ウェブ", "βebɯ"),
    ],
)
def test_kana_become_the_symbols_the_model_was_trained_on(written: str, symbols: str) -> None:
    assert kana.symbols(written, "", SOUNDS) == symbols


def test_words_carry_the_callers_characters(front_end: Japanese) -> None:
    text = "値段は$12.50です。"
    got = read(front_end, text)
    assert [(word.text, text[word.span.start : word.span.end]) for word in got.words] == [
        ("値段", "値段"),
        ("は", "は"),
        ("12ドル", "$12.50"),
        ("50セント", "$12.50"),
        ("です", "です"),
    ]


def test_punctuation_becomes_kokoros(front_end: Japanese) -> None:
    assert read(front_end, "「はい」、そう…（笑）！").symbols == "“hai”, soː… (βaɾai)!"


def test_a_group_can_be_switched_off(front_end: Japanese) -> None:
    sentence = SpokenText.verbatim("$5")
    assert front_end.normalise(sentence).text == "5ドル"
    assert front_end.normalise(sentence, frozenset({"money"})).text == "$5"


def test_fixed_pronunciations_are_used_as_given(front_end: Japanese) -> None:
    pieces = (Piece("私は", Span(0, 2)), Piece("X", Span(2, 3), "phonemes", "eː"))
    got = front_end.phonemize(SpokenText(pieces))
    assert got.symbols.endswith(" eː")
    assert got.words[-1].span == Span(2, 3)


def test_a_kanji_outside_the_dictionary_is_read_by_its_on_reading(front_end: Japanese) -> None:
    assert read(front_end, "你").symbols == "ʥi"


def test_letters_of_scripts_that_nobody_reads_are_reported(front_end: Japanese) -> None:
    assert read(front_end, "これはПриветです").dropped == "Привет"


@pytest.mark.parametrize(
    ("word", "reading"),
    [("PyTorch", "パイトーチ"), ("GPU", "ジーピーユー"), ("Nakamura", "ナカムラ"), ("Zxqv", None)],
)
def test_latin_words_are_said_in_kana_where_a_reader_would(word: str, reading: str | None) -> None:
    assert latin.readable(word) == (reading is not None)
    assert latin.reading(word) in (reading, None)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="今日は雨ー、。っんァゃ123/:.-$%kgAb 「」😀・々〇ｱﾞЯ\n", max_size=60)
    | st.text(
        alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40
    )
)
def test_any_text_gives_known_symbols_and_words_in_order(front_end: Japanese, text: str) -> None:
    got = read(front_end, text)
    assert set(got.symbols) <= set(SYMBOLS)
    place = 0
    for word in got.words:
        assert place <= word.start < word.end <= len(got.symbols)
        assert 0 <= word.span.start <= word.span.end <= len(text)
        place = word.end


@pytest.mark.parametrize(
    "unit", ["9", "a", "x1", "ー", "っ", "亜", "々", "1/", "-1", "A.", "@a.", "￥1,"]
)
def test_a_thousand_repetitions_are_read(front_end: Japanese, unit: str) -> None:
    assert set(read(front_end, (unit * 1000)[:1000]).symbols) <= set(SYMBOLS)


def test_what_openjtalk_cannot_tie_to_its_characters_is_read_in_parts(front_end: Japanese) -> None:
    assert folded(read(front_end, "今日は1日々3です。").symbols).startswith("kʲooβaiʨiɲiʨi")
