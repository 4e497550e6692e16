"""`POST /v1/audio/speech`: OpenAI's speech API, and its sibling with captions.

Each route is the same five steps: understand, choose the encoder, admit and prime, answer.
"""

from __future__ import annotations

import base64

from fastapi import APIRouter
from starlette.responses import Response

from kowane.audio import captions as subtitles
from kowane.server.answers import CACHEABLE, Reply, usage, word_time
from kowane.server.openapi import AUDIO, CAPTIONS, errors
from kowane.server.orders import captions_order, ignored_header, speech_order
from kowane.server.schemas import CaptionsAnswer, CaptionsRequest, SpeechRequest
from kowane.server.serializer import JsonResponse
from kowane.server.services import ContextDep, ServicesDep

router = APIRouter(tags=["speech"])


@router.post(
    "/v1/audio/speech",
    summary="Speak a text",
    response_class=Response,
    responses={200: AUDIO, **errors(400, 404, 429, 503)},
)
async def speech(body: SpeechRequest, services: ServicesDep, context: ContextDep) -> Response:
    """OpenAI's speech request: the answer is audio, or server-sent events."""
    synthesizer = services.lifecycle.speaking
    order = await speech_order(body, services, synthesizer)
    reply = await Reply.prime(services, context, synthesizer, order)
    return reply.events() if order.events else await reply.audio()


@router.post(
    "/v1/audio/speech/captions",
    summary="Speak a text and say when each word is heard",
    response_model=CaptionsAnswer,
    responses={200: CAPTIONS, **errors(400, 404, 429, 503)},
)
async def captions(body: CaptionsRequest, services: ServicesDep, context: ContextDep) -> Response:
    """JSON with the audio and its words, or subtitles as SubRip or WebVTT."""
    synthesizer = services.lifecycle.speaking
    order = await captions_order(body, services, synthesizer)
    reply = await Reply.prime(services, context, synthesizer, order)
    whole, words = await reply.collect()
    headers = ignored_header(order.ignored) | {"cache-control": CACHEABLE}
    if body.caption_format in ("srt", "vtt"):
        cues = subtitles.cues(words, order.utterance.text)
        if body.caption_format == "srt":
            return Response(subtitles.srt(cues), media_type="application/x-subrip", headers=headers)
        return Response(subtitles.webvtt(cues), media_type="text/vtt", headers=headers)
    answer = CaptionsAnswer(
        audio=base64.b64encode(whole.joined()).decode(),
        media_type=reply.media_type,
        duration=round(reply.delivery.trace.audio_seconds, 3),
        words=[word_time(word) for word in words],
        usage=usage(reply.delivery.trace),
    )
    return JsonResponse(answer, headers=headers)
