"""ElevenLabs' own Python client against a real server process, unchanged but for its base URL."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

import av
import httpx
import numpy as np
import pytest
from elevenlabs import VoiceSettings
from elevenlabs.client import AsyncElevenLabs, ElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.errors import UnprocessableEntityError
from tests.e2e.process import Process, running

TEXT = "Tea at four, they said: “half past”, or so!"
LONG = " ".join(f"Sentence number {n} of a rather long story goes on and on." for n in range(12))


def client(process: Process, key: str | None = "none") -> ElevenLabs:
    return ElevenLabs(base_url=process.url, api_key=key, timeout=60)


def seconds(audio: bytes) -> tuple[float, int]:
    """Length of a file and its sample rate, as an independent decoder sees them."""
    with av.open(io.BytesIO(audio)) as container:
        frames = list(container.decode(audio=0))
    return sum(frame.samples / frame.sample_rate for frame in frames), frames[0].sample_rate


def pcm(process: Process, text: str, **options: object) -> bytes:
    sdk = client(process)
    options = {"output_format": "pcm_24000", **options}
    return b"".join(sdk.text_to_speech.convert("af_heart", text=text, **options))  # type: ignore[arg-type]


def test_voices_are_listed_searched_and_described(fake: Process) -> None:
    sdk = client(fake)
    listed = {voice.voice_id: voice for voice in sdk.voices.get_all().voices}
    assert listed["bm_george"].name == "George"
    assert listed["bm_george"].labels == {
        "language": "en",
        "gender": "male",
        "accent": "British English",
    }
    found = sdk.voices.search(search="french", page_size=10)
    assert [voice.voice_id for voice in found.voices] == ["ff_siwis"]
    assert (found.total_count, found.has_more) == (1, False)
    assert sdk.voices.get("alloy").voice_id == "af_alloy"


def test_pages_of_voices_join_to_the_list(fake: Process) -> None:
    sdk = client(fake)
    names: list[str] = []
    token = None
    while True:
        page = sdk.voices.search(page_size=2, next_page_token=token)
        names += [voice.voice_id for voice in page.voices]
        if not page.has_more:
            break
        token = page.next_page_token
    assert names == sorted(voice.voice_id for voice in sdk.voices.get_all().voices)


@pytest.mark.parametrize("key", ["none", None])
def test_models_are_listed_for_either_kind_of_client(fake: Process, key: str | None) -> None:
    models = client(fake, key).models.list()
    assert [model.model_id for model in models][:2] == ["kokoro", "eleven_multilingual_v2"]
    assert all(model.can_do_text_to_speech for model in models)
    openai = httpx.get(fake.url + "/v1/models", headers={"authorization": "Bearer none"}).json()
    assert openai["object"] == "list"


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("mp3_44100_128", 44100),
        ("mp3_22050_32", 22050),
        ("wav_16000", 16000),
        ("opus_48000_64", 48000),
    ],
)
def test_formats_are_resampled_and_whole(fake: Process, name: str, rate: int) -> None:
    exact = len(pcm(fake, LONG)) / 48_000
    audio = b"".join(
        client(fake).text_to_speech.convert("af_heart", text=LONG, output_format=name)  # type: ignore[arg-type]
    )
    length, sample_rate = seconds(audio)
    assert sample_rate == rate
    assert length == pytest.approx(exact, abs=0.1)


@pytest.mark.parametrize(("name", "width"), [("pcm_16000", 2), ("pcm_44100", 2), ("ulaw_8000", 1)])
def test_raw_formats_have_exactly_the_samples_of_their_rate(
    fake: Process, name: str, width: int
) -> None:
    rate = int(name.partition("_")[2])
    samples = len(pcm(fake, TEXT)) // 2
    audio = b"".join(
        client(fake).text_to_speech.convert("af_heart", text=TEXT, output_format=name)  # type: ignore[arg-type]
    )
    assert len(audio) // width == pytest.approx(samples * rate / 24_000, abs=1)


def test_the_default_is_mp3_at_44100(fake: Process) -> None:
    audio = b"".join(client(fake).text_to_speech.convert("alloy", text=TEXT))
    assert seconds(audio)[1] == 44100


def test_a_stream_is_the_same_speech_in_pieces(fake: Process) -> None:
    pieces = list(
        client(fake).text_to_speech.stream("af_heart", text=LONG, output_format="pcm_24000")
    )
    assert len(pieces) > 5
    assert len(b"".join(pieces)) == pytest.approx(len(pcm(fake, LONG)), rel=0.15)


async def test_the_async_client_streams_too(fake: Process) -> None:
    sdk = AsyncElevenLabs(base_url=fake.url, api_key="none", timeout=60)
    stream = sdk.text_to_speech.stream("af_heart", text=LONG, output_format="pcm_24000")
    heard = b"".join([piece async for piece in stream])
    assert np.abs(np.frombuffer(heard, np.int16).astype(int)).max() > 3000


def test_speed_is_obeyed_and_the_rest_is_named_as_ignored(fake: Process) -> None:
    fast = VoiceSettings(speed=1.2, stability=0.5)
    assert len(pcm(fake, LONG, voice_settings=fast)) < 0.9 * len(pcm(fake, LONG))
    with client(fake).text_to_speech.with_raw_response.convert(
        "af_heart", text=TEXT, voice_settings=fast, seed=7, previous_text="So"
    ) as answer:
        ignored = answer.headers["x-kowane-ignored"]
    assert set(ignored.split(", ")) == {"seed", "previous_text", "voice_settings.stability"}


def check(alignments: Sequence[object], text: str, end: float) -> None:
    """Every character once, times that never decrease, within the audio."""

    def joined(field: str) -> list[Any]:
        return [value for alignment in alignments for value in getattr(alignment, field)]

    assert "".join(joined("characters")) == text
    starts = joined("character_start_times_seconds")
    ends = joined("character_end_times_seconds")
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(start <= stop for start, stop in zip(starts, ends, strict=True))
    assert 0 <= starts[0] < 0.1
    assert end - 0.5 < ends[-1] <= end + 0.01  # silence may follow the last word


def test_timestamps_align_every_character(fake: Process) -> None:
    answer = client(fake).text_to_speech.convert_with_timestamps(
        "af_heart", text=TEXT, output_format="pcm_24000"
    )
    audio = base64.b64decode(answer.audio_base_64)
    assert audio == pcm(fake, TEXT)
    assert answer.alignment is not None
    check([answer.alignment], TEXT, len(audio) / 48_000)
    words = httpx.post(
        fake.url + "/v1/audio/speech/captions", json={"input": TEXT, "voice": "af_heart"}
    ).json()["words"]
    starts = answer.alignment.character_start_times_seconds
    for word in words:
        assert starts[word["char_start"]] == pytest.approx(word["start"], abs=0.002)


def test_streamed_timestamps_join_to_the_text(fake: Process) -> None:
    parts = list(
        client(fake).text_to_speech.stream_with_timestamps(
            "af_heart", text=LONG, output_format="pcm_24000"
        )
    )
    assert len(parts) > 2
    audio = b"".join(base64.b64decode(part.audio_base_64) for part in parts)
    check([part.alignment for part in parts], LONG, len(audio) / 48_000)


def speak(sdk: ElevenLabs, **options: object) -> None:
    options = {"voice_id": "af_heart", "text": TEXT, **options}
    b"".join(sdk.text_to_speech.convert(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"voice_id": "nobody"}, 404, "unknown_voice"),
        ({"model_id": "gpt-5"}, 404, "model_not_found"),
        ({"output_format": "mp3_1_1"}, 400, "unknown_format"),
        ({"language_code": "tlh"}, 400, "unknown_language"),
        ({"text": "x" * 20_001}, 400, "string_above_max_length"),
    ],
)
def test_mistakes_reach_the_caller_as_api_errors(
    fake: Process, options: dict[str, object], status: int, code: str
) -> None:
    with pytest.raises(ApiError) as caught:
        speak(client(fake), **options)
    assert caught.value.status_code == status
    detail = caught.value.body["detail"]
    assert detail["code"] == code
    assert detail["message"]
    assert detail["request_id"] == caught.value.headers["x-request-id"]  # type: ignore[index]


@pytest.mark.parametrize(
    "options", [{"voice_settings": VoiceSettings(speed=9)}, {"text": ""}, {"language_code": 5}]
)
def test_a_malformed_field_is_the_typed_error(fake: Process, options: dict[str, object]) -> None:
    with pytest.raises(UnprocessableEntityError) as caught:
        speak(client(fake), **options)
    assert caught.value.body["detail"]["param"]


def test_a_wrong_key_and_overload_reach_the_caller_as_api_errors() -> None:
    with running(
        KOWANE_API_KEYS="right", KOWANE_CONCURRENCY=1, KOWANE_QUEUE_LIMIT=0, FAKE_DELAY=0.3
    ) as process:
        calls: list[Callable[[ElevenLabs], object]] = [
            speak,
            lambda sdk: sdk.voices.get_all(),
            lambda sdk: sdk.models.list(),
            lambda sdk: sdk.text_to_speech.convert_with_timestamps("af_heart", text=TEXT),
        ]
        for call in calls:
            with pytest.raises(ApiError) as caught:
                call(client(process, "wrong"))
            assert caught.value.status_code == 401
            assert caught.value.body["detail"]["status"] == "invalid_api_key"
        sdk = client(process, "right")
        running_one = sdk.text_to_speech.stream("af_heart", text=LONG)
        next(running_one)
        with pytest.raises(ApiError) as caught:
            speak(sdk)
        assert caught.value.status_code == 429
        assert int(caught.value.headers["retry-after"]) >= 1  # type: ignore[index]
        running_one.close()  # type: ignore[attr-defined]


def test_an_alias_may_be_an_elevenlabs_voice_id() -> None:
    with running(KOWANE_VOICE_ALIASES="21m00Tcm4TlvDq8ikWAM=af_bella") as process:
        rachel = client(process).text_to_speech.convert(
            "21m00Tcm4TlvDq8ikWAM", text=TEXT, output_format="pcm_24000"
        )
        assert len(b"".join(rachel)) > 10_000
