"""Names that callers may use: models, voices and other names for voices.

The server's own table of what it answers to, and the documents that list it, rendered once. Knows
no file and no model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kowane.errors import UnknownModel
from kowane.server.serializer import Document
from kowane.voices import Voices

MODELS: dict[str, str] = {
    "kokoro": "kowane",
    "kokoro-v1.0": "kowane",
    "hexgrad/Kokoro-82M": "hexgrad",
    "tts-1": "openai",
    "tts-1-hd": "openai",
    "gpt-4o-mini-tts": "openai",
}
"""Served name → `owned_by`. All are Kokoro-82M v1.0; the last three are what OpenAI's clients ask
for by default."""

RELEASED = 1_737_936_000
"""Kokoro-82M v1.0's release, 2025-01-27 00:00 UTC, as OpenAI's `created`."""

_NAME = re.compile(r"[A-Za-z][\w.-]*")


class Catalogue:
    """Models, voices and aliases of one server.

    Args:
        aliases: other name → voice; an installed voice's own name is never an alias.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases
        self._voices: Voices | None = None
        self._installed: frozenset[str] = frozenset()
        self._voice_list = Document.of({})
        self.models = Document.of(
            {"object": "list", "data": [described_model(name) for name in MODELS]}
        )
        self.audio_models = Document.of({"models": [{"id": name, "name": name} for name in MODELS]})

    def check_model(self, name: str) -> None:
        """Refuse a model that is not served.

        Raises:
            UnknownModel: with the names that are.
        """
        if name not in MODELS:
            raise UnknownModel(
                f"The model {name!r} does not exist here.",
                param="model",
                remedy=f"Use one of: {', '.join(MODELS)}.",
            )

    def voice(self, spec: str, voices: Voices) -> str:
        """The voice or blend with other names replaced by what they stand for."""
        self._learn(voices)

        def real_name(name: str) -> str:
            return name if name in self._installed else self._aliases.get(name, name)

        if spec in self._aliases:  # one that need not look like a name ("21m00Tcm4TlvDq8ikWAM")
            return real_name(spec)
        return _NAME.sub(lambda match: real_name(match.group()), spec)

    def voice_list(self, voices: Voices) -> Document:
        """Installed voices, and the other names that stand for them."""
        self._learn(voices)
        return self._voice_list

    def _learn(self, voices: Voices) -> None:
        """Read the installed voices, once."""
        if voices is self._voices:
            return
        names = voices.names()
        self._voices, self._installed = voices, frozenset(names)
        aliases = {n: voice for n, voice in self._aliases.items() if n not in self._installed}
        entries = [asdict(voices.info(name)) for name in names]
        self._voice_list = Document.of({"voices": entries, "aliases": aliases})


def described_model(name: str) -> dict[str, Any]:
    """A served model as OpenAI describes one."""
    return {"id": name, "object": "model", "created": RELEASED, "owned_by": MODELS[name]}
