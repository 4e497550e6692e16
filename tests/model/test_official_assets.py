"""The official files: what the sources really give, and what is in the voices file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from kowane.assets.manifest import MODEL, load
from kowane.assets.npm import write_voices
from kowane.assets.packages import PythonPackages
from kowane.language import BY_LETTER
from kowane.voices import Voices

pytestmark = pytest.mark.model


def test_the_installed_packages_join_to_the_official_model(tmp_path: Path) -> None:
    asset = load().require(MODEL)
    (source,) = (each for each in asset.sources if isinstance(each, PythonPackages))
    source.fetch(tmp_path / MODEL, asset.bytes, lambda _: None)
    with (tmp_path / MODEL).open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == asset.sha256


def test_the_packs_of_the_official_voices_file_join_to_it_bit_for_bit(
    voices_file: Path, tmp_path: Path
) -> None:
    with np.load(voices_file) as archive:
        packs = {name: archive[name] for name in archive.files}
    write_voices(tmp_path / "again", packs)
    assert (tmp_path / "again").read_bytes() == voices_file.read_bytes()


def test_the_official_file_has_54_voices_in_nine_languages(voices: Voices) -> None:
    assert len(voices.names()) == 54
    assert {voices.info(name).language for name in voices.names()} == set(BY_LETTER.values())


def test_every_official_voice_can_be_used(voices: Voices) -> None:
    for name in voices.names():
        assert voices.resolve(name).pack.shape == (510, 256)


def test_neighbouring_rows_of_a_voice_differ(voices: Voices) -> None:
    # why taking row n instead of n - 1 is heard: the rows are not alike
    pack = voices.resolve("af_heart").pack
    steps = np.linalg.norm(np.diff(pack, axis=0), axis=1)
    assert (steps > 0).all()
