"""Names that callers may use: models and other names for voices.

Knows no file and no model; it is the server's own table of what it answers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kowane.errors import UnknownModel

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
    """Models and aliases of one server.

    Args:
        aliases: other name → voice.
        default_voice: for callers who name none.
    """

    def __init__(self, aliases: Mapping[str, str], default_voice: str) -> None:
        self.aliases = aliases
        self.default_voice = default_voice

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

    def voice(self, spec: str, installed: Callable[[str], bool]) -> str:
        """The voice or blend with other names replaced; an installed voice's name is never one."""

        def real(match: re.Match[str]) -> str:
            name = match.group()
            return name if installed(name) else self.aliases.get(name, name)

        return _NAME.sub(real, spec)
