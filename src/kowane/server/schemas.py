"""Request and answer bodies as Pydantic models, with the examples that OpenAPI shows.

They never leave this package: `orders` turns a request into what the synthesizer takes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from kowane.speech import MAX_SPEED, MIN_SPEED

FormatName = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]


class VoiceId(BaseModel):
    """A voice as an object."""

    model_config = ConfigDict(extra="forbid")

    id: StrictStr = Field(description="Name of a voice or a blend.", examples=["af_heart"])


GroupName = Annotated[str, Field(strict=True, min_length=1, max_length=32)]
Speed = Annotated[float, Field(strict=True, ge=MIN_SPEED, le=MAX_SPEED, allow_inf_nan=False)]


LexiconName = Annotated[
    str, Field(strict=True, pattern=r"^[a-z0-9-]{1,64}$", examples=["product-names"])
]


class PronunciationEntry(BaseModel):
    """How one word is to be said, by exactly one of says, phonemes and ipa."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"word": "nginx", "says": "engine x"}]}
    )

    word: StrictStr = Field(
        description="As it is written in texts.", min_length=1, max_length=100, examples=["nginx"]
    )
    says: StrictStr | None = Field(
        None, description="Ordinary words that sound like it.", max_length=500
    )
    phonemes: StrictStr | None = Field(None, description="In Kokoro's alphabet.", max_length=200)
    ipa: StrictStr | None = Field(
        None, description="In the International Phonetic Alphabet.", max_length=200
    )
    case_sensitive: StrictBool = Field(False, description="Only this capitalisation.")
    whole_word: StrictBool = Field(True, description="Never within a longer word.")


Latency = Literal["low", "balanced", "best"]


class TextFields(BaseModel):
    """A text and how it is to be read."""

    model_config = ConfigDict(extra="allow")

    input: StrictStr = Field(
        description="The text to speak.", min_length=1, examples=["The kettle sings at four."]
    )
    voice: StrictStr | VoiceId | None = Field(
        None,
        description="A voice, one of OpenAI's names, or a blend such as af_heart(2)+af_bella(1).",
        examples=["af_heart"],
    )
    lang: StrictStr | None = Field(
        None,
        validation_alias=AliasChoices("lang", "lang_code"),
        description="Language tag such as en-GB, fr or pt-BR, or auto to detect it. "
        "Default: the voice's own language.",
        examples=["en-us"],
    )
    markup: Literal["none", "inline", "ssml"] | None = Field(
        None,
        description="What in the text is not to be read but obeyed. Default: none, unless the "
        "server is set otherwise.",
    )
    normalise_off: Annotated[list[GroupName], Field(max_length=32)] | None = Field(
        None,
        description="Groups of normalisation rules to leave out, such as dates or emoji.",
        examples=[["emoji"]],
    )
    lexicons: Annotated[list[LexiconName], Field(max_length=32)] | None = Field(
        None,
        description="Pronunciation lexicons to use, the first before the next; [] for none. "
        "Default: those marked as default for the language.",
    )
    pronunciations: Annotated[list[PronunciationEntry], Field(max_length=100)] | None = Field(
        None,
        description="Entries for this text alone, before those of any lexicon: hear a word before "
        "you save it.",
    )


class SpeechFields(TextFields):
    """What every way of asking for speech has in common."""

    model: StrictStr | None = Field(
        None, description="A name from `/v1/models`. Default: kokoro.", examples=["kokoro"]
    )
    response_format: FormatName | None = Field(
        None, description="Audio format. Default: mp3, unless the server is set otherwise."
    )
    speed: Speed | None = Field(None, description="Speaking rate; 1 is natural.", examples=[1.0])
    instructions: StrictStr | None = Field(
        None, description="Accepted for OpenAI's clients; Kokoro cannot follow it."
    )
    sample_rate: StrictInt | None = Field(
        None, description="Hz, one that the format has. Default: 24000.", examples=[24000]
    )
    bit_rate: StrictInt | None = Field(
        None, description="bit/s, for mp3, opus and aac.", examples=[64000]
    )
    latency: Latency | None = Field(
        None,
        description="How early the first sound comes: low after a short clause, balanced after a "
        "longer one, best after whole sentences. Default: the server's setting for streams, best "
        "for whole files.",
    )


