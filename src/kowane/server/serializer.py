"""Values to JSON bytes by pydantic-core's serializer, compiled and aware of Pydantic models.

Used for every JSON answer instead of `json.dumps`; docs/server.md has the measurement. NaN and
infinity become null, as JSON has neither.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json
from starlette.responses import Response


class JsonResponse(Response):
    """A JSON answer."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return to_json(content, inf_nan_mode="null")
