"""HTTP: OpenAI's speech API and its neighbours over one Synthesizer.

The only package that imports FastAPI and Starlette. One module per protocol; `app` puts them
together, `run` starts processes. Pydantic models never leave this package.
"""

from __future__ import annotations

from kowane.errors import MissingExtra
from kowane.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings) -> None:
    """Listen and answer until SIGTERM or SIGINT; see `run.serve`.

    Raises:
        MissingExtra: the web framework is not installed.
        SettingsError, AssetError, ModelError: the server cannot start.
    """
    try:
        from kowane.server import run
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "kowane":
            raise
        raise MissingExtra(
            f"Serving needs the package {error.name!r}, which is not installed.",
            remedy="Install it with: pip install 'kowane[server]'.",
        ) from error
    run.serve(settings)