class SpeechRequest(SpeechFields):
    """OpenAI's speech request with kowane's extensions. Unknown fields are ignored and named in
    the header X-Kowane-Ignored."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {"model": "kokoro", "input": "The kettle sings at four.", "voice": "af_heart"},
                {
                    "model": "tts-1",
                    "input": "Bonjour tout le monde.",
                    "voice": {"id": "ff_siwis"},
                    "response_format": "wav",
                    "lang": "fr",
                },
            ]
        },
    )

    stream_format: Literal["audio", "sse"] | None = Field(
        None, description="Bytes of audio, or server-sent events. Default: audio."
    )
    stream: StrictBool | None = Field(
        None,
        description="Whether audio is sent while it is made. Default: true, but false for wav, "
        "which then has exact sizes.",
    )
    timestamps: Literal["none", "word"] | None = Field(
        None, description="Word times as events; needs stream_format sse. Default: none."
    )


class CaptionsRequest(SpeechFields):
    """Speech with the time of every word, or its subtitles."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"input": "The kettle sings at four.", "voice": "af_heart"}]
        },
    )

    caption_format: Literal["json", "srt", "vtt"] | None = Field(
        None,
        description="json: audio and words; srt and vtt: subtitles without audio. Default: json.",
    )


class LiveFields(SpeechFields):
    """How a text that is still being written is to sound."""

    model_config = ConfigDict(extra="allow")

    input: StrictStr = Field("", description="Its first text.")
    response_format: FormatName | None = Field(
        None,
        description="Audio format. Default: mp3, unless the server is set otherwise.",
        validation_alias=AliasChoices("format", "response_format"),
    )
    timestamps: Literal["none", "word"] | None = None
    stream_format: Literal["audio", "sse"] | None = None


class PhonemizeRequest(TextFields):
    """A text to be explained, not spoken. `text` is accepted as a name for `input`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={"examples": [{"input": "It costs $5.", "voice": "af_heart"}]},
    )

    input: StrictStr = Field(
        description="The text.", min_length=1, validation_alias=AliasChoices("input", "text")
    )


class WordTime(BaseModel):
    """One word and when it is heard."""

    word: str = Field(description="As it is spoken, without punctuation.")
    start: float = Field(description="s from the beginning of the audio.")
    end: float = Field(description="s from the beginning of the audio.")
    char_start: int = Field(description="First of its characters in the input.")
    char_end: int = Field(description="One past the last of its characters in the input.")


class Usage(BaseModel):
    """What was computed."""

    input_tokens: int = Field(description="Phoneme symbols given to the model.")
    output_tokens: int = Field(description="Frames of 25 ms of audio.")
    total_tokens: int = Field(description="Their sum.")


class CaptionsAnswer(BaseModel):
    """Audio and words."""

    audio: str = Field(description="The audio file, base64.")
    media_type: str = Field(description="Its type.", examples=["audio/mpeg"])
    duration: float = Field(description="Its length, s.")
    words: list[WordTime]
    usage: Usage


class Model(BaseModel):
    """One model, as OpenAI describes it."""

    id: str = Field(examples=["kokoro"])
    object: Literal["model"] = "model"
    created: int = Field(description="s since the epoch.")
    owned_by: str


class ModelList(BaseModel):
    """OpenAI's list of models."""

    object: Literal["list"] = "list"
    data: list[Model]


class AudioModel(BaseModel):
    """One model for speech."""

    id: str
    name: str


class AudioModelList(BaseModel):
    """Models for speech, as Open WebUI reads them."""

    models: list[AudioModel]


class VoiceEntry(BaseModel):
    """One voice."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(examples=["af_heart"])
    name: str = Field(examples=["Heart"])
    language: str = Field(examples=["en-us"])
    gender: str = Field(examples=["female"])


class VoiceList(BaseModel):
    """Installed voices, and other names that stand for them."""

    voices: list[VoiceEntry]
    aliases: dict[str, str]


class ErrorDetail(BaseModel):
    """OpenAI's error object."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class ErrorAnswer(BaseModel):
    """Every error's envelope."""

    error: ErrorDetail


class HealthAnswer(BaseModel):
    """Where the server stands."""

    status: Literal["ok", "loading", "failed", "closing"]
    phase: str
    detail: str
    provider: str | None = Field(None, description="Execution provider that really runs.")


class Explained(BaseModel):
    """How a text is read."""

    model_config = ConfigDict(extra="allow")

    text: str
    lang: str
    sentences: list[str]
    normalised: str
    phonemes: str
    words: list[dict[str, Any]]
    tokens: list[int]
    dropped: str
    chunks: list[dict[str, Any]]
