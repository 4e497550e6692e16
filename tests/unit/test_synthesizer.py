"""The synthesizer: order, look-ahead, cancellation, and errors that leave nothing out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

import numpy as np
import pytest
from tests.fake_text import SpellingFrontEnd, spelling_loader
from tests.fakes import FakeEngine

from kowane.errors import (
    InferenceFailed,
    InputError,
    OutOfRange,
    TextError,
    UnknownLanguage,
    UnknownVoice,
)
from kowane.pipeline import LOOKAHEAD
from kowane.playback import FIRST_SOUND
from kowane.speech import SAMPLE_RATE, AudioChunk, Utterance, join_chunks
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import BEST, LOW, Plan
from kowane.text.reader import Reader
from kowane.trace import Trace
from kowane.voices import Voices, style_row

SHORT = Plan(aims=(12,), limit=40)
FIVE = "One is here. Two is here. Three is here. Four is here. Five is here."


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Voices:
    path = tmp_path_factory.mktemp("voices") / "voices.npz"
    random = np.random.default_rng(0)
    packs = {n: random.normal(size=(510, 256)).astype(np.float32) for n in ("af_one", "bm_two")}
    np.savez(path, **packs)
    return Voices(path)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
async def synthesizer(voices: Voices, engine: FakeEngine) -> AsyncIterator[Synthesizer]:
    load, _ = spelling_loader()
    with ThreadPoolExecutor(2) as executor:
        synthesizer = Synthesizer(
            reader=Reader(load), voices=voices, engine=engine, executor=executor
        )
        await synthesizer.start()
        yield synthesizer
        await synthesizer.close()


async def spoken(
    synthesizer: Synthesizer, text: str, plan: Plan = SHORT, **options: object
) -> list[AudioChunk]:
    utterance = Utterance(text, **{"voice": "af_one", **options})  # type: ignore[arg-type]
    return [chunk async for chunk in synthesizer.stream(utterance, plan=plan)]


async def test_chunks_come_in_the_order_of_the_text(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    engine.sessions = 2
    chunks = await spoken(synthesizer, FIVE)
    words = [word.text for chunk in chunks for word in chunk.words]
    assert words == FIVE.split()
    starts = [chunk.start for chunk in chunks]
    assert starts == pytest.approx(
        np.cumsum([0.0, *(chunk.duration for chunk in chunks[:-1])]).tolist()
    )


async def test_words_point_at_the_callers_characters(synthesizer: Synthesizer) -> None:
    chunks = await spoken(synthesizer, "  I saw 3 cats,  no 4.")
    text = "  I saw 3 cats,  no 4."
    seen = [text[word.span.start : word.span.end] for chunk in chunks for word in chunk.words]
    assert seen == ["I", "saw", "3", "cats,", "no", "4."]


async def test_the_same_text_twice_is_bit_identical(synthesizer: Synthesizer) -> None:
    first = join_chunks(await spoken(synthesizer, FIVE))
    second = join_chunks(await spoken(synthesizer, FIVE))
    assert np.array_equal(first.samples, second.samples)
    assert first.words == second.words


async def test_the_style_row_is_that_of_the_symbols_of_each_chunk(
    synthesizer: Synthesizer, engine: FakeEngine, voices: Voices
) -> None:
    await spoken(synthesizer, FIVE)
    pack = voices.resolve("af_one").pack
    for call in engine.calls:
        assert np.array_equal(call.style, style_row(pack, len(call.input_ids) - 2))


async def test_no_more_than_two_chunks_are_computed_ahead_of_the_listener(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    engine.sessions = 8
    utterance = Utterance(FIVE * 4, "af_one")
    async with aclosing(synthesizer.stream(utterance, plan=SHORT)) as chunks:
        for heard in range(1, 5):
            await anext(chunks)
            await asyncio.sleep(0.02)
            assert len(engine.calls) <= heard + LOOKAHEAD


async def test_leaving_early_ends_the_work(synthesizer: Synthesizer, engine: FakeEngine) -> None:
    engine.delay = 0.01
    async with aclosing(synthesizer.stream(Utterance(FIVE * 4, "af_one"), plan=SHORT)) as chunks:
        await anext(chunks)
    begun = len(engine.calls)
    await asyncio.sleep(0.05)
    assert len(engine.calls) == begun
    assert engine.running == 0


async def test_a_cancelled_listener_leaves_no_run_behind(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    engine.delay = 30
    task = asyncio.create_task(spoken(synthesizer, FIVE))
    while not engine.running:
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert engine.running == 0


async def test_a_chunk_that_fails_ends_the_stream_with_its_error(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    engine.fail_runs = {3}
    heard = []
    with pytest.raises(InferenceFailed):
        async for chunk in synthesizer.stream(Utterance(FIVE, "af_one"), plan=SHORT):
            heard.append(chunk)
    assert len(heard) == 2


async def test_a_sentence_that_cannot_be_read_ends_the_stream_with_its_error(
    voices: Voices, engine: FakeEngine
) -> None:
    front_end = SpellingFrontEnd(boom=TextError("no", param="input"))
    with ThreadPoolExecutor(1) as executor:
        synthesizer = Synthesizer(
            reader=Reader(lambda lang: front_end), voices=voices, engine=engine, executor=executor
        )
        await synthesizer.start()
        heard = []
        with pytest.raises(TextError):
            async for chunk in synthesizer.stream(
                Utterance("Fine words here. Then boom is here.", "af_one"), plan=SHORT
            ):
                heard.append(chunk)
        assert len(heard) == 1


async def test_a_3000_word_text_loses_no_word(synthesizer: Synthesizer) -> None:
    text = " ".join(f"word{'abcdefghij'[n % 10]}{'.' if n % 13 == 0 else ''}" for n in range(3000))
    chunks = await spoken(synthesizer, text, plan=BEST)
    words = [word.text for chunk in chunks for word in chunk.words]
    assert words == text.split()


async def test_the_voice_decides_the_language_and_lang_overrides_it(
    synthesizer: Synthesizer,
) -> None:
    assert synthesizer.explain(Utterance("Hello.", "bm_two")).lang == "en-gb"
    assert synthesizer.explain(Utterance("Hello.", "bm_two", lang="fr_FR")).lang == "fr"


async def test_the_trace_counts_what_was_done(synthesizer: Synthesizer) -> None:
    trace = Trace()
    utterance = Utterance(FIVE, "af_one")
    chunks = [c async for c in synthesizer.stream(utterance, plan=SHORT, trace=trace)]
    assert trace.chunks == len(chunks) == 5
    assert trace.input_tokens == sum(len(sentence) for sentence in FIVE.split(". ")) + 4
    assert trace.audio_seconds == pytest.approx(
        sum(len(chunk.samples) for chunk in chunks) / SAMPLE_RATE
    )
    assert trace.first_chunk_seconds is not None


async def test_symbols_outside_the_alphabet_are_counted(synthesizer: Synthesizer) -> None:
    trace = Trace()
    utterance = Utterance("A ✈ flies.", "af_one")
    _ = [c async for c in synthesizer.stream(utterance, plan=LOW, trace=trace)]
    assert trace.dropped_symbols == 1


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("", {}, TextError),
        (" \n\t", {}, TextError),
        ("a\0b", {}, TextError),
        ("a\ud800b", {}, TextError),
        ("Hello.", {"voice": "af_nobody"}, UnknownVoice),
        ("Hello.", {"lang": "tlh"}, UnknownLanguage),
        ("Hello.", {"speed": 0.2}, OutOfRange),
        ("Hello.", {"speed": 4.1}, OutOfRange),
        ("Hello.", {"speed": float("nan")}, OutOfRange),
        ("Hello.", {"speed": float("inf")}, OutOfRange),
    ],
)
async def test_bad_input_is_refused_before_any_work(
    synthesizer: Synthesizer,
    engine: FakeEngine,
    text: str,
    options: dict[str, object],
    error: type[InputError],
) -> None:
    with pytest.raises(error) as caught:
        await spoken(synthesizer, text, **options)
    assert caught.value.remedy
    assert engine.calls == []


async def test_a_text_without_anything_to_say_is_refused(synthesizer: Synthesizer) -> None:
    with pytest.raises(TextError, match="nothing that can be spoken"):
        await spoken(synthesizer, "✈ ✈ ✈")


async def test_markup_changes_voice_speed_and_pauses_within_one_text(
    synthesizer: Synthesizer, engine: FakeEngine, voices: Voices
) -> None:
    text = "[pause:250ms]One. [voice:bm_two]Two.[/voice] [rate:2]Three.[/rate]"
    utterance = Utterance(text, "af_one", speed=1.5, markup="inline")
    chunks = [c async for c in synthesizer.stream(utterance)]
    assert chunks[0].duration == 0.25
    assert not chunks[0].samples.any()
    assert [call.speed for call in engine.calls] == [1.5, 1.5, 3.0]
    second = engine.calls[1]
    pack = voices.resolve("bm_two").pack
    assert np.array_equal(second.style, style_row(pack, len(second.input_ids) - 2))


async def test_a_voice_named_by_markup_is_checked_before_any_work(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    with pytest.raises(UnknownVoice):
        synthesizer.check(Utterance("[voice:af_nobody]Hi.", "af_one", markup="inline"))


async def test_only_a_live_listener_gives_chunks_a_deadline(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    utterance = Utterance(FIVE, "af_one")
    _ = [c async for c in synthesizer.stream(utterance, plan=SHORT)]
    assert {call.slack for call in engine.calls} == {float("inf")}
    engine.calls.clear()
    _ = [c async for c in synthesizer.stream(utterance, plan=SHORT, live=True)]
    assert engine.calls[0].slack == FIRST_SOUND
    assert all(0 <= call.slack < 10 for call in engine.calls)


@pytest.mark.parametrize(
    ("text", "voice", "lang"),
    [
        ("Das ist not important, this is English text.", "af_one", "en-us"),
        ("This is plainly written in English.", "bm_two", "en-gb"),
        ("Je voudrais un café et deux croissants.", "af_one", "fr"),
        ("今日は良い天気ですね。", "af_one", "ja"),
        ("今天天气很好。", "bm_two", "zh"),
    ],
)
async def test_auto_finds_the_language_and_keeps_the_voices_accent(
    synthesizer: Synthesizer, text: str, voice: str, lang: str
) -> None:
    assert synthesizer.language(Utterance(text, voice, "auto")) == lang


async def test_closing_a_stream_has_ended_its_work_when_it_returns(
    synthesizer: Synthesizer, engine: FakeEngine
) -> None:
    engine.delay = 0.01
    before = asyncio.all_tasks()
    stream = synthesizer.stream(Utterance("A sentence. " * 200, "af_one"), plan=LOW)
    await anext(stream)
    await stream.aclose()
    assert engine.running == 0
    assert asyncio.all_tasks() == before
