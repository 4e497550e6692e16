"""Text into IPA by espeak-ng, for the languages and words that have no better reader.

One function. The library is loaded at the first call, from the optional package `espeakng_loader`
by ctypes, or, where that is missing, by running an installed `espeak-ng` program as a process of
its own (slower, but it keeps GPL code out of this process). espeak-ng is GPLv3 or later.

Knows nothing of Kokoro's alphabet: what comes out is espeak's IPA, and each language maps it.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
from threading import Lock
from typing import Protocol

from kowane.errors import FrontEndFailed, MissingExtra

TIE = "^"
"""Joins the letters of one phoneme in the output: the diphthong of "I" is a^ɪ."""

VOICES: dict[str, str] = {
    "en-us": "en-us",
    "en-gb": "en",
    "es": "es",
    "fr": "fr",
    "fr-fr": "fr",
    "it": "it",
    "pt-br": "pt-br",
    "hi": "hi",
}
"""Names accepted by `phonemize` → espeak's own voice ids, which are not always locale names."""

# Values of speak_lib.h: output without an audio device, errors returned instead of exit(),
# UTF-8 input, IPA output with bits 8-23 naming the tie.
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_IPA_WITH_TIE = 0x02 | 0x80 | ord(TIE) << 8
_OK = 0

_PROGRAM_TIMEOUT = 30.0  # s; a sentence takes 0.02
_SWITCH_FLAG = re.compile(r"\([^()]{0,40}\)")  # "(en)wˈɜːk(fr)": espeak read it by other rules
_UNREADABLE = re.compile("[\0\ud800-\udfff]")


class _Reader(Protocol):
    def read(self, text: str, voice: str) -> str: ...


# espeak keeps its state (voice, data, translator) in global variables, so there can only be one
# reader in a process and only one call at a time.
_lock = Lock()
_readers: list[_Reader] = []


def phonemize(text: str, voice: str) -> str:
    """The IPA of a text, clauses and words separated by spaces.

    Primary ˈ and secondary ˌ stress stand before their vowel; letters of one phoneme are joined by
    TIE; punctuation is lost, and so are characters espeak has no name for. Flags of a switch to
    another language's rules are removed. NUL and lone surrogates, which C strings and UTF-8 cannot
    hold, are read as spaces. About 0.5 million characters a second. Thread-safe.

    Args:
        voice: a key of VOICES.

    Raises:
        MissingExtra: neither the package nor the program is installed.
        FrontEndFailed: espeak-ng cannot start, or the program failed.
    """
    clean = _UNREADABLE.sub(" ", text)
    with _lock:
        if not _readers:
            _readers.append(_start())
        ipa = _readers[0].read(clean, VOICES[voice])
    return " ".join(_SWITCH_FLAG.sub("", ipa).split())


def _start() -> _Reader:
    try:
        return _Library()
    except ModuleNotFoundError as error:
        program = shutil.which("espeak-ng")
        if program is None:
            raise MissingExtra(
                f"espeak-ng is needed, but neither the package {error.name!r} nor a program "
                "named 'espeak-ng' is installed.",
                remedy="Install it with: pip install 'kowane[espeak]'.",
            ) from error
        return _Program(program)


class _Library:
    """libespeak-ng in this process."""

    def __init__(self) -> None:
        import espeakng_loader  # type: ignore[import-untyped]

        path = espeakng_loader.get_library_path()
        data = espeakng_loader.get_data_path()
        try:
            library = ctypes.CDLL(path)
        except OSError as error:
            raise FrontEndFailed(
                f"espeak-ng's library {path} cannot be loaded: {error}.",
                remedy="Reinstall it with: pip install --force-reinstall espeakng-loader.",
            ) from error
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DONT_EXIT)
        if rate <= 0:
            raise FrontEndFailed(
                f"espeak-ng does not find its data in {data} ({len(data)} characters).",
                remedy="Install kowane under a path shorter than 200 characters.",
            )
        self._select = library.espeak_SetVoiceByName
        self._select.argtypes = [ctypes.c_char_p]
        self._translate = library.espeak_TextToPhonemes
        self._translate.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
        self._translate.restype = ctypes.c_char_p
        self._voice = ""

    def read(self, text: str, voice: str) -> str:
        if voice != self._voice:
            if self._select(voice.encode()) != _OK:
                raise FrontEndFailed(f"espeak-ng has no voice {voice!r}.")
            self._voice = voice
        rest = ctypes.c_char_p(text.encode())
        clauses = []
        while rest.value is not None:  # each call reads one clause and moves the pointer on
            clauses.append(self._translate(ctypes.byref(rest), _UTF8, _IPA_WITH_TIE) or b"")
        return b" ".join(clauses).decode("utf-8", "replace")


class _Program:
    """An installed espeak-ng program, one run a text."""

    def __init__(self, path: str) -> None:
        self._path = path

    def read(self, text: str, voice: str) -> str:
        command = [self._path, "-q", "-b", "1", "--ipa", f"--tie={TIE}", "-v", voice, "--stdin"]
        try:
            done = subprocess.run(  # noqa: S603 - the text goes to stdin, never to the command
                command,
                input=text.encode(),
                capture_output=True,
                timeout=_PROGRAM_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FrontEndFailed(f"The program {self._path} failed: {error}.") from error
        if done.returncode != 0:
            complaint = done.stderr.decode("utf-8", "replace").strip()[:200]
            raise FrontEndFailed(f"The program {self._path} ended with an error: {complaint}")
        return done.stdout.decode("utf-8", "replace")
