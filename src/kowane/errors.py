"""Every failure kowane can report, as one tree of exceptions.

A message states the value that was met, the limit it broke and the remedy. Exceptions of other
libraries are translated into these once, at the module that calls the library; nothing above that
module knows the library's own types. This module imports nothing of kowane and knows no HTTP: the
server has its own table from these classes to status codes.

    KowaneError
    ├── InputError            the caller can mend it (has .param, the name of the field)
    │   ├── TextError         empty, unreadable or malformed text
    │   │   └── TextTooLong
    │   ├── UnknownVoice · UnknownLanguage · UnknownFormat · UnknownModel
    │   └── OutOfRange        a number outside its range, NaN included
    ├── AssetError            a file that kowane needs
    │   ├── AssetMissing · AssetDamaged · DownloadFailed
    ├── MissingExtra          an optional package is not installed
    ├── ModelError            the acoustic model
    │   ├── UnsupportedModel · InferenceFailed · ProviderFailed
    ├── FrontEndFailed        a G2P library failed on a text that kowane accepted
    ├── EncodingFailed        the audio encoder
    ├── OutputError           a file or device that cannot be written
    ├── SettingsError         a setting with an impossible value
    └── Unavailable           not now: try again (has .retry_after, s)
        ├── Overloaded · NotReady · DeadlineExceeded
    Cancelled                 the caller left; not a KowaneError, since nothing failed
"""

from __future__ import annotations

from typing import Any


class KowaneError(Exception):
    """Base of all that kowane raises on purpose.

    Args:
        message: what happened, with the value and the limit, in one sentence.
        remedy: what the reader can do about it, in one sentence; "" where there is nothing to do.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by what it holds: exceptions are otherwise rebuilt from positional arguments."""
        return _rebuilt, (type(self), vars(self))


def _rebuilt(kind: type[KowaneError], state: dict[str, Any]) -> KowaneError:
    error = kind.__new__(kind, state["message"])
    vars(error).update(state)
    return error


class InputError(KowaneError):
    """The request cannot be met as it stands.

    Args:
        param: the name of the offending field as the public API spells it ("input", "voice", …).
    """

    def __init__(self, message: str, *, param: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.param = param


class TextError(InputError):
    """The text is empty, unreadable (NUL, lone surrogate) or its markup is malformed."""


class TextTooLong(TextError):
    """The text has more characters than the limit in force."""


class UnknownVoice(InputError):
    """No voice of that name is installed, or the blend cannot be parsed."""


class UnknownLanguage(InputError):
    """The language tag names no language that Kokoro speaks."""


class UnknownFormat(InputError):
    """No encoder of that name."""


class UnknownModel(InputError):
    """No model of that name is served here."""


class OutOfRange(InputError):
    """A number lies outside its documented range, or is not a number at all."""


class AssetError(KowaneError):
    """A model or voice file."""


class AssetMissing(AssetError):
    """The file is in none of the places where kowane looks."""


class AssetDamaged(AssetError):
    """The file's size or sha256 differs from the manifest's."""


class DownloadFailed(AssetError):
    """Every source of the file was tried and failed."""


class MissingExtra(KowaneError):
    """A feature needs an optional package that is not installed; the remedy names the command."""


class ModelError(KowaneError):
    """The acoustic model."""


class UnsupportedModel(ModelError):
    """The ONNX file is not a Kokoro v1.0 graph that kowane can drive."""


class InferenceFailed(ModelError):
    """ONNX Runtime failed while running the model."""


class ProviderFailed(ModelError):
    """An execution provider is not there, or cannot be loaded with its options."""


class FrontEndFailed(KowaneError):
    """A text library failed on text that kowane had accepted."""


class EncodingFailed(KowaneError):
    """The audio encoder failed."""


class OutputError(KowaneError):
    """A file or an audio device cannot be written."""


class SettingsError(KowaneError):
    """A setting has a value that cannot be used."""


class Unavailable(KowaneError):
    """Not now; the same request may succeed later.

    Args:
        retry_after: seconds after which it is worth trying again, ≥ 0.
    """

    def __init__(self, message: str, *, retry_after: float = 1.0, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after = retry_after


class Overloaded(Unavailable):
    """The queue is full, or a caller's own limit is reached."""


class NotReady(Unavailable):
    """The model is still loading, or the server is shutting down."""


class DeadlineExceeded(Unavailable):
    """The request's deadline passed before its first audio."""


class Cancelled(Exception):
    """The work was stopped because nobody waits for it any more."""
