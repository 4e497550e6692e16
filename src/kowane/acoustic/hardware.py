"""What this computer is → a profile: cores that may be used, memory, instruction sets.

The number that matters is `threads`: as many as there are physical cores within the process's
affinity and its container's CPU quota. A pool of 64 threads in a container with two cores is the
commonest way to make a model ten times slower. Reading is apart from parsing, and everything is
parsed by pure functions over the text of /proc, /sys and sysctl. This module knows no
onnxruntime; which providers are there is asked of `session`.
"""

from __future__ import annotations

import math
import os
import platform
import subprocess
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ReadText = Callable[[str], str | None]
"""Text of a file by its absolute path, None if it is not there."""

ISA_FLAGS = frozenset(
    {"sse4_2", "avx", "avx2", "fma", "f16c", "avx_vnni"}
    | {"avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16"}
    | {"amx_tile", "amx_int8", "amx_bf16"}
    | {"asimd", "asimddp", "asimdhp", "i8mm", "bf16", "sve", "sve2"}
)
"""Instruction sets that matter to a model, as Linux names them."""


@dataclass(frozen=True, slots=True)
class HardwareProfile:
    """A computer as one process sees it.

    Attributes:
        system: "Linux", "Darwin", "Windows".
        machine: "x86_64", "aarch64", "arm64", …
        cpu: the maker's name for it; "" if unknown.
        logical_cores: hardware threads within the affinity.
        physical_cores: cores among them; on Apple Silicon the fast ones only, since work that is
            shared out evenly waits for the slowest.
        quota: CPUs' worth of time the cgroup allows, 1.5 for one and a half; None if unlimited.
        memory: bytes of RAM; None if unknown.
        memory_limit: bytes the cgroup allows; None if unlimited.
        isa: those of ISA_FLAGS that it has.
        efficiency_cores: slow cores beside the physical ones (Apple Silicon).
        neural_engine: whether it has Apple's; no virtual machine can reach it.
        system_version: of macOS, "14.5"; "" elsewhere.
    """

    system: str
    machine: str
    cpu: str
    logical_cores: int
    physical_cores: int
    quota: float | None = None
    memory: int | None = None
    memory_limit: int | None = None
    isa: frozenset[str] = frozenset()
    efficiency_cores: int = 0
    neural_engine: bool = False
    system_version: str = ""


def threads(profile: HardwareProfile) -> int:
    """How many threads to compute with: physical cores, no more than the quota; at least 1.

    A fractional quota is rounded down: a thread too many is throttled for the rest of every
    scheduling period, and the others wait for it.
    """
    if profile.quota is None:
        return max(1, profile.physical_cores)
    return max(1, min(profile.physical_cores, math.floor(profile.quota)))


def probe() -> HardwareProfile:
    """The computer this runs on."""
    match platform.system():
        case "Linux":
            return linux_profile(_read_text, os.sched_getaffinity(0), platform.machine())
        case "Darwin":
            return darwin_profile(_sysctl(), platform.machine(), platform.mac_ver()[0])
        case system:
            # Physical cores need a native call on Windows; logical ones are what Python tells.
            cores = os.cpu_count() or 1
            return HardwareProfile(
                system, platform.machine(), platform.processor(), cores, physical_cores=cores
            )


class CpuInfo(NamedTuple):
    """What /proc/cpuinfo tells: the model's name, (socket, core) by processor, flags."""

    model: str
    cores: dict[int, tuple[str, str]]
    flags: frozenset[str]


def linux_profile(read: ReadText, affinity: Collection[int], machine: str) -> HardwareProfile:
    """Profile from the files of a Linux system.

    Args:
        read: gives the files.
        affinity: numbers of the processors this process may use.
        machine: as `platform.machine` tells it.
    """
    info = parse_cpuinfo(read("/proc/cpuinfo") or "")
    # ARM's cpuinfo has no topology: every processor counts as a core then.
    physical = len({info.cores.get(number, ("?", str(number))) for number in affinity})
    groups = parse_cgroups(read("/proc/self/cgroup") or "")
    return HardwareProfile(
        system="Linux",
        machine=machine,
        cpu=info.model,
        logical_cores=len(affinity),
        physical_cores=physical,
        quota=_quota(read, groups),
        memory=parse_meminfo(read("/proc/meminfo") or ""),
        memory_limit=_memory_limit(read, groups),
        isa=info.flags & ISA_FLAGS,
    )


def parse_cpuinfo(text: str) -> CpuInfo:
    """The text of /proc/cpuinfo, x86 or ARM."""
    model = ""
    cores: dict[int, tuple[str, str]] = {}
    flags: frozenset[str] = frozenset()
    for block in text.strip().split("\n\n"):
        fields = _fields(block)
        model = model or fields.get("model name", "")
        flags = flags or frozenset((fields.get("flags") or fields.get("Features") or "").split())
        number = fields.get("processor", "")
        if number.isdecimal() and "core id" in fields:
            cores[int(number)] = (fields.get("physical id", "0"), fields["core id"])
    return CpuInfo(model, cores, flags)


