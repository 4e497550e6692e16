"""`kowane serve --wyoming-port` with the real model, as Home Assistant uses it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.e2e.process import REAL, running
from wyoming.audio import AudioChunk
from wyoming.client import AsyncTcpClient
from wyoming.info import Describe, Info
from wyoming.tts import Synthesize, SynthesizeVoice

pytestmark = pytest.mark.model


async def test_home_assistant_finds_54_voices_and_hears_one() -> None:
    with running((*REAL, "--wyoming-port", "0"), timeout=120) as process:
        port = int(re.findall(r"tcp://127\.0\.0\.1:(\d+)", "".join(process.log))[0])
        async with AsyncTcpClient("127.0.0.1", port, read_timeout=60) as client:
            await client.write_event(Describe().event())
            event = await client.read_event()
            assert event is not None
            (program,) = Info.from_event(event).tts
            assert len(program.voices) == 54
            assert len({lang for voice in program.voices for lang in voice.languages}) == 9
            voice = SynthesizeVoice(name="bf_emma")
            await client.write_event(Synthesize("The light is on.", voice).event())
            heard = b""
            while (event := await client.read_event()) and event.type != "audio-stop":
                if AudioChunk.is_type(event.type):
                    heard += AudioChunk.from_event(event).audio
    samples = np.frombuffer(heard, np.int16).astype(int)
    assert 0.8 < len(samples) / 24000 < 3
    assert np.abs(samples).max() > 3000
