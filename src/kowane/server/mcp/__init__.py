"""Speech as tools for language models: the Model Context Protocol over the Python API.

`tools` says what they do, `transports` how a client reaches them: stdin and stdout, or HTTP. The
package `mcp` is imported in this folder only.
"""

from __future__ import annotations

from pathlib import Path

from kowane.errors import MissingExtra
from kowane.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings, folder: Path, *, http: bool) -> None:
    """Offer the tools until the client leaves, or over HTTP until a signal.

    Args:
        folder: the only one that files are saved below.

    Raises:
        MissingExtra: a package is not installed.
        SettingsError, AssetError, ModelError: it cannot speak, or not there.
    """
    try:
        from kowane.server.mcp import transports
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "kowane":
            raise
        raise MissingExtra(
            f"MCP needs the package {error.name!r}, which is not installed.",
            remedy="Install it with: pip install 'kowane[mcp]'.",
        ) from error
    transports.serve(settings, folder, http=http)
