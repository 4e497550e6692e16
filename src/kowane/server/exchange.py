"""A request that came by another way than HTTP, with what the outermost HTTP layer gives to every
request: a context of its own, a line in the log, counts, and everything undone at its end.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kowane.server.context import REQUEST_ID, Context
from kowane.server.middleware.access import cost
from kowane.server.problems import rule_for
from kowane.server.services import Services

logger = logging.getLogger("kowane.access")


@asynccontextmanager
async def exchange(services: Services, name: str, caller: str) -> AsyncIterator[Context]:
    """One request from beginning to end; an error is noted and goes on.

    Args:
        name: of a closed set; it stands where HTTP requests have their route.
        caller: the peer's address.
    """
    context = Context(uuid.uuid4().hex, caller=caller)
    REQUEST_ID.set(context.request_id)
    status = "ok"
    try:
        yield context
    except asyncio.CancelledError:
        status, context.code = "aborted", "client_disconnected"
        services.metrics.disconnects.inc()
        raise
    except Exception as error:
        status = "error"
        context.failed(error, rule_for(error).code)
        raise
    finally:
        await context.exits.aclose()
        services.metrics.requests.labels(name, status).inc()
        services.metrics.request_seconds.labels(name).observe(context.elapsed)
        if context.code:
            services.metrics.errors.labels(context.code).inc()
        fields = {
            "method": name,
            "status": status,
            "seconds": round(context.elapsed, 4),
            "caller": caller,
            **cost(context),
        }
        logger.info("%s %s", name, status, extra={"data": fields})
        attributes = {f"kowane.{key}": fields[key] for key in fields if key != "text"}
        services.tracer.record(name, context.elapsed, {}, attributes)
