"""OpenAI's own Python client against a real server process, unchanged but for its base URL."""

from __future__ import annotations

import asyncio
import io
import json

import av
import httpx
import openai
import pytest
from tests.e2e.process import Process, running

TEXT = "The kettle sings at four."
LONG = " ".join(f"Sentence number {n} of a rather long story goes on and on." for n in range(12))
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


def client(process: Process, **options: object) -> openai.OpenAI:
    return openai.OpenAI(
        base_url=process.url + "/v1",
        api_key=str(options.pop("api_key", "none")),
        max_retries=0,
        **options,  # type: ignore[arg-type]
    )


def seconds(audio: bytes, name: str) -> float:
    """Length of the audio as an independent decoder sees it."""
    if name == "pcm":
        return len(audio) / 48_000
    with av.open(io.BytesIO(audio)) as container:
        frames = list(container.decode(audio=0))
    return sum(frame.samples / frame.sample_rate for frame in frames)


@pytest.fixture(scope="module")
def length(fake: Process) -> dict[str, float]:
    """Exact lengths of the texts, by their pcm: streamed, and made as a whole."""
    lengths = {}
    with client(fake) as sdk:
        for text in (TEXT, LONG):
            for key, stream in ((text, True), ("whole " + text, False)):
                answer = sdk.audio.speech.create(
                    model="kokoro",
                    voice="af_alloy",
                    input=text,
                    response_format="pcm",
                    extra_body={"stream": stream},
                )
                lengths[key] = seconds(answer.content, "pcm")
    return lengths


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", [TEXT, LONG], ids=["short", "long"])
def test_every_format_is_whole_and_decodable(
    fake: Process, length: dict[str, float], name: str, text: str
) -> None:
    with client(fake) as sdk:
        answer = sdk.audio.speech.create(
            model="tts-1",
            voice="alloy",
            input=text,
            response_format=name,  # type: ignore[arg-type]
        )
    # A whole wav is planned for the best sound, a stream for an early one: pauses may differ.
    expected = length["whole " + text if name == "wav" else text]
    assert seconds(answer.content, name) == pytest.approx(expected, abs=0.1)


def test_a_stream_arrives_in_pieces(fake: Process) -> None:
    with (
        client(fake) as sdk,
        sdk.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts",
            voice="marin",
            input=LONG,
            response_format="pcm",
            instructions="Speak softly.",
        ) as answer,
    ):
        pieces = list(answer.iter_bytes())
    assert len(pieces) > 3


async def test_the_async_client_streams_many_at_once(
    fake: Process, length: dict[str, float]
) -> None:
    async with openai.AsyncOpenAI(base_url=fake.url + "/v1", api_key="none") as sdk:

        async def one() -> float:
            async with sdk.audio.speech.with_streaming_response.create(
                model="kokoro", voice="af_bella", input=LONG, response_format="mp3"
            ) as answer:
                data = b"".join([piece async for piece in answer.iter_bytes()])
            return seconds(data, "mp3")

        lengths = await asyncio.gather(*(one() for _ in range(5)))
    assert lengths == [pytest.approx(length[LONG], abs=0.1)] * 5


def test_events_can_be_read_line_by_line(fake: Process) -> None:
    """As LiveKit's plugin does."""
    with (
        client(fake) as sdk,
        sdk.audio.speech.with_streaming_response.create(
            model="kokoro", voice="af_heart", input=LONG, stream_format="sse"
        ) as answer,
    ):
        data = [line[6:] for line in answer.iter_lines() if line.startswith("data: ")]
    assert data[-1] == "[DONE]"
    kinds = [json.loads(line)["type"] for line in data[:-1]]
    assert kinds[-1] == "speech.audio.done"
    assert set(kinds[:-1]) == {"speech.audio.delta"}


def test_models_are_listed_and_found(fake: Process) -> None:
    with client(fake) as sdk:
        names = [model.id for model in sdk.models.list()]
        assert "tts-1" in names
        assert sdk.models.retrieve("kokoro").owned_by == "kowane"
        with pytest.raises(openai.NotFoundError):
            sdk.models.retrieve("gpt-5")


def test_mistakes_are_the_clients_own_exceptions(fake: Process) -> None:
    with client(fake) as sdk:
        with pytest.raises(openai.BadRequestError) as wrong:
            sdk.audio.speech.create(model="kokoro", voice="nobody", input=TEXT)
        assert (wrong.value.param, wrong.value.code) == ("voice", "unknown_voice")
        with pytest.raises(openai.BadRequestError) as empty:
            sdk.audio.speech.create(model="kokoro", voice="af_heart", input=" ")
        assert empty.value.param == "input"
        with pytest.raises(openai.BadRequestError, match="20001"):
            sdk.audio.speech.create(model="kokoro", voice="af_heart", input="a" * 20_001)
        with pytest.raises(openai.NotFoundError) as missing:
            sdk.audio.speech.create(model="gpt-5", voice="af_heart", input=TEXT)
        assert missing.value.code == "model_not_found"
        with pytest.raises(openai.BadRequestError) as invalid:
            sdk.audio.speech.create(
                model="kokoro", voice="af_heart", input=TEXT, extra_body={"speed": "fast"}
            )
        assert invalid.value.param == "speed"


def test_a_wrong_key_is_an_authentication_error() -> None:
    with running(KOWANE_API_KEYS="right,other") as process:
        with client(process, api_key="right") as sdk:
            assert sdk.models.list().data
        with client(process, api_key="wrong") as sdk, pytest.raises(openai.AuthenticationError):
            sdk.audio.speech.create(model="kokoro", voice="af_heart", input=TEXT)
        assert httpx.get(process.url + "/livez").status_code == 200


async def test_too_much_at_once_is_a_rate_limit_error_that_the_client_waits_out() -> None:
    with running(KOWANE_CONCURRENCY=1, KOWANE_QUEUE_LIMIT=1, FAKE_DELAY=0.5) as process:
        url = process.url + "/v1"
        async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as sdk:

            async def one(number: int, client: openai.AsyncOpenAI = sdk) -> str:
                try:
                    await client.audio.speech.create(
                        model="kokoro", voice="af_heart", input=f"Text {number}."
                    )
                except openai.RateLimitError as error:
                    assert int(error.response.headers["retry-after"]) >= 1
                    return "refused"
                return "spoken"

            assert sorted(await asyncio.gather(*map(one, range(4)))) == [
                "refused",
                "refused",
                "spoken",
                "spoken",
            ]
        async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=5) as patient:
            answers = await asyncio.gather(*(one(number, patient) for number in range(4)))
            assert answers == ["spoken"] * 4
