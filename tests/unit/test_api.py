"""The Python API: plain calls from any thread, over an engine that hums."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.fake_text import spelling_loader
from tests.fakes import FakeEngine

import kowane
from kowane import build
from kowane.api import Kowane
from kowane.errors import InferenceFailed, SettingsError, UnknownVoice
from kowane.settings import Settings, load
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import Plan
from kowane.text.reader import Reader
from kowane.voices import Voices


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Voices:
    path = tmp_path_factory.mktemp("voices") / "voices.npz"
    np.savez(path, af_heart=np.ones((510, 256), np.float32))
    return Voices(path)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def speaker(voices: Voices, engine: FakeEngine) -> Iterator[Kowane]:
    made, _ = spelling_loader()
    synthesizer = Synthesizer(
        reader=Reader(made), voices=voices, engine=engine, executor=ThreadPoolExecutor(2)
    )
    with Kowane(load(), synthesizer) as speaker:
        yield speaker


def test_say_gives_samples_and_words(speaker: Kowane) -> None:
    speech = speaker.say("Hello there.")
    assert speech.samples.dtype == np.float32
    assert speech.duration == pytest.approx(len(speech.samples) / speech.sample_rate)
    assert [word.text for word in speech.words] == ["Hello", "there."]


def test_speech_is_saved_in_the_format_of_its_extension(speaker: Kowane, tmp_path: Path) -> None:
    path = speaker.say("Hello there.").save(tmp_path / "hello.wav")
    assert path.read_bytes()[:4] == b"RIFF"


def test_a_stream_that_is_left_ends_its_work(speaker: Kowane, engine: FakeEngine) -> None:
    engine.delay = 0.01
    text = "One is here. Two is here. Three is here. Four is here. " * 5
    for _ in speaker.stream(text, plan=Plan((12,), 40)):
        break
    begun = len(engine.calls)
    speaker.say("Bye.")
    assert len(engine.calls) <= begun + 2


def test_errors_arrive_in_the_callers_thread(speaker: Kowane, engine: FakeEngine) -> None:
    with pytest.raises(UnknownVoice):
        speaker.say("Hello.", voice="af_nobody")
    engine.fail_runs = {1}
    with pytest.raises(InferenceFailed):
        speaker.say("Hello.")


def test_threads_can_share_one_speaker(speaker: Kowane) -> None:
    heard: list[int] = []
    threads = [
        threading.Thread(target=lambda: heard.append(len(speaker.say("Hello there.").samples)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 6
    assert len(set(heard)) == 1


def test_phonemize_needs_no_model(speaker: Kowane, engine: FakeEngine) -> None:
    assert speaker.phonemize("Say 4.").sentences[0].spoken.text == "Say nʌm."
    assert engine.calls == []


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError):
        kowane.load(thread=2)


def test_nothing_is_loaded_by_assembling(tmp_path: Path) -> None:
    model, packs = tmp_path / "custom.onnx", tmp_path / "packs.npz"
    model.write_bytes(b"looked at only when it is loaded")
    np.savez(packs, af_heart=np.ones((510, 256), np.float32))
    settings: Settings = load(model=str(model), voices=packs, cache_dir=tmp_path)
    assert build.assemble(settings).engine.health.phase == "new"
