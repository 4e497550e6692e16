"""The whole front-end walk: sentences, languages within a text, markup, spans."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.fake_text import SpellingFrontEnd, spelling_loader

from kowane.errors import MissingExtra, TextError
from kowane.speech import Phonemes, Span, Utterance, Word
from kowane.text.chunk import PAUSE_PARAGRAPH, plan_chunks
from kowane.text.frontend import FrontEnd
from kowane.text.lexicon.entries import Entry, Lexicon
from kowane.text.lexicon.matching import Compiled
from kowane.text.reader import Reader, Sentence, check_text, join


def read(text: str, lang: str = "en-us", **options: object) -> list[Sentence]:
    load, _ = spelling_loader()
    utterance = Utterance(text, "af_one", **options)  # type: ignore[arg-type]
    return list(Reader(load).read(utterance, lang, lambda voice: "en-gb"))


def test_each_sentence_keeps_its_place_in_the_text() -> None:
    text = "  One here.  Two here.\n\nThree."
    found = read(text)
    assert [text[s.span.start : s.span.end] for s in found] == ["One here.", "Two here.", "Three."]
    assert [s.ends_paragraph for s in found] == [False, True, False]
    assert found[1].passage().pause_after == PAUSE_PARAGRAPH


def test_words_in_another_script_are_read_by_their_language() -> None:
    load, made = spelling_loader()
    (sentence,) = Reader(load).read(Utterance("今日は Zvukograd と見る。", "jf_one"), "ja")
    assert set(made) == {"ja", "en-us"}
    assert made["en-us"].seen[0].strip() == "Zvukograd"
    spoken = {word.text: word.span for word in sentence.phonemes.words}
    assert spoken["Zvukograd"] == Span(4, 13)


def test_a_language_is_loaded_once_and_only_when_it_is_read() -> None:
    loads = []

    def load(lang: str) -> FrontEnd:
        loads.append(lang)
        return SpellingFrontEnd(lang)

    reader = Reader(load)
    assert reader.loaded == ()
    for _ in range(3):
        list(reader.read(Utterance("Hello there.", "af_one"), "en-us"))
    assert loads == ["en-us"]
    assert reader.loaded == ("en-us",)


def test_a_language_that_is_not_installed_is_asked_for_again_later() -> None:
    answers: list[FrontEnd | Exception] = [MissingExtra("no"), SpellingFrontEnd()]

    def load(lang: str) -> FrontEnd:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    reader = Reader(load)
    with pytest.raises(MissingExtra):
        reader.front_end("en-us")
    assert reader.front_end("en-us").lang == "en-us"


def test_another_script_whose_language_is_not_installed_does_not_silence_the_text() -> None:
    def load(lang: str) -> FrontEnd:
        if lang == "zh":
            raise MissingExtra("no")
        return SpellingFrontEnd(lang)

    (sentence,) = Reader(load).read(Utterance("Meet 王 today.", "af_one"), "en-us")
    assert [word.text for word in sentence.phonemes.words] == ["Meet", "today."]
    assert sentence.phonemes.dropped == "王"


def test_lexicons_are_applied_before_anything_else_reads_the_text() -> None:
    entries = (Entry("Nginx", says="engine ex"),)
    lexicon = Compiled(Lexicon("mine", "en-us", entries))
    load, _ = spelling_loader()
    asked = []

    def lexicons(lang: str, names: Sequence[str] | None) -> tuple[Compiled, ...]:
        asked.append((lang, names))
        return (lexicon,)

    utterance = Utterance("Use Nginx 3.", "af_one", lexicons=("mine",))
    (sentence,) = Reader(load, lexicons).read(utterance, "en-us")
    assert sentence.spoken.text == "Use engine ex nʌm."
    assert asked == [("en-us", ("mine",))]


def test_tags_are_read_aloud_unless_markup_is_asked_for() -> None:
    (plain,) = read("Wait [pause:1s] here.")
    assert "pause" in plain.spoken.text


def test_a_pause_tag_follows_the_words_before_it() -> None:
    found = read("Wait [pause:1.5s] here.", markup="inline")
    assert [(s.phonemes.symbols, s.pause_after) for s in found] == [("wait", 1.5), ("here.", None)]


def test_a_pause_before_any_word_is_silence_of_its_own() -> None:
    found = read("[pause:500ms] Go.", markup="inline")
    chunks = list(plan_chunks(s.passage() for s in found))
    assert [(c.symbols, c.pause_after) for c in chunks[:1]] == [("", 0.5)]
    assert chunks[1].symbols == "o."  # the stand-in drops g, which is not Kokoro's ɡ


def test_a_voice_tag_changes_voice_and_language_for_its_words() -> None:
    found = read("Hi. [voice:bf_two]Good day.[/voice] Bye.", markup="inline")
    assert [(s.voice, s.lang) for s in found] == [
        ("", "en-us"),
        ("bf_two", "en-gb"),
        ("", "en-us"),
    ]


def test_the_callers_language_wins_over_a_voice_tags() -> None:
    load, _ = spelling_loader()
    said = Utterance("[voice:bf_two]Good day.[/voice]", "af_one", "en-us", markup="inline")
    (sentence,) = Reader(load).read(said, "en-us", lambda voice: "en-gb")
    assert sentence.lang == "en-us"


def test_two_voices_never_share_a_chunk() -> None:
    found = read("Hi. [voice:bf_two]Day.[/voice] Bye.", markup="inline")
    chunks = list(plan_chunks(s.passage() for s in found))
    assert [c.voice for c in chunks] == ["", "bf_two", ""]


def test_a_rate_tag_multiplies_the_speed_within_its_range() -> None:
    fast = read("[rate:2]Go on.[/rate]", markup="inline")
    assert fast[0].passage(1.5).speed == 3.0
    assert fast[0].passage(3.0).speed == 4.0


def test_phonemes_given_by_markup_are_used_as_they_are() -> None:
    load, _ = spelling_loader()
    utterance = Utterance("Say [Kokoro](/kˈOkəɹO/) now.", "af_one", markup="inline")
    (sentence,) = Reader(load).read(utterance, "en-us")
    assert "kˈOkəɹO" in {piece.phonemes for piece in sentence.spoken.pieces}
    assert sentence.spoken.text == "Say Kokoro now."


def test_ssml_is_read_as_ssml() -> None:
    found = read('<speak>One<break time="2s"/>two <s>three</s></speak>', markup="ssml")
    assert [s.pause_after for s in found] == [2.0, None, None]
    assert [s.spoken.text for s in found] == ["One", "two", "three"]


def test_malformed_markup_is_refused() -> None:
    with pytest.raises(TextError):
        read("<speak>", markup="ssml")


@pytest.mark.parametrize("text", ["", "  ", "\n\t\u3000"])
def test_blank_text_is_refused(text: str) -> None:
    with pytest.raises(TextError, match="empty"):
        check_text(text)


@pytest.mark.parametrize(("text", "place"), [("ab\0", 2), ("\udc80x", 0)])
def test_unreadable_characters_are_named_with_their_place(text: str, place: int) -> None:
    with pytest.raises(TextError, match=f"position {place}"):
        check_text(text)


def test_joined_stretches_keep_their_words_in_place() -> None:
    joined = join(
        [
            Phonemes("hi ", (Word("hi", Span(0, 2), 0, 2),)),
            Phonemes(" yu", (Word("yu", Span(3, 5), 1, 3),), "x"),
            Phonemes(", ɡo", (Word("go", Span(7, 9), 2, 4),)),
        ]
    )
    assert joined.symbols == "hi yu, ɡo"
    assert [joined.symbols[w.start : w.end] for w in joined.words] == ["hi", "yu", "ɡo"]
    assert joined.dropped == "x"
