"""`/v1/lexicons`: keep, change, import and export pronunciation lexicons.

The store checks everything and works on files, so each call runs in a thread. A lexicon that has
changed counts from the next request on, in every worker. Knows no speech: requests name lexicons,
or bring unsaved entries along, in their own bodies.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kowane.server.lexicon_schemas import (
    EntryList,
    KeptEntry,
    KeptLexicon,
    LexiconChange,
    LexiconContent,
    LexiconEntry,
    LexiconList,
    LexiconSummary,
    NewLexicon,
)
from kowane.server.openapi import errors, example
from kowane.server.serializer import Document, JsonResponse
from kowane.server.services import ServicesDep
from kowane.text.lexicon import json_format, pls
from kowane.text.lexicon.entries import Entry, Lexicon, LexiconError, UnknownLexicon

router = APIRouter(prefix="/v1/lexicons", tags=["lexicons"])

PLS = "application/pls+xml"
XML = (PLS, "application/xml", "text/xml")
"""Media types of PLS documents."""

Name = Annotated[str, Path(description="The lexicon's name.", examples=["terms"])]
Word = Annotated[str, Path(description="As it is written, in any case.", examples=["nginx"])]

_KEPT = {"word": "Kowane", "ipa": "koʊˈwɑːneɪ"}
_ENTRY = _KEPT | {"symbols": "kOˈwɑnA"}
_LEXICON = {
    "name": "terms",
    "lang": "en-us",
    "default": False,
    "entries": [{"word": "nginx", "says": "engine x"}, _KEPT],
}
_SUMMARY = {
    "name": "terms",
    "lang": "en-us",
    "default": False,
    "entries": 2,
    "digest": "5d6e0c1a9d1f4b7c8a3e2f1b0c9d8e7f",
}
_PLS_EXAMPLE = (
    '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" '
    'alphabet="ipa" xml:lang="en-US"><lexeme><grapheme>nginx</grapheme>'
    "<alias>engine x</alias></lexeme></lexicon>"
)
_DOCUMENTS = {
    "application/json": {"schema": {"type": "object"}, "example": _LEXICON},
    PLS: {"schema": {"type": "string"}, "example": _PLS_EXAMPLE},
}


@router.get(
    "",
    summary="List the lexicons",
    response_model=LexiconList,
    responses={200: example({"lexicons": [_SUMMARY]}), **errors(401)},
)
async def listed(services: ServicesDep, request: Request) -> Response:
    """The lexicons there are, without their entries."""

    def collect() -> list[LexiconSummary]:
        store = services.lexicons
        return [_summary(store.get(name)) for name in store.names()]

    found = await asyncio.to_thread(collect)
    return Document.of(LexiconList(lexicons=found)).answer(request)


@router.post(
    "",
    summary="Create a lexicon",
    response_model=KeptLexicon,
    status_code=201,
    responses={201: example(_LEXICON), **errors(400, 409)},
)
async def create(body: NewLexicon, services: ServicesDep) -> Response:
    """A new lexicon; one of that name must not be there yet."""

    def keep() -> Lexicon:
        made = json_format.from_json(body.model_dump())
        return services.lexicons.put(made, replace_existing=False)

    return _answer(await asyncio.to_thread(keep), 201)


@router.post(
    "/import",
    summary="Import a lexicon from JSON or W3C PLS",
    response_model=KeptLexicon,
    status_code=201,
    responses={201: example(_LEXICON), **errors(400, 409, 415)},
    openapi_extra={"requestBody": {"required": True, "content": _DOCUMENTS}},
)
async def bring_in(
    request: Request,
    services: ServicesDep,
    name: Annotated[
        str | None, Query(description="Its name here. Needed for PLS, which has none.")
    ] = None,
    lang: Annotated[
        str | None, Query(description="Language of a PLS document without xml:lang.")
    ] = None,
    replace: Annotated[bool, Query(description="Replace a lexicon of that name.")] = False,
) -> Response:
    """A whole document as the body, declared as JSON or XML: a form or plain text could have been
    posted by any web page, unasked."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("application/json", *XML):
        raise HTTPException(
            415, f"The body is declared as {media_type[:80]!r}. Use application/json or {PLS}."
        )
    content = await request.body()

    def keep() -> Lexicon:
        made = _parsed(content, name, lang)
        return services.lexicons.put(made, replace_existing=replace)

    return _answer(await asyncio.to_thread(keep), 201)


@router.get(
    "/{name}",
    summary="Show a lexicon",
    response_model=KeptLexicon,
    responses={200: example(_LEXICON), **errors(400, 404)},
)
async def show(name: Name, services: ServicesDep, request: Request) -> Response:
    """The lexicon and its entries."""
    lexicon = await asyncio.to_thread(services.lexicons.get, name)
    return Document.of(json_format.to_json(lexicon)).answer(request)


@router.put(
    "/{name}",
    summary="Create or replace a lexicon",
    response_model=KeptLexicon,
    responses={
        200: example(_LEXICON),
        201: {"model": KeptLexicon, "description": "Created.", **example(_LEXICON)},
        **errors(400),
    },
)
async def replace_whole(name: Name, body: LexiconContent, services: ServicesDep) -> Response:
    """The lexicon as it is to be from now on."""
    if body.name not in (None, name):
        raise LexiconError(
            f"The body is called {body.name!r}, the path {name!r}.",
            param="name",
            remedy="Leave the name out of the body.",
        )

    def keep() -> tuple[Lexicon, bool]:
        made = json_format.from_json(body.model_dump(exclude={"name"}), name=name)
        known = name in services.lexicons.names()
        return services.lexicons.put(made), known

    lexicon, known = await asyncio.to_thread(keep)
    return _answer(lexicon, 200 if known else 201)


