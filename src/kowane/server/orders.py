"""Request bodies to what the synthesizer and the encoders take: every default filled in, every
name resolved, every limit checked. Knows no response.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kowane.errors import InputError, TextTooLong
from kowane.server.schemas import LiveFields, SpeechFields, SpeechRequest, TextFields, VoiceId
from kowane.server.services import Services
from kowane.speech import SAMPLE_RATE, Pronunciation, Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import BEST, PLANS, Plan

DEFAULT_MODEL = "kokoro"

_LONG = 2_000
"""Characters from which checking would hold up the event loop for a millisecond or more."""

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
        plan: how long the chunks are.
    """

    utterance: Utterance
    format: str
    sample_rate: int
    bit_rate: int | None
    streamed: bool
    events: bool = False
    words: bool = False
    ignored: tuple[str, ...] = ()
    plan: Plan = BEST


async def speech_order(body: SpeechRequest, services: Services, synthesizer: Synthesizer) -> Order:
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
    order = await captions_order(body, services, synthesizer)
    streamed = events or (order.format != "wav" if body.stream is None else body.stream)
    latency = body.latency or (services.settings.latency if streamed else "best")
    return replace(order, streamed=streamed, events=events, words=words, plan=PLANS[latency])


async def captions_order(body: SpeechFields, services: Services, synthesizer: Synthesizer) -> Order:
    """The order for `/v1/audio/speech/captions`.

    Raises:
        InputError: whatever the caller can mend.
    """
    services.catalogue.check_model(DEFAULT_MODEL if body.model is None else body.model)
    speed = 1.0 if body.speed is None else body.speed
    return Order(
        utterance=await utterance(body, services, synthesizer, speed=speed),
        format=body.response_format or services.settings.default_format,
        sample_rate=SAMPLE_RATE if body.sample_rate is None else body.sample_rate,
        bit_rate=body.bit_rate,
        streamed=False,
        events=False,
        words=True,
        ignored=ignored_fields(body),
        plan=PLANS[body.latency or "best"],
    )


async def live_order(start: LiveFields, services: Services, synthesizer: Synthesizer) -> Order:
    """The order for an utterance whose text is still being written.

    Raises:
        InputError: whatever the caller can mend.
    """
    services.catalogue.check_model(DEFAULT_MODEL if start.model is None else start.model)
    asked = _asked(start, services, 1.0 if start.speed is None else start.speed)
    said = await checked_manner(asked, services, synthesizer)
    return Order(
        utterance=said,
        format=start.response_format or services.settings.default_format,
        sample_rate=SAMPLE_RATE if start.sample_rate is None else start.sample_rate,
        bit_rate=start.bit_rate,
        streamed=True,
        events=start.stream_format == "sse",
        words=start.timestamps == "word",
        ignored=ignored_fields(start),
        plan=PLANS[start.latency or services.settings.latency],
    )


async def utterance(
    body: TextFields, services: Services, synthesizer: Synthesizer, *, speed: float = 1.0
) -> Utterance:
    """What is to be said, checked.

    Raises:
        InputError: text, voice, language or speed cannot be used.
    """
    return await checked(_asked(body, services, speed), services, synthesizer)


async def checked(asked: Utterance, services: Services, synthesizer: Synthesizer) -> Utterance:
    """The utterance with other names of voices replaced and the server's language filled in, and
    checked.

    Raises:
        InputError: text, voice, language or speed cannot be used.
    """
    settings = services.settings
    if len(asked.text) > settings.max_characters:
        raise TextTooLong(
            f"The text has {len(asked.text)} characters; the limit is {settings.max_characters}.",
            param="input",
            remedy="Send it in parts, or raise KOWANE_MAX_CHARACTERS.",
        )
    said = _settled(asked, services, synthesizer)
    simple = said.markup == "none" and not (said.lang or said.lexicons or said.pronunciations)
    if len(said.text) > _LONG or not simple:
        await asyncio.to_thread(synthesizer.check, said)
    else:
        synthesizer.check(said)
    return said


async def checked_manner(
    asked: Utterance, services: Services, synthesizer: Synthesizer
) -> Utterance:
    """The same for an utterance whose text is still to come.

    Raises:
        InputError: voice, language or speed cannot be used.
    """
    said = _settled(replace(asked, text=""), services, synthesizer)
    await asyncio.to_thread(synthesizer.check_manner, said)
    return said


def _asked(body: TextFields, services: Services, speed: float) -> Utterance:
    voice = body.voice.id if isinstance(body.voice, VoiceId) else body.voice
    return Utterance(
        text=body.input,
        voice=services.settings.voice if voice is None else voice,
        lang=body.lang,
        speed=speed,
        markup=body.markup or services.settings.markup,
        off=frozenset(body.normalise_off or ()),
        lexicons=None if body.lexicons is None else tuple(body.lexicons),
        pronunciations=tuple(
            Pronunciation(**entry.model_dump()) for entry in body.pronunciations or ()
        ),
    )


def _settled(asked: Utterance, services: Services, synthesizer: Synthesizer) -> Utterance:
    lang = services.settings.lang if asked.lang is None else asked.lang
    voice = services.catalogue.voice(asked.voice, synthesizer.voices)
    return replace(asked, voice=voice, lang=lang)


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
