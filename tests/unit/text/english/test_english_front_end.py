"""The English front-end as a whole: sounds, words with their source, odd input."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.errors import MissingExtra
from kowane.speech import Phonemes, Piece, Span, SpokenText
from kowane.text.english import letter_sounds, letters, names
from kowane.text.english.espeak_map import to_kokoro
from kowane.text.english.frontend import EnglishFrontEnd, american
from kowane.text.english.tokenise import tokenise
from kowane.text.english.unknown import UnknownWords, latin
from kowane.vocabulary import SYMBOLS, split_known

pytest.importorskip("misaki")


@pytest.fixture(scope="module")
def reader() -> EnglishFrontEnd:
    return american()


def sound(reader: EnglishFrontEnd, text: str) -> str:
    return re.sub("[ˈˌ]", "", read(reader, text).symbols)


def read(reader: EnglishFrontEnd, text: str) -> Phonemes:
    return reader.phonemize(reader.normalise(SpokenText.verbatim(text)))


def test_words_are_tied_to_the_text_and_to_their_symbols(reader: EnglishFrontEnd) -> None:
    text = "Pay $5 now."
    phonemes = read(reader, text)
    assert [(word.text, text[word.span.start : word.span.end]) for word in phonemes.words] == [
        ("Pay", "Pay"),
        ("five", "$5"),
        ("dollars", "$5"),
        ("now", "now"),
    ]
    assert phonemes.symbols[slice(*_range(phonemes, "five"))] == "fˈIv"
    assert phonemes.symbols.endswith("nˈW.")


def _range(phonemes: Phonemes, text: str) -> tuple[int, int]:
    word = next(word for word in phonemes.words if word.text == text)
    return word.start, word.end


@pytest.mark.parametrize(
    ("text", "has", "lacks"),
    [
        ("I will read the book.", "ɹid", "ɹɛd"),
        ("I have read the book.", "ɹɛd", "ɹid"),
        ("I read books every day.", "ɹid", "ɹɛd"),
        ("He read it twice.", "ɹɛd", "ɹid"),
        ("The lead pipe is heavy.", "lɛd", "lid"),
        ("They will lead us.", "lid", "lɛd"),
        ("She plays the bass guitar.", "bAs", "bæs"),
        ("He caught a bass in the lake.", "bæs", "bAs"),
        ("We live here.", "lɪv", "lIv"),
        ("We watched a live concert.", "lIv", "lɪv"),
        ("Take a bow.", "bW", "bO"),
        ("She drew her bow and arrow.", "bO", "bW"),
        ("Polish the table.", "pɑlɪʃ", "pOlɪʃ"),
        ("She is Polish.", "pOlɪʃ", "pɑlɪʃ"),
        ("Close the door.", "klOz", "klOs"),
        ("They were so close.", "klOs", "klOz"),
        ("I object to it.", "əbʤɛkt", "ɑbʤ"),
        ("The object fell.", "ɑbʤ", "əbʤɛkt"),
        ("a minute amount", "mInjut", "mɪnət"),
        ("They protest daily.", "pɹətɛst", "pɹOtɛst"),
        ("There is a tear in my coat.", "tɛɹ", "tɪɹ"),
        ("The wound healed.", "wund", "wWnd"),
        ("He wound the clock.", "wWnd", "wund"),
    ],
)
def test_heteronyms_are_read_by_their_sentence(
    reader: EnglishFrontEnd, text: str, has: str, lacks: str
) -> None:
    said = sound(reader, text)
    assert has in said
    assert lacks not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FBI", "ɛfbiI"),
        ("URLs", "juɑɹɛlz"),
        ("the CPU's", "ðəsipijuz"),
        ("an AI", "ɐnAI"),
        ("GitHub", "ɡɪthʌb"),
        ("Beyoncé's", "biɑnsAz"),
        ("the US", "ðəjuɛs"),
    ],
)
def test_letters_and_names_have_their_own_sounds(
    reader: EnglishFrontEnd, text: str, said: str
) -> None:
    assert sound(reader, text).replace(" ", "") == said


def test_fixed_phonemes_are_used_as_they_are(reader: EnglishFrontEnd) -> None:
    spoken = SpokenText(
        (Piece("say ", Span(0, 4)), Piece("kowane", Span(4, 10), "lexicon", "kOwˈɑnA"))
    )
    assert reader.phonemize(spoken).symbols == "sˈA kOwˈɑnA"


def test_capitals_of_other_rooms_are_not_spelled(reader: EnglishFrontEnd) -> None:
    spoken = SpokenText((Piece("NASA", Span(0, 3), "lexicon"),))
    assert reader.phonemize(spoken).symbols == "nˈæsə"


def test_markdown_links_never_inject_phonemes(reader: EnglishFrontEnd) -> None:
    assert sound(reader, "[hello](/bˈæd/)") == sound(reader, "hello")


def test_a_hostile_token_is_broken_up_and_still_read(reader: EnglishFrontEnd) -> None:
    phonemes = read(reader, "aB" * 400)
    assert len(phonemes.symbols) > 400
    assert not phonemes.dropped


def test_what_cannot_be_read_is_reported(reader: EnglishFrontEnd) -> None:
    assert reader.phonemize(SpokenText.verbatim("日本 hello")).dropped == "日本"


def test_lone_surrogates_and_control_characters_are_read_over(reader: EnglishFrontEnd) -> None:
    for odd in ("\udcfe", "\ud800\udfff", "\0", "\x1b[0m", "\u202e", "\ufeff"):
        assert "hˈWs" in read(reader, f"The {odd} house{odd} fell.").symbols


def test_a_number_of_four_hundred_digits_is_read(reader: EnglishFrontEnd) -> None:
    assert len(read(reader, "7" * 400).symbols) > 2000


def test_nothing_gives_nothing(reader: EnglishFrontEnd) -> None:
    for text in ("", " ", "\n\t", "***"):
        assert read(reader, text).words == ()


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_known_symbols_and_words_in_order(
    reader: EnglishFrontEnd, text: str
) -> None:
    phonemes = read(reader, text)
    assert set(phonemes.symbols) <= SYMBOLS.keys()
    assert "  " not in phonemes.symbols
    place = 0
    for word in phonemes.words:
        assert place <= word.start < word.end <= len(phonemes.symbols)
        assert 0 <= word.span.start < word.span.end <= len(text)
        place = word.end


@given(st.from_regex(r"[A-Za-z']{1,30}", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_letter_to_sound_is_never_silent_and_stays_in_the_alphabet(word: str) -> None:
    for lang in ("en-us", "en-gb"):
        said = letter_sounds.read(word, lang)
        assert said
        assert not split_known(said)[1]


def test_letter_to_sound_knows_common_patterns() -> None:
    assert letter_sounds.read("nation", "en-us") == "nˈAʃən"
    assert letter_sounds.read("blime", "en-us") == "blˈIm"
    assert letter_sounds.read("skarp", "en-gb") == "skˈɑːp"


def test_without_espeak_unknown_words_are_read_by_rule_and_it_is_asked_once() -> None:
    asked = []

    def missing(text: str, voice: str) -> str:
        asked.append(text)
        raise MissingExtra("no espeak")

    unknown = UnknownWords("en-us", lambda _: None, missing)
    assert unknown("blorf") == letter_sounds.read("blorf", "en-us")
    assert unknown("snark")
    assert asked == ["blorf"]


def test_espeak_reads_unknown_words_where_it_is_there() -> None:
    unknown = UnknownWords("en-us", lambda _: None, lambda *_: "bl^ˈoːɹf")
    assert unknown("blorf") == "blˈɔɹf"


def test_unknown_words_are_looked_up_without_their_accents() -> None:
    known = {"naive": "nIˈiv"}
    assert UnknownWords("en-us", known.get, lambda *_: "x")("naïve") == "nIˈiv"


def test_other_alphabets_are_romanised() -> None:
    assert latin("Москва Ωmega Łódź") == "Moskva Omega Lodz"


def test_espeaks_diphthongs_become_single_symbols() -> None:
    assert to_kokoro("fˈa^ɪv ʧˈe^ɪn", "en-us") == "fˈIv ʧˈAn"
    assert to_kokoro("ɡˈə^ʊ", "en-gb") == "ɡˈQ"


def test_spelled_letters_stress_the_last_one() -> None:
    assert letters.spell("FBI", "en-us") == "ˌɛfbˌiˈI"
    assert letters.spell("ZZ", "en-gb") == "zˌɛdzˈɛd"
    assert letters.spell("word", "en-us") is None


def test_the_name_table_is_sorted_and_within_the_alphabet() -> None:
    for lang in ("en-us", "en-gb"):
        table = names.load(lang)
        assert list(table) == sorted(table)
        assert len(table) > 300
        assert all(said and not split_known(said)[1] for said in table.values())


def test_contractions_are_cut_as_the_tagger_expects() -> None:
    assert [token.text for token in tokenise("They'd've said can't, cannot.")] == [
        "They", "'d", "'ve", "said", "ca", "n't", ",", "can", "not", ".",
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_tokens_joined_are_the_text(text: str) -> None:
    flat = " ".join(text.split())
    assert "".join(token.text + " " * token.space for token in tokenise(flat)) == flat
