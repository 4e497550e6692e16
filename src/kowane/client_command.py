"""`kowane-client`: a text from an argument or stdin to a running server, audio to stdout or a file.

For scripts and screen readers: starts in a few hundredths of a second, since it imports neither the
model nor anything beyond Python's standard library and `kowane.client`. Audio is written while it
is made, and text from stdin is spoken while it comes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kowane.client import DEFAULT_URL, Client, ServerError

_FORMATS = ("wav", "mp3", "opus", "aac", "flac", "pcm")


def main() -> None:
    """Entry point; exit codes as of `kowane`: 0 done, 1 failed, 2 the request was wrong."""
    arguments = _parser().parse_args()
    key = arguments.key_file.read_text().strip() if arguments.key_file else None
    client = Client(arguments.url, key=key)
    try:
        if arguments.voices:
            for voice in client.voices():
                sys.stdout.write(f"{voice['id']}\t{voice['language']}\t{voice['gender']}\n")
            return
        _speak(client, arguments)
    except BrokenPipeError:
        sys.stderr.close()  # the player has been stopped: nothing to report
    except ServerError as error:
        sys.stderr.write(f"kowane-client: {error}\n")
        sys.exit(2 if error.status in (400, 404, 422) else 1)
    except OSError as error:
        sys.stderr.write(f"kowane-client: no answer from {arguments.url}: {error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kowane-client", description="Say a text by a running kowane server."
    )
    add = parser.add_argument
    add("text", nargs="?", help="what to say; '-' or nothing reads stdin as it comes")
    add("-o", "--output", type=Path, help="file to write; stdout if left out")
    add("-v", "--voice", help="a voice or a blend")
    add("-l", "--lang", help="language tag; the voice's own if left out")
    add("-s", "--speed", type=float, help="0.25 to 4")
    add("--rate", type=int, help="speed as screen readers count it: -100 (a third) to 100 (three)")
    add("--format", choices=_FORMATS, help="by the file's extension, else wav")
    add("--url", default=DEFAULT_URL, help=f"the server [{DEFAULT_URL}]")
    add("--key-file", type=Path, help="file with the API key, if the server asks for one")
    add("--voices", action="store_true", help="list the voices instead")
    return parser


def _speak(client: Client, arguments: argparse.Namespace) -> None:
    named = arguments.output.suffix.lstrip(".") if arguments.output else ""
    chosen = arguments.format or (named if named in _FORMATS else "wav")
    wanted = {"voice": arguments.voice, "lang": arguments.lang, "speed": arguments.speed}
    if arguments.rate is not None:
        wanted["speed"] = 3 ** (max(-100, min(100, arguments.rate)) / 100)
    options: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    text = arguments.text if arguments.text not in (None, "-") else _stdin()
    audio = client.stream(text, format=chosen, **options)
    if arguments.output is None:
        _write(sys.stdout.buffer, audio)
        return
    first = next(audio, b"")  # a refusal leaves no empty file
    with arguments.output.open("wb") as file:
        file.write(first)
        _write(file, audio)


def _stdin() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _write(file: BinaryIO, audio: Iterator[bytes]) -> None:
    for piece in audio:
        file.write(piece)
        file.flush()


if __name__ == "__main__":
    main()