@router.patch(
    "/{name}",
    summary="Use a lexicon by default, or only where it is named",
    response_model=LexiconSummary,
    responses={200: example(_SUMMARY), **errors(400, 404)},
)
async def change(name: Name, body: LexiconChange, services: ServicesDep) -> Response:
    """Changes only what is given."""

    def keep() -> LexiconSummary:
        return _summary(services.lexicons.set_default(name, default=body.default))

    return JsonResponse(await asyncio.to_thread(keep))


@router.delete(
    "/{name}",
    summary="Delete a lexicon",
    status_code=204,
    response_class=Response,
    responses=errors(400, 404),
)
async def delete(name: Name, services: ServicesDep) -> Response:
    """Forgets the lexicon and all its entries."""
    await asyncio.to_thread(services.lexicons.delete, name)
    return Response(status_code=204)


@router.get(
    "/{name}/export",
    summary="Export a lexicon as JSON or W3C PLS",
    response_class=Response,
    responses={
        200: {"description": "The document.", "content": _DOCUMENTS},
        **errors(400, 404),
    },
)
async def export(
    name: Name,
    services: ServicesDep,
    format: Annotated[  # noqa: A002 - the name in the query
        Literal["json", "pls"], Query(description="json keeps everything; pls is W3C's form.")
    ] = "json",
) -> Response:
    """A document to be kept in a file, and imported again here or elsewhere."""
    lexicon = await asyncio.to_thread(services.lexicons.get, name)
    headers = {"content-disposition": f'attachment; filename="{lexicon.name}.{format}"'}
    if format == "pls":
        return Response(pls.dumps(lexicon), media_type=PLS, headers=headers)
    return Response(json_format.dumps(lexicon), media_type="application/json", headers=headers)


@router.get(
    "/{name}/entries",
    summary="List a lexicon's entries",
    response_model=EntryList,
    responses={200: example({"entries": [_ENTRY]}), **errors(400, 404)},
)
async def entries(name: Name, services: ServicesDep, request: Request) -> Response:
    """All of them, in the order in which they were added."""
    lexicon = await asyncio.to_thread(services.lexicons.get, name)
    return Document.of(
        {"entries": [_entry(entry, lexicon.lang) for entry in lexicon.entries]}
    ).answer(request)


@router.post(
    "/{name}/entries",
    summary="Add an entry, or say its word anew",
    response_model=KeptEntry,
    responses={200: example(_ENTRY), **errors(400, 404)},
)
async def add(name: Name, body: LexiconEntry, services: ServicesDep) -> Response:
    """It takes the place of an entry with the same word and rules."""
    entry = Entry(**body.model_dump())
    lexicon = await asyncio.to_thread(services.lexicons.add_entry, name, entry)
    return JsonResponse(_entry(entry, lexicon.lang))


@router.get(
    "/{name}/entries/{word:path}",
    summary="Show the entries for a word",
    response_model=EntryList,
    responses={200: example({"entries": [_ENTRY]}), **errors(400, 404)},
)
async def find(name: Name, word: Word, services: ServicesDep, request: Request) -> Response:
    """Several, if the word has entries for different capitalisations."""
    lexicon = await asyncio.to_thread(services.lexicons.get, name)
    found = [_entry(entry, lexicon.lang) for entry in lexicon.find(word)]
    if not found:
        raise UnknownLexicon(
            f"{name!r} has no entry for {word[:100]!r}.",
            param="word",
            remedy=f"See /v1/lexicons/{name}/entries.",
        )
    return Document.of({"entries": found}).answer(request)


@router.delete(
    "/{name}/entries/{word:path}",
    summary="Remove a word",
    status_code=204,
    response_class=Response,
    responses=errors(400, 404),
)
async def remove(name: Name, word: Word, services: ServicesDep) -> Response:
    """Removes every entry for it, in whatever case."""
    await asyncio.to_thread(services.lexicons.remove_entry, name, word)
    return Response(status_code=204)


def _parsed(content: bytes, name: str | None, lang: str | None) -> Lexicon:
    try:
        document = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(
            f"The document is not UTF-8 (byte {error.start}).",
            param="document",
            remedy="Convert it, for example with iconv.",
        ) from error
    if not document.lstrip().startswith("<"):
        return json_format.loads(document, name=name)
    if name is None:
        raise LexiconError(
            "A PLS document has no name of its own.", param="name", remedy="Add ?name=… to the URL."
        )
    return pls.loads(document, name=name, lang=lang)


def _answer(lexicon: Lexicon, status: int) -> Response:
    return JsonResponse(
        json_format.to_json(lexicon), status, headers={"location": f"/v1/lexicons/{lexicon.name}"}
    )


def _entry(entry: Entry, lang: str) -> dict[str, Any]:
    symbols = entry.symbols(lang)
    return json_format.entry_to_json(entry) | ({} if symbols is None else {"symbols": symbols})


def _summary(lexicon: Lexicon) -> LexiconSummary:
    return LexiconSummary(
        name=lexicon.name,
        lang=lexicon.lang,
        default=lexicon.default,
        entries=len(lexicon.entries),
        digest=lexicon.digest,
    )
