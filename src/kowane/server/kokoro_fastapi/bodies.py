"""Kokoro-FastAPI's requests and answers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, RootModel, StrictBool, StrictStr

from kowane.server.schemas import SpeechFields


class CaptionedSpeech(SpeechFields):
    """A text to be spoken with the times of its words."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"input": "Tea at four.", "voice": "af_heart", "stream": False}]
        },
    )

    stream: StrictBool | None = Field(
        None, description="Lines of JSON while it is made, or one answer. Default: true."
    )
    return_timestamps: StrictBool | None = Field(None, description="Default: true.")


class Phonemize(BaseModel):
    """A text to be read."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"examples": [{"text": "Tea at four.", "language": "a"}]}
    )

    text: StrictStr = Field(description="The text.", min_length=1)
    language: StrictStr | None = Field(
        None, description="One of Kokoro's letters, or any language tag. Default: American English."
    )


class FromPhonemes(BaseModel):
    """Phonemes to be spoken."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={"examples": [{"phonemes": "həlˈO wˈɜɹld", "voice": "af_heart"}]},
    )

    phonemes: StrictStr = Field(description="In Kokoro's alphabet.", min_length=1)
    voice: StrictStr | None = Field(None, description="A voice or a blend.")


class Combine(RootModel[StrictStr | list[StrictStr]]):
    """Voices to be blended: "af_bella+af_sky", "af_bella(2)+af_sky(1)", or their names."""

    model_config = ConfigDict(json_schema_extra={"examples": ["af_bella(2)+af_sky(1)"]})


class Ssml(BaseModel):
    """SSML to be written as inline tags."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"text": '<speak>Wait<break time="1s"/>now.</speak>', "voice": ""}]
        },
    )

    text: StrictStr = Field(description="A document that begins with <speak>, or ordinary text.")
    voice: StrictStr | None = Field(None, description="Without effect here.")


class Timestamp(BaseModel):
    """When a word is heard, s from the beginning."""

    word: str
    start_time: float
    end_time: float


class Captioned(BaseModel):
    """Audio in base64, its type, and the words that begin in it."""

    audio: str
    audio_format: str
    timestamps: list[Timestamp] | None
