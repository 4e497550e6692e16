"""What `kowane tune` found best on this host, kept on disk and used only while it still holds.

A profile belongs to one host (its fingerprint), one model file (its digest), one ONNX Runtime and
one version of the recipe; with any other it is left alone and a line in the log says why. Knows no
measurement and no session.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from kowane.acoustic.hardware import HardwareProfile
from kowane.acoustic.plan import SessionPlan
from kowane.acoustic.variants import VARIANTS, Variant, variant
from kowane.errors import SettingsError

logger = logging.getLogger(__name__)

FORMAT = 1
"""Of the file; another number is another format."""

Goal = Literal["latency", "throughput"]


@dataclass(frozen=True, slots=True)
class TunedProfile:
    """The winner of one tuning.

    Attributes:
        fingerprint: of the host it was measured on.
        host: the same for people: processor and cores.
        digest: sha256 of the official model file, hex.
        runtime: version of ONNX Runtime.
        kowane: its version.
        variant, recipe: how the model is prepared.
        provider, provider_options: on what it runs.
        threads: of one session. sessions: runs at once.
        goal: what it was chosen for.
        speedup: times the untouched model's speed for one stream, same run; low, high: its 95 %
            interval.
        rtf: compute s ÷ audio s for one stream, when it was measured.
        throughput: audio s per s with all sessions at work.
        made: when, ISO 8601.
    """

    fingerprint: str
    host: str
    digest: str
    runtime: str
    kowane: str
    variant: str
    recipe: str
    provider: str
    provider_options: dict[str, str]
    threads: int
    sessions: int
    goal: Goal
    speedup: float
    low: float
    high: float
    rtf: float
    throughput: float
    made: str
    format: int = FORMAT

    @property
    def plan(self) -> SessionPlan:
        """How the sessions are made."""
        return SessionPlan(
            provider=self.provider,
            provider_options=self.provider_options,
            intra_threads=self.threads,
            sessions=self.sessions,
        )


def fingerprint(profile: HardwareProfile) -> str:
    """16 hexadecimal digits of all that makes a measurement hold: processor, cores, quota, memory.

    Memory counts in GiB, since kernels report a little more or less of the same machine.
    """
    relevant: dict[str, Any] = asdict(profile)
    relevant["isa"] = sorted(profile.isa)
    for name in ("memory", "memory_limit"):
        relevant[name] = None if relevant[name] is None else round(relevant[name] / (1 << 30))
    text = json.dumps(relevant, sort_keys=True)
    return blake2b(text.encode(), digest_size=8, person=b"kowane.host").hexdigest()


def described(profile: HardwareProfile) -> str:
    """The host for people."""
    quota = "" if profile.quota is None else f", {profile.quota:g} CPUs allowed"
    return f"{profile.cpu or profile.machine}, {profile.physical_cores} cores{quota}"


def store(profile: TunedProfile, directory: Path) -> Path:
    """Write the profile, whole or not at all; returns its path.

    Raises:
        SettingsError: the directory cannot be written.
    """
    path = _path(directory, profile.fingerprint, profile.digest)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=directory, suffix=".part")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(profile), file, indent=1, ensure_ascii=False)
        Path(name).replace(path)
    except OSError as error:
        raise SettingsError(
            f"The profile cannot be written to {directory}: {error.strerror or error}.",
            remedy="Choose another cache directory.",
        ) from error
    return path


def find(
    directory: Path, host: HardwareProfile, digest: str, runtime: Callable[[], str]
) -> tuple[TunedProfile, Variant] | None:
    """The profile that holds here and now, and its variant; None if there is none.

    Args:
        digest: sha256 of the official model file, hex.
        runtime: tells ONNX Runtime's version; asked only if there is a profile, since it is slow.
    """
    path = _path(directory, fingerprint(host), digest)
    if not path.exists():
        others = sorted(directory.glob(f"*-{digest[:16]}.json"))
        if others:
            _ignored(others[0], "it was measured on another host, or under another quota")
        return None
    profile = _read(path)
    if profile is None:
        _ignored(path, "it cannot be read")
        return None
    if profile.runtime != runtime():
        _ignored(path, f"it was measured with ONNX Runtime {profile.runtime}, this is {runtime()}")
        return None
    if profile.variant not in {each.name for each in VARIANTS}:
        _ignored(path, f"the model variant {profile.variant!r} is no more")
        return None
    found = variant(profile.variant)
    if found.recipe != profile.recipe:
        _ignored(path, f"recipe {profile.recipe} has become {found.recipe}")
        return None
    return profile, found


def _path(directory: Path, host: str, digest: str) -> Path:
    return directory / f"{host}-{digest[:16]}.json"


def _read(path: Path) -> TunedProfile | None:
    try:
        content = json.loads(path.read_text("utf-8"))
        if content.get("format") != FORMAT:
            return None
        profile = TunedProfile(**{each.name: content[each.name] for each in fields(TunedProfile)})
        _ = profile.plan  # refuses impossible numbers
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SettingsError):
        return None
    return profile


def _ignored(path: Path, why: str) -> None:
    logger.warning("The tuned profile %s is ignored: %s. Run: kowane tune", path.name, why)
