"""Models, voices, and how a text is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.serving import TEXT, Server

from kowane.server.catalogue import MODELS


async def test_models_are_listed_as_openai_lists_them(server: Server) -> None:
    answer = (await server.client.get("/v1/models")).json()
    assert answer["object"] == "list"
    assert {model["id"] for model in answer["data"]} == set(MODELS)
    assert all(model["object"] == "model" for model in answer["data"])


async def test_each_listed_model_is_described_and_accepted(server: Server) -> None:
    for name in MODELS:
        answer = await server.client.get(f"/v1/models/{name}")
        assert answer.json()["id"] == name
        assert (await server.speak(model=name, response_format="pcm")).status_code == 200


async def test_an_unknown_model_is_not_found(server: Server) -> None:
    answer = await server.client.get("/v1/models/gpt-5")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "model_not_found"


async def test_audio_models_are_listed_for_open_webui(server: Server) -> None:
    answer = (await server.client.get("/v1/audio/models")).json()
    assert {"id": "kokoro", "name": "kokoro"} in answer["models"]


async def test_voices_are_those_installed_and_the_other_names(server: Server) -> None:
    answer = (await server.client.get("/v1/audio/voices")).json()
    assert [voice["id"] for voice in answer["voices"]] == [
        "af_alloy",
        "af_bella",
        "af_heart",
        "bm_george",
        "ff_siwis",
    ]
    assert answer["voices"][3] == {
        "id": "bm_george",
        "name": "George",
        "language": "en-gb",
        "gender": "male",
    }
    assert answer["aliases"]["alloy"] == "af_alloy"


async def test_a_list_the_client_has_already_is_not_sent_again(server: Server) -> None:
    first = await server.client.get("/v1/audio/voices")
    again = await server.client.get(
        "/v1/audio/voices", headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


async def test_voices_are_known_before_the_model_is(start: Callable[..., Any]) -> None:
    from tests.fakes import FakeEngine

    from kowane.errors import UnsupportedModel

    server = await start(engine=FakeEngine(load_error=UnsupportedModel("No.")))
    assert (await server.client.get("/v1/audio/voices")).status_code == 200


async def test_a_text_is_explained_without_a_sound(server: Server) -> None:
    answer = await server.client.post(
        "/v1/phonemize", json={"input": "It costs 5. Yes.", "voice": "bm_george"}
    )
    said = answer.json()
    assert said["lang"] == "en-gb"
    assert said["sentences"] == ["It costs 5.", "Yes."]
    assert "nʌm" in said["normalised"]
    assert len(said["tokens"]) == len(said["phonemes"])
    assert said["chunks"][0]["phonemes"]
    assert server.engine.calls == []
    assert server.services.admission.active == 0


async def test_the_text_to_explain_may_be_called_text(server: Server) -> None:
    answer = await server.client.post("/v1/phonemize", json={"text": "Well.", "lang": "fr-FR"})
    assert (answer.json()["text"], answer.json()["lang"]) == ("Well.", "fr")


async def test_a_text_that_cannot_be_read_is_refused(server: Server) -> None:
    answer = await server.client.post("/v1/phonemize", json={"input": " "})
    assert answer.status_code == 400


async def test_every_route_is_in_openapi_with_an_example(server: Server) -> None:
    document = (await server.client.get("/openapi.json")).json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            body = operation.get("requestBody")
            if body:
                for kind, content in body["content"].items():
                    reference = content["schema"].get("$ref", "")
                    schema = document["components"]["schemas"].get(reference.rpartition("/")[2], {})
                    assert schema.get("examples") or content["example"], (path, method, kind)
            good = next(r for status, r in operation["responses"].items() if status < "300")
            for kind, content in good.get("content", {}).items():
                binary = kind.startswith("audio/")
                assert binary or "example" in content, (path, method, kind)
            if malformed := operation["responses"].get("422"):  # ElevenLabs' status for it
                assert "detail" in malformed["content"]["application/json"]["example"]


async def test_captions_give_audio_and_words(server: Server) -> None:
    import base64

    answer = await server.client.post(
        "/v1/audio/speech/captions",
        json={"input": TEXT, "voice": "af_heart", "response_format": "wav"},
    )
    said = answer.json()
    audio = base64.b64decode(said["audio"])
    assert said["media_type"] == "audio/wav"
    assert len(audio) == 44 + round(said["duration"] * 24000) * 2
    assert [word["word"] for word in said["words"]] == TEXT.split()
    assert said["usage"]["total_tokens"] > 0


async def test_captions_can_be_subtitles(server: Server) -> None:
    fields = {"input": TEXT, "voice": "af_heart"}
    srt = await server.client.post(
        "/v1/audio/speech/captions", json={**fields, "caption_format": "srt"}
    )
    vtt = await server.client.post(
        "/v1/audio/speech/captions", json={**fields, "caption_format": "vtt"}
    )
    assert srt.headers["content-type"].startswith("application/x-subrip")
    assert "-->" in srt.text
    assert vtt.headers["content-type"].startswith("text/vtt")
    assert vtt.text.startswith("WEBVTT")
