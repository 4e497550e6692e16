"""`POST /v1/audio/speech`: what is asked for is what comes."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pytest
from tests.fakes import FakeEngine
from tests.serving import LONG, TEXT, Server

from kowane.speech import Utterance


async def reference(server: Server, text: str) -> bytes:
    """The same text's samples as s16le, by the synthesizer alone."""
    from kowane.audio.pcm import quantise

    synthesizer = server.services.lifecycle.speaking
    chunks = [c async for c in synthesizer.stream(Utterance(text, "af_heart"))]
    return b"".join(quantise(chunk.samples).tobytes() for chunk in chunks)


def events(answer: httpx.Response) -> list[Any]:
    lines = [line for line in answer.text.split("\n\n") if line]
    assert all(line.startswith("data: ") for line in lines)
    data = [line.removeprefix("data: ") for line in lines]
    return [part if part == "[DONE]" else json.loads(part) for part in data]


async def test_pcm_is_the_synthesizers_samples_and_nothing_else(server: Server) -> None:
    answer = await server.speak(response_format="pcm")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/pcm"
    assert answer.content == await reference(server, TEXT)


async def test_a_plain_wav_has_exact_sizes_and_a_content_length(server: Server) -> None:
    answer = await server.speak(LONG, response_format="wav")
    samples = await reference(server, LONG)
    assert answer.headers["content-type"] == "audio/wav"
    assert int(answer.headers["content-length"]) == len(answer.content) == 44 + len(samples)
    assert int.from_bytes(answer.content[40:44], "little") == len(samples)
    assert int.from_bytes(answer.content[4:8], "little") == len(samples) + 36
    assert answer.content[44:] == samples


async def test_a_wav_can_be_streamed_with_an_open_size(server: Server) -> None:
    answer = await server.speak(LONG, response_format="wav", stream=True)
    assert "content-length" not in answer.headers
    assert answer.content[40:44] == b"\xff\xff\xff\xff"
    assert len(answer.content) > 44


async def test_other_formats_stream_unless_told_not_to(server: Server) -> None:
    streamed = await server.speak(LONG, response_format="pcm")
    whole = await server.speak(LONG, response_format="pcm", stream=False)
    assert "content-length" not in streamed.headers
    assert int(whole.headers["content-length"]) == len(whole.content)
    assert streamed.headers["x-accel-buffering"] == "no"


async def test_an_utterance_of_one_chunk_is_sent_whole(start: Callable[..., Any]) -> None:
    server = await start(engine=FakeEngine(delay=0.2))
    answer = await server.speak(response_format="pcm")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["etag"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("mp3", "audio/mpeg"),
        ("opus", "audio/ogg"),
        ("aac", "audio/aac"),
        ("flac", "audio/flac"),
        ("wav", "audio/wav"),
        ("pcm", "audio/pcm"),
    ],
)
async def test_every_format_has_its_media_type(server: Server, name: str, media_type: str) -> None:
    answer = await server.speak(response_format=name)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert len(answer.content) > 500


async def test_mp3_is_the_default(server: Server) -> None:
    assert (await server.speak()).headers["content-type"] == "audio/mpeg"


async def test_the_default_format_is_a_setting(start: Callable[..., Any]) -> None:
    server = await start(default_format="flac")
    assert (await server.speak()).headers["content-type"] == "audio/flac"


async def test_the_sample_rate_can_be_asked_for(server: Server) -> None:
    usual = await server.speak(response_format="pcm")
    low = await server.speak(response_format="pcm", sample_rate=8000)
    assert len(low.content) == pytest.approx(len(usual.content) / 3, rel=0.01)


async def test_twice_the_speed_is_shorter(server: Server) -> None:
    usual = await server.speak(response_format="pcm")
    fast = await server.speak(response_format="pcm", speed=2)
    assert len(fast.content) < 0.7 * len(usual.content)


async def test_a_voice_may_be_an_object(server: Server) -> None:
    named = await server.speak(response_format="pcm", voice="af_bella")
    wrapped = await server.speak(response_format="pcm", voice={"id": "af_bella"})
    assert named.content == wrapped.content


async def test_openais_names_stand_for_voices_also_inside_blends(server: Server) -> None:
    await server.speak(response_format="pcm", voice="alloy")
    by_alias = server.engine.calls[-1].style
    await server.speak(response_format="pcm", voice="af_alloy")
    assert np.array_equal(by_alias, server.engine.calls[-1].style)
    answer = await server.speak(response_format="pcm", voice="alloy(2)+af_heart(1)")
    assert answer.status_code == 200


