"""The manifest that ships: complete, and free of slips of the pen."""

from __future__ import annotations

import re

import pytest

from kowane.assets.download import Url
from kowane.assets.manifest import MODEL, VOICES, load
from kowane.errors import AssetMissing
from kowane.settings import Settings


def test_every_asset_has_a_digest_a_size_a_licence_and_a_source() -> None:
    for asset in load():
        assert re.fullmatch("[0-9a-f]{64}", asset.sha256)
        assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in asset.also)
        assert asset.sha256 not in asset.also
        assert asset.bytes > 0
        assert asset.licence == "Apache-2.0"
        assert asset.sources


def test_names_are_unique() -> None:
    names = [asset.name for asset in load()]
    assert len(set(names)) == len(names)


def test_what_is_pulled_by_default_is_what_the_settings_ask_for() -> None:
    assert [asset.name for asset in load() if asset.default] == [MODEL, VOICES]
    assert Settings.model_fields["model"].default == MODEL


def test_urls_are_encrypted_and_end_in_the_name_of_their_asset() -> None:
    for asset in load():
        for source in asset.sources:
            if isinstance(source, Url):
                assert source.url.startswith("https://")
                assert source.url.endswith("/" + asset.name)


def test_sources_that_need_no_network_come_first() -> None:
    for asset in load():
        remote = [source.remote for source in asset.sources]
        assert remote == sorted(remote)


def test_an_unknown_name_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(AssetMissing, match=re.escape(MODEL)):
        load().require("kokoro")
