"""A text in the making: its sentences end where the finished text's do, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fake_text import spelling_loader

from kowane.speech import Utterance
from kowane.text import sentences
from kowane.text.following import FollowingReader
from kowane.text.incremental import Certain, IncrementalText
from kowane.text.reader import Reader

CASES = Path(__file__).parents[2] / "data" / "frontend" / "en.jsonl"
TEXTS = [json.loads(line)["text"] for line in CASES.read_text("utf-8").splitlines()] + [
    'He said, "Wait. No! Stop." and left. Then she (who knew. it all) went. "Go." Ann said. OK.',
    "Dr. Smith paid $3.14 at 3 p.m. Then No. 5 came. Plan B. Then what?",
    "- item one\n- item two\n\nA Heading\nSome text, which goes on; and on — and on.",
    "Well, I read it, you read it; but nobody lives in Portland, OR, does he?",
]
texts = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.sampled_from([" ", "\n", "\n\n"])), min_size=1, max_size=4
).map(lambda parts: "".join(text + gap for text, gap in parts).strip())


@st.composite
def deltas(draw: st.DrawFn) -> list[str]:
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=40)))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def taken(pieces: list[str], lang: str = "en-us") -> tuple[IncrementalText, list[Certain]]:
    """After these pieces: all sentences that were certain on the way."""
    text, found = IncrementalText(lang), []
    for piece in pieces:
        text.add(piece)
        found += text.sentences()
    return text, found


@given(deltas())
@settings(max_examples=300, deadline=None)
def test_sentences_end_where_the_finished_texts_do(pieces: list[str]) -> None:
    whole = "".join(pieces)
    text, found = taken(pieces)
    found += text.flush()
    assert [(each.start, each.end, each.ends_paragraph) for each in found] == [
        (each.start, each.end, each.ends_paragraph) for each in sentences.split(whole, "en-us")
    ]


@given(deltas())
@settings(max_examples=300, deadline=None)
def test_any_split_of_a_text_gives_the_words_of_the_whole(pieces: list[str]) -> None:
    load, _ = spelling_loader()
    reader, whole = Reader(load), "".join(pieces)
    following = FollowingReader(reader, Utterance("", "af_heart"), "en-us")
    read = []
    for piece in pieces:
        following.text.add(piece)
        read += following.sentences()
        while clause := following.clause():
            read += clause
    read += following.flush()
    finished = reader.read(Utterance(whole, "af_heart"), "en-us")
    assert [(w.text, w.span) for s in read for w in s.phonemes.words] == [
        (w.text, w.span) for s in finished for w in s.phonemes.words
    ]
    for sentence in read:
        for word in sentence.phonemes.words:
            assert sentence.phonemes.symbols[word.start : word.end].strip(" .,;:!?")


@pytest.mark.parametrize(
    "held",
    [
        "It costs 3.",
        "It costs 3. ",
        "It costs 3.1",
        "We met Dr. ",
        "We met Dr. Smith",
        "He left at 3 p.m. ",
        "He left at 3 p.m. The",
        "Meet me at 10:",
        "It has 1,",
        "It has 1, 2",
        "On May 5, 20",
        'She said "No. Never. ',
        "The end.",
        "The end. ",
    ],
)
def test_what_may_go_on_is_held_back(held: str) -> None:
    text, found = taken(list(held))
    assert found == []
    assert text.clause() is None
    assert text.pending == held


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("The end. And ", "The end."),
        ("We met Dr. Smith. He ", "We met Dr. Smith."),
        ("It costs 3.14. That ", "It costs 3.14."),
        ("Really? Yes ", "Really?"),
        ("A paragraph\n\n", "A paragraph"),
    ],
)
def test_a_sentence_is_certain_once_the_next_word_is_there(written: str, sentence: str) -> None:
    _, found = taken(list(written))
    assert [each.sentence for each in found] == [sentence]


@pytest.mark.parametrize(
    ("written", "clause"),
    [
        ("Hello there, my", "Hello there,"),
        ("In the year 1999, th", "In the year 1999,"),
        ("One thing is sure; we", "One thing is sure;"),
        ("A little pause — and th", "A little pause —"),
        ("今天天气很好，我", "今天天气很好，"),
    ],
)
def test_a_clause_is_certain_once_the_next_word_begins(written: str, clause: str) -> None:
    text, _ = taken(list(written), "zh" if "今" in written else "en-us")
    found = text.clause()
    assert found is not None
    assert (found.sentence, found.ends_sentence) == (clause, False)


def test_a_lone_word_is_no_clause() -> None:
    text, _ = taken(["Well, I think so"])
    assert text.clause() is None


def test_japanese_sentences_need_one_more_character() -> None:
    text, found = taken(["今日は良い天気です。"], "ja")
    assert found == []
    text.add("明日")
    assert [each.sentence for each in text.sentences()] == ["今日は良い天気です。"]


@pytest.mark.parametrize("pending", ["It costs 3", "It costs 3.", "We met Dr.", "It is $", "So"])
def test_after_a_short_silence_open_ends_still_wait(pending: str) -> None:
    text, _ = taken([pending])
    assert text.settled(all_of_it=False) == []
    assert [each.sentence for each in text.settled(all_of_it=True)] == [pending]


def test_after_a_silence_the_rest_of_a_sentence_continues_it() -> None:
    text, _ = taken(["I think that"])
    assert [each.sentence for each in text.settled(all_of_it=False)] == ["I think that"]
    text.add(" you are right. Or ")
    (rest,) = text.sentences()
    assert (rest.start, rest.begins) == (13, 0)
    assert rest.sentence == "I think that you are right."


@given(deltas(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_silences_lose_no_word_and_say_none_twice(pieces: list[str], random: object) -> None:
    text, found = IncrementalText("en-us"), []
    for piece in pieces:
        text.add(piece)
        found += text.sentences()
        if random.random() < 0.3:  # type: ignore[attr-defined]
            found += text.settled(all_of_it=random.random() < 0.5)  # type: ignore[attr-defined]
    found += text.flush()
    whole = "".join(pieces)
    spoken = [index for each in found for index in range(each.start, each.end)]
    assert sorted(set(spoken)) == spoken
    missing = {i for i, char in enumerate(whole) if char.isalnum()} - set(spoken)
    assert missing == set()
