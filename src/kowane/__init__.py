"""kowane: Kokoro-82M text to speech on the computer you already have.

    >>> import kowane
    >>> kowane.load().say("Hello").save("hello.wav")  # doctest: +SKIP

The names below are the public Python API; everything else may move.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kowane.api import Kowane, Speech, load
    from kowane.speech import AudioChunk, TimedWord

__all__ = ["AudioChunk", "Kowane", "Speech", "TimedWord", "__version__", "load"]

_HOMES = {
    "Kowane": "kowane.api",
    "Speech": "kowane.api",
    "load": "kowane.api",
    "AudioChunk": "kowane.speech",
    "TimedWord": "kowane.speech",
}


def __getattr__(name: str) -> object:
    # Lazy, so that `kowane --help` and the language tables cost no numpy and no ONNX Runtime.
    if name == "__version__":
        return version("kowane")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kowane' has no attribute {name!r}")
