"""What a client asks before it speaks: models, voices, and how a text would be read.

Lists are rendered once and answered with an ETag; they change only with the installation.
"""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kowane.server.catalogue import described_model
from kowane.server.dialects import from_elevenlabs
from kowane.server.elevenlabs.listing import models as elevenlabs_models
from kowane.server.openapi import errors, example
from kowane.server.orders import utterance
from kowane.server.schemas import (
    AudioModelList,
    Explained,
    Model,
    ModelList,
    PhonemizeRequest,
    VoiceList,
)
from kowane.server.serializer import Document, JsonResponse
from kowane.server.services import ContextDep, ServicesDep
from kowane.speech import Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.explain import as_json

router = APIRouter(tags=["discovery"])

_MODEL = described_model("kokoro")
_VOICE = {"id": "af_heart", "name": "Heart", "language": "en-us", "gender": "female"}
_EXPLAINED = {
    "text": "It costs $5.",
    "lang": "en-us",
    "sentences": ["It costs $5."],
    "normalised": "It costs five dollars.",
    "phonemes": "ɪt kˈɔsts fˈIv dˈɑləɹz.",
    "words": [
        {
            "text": "It",
            "start": 0,
            "end": 2,
            "phonemes": "ɪt",
            "lang": "en-us",
            "source": "dictionary",
        }
    ],
    "tokens": [102, 62],
    "dropped": "",
    "chunks": [{"phonemes": "ɪt kˈɔsts fˈIv dˈɑləɹz.", "pause_after": 0.3}],
}


@router.get(
    "/v1/models",
    summary="List the models",
    response_model=ModelList,
    responses={200: example({"object": "list", "data": [_MODEL]}), **errors(401)},
)
async def models(services: ServicesDep, request: Request) -> Response:
    """Every name that `model` may have. All of them are Kokoro-82M v1.0.

    ElevenLabs' API has a list of its own at this path; its clients, told by `xi-api-key` or their
    SDK's name, get that one.
    """
    if from_elevenlabs(request.headers):
        return Document.of(elevenlabs_models(services.settings.max_characters)).answer(request)
    return services.catalogue.models.answer(request)


@router.get(
    "/v1/models/{model:path}",
    summary="Describe a model",
    response_model=Model,
    responses={200: example(_MODEL), **errors(404)},
)
async def model(model: str, services: ServicesDep, request: Request) -> Response:
    """One of the names."""
    services.catalogue.check_model(model)
    return Document.of(described_model(model)).answer(request)


@router.get(
    "/v1/audio/models",
    summary="List the models for speech",
    response_model=AudioModelList,
    responses={200: example({"models": [{"id": "kokoro", "name": "kokoro"}]}), **errors(401)},
)
async def audio_models(services: ServicesDep, request: Request) -> Response:
    """The same names as `/v1/models`, in the form that Open WebUI reads."""
    return services.catalogue.audio_models.answer(request)


@router.get(
    "/v1/audio/voices",
    summary="List the voices",
    response_model=VoiceList,
    responses={
        200: example({"voices": [_VOICE], "aliases": {"alloy": "af_alloy"}}),
        **errors(503),
    },
)
async def list_voices(services: ServicesDep, request: Request) -> Response:
    """Installed voices, and the other names that stand for them."""
    voices = services.lifecycle.synthesizer.voices
    return services.catalogue.voice_list(voices).answer(request)


@router.post(
    "/v1/phonemize",
    summary="Explain how a text is read",
    response_model=Explained,
    responses={200: example(_EXPLAINED), **errors(400, 429, 503)},
)
async def phonemize(body: PhonemizeRequest, services: ServicesDep, context: ContextDep) -> Response:
    """Sentences, normalised words, phonemes, tokens and chunks, without a sound being made."""
    synthesizer = services.lifecycle.synthesizer
    said = await utterance(body, services, synthesizer)
    if context.keyed:
        context.exits.enter_context(services.limits.charge(context.caller))
    permit = await services.admission.enter(context.caller)
    context.exits.callback(permit.release)
    reading = asyncio.get_running_loop().run_in_executor(None, _explain, synthesizer, said)
    # A thread cannot be stopped: whoever leaves keeps the place until it has ended.
    context.exits.push_async_callback(asyncio.wait, [reading])
    return JsonResponse(await asyncio.shield(reading))


def _explain(synthesizer: Synthesizer, said: Utterance) -> dict[str, Any]:
    explained = synthesizer.explain(said)
    return {
        **as_json(said.text, explained.lang, explained.sentences),
        "chunks": [
            {"phonemes": chunk.symbols, "pause_after": chunk.pause_after}
            for chunk in explained.chunks
        ],
    }
