"""The installed voices as Wyoming's `info` describes them."""

from __future__ import annotations

from importlib.metadata import version

from wyoming.info import Attribution, Info, TtsProgram, TtsVoice

from kowane import language
from kowane.voices import Voices

_KOKORO = Attribution("hexgrad", "https://huggingface.co/hexgrad/Kokoro-82M")
_KOWANE = Attribution("kowane", "https://github.com/kowane/kowane")


def info(voices: Voices) -> Info:
    """What a client sees before it speaks; "installed" is true of everything listed.

    A voice lists the one language that it was made for, written as Home Assistant does ("en-GB").
    """
    listed = []
    for name in voices.names():
        known = voices.info(name)
        listed.append(
            TtsVoice(
                name=name,
                attribution=_KOKORO,
                installed=True,
                description=f"{known.name} ({_described(known.language, known.gender)})",
                version="1.0",
                languages=[tag(known.language)],
            )
        )
    return Info(
        tts=[
            TtsProgram(
                name="kowane",
                attribution=_KOWANE,
                installed=True,
                description="Kokoro-82M text to speech",
                version=version("kowane"),
                voices=listed,
                supports_synthesize_streaming=True,
            )
        ]
    )


def tag(canonical: str) -> str:
    """A canonical language tag with its region in capitals."""
    primary, _, region = canonical.partition("-")
    return f"{primary}-{region.upper()}" if region else primary


def _described(lang: str, gender: str) -> str:
    return ", ".join(filter(None, (language.CANONICAL[lang], gender)))