def parse_meminfo(text: str) -> int | None:
    """Bytes of RAM from the text of /proc/meminfo."""
    for line in text.splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) * 1024
    return None


def parse_cgroups(text: str) -> dict[str, str]:
    """Controller → path from the text of /proc/self/cgroup; version 2 is the controller ""."""
    groups: dict[str, str] = {}
    for line in text.splitlines():
        hierarchy, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if hierarchy and path:
            groups.update(dict.fromkeys(controllers.split(","), path))
    return groups


def parse_cpu_max(text: str) -> float | None:
    """CPUs from cgroup v2's cpu.max: "150000 100000" → 1.5, "max 100000" → None."""
    quota, _, period = text.strip().partition(" ")
    if not quota.isdecimal():
        return None
    return int(quota) / int(period or 100_000)


def parse_cfs(quota: str, period: str) -> float | None:
    """CPUs from cgroup v1's cpu.cfs_quota_us and cpu.cfs_period_us; a quota of -1 is none."""
    microseconds = int(quota)
    return None if microseconds <= 0 else microseconds / int(period)


def parse_memory_limit(text: str) -> int | None:
    """Bytes from memory.max or memory.limit_in_bytes; "max", or v1's 2^63 less a page, is None."""
    limit = text.strip()
    if not limit.isdecimal() or int(limit) >= 1 << 60:
        return None
    return int(limit)


def darwin_profile(sysctl: str, machine: str, version: str = "") -> HardwareProfile:
    """Profile from the text of `sysctl hw machdep.cpu kern.hv_vmm_present`.

    sysctl does not tell of the Neural Engine; every Apple chip for Macs has one (M1 and later).
    """
    fields = _fields(sysctl)
    logical = int(fields.get("hw.logicalcpu", "1"))
    physical = int(fields.get("hw.physicalcpu", str(logical)))
    fast = int(fields.get("hw.perflevel0.physicalcpu", str(physical)))
    names = {
        "hw.optional.AdvSIMD": "asimd",
        "hw.optional.arm.FEAT_DotProd": "asimddp",
        "hw.optional.arm.FEAT_FP16": "asimdhp",
        "hw.optional.arm.FEAT_I8MM": "i8mm",
        "hw.optional.arm.FEAT_BF16": "bf16",
        "hw.optional.avx2_0": "avx2",
        "hw.optional.avx512f": "avx512f",
    }
    cpu = fields.get("machdep.cpu.brand_string", "")
    return HardwareProfile(
        system="Darwin",
        machine=machine,
        cpu=cpu,
        logical_cores=logical,
        physical_cores=fast,
        memory=int(fields["hw.memsize"]) if "hw.memsize" in fields else None,
        isa=frozenset(flag for key, flag in names.items() if fields.get(key) == "1"),
        efficiency_cores=int(fields.get("hw.perflevel1.physicalcpu", "0")),
        neural_engine=cpu.startswith("Apple M") and fields.get("kern.hv_vmm_present") != "1",
        system_version=version,
    )


def _fields(text: str) -> dict[str, str]:
    """Lines of "key: value"; the first of two with one key stands."""
    lines = (line.partition(":") for line in reversed(text.splitlines()))
    return {key.strip(): value.strip() for key, separator, value in lines if separator}


def _ancestors(mount: str, path: str) -> Iterable[str]:
    """Directories of a cgroup and all above it, down to the mount: each can set a limit.

    A container may see the host's path but its own mount; what is not there is passed over.
    """
    group = PurePosixPath("/", path.lstrip("/"))
    for part in (group, *group.parents):
        yield mount + (str(part) if str(part) != "/" else "")


def _quota(read: ReadText, groups: dict[str, str]) -> float | None:
    quotas: list[float | None] = []
    if "" in groups:
        for directory in _ancestors("/sys/fs/cgroup", groups[""]):
            quotas.append(parse_cpu_max(read(f"{directory}/cpu.max") or ""))
    if "cpu" in groups:
        for directory in _ancestors("/sys/fs/cgroup/cpu", groups["cpu"]):
            quota = read(f"{directory}/cpu.cfs_quota_us")
            period = read(f"{directory}/cpu.cfs_period_us")
            if quota and period:
                quotas.append(parse_cfs(quota, period))
    return min((quota for quota in quotas if quota is not None), default=None)


def _memory_limit(read: ReadText, groups: dict[str, str]) -> int | None:
    limits: list[int | None] = []
    if "" in groups:
        for directory in _ancestors("/sys/fs/cgroup", groups[""]):
            limits.append(parse_memory_limit(read(f"{directory}/memory.max") or ""))
    if "memory" in groups:
        for directory in _ancestors("/sys/fs/cgroup/memory", groups["memory"]):
            text = read(f"{directory}/memory.limit_in_bytes") or ""
            limits.append(parse_memory_limit(text))
    return min((limit for limit in limits if limit is not None), default=None)


def _read_text(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _sysctl() -> str:
    try:
        return subprocess.run(
            ["/usr/sbin/sysctl", "hw", "machdep.cpu", "kern.hv_vmm_present"],
            capture_output=True,
            text=True,
            check=False,
            timeout=5,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
