"""Request bodies to what the synthesizer and the encoders take: every default filled in, every
name resolved, every limit checked. Knows no response.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kowane.errors import InputError, TextTooLong
from kowane.server.schemas import CaptionsRequest, SpeechFields, SpeechRequest, VoiceId
from kowane.server.services import Services
from kowane.speech import SAMPLE_RATE, Utterance
from kowane.synthesizer import Synthesizer

DEFAULT_MODEL = "kokoro"

_HEADER_SAFE = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True)
class Order:
    """One request for speech, understood.

    Attributes:
        format: a name in audio.formats.FORMATS.
        sample_rate: Hz. bit_rate: bit/s or None.
        streamed: audio leaves while it is being made.
        events: as server-sent events instead of bytes.
        words: word times are wanted.
        ignored: names of fields that had no effect.
    """

    utterance: Utterance
    format: str
    sample_rate: int
    bit_rate: int | None
    streamed: bool
    events: bool = False
    words: bool = False
    ignored: tuple[str, ...] = ()


def speech_order(body: SpeechRequest, services: Services, synthesizer: Synthesizer) -> Order:
    """The order for `/v1/audio/speech`.

    Raises:
        InputError: whatever the caller can mend.
    """
    events = body.stream_format == "sse"
    words = body.timestamps == "word"
    if words and not events:
        raise InputError(
            "timestamps='word' has no place in a plain audio answer.",
            param="timestamps",
            remedy="Set stream_format to 'sse', or use /v1/audio/speech/captions.",
        )
    format_ = body.response_format or services.settings.default_format
    streamed = events or (format_ != "wav" if body.stream is None else body.stream)
    return _order(body, services, synthesizer, streamed=streamed, events=events, words=words)


def captions_order(body: CaptionsRequest, services: Services, synthesizer: Synthesizer) -> Order:
    """The order for `/v1/audio/speech/captions`.

    Raises:
        InputError: whatever the caller can mend.
    """
    return _order(body, services, synthesizer, streamed=False, events=False, words=True)


def _order(
    body: SpeechFields,
    services: Services,
    synthesizer: Synthesizer,
    *,
    streamed: bool,
    events: bool,
    words: bool,
) -> Order:
    services.catalogue.check_model(DEFAULT_MODEL if body.model is None else body.model)
    speed = 1.0 if body.speed is None else body.speed
    said = utterance(
        services, synthesizer, body.input, voice=body.voice, lang=body.lang, speed=speed
    )
    return Order(
        utterance=said,
        format=body.response_format or services.settings.default_format,
        sample_rate=SAMPLE_RATE if body.sample_rate is None else body.sample_rate,
        bit_rate=body.bit_rate,
        streamed=streamed,
        events=events,
        words=words,
        ignored=ignored_fields(body),
    )


def utterance(
    services: Services,
    synthesizer: Synthesizer,
    text: str,
    *,
    voice: str | VoiceId | None,
    lang: str | None,
    speed: float = 1.0,
) -> Utterance:
    """What is to be said, checked.

    Raises:
        InputError: text, voice, language or speed cannot be used.
    """
    limit = services.settings.max_characters
    if len(text) > limit:
        raise TextTooLong(
            f"The text has {len(text)} characters; the limit is {limit}.",
            param="input",
            remedy="Send it in parts, or raise KOWANE_MAX_CHARACTERS.",
        )
    spec = voice.id if isinstance(voice, VoiceId) else voice
    if spec is None:
        spec, lang = services.settings.voice, lang or services.settings.lang
    spec = services.catalogue.voice(spec, synthesizer.voices)
    said = Utterance(text, spec, lang or services.settings.lang, speed)
    synthesizer.check(said)
    return said


def ignored_fields(body: SpeechFields) -> tuple[str, ...]:
    """Names of what was sent without effect, unknown fields first."""
    names: list[str] = list(body.model_extra or ())
    if body.instructions:
        names.append("instructions")
    return tuple(names)


def ignored_header(names: Iterable[str]) -> dict[str, str]:
    """X-Kowane-Ignored, at most 20 names of 64 characters; {} where nothing was ignored."""
    shown = [_HEADER_SAFE.sub("?", name)[:64] for name in names][:20]
    return {"x-kowane-ignored": ", ".join(shown)} if shown else {}
