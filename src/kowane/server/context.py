"""What belongs to one request and to nobody else: its id, its clock, what must be undone after it.

Made by the outermost middleware, found again through the ASGI scope. The id is also in a context
variable, so that every log line of the request carries it. Knows no route and no synthesizer.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import MutableMapping
from contextlib import AsyncExitStack
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast

from kowane.trace import Trace

KEY = "kowane"
"""Where the context lies in the ASGI scope."""

REQUEST_ID: ContextVar[str] = ContextVar("kowane_request_id", default="")

_ACCEPTED_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")


@dataclass(slots=True)
class Context:
    """One request.

    Attributes:
        request_id: the caller's x-request-id if it is well formed, else a new one.
        started: `time.perf_counter()` at its arrival.
        exits: closed when the request is over, however it ends: permits, streams, limits.
        caller: whom fairness and limits count it for: a key's short id or the peer's address.
        keyed: whether `caller` is an API key.
        trace: the synthesizer's measurements, once it speaks.
        queue_seconds: spent waiting for a permit.
        streams: the response is sent while it is being made, so its total is unknown at its head.
        text: what is said, where the setting `log_text` lets the log have it; else "".
        code: the error's code, "" for success.
        error: the exception behind it, for the log.
    """

    request_id: str
    started: float = field(default_factory=time.perf_counter)
    exits: AsyncExitStack = field(default_factory=AsyncExitStack)
    caller: str = ""
    keyed: bool = False
    trace: Trace | None = None
    queue_seconds: float = 0.0
    streams: bool = False
    text: str = ""
    code: str = ""
    error: BaseException | None = None

    @property
    def elapsed(self) -> float:
        """s since the arrival."""
        return time.perf_counter() - self.started

    def failed(self, error: BaseException, code: str) -> None:
        """Remember why, for log and metrics."""
        self.error, self.code = error, code


def context_of(scope: MutableMapping[str, Any]) -> Context:
    """The context of the request with this scope."""
    return cast(Context, scope[KEY])


def accept_id(proposed: str) -> str:
    """The caller's own request id if it is short and harmless, else a new one."""
    return proposed if _ACCEPTED_ID.fullmatch(proposed) else uuid.uuid4().hex
