"""Preparation in a process of its own, so that a server keeps serving while it goes on.

Rewriting a model takes a gigabyte and holds Python's lock for seconds at a time: done in a thread,
it would stop the event loop and leave the process large. The process is started with the running
interpreter, gives way to everybody (`os.nice`) and says on its standard output, as one JSON object,
what it made or why it could not. Run as `python -m kowane.acoustic.apart`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kowane import errors
from kowane.acoustic.preparation import PreparedModel, prepare
from kowane.acoustic.variants import Variant, variant
from kowane.errors import AssetError, KowaneError

NICENESS = 10
"""Added to the process's own: preparation takes what speech leaves."""


class Preparation:
    """A preparation that goes on in another process."""

    def __init__(
        self, source: Path, *, digest: str, cache_dir: Path, runtime: str, variant: Variant
    ) -> None:
        self._source = source
        self._recipe = variant.recipe
        command = [sys.executable, "-m", __name__, str(source), digest, str(cache_dir), runtime]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [*command, variant.name], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
            )
        except OSError as error:
            raise AssetError(
                f"{source.name} cannot be prepared: no process can be started: {error.strerror}."
            ) from error

    def wait(self) -> PreparedModel:
        """Blocks until it is done.

        Raises:
            KowaneError: what `prepare` raised there, or AssetError if the process ended otherwise.
        """
        output, _ = self._process.communicate()
        try:
            answer = json.loads(output)
        except ValueError:
            raise AssetError(
                f"{self._source.name} could not be prepared as {self._recipe}: the process ended "
                f"with status {self._process.returncode}.",
                remedy="The official model serves meanwhile; is there enough memory (1.5 GB)?",
            ) from None
        if "error" in answer:
            raise getattr(errors, answer["error"])(answer["message"])
        return PreparedModel(Path(answer["path"]), answer["recipe"])

    def cancel(self) -> None:
        """End it; harmless when it has ended. The copy is written whole or not at all."""
        self._process.terminate()


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepare as told and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("source", "digest", "cache_dir", "runtime", "variant"):
        parser.add_argument(name)
    given = parser.parse_args(arguments)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        prepared = prepare(
            Path(given.source),
            digest=given.digest,
            cache_dir=Path(given.cache_dir),
            runtime=given.runtime,
            variant=variant(given.variant),
        )
    except KowaneError as error:
        print(json.dumps({"error": type(error).__name__, "message": str(error)}))
    else:
        print(json.dumps({"path": str(prepared.path), "recipe": prepared.recipe}))


if __name__ == "__main__":
    main()
