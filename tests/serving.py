"""A running application and a client that talks to it without a socket."""

from __future__ import annotations

import httpx

from kowane.server.services import Services
from tests.fakes import FakeEngine

BASE = "http://localhost:8880"
TEXT = "The kettle sings at four."
LONG = " ".join(f"Sentence number {n} of a rather long story goes on and on." for n in range(12))


class Server:
    """A running application and a client that talks to it without a socket."""

    def __init__(self, client: httpx.AsyncClient, services: Services, engine: FakeEngine) -> None:
        self.client = client
        self.services = services
        self.engine = engine

    async def speak(self, text: str = TEXT, **fields: object) -> httpx.Response:
        headers = fields.pop("headers", None)
        body = {"input": text, "voice": "af_heart", **fields}
        return await self.client.post("/v1/audio/speech", json=body, headers=headers)  # type: ignore[arg-type]
