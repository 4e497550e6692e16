"""The studio's files: caching, compression, keys and the policy that browsers keep."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kowane.server import page

Start = Callable[..., Any]


async def asset_of(server: Any) -> str:
    index = (await server.client.get("/")).text
    return "/studio/" + re.findall(r'src="\./studio/(index-[\w-]+\.js)"', index)[0]


async def test_the_page_is_revalidated_and_its_assets_are_kept(start: Start) -> None:
    server = await start()
    index = await server.client.get("/")
    assert index.status_code == 200
    assert index.headers["cache-control"] == "no-cache"
    asset = await server.client.get(await asset_of(server))
    assert "immutable" in asset.headers["cache-control"]
    for answer in (index, asset):
        again = await server.client.get(
            answer.request.url, headers={"if-none-match": answer.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


async def test_a_head_request_is_answered_like_a_get(start: Start) -> None:
    server = await start()
    answer = await server.client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


async def test_scripts_are_compressed_for_those_who_can_read_it(start: Start) -> None:
    server = await start()
    path = await asset_of(server)
    packed = await server.client.get(path, headers={"accept-encoding": "gzip"})
    plain = await server.client.get(path, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert len(gzip.compress(plain.content)) < len(plain.content) / 2


async def test_nothing_inline_and_nothing_foreign_is_allowed(start: Start) -> None:
    server = await start()
    for path in ("/", await asset_of(server)):
        answer = await server.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "http" not in policy
    assert "<style" not in (await server.client.get("/")).text
    api = await server.client.get("/v1/models")
    assert "script-src" not in api.headers["content-security-policy"]


async def test_the_page_needs_no_key_but_the_api_does(start: Start) -> None:
    server = await start(api_keys="secret")
    assert (await server.client.get("/")).status_code == 200
    assert (await server.client.get(await asset_of(server))).status_code == 200
    assert (await server.client.get("/v1/audio/voices")).status_code == 401


@pytest.mark.parametrize("name", ["none.js", "..%2Findex.html", "%2e%2e%2fpage.py", "a/b.js"])
async def test_nothing_but_the_built_files_is_served(start: Start, name: str) -> None:
    server = await start()
    assert (await server.client.get(f"/studio/{name}")).status_code == 404


async def test_the_page_is_not_in_the_api_document(start: Start) -> None:
    server = await start()
    document = (await server.client.get("/openapi.json")).json()
    assert not [path for path in document["paths"] if path == "/" or "studio" in path]


def test_a_kind_of_file_without_a_media_type_is_refused(tmp_path: Path) -> None:
    (tmp_path / "studio").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "studio" / "a.exe").write_bytes(b"MZ")
    with pytest.raises(KeyError, match="exe"):
        page.routes(tmp_path)
