"""Home Assistant's Wyoming protocol over the same synthesizer, on a port of its own.

`listener` holds the port, `conversation` speaks with one client, `programs` says what there is,
`announcement` tells the local network. The package `wyoming` is imported in this folder only. The
protocol knows no keys: `settings.refuse_open_door` keeps it on this machine unless told otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kowane.errors import MissingExtra
from kowane.server.services import Services

if TYPE_CHECKING:
    from kowane.server.wyoming.listener import Listener


async def open_listener(services: Services) -> Listener:
    """Listen as the settings say.

    Raises:
        MissingExtra: the package is not installed.
        KowaneError: nothing can listen at the address.
    """
    try:
        from kowane.server.wyoming.listener import Listener
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "kowane":
            raise
        raise MissingExtra(
            f"Wyoming needs the package {error.name!r}, which is not installed.",
            remedy="Install it with: pip install 'kowane[wyoming]', or unset KOWANE_WYOMING_PORT.",
        ) from error
    listener = Listener(services)
    await listener.open()
    return listener
