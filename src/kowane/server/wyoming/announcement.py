"""Tells the local network where Wyoming is, by multicast DNS; Home Assistant listens for it.

zeroconf is imported when an announcement is made.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from typing import Any

from kowane.errors import MissingExtra

logger = logging.getLogger(__name__)

_TYPE = "_wyoming._tcp.local."
_MULTICAST_DNS = ("224.0.0.251", 5353)


class Announcement:
    """One service in the local network. Make it with `announce`, end it with `close`."""

    def __init__(self, zeroconf: Any) -> None:
        self._zeroconf = zeroconf

    async def close(self) -> None:
        """Take the service back."""
        await self._zeroconf.async_unregister_all_services()
        await self._zeroconf.async_close()


async def announce(host: str, port: int) -> Announcement:
    """Announce Wyoming at this address; for an address that means "all", the one other machines
    reach this machine by.

    Raises:
        MissingExtra: zeroconf is not installed.
    """
    try:
        from zeroconf import IPVersion
        from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Announcing Wyoming needs the package {error.name!r}, which is not installed.",
            remedy="Install it with: pip install 'kowane[wyoming]', or unset "
            "KOWANE_WYOMING_ZEROCONF.",
        ) from error
    address = _reachable(host)
    name = f"kowane-{socket.gethostname()}"
    service = AsyncServiceInfo(
        _TYPE, f"{name}.{_TYPE}", addresses=[address.packed], port=port, server=f"{name}.local."
    )
    kind = IPVersion.V4Only if address.version == 4 else IPVersion.V6Only
    # A name that is taken gets a number: two servers in one house are both found.
    zeroconf = AsyncZeroconf(interfaces=[str(address)], ip_version=kind)
    await zeroconf.async_register_service(service, allow_name_change=True)
    logger.info("Wyoming is announced as %s at %s", service.name, address)
    return Announcement(zeroconf)


def _reachable(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(socket.gethostbyname(host) if ":" not in host else host)
    if not found.is_unspecified:
        return found
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_MULTICAST_DNS)  # sends nothing; the system chooses the interface
        return ipaddress.ip_address(probe.getsockname()[0])
