"""`kowane lexicon`, as a user meets it, in a directory of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kowane.cli.lexicon import app, rehearsal
from kowane.text.lexicon.entries import Entry, LexiconError, UnknownLexicon
from kowane.text.lexicon.store import LexiconStore
from kowane.text.markup import ssml
from kowane.text.markup.parts import Stretch


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "lexicons"


def call(place: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--directory", str(place), *words])


def test_a_word_that_is_added_is_a_default_of_its_language_at_once(place: Path) -> None:
    result = call(place, "add", "nginx", "--says", "engine x", "--lang", "en-GB")
    assert result.exit_code == 0
    assert "engine x" in result.stderr
    assert LexiconStore(place).default_names("en-gb") == ("user",)


def test_a_second_word_joins_the_first(place: Path) -> None:
    call(place, "add", "nginx", "--says", "engine x", "--lang", "en")
    call(place, "add", "Kowane", "--ipa", "koʊ", "--case-sensitive", "--part", "--note", "us")
    listed = json.loads(call(place, "show", "user", "--json").stdout)["entries"]
    assert listed == [
        {"word": "nginx", "says": "engine x"},
        {
            "word": "Kowane",
            "ipa": "koʊ",
            "case_sensitive": True,
            "whole_word": False,
            "note": "us",
        },
    ]
    shown = call(place, "show", "user").stdout
    assert "/kO/" in shown
    assert "parts of words" in shown


def test_a_wrong_pronunciation_is_refused_and_nothing_is_made(place: Path) -> None:
    result = call(place, "add", "x", "--phonemes", "k7", "--lang", "en")
    assert isinstance(result.exception, LexiconError)
    assert LexiconStore(place).names() == ()


def test_a_word_and_a_lexicon_can_be_removed(place: Path) -> None:
    call(place, "add", "nginx", "--says", "engine x", "--lang", "en")
    assert call(place, "remove", "NGINX").exit_code == 0
    assert isinstance(call(place, "remove", "nginx").exception, UnknownLexicon)
    assert call(place, "delete", "user").exit_code == 0
    assert LexiconStore(place).names() == ()


@pytest.mark.parametrize("suffix", ["pls", "json"])
def test_what_is_exported_can_be_imported(place: Path, tmp_path: Path, suffix: str) -> None:
    call(place, "add", "nginx", "--says", "engine x", "--lang", "en", "--lexicon", "terms")
    file = tmp_path / f"terms.{suffix}"
    assert call(place, "export", "terms", "-o", str(file)).exit_code == 0
    assert isinstance(call(place, "import", str(file)).exception, LexiconError)
    assert call(place, "import", str(file), "--replace").exit_code == 0
    assert call(place, "import", str(file), "--name", "copy").exit_code == 0
    store = LexiconStore(place)
    assert (
        store.get("copy").entries
        == store.get("terms").entries
        == (Entry("nginx", says="engine x"),)
    )


def test_export_without_a_file_prints_the_document(place: Path) -> None:
    call(place, "add", "nginx", "--says", "engine x", "--lang", "en")
    assert call(place, "export", "user", "--pls").stdout.startswith("<?xml")
    assert json.loads(call(place, "export", "user").stdout)["lang"] == "en-us"


def test_default_can_be_switched_off_and_list_shows_it(place: Path) -> None:
    call(place, "add", "nginx", "--says", "engine x", "--lang", "en")
    assert call(place, "default", "user", "--off").exit_code == 0
    (row,) = json.loads(call(place, "list", "--json").stdout)
    assert (row["name"], row["entries"], row["default"]) == ("user", 1, False)
    assert "user" in call(place, "list").stdout


def test_a_rehearsed_word_is_spoken_as_the_entry_says_and_by_no_lexicon() -> None:
    words = rehearsal(Entry("nginx", says="engine x"), "af_heart", "en-us")
    assert (words.text, words.markup, words.lexicons) == ("engine x", "none", ())
    fixed = rehearsal(Entry("a<b>&[", ipa="tʃaɪ"), "af_heart", "en-us")
    (stretch,) = ssml.parse(fixed.text)
    assert isinstance(stretch, Stretch)
    assert stretch.spoken.pieces[0].text == "a<b>&["
    assert stretch.spoken.pieces[0].phonemes == "ʧI"
    assert fixed.lexicons == ()
