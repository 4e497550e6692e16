"""The files kowane runs on: found, fetched, verified.

    name or path ─ AssetStore.locate → a checked file      (never the network)
    name ─ AssetStore.pull → sources in the manifest's order → verified → cache → a checked file

Knows digests and sources; does not know what is in a file. See docs/assets.md.
"""

from kowane.assets.manifest import Asset, Manifest
from kowane.assets.source import Progress, Source, Transfer
from kowane.assets.status import AssetStatus, State
from kowane.assets.store import AssetStore, default_cache_dir

__all__ = [
    "Asset",
    "AssetStatus",
    "AssetStore",
    "Manifest",
    "Progress",
    "Source",
    "State",
    "Transfer",
    "default_cache_dir",
]
