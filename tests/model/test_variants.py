"""The variants of the real model against the float reference: the same reading, the same sound."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from kowane.acoustic.graph import ranges
from kowane.acoustic.graph.quantise import layer_name
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.preparation import prepare
from kowane.acoustic.session import AcousticModel, runtime_version
from kowane.acoustic.variants import DEQUANTISED, FLOAT, INT8, Variant
from kowane.assets.manifest import MODEL
from kowane.assets.store import AssetStore
from kowane.speech import ModelOutput, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

pytestmark = pytest.mark.model

SPOKEN = [
    ("af_heart", "ðə bˈɜɹʧ kənˈu slˈɪd ˌɔn ðə smˈuð plˈæŋks."),
    ("bm_george", "ɡˈʊd mˈɔːnɪŋ."),
    ("zf_xiaobei", "ni↓xau↓."),
]


@pytest.fixture(scope="module")
def spoken(
    store: AssetStore, model_file: Path, voices: Voices, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[ModelOutput]]:
    """What each variant makes of SPOKEN."""
    cache = tmp_path_factory.mktemp("variants")

    def speak(variant: Variant) -> list[ModelOutput]:
        prepared = prepare(
            model_file,
            digest=store.status(MODEL).sha256,
            cache_dir=cache,
            runtime=runtime_version(),
            variant=variant,
        )
        model = AcousticModel.load(prepared.path, SessionPlan(intra_threads=2))
        prepared.path.unlink()
        return [
            model.run(TokenChunk(input_ids(text), style_row(voices.resolve(voice).pack, len(text))))
            for voice, text in SPOKEN
        ]

    return {variant.name: speak(variant) for variant in (DEQUANTISED, FLOAT, INT8)}


@pytest.mark.parametrize("variant", [FLOAT, INT8], ids=lambda variant: variant.name)
def test_durations_are_those_of_the_reference(
    spoken: dict[str, list[ModelOutput]], variant: Variant
) -> None:
    for reference, output in zip(spoken["dequantised"], spoken[variant.name], strict=True):
        assert np.abs(output.durations - reference.durations).max() <= 1


@pytest.mark.parametrize("variant", [FLOAT, INT8], ids=lambda variant: variant.name)
def test_the_long_term_spectrum_is_that_of_the_reference(
    spoken: dict[str, list[ModelOutput]], variant: Variant
) -> None:
    for reference, output in zip(spoken["dequantised"], spoken[variant.name], strict=True):
        difference = np.abs(_spectrum(output.waveform) - _spectrum(reference.waveform))
        assert difference.mean() < 0.5
        loudness = np.square(output.waveform).mean() / np.square(reference.waveform).mean()
        assert abs(10 * np.log10(loudness)) < 0.5


def test_every_measured_layer_is_quantised(model_file: Path) -> None:
    assert INT8.build is not None
    measured = set(ranges.load())
    official = onnx.load(model_file)
    prepared = INT8.build(official)
    products = [node for node in prepared.graph.node if node.op_type == "MatMulIntegerToFloat"]
    assert len(products) == len(measured) == 66
    assert not measured & {layer_name(node) for node in prepared.graph.node}


def _spectrum(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean power in 40 bands from 47 Hz to 12 kHz, evenly spaced in pitch, dB."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, 1024)[::256] * np.hanning(1024)
    power = np.square(np.abs(np.fft.rfft(frames))).mean(axis=0)
    edges = np.geomspace(2, 512, 41).astype(int)
    bands = [power[low : max(high, low + 1)].mean() for low, high in pairwise(edges)]
    return 10 * np.log10(np.array(bands) + 1e-9)
