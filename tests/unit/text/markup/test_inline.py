"""Inline tags: what each one does, what stays text, what is an error, and hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.errors import TextError
from kowane.speech import Piece, Span
from kowane.text.markup.inline import parse
from kowane.text.markup.parts import MAX_SILENCE, Part, Pause, Stretch


def said(parts: tuple[Part, ...]) -> str:
    """The text of all stretches, pauses as |."""
    return "".join(part.spoken.text if isinstance(part, Stretch) else "|" for part in parts)


def stretches(text: str) -> list[Stretch]:
    return [part for part in parse(text) if isinstance(part, Stretch)]


def check_spans(text: str, parts: tuple[Part, ...]) -> None:
    place = 0
    for part in parts:
        pieces = part.spoken.pieces if isinstance(part, Stretch) else ()
        spans = [piece.span for piece in pieces] or [part.span]  # type: ignore[union-attr]
        for span in spans:
            assert place <= span.start <= span.end <= len(text)
            place = span.end
        for piece in pieces:
            assert piece.text == text[slice(*piece.span)]


def test_text_without_tags_is_one_verbatim_stretch() -> None:
    (only,) = parse("Plain text.")
    assert isinstance(only, Stretch)
    assert only.spoken.pieces == (Piece("Plain text.", Span(0, 11)),)
    assert (only.lang, only.voice, only.rate, only.sentence_break) == (None, None, 1.0, False)


def test_a_word_with_phonemes_keeps_its_own_span() -> None:
    text = "Say [Kokoro](/kˈOkəɹO/) now"
    pieces = stretches(text)[0].spoken.pieces
    assert pieces[1] == Piece("Kokoro", Span(5, 11), "markup", "kˈOkəɹO")
    assert said(parse(text)) == "Say Kokoro now"


def test_a_plain_g_in_phonemes_is_kokoros_g() -> None:
    assert stretches("[go](/gˈO/)")[0].spoken.pieces[0].phonemes == "ɡˈO"


@pytest.mark.parametrize(
    ("tag", "length"),
    [
        ("[pause:0.5s]", 0.5),
        ("[pause:500ms]", 0.5),
        ("[pause:2]", 2.0),
        ("[pause: .25 s]", 0.25),
        ("[PAUSE:60S]", 60.0),
        ("[pause:1.s]", 1.0),
    ],
)
def test_a_pause_has_its_length_and_the_tags_span(tag: str, length: float) -> None:
    assert parse(f"a{tag}b")[1] == Pause(length, Span(1, 1 + len(tag)))


def test_a_pause_of_no_length_is_no_part() -> None:
    assert len(parse("a[pause:0]b")) == 1


def test_a_voice_holds_until_it_is_closed() -> None:
    assert [(s.voice, s.spoken.text) for s in stretches("a [voice:af_sky]b[/voice] c")] == [
        (None, "a "),
        ("af_sky", "b"),
        (None, " c"),
    ]


def test_a_voice_holds_until_the_next_one_and_no_name_is_the_requests() -> None:
    text = "[voice:af_sky]b[voice:af_heart(2)+af_bella(1)]c[voice:]d"
    assert [s.voice for s in stretches(text)] == ["af_sky", "af_heart(2)+af_bella(1)", None]


def test_rates_nest_and_the_inner_one_counts() -> None:
    text = "a[rate:0.5]b[rate:120%]c[/rate]d[/rate]e"
    assert [s.rate for s in stretches(text)] == [1.0, 0.5, 1.2, 0.5, 1.0]


def test_a_rate_that_is_not_closed_holds_to_the_end() -> None:
    assert [s.rate for s in stretches("a [rate:2]b\n\nc")] == [1.0, 2.0]


@pytest.mark.parametrize(
    "text",
    [
        "a [lang:fr]oui[/lang] b",
        'a <lang xml:lang="fr">oui</lang> b',
        "a <lang xml:lang='fr-FR'>oui</lang> b",
        "a <lang fr>oui</lang > b",
        "a <LANG fr>oui[/LANG] b",
    ],
)
def test_every_notation_of_a_language_reads_alike(text: str) -> None:
    assert [(s.lang, s.spoken.text) for s in stretches(text)] == [
        (None, "a "),
        ("fr", "oui"),
        (None, " b"),
    ]


def test_scopes_of_different_kinds_may_overlap() -> None:
    text = "[rate:2]a[lang:it]b[/rate]c[/lang]d"
    assert [(s.rate, s.lang) for s in stretches(text)] == [
        (2.0, None),
        (2.0, "it"),
        (1.0, "it"),
        (1.0, None),
    ]


def test_stretches_of_white_space_alone_are_left_out() -> None:
    assert [s.spoken.text for s in stretches("[voice:a] [voice:b] x [pause:1s] ")] == [" x "]
    assert parse(" [pause:1] \n") == (Pause(1.0, Span(1, 10)),)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "]",
        "[see note]",
        "a[0] = b[1]",
        "[link](https://example.org/a)",
        "[page](/docs/intro)",
        "[pause]",
        "[voice]",
        "[/pause]",
        "[x](+1)",
        "<b>bold</b>",
        "<language>",
        "1 < 2 > 0",
        "C:\\temp\\x",
        "\\",
    ],
)
def test_what_is_no_tag_stays_text(text: str) -> None:
    assert said(parse(text)) == text


@pytest.mark.parametrize("tag", ["[pause:1s]", "[Kokoro](/kˈO/)", "<lang fr>", "[/lang]"])
def test_a_backslash_makes_a_tag_text(tag: str) -> None:
    parts = parse("a \\" + tag)
    assert said(parts) == "a " + tag
    check_spans("a \\" + tag, parts)


@pytest.mark.parametrize(
    ("text", "place", "names"),
    [
        ("ab [pause:abc]", 3, "[pause:abc]"),
        ("[pause:61s]", 0, "0–60 s"),
        ("[pause:-1s]", 0, "0–60 s"),
        ("[pause:1e3]", 0, "0–60 s"),
        ("a [pause:1s", 2, "no closing bracket"),
        ("[rate:9]", 0, "0.25–4"),
        ("[rate:nan]", 0, "0.25–4"),
        ("[rate:]", 0, "0.25–4"),
        ("x[lang:klingon]", 1, "'klingon'"),
        ("[lang:]", 0, "''"),
        ("x <lang>", 2, "names no language"),
        ("<lang xml:lang=fr", 0, "names no language"),
        ("a[/rate]", 1, "closes nothing"),
        ("a</lang>", 1, "closes nothing"),
        ("[hi](/hŭ7/)", 6, "'7' (U+0037, character 3)"),
        ("[](/hI/)", 0, "no word"),
        ("[hi](//)", 0, "no phonemes"),
    ],
)
def test_a_malformed_tag_is_an_error_with_its_position(text: str, place: int, names: str) -> None:
    with pytest.raises(TextError) as caught:
        parse(text, param="text")
    assert f"position {place}." in caught.value.message
    assert names in caught.value.message
    assert caught.value.remedy
    assert caught.value.param == "text"


def test_pauses_that_add_up_to_more_than_the_limit_are_refused() -> None:
    with pytest.raises(TextError, match=f"{MAX_SILENCE:g} s"):
        parse("a[pause:60s]" * int(MAX_SILENCE / 60 + 1))


snippets = st.sampled_from(
    [
        *("[", "]", "(/", "/)", "\\", "<", ">", "</lang>", "<lang fr>", "<lang "),
        *("[voice:af_sky]", "[/voice]", "[voice:]", "[rate:2]", "[/rate]", "[lang:ja]", "[/lang]"),
        *("[pause:1s]", "[pause:", "[a](/a/)", "[rate:x]", " ", "\n", "word", "é", "日本"),
    ]
)


@settings(max_examples=40)
@given(st.lists(snippets | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_is_read_or_refused_and_its_spans_are_true(text: str) -> None:
    try:
        parts = parse(text)
    except TextError:
        return
    check_spans(text, parts)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["one", " two", "é", "日", ".", "\n"]), max_size=20), st.data())
def test_no_character_outside_tags_is_lost(words: list[str], data: st.DataObject) -> None:
    tags = st.sampled_from(["", "[pause:1s]", "[voice:x]", "[lang:fr]", "[rate:2]", "[/voice]"])
    text = "".join(word + data.draw(tags) for word in words)
    spoken = said(parse(text)).replace("|", "")
    assert "".join(spoken.split()) == "".join("".join(words).split())


@pytest.mark.parametrize(
    "unit", ["[", "<", "[a](/", "<lang", "\\", "[" + "a" * 199, "[a](/" + "b" * 499, "</lang"]
)
def test_a_long_row_of_beginnings_is_text(unit: str) -> None:
    text = unit * (20_000 // len(unit) + 1)
    assert said(parse(text)) == text
