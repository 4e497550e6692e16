"""Pronunciation lexicons over HTTP: kept, changed, exchanged, and used by requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.serving import Server

TERMS = {
    "name": "terms",
    "lang": "en-us",
    "default": False,
    "entries": [{"word": "nginx", "says": "engine x"}, {"word": "Kowane", "ipa": "koʊˈwɑːneɪ"}],
}
JSON = {"content-type": "application/json"}
XML = {"content-type": "application/pls+xml; charset=utf-8"}
PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
    alphabet="ipa" xml:lang="en-US">
  <lexeme><grapheme>nginx</grapheme><alias>engine x</alias></lexeme>
</lexicon>"""


async def created(server: Server, **changes: object) -> Any:
    answer = await server.client.post("/v1/lexicons", json=TERMS | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def read(server: Server, text: str = "Restart nginx.", **fields: object) -> str:
    body = {"input": text, "voice": "af_heart", **fields}
    answer = await server.client.post("/v1/phonemize", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["normalised"])


async def test_a_created_lexicon_is_listed_and_shown(server: Server) -> None:
    assert await created(server) == TERMS
    listed = (await server.client.get("/v1/lexicons")).json()["lexicons"]
    assert [(each["name"], each["lang"], each["entries"]) for each in listed] == [
        ("terms", "en-us", 2)
    ]
    assert (await server.client.get("/v1/lexicons/terms")).json() == TERMS


async def test_a_name_that_is_taken_is_a_conflict(server: Server) -> None:
    await created(server)
    again = await server.client.post("/v1/lexicons", json=TERMS)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "lexicon_exists")


async def test_put_creates_and_then_replaces(server: Server) -> None:
    content = {"lang": "en-US", "entries": [{"word": "nginx", "says": "engine x"}]}
    assert (await server.client.put("/v1/lexicons/web", json=content)).status_code == 201
    shorter = await server.client.put("/v1/lexicons/web", json={"lang": "en-US"})
    assert (shorter.status_code, shorter.json()["entries"]) == (200, [])


async def test_what_is_shown_can_be_put_back(server: Server) -> None:
    await created(server)
    shown = (await server.client.get("/v1/lexicons/terms")).json()
    assert (await server.client.put("/v1/lexicons/terms", json=shown)).json() == shown


async def test_a_body_under_another_name_is_refused(server: Server) -> None:
    answer = await server.client.put("/v1/lexicons/other", json=TERMS)
    assert answer.status_code == 400


async def test_a_deleted_lexicon_is_gone(server: Server) -> None:
    await created(server)
    assert (await server.client.delete("/v1/lexicons/terms")).status_code == 204
    gone = await server.client.get("/v1/lexicons/terms")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "lexicon_not_found")
    assert (await server.client.delete("/v1/lexicons/terms")).status_code == 404


async def test_entries_are_added_found_and_removed(server: Server) -> None:
    await created(server, entries=[])
    entry = {"word": "Kowane", "ipa": "koʊˈwɑːneɪ"}
    added = await server.client.post("/v1/lexicons/terms/entries", json=entry)
    assert added.json() == entry | {"symbols": "kOˈwɑnA"}
    found = await server.client.get("/v1/lexicons/terms/entries/kowane")
    assert found.json()["entries"] == [added.json()]
    assert (await server.client.get("/v1/lexicons/terms/entries")).json() == found.json()
    assert (await server.client.delete("/v1/lexicons/terms/entries/KOWANE")).status_code == 204
    assert (await server.client.get("/v1/lexicons/terms/entries/kowane")).status_code == 404


async def test_a_word_may_hold_a_slash(server: Server) -> None:
    await created(server, entries=[{"word": "TCP/IP", "says": "T C P I P"}])
    found = await server.client.get("/v1/lexicons/terms/entries/TCP%2FIP")
    assert found.json()["entries"][0]["word"] == "TCP/IP"


