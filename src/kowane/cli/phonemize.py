"""`kowane phonemize`: how texts are read, as JSON lines. Needs no model and no voice."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from kowane.errors import TextError


def run(
    text: Annotated[str | None, typer.Argument(help="What to read; '-' reads stdin.")] = None,
    lang: Annotated[str, typer.Option("--lang", "-l", help="Language tag.")] = "en-us",
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help='File with {"text": …, "lang": …} a line; lang is optional.'),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show which rule wrote each stretch.")
    ] = False,
) -> None:
    """Show how a text is read: sentences, normalised words, phonemes, tokens."""
    from kowane import build, language, settings
    from kowane.speech import Utterance
    from kowane.text.explain import as_json
    from kowane.text.reader import Reader, check_text

    if (text is None) == (jsonl is None):
        raise TextError(
            "Give either a text or --jsonl FILE.",
            param="text",
            remedy='For example: kowane phonemize "It costs $5."',
        )
    reader = Reader(lexicons=build.lexicon_store(settings.load()).for_request)
    default = language.parse(lang)
    for line in _texts(text, jsonl):
        check_text(line["text"], "text")
        tag = language.parse(line["lang"]) if line.get("lang") else default
        sentences = tuple(reader.read(Utterance(line["text"], ""), tag))
        answer = {**line, **as_json(line["text"], tag, sentences, rules=explain)}
        if "lang" in line:
            answer["lang"] = line["lang"]
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _texts(text: str | None, jsonl: Path | None) -> Iterator[dict[str, Any]]:
    if text is not None:
        yield {"text": sys.stdin.read() if text == "-" else text}
        return
    assert jsonl is not None  # noqa: S101 - run() has seen to it
    try:
        with jsonl.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parsed(line, f"{jsonl}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise TextError(f"{jsonl} cannot be read: {error}.", param="jsonl") from error


def _parsed(line: str, place: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise TextError(f"{place} is not JSON: {error}.", param="jsonl") from error
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise TextError(
            f"{place} has no text.", param="jsonl", remedy='Each line is {"text": "…"}.'
        )
    known = {"text": value["text"]}
    if isinstance(value.get("lang"), str):
        known["lang"] = value["lang"]
    return known
