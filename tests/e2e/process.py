"""Server processes for tests: started on a free port, read through their log, ended by signal."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
FAKE = (sys.executable, "-m", "tests.e2e.fake_server")
REAL = (sys.executable, "-m", "kowane", "serve")

_ADDRESS = re.compile(r"Listening (?:on|at):? (http://[\d.:]+)")


@dataclass
class Process:
    """One server process and what it has logged."""

    popen: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    url: str = ""
    _lines: queue.Queue[str | None] = field(default_factory=queue.Queue)

    def read(self) -> None:
        assert self.popen.stderr is not None
        for line in self.popen.stderr:
            self.log.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def wait_for_address(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not self.url:
            line = self._lines.get(timeout=max(0.1, deadline - time.monotonic()))
            if line is None:
                raise RuntimeError("The server ended:\n" + "".join(self.log))
            if found := _ADDRESS.search(line):
                self.url = found[1]

    def wait_until_ready(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.popen.poll() is not None:
                raise RuntimeError("The server ended:\n" + "".join(self.log))
            try:
                if httpx.get(self.url + "/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass  # bound, but not accepting yet
            time.sleep(0.1)
        raise RuntimeError("The server did not become ready:\n" + "".join(self.log))

    def terminate(self) -> None:
        self.popen.send_signal(signal.SIGTERM)

    def wait(self, timeout: float = 60) -> int:
        return self.popen.wait(timeout)


@contextmanager
def running(
    command: Sequence[str] = FAKE,
    *,
    ready: bool = True,
    timeout: float = 60,
    **environment: object,
) -> Iterator[Process]:
    """A server process with these environment variables, ready to answer; ended afterwards."""
    popen = subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean_environment()
        | {"KOWANE_PORT": "0"}
        | {k: str(v) for k, v in environment.items()},
        stderr=subprocess.PIPE,
        text=True,
    )
    process = Process(popen)
    reader = threading.Thread(target=process.read, daemon=True)
    reader.start()
    try:
        process.wait_for_address(timeout)
        if ready:
            process.wait_until_ready(timeout)
        yield process
    finally:
        if popen.poll() is None:
            popen.terminate()
            try:
                popen.wait(20)
            except subprocess.TimeoutExpired:
                popen.kill()
                popen.wait()
        reader.join(5)
        assert popen.stderr is not None
        popen.stderr.close()


def clean_environment() -> dict[str, str]:
    """This process's environment without kowane's variables and without proxies."""
    kept: Mapping[str, str] = os.environ
    return {
        name: value
        for name, value in kept.items()
        if not name.upper().startswith(("KOWANE_", "FAKE_")) and not name.lower().endswith("_proxy")
    } | {"PYTHONUNBUFFERED": "1"}
