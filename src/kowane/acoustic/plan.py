"""A host's profile → how the model is to be run on it.

A plan is data: it can be printed, stored, compared and sent to another process. It knows nothing
of onnxruntime; `session` turns it into options. The defaults were measured on varying shapes, see
docs/acoustic-model.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kowane.acoustic.hardware import HardwareProfile, threads
from kowane.errors import SettingsError

CPU = "CPUExecutionProvider"


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """How ONNX Runtime is to run the model.

    Attributes:
        provider: execution provider, ONNX Runtime's name for it.
        provider_options: what it is given, names and values as ONNX Runtime spells them.
        intra_threads: threads that work on one operator, ≥ 1, the calling thread among them.
        inter_threads: operators at once; 1, since Kokoro's graph is one long chain.
        sessions: runs at once, each in a session with its own threads; ≥ 1.
        arena: keep freed memory for the next run.
        shrink_above: a run of more symbols gives the arena's memory back when it ends, so that no
            long text sets the size for ever after. 0: every run, which costs nothing measurable.
            None: no run.
        mem_pattern: plan each shape's memory once and keep the plan. Off: every text has a shape
            of its own, and the plans would grow without bound.
        spinning: let idle threads spin. Off: on a shared host it takes time from others.
        log_severity: 0 verbose to 4 fatal, ONNX Runtime's scale. 4, since every error it would
            print is raised as well.
    """

    provider: str = CPU
    provider_options: Mapping[str, str] = field(default_factory=dict)
    intra_threads: int = 1
    inter_threads: int = 1
    sessions: int = 1
    arena: bool = True
    shrink_above: int | None = 0
    mem_pattern: bool = False
    spinning: bool = False
    log_severity: int = 4

    def __post_init__(self) -> None:
        for name in ("intra_threads", "inter_threads", "sessions"):
            value = getattr(self, name)
            if value < 1:
                raise SettingsError(f"{name} is {value}.", remedy="Give 1 or more.")


def plan_for(
    profile: HardwareProfile, *, threads_wanted: int | None = None, sessions: int = 1
) -> SessionPlan:
    """The plan for a host: one wide session, as many threads as it really has.

    Args:
        threads_wanted: threads of all sessions together; None for `hardware.threads(profile)`.
        sessions: runs at once; the threads are shared out among them.

    Raises:
        SettingsError: fewer than one thread or session.
    """
    total = threads(profile) if threads_wanted is None else threads_wanted
    if total < 1:
        raise SettingsError(f"{total} threads.", remedy="Give 1 or more.")
    if sessions < 1:
        raise SettingsError(f"{sessions} sessions.", remedy="Give 1 or more.")
    return SessionPlan(intra_threads=max(1, total // sessions), sessions=sessions)