async def test_without_a_voice_the_setting_decides(start: Callable[..., Any]) -> None:
    server = await start(voice="bm_george")
    answer = await server.client.post("/v1/audio/speech", json={"input": TEXT})
    assert answer.status_code == 200
    unnamed = server.engine.calls[-1].style
    await server.speak(voice="bm_george")
    assert np.array_equal(unnamed, server.engine.calls[-1].style)


async def test_unknown_fields_are_ignored_and_named(server: Server) -> None:
    answer = await server.speak(pitch=3, **{"über\n": 1}, instructions="Whisper.")
    assert answer.status_code == 200
    assert answer.headers["x-kowane-ignored"] == "pitch, ?ber?, instructions"


async def test_markup_is_obeyed_where_it_is_asked_for(server: Server) -> None:
    text = "One. [pause:2s] Two."
    plain = await server.speak("One. Two.", response_format="pcm", stream=False)
    paused = await server.speak(text, response_format="pcm", stream=False, markup="inline")
    assert len(paused.content) > len(plain.content) + 1.5 * 48_000
    broken = await server.speak("[pause:abc]", markup="inline")
    assert (broken.status_code, broken.json()["error"]["param"]) == (400, "input")


async def test_groups_of_normalisation_can_be_left_out(server: Server) -> None:
    assert (await server.speak(normalise_off=["dates"])).status_code == 200
    refused = await server.speak(normalise_off="dates")
    assert refused.json()["error"]["param"] == "normalise_off"


async def test_null_means_default(server: Server) -> None:
    answer = await server.speak(speed=None, response_format=None, stream_format=None, model=None)
    assert answer.status_code == 200


async def test_events_carry_audio_usage_and_an_end(server: Server) -> None:
    answer = await server.speak(LONG, response_format="pcm", stream_format="sse")
    assert answer.headers["content-type"].startswith("text/event-stream")
    *parts, done, end = events(answer)
    assert end == "[DONE]"
    assert done["type"] == "speech.audio.done"
    assert {part["type"] for part in parts} == {"speech.audio.delta"}
    usage = done["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] > 100
    assert done["timing"]["total_ms"] >= done["timing"]["first_chunk_ms"] > 0
    audio = b"".join(base64.b64decode(part["audio"]) for part in parts)
    plain = await server.speak(LONG, response_format="pcm")
    assert audio == plain.content


async def test_words_come_as_events_with_the_callers_characters(server: Server) -> None:
    answer = await server.speak(LONG, response_format="pcm", stream_format="sse", timestamps="word")
    words = [w for e in events(answer)[:-1] for w in e.get("words", ())]
    assert [LONG[w["char_start"] : w["char_end"]].strip(".") for w in words] == [
        word.strip(".") for word in LONG.split()
    ]
    assert all(a["end"] <= b["end"] for a, b in itertools.pairwise(words))


async def test_word_times_without_events_are_refused(server: Server) -> None:
    answer = await server.speak(timestamps="word")
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "timestamps"


async def test_a_failure_before_the_first_chunk_is_a_status(start: Callable[..., Any]) -> None:
    server = await start(engine=FakeEngine(fail_runs=[1]))
    answer = await server.speak(LONG, response_format="pcm")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "inference_failed"


async def test_a_failure_in_the_middle_of_events_is_an_event(start: Callable[..., Any]) -> None:
    server = await start(engine=FakeEngine(fail_runs=[3]))
    answer = await server.speak(LONG, response_format="pcm", stream_format="sse")
    parts = events(answer)
    assert parts[-1]["type"] == "error"
    assert parts[-1]["error"]["code"] == "inference_failed"
    assert "[DONE]" not in parts


async def test_the_same_request_gives_the_same_bytes_and_etag(server: Server) -> None:
    first = await server.speak(LONG, response_format="wav")
    second = await server.speak(LONG, response_format="wav")
    other = await server.speak(LONG, response_format="wav", speed=1.5)
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"] != other.headers["etag"]
    assert "max-age" in first.headers["cache-control"]


async def test_streams_are_not_to_be_stored(server: Server) -> None:
    answer = await server.speak(LONG, response_format="pcm")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
