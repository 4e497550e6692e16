"""`kowane lexicon`: keep pronunciations, listen to them, bring them in and take them out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kowane.errors import OutputError, TextError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kowane.speech import Samples, Utterance
    from kowane.text.lexicon.entries import Entry, Lexicon
    from kowane.text.lexicon.store import LexiconStore

OWN = "user"
"""The lexicon that `add` and `remove` mean where none is named."""

app = typer.Typer(
    help="Pronunciations of your own words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(help="A lexicon from `kowane lexicon list`.")]
Word = Annotated[str, typer.Argument(help="As it is written in texts.")]
InLexicon = Annotated[str, typer.Option("--lexicon", "-x", help="Name of the lexicon.")]
Says = Annotated[str | None, typer.Option("--says", help="Words that sound like it.")]
Phonemes = Annotated[str | None, typer.Option("--phonemes", help="Kokoro's alphabet.")]
Ipa = Annotated[str | None, typer.Option("--ipa", help="International Phonetic Alphabet.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@app.callback()
def directory(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Option("--directory", help="Where lexicons are, if not as configured.")
    ] = None,
) -> None:
    """Pronunciations of your own words."""
    context.obj = path


@app.command("list")
def show_all(context: typer.Context, as_json: AsJson = False) -> None:
    """List the lexicons."""
    store = _store(context)
    lexicons = [store.get(name) for name in store.names()]
    if as_json:
        rows = [
            {
                "name": each.name,
                "lang": each.lang,
                "entries": len(each.entries),
                "default": each.default,
                "digest": each.digest,
            }
            for each in lexicons
        ]
        typer.echo(json.dumps(rows, indent=2))
        return
    rows_of_text = [
        (each.name, each.lang, str(len(each.entries)), "yes" if each.default else "")
        for each in lexicons
    ]
    _table(("lexicon", "language", "entries", "default"), rows_of_text)


@app.command()
def show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show a lexicon's entries."""
    from kowane.text.lexicon import json_format

    lexicon = _store(context).get(name)
    if as_json:
        typer.echo(json_format.dumps(lexicon), nl=False)
        return
    rows = []
    for entry in lexicon.entries:
        rules = [
            *(["case"] if entry.case_sensitive else []),
            *([] if entry.whole_word else ["parts of words"]),
        ]
        rows.append((entry.word, _said(entry, lexicon), ", ".join(rules), entry.note))
    _table(("word", "said", "rules", "note"), rows)


@app.command()
def add(
    context: typer.Context,
    word: Word,
    says: Says = None,
    phonemes: Phonemes = None,
    ipa: Ipa = None,
    case_sensitive: Annotated[
        bool, typer.Option("--case-sensitive", help="Only this capitalisation.")
    ] = False,
    part: Annotated[bool, typer.Option("--part", help="Within longer words, too.")] = False,
    note: Annotated[str, typer.Option("--note", help="For people.")] = "",
    lexicon: InLexicon = OWN,
    lang: Annotated[
        str | None, typer.Option("--lang", "-l", help="Language of a lexicon that is made now.")
    ] = None,
) -> None:
    """Add a word, or say it anew. The lexicon is made, as a default, if it is not there."""
    from kowane.text.lexicon.entries import Entry, Lexicon

    entry = Entry(
        word,
        says=says,
        phonemes=phonemes,
        ipa=ipa,
        case_sensitive=case_sensitive,
        whole_word=not part,
        note=note,
    )
    store = _store(context)
    if lexicon in store.names():
        changed = store.add_entry(lexicon, entry)
    else:
        changed = store.put(
            Lexicon(lexicon, lang or _configured_language(), (entry,), default=True),
            replace_existing=False,
        )
    typer.echo(f"{entry.word}: {_said(entry, changed)} ({lexicon}, {changed.lang})", err=True)


@app.command()
def remove(context: typer.Context, word: Word, lexicon: InLexicon = OWN) -> None:
    """Remove a word."""
    _store(context).remove_entry(lexicon, word)


@app.command()
def delete(context: typer.Context, name: Name) -> None:
    """Delete a whole lexicon."""
    _store(context).delete(name)


@app.command()
def default(
    context: typer.Context,
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="Only where it is named.")] = False,
) -> None:
    """Use a lexicon for every text in its language."""
    _store(context).set_default(name, default=not off)


