"""Whatever is sent: no language fails, and nothing leaves the alphabet or points astray."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kowane.errors import KowaneError
from kowane.speech import Utterance
from kowane.text.reader import Reader, Sentence, check_text
from kowane.vocabulary import SYMBOLS

READER = Reader()
LANGUAGES = ("es", "fr", "it", "pt-br", "hi", "ja", "zh")
HARD = st.sampled_from(
    """1 2 0 12 1.5 3,4 1/2 ½ % € $ ₹ R$ ¥ : - – . , … ' " ( ) [ ] / º ª ° ² XIV IV km kg 15h
    3:30 @ # + = × Sr. M. sig. डॉ. । क ५ ६ बजे 年 月 日 個 本 行 一 不 人 は を ン ー っ A AB aB
    http://a.es é ñ ç ã 😀 Ж 한""".split()  # noqa: SIM905 - as they would be typed
) | st.sampled_from([" ", "\n", "\u00a0", "\u200d", "\u0301"])
TEXT = st.lists(HARD, min_size=1, max_size=25).map("".join) | st.text(min_size=1, max_size=40)


def check(text: str, sentences: list[Sentence]) -> None:
    for sentence in sentences:
        assert set(sentence.phonemes.symbols) <= set(SYMBOLS)
        for word in sentence.phonemes.words:
            assert 0 <= word.span.start <= word.span.end <= len(text)
            assert 0 <= word.start < word.end <= len(sentence.phonemes.symbols)
            assert word.source or word.lang == "en-us"


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(text=TEXT)
def test_any_text_is_read(lang: str, text: str) -> None:
    try:
        check_text(text)
    except KowaneError:
        return
    check(text, list(READER.read(Utterance(text, ""), lang)))


TAGS = st.sampled_from(
    [
        "[pause:1s]", "[pause:x]", "[voice:a]", "[/voice]", "[rate:2]", "[rate:99]", "[/rate]",
        "[lang:fr]", "[lang:xx]", "[/lang]", "[a](/b/)", "[a](/7/)", '<lang xml:lang="it">',
        "<lang>", "</lang>", "\\[", "\\", "[", "]", "<speak>", "</speak>", "<p>", "</p>", "<s/>",
        "<break/>", '<break time="1s"/>', '<sub alias="b">a</sub>', "&amp;", "&x;", "<!DOCTYPE x>",
        '<say-as interpret-as="ordinal">3</say-as>', "<![CDATA[", "]]>", "<?x?>", "<!-- -->",
        '<prosody rate="fast">', "</prosody>", "<x>", "</x>", "hola ", "3 ",
    ]
)  # fmt: skip


@pytest.mark.parametrize("markup", ["inline", "ssml"])
@settings(max_examples=150, deadline=None)
@given(tags=st.lists(TAGS, min_size=1, max_size=12).map("".join))
def test_any_markup_is_read_or_refused_with_a_remedy(markup: str, tags: str) -> None:
    text = f"<speak>{tags}</speak>" if markup == "ssml" else tags
    utterance = Utterance(text, "", markup=markup)  # type: ignore[arg-type]
    try:
        sentences = list(READER.read(utterance, "es"))
    except KowaneError as error:
        assert str(error)
        return
    check(text, sentences)
