"""Chunk planning: all is kept, nothing exceeds the limit, cuts fall where a speaker breathes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kowane.speech import MAX_SYMBOLS, PhonemeChunk, Span, Word
from kowane.text.chunk import (
    BALANCED,
    BEST,
    LOW,
    PAUSE_CLAUSE,
    PAUSE_SENTENCE,
    Passage,
    Plan,
    plan_chunks,
)


def passage(text: str, pause_after: float | None = None) -> Passage:
    """Symbols with one word for each stretch between spaces, spans as in the text."""
    words, place = [], 0
    for part in text.split(" "):
        core = part.rstrip(".,;:!?—…")
        if core:
            words.append(Word(core, Span(place, place + len(core)), place, place + len(core)))
        place += len(part) + 1
    return Passage(text, tuple(words), pause_after)


def symbols(chunks: list[PhonemeChunk]) -> list[str]:
    return [chunk.symbols for chunk in chunks]


words = st.text(alphabet="abdefhijklmnopɹst", min_size=1, max_size=30)
marks = st.sampled_from(["", "", "", "", ",", ";", ".", "!", "…"])
sentences = st.lists(st.tuples(words, marks), min_size=1, max_size=120).map(
    lambda parts: passage(" ".join(word + mark for word, mark in parts))
)
plans = st.sampled_from([BEST, BALANCED, LOW, Plan((12,), 40), Plan((1,), 5), Plan((600,), 510)])


@given(st.lists(sentences, max_size=8), plans)
def test_no_symbol_is_lost_and_no_chunk_exceeds_the_limit(
    passages: list[Passage], plan: Plan
) -> None:
    chunks = list(plan_chunks(passages, plan))
    spoken = "".join("".join(symbols(chunks)).split())
    assert spoken == "".join("".join(p.symbols for p in passages).split())
    assert all(1 <= len(chunk.symbols) <= plan.limit <= MAX_SYMBOLS for chunk in chunks)


@given(st.lists(sentences, max_size=5), plans)
def test_every_word_stays_in_order_with_its_own_symbols(
    passages: list[Passage], plan: Plan
) -> None:
    got = [
        (word.text, chunk.symbols[word.start : word.end])
        for chunk in plan_chunks(passages, plan)
        for word in chunk.words
    ]
    assert [text for text, _ in got] == [w.text for p in passages for w in p.words]
    for text, spoken in got:
        assert text.startswith(spoken) and spoken


def test_short_sentences_are_packed_together() -> None:
    chunks = list(plan_chunks([passage("ə bɪt."), passage("mɔɹ."), passage("tʊ kʌm.")]))
    assert symbols(chunks) == ["ə bɪt. mɔɹ. tʊ kʌm."]


def test_whole_sentences_are_kept_whole_in_the_best_plan() -> None:
    sentence = "dɪs ɪz ə sɛntəns ʌv sʌm lɛŋθ, " * 6 + "ænd ɪt ɛndz."
    chunks = list(plan_chunks([passage(sentence), passage(sentence)]))
    assert symbols(chunks) == [sentence, sentence]


def test_a_run_on_is_cut_at_a_clause_rather_than_between_words() -> None:
    run_on = "wʌn tʊ θɹi fɔɹ faɪv sɪks, " * 30
    chunks = list(plan_chunks([passage(run_on.strip())]))
    assert len(chunks) > 1
    assert all(chunk.symbols.endswith(",") for chunk in chunks)


def test_a_run_on_without_clauses_is_cut_between_words() -> None:
    chunks = list(plan_chunks([passage(" ".join(["wɜɹd"] * 200))]))
    assert set("".join(c.symbols + " " for c in chunks).split()) == {"wɜɹd"}
    assert max(map(len, symbols(chunks))) < 2 * min(map(len, symbols(chunks)))


def test_a_stretch_without_any_space_is_cut_at_the_limit() -> None:
    chunks = list(plan_chunks([Passage("a" * 1200)], Plan(limit=510)))
    assert "".join(symbols(chunks)) == "a" * 1200


def test_a_run_on_without_clauses_is_cut_before_a_conjunction() -> None:
    text = " ".join(["wʌn tʊ θɹi fɔɹ faɪv sɪks sɛvən"] * 8 + ["ænd"] + ["eɪt naɪn tɛn"] * 12)
    places = [0, *(index + 1 for index, symbol in enumerate(text) if symbol == " ")]
    words = tuple(
        Word(
            "and" if text.startswith("ænd", place) else "x",
            Span(place, place + 1),
            place,
            text.find(" ", place) if text.find(" ", place) > 0 else len(text),
        )
        for place in places
    )
    run_on = Passage(text * 1, words, breathes_before=frozenset({"and"}))
    chunks = list(plan_chunks([run_on], Plan(aims=(120,), limit=450)))
    assert any(chunk.symbols.startswith("ænd ") for chunk in chunks)


def test_the_first_chunk_of_a_stream_is_short_and_ends_at_a_clause() -> None:
    text = "wɛn ðə sʌn kʌmz ʌp ɪn ðə mɔɹnɪŋ, ɔl ðə bɜɹdz bɪɡɪn tə sɪŋ, ænd wi wɛɪk ʌp tʊ."
    first = next(plan_chunks([passage(text * 4)], LOW))
    assert first.symbols == "wɛn ðə sʌn kʌmz ʌp ɪn ðə mɔɹnɪŋ,"
    assert first.pause_after == PAUSE_CLAUSE


def test_the_first_chunk_does_not_wait_for_the_second_sentence() -> None:
    def reading() -> itertools.chain[Passage]:
        yield passage("ə sɛntəns ðæt ɪz lɔŋ ɪnʌf tə sɑʊnd ɔn ɪts oʊn, wɪð ɡʊd pɹɑsədi.")
        pytest.fail("the second sentence was read before the first chunk left")

    assert next(plan_chunks(reading(), LOW)).symbols.startswith("ə sɛntəns")


def test_words_that_read_one_number_are_never_parted() -> None:
    number = " ".join(["naɪn"] * 12)
    span = Span(0, 12)
    spoken = tuple(Word("nine", span, i * 5, i * 5 + 4) for i in range(12))
    tail = passage("z " * 60)
    moved = tuple(
        Word(w.text, Span(100 + i, 101 + i), w.start + 60, w.end + 60)
        for i, w in enumerate(tail.words)
    )
    text = Passage(number + " " + tail.symbols, spoken + moved)
    first = next(plan_chunks([text], Plan((30,), 70)))
    assert first.symbols.startswith(number)


def test_a_paragraph_ends_its_chunk_and_sets_the_pause() -> None:
    chunks = list(plan_chunks([passage("ə taɪtəl", 0.6), passage("tɛkst.")]))
    assert [(c.symbols, c.pause_after) for c in chunks] == [
        ("ə taɪtəl", 0.6),
        ("tɛkst.", PAUSE_SENTENCE),
    ]


def test_a_sentence_in_quotation_marks_ends_like_any_other() -> None:
    (chunk,) = plan_chunks([passage("“hi sɛd ɡoʊ.”")])
    assert chunk.pause_after == PAUSE_SENTENCE


def test_an_empty_passage_with_a_pause_lengthens_the_pause_before_it() -> None:
    chunks = list(plan_chunks([passage("hi."), Passage("", (), 1.5)]))
    assert [c.pause_after for c in chunks] == [1.5]


@pytest.mark.parametrize(("aims", "limit"), [((), 100), ((0,), 100), ((10,), 0), ((10,), 511)])
def test_an_impossible_plan_is_refused(aims: tuple[int, ...], limit: int) -> None:
    with pytest.raises(ValueError, match="make no plan"):
        Plan(aims, limit)
