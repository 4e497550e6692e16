"""Run in the agents' environment: one of Pipecat's services speaks a text; prints what came of it.

Arguments: openai, elevenlabs-http or elevenlabs; the server's URL, key, voice, text.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import aiohttp
from pipecat.frames.frames import (
    EndFrame,
    ErrorFrame,
    Frame,
    TTSAudioRawFrame,
    TTSSpeakFrame,
    TTSStoppedFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.elevenlabs.tts import ElevenLabsHttpTTSService, ElevenLabsTTSService
from pipecat.services.openai.tts import OpenAITTSService

SERVICES = {
    "openai": OpenAITTSService,
    "elevenlabs": ElevenLabsTTSService,
    "elevenlabs-http": ElevenLabsHttpTTSService,
}


class Sink(FrameProcessor):
    """Collects audio; says when it is over."""

    def __init__(self) -> None:
        super().__init__()
        self.audio = b""
        self.rates: set[int] = set()
        self.over = asyncio.Event()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.audio += frame.audio
            self.rates.add(frame.sample_rate)
        elif isinstance(frame, TTSStoppedFrame):
            self.over.set()
        await self.push_frame(frame, direction)


class Errors(FrameProcessor):
    """Collects what goes back up the pipeline."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self.errors: list[str] = []
        self._sink = sink

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, ErrorFrame):
            self.errors.append(frame.error)
            self._sink.over.set()
        await self.push_frame(frame, direction)


async def main(kind: str, url: str, key: str, voice: str, text: str) -> None:
    async with aiohttp.ClientSession() as session:
        options: dict[str, Any] = {"api_key": key, "sample_rate": 24000}
        if kind == "openai":
            options |= {"base_url": f"{url}/v1"}
        elif kind == "elevenlabs":
            options |= {"url": url.replace("http", "ws")}
        else:
            options |= {"base_url": url, "aiohttp_session": session}
        service = SERVICES[kind]
        tts = service(settings=service.Settings(voice=voice), **options)
        sink = Sink()
        errors = Errors(sink)
        task = PipelineTask(
            Pipeline([errors, tts, sink]),
            params=PipelineParams(audio_out_sample_rate=24000),
            cancel_on_idle_timeout=False,
        )

        async def drive() -> None:
            await task.queue_frame(TTSSpeakFrame(text))
            await asyncio.wait_for(sink.over.wait(), 30)
            await task.queue_frame(EndFrame())

        await asyncio.gather(PipelineRunner(handle_sigint=False).run(task), drive())
    seconds = len(sink.audio) / 48_000
    print(json.dumps({"seconds": seconds, "rates": sorted(sink.rates), "errors": errors.errors}))


asyncio.run(main(*sys.argv[1:6]))
