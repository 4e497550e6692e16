"""Kokoro-FastAPI's own endpoints, so that its clients need another address and nothing else.

Inline tags ([pause:1s], [voice:…], [word](/phonemes/)) are obeyed here without being asked for, as
its clients expect.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import replace

from fastapi import APIRouter
from pydantic_core import to_json
from starlette.responses import Response

from kowane import language
from kowane.server.answers import Reply
from kowane.server.kokoro_fastapi.bodies import (
    Captioned,
    CaptionedSpeech,
    Combine,
    FromPhonemes,
    Phonemize,
    Ssml,
    Timestamp,
)
from kowane.server.kokoro_fastapi.phonemes import tagged
from kowane.server.kokoro_fastapi.torch_file import torch_file
from kowane.server.openapi import AUDIO, errors, example
from kowane.server.orders import Order, captions_order, checked, ignored_header
from kowane.server.serializer import JsonResponse
from kowane.server.services import ContextDep, ServicesDep
from kowane.speech import MAX_SPEED, MIN_SPEED, SAMPLE_RATE, TimedWord, Utterance
from kowane.text.chunk import PLANS
from kowane.text.markup import as_inline, ssml
from kowane.vocabulary import input_ids

router = APIRouter(tags=["kokoro-fastapi"])

_CAPTIONED = {
    "audio": "SUQzBAA=",
    "audio_format": "audio/mpeg",
    "timestamps": [{"word": "Tea", "start_time": 0.3, "end_time": 0.6}],
}
_FILE = {"content": {"application/octet-stream": {"schema": {"type": "string"}, "example": "PK…"}}}


@router.post(
    "/v1/audio/voices/combine",
    summary="Blend voices into a file (Kokoro-FastAPI)",
    response_class=Response,
    responses={200: _FILE, **errors(400, 503)},
)
async def combine(body: Combine, services: ServicesDep) -> Response:
    """The blend as a PyTorch file, float32 (510, 1, 256). To speak with it no file is needed: the
    same text is a voice."""
    voices = services.lifecycle.synthesizer.voices
    spec = body.root if isinstance(body.root, str) else "+".join(body.root)
    voice = await asyncio.to_thread(voices.resolve, services.catalogue.voice(spec, voices))
    return Response(
        await asyncio.to_thread(torch_file, voice.pack),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{_file_name(voice.name)}.pt"'},
    )


@router.post(
    "/dev/phonemize",
    summary="Phonemes of a text (Kokoro-FastAPI)",
    response_class=Response,
    responses={200: example({"phonemes": "tˈi", "tokens": [0, 62, 156, 51, 0]}), **errors(400)},
)
async def phonemize(body: Phonemize, services: ServicesDep, context: ContextDep) -> Response:
    """Phonemes, and the ids the model gets, a pad at either end."""
    synthesizer = services.lifecycle.synthesizer
    lang = language.parse(body.language or "a")
    asked = Utterance(body.text, services.settings.voice, lang, markup="inline")
    said = await checked(asked, services, synthesizer)
    if context.keyed:
        context.exits.enter_context(services.limits.charge(context.caller))
    permit = await services.admission.enter(context.caller)
    context.exits.callback(permit.release)
    reading = asyncio.get_running_loop().run_in_executor(None, synthesizer.explain, said)
    context.exits.push_async_callback(asyncio.wait, [reading])
    explained = await asyncio.shield(reading)
    symbols = " ".join(chunk.symbols for chunk in explained.chunks if chunk.symbols)
    tokens = [int(number) for chunk in explained.chunks for number in input_ids(chunk.symbols)]
    return JsonResponse({"phonemes": symbols, "tokens": tokens})


@router.post(
    "/dev/generate_from_phonemes",
    summary="Speak phonemes (Kokoro-FastAPI)",
    response_class=Response,
    responses={200: AUDIO, **errors(400, 429, 503)},
)
async def generate_from_phonemes(
    body: FromPhonemes, services: ServicesDep, context: ContextDep
) -> Response:
    """The audio as wav."""
    synthesizer = services.lifecycle.speaking
    voice = body.voice or services.settings.voice
    asked = Utterance(tagged(body.phonemes), voice, markup="inline")
    said = await checked(asked, services, synthesizer)
    order = Order(said, "wav", SAMPLE_RATE, None, streamed=False)
    return await (await Reply.prime(services, context, synthesizer, order)).audio()


@router.post(
    "/dev/captioned_speech",
    summary="Speak with word times (Kokoro-FastAPI)",
    response_class=Response,
    responses={200: example(_CAPTIONED), **errors(400, 404, 429, 503)},
)
async def captioned_speech(
    body: CaptionedSpeech, services: ServicesDep, context: ContextDep
) -> Response:
    """One answer, or lines of JSON whose audio joined is one file."""
    synthesizer = services.lifecycle.speaking
    streamed = body.stream is not False
    if body.markup is None:
        body.markup = "inline"
    order = replace(await captions_order(body, services, synthesizer), streamed=streamed)
    if streamed:
        order = replace(order, plan=PLANS[services.settings.latency])
    reply = await Reply.prime(services, context, synthesizer, order)
    timed = body.return_timestamps is not False
    if streamed:
        return reply.streamed(_lines(reply, timed=timed), "application/json")
    whole, words = await reply.collect()
    answer = _captioned(reply, whole.joined(), words, timed=timed)
    return JsonResponse(answer, headers=ignored_header(order.ignored))


async def _lines(reply: Reply, *, timed: bool) -> AsyncIterator[bytes]:
    held: list[TimedWord] = []  # words whose audio is still in the encoder
    async for part in reply.parts():
        held += part.words
        if part.data or (part.last and held):
            yield to_json(_captioned(reply, part.data, held, timed=timed)) + b"\n"
            held.clear()


def _captioned(reply: Reply, data: bytes, words: list[TimedWord], *, timed: bool) -> Captioned:
    times = [
        Timestamp(word=word.text, start_time=round(word.start, 3), end_time=round(word.end, 3))
        for word in words
    ]
    return Captioned(
        audio=base64.b64encode(data).decode(),
        audio_format=reply.media_type,
        timestamps=times if timed else None,
    )


@router.get(
    "/dev/ssml",
    summary="What of SSML is understood (Kokoro-FastAPI)",
    response_class=Response,
    responses={200: example({"break_strengths": {"weak": 0.5}, "prosody_rates": {"slow": 0.8}})},
)
async def ssml_capabilities() -> Response:
    """Elements, lengths of breaks in s and factors of rates; docs/markup.md has the details."""
    return JsonResponse(
        {
            "elements": {
                "break": "[pause:…]",
                "prosody": "[rate:…]",
                "voice": "[voice:…]",
                "lang": "[lang:…]",
                "phoneme": "[word](/…/)",
                "sub": "its alias",
                "say-as": "words",
                "p": "an empty line",
                "s": "an empty line",
            },
            "ignored": ["emphasis", "mark", "audio"],
            "break_strengths": ssml.STRENGTHS,
            "prosody_rates": ssml.RATES,
            "rate_range": [MIN_SPEED, MAX_SPEED],
        }
    )


@router.post(
    "/dev/ssml",
    summary="Write SSML as inline tags (Kokoro-FastAPI)",
    response_class=Response,
    responses={200: example({"text": "Wait[pause:1s]now."}), **errors(400)},
)
async def translate_ssml(body: Ssml) -> Response:
    """The text with inline tags, for requests whose markup is `inline`."""
    if not body.text.lstrip().startswith("<"):
        return JsonResponse({"text": body.text})
    parts = await asyncio.to_thread(ssml.parse, body.text, param="text")
    return JsonResponse({"text": as_inline.write(parts)})


def _file_name(blend: str) -> str:
    return "".join(char if char.isalnum() or char in "_+-()." else "_" for char in blend)
