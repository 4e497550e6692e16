"""ElevenLabs' WebSockets: its own client's convert_realtime, and its documented messages.

The client speaks wss only, so that a proxy with a certificate of its own stands before the server.
"""

from __future__ import annotations

import asyncio
import base64
import datetime
import ipaddress
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from elevenlabs.client import ElevenLabs
from elevenlabs.types import AudioOutput, AudioOutputMulti
from tests.e2e.process import Process, running

WORDS = "The kettle sings at four and nobody in the whole house answers. It goes on until six."


def certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kowane test")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "cert.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def behind_tls(process: Process, pem: Path) -> Iterator[str]:
    """A proxy that ends TLS and passes bytes on; gives its https address."""
    target = process.url.rpartition(":")[2]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    loop = asyncio.new_event_loop()

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", int(target))
        await asyncio.gather(
            pipe(reader, far_writer), pipe(far_reader, writer), return_exceptions=True
        )

    server = loop.run_until_complete(asyncio.start_server(accept, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


REALTIME = """
import json, sys
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError

url, key, voice = sys.argv[1:4]
client = ElevenLabs(base_url=url, api_key=key)
try:
    audio = b"".join(
        client.text_to_speech.convert_realtime(
            voice, text=iter(sys.argv[4:]), model_id="kokoro", output_format="pcm_24000"
        )
    )
    print(json.dumps({"bytes": len(audio)}))
except ApiError as error:
    print(json.dumps({"status": error.status_code, "body": error.body}))
except Exception as error:
    print(json.dumps({"error": type(error).__name__, "said": str(error)}))
"""


def realtime(url: str, pem: Path, key: str, voice: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", REALTIME, url, key, voice, *WORDS.split(" ")],
        env={**os.environ, "SSL_CERT_FILE": str(pem)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_convert_realtime_hears_all_of_it_and_mistakes_are_api_errors(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with running(KOWANE_API_KEYS="right") as process, behind_tls(process, pem) as url:
        heard = realtime(url, pem, "right", "af_heart")
        whole = b"".join(
            ElevenLabs(base_url=process.url, api_key="right").text_to_speech.convert(
                "af_heart", text=WORDS, output_format="pcm_24000"
            )
        )
        assert heard["bytes"] == pytest.approx(
            len(whole), rel=0.25
        )  # pauses between clauses differ
        unknown = realtime(url, pem, "right", "nobody")
        assert unknown["status"] == 1008
        assert "nobody" in str(unknown["body"])  # the message, or the reason of the close
        wrong = realtime(url, pem, "wrong", "af_heart")
        assert "bytes" not in wrong
        assert "403" in wrong["said"] or "401" in wrong["said"]


def address(process: Process, voice: str, kind: str, **query: str) -> str:
    options = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{process.url.replace('http', 'ws')}/v1/text-to-speech/{voice}/{kind}?{options}"


async def receive(socket: websockets.ClientConnection) -> Any:
    return json.loads(await asyncio.wait_for(socket.recv(), 30))


async def test_every_character_comes_once_with_times_from_its_message(fake: Process) -> None:
    url = address(fake, "af_heart", "stream-input", output_format="pcm_24000")
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"text": " ", "voice_settings": {"speed": 1.2}}))
        for word in WORDS.split(" "):
            await socket.send(json.dumps({"text": word + " "}))
        await socket.send(json.dumps({"text": ""}))
        characters = ""
        while not (message := await receive(socket)).get("isFinal"):
            output = AudioOutput.model_validate(message)
            seconds = len(base64.b64decode(output.audio)) / 48_000
            assert seconds > 0
            if message["alignment"]:
                characters += "".join(message["alignment"]["chars"])
                starts = message["alignment"]["charStartTimesMs"]
                assert starts == sorted(starts)
                assert starts[0] >= 0
                assert starts[-1] <= seconds * 1000 + 1
        assert characters.strip() == WORDS
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1000


async def test_a_flush_is_heard_before_the_text_ends(fake: Process) -> None:
    url = address(fake, "af_heart", "stream-input", output_format="mp3_44100_128")
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"text": " "}))
        await socket.send(json.dumps({"text": "Wait for it", "flush": True}))
        assert (await receive(socket))["audio"]
        await socket.send(json.dumps({"text": ""}))
        while not (await receive(socket)).get("isFinal"):
            pass


async def test_contexts_speak_side_by_side_and_end_by_themselves(fake: Process) -> None:
    url = address(fake, "af_heart", "multi-stream-input", output_format="pcm_24000")
    async with websockets.connect(url) as socket:
        for name in ("a", "b"):
            await socket.send(json.dumps({"text": " ", "context_id": name}))
            await socket.send(json.dumps({"text": WORDS, "context_id": name}))
        await socket.send(json.dumps({"text": "", "context_id": "a"}))  # keeps it alive
        for name in ("a", "b"):
            await socket.send(json.dumps({"context_id": name, "close_context": True}))
        heard: dict[str, int] = {}
        over: set[str] = set()
        while over != {"a", "b"}:
            message = await receive(socket)
            if message.get("isFinal"):
                over.add(message["contextId"])
                continue
            output = AudioOutputMulti.model_validate(message)
            name = message["contextId"]
            heard[name] = heard.get(name, 0) + len(base64.b64decode(output.audio))
        assert heard["a"] == heard["b"] > 48_000
        await socket.send(json.dumps({"close_socket": True}))
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1000


async def test_a_mistake_ends_its_context_alone(fake: Process) -> None:
    url = address(fake, "af_heart", "multi-stream-input", output_format="pcm_24000")
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"text": "a\x00b", "context_id": "a"}))
        failure = await receive(socket)
        assert (failure["contextId"], failure["error"]) == ("a", "invalid_text")
        await socket.send(json.dumps({"text": "Well.", "context_id": "b"}))
        await socket.send(json.dumps({"context_id": "b", "close_context": True}))
        assert (await receive(socket))["contextId"] == "b"


@pytest.mark.parametrize(
    ("voice", "query", "message", "code"),
    [
        ("nobody", {}, {"text": "Hello "}, "unknown_voice"),
        ("af_heart", {"output_format": "mp3_1_1"}, {"text": "Hello "}, "unknown_format"),
        ("af_heart", {"model_id": "gpt-5"}, {"text": "Hello "}, "model_not_found"),
        ("af_heart", {}, {"text": 5}, "invalid_value"),
    ],
)
async def test_a_mistake_is_told_and_ends_the_connection(
    fake: Process, voice: str, query: dict[str, str], message: object, code: str
) -> None:
    async with websockets.connect(address(fake, voice, "stream-input", **query)) as socket:
        await socket.send(json.dumps(message))
        assert (await receive(socket))["error"] == code
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1008


async def test_silence_ends_the_connection(fake: Process) -> None:
    url = address(fake, "af_heart", "stream-input", inactivity_timeout="1")
    async with websockets.connect(url) as socket:
        assert "1 s" in (await receive(socket))["message"]
