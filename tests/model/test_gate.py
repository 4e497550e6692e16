"""The gate on the real weights: the official file passes against itself in float."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kowane.acoustic import layers
from kowane.acoustic.passages import TIMED
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.preparation import prepare
from kowane.acoustic.quality import judge
from kowane.acoustic.session import AcousticModel, run_layers, runtime_version
from kowane.acoustic.variants import DEQUANTISED, OFFICIAL, Variant
from kowane.assets.manifest import MODEL
from kowane.assets.store import AssetStore
from kowane.speech import ModelOutput, TokenChunk
from kowane.vocabulary import input_ids
from kowane.voices import Voices, style_row

pytestmark = pytest.mark.model

PLAN = SessionPlan(intra_threads=2)


@pytest.fixture(scope="module")
def files(
    store: AssetStore, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The model in float and as it came."""
    directory = tmp_path_factory.mktemp("gate")

    def prepared(variant: Variant) -> Path:
        return prepare(
            model_file,
            digest=store.status(MODEL).sha256,
            cache_dir=directory,
            runtime=runtime_version(),
            variant=variant,
        ).path

    return prepared(DEQUANTISED), prepared(OFFICIAL)


@pytest.fixture(scope="module")
def chunks(voices: Voices) -> list[TokenChunk]:
    return [
        TokenChunk(
            input_ids(each.symbols), style_row(voices.resolve(each.voice).pack, len(each.symbols))
        )
        for each in TIMED[:2]
    ]


@pytest.fixture(scope="module")
def spoken(
    files: tuple[Path, Path], chunks: list[TokenChunk]
) -> tuple[list[ModelOutput], list[ModelOutput]]:
    outputs = []
    for file in files:
        model = AcousticModel.load(file, PLAN)
        outputs.append([model.run(chunk) for chunk in chunks])
    return outputs[0], outputs[1]


def test_the_official_file_passes_against_its_weights_in_float(
    spoken: tuple[list[ModelOutput], list[ModelOutput]],
) -> None:
    assert judge(list(zip(*spoken, strict=True))).failures == ()


@pytest.mark.parametrize(
    ("decibels", "passes"), [(-40, False), (-100, True)], ids=["noise at -40 dB", "at -100 dB"]
)
def test_noise_that_can_be_heard_fails_and_noise_that_cannot_passes(
    spoken: tuple[list[ModelOutput], list[ModelOutput]], decibels: float, passes: bool
) -> None:
    random = np.random.default_rng(0)
    pairs = []
    for output in spoken[0]:
        loud = np.sqrt((output.waveform**2).mean()) * 10 ** (decibels / 20)
        noise = random.normal(size=len(output.waveform)) * loud
        noisy = (output.waveform + noise).astype(np.float32)
        pairs.append((output, ModelOutput(noisy, output.durations)))
    assert judge(pairs).passed is passes


def test_the_inner_layers_of_the_official_file_are_near_those_in_float(
    files: tuple[Path, Path], chunks: list[TokenChunk], tmp_path: Path
) -> None:
    shared = layers.layers_in(*files)
    assert len(shared) == len(layers.LAYERS)
    values = [
        run_layers(
            layers.expose(file, shared, tmp_path / file.name),
            PLAN,
            chunks[0],
            [layer.tensor for layer in shared],
        )
        for file in files
    ]
    found = layers.check(layers.drifts(values[0], values[1], shared))
    assert found.passed, found
    assert found.worst > 0
