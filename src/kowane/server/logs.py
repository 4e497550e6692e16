"""Log records to lines: for people on a console, or one JSON object a line.

Every line has the id of the request it belongs to. Texts are not logged: records carry measures
and codes, and `log_text` alone may add more. Set up by whoever runs a process, never by importing.
"""

from __future__ import annotations

import logging
import logging.config
import time
from typing import Any

from pydantic_core import to_json

from kowane.server.context import REQUEST_ID
from kowane.settings import Settings


class RequestIds(logging.Filter):
    """Puts the running request's id on each record as `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request_id, data, exception."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        entry: dict[str, Any] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := getattr(record, "request_id", ""):
            entry["request_id"] = request_id
        entry |= getattr(record, "data", {})
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return to_json(entry, inf_nan_mode="null", fallback=str).decode()


class Console(logging.Formatter):
    """Time, level, message and, for requests, what it cost."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{time.strftime('%H:%M:%S', time.localtime(record.created))} "
        line += f"{record.levelname.lower():7} {record.getMessage()}"
        data: dict[str, Any] = getattr(record, "data", {})
        shown = [f"{name}={data[name]}" for name in _SHOWN if name in data]
        if shown:
            line += "  " + " ".join(shown)
        if request_id := getattr(record, "request_id", ""):
            line += f"  [{request_id}]"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


_SHOWN = ("code", "seconds", "first_chunk_seconds", "audio_seconds", "queue_seconds", "caller")


def config(settings: Settings) -> dict[str, Any]:
    """For logging.config.dictConfig and for servers that take such a mapping."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_ids": {"()": RequestIds}},
        "formatters": {"json": {"()": JsonLines}, "console": {"()": Console}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": settings.log_format,
                "filters": ["request_ids"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "kowane": {"level": settings.log_level.upper()},
            "uvicorn": {"level": settings.log_level.upper()},
            # Gunicorn's own configuration expects these keys of its loggers.
            "gunicorn.error": {
                "level": settings.log_level.upper(),
                "handlers": ["stderr"],
                "propagate": False,
            },
        },
    }


def configure(settings: Settings) -> None:
    """Log as the settings say, for the whole process."""
    logging.config.dictConfig(config(settings))
