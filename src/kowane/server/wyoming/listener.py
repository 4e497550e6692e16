"""The port for Wyoming: accepts clients, and lets running answers finish at the end."""

from __future__ import annotations

import asyncio
import logging

from kowane.errors import KowaneError
from kowane.server.services import Services
from kowane.server.wyoming.announcement import Announcement, announce
from kowane.server.wyoming.conversation import Conversation

logger = logging.getLogger(__name__)


class Listener:
    """Wyoming for one server. `open` it once, `close` it once.

    Attributes:
        port: the one it really listens on, after `open`.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._server: asyncio.Server | None = None
        self._announcement: Announcement | None = None
        self._conversations: dict[asyncio.Task[None], Conversation] = {}
        self.port = 0

    async def open(self) -> None:
        """Listen, and announce it if wanted.

        Raises:
            KowaneError: the address is taken, or not one of this machine.
            MissingExtra: an announcement is wanted and zeroconf is not installed.
        """
        settings = self._services.settings
        host, port = settings.wyoming_host or settings.host, settings.wyoming_port or 0
        try:
            self._server = await asyncio.start_server(
                self._accept,
                host,
                port,
                limit=settings.max_body_bytes,
                reuse_port=True if settings.workers > 1 else None,
            )
        except OSError as error:
            raise KowaneError(
                f"Wyoming cannot listen on {host}:{port}: {error.strerror or error}.",
                remedy="Choose another KOWANE_WYOMING_PORT, or end the program that uses it.",
            ) from None
        self.port = self._server.sockets[0].getsockname()[1]
        logger.info("Wyoming listens on tcp://%s:%d", host, self.port)
        if settings.wyoming_zeroconf:
            try:
                self._announcement = await announce(host, self.port)
            except BaseException:
                self._server.close()
                raise

    async def close(self) -> None:
        """Accept nobody any more; running answers have `drain_seconds` to end."""
        if self._announcement is not None:
            await self._announcement.close()
        if self._server is not None:
            self._server.close()
        for task, conversation in self._conversations.items():
            conversation.last = True
            if not conversation.speaking:
                task.cancel()
        if self._conversations:
            running = list(self._conversations)
            _, late = await asyncio.wait(running, timeout=self._services.settings.drain_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = Conversation(self._services, reader, writer)
        task = asyncio.create_task(conversation.run(), name="kowane-wyoming")
        self._conversations[task] = conversation
        task.add_done_callback(self._conversations.pop)
