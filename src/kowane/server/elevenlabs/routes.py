"""ElevenLabs' HTTP endpoints: speech with and without the times of characters, voices, models.

Each speech route is the same four steps as OpenAI's: understand, admit and prime, answer.
`/v1/models` belongs to two APIs and is answered in `discovery`.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

from fastapi import APIRouter
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from kowane.server.answers import CACHEABLE, Reply
from kowane.server.elevenlabs import listing
from kowane.server.elevenlabs.alignment import Alignment, Stretch, normalised, original, reach
from kowane.server.elevenlabs.bodies import TextToSpeech, order
from kowane.server.openapi import AUDIO, detailed, example
from kowane.server.orders import ignored_header
from kowane.server.serializer import Document, JsonResponse
from kowane.server.services import ContextDep, ServicesDep

router = APIRouter(tags=["elevenlabs"])

_SPEECH = detailed(400, 404, 422, 429, 503)
_VOICE = {"voice_id": "af_heart", "name": "Heart", "category": "premade"}
_VOICES = {"voices": [_VOICE], "has_more": False, "total_count": 1, "next_page_token": None}
_TIMED = {
    "audio_base64": "SUQzBAA=",
    "alignment": {
        "characters": ["H", "i"],
        "character_start_times_seconds": [0.0, 0.1],
        "character_end_times_seconds": [0.1, 0.2],
    },
    "normalized_alignment": None,
}


async def _prime(
    body: TextToSpeech,
    voice: str,
    output_format: str | None,
    services: ServicesDep,
    context: ContextDep,
    *,
    streamed: bool,
) -> Reply:
    synthesizer = services.lifecycle.speaking
    asked = await order(body, voice, output_format, services, synthesizer, streamed=streamed)
    return await Reply.prime(services, context, synthesizer, asked)


@router.post(
    "/v1/text-to-speech/{voice}",
    summary="Speak a text (ElevenLabs)",
    response_class=Response,
    responses={200: AUDIO, **_SPEECH},
)
async def speak(
    voice: str,
    body: TextToSpeech,
    services: ServicesDep,
    context: ContextDep,
    output_format: str | None = None,
) -> Response:
    """The audio, whole, with its length."""
    reply = await _prime(body, voice, output_format, services, context, streamed=False)
    return await reply.audio()


@router.post(
    "/v1/text-to-speech/{voice}/stream",
    summary="Speak a text while it is made (ElevenLabs)",
    response_class=Response,
    responses={200: AUDIO, **_SPEECH},
)
async def stream(
    voice: str,
    body: TextToSpeech,
    services: ServicesDep,
    context: ContextDep,
    output_format: str | None = None,
) -> Response:
    """The audio as it is made."""
    reply = await _prime(body, voice, output_format, services, context, streamed=True)
    return await reply.audio()


@router.post(
    "/v1/text-to-speech/{voice}/with-timestamps",
    summary="Speak a text and say when each character is heard (ElevenLabs)",
    response_class=Response,
    responses={200: example(_TIMED), **_SPEECH},
)
async def with_timestamps(
    voice: str,
    body: TextToSpeech,
    services: ServicesDep,
    context: ContextDep,
    output_format: str | None = None,
) -> Response:
    """Audio in base64, and the times of the text's characters and of the spoken form's."""
    reply = await _prime(body, voice, output_format, services, context, streamed=False)
    whole, words = await reply.collect()
    length, text = reply.delivery.trace.audio_seconds, body.text
    return JsonResponse(
        _timed(
            whole.joined(),
            original(text, words, Stretch(0, len(text), 0.0, length)),
            normalised(words, 0.0, length),
        ),
        headers=ignored_header(reply.order.ignored) | {"cache-control": CACHEABLE},
    )


@router.post(
    "/v1/text-to-speech/{voice}/stream/with-timestamps",
    summary="The same while it is made (ElevenLabs)",
    response_class=Response,
    responses={200: example(_TIMED), **_SPEECH},
)
async def stream_with_timestamps(
    voice: str,
    body: TextToSpeech,
    services: ServicesDep,
    context: ContextDep,
    output_format: str | None = None,
) -> Response:
    """Lines of JSON. Times count from the beginning of the whole; every character comes once."""
    reply = await _prime(body, voice, output_format, services, context, streamed=True)
    return reply.streamed(_lines(reply, body.text), "application/json")


async def _lines(reply: Reply, text: str) -> AsyncIterator[bytes]:
    given, clock = 0, 0.0
    async for part in reply.parts():
        last = len(text) if part.last else reach(text, given, part.words)
        if part.data or part.words or last > given:
            value = _timed(
                part.data,
                original(text, part.words, Stretch(given, last, clock, part.end)),
                normalised(part.words, clock, part.end),
            )
            yield to_json(value) + b"\n"
        given, clock = last, part.end


def _timed(data: bytes, text: Alignment, spoken: Alignment) -> dict[str, object]:
    return {
        "audio_base64": base64.b64encode(data).decode(),
        "alignment": text.seconds(),
        "normalized_alignment": spoken.seconds(),
    }


@router.get(
    "/v1/voices",
    summary="List the voices (ElevenLabs)",
    response_class=Response,
    responses={200: example(_VOICES), **detailed(503)},
)
async def voices_v1(services: ServicesDep, request: Request) -> Response:
    """All installed voices."""
    voices = services.lifecycle.synthesizer.voices
    return Document.of(listing.page(voices)).answer(request)


@router.get(
    "/v2/voices",
    summary="Search the voices (ElevenLabs)",
    response_class=Response,
    responses={200: example(_VOICES), **detailed(400, 422, 503)},
)
async def voices_v2(
    services: ServicesDep,
    request: Request,
    search: str | None = None,
    page_size: int | None = None,
    next_page_token: str | None = None,
) -> Response:
    """Installed voices, page by page."""
    voices = services.lifecycle.synthesizer.voices
    found = listing.page(voices, search=search, size=page_size, token=next_page_token)
    return Document.of(found).answer(request)


@router.get(
    "/v1/voices/{voice}",
    summary="Describe a voice (ElevenLabs)",
    response_class=Response,
    responses={200: example(_VOICE), **detailed(404, 503)},
)
async def voice(voice: str, services: ServicesDep, request: Request) -> Response:
    """One installed voice, by its name or another name for it."""
    voices = services.lifecycle.synthesizer.voices
    found = listing.voice(voices, services.catalogue.voice(voice, voices))
    return Document.of(found).answer(request)
