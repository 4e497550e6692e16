"""The store: what is put is there, for others too, and what is damaged says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kowane.errors import AssetDamaged, OutputError
from kowane.speech import SpokenText
from kowane.text.lexicon.entries import Entry, Lexicon, LexiconError, UnknownLexicon
from kowane.text.lexicon.matching import apply
from kowane.text.lexicon.store import LexiconStore


@pytest.fixture
def store(tmp_path: Path) -> LexiconStore:
    return LexiconStore(tmp_path / "lexicons")


def test_an_empty_store_has_no_names_and_makes_no_directory(store: LexiconStore) -> None:
    assert store.names() == ()
    assert store.default_names("fr") == ()
    assert not store.directory.exists()


def test_what_is_put_is_found_by_another_store(store: LexiconStore) -> None:
    lexicon = store.put(Lexicon("terms", "en", (Entry("nginx", says="engine x"),), default=True))
    other = LexiconStore(store.directory)
    assert other.names() == ("terms",)
    assert other.get("terms") == lexicon


def test_what_another_process_changed_is_seen(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en", (Entry("a", says="b"),)))
    (before,) = store.compiled(["terms"])
    LexiconStore(store.directory).add_entry("terms", Entry("c", says="d"))
    (after,) = store.compiled(["terms"])
    assert apply(SpokenText.verbatim("a c"), [after]).text == "b d"
    assert before.digest != after.digest


def test_an_unchanged_lexicon_is_compiled_once(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en"))
    assert store.compiled(["terms"])[0] is store.compiled(["terms"])[0]


def test_a_name_is_replaced_only_where_that_is_meant(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en"))
    with pytest.raises(LexiconError, match="already"):
        store.put(Lexicon("terms", "fr"), replace_existing=False)
    store.put(Lexicon("terms", "fr"))
    assert store.get("terms").lang == "fr"


def test_an_entry_takes_the_place_of_one_with_the_same_word(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en", (Entry("A", says="x"),)))
    store.add_entry("terms", Entry("a", says="y"))
    assert store.add_entry("terms", Entry("b", says="z")).entries == (
        Entry("a", says="y"),
        Entry("b", says="z"),
    )


def test_an_entry_that_cannot_be_used_changes_nothing(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en"))
    with pytest.raises(LexiconError):
        store.add_entry("terms", Entry("a", ipa="7"))
    assert store.get("terms").entries == ()


def test_an_entry_is_removed_in_whatever_case(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en", (Entry("Ab", says="x", case_sensitive=True),)))
    assert store.remove_entry("terms", "aB").entries == ()
    with pytest.raises(UnknownLexicon, match="'aB'"):
        store.remove_entry("terms", "aB")


def test_a_deleted_lexicon_is_gone(store: LexiconStore) -> None:
    store.put(Lexicon("terms", "en"))
    store.get("terms")
    store.delete("terms")
    assert store.names() == ()
    for ask in (store.get, store.delete):
        with pytest.raises(UnknownLexicon, match="There are none yet"):
            ask("terms")


@pytest.mark.parametrize("name", ["../terms", "a/b", "", "A"])
def test_no_name_leads_out_of_the_directory(store: LexiconStore, name: str) -> None:
    with pytest.raises(LexiconError, match="cannot be the name"):
        store.get(name)


def test_defaults_are_those_of_the_very_language(store: LexiconStore) -> None:
    for name, lang, default in [("b", "en", True), ("a", "en", True), ("c", "fr", True)]:
        store.put(Lexicon(name, lang, default=default))
    store.put(Lexicon("d", "en"))
    assert store.default_names("en-us") == ("a", "b")
    store.set_default("a", default=False)
    assert store.default_names("en-us") == ("b",)
    assert store.default_names("en-gb") == ()


def test_a_request_gets_its_own_lexicons_or_the_defaults(store: LexiconStore) -> None:
    store.put(Lexicon("a", "en-us", default=True))
    store.put(Lexicon("b", "en-gb"))
    store.put(Lexicon("c", "fr"))

    def names(lang: str, chosen: list[str] | None) -> list[str]:
        return [each.name for each in store.for_request(lang, chosen)]

    assert names("en-us", None) == ["a"]
    assert names("en-us", []) == []
    assert names("en-us", ["c", "b", "b"]) == ["b"]
    with pytest.raises(UnknownLexicon, match="a, b, c"):
        store.for_request("en-us", ["x"])


def test_a_damaged_file_is_never_passed_over(store: LexiconStore) -> None:
    store.put(Lexicon("good", "en"))
    (store.directory / "bad.json").write_text("{", "utf-8")
    (store.directory / "Not a name.json").write_text("{", "utf-8")
    assert store.names() == ("bad", "good")
    for ask in (store.get, lambda _: store.default_names("fr")):
        with pytest.raises(AssetDamaged, match=r"bad\.json"):
            ask("bad")
    assert store.get("good").name == "good"


def test_a_directory_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        LexiconStore(tmp_path / "file" / "lexicons").put(Lexicon("a", "en"))
