"""The messages of kowane's own live protocol: JSON to what a session takes, events to JSON.

The same messages travel over the WebSocket and, a line each, in a chunked upload.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StrictStr, TypeAdapter
from pydantic import ValidationError as Invalid
from pydantic_core import to_json

from kowane.errors import InputError
from kowane.server.live.session import Audio, Began, Done, Event, Failed, Flushed, Words
from kowane.server.problems import explain
from kowane.server.schemas import LiveFields


class Start(LiveFields):
    """A new utterance, and how it is to sound."""

    type: Literal["start"]
    id: Annotated[str, Field(strict=True, max_length=64)] = Field(
        "", description="Comes back with its events; numbered where there is none."
    )


class Text(BaseModel):
    """More of its text."""

    type: Literal["text"]
    text: StrictStr


class Flush(BaseModel):
    """Speak what there is."""

    type: Literal["flush"]


class Cancel(BaseModel):
    """Fall silent."""

    type: Literal["cancel"]


class End(BaseModel):
    """The text is complete."""

    type: Literal["end"]


class Ping(BaseModel):
    """Answered with pong."""

    type: Literal["ping"]


Message = Start | Text | Flush | Cancel | End | Ping

_MESSAGES: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


def parse(data: str | bytes) -> Message:
    """One message.

    Raises:
        InputError: it is none.
    """
    try:
        return _MESSAGES.validate_json(data)
    except Invalid as error:
        first: Any = error.errors()[0]
        if first["type"] == "json_invalid":
            raise InputError(
                f"The message is not valid JSON: {first.get('ctx', {}).get('error', '')}.",
                param="type",
            ) from None
        if first["type"].startswith(("union_tag", "model_attributes", "dict")):
            raise InputError(
                "The message has no known type.",
                param="type",
                remedy="Send an object with type start, text, flush, cancel, end or ping.",
            ) from None
        message, param = explain([first])
        raise InputError(message, param=param or "type") from None


def render(event: Event) -> bytes:
    """An event as a JSON object; audio itself is sent as bytes."""
    match event:
        case Began():
            return to_json(
                {
                    "type": "audio",
                    "id": event.utterance,
                    "format": event.format,
                    "media_type": event.media_type,
                    "sample_rate": event.sample_rate,
                    "channels": 1,
                }
            )
        case Words():
            return to_json({"type": "words", "id": event.utterance, "words": event.words})
        case Flushed():
            return to_json({"type": "flushed", "id": event.utterance})
        case Done():
            return to_json(
                {
                    "type": "done",
                    "id": event.utterance,
                    "cancelled": event.cancelled,
                    "usage": event.usage,
                    "timing": event.timing,
                }
            )
        case Failed():
            body: dict[str, Any] = {"type": "error", "id": event.utterance, "error": event.error}
            if event.retry_after is not None:
                body["retry_after"] = round(event.retry_after, 1)
            return to_json(body)
        case Audio():
            raise TypeError("audio is sent as bytes")
