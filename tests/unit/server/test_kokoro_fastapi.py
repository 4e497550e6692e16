"""Kokoro-FastAPI's own endpoints answer as its clients expect."""

from __future__ import annotations

import base64
import io
import json
import pickle
import wave
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.serving import LONG, TEXT, Server

from kowane.server.kokoro_fastapi.phonemes import tagged
from kowane.text.markup import as_inline, inline, ssml
from kowane.text.markup.parts import Pause, Stretch
from kowane.voices import Voices


class Tensor(pickle.Unpickler):
    """Reads what `torch.save` writes, knowing only the names that `torch.load` allows."""

    def __init__(self, file: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(file))
        root = self.archive.namelist()[0].partition("/")[0]
        self.root = root
        super().__init__(io.BytesIO(self.archive.read(f"{root}/data.pkl")))

    def find_class(self, module: str, name: str) -> Any:
        known = {
            ("torch._utils", "_rebuild_tensor_v2"): self.rebuild,
            ("torch", "FloatStorage"): "<f4",
            ("collections", "OrderedDict"): OrderedDict,
        }
        return known[(module, name)]

    def persistent_load(self, pid: Any) -> Any:
        kind, dtype, key, device, size = pid
        assert (kind, device) == ("storage", "cpu")
        data = np.frombuffer(self.archive.read(f"{self.root}/data/{key}"), dtype)
        assert len(data) == size
        return data

    @staticmethod
    def rebuild(
        storage: Any, offset: int, size: Any, stride: Any, grad: bool, hooks: Any
    ) -> np.ndarray:
        assert (offset, grad, hooks) == (0, False, OrderedDict())
        strides = tuple(4 * step for step in stride)
        return np.lib.stride_tricks.as_strided(storage, size, strides)


@pytest.mark.parametrize(
    ("asked", "blend"),
    [
        ("af_heart+af_bella", "af_heart+af_bella"),
        (["af_heart", "af_bella"], "af_heart+af_bella"),
        ("af_heart(2)+af_bella(1)", "af_heart(2)+af_bella(1)"),
    ],
)
async def test_combined_voices_are_a_pytorch_file(
    server: Server, voices: Voices, asked: object, blend: str
) -> None:
    answer = await server.client.post("/v1/audio/voices/combine", json=asked)
    assert answer.status_code == 200
    assert ".pt" in answer.headers["content-disposition"]
    tensor = Tensor(answer.content).load()
    assert tensor.shape == (510, 1, 256)
    assert np.array_equal(tensor[:, 0], voices.resolve(blend).pack)


async def test_phonemize_gives_symbols_and_the_models_ids(server: Server) -> None:
    answer = (
        await server.client.post("/dev/phonemize", json={"text": TEXT, "language": "a"})
    ).json()
    explained = (await server.client.post("/v1/phonemize", json={"text": TEXT})).json()
    assert answer["phonemes"] == explained["phonemes"]
    assert answer["tokens"][0] == answer["tokens"][-1] == 0
    assert len(answer["tokens"]) == len(answer["phonemes"]) + 2


async def test_phonemes_are_spoken_as_they_stand(server: Server) -> None:
    phonemes = "hɛlˈɔ, wˈɜɹld! ˌɪt ɡˈɔz."
    answer = await server.client.post(
        "/dev/generate_from_phonemes", json={"phonemes": phonemes, "voice": "af_heart"}
    )
    assert answer.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as file:
        assert file.getnframes() > 10_000
    explained = (
        await server.client.post(
            "/v1/phonemize", json={"text": tagged(phonemes), "markup": "inline"}
        )
    ).json()
    assert explained["phonemes"] == phonemes


@pytest.mark.parametrize("phonemes", ["h/lo", "☃", " "])
async def test_what_is_no_phoneme_is_refused(server: Server, phonemes: str) -> None:
    body = {"phonemes": phonemes, "voice": "af_heart"}
    answer = await server.client.post("/dev/generate_from_phonemes", json=body)
    assert answer.status_code == 400


async def captioned(server: Server, **fields: object) -> Any:
    body = {"model": "kokoro", "input": TEXT, "voice": "af_heart", "response_format": "wav"}
    return await server.client.post("/dev/captioned_speech", json={**body, **fields})


