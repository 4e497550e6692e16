"""The innermost layer: an exception nobody expected becomes a 500 in the common envelope.

Once the answer has begun it is let through instead, and the server cuts the connection without a
terminating chunk, so that nobody takes half an answer for a whole one.
"""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kowane.errors import KowaneError
from kowane.server.context import context_of
from kowane.server.problems import answer, rule_for

logger = logging.getLogger(__name__)


class Failures:
    """See the module."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            context = context_of(scope)
            # Starlette wraps a known error that comes too late for its handler.
            cause = error.__cause__ if isinstance(error.__cause__, KowaneError) else error
            context.failed(cause, rule_for(cause).code)
            if begun:
                raise
            logger.exception("The request failed.")
            await answer(error, scope)(scope, receive, send)
