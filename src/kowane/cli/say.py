"""`kowane say`: a text from argument, file or stdin to an audio file, stdout or the speakers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kowane.errors import KowaneError, TextError

if TYPE_CHECKING:
    from kowane.api import Kowane
    from kowane.speech import Samples

LONG_TEXT = 400
"""Characters from which on a progress bar is worth its line."""


def run(
    text: Annotated[
        str | None, typer.Argument(help="What to say; '-' or nothing reads stdin.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="Read the text from this UTF-8 file.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="Audio file (.wav .mp3 .opus .aac .flac .pcm), '-' for stdout. "
            "Without it, the speakers.",
        ),
    ] = None,
    voice: Annotated[
        str | None,
        typer.Option("--voice", "-v", help="A voice, or a blend: 'af_heart+af_sky'."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", "-l", help="Language tag; the voice's own if left out.")
    ] = None,
    speed: Annotated[float, typer.Option("--speed", "-s", help="0.25 to 4.")] = 1.0,
    audio_format: Annotated[
        str, typer.Option("--format", help="Format for stdout: wav, pcm, mp3, opus, aac, flac.")
    ] = "wav",
    bit_rate: Annotated[
        int | None, typer.Option("--bit-rate", help="Bits a second of lossy formats.")
    ] = None,
    stream: Annotated[
        bool, typer.Option("--stream", help="Speak stdin while it is still being written.")
    ] = False,
    server: Annotated[
        str | None,
        typer.Option("--server", help="With --stream: let this running server speak, by its URL."),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", envvar="KOWANE_API_KEY", help="API key of the server.")
    ] = None,
) -> None:
    """Say a text."""
    from kowane import api
    from kowane.audio.files import check_path

    if stream:
        pieces = _pieces(text, file)
        if output not in (None, "-"):
            check_path(Path(output))
        if server is not None:
            remote = _remote(server, key, pieces, voice, lang, speed)
            _deliver(remote, output, audio_format, bit_rate)
            return
        with api.load() as kowane:
            spoken = kowane.follow(pieces, voice=voice, lang=lang, speed=speed)
            _deliver((chunk.samples for chunk in spoken), output, audio_format, bit_rate)
        return
    words = _text(text, file)
    if output not in (None, "-"):
        check_path(Path(output))
    with api.load() as kowane:
        chunks = _spoken(kowane, words, voice, lang, speed, quick=output in (None, "-"))
        _deliver(chunks, output, audio_format, bit_rate)


def _deliver(
    samples: Iterator[Samples], output: str | None, audio_format: str, bit_rate: int | None
) -> None:
    """To the speakers, stdout or a file."""
    from kowane.audio.files import write_file, write_stream
    from kowane.audio.play import play

    if output is None:
        play(samples)
    elif output == "-":
        write_stream(sys.stdout.buffer, samples, audio_format, bit_rate=bit_rate)
    else:
        path = write_file(Path(output), samples, bit_rate=bit_rate)
        typer.echo(str(path), err=True)


def _pieces(text: str | None, file: Path | None) -> Iterator[str]:
    """Stdin as it comes, decoded across the edges of its pieces."""
    import codecs

    if text not in (None, "-") or file is not None:
        raise TextError(
            "--stream reads standard input.",
            param="text",
            remedy="Try: some-program | kowane say --stream -",
        )
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := os.read(sys.stdin.fileno(), 65_536):  # what there is, at once
            yield decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise TextError("Standard input is not UTF-8.", param="text") from error


def _remote(
    server: str,
    key: str | None,
    pieces: Iterator[str],
    voice: str | None,
    lang: str | None,
    speed: float,
) -> Iterator[Samples]:
    """Samples from a running server."""
    import numpy as np

    from kowane.client import Client, ServerError

    options = {"voice": voice, "lang": lang, "speed": speed, "latency": "low"}
    kept = b""
    try:
        for audio in Client(server, key=key).stream(pieces, **options):
            whole = kept + audio
            even = len(whole) // 2 * 2
            kept = whole[even:]
            yield np.frombuffer(whole[:even], "<i2").astype(np.float32) / np.float32(32768)
    except ServerError as error:
        raise KowaneError(f"The server refused: {error}") from None
    except OSError as error:
        raise KowaneError(
            f"No server answers at {server}: {error}.",
            remedy="Start one with `kowane serve`, or leave --server out.",
        ) from None


def _text(text: str | None, file: Path | None) -> str:
    if file is not None:
        if text is not None:
            raise TextError(
                "Both a text and --file were given.", param="text", remedy="Give one of them."
            )
        try:
            return file.read_text("utf-8")
        except OSError as error:
            raise TextError(
                f"{file} cannot be read: {error.strerror}.", param="file", remedy="Check the path."
            ) from error
        except UnicodeDecodeError as error:
            raise TextError(
                f"{file} is not UTF-8 (byte {error.start}).",
                param="file",
                remedy="Convert it, for example with iconv.",
            ) from error
    if text is not None and text != "-":
        return text
    if text is None and sys.stdin.isatty():
        raise TextError(
            "Nothing to say.", param="text", remedy='Try: kowane say "Hello" -o hello.wav'
        )
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(
            f"Standard input is not UTF-8 (byte {error.start}).", param="text"
        ) from error


def _spoken(
    kowane: Kowane, text: str, voice: str | None, lang: str | None, speed: float, *, quick: bool
) -> Iterator[Samples]:
    """Samples chunk by chunk, with a progress bar on stderr where the text is long."""
    from kowane.text.chunk import BALANCED, BEST

    chunks = kowane.stream(
        text, voice=voice, lang=lang, speed=speed, plan=BALANCED if quick else BEST
    )
    long = len(text) >= LONG_TEXT and sys.stderr.isatty()
    if not long:
        for chunk in chunks:
            yield chunk.samples
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with progress if long else nullcontext():
        task = progress.add_task("Speaking", total=len(text))
        for chunk in chunks:
            yield chunk.samples
            if chunk.words:
                progress.update(task, completed=chunk.words[-1].span.end)