async def test_captioned_speech_is_one_answer_without_streaming(server: Server) -> None:
    answer = (await captioned(server, stream=False)).json()
    assert answer["audio_format"] == "audio/wav"
    assert [word["word"] for word in answer["timestamps"]] == TEXT.split()
    starts = [word["start_time"] for word in answer["timestamps"]]
    assert starts == sorted(starts)
    with wave.open(io.BytesIO(base64.b64decode(answer["audio"]))) as file:
        assert file.getnframes() / 24000 > answer["timestamps"][-1]["end_time"] - 0.1


@pytest.mark.parametrize("response_format", ["mp3", "pcm"])
async def test_captioned_speech_streams_lines(server: Server, response_format: str) -> None:
    answer = await captioned(server, input=LONG, response_format=response_format)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert len(lines) > 2
    assert all(line["audio"] for line in lines)
    words = [word["word"] for line in lines for word in line["timestamps"]]
    assert len(words) == len(LONG.split())
    plain = await server.speak(LONG, response_format=response_format)
    assert b"".join(base64.b64decode(line["audio"]) for line in lines) == plain.content


async def test_timestamps_can_be_left_out(server: Server) -> None:
    answer = await captioned(server, stream=False, return_timestamps=False)
    assert answer.json()["timestamps"] is None


async def test_pause_and_voice_tags_are_obeyed(server: Server) -> None:
    plain = (await captioned(server, input="Tea at four.", stream=False)).json()["timestamps"]
    text = "Tea [pause:2s] [voice:af_bella]at[/voice] four."
    timed = (await captioned(server, input=text, stream=False)).json()["timestamps"]
    assert [word["word"] for word in timed] == [word["word"] for word in plain]
    assert timed[1]["start_time"] - timed[0]["end_time"] > 1.9


async def test_tags_can_be_obeyed_everywhere_by_a_setting(start: Callable[..., Any]) -> None:
    server = await start(markup="inline")
    paused = await server.speak("Tea [pause:2s] at four.", response_format="pcm")
    plain = await server.speak("Tea at four.", response_format="pcm")
    assert len(paused.content) > len(plain.content) + 48_000


async def test_lang_code_names_the_language(server: Server) -> None:
    answer = await server.speak(TEXT, lang_code="f")
    assert answer.status_code == 200
    assert "x-kowane-ignored" not in answer.headers
    assert (await server.speak(TEXT, lang_code="tlh")).status_code == 400


SSML = (
    '<speak>Wait<break time="1s"/>for <voice name="af_bella">me [1]</voice>'
    ' <prosody rate="slow">now</prosody>. <phoneme alphabet="x-kokoro" ph="tˈi">tea</phoneme>'
    "</speak>"
)


async def test_ssml_becomes_inline_tags(server: Server) -> None:
    answer = (await server.client.post("/dev/ssml", json={"text": SSML, "voice": "x"})).json()
    assert "[pause:1s]" in answer["text"]
    assert "[voice:af_bella]me \\[1\\][/voice]" in answer["text"]
    assert "[rate:0.8]now[/rate]" in answer["text"]
    assert "[tea](/tˈi/)" in answer["text"]
    plain = (await server.client.post("/dev/ssml", json={"text": "Just text."})).json()
    assert plain == {"text": "Just text."}
    assert "break_strengths" in (await server.client.get("/dev/ssml")).json()
    broken = await server.client.post("/dev/ssml", json={"text": "<speak><p>"})
    assert broken.status_code == 400


def test_inline_tags_read_back_are_the_same_parts() -> None:
    def shown(parts: Any) -> list[object]:
        out: list[object] = []
        for part in parts:
            if isinstance(part, Pause):
                out.append(part.seconds)
            else:
                assert isinstance(part, Stretch)
                said = [(piece.text, piece.phonemes) for piece in part.spoken.pieces]
                fixed = [each for each in said if each[1] is not None]
                out.append(("".join(text for text, _ in said), fixed, part.voice, part.rate))
        return out

    parts = ssml.parse(SSML)
    assert shown(inline.parse(as_inline.write(parts))) == shown(parts)


async def test_readyz_is_not_served_below_v1(server: Server) -> None:
    assert (await server.client.get("/v1/readyz")).status_code == 404
