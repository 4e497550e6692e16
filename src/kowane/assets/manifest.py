"""manifest.toml → what each asset is, how it is recognised and where it comes from.

Pure data: touches no cache and no network.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from kowane.assets.download import Url
from kowane.assets.packages import PythonPackages
from kowane.assets.source import Source
from kowane.errors import AssetMissing

MODEL = "kokoro-v1.0.int8.onnx"
"""Name of the default acoustic model."""

VOICES = "voices-v1.0.bin"
"""Name of the official voice packs."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that kowane can run on.

    Attributes:
        name: file name, unique in the manifest.
        bytes: size.
        sha256: hex digest; what makes the file the right one.
        licence: SPDX identifier.
        about: what it is, for people.
        default: whether `kowane assets pull` without names fetches it.
        sources: where to get it, in the order to try.
        also: sha256 of other official files that bear the same name → the release they are from.
    """

    name: str
    bytes: int
    sha256: str
    licence: str
    about: str = ""
    default: bool = False
    sources: tuple[Source, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All assets, in the order in which they are listed."""

    assets: tuple[Asset, ...]

    def __iter__(self) -> Iterator[Asset]:
        return iter(self.assets)

    def get(self, name: str) -> Asset | None:
        """The asset of that exact name, None if there is none."""
        return next((asset for asset in self.assets if asset.name == name), None)

    def by_digest(self, sha256: str) -> Asset | None:
        """The asset that this digest is an official file of, None if there is none."""
        return next((a for a in self.assets if sha256 == a.sha256 or sha256 in a.also), None)

    def require(self, name: str) -> Asset:
        """The asset of that exact name.

        Raises:
            AssetMissing: there is none.
        """
        asset = self.get(name)
        if asset is None:
            raise AssetMissing(
                f"No asset is called {name!r}.",
                remedy=f"Use one of: {', '.join(asset.name for asset in self.assets)}.",
            )
        return asset


def load() -> Manifest:
    """The manifest that ships with kowane."""
    text = (resources.files("kowane.assets") / "manifest.toml").read_text("utf-8")
    return Manifest(tuple(_asset(table) for table in tomllib.loads(text)["asset"]))


def _asset(table: Mapping[str, Any]) -> Asset:
    return Asset(
        name=table["name"],
        bytes=table["bytes"],
        sha256=table["sha256"],
        licence=table["licence"],
        about=table["about"],
        default=table.get("default", False),
        sources=tuple(_source(entry) for entry in table["source"]),
        also={entry["sha256"]: entry["release"] for entry in table.get("also", ())},
    )


def _source(table: Mapping[str, Any]) -> Source:
    match table["kind"]:
        case "python-packages":
            return PythonPackages(tuple(table["modules"]), table["file"])
        case "url":
            return Url(table["url"])
        case "npm-voices":
            # numpy is wanted only here; listing assets does without it
            from kowane.assets.npm import NpmVoices

            return NpmVoices(table["package"])
        case kind:
            raise ValueError(f"manifest.toml: unknown kind of source {kind!r}")
