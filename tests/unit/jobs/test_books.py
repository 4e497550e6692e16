"""Files of every kind become chapters of text that can be read aloud."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.jobs.books import PACKAGE, epub, pdf

from kowane.errors import TextError
from kowane.jobs.book import BookError
from kowane.jobs.plain import PART, read_plain
from kowane.jobs.reading import read_book


def test_an_epub_is_read_in_the_order_of_its_spine() -> None:
    book = read_book(epub(), "kettle.epub")
    assert (book.title, book.author) == ("The Kettle", "A. Writer")
    assert [chapter.title for chapter in book.chapters] == ["The Second First", "One"]
    assert book.chapters[0].text == "Two\n\nWater."


def test_what_a_page_hides_is_not_read() -> None:
    chapter = read_book(epub(), "kettle.epub").chapters[1]
    assert chapter.text == "One\n\nIt sang at four & five.\n\nThen\nit stopped."


def test_an_epub_without_its_package_is_refused() -> None:
    with pytest.raises(BookError, match="no EPUB"):
        read_book(epub(**{"META-INF/container.xml": "<container/>"}), "broken.epub")


def test_an_epub_that_is_protected_is_refused() -> None:
    files = {"META-INF/encryption.xml": "<x/>", "META-INF/rights.xml": "<x/>"}
    with pytest.raises(BookError, match="DRM"):
        read_book(epub(**files), "locked.epub")


def test_an_epub_that_would_unpack_to_a_flood_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kowane.jobs.epub.MAX_UNPACKED", 10_000)
    flood = {"OEBPS/text/one.xhtml": "<p>" + "a " * 20_000 + "</p>"}
    with pytest.raises(BookError, match="unpacks to more"):
        read_book(epub(**flood), "bomb.epub")


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = PACKAGE.replace("<package", '<!DOCTYPE package [<!ENTITY a "aaaa">]><package').replace(
        "The Kettle", "&a;"
    )
    with pytest.raises(BookError):
        read_book(epub(**{"OEBPS/content.opf": bomb}), "bomb.epub")


def test_an_old_table_of_contents_names_chapters_too() -> None:
    package = PACKAGE.replace(
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>',
        '<item id="nav" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
    )
    ncx = (
        '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "ncx-2005-1.dtd"><ncx><navMap>'
        '<navPoint><navLabel><text>Uno</text></navLabel><content src="text/one.xhtml"/></navPoint>'
        "</navMap></ncx>"
    )
    files = {"OEBPS/content.opf": package, "OEBPS/toc.ncx": ncx}
    book = read_book(epub(**files), "old.epub")
    assert [chapter.title for chapter in book.chapters] == ["Two", "Uno"]


def test_a_pdf_loses_its_running_heads_and_broken_words() -> None:
    words = ["water", "steam", "fire", "cup", "leaf", "spoon", "milk", "honey"]
    pages = [
        ["The Kettle", f"The {word} of it goes on to the very end of the li-", "ne."]
        + [f"And {word} again with {other}, as it was before." for other in words[:5]]
        + [f"{n}"]
        for n, word in enumerate(words, 1)
    ]
    book = read_book(pdf(pages), "kettle.pdf")
    text = "\n\n".join(chapter.text for chapter in book.chapters)
    assert book.title == "kettle"
    assert "The fire of it goes on to the very end of the line." in text
    assert text.count("The Kettle") == 0


def test_a_pdfs_outline_makes_its_chapters() -> None:
    pages = [[f"Words of page {n}."] for n in range(4)]
    book = read_book(pdf(pages, "Tea", {"First": 1, "Second": 3}), "tea.pdf")
    assert (book.title, book.author) == ("Tea", "P. D. Format")
    assert [chapter.title for chapter in book.chapters] == ["Tea", "First", "Second"]
    assert "page 2" in book.chapters[1].text


@pytest.mark.parametrize(
    "heading",
    [
        "# The Start",
        "CHAPTER I",
        "Chapter 12: The Storm",
        "Chapitre trois",
        "Capítulo 4",
        "Capitolo V",
        "第三章 风",
        "第１２話",
        "अध्याय ३",
        "Prologue",
    ],
)
def test_headings_part_a_text(heading: str) -> None:
    book = read_plain(f"Before.\n\n{heading}\n\nWords that follow.\n")
    assert len(book.chapters) == 2
    assert book.chapters[1].title == heading.removeprefix("# ")
    assert book.chapters[1].text.endswith("Words that follow.")


def test_a_sentence_about_a_chapter_is_no_heading() -> None:
    book = read_plain("Chapter one was long, and the second was not.\n\nPart of me slept.")
    assert len(book.chapters) == 1


def test_a_long_text_without_headings_is_parted_at_paragraphs() -> None:
    paragraph = "Words and words. " * 100
    book = read_plain("\n\n".join([paragraph] * 60))
    assert len(book.chapters) > 2
    assert max(len(chapter.text) for chapter in book.chapters) <= PART
    assert "".join(c.text for c in book.chapters).count("words.") == 60 * 100


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b"* * *", "stars.md"),
        (b"\xff\xfa\x00", "latin.txt"),
        (b"no zip", "fake.epub"),
        (b"no pdf", "fake.pdf"),
        (b"a\x00b", "nul.txt"),
        (b"words", "song.mp3"),
        (b"words", "noextension"),
    ],
)
def test_what_is_no_book_is_refused_with_a_reason(content: bytes, name: str) -> None:
    with pytest.raises(BookError):
        read_book(content, name)


@given(st.binary(max_size=400), st.sampled_from([".epub", ".pdf", ".txt", ".html"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_book_or_a_readable_error(content: bytes, kind: str) -> None:
    try:
        assert read_book(content, "any" + kind).chapters
    except TextError as error:
        assert str(error)


def test_a_damaged_member_of_an_archive_is_a_readable_error() -> None:
    content = bytearray(epub())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        place = archive.getinfo("OEBPS/content.opf").header_offset + 60
    content[place : place + 20] = b"\x00" * 20
    with pytest.raises(BookError):
        read_book(bytes(content), "damaged.epub")
