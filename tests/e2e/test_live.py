"""Text in while it is written, with a real server process and real sockets."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from tests.e2e.process import Process, clean_environment, running

from kowane.client import Client, ServerError

TEXT = "Hello there, my friend. It costs 3.14 today. Good night!"


def test_the_client_needs_neither_numpy_nor_onnxruntime() -> None:
    code = (
        "import sys; import kowane.client; "
        "sys.exit(bool({'numpy', 'onnxruntime', 'httpx', 'fastapi'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=clean_environment(), check=False)
    assert done.returncode == 0


def test_a_streamed_text_has_the_samples_of_the_same_text_word_by_word(fake: Process) -> None:
    client = Client(fake.url)
    at_once = b"".join(client.stream(TEXT, voice="af_heart"))
    assert len(at_once) > 24_000
    words = [event for event in client.events(TEXT, timestamps="word") if event["type"] == "words"]
    said = [TEXT[w["char_start"] : w["char_end"]] for event in words for w in event["words"]]
    assert said[:2] == ["Hello", "there"] or said[0].startswith("Hello")


def test_audio_comes_while_the_text_is_still_being_written(fake: Process) -> None:
    heard = threading.Event()

    def pieces() -> Iterator[str]:
        yield "Hello there, my dear "
        assert heard.wait(10)
        yield "friend."

    for _ in Client(fake.url).stream(pieces(), voice="af_heart"):
        heard.set()
    assert heard.is_set()


def test_what_the_writer_raises_reaches_the_reader(fake: Process) -> None:
    def pieces() -> Iterator[str]:
        yield "Hello there, my dear "
        raise ValueError("the model has crashed")

    with pytest.raises(ValueError, match="crashed"):
        list(Client(fake.url).stream(pieces()))


def test_refusals_are_errors_with_their_status(fake: Process) -> None:
    with pytest.raises(ServerError) as refused:
        Client(fake.url).speak("Hello.", voice="nobody")
    assert (refused.value.status, refused.value.error["param"]) == (400, "voice")
    with pytest.raises(ServerError) as refused:
        list(Client(fake.url).stream("Hello.", voice="nobody"))
    assert refused.value.status == 400


def test_leaving_in_the_middle_frees_the_server(fake: Process) -> None:
    client = Client(fake.url)
    stream = client.stream("This is one sentence of many words. " * 100)
    next(stream)
    stream.close()
    deadline = time.monotonic() + 5
    while fake_gauge(fake, "kowane_active_requests") > 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def fake_gauge(process: Process, name: str) -> float:
    import httpx

    for line in httpx.get(process.url + "/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.rpartition(" ")[2])
    raise AssertionError(name)


def test_the_websocket_speaks_and_is_cancelled() -> None:
    import json

    from websockets.sync.client import connect

    with running(FAKE_DELAY=0.1) as process:
        url = process.url.replace("http", "ws") + "/v1/audio/speech/stream"
        with connect(url) as socket:
            start = {"type": "start", "voice": "af_heart", "format": "pcm"}
            socket.send(json.dumps(start))
            socket.send(json.dumps({"type": "text", "text": "Many words are here. " * 100}))
            assert json.loads(socket.recv(10))["type"] == "audio"
            assert isinstance(socket.recv(10), bytes)
            socket.send(json.dumps({"type": "cancel"}))
            while not isinstance(event := socket.recv(10), str):
                pass
            assert json.loads(event)["cancelled"] is True
            socket.send(json.dumps(start | {"input": "Hello again, my friend."}))
            socket.send(json.dumps({"type": "end"}))
            assert json.loads(socket.recv(10))["type"] == "audio"
            assert isinstance(socket.recv(10), bytes)


def test_a_foreign_page_gets_a_403_on_the_websocket(fake: Process) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    url = fake.url.replace("http", "ws") + "/v1/audio/speech/stream"
    with pytest.raises(InvalidStatus) as refused, connect(url, origin="https://evil.example"):
        pass
    assert refused.value.response.status_code == 403


def test_say_streams_standard_input_through_a_server(fake: Process) -> None:
    command = [sys.executable, "-m", "kowane", "say", "--stream", "-", "-o", "-"]
    command += ["--server", fake.url, "--format", "pcm", "--voice", "af_heart"]
    with subprocess.Popen(
        command, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as say:
        assert say.stdin is not None and say.stdout is not None
        say.stdin.write(b"Hello there, my dear ")
        say.stdin.flush()
        assert len(say.stdout.read(2_000)) == 2_000  # sound, while stdin is still open
        say.stdin.write("friend. Caf\u00e9!".encode())
        say.stdin.close()
        assert len(say.stdout.read()) > 10_000
        assert say.wait(20) == 0
