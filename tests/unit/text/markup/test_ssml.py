"""SSML: what each element does, what is refused, and where every piece of text came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.errors import TextError, TextTooLong
from kowane.speech import Piece, Span
from kowane.text.markup.parts import Pause, Stretch
from kowane.text.markup.say_as import for_all_languages
from kowane.text.markup.ssml import parse
from kowane.text.safe_xml import MAX_CHARACTERS, MAX_DEPTH


def speak(body: str, lang: str = "en-us") -> list[Stretch]:
    parts = parse(f"<speak>{body}</speak>", lang=lang)
    return [part for part in parts if isinstance(part, Stretch)]


def said(body: str) -> str:
    return "".join(stretch.spoken.text for stretch in speak(body))


def pauses(body: str) -> list[float]:
    return [p.seconds for p in parse(f"<speak>{body}</speak>") if isinstance(p, Pause)]


def one_piece(body: str, lang: str = "en-us") -> Piece:
    ((piece,),) = [stretch.spoken.pieces for stretch in speak(body, lang)]
    return piece


def test_plain_content_keeps_its_place_in_the_document() -> None:
    (only,) = parse("<speak>Hello.</speak>")
    assert isinstance(only, Stretch)
    assert only.spoken.pieces == (Piece("Hello.", Span(7, 13)),)


def test_a_declaration_a_byte_order_mark_and_a_namespace_are_accepted() -> None:
    text = (
        '\ufeff\n<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis">é!</speak>'
    )
    (only,) = parse(text)
    assert isinstance(only, Stretch)
    (piece,) = only.spoken.pieces
    assert text[slice(*piece.span)] == piece.text == "é!"


def test_sentences_and_paragraphs_are_marked_where_they_end() -> None:
    found = [
        (s.spoken.text, s.sentence_break, s.paragraph_break)
        for s in speak("Before <p><s>One</s> <s>Two</s></p>\n<p>Three</p> after")
    ]
    assert found == [
        ("Before ", True, True),
        ("One", True, False),
        ("Two", True, True),
        ("Three", True, True),
        ("after", False, False),
    ]


def test_white_space_counts_as_one_space() -> None:
    assert said("\n  one\n\n  two <emphasis>  three</emphasis> ") == "one two three "


def test_character_references_and_cdata_are_text_that_normalisers_may_read() -> None:
    (only,) = speak("AT&amp;T caf&#xe9; &#233;t&#233; <![CDATA[a < b &amp; c]]>")
    assert only.spoken.text == "AT&T café été a < b &amp; c"
    assert all(piece.rule == "" for piece in only.spoken.pieces)


def test_a_reference_at_a_words_edge_belongs_to_the_words_span() -> None:
    text = "<speak>caf&#xe9; &#xe9;t</speak>"
    (only,) = parse(text)
    assert isinstance(only, Stretch)
    places = [place for piece in only.spoken.pieces for place in range(*piece.span)]
    assert text[places[0] : places[3] + 1] == "caf&#xe9;"
    assert text[places[5] : places[6] + 1] == "&#xe9;t"


@pytest.mark.parametrize(
    ("tag", "length"),
    [
        ('<break time="500ms"/>', 0.5),
        ('<break time="1.5s"></break>', 1.5),
        ('<break strength="x-strong"/>', 1.25),
        ('<break strength="none" time="2s"/>', 2.0),
        ("<break/>", 0.75),
    ],
)
def test_a_break_is_a_pause(tag: str, length: float) -> None:
    parts = parse(f"<speak>é{tag}b</speak>")
    assert isinstance(parts[1], Pause)
    assert parts[1].seconds == length


def test_a_pauses_span_is_the_empty_element() -> None:
    text = "<speak>é<break time='1s'/>b</speak>"
    (pause,) = [part for part in parse(text) if isinstance(part, Pause)]
    assert text[slice(*pause.span)] == "<break time='1s'/>"


def test_a_break_of_no_strength_is_no_pause() -> None:
    assert pauses('a<break strength="none"/>b<break time="0s"/>c') == []


@pytest.mark.parametrize(
    ("rate", "factor"),
    [("x-slow", 0.6), ("fast", 1.25), ("150%", 1.5), ("1.2", 1.2), ("+50%", 1.5), ("-20%", 0.8)],
)
def test_prosody_changes_the_rate(rate: str, factor: float) -> None:
    assert speak(f'<prosody rate="{rate}" pitch="high">x</prosody>')[0].rate == factor


def test_only_a_change_in_percent_is_relative_to_the_rate_around_it() -> None:
    inner = '<prosody rate="-50%">b</prosody><prosody rate="50%">c</prosody>'
    body = f'<prosody rate="2">a{inner}</prosody>'
    assert [s.rate for s in speak(body)] == [2.0, 1.0, 0.5]


def test_voices_and_languages_nest() -> None:
    body = '<voice name="ff_siwis" xml:lang="fr">a<lang xml:lang="it">b</lang></voice>c'
    assert [(s.voice, s.lang) for s in speak(body)] == [
        ("ff_siwis", "fr"),
        ("ff_siwis", "it"),
        (None, None),
    ]


def test_the_roots_language_is_everybodys() -> None:
    (only,) = parse('<speak xml:lang="en-GB">a</speak>')
    assert isinstance(only, Stretch)
    assert only.lang == "en-gb"


@pytest.mark.parametrize(
    ("ph", "lang", "phonemes"),
    [
        ("təˈmeɪt͡oʊ", "en-us", "təˈmAtO"),
        ("ˈdʒuːn", "en-us", "ˈʤun"),
        ("ˈdʒuːn", "en-gb", "ˈʤuːn"),
        ("ɡoʊ", "en-gb", "ɡQ"),
        ("ˈwɔːtə", "en-gb", "ˈwɔːtə"),
        ("ˈbʌtɚ", "en-us", "ˈbʌtəɹ"),
        ("kæts", "en-us", "kæts"),
        ("ˈpitt͡sa", "it", "ˈpitʦa"),
        ("bɔ̃.ʒuʁ", "fr", "bɔ\u0303ʒuʁ"),
        ("sɐ̃w", "pt-br", "sɐ\u0303w"),
    ],
)
def test_ipa_becomes_kokoros_alphabet(ph: str, lang: str, phonemes: str) -> None:
    assert one_piece(f'<phoneme alphabet="ipa" ph="{ph}">x</phoneme>', lang).phonemes == phonemes


def test_a_phoneme_without_text_speaks_its_phonemes() -> None:
    piece = one_piece('<phoneme alphabet="x-kokoro" ph="kˈOkəɹO"/>')
    assert (piece.text, piece.phonemes, piece.rule) == ("kˈOkəɹO", "kˈOkəɹO", "phoneme")
    assert piece.span == Span(7, 50)


def test_an_alias_is_said_for_the_characters_it_stands_for() -> None:
    piece = one_piece('<sub alias="World Wide Web">W<emphasis>3</emphasis></sub>')
    assert (piece.text, piece.rule) == ("World Wide Web", "sub")
    assert piece.span == Span(35, 47)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ('interpret-as="cardinal"', "1,234", "one thousand two hundred thirty four"),
        ('interpret-as="cardinal"', "-2.5", "minus two point five"),
        ('interpret-as="ordinal"', "21", "twenty first"),
        ('interpret-as="characters"', "aB1", "A B 1"),
        ('interpret-as="spell-out"', "usa", "U S A"),
        ('interpret-as="digits"', "407", "four zero seven"),
        ('interpret-as="fraction"', "3/4", "three quarters"),
        ('interpret-as="fraction"', "1 1/2", "one and a half"),
        (
            'interpret-as="telephone"',
            "(555) 010-4",
            "five five five, zero one zero, four",
        ),
        (
            'interpret-as="date" format="mdy"',
            "3/4/2026",
            "march fourth, twenty twenty six",
        ),
        ('interpret-as="date" format="dmy"', "3/4/26", "april third, twenty twenty six"),
        ('interpret-as="date" format="yyyymmdd"', "19991231", None),
        ('interpret-as="date" format="ym"', "2026-03", "march twenty twenty six"),
    ],
)
def test_say_as_decides_what_a_form_means(kind: str, text: str, words: str | None) -> None:
    words = words or "december thirty first, nineteen ninety nine"
    assert one_piece(f"<say-as {kind}>{text}</say-as>").text == words


@pytest.mark.parametrize(
    "tag",
    [
        'interpret-as="currency"',
        'interpret-as="date"',
        'interpret-as="cardinal"',
        'interpret-as="wish"',
        "",
    ],
)
def test_what_say_as_leaves_goes_to_the_normaliser(tag: str) -> None:
    assert one_piece(f"<say-as {tag}>$5 x</say-as>").rule == ""


@settings(max_examples=40)
@given(
    st.sampled_from(["cardinal", "ordinal", "digits", "fraction", "telephone", "date", "letters"]),
    st.sampled_from(["", "mdy", "ymd", "y", "yyyymmdd"]),
    st.text("0123456789-/+.,: aZ٣é", max_size=12).map(lambda text: text * 3) | st.text(),
    st.sampled_from(["en-us", "en-gb", "fr", "ja"]),
)
def test_any_text_can_be_marked_as_anything(kind: str, form: str, text: str, lang: str) -> None:
    said = for_all_languages().say_as(text, kind, form, lang)
    assert said is None or isinstance(said, str)


def test_a_date_of_very_many_digits_is_no_date() -> None:
    piece = one_piece(f'<say-as interpret-as="date" format="y">{"9" * 5000}</say-as>')
    assert piece.rule == ""


def test_unknown_elements_are_read_as_their_text() -> None:
    assert said('a <mark name="x"/><amazon-x>b <w role="y">c</w></amazon-x>') == "a b c"


def test_comments_are_not_read() -> None:
    assert said("wo<!-- x -->rd") == "word"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hello", "does not begin with <speak>"),
        ("", "does not begin with <speak>"),
        ("<p>x</p>", "begins with <p>"),
        ("<speak><a></speak>", "not well-formed"),
        ("<speak>a & b</speak>", "not well-formed"),
        ("<speak>&nbsp;</speak>", "undefined entity"),
        ('<!DOCTYPE s [<!ENTITY a "b">]><speak>&a;</speak>', "DOCTYPE"),
        ('<!DOCTYPE speak SYSTEM "http://example.org/x.dtd"><speak/>', "DOCTYPE"),
        ("<speak><?php x ?></speak>", "processing instruction"),
        ("<speak>" + "<p>" * MAX_DEPTH, f"more than {MAX_DEPTH}"),
        ("<speak>\ud800</speak>", "surrogate"),
        ('<speak><break time="x"/></speak>', "'x'"),
        ('<speak><break time="90s"/></speak>', "0–60 s"),
        ('<speak><break strength="huge"/></speak>', "'huge'"),
        ('<speak><prosody rate="9">x</prosody></speak>', "0.25–4"),
        ("<speak><lang>x</lang></speak>", "no xml:lang"),
        ('<speak xml:lang="tlh">x</speak>', "'tlh'"),
        ('<speak><phoneme ph="hŭ7">x</phoneme></speak>', "'7' (U+0037, character 3)"),
        ('<speak><phoneme alphabet="x-sampa" ph="h">x</phoneme></speak>', "x-sampa"),
        ("<speak><phoneme>x</phoneme></speak>", "0 characters in ph"),
        ('<speak><phoneme ph="...">x</phoneme></speak>', "'...'"),
        ("<speak><sub>x</sub></speak>", "no alias"),
    ],
)
def test_what_cannot_be_obeyed_is_an_error_with_a_remedy(text: str, names: str) -> None:
    with pytest.raises(TextError) as caught:
        parse(text)
    assert names in caught.value.message
    assert caught.value.remedy


def test_positions_in_errors_are_characters_of_the_text_as_sent() -> None:
    with pytest.raises(TextError, match=r"position 12\."):
        parse("  <speak>日本é<break time='x'/></speak>")


def test_a_document_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TextTooLong, match=str(MAX_CHARACTERS)):
        parse("<speak>" + "a" * MAX_CHARACTERS)


markup = st.sampled_from(
    [
        *("<p>", "</p>", "<s>", "</s>", "<break/>", "<break time='1s'/>", "&amp;", "&#233;", "&x;"),
        *("<sub alias='b'>", "</sub>", "<voice name='x'>", "</voice>", "<lang xml:lang='fr'>"),
        *("</lang>", "<![CDATA[<", "]]>", "<!--", "-->", " ", "\r\n", "é日", "a", "<", ">"),
        *("<say-as interpret-as='characters'>", "</say-as>", "<phoneme ph='a'>", "</phoneme>"),
    ]
)


@settings(max_examples=40)
@given(st.lists(markup | st.text(max_size=3), max_size=30).map("".join))
def test_any_document_is_read_or_refused_and_its_spans_ascend(body: str) -> None:
    text = f"<speak>{body}</speak>"
    try:
        parts = parse(text)
    except TextError:
        return
    place = 0
    for part in parts:
        for piece in part.spoken.pieces if isinstance(part, Stretch) else ():
            assert place <= piece.span.start <= piece.span.end <= len(text)
            place = piece.span.end
            if not piece.rule:
                assert len(piece.text) == piece.span.end - piece.span.start
                origin = text[slice(*piece.span)]
                for char, source in zip(piece.text, origin, strict=True):
                    assert char in (source, " ") or source in "&;"
