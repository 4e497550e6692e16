"""The real weights and voices, where the settings say they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kowane.assets.manifest import MODEL, VOICES
from kowane.assets.store import AssetStore
from kowane.build import asset_store
from kowane.settings import load
from kowane.voices import Voices


@pytest.fixture(scope="session")
def store() -> AssetStore:
    return asset_store(load())


@pytest.fixture(scope="session")
def model_file(store: AssetStore) -> Path:
    """The official int8 model, verified."""
    return store.locate(MODEL)


@pytest.fixture(scope="session")
def voices_file(store: AssetStore) -> Path:
    """The official archive of voice packs, verified."""
    return store.locate(VOICES)


@pytest.fixture(scope="session")
def voices(voices_file: Path) -> Voices:
    return Voices(voices_file)
