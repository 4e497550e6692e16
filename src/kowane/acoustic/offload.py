"""A profile of one run as ONNX Runtime writes it → which provider did how much of the graph.

A provider takes the operators it can and leaves the rest to the CPU; each border costs a copy, and
a graph in pieces is often slower than on the CPU alone. Knows the file's format and no session.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from kowane.acoustic.plan import CPU
from kowane.errors import ModelError


@dataclass(frozen=True, slots=True)
class Offload:
    """Who did what in the profiled runs.

    Attributes:
        nodes: operators by provider; a fused piece of the graph is one.
        seconds: time in them by provider.
    """

    nodes: dict[str, int]
    seconds: dict[str, float]

    def share(self, provider: str) -> float:
        """The part of the time that the provider took, 0–1."""
        total = sum(self.seconds.values())
        return self.seconds.get(provider, 0.0) / total if total else 0.0

    def partial(self, provider: str) -> bool:
        """Whether something was left to the CPU."""
        return provider != CPU and self.nodes.get(CPU, 0) > 0


def read_offload(text: str) -> Offload:
    """What a profile file says.

    Raises:
        ModelError: it is no such file.
    """
    nodes: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    try:
        for event in json.loads(text):
            provider = event.get("args", {}).get("provider", "")
            if event.get("cat") == "Node" and provider:
                nodes[provider] += 1
                seconds[provider] += event["dur"] / 1e6
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise ModelError("That is no profile written by ONNX Runtime.") from error
    return Offload(dict(nodes), {name: float(value) for name, value in seconds.items()})
