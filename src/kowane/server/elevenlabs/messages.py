"""What ElevenLabs' WebSockets carry: the client's messages as one model, ours as JSON.

A client's message is told apart by the fields it has, as there: text or none, `flush`,
`close_context`, `close_socket`.
"""

from __future__ import annotations

import base64

from pydantic import BaseModel, ConfigDict, StrictBool, StrictStr, ValidationError
from pydantic_core import to_json

from kowane.errors import InputError
from kowane.server.elevenlabs.alignment import Alignment
from kowane.server.elevenlabs.bodies import Locator, VoiceSettings


class Message(BaseModel):
    """One message of a client.

    Attributes:
        text: more text; " " opens, "" ends (or, with contexts, keeps alive).
        context_id: which context; None where there is one.
    """

    model_config = ConfigDict(extra="ignore")

    text: StrictStr | None = None
    context_id: StrictStr | None = None
    flush: StrictBool | None = None
    close_context: StrictBool | None = None
    close_socket: StrictBool | None = None
    voice_settings: VoiceSettings | None = None
    pronunciation_dictionary_locators: list[Locator] | None = None


def parse(data: str) -> Message:
    """The message.

    Raises:
        InputError: it is no JSON object, or a field has the wrong type.
    """
    try:
        return Message.model_validate_json(data)
    except ValidationError as error:
        detail = error.errors()[0]
        field = ".".join(map(str, detail["loc"]))
        raise InputError(
            f"The message cannot be understood: {detail['msg']}.",
            param=field or "message",
            remedy="Send a JSON object with 'text'.",
        ) from None


def audio(data: bytes, text: Alignment, spoken: Alignment, context: str | None) -> bytes:
    """Audio, and when its characters are heard, from its own beginning."""
    value: dict[str, object] = {
        "audio": base64.b64encode(data).decode(),
        "isFinal": None,
        "alignment": text.milliseconds() if text.characters else None,
        "normalizedAlignment": spoken.milliseconds() if spoken.characters else None,
    }
    return to_json(value if context is None else value | {"contextId": context})


def final(context: str | None) -> bytes:
    """All audio has been sent."""
    value: dict[str, object] = {"audio": None, "isFinal": True}
    return to_json(value if context is None else value | {"contextId": context})


def failure(error: dict[str, str | None], status: int, context: str | None) -> bytes:
    """What went wrong."""
    value: dict[str, object] = {
        "message": error["message"],
        "error": error["code"],
        "code": status,
        "param": error["param"],
    }
    return to_json(value if context is None else value | {"contextId": context})
