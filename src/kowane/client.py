"""A small client of a kowane server, with nothing but Python's standard library.

    from kowane.client import Client

    client = Client()
    open("kettle.wav", "wb").write(client.speak("The kettle sings at four.", format="wav"))

    for audio in client.stream(words_of_a_language_model(), voice="af_heart"):
        loudspeaker.write(audio)  # s16le, 24 kHz, mono, while the text is still being written

Imports neither numpy nor ONNX Runtime, and no other module of kowane: the file can be copied.
"""

from __future__ import annotations

import base64
import http.client
import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8880"


class ServerError(Exception):
    """The server refused or failed.

    Attributes:
        status: HTTP status; 200 if it failed after the answer had begun.
        error: OpenAI's error object: message, type, param, code.
        retry_after: s after which it is worth trying again, if the server said so.
    """

    def __init__(
        self, status: int, error: dict[str, Any], retry_after: float | None = None
    ) -> None:
        super().__init__(error.get("message") or f"The server answered {status}.")
        self.status = status
        self.error = error
        self.retry_after = retry_after


class Client:
    """One server. Methods may be called from several threads; each call is a connection.

    Args:
        url: where it listens.
        key: API key, if it asks for one.
        timeout: s to wait for the server to say anything.
    """

    def __init__(
        self, url: str = DEFAULT_URL, *, key: str | None = None, timeout: float = 60.0
    ) -> None:
        self._url = urlsplit(url)
        self._key = key
        self._timeout = timeout

    def speak(self, text: str, **options: Any) -> bytes:
        """The text as one audio file.

        Args:
            options: fields of `POST /v1/audio/speech`; `format` is short for `response_format`.

        Raises:
            ServerError: it was refused or failed.
            OSError: no server, or the connection broke.
        """
        if "format" in options:
            options["response_format"] = options.pop("format")
        body = json.dumps({"input": text, "stream": False, **options}).encode()
        with closing(self._connect()) as connection:
            connection.request("POST", self._path("/v1/audio/speech"), body, self._headers())
            return _checked(connection.getresponse()).read()

    def voices(self) -> list[dict[str, Any]]:
        """The installed voices: id, name, language, gender."""
        with closing(self._connect()) as connection:
            connection.request("GET", self._path("/v1/audio/voices"), headers=self._headers())
            voices: list[dict[str, Any]] = json.load(_checked(connection.getresponse()))["voices"]
            return voices

    def stream(self, text: str | Iterable[str], **options: Any) -> Iterator[bytes]:
        """Audio while it is made, also of a text that is still being written.

        Args:
            text: a text, or its pieces as they come, of any length.
            options: fields of the message `start`: voice, format, speed, lang, latency, …; the
                format is "pcm" (s16le, 24 kHz, mono) unless you say otherwise.

        Raises:
            ServerError, OSError: as `speak`; whatever the iterable of pieces raises.
        """
        with self._exchange(text, {"format": "pcm", **options}) as answer:
            while piece := answer.read1(65_536):
                yield piece

    def events(self, text: str | Iterable[str], **options: Any) -> Iterator[dict[str, Any]]:
        """Like `stream`, but what comes are the events: `audio` (the format), `words` (with
        `timestamps="word"`), `delta` with `audio` as bytes, `done`.

        Raises:
            ServerError, OSError: as `stream`.
        """
        wanted = {"format": "pcm", "stream_format": "sse", **options}
        with self._exchange(text, wanted) as answer:
            for line in answer:
                if not line.startswith(b"data: "):
                    continue
                event: dict[str, Any] = json.loads(line[6:])
                if event["type"] == "error":
                    raise ServerError(200, event["error"], event.get("retry_after"))
                if event["type"] == "delta":
                    event["audio"] = base64.b64decode(event["audio"])
                yield event

    def _exchange(self, text: str | Iterable[str], options: dict[str, Any]) -> _Exchange:
        pieces = [text] if isinstance(text, str) else text
        path = self._path("/v1/audio/speech/stream")
        return _Exchange(self._connect(), path, self._headers(), pieces, options)

    def _connect(self) -> http.client.HTTPConnection:
        secure = self._url.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(self._url.hostname or "127.0.0.1", self._url.port, timeout=self._timeout)

    def _path(self, path: str) -> str:
        return self._url.path.rstrip("/") + path

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        return headers | ({"Authorization": f"Bearer {self._key}"} if self._key else {})


class _Exchange:
    """A request whose body is written by a thread while its answer is read."""

    def __init__(
        self,
        connection: http.client.HTTPConnection,
        path: str,
        headers: dict[str, str],
        pieces: Iterable[str],
        options: dict[str, Any],
    ) -> None:
        self._connection = connection
        self._path = path
        self._headers = headers | {
            "Content-Type": "application/x-ndjson",
            "Transfer-Encoding": "chunked",
        }
        self._pieces = pieces
        self._options = options
        self._failure: BaseException | None = None
        self._writer = threading.Thread(target=self._write, name="kowane-client", daemon=True)

    def __enter__(self) -> http.client.HTTPResponse:
        connection = self._connection
        try:
            connection.putrequest("POST", self._path)
            for name, value in self._headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            self._writer.start()
            return _checked(connection.getresponse())
        except BaseException:
            connection.close()
            self._raise_failure()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        if kind is not GeneratorExit:
            self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _write(self) -> None:
        try:
            self._send({"type": "start", **self._options})
            for piece in self._pieces:
                self._send({"type": "text", "text": piece})
            self._send({"type": "end"})
            self._connection.send(b"0\r\n\r\n")
        except OSError:
            pass  # the server has answered already, or left; the reader finds out which
        except Exception as error:  # noqa: BLE001 - of the caller's iterable: raised to the caller
            self._failure = error
            self._connection.close()

    def _send(self, message: dict[str, Any]) -> None:
        line = json.dumps(message).encode() + b"\n"
        self._connection.send(b"%x\r\n%b\r\n" % (len(line), line))


def _checked(answer: http.client.HTTPResponse) -> http.client.HTTPResponse:
    if answer.status < 400:
        return answer
    body = answer.read()
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        error = {"message": body.decode("utf-8", "replace")[:200]}
    wait = answer.headers.get("retry-after", "")
    raise ServerError(answer.status, error, float(wait) if wait.isdigit() else None)
