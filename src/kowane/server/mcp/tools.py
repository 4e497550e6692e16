"""Three tools: speak aloud, save speech as a file, list the voices.

A model that calls them reads their descriptions and our errors; progress tells how many characters
have been spoken. Files are saved below one folder and never replace others unless told to. A call
that is cancelled falls silent at its next chunk and leaves no file. Knows no transport.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from kowane import language
from kowane.api import Kowane
from kowane.audio.files import check_path, write_file
from kowane.audio.play import play
from kowane.errors import KowaneError, OutputError
from kowane.speech import MAX_SPEED, MIN_SPEED, Samples
from kowane.text.chunk import BALANCED, BEST, Plan

Text = Annotated[str, Field(description="What to say, as ordinary text.", min_length=1)]
Voice = Annotated[
    str | None,
    Field(description="A voice from list_voices, or a blend such as 'af_heart(2)+af_bella(1)'."),
]
Lang = Annotated[
    str | None,
    Field(description="Language tag of the text, or 'auto'. Default: the voice's own language."),
]
Speed = Annotated[float, Field(description="Speaking rate.", ge=MIN_SPEED, le=MAX_SPEED)]

Player = Callable[[Iterator[Samples]], None]


@dataclass(frozen=True, slots=True)
class _Request:
    text: str
    voice: str | None
    lang: str | None
    speed: float


class _Stopped(Exception):
    """The call has been cancelled."""


def make_server(kowane: Callable[[], Kowane], folder: Path, player: Player = play) -> MCPServer:
    """The tools on a server without a transport.

    Args:
        kowane: gives the one to speak with; called in a thread, since loading takes a while.
        folder: the only one that files are saved below.
        player: plays samples to the end.
    """
    server: MCPServer = MCPServer(
        "kowane",
        version=version("kowane"),
        instructions="Text to speech on the user's own computer, in nine languages.",
        log_level="WARNING",
    )
    speaking = asyncio.Lock()

    @server.tool(annotations=ToolAnnotations(destructive_hint=False, open_world_hint=False))
    async def speak(
        *,
        text: Text,
        ctx: Context[Any, Any],
        voice: Voice = None,
        lang: Lang = None,
        speed: Speed = 1.0,
    ) -> str:
        """Say a text aloud on the computer's loudspeakers; returns when it has been heard."""
        request = _Request(text, voice, lang, speed)
        async with speaking:  # two voices at once are understood by nobody
            seconds = await _run(kowane, request, BALANCED, player, ctx)
        return f"Spoken, {seconds:.1f} s."

    @server.tool(annotations=ToolAnnotations(destructive_hint=False, open_world_hint=False))
    async def save_speech(
        *,
        text: Text,
        path: Annotated[
            str,
            Field(
                description="File below the folder for speech, such as 'hello.mp3'; also .wav, "
                ".opus, .aac, .flac."
            ),
        ],
        ctx: Context[Any, Any],
        voice: Voice = None,
        lang: Lang = None,
        speed: Speed = 1.0,
        overwrite: Annotated[bool, Field(description="Replace a file that exists.")] = False,
    ) -> str:
        """Say a text into an audio file; returns where it is."""
        try:
            place = place_of(folder, path, overwrite=overwrite)
            place.parent.mkdir(parents=True, exist_ok=True)
            check_path(place)
        except KowaneError as error:
            raise ToolError(str(error)) from None
        except OSError as error:
            raise ToolError(f"{place.parent} cannot be made: {error.strerror}.") from None

        def write(samples: Iterator[Samples]) -> None:
            write_file(place, samples)

        seconds = await _run(kowane, _Request(text, voice, lang, speed), BEST, write, ctx)
        return f"Saved {seconds:.1f} s of speech as {place}."

    @server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    async def list_voices(
        language_tag: Annotated[
            str | None, Field(description="Only voices made for this language, such as 'fr'.")
        ] = None,
    ) -> list[dict[str, str]]:
        """The installed voices with their languages."""

        def listed() -> list[dict[str, str]]:
            wanted = language.parse(language_tag) if language_tag else None
            found = [asdict(info) for info in kowane().voices()]
            return [info for info in found if wanted in (None, info["language"])]

        try:
            return await asyncio.to_thread(listed)
        except KowaneError as error:
            raise ToolError(str(error)) from None

    return server


def place_of(folder: Path, path: str, *, overwrite: bool) -> Path:
    """Where a file may be saved.

    Raises:
        OutputError: outside the folder, or a file is there already.
    """
    root = folder.expanduser().resolve()
    place = (root / path).resolve()
    if not place.is_relative_to(root) or place == root:
        raise OutputError(
            f"{path!r} lies outside {root}, where speech may be saved.",
            remedy="Use a relative path.",
        )
    if place.exists() and not overwrite:
        raise OutputError(
            f"{place} exists already.", remedy="Choose another name, or set overwrite."
        )
    return place


async def _run(
    kowane: Callable[[], Kowane],
    request: _Request,
    plan: Plan,
    use: Callable[[Iterator[Samples]], None],
    ctx: Context[Any, Any],
) -> float:
    """Speak into `use` on a thread, telling the client how far it is; returns the length, s."""
    loop = asyncio.get_running_loop()
    stopped = threading.Event()
    reached: asyncio.Queue[int | None] = asyncio.Queue()
    seconds = 0.0

    def samples() -> Iterator[Samples]:
        nonlocal seconds
        chunks = kowane().stream(
            request.text, voice=request.voice, lang=request.lang, speed=request.speed, plan=plan
        )
        with closing(chunks):
            for chunk in chunks:
                if stopped.is_set():
                    raise _Stopped
                yield chunk.samples
                seconds += chunk.duration
                if chunk.words:
                    loop.call_soon_threadsafe(reached.put_nowait, chunk.words[-1].span.end)

    async def tell() -> None:
        while (done := await reached.get()) is not None:
            await ctx.report_progress(done, len(request.text), f"{seconds:.1f} s spoken")

    def over(done: asyncio.Future[None]) -> None:
        reached.put_nowait(None)
        if not done.cancelled():
            done.exception()  # whoever has given up does not ask for it

    work = loop.run_in_executor(None, use, samples())
    work.add_done_callback(over)
    try:
        await tell()
        await work
    except KowaneError as error:
        raise ToolError(str(error)) from None
    finally:
        stopped.set()  # a thread cannot be cancelled; it ends before its next chunk
    return seconds
