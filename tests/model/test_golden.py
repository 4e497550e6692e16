"""kowane against plain ONNX Runtime on the same official file: the same samples, bit for bit."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray

from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.preparation import prepare
from kowane.acoustic.session import AcousticModel, Stop, runtime_version
from kowane.assets.manifest import MODEL
from kowane.assets.store import AssetStore
from kowane.errors import Cancelled
from kowane.speech import FRAME_SAMPLES, SAMPLE_RATE, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

pytestmark = pytest.mark.model

PLAN = SessionPlan(intra_threads=2)

SPOKEN = [
    ("af_heart", "həlˈO wˈɜɹld.", 1.0),
    ("bm_george", "ɡˈʊd mˈɔːnɪŋ.", 1.3),
    ("jf_alpha", "koɲɲiʨiβa.", 1.0),
    ("zm_yunxi", "ni↓xau↓.", 0.9),
]
"""Voice, phonemes in Kokoro's alphabet, speed; about a second of audio each."""


@pytest.fixture(scope="module")
def model(
    store: AssetStore, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> AcousticModel:
    prepared = prepare(
        model_file,
        digest=store.status(MODEL).sha256,
        cache_dir=tmp_path_factory.mktemp("prepared"),
        runtime=runtime_version(),
    )
    return AcousticModel.load(prepared.path, PLAN)


@pytest.fixture(scope="module")
def plain(model_file: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = PLAN.intra_threads
    return ort.InferenceSession(str(model_file), options, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def packs(voices_file: Path) -> dict[str, NDArray[np.float32]]:
    """The voice packs as numpy reads them, (510, 1, 256)."""
    with np.load(voices_file) as archive:
        return {name: archive[name] for name, _, _ in SPOKEN}


@pytest.mark.parametrize(("voice", "phonemes", "speed"), SPOKEN, ids=[v for v, _, _ in SPOKEN])
def test_the_samples_are_those_of_plain_onnxruntime(
    model: AcousticModel,
    plain: ort.InferenceSession,
    packs: dict[str, NDArray[np.float32]],
    voices: Voices,
    voice: str,
    phonemes: str,
    speed: float,
) -> None:
    style = style_row(voices.resolve(voice).pack, len(phonemes))
    output = model.run(TokenChunk(input_ids(phonemes), style, speed))
    feed = {
        "tokens": input_ids(phonemes)[np.newaxis],
        "style": packs[voice][len(phonemes) - 1],  # the reference implementation's row
        "speed": np.array([speed], np.float32),
    }
    (expected,) = plain.run(None, feed)
    assert np.array_equal(output.waveform, expected)
    assert output.durations.shape == (len(phonemes) + 2,)
    assert output.durations.min() >= 1
    assert output.durations.sum() * FRAME_SAMPLES == len(expected)
    assert 0.4 < len(expected) / SAMPLE_RATE < 4
    assert 0.05 < np.abs(expected).max() < 2


def test_the_same_chunk_twice_is_bit_identical(model: AcousticModel, voices: Voices) -> None:
    chunk = TokenChunk(input_ids("hˈI."), style_row(voices.resolve("af_heart").pack, 4))
    assert np.array_equal(model.run(chunk).waveform, model.run(chunk).waveform)


def test_the_longest_chunk_can_be_stopped(model: AcousticModel, voices: Voices) -> None:
    symbols = ("həlˈO wˈɜɹld, " * 40)[:510]
    chunk = TokenChunk(input_ids(symbols), style_row(voices.resolve("af_heart").pack, 510))
    stop = Stop()
    threading.Timer(1.0, stop.set).start()
    with pytest.raises(Cancelled):
        model.run(chunk, stop)
