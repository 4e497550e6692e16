"""ElevenLabs' request for speech, and what it means here.

Known fields without effect are accepted, because clients send them always; they are named in the
answer's X-Kowane-Ignored.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from kowane import language
from kowane.audio.formats import PRESETS
from kowane.errors import UnknownFormat, UnknownModel
from kowane.server.catalogue import MODELS
from kowane.server.orders import Order, checked
from kowane.server.schemas import Speed
from kowane.server.services import Services
from kowane.speech import Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import PLANS

DEFAULT_FORMAT = "mp3_44100_128"
OWN_MODELS = "eleven_"
"""ElevenLabs' own models begin so; clients have them built in, so that all of them are Kokoro."""

_NULL: tuple[object, ...] = (None, [], {})


class VoiceSettings(BaseModel):
    """How the voice is to speak; of its fields only `speed` has an effect."""

    model_config = ConfigDict(extra="allow")

    speed: Speed | None = Field(None, description="Speaking rate; 1 is natural.")


class Locator(BaseModel):
    """A pronunciation dictionary; here, a lexicon."""

    model_config = ConfigDict(extra="allow")

    pronunciation_dictionary_id: StrictStr = Field(description="The name of a lexicon.")
    version_id: StrictStr | None = Field(None, description="Without effect: there is one version.")


class TextToSpeech(BaseModel):
    """A text to be spoken."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"text": "The kettle sings at four.", "model_id": "eleven_flash_v2_5"}]
        },
    )

    text: StrictStr = Field(description="The text.", min_length=1)
    model_id: StrictStr | None = Field(None, description="kokoro, or one of ElevenLabs' names.")
    language_code: StrictStr | None = Field(
        None, description="Language of the text. Default: the voice's own."
    )
    voice_settings: VoiceSettings | None = None
    pronunciation_dictionary_locators: list[Locator] | None = Field(
        None, description="Lexicons to use.", max_length=32
    )


async def order(
    body: TextToSpeech,
    voice: str,
    output_format: str | None,
    services: Services,
    synthesizer: Synthesizer,
    *,
    streamed: bool,
) -> Order:
    """What is to be made.

    Raises:
        InputError: whatever the caller can mend.
    """
    check_model(body.model_id)
    preset = PRESETS[check_format(output_format)]
    settings = body.voice_settings or VoiceSettings.model_construct(speed=None)
    locators = body.pronunciation_dictionary_locators
    said = await checked(
        Utterance(
            text=body.text,
            voice=voice,
            lang=spoken_language(body.language_code, voice, services, synthesizer),
            speed=1.0 if settings.speed is None else settings.speed,
            lexicons=tuple(place.pronunciation_dictionary_id for place in locators)
            if locators
            else None,
        ),
        services,
        synthesizer,
    )
    return Order(
        said,
        preset.format,
        preset.sample_rate,
        preset.bit_rate,
        streamed=streamed,
        plan=PLANS[services.settings.latency if streamed else "best"],
        ignored=_ignored(body.model_extra) + _ignored(settings.model_extra, "voice_settings."),
    )


def check_model(name: str | None) -> None:
    """Refuse what is no name of Kokoro's.

    Raises:
        UnknownModel: with names that are.
    """
    if name and name not in MODELS and not name.startswith(OWN_MODELS):
        raise UnknownModel(
            f"The model {name!r} does not exist here.",
            param="model_id",
            remedy="Use kokoro, or one of ElevenLabs' names such as eleven_flash_v2_5: all of them "
            "are Kokoro-82M.",
        )


def check_format(name: str | None) -> str:
    """The preset's name.

    Raises:
        UnknownFormat: with the names there are.
    """
    if name is None:
        return DEFAULT_FORMAT
    if name not in PRESETS:
        raise UnknownFormat(
            f"There is no output format {name!r}.",
            param="output_format",
            remedy=f"Use one of {', '.join(PRESETS)}.",
        )
    return name


def spoken_language(
    code: str | None, voice: str, services: Services, synthesizer: Synthesizer
) -> str | None:
    """The tag to read in. ElevenLabs' codes know no regions: where the voice's own language has
    the code, its accent is kept.

    Raises:
        UnknownLanguage, UnknownVoice.
    """
    if not code:
        return None
    tag = language.parse(code)
    named = services.catalogue.voice(voice, synthesizer.voices)
    own = synthesizer.voices.resolve(named).language
    return None if own.partition("-")[0] == code.strip().lower() else tag


def _ignored(extra: dict[str, Any] | None, prefix: str = "") -> tuple[str, ...]:
    return tuple(prefix + name for name, value in (extra or {}).items() if value not in _NULL)