async def test_a_symbol_that_kokoro_lacks_is_named_with_its_place(server: Server) -> None:
    await created(server)
    answer = await server.client.post(
        "/v1/lexicons/terms/entries", json={"word": "x", "phonemes": "kŭ7"}
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (
        400,
        "invalid_lexicon",
        "phonemes",
    )
    assert "'ŭ' (U+016D, character 2)" in error["message"]


@pytest.mark.parametrize(
    "entry",
    [
        {"word": "x"},
        {"word": "x", "says": "y", "ipa": "z"},
        {"word": "x", "sounds_like": "y"},
        {"word": "", "says": "y"},
        {"word": "x", "says": " "},
        {"word": "x", "says": 7},
    ],
)
async def test_an_entry_that_cannot_be_used_is_refused(
    server: Server, entry: dict[str, object]
) -> None:
    body = TERMS | {"entries": [entry]}
    assert (await server.client.post("/v1/lexicons", json=body)).status_code == 400
    assert (await server.client.get("/v1/lexicons")).json() == {"lexicons": []}


@pytest.mark.parametrize("name", ["Terms", "a b", "..%2Fpasswd", "x" * 65])
async def test_names_that_are_no_names_are_refused(server: Server, name: str) -> None:
    answer = await server.client.put(f"/v1/lexicons/{name}", json={"lang": "en-us"})
    assert answer.status_code in (400, 404, 405)


async def test_pls_goes_in_and_out(server: Server) -> None:
    answer = await server.client.post("/v1/lexicons/import?name=web", content=PLS, headers=XML)
    assert answer.status_code == 201
    assert answer.json()["entries"] == [
        {"word": "nginx", "says": "engine x", "case_sensitive": True}
    ]
    out = await server.client.get("/v1/lexicons/web/export?format=pls")
    assert out.headers["content-type"].startswith("application/pls+xml")
    assert 'filename="web.pls"' in out.headers["content-disposition"]
    again = await server.client.post(
        "/v1/lexicons/import?name=copy", content=out.content, headers=XML
    )
    assert again.json()["entries"] == answer.json()["entries"]


async def test_json_goes_out_and_in(server: Server) -> None:
    await created(server)
    out = await server.client.get("/v1/lexicons/terms/export")
    taken = await server.client.post("/v1/lexicons/import", content=out.content, headers=JSON)
    assert taken.status_code == 409
    replaced = await server.client.post(
        "/v1/lexicons/import?replace=true", content=out.content, headers=JSON
    )
    assert replaced.json() == TERMS


@pytest.mark.parametrize("document", [b"\xff\xfe", b"{", b"[]", b"<lexicon>", PLS.encode()])
async def test_a_document_that_cannot_be_read_is_refused(server: Server, document: bytes) -> None:
    answer = await server.client.post("/v1/lexicons/import", content=document, headers=JSON)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_what_a_foreign_page_could_post_unasked_is_not_imported(
    server: Server, media_type: str
) -> None:
    answer = await server.client.post(
        "/v1/lexicons/import?name=web", content=PLS, headers={"content-type": media_type}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")
    assert (await server.client.post("/v1/lexicons", content=b"{}")).status_code == 400


async def test_a_named_lexicon_counts_and_an_unnamed_one_does_not(server: Server) -> None:
    await created(server)
    assert await read(server) == "Restart nginx."
    assert await read(server, lexicons=["terms"]) == "Restart engine x."


async def test_a_default_lexicon_counts_unless_none_is_wanted(server: Server) -> None:
    await created(server)
    changed = await server.client.patch("/v1/lexicons/terms", json={"default": True})
    assert changed.json()["default"] is True
    assert await read(server) == "Restart engine x."
    assert await read(server, lexicons=[]) == "Restart nginx."


async def test_an_unknown_lexicon_is_refused_before_any_work(server: Server) -> None:
    answer = await server.speak(lexicons=["nowhere"])
    assert (answer.status_code, answer.json()["error"]["param"]) == (404, "lexicons")
    assert server.engine.calls == []


async def test_an_unsaved_entry_is_heard_in_one_request_only(server: Server) -> None:
    entry = {"word": "nginx", "says": "engine x"}
    assert await read(server, pronunciations=[entry]) == "Restart engine x."
    plain = await server.speak("Restart nginx.", response_format="pcm")
    heard = await server.speak("Restart nginx.", response_format="pcm", pronunciations=[entry])
    assert len(heard.content) > len(plain.content)
    assert await read(server) == "Restart nginx."
    assert (await server.client.get("/v1/lexicons")).json() == {"lexicons": []}


async def test_an_unsaved_entry_comes_before_a_saved_one(server: Server) -> None:
    await created(server)
    entry = {"word": "nginx", "says": "engine ex"}
    said = await read(server, lexicons=["terms"], pronunciations=[entry])
    assert said == "Restart engine ex."


async def test_an_unsaved_entry_is_checked_like_a_saved_one(server: Server) -> None:
    for field in ("phonemes", "ipa"):
        answer = await server.speak(pronunciations=[{"word": "x", field: "kŭ7"}])
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_lexicon")


async def test_lexicons_need_a_key_where_speech_does(start: Callable[..., Any]) -> None:
    server = await start(api_keys="secret")
    assert (await server.client.get("/v1/lexicons")).status_code == 401
    headers = {"authorization": "Bearer secret"}
    assert (await server.client.get("/v1/lexicons", headers=headers)).status_code == 200
