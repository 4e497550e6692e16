"""Run in the agents' environment: LiveKit's OpenAI plugin speaks one text; prints what came of it.

Arguments: the server's URL, key, voice, text.
"""

from __future__ import annotations

import asyncio
import json
import sys

from livekit.agents import APIConnectOptions, APIStatusError
from livekit.plugins import openai


async def main(url: str, key: str, voice: str, text: str) -> None:
    tts = openai.TTS(base_url=f"{url}/v1", api_key=key, voice=voice)
    tts.prewarm()
    samples, rate, usage = 0, 0, []
    tts.on("metrics_collected", usage.append)
    try:
        stream = tts.synthesize(text, conn_options=APIConnectOptions(max_retry=0, timeout=10))
        async with stream:
            async for audio in stream:
                samples += audio.frame.samples_per_channel
                rate = audio.frame.sample_rate
    except APIStatusError as error:
        print(json.dumps({"error": type(error).__name__, "status": error.status_code}))
        return
    finally:
        await tts.aclose()
    tokens = [getattr(each, "output_tokens", 0) for each in usage]
    print(json.dumps({"seconds": samples / rate, "rate": rate, "output_tokens": sum(tokens)}))


asyncio.run(main(*sys.argv[1:5]))