@app.command("import")
def bring_in(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON or W3C PLS.")],
    name: Annotated[
        str | None, typer.Option("--name", help="Its name here; else the document's or the file's.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", "-l", help="Language of a PLS document without one.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a lexicon.")] = False,
) -> None:
    """Bring a lexicon in."""
    from kowane.text.lexicon import json_format, pls

    try:
        document = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TextError(f"{file} cannot be read: {error}.", param="file") from error
    if document.lstrip().startswith("<"):
        lexicon = pls.loads(document, name=name or file.stem.lower(), lang=lang)
    else:
        lexicon = json_format.loads(document, name=name)
    _store(context).put(lexicon, replace_existing=replace)
    typer.echo(f"{lexicon.name}: {len(lexicon.entries)} entries ({lexicon.lang})", err=True)


@app.command()
def export(
    context: typer.Context,
    name: Name,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File; .pls or .xml gives PLS, else JSON."),
    ] = None,
    as_pls: Annotated[bool, typer.Option("--pls", help="PLS in any case.")] = False,
) -> None:
    """Take a lexicon out."""
    from kowane.text.lexicon import json_format, pls

    lexicon = _store(context).get(name)
    wants_pls = as_pls or (output is not None and output.suffix.lower() in (".pls", ".xml"))
    document = pls.dumps(lexicon) if wants_pls else json_format.dumps(lexicon)
    if output is None:
        typer.echo(document, nl=False)
        return
    try:
        output.write_text(document, "utf-8")
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror or error}.") from error


@app.command()
def hear(
    context: typer.Context,
    word: Word,
    says: Says = None,
    phonemes: Phonemes = None,
    ipa: Ipa = None,
    lexicon: InLexicon = OWN,
    lang: Annotated[
        str | None,
        typer.Option("--lang", "-l", help="Language; else the lexicon's or the voice's."),
    ] = None,
    voice: Annotated[str | None, typer.Option("--voice", "-v", help="A voice or a blend.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Audio file; without it, the speakers.")
    ] = None,
) -> None:
    """Hear a word as it would be said, or as it is said now, without saving anything."""
    from kowane import language
    from kowane.audio.files import check_path, write_file
    from kowane.audio.play import play
    from kowane.text.lexicon.entries import Entry

    tag = language.parse(lang) if lang else None
    if says is None and phonemes is None and ipa is None:
        kept = _store(context).get(lexicon)
        tag = tag or kept.lang
        entry = next(iter(kept.find(word)), None)
        if entry is None:
            raise TextError(
                f"{lexicon!r} has no entry for {word!r}.",
                param="word",
                remedy="Say how with --says, --phonemes or --ipa.",
            )
    else:
        entry = Entry(word, says=says, phonemes=phonemes, ipa=ipa)
    if output is not None:
        check_path(output)
    samples = _spoken(entry, tag, voice)
    if output is None:
        play(samples)
    else:
        write_file(output, samples)


def rehearsal(entry: Entry, voice: str, lang: str) -> Utterance:
    """The entry alone as something to be spoken, no lexicon applied.

    Args:
        lang: canonical tag.
    """
    from xml.sax.saxutils import escape, quoteattr

    from kowane.speech import Utterance

    symbols = entry.symbols(lang)
    if symbols is None:
        return Utterance(entry.says or "", voice, lang, lexicons=())
    phoneme = f'<phoneme alphabet="x-kokoro" ph={quoteattr(symbols)}>{escape(entry.word)}</phoneme>'
    return Utterance(f"<speak>{phoneme}.</speak>", voice, lang, markup="ssml", lexicons=())


def _spoken(entry: Entry, lang: str | None, voice: str | None) -> Iterator[Samples]:
    import asyncio

    from kowane import build, settings
    from kowane.speech import AudioChunk

    chosen = settings.load()
    name = voice or chosen.voice
    synthesizer = build.assemble(chosen)

    async def speak() -> list[AudioChunk]:
        try:
            tag = lang or synthesizer.voices.resolve(name).language
            utterance = rehearsal(entry, name, tag)
            synthesizer.check(utterance)
            await synthesizer.start()
            return [chunk async for chunk in synthesizer.stream(utterance)]
        finally:
            await synthesizer.close()

    return (chunk.samples for chunk in asyncio.run(speak()))


def _said(entry: Entry, lexicon: Lexicon) -> str:
    return entry.says or f"/{entry.symbols(lexicon.lang)}/"


def _store(context: typer.Context) -> LexiconStore:
    if context.obj is not None:
        from kowane.text.lexicon.store import LexiconStore

        return LexiconStore(context.obj)
    from kowane import build, settings

    return build.lexicon_store(settings.load())


def _configured_language() -> str:
    from kowane import language, settings

    chosen = settings.load()
    return chosen.lang or language.of_voice(chosen.voice) or "en-us"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console().print(table)
