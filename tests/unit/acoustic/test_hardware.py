"""The probe's parsers, on texts as the systems print them, and the number of threads."""

from __future__ import annotations

import os
import platform
from dataclasses import replace

import pytest

from kowane.acoustic.hardware import (
    HardwareProfile,
    darwin_profile,
    linux_profile,
    parse_cfs,
    parse_cgroups,
    parse_cpu_max,
    parse_cpuinfo,
    parse_memory_limit,
    probe,
    threads,
)

XEON = """\
processor\t: {number}
vendor_id\t: GenuineIntel
model name\t: Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz
physical id\t: {socket}
siblings\t: 4
core id\t\t: {core}
cpu cores\t: 2
flags\t\t: fpu sse4_2 fma avx avx2 avx512f avx512bw avx512vl avx512_vnni avx512_bf16 amx_int8
"""

HYPER_THREADED = "\n".join(
    XEON.format(number=number, socket=number // 4, core=number % 2) for number in range(8)
)

GRAVITON = """\
processor\t: 0
BogoMIPS\t: 2100.00
Features\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp asimddp sve i8mm bf16
CPU implementer\t: 0x41
CPU part\t: 0xd40

processor\t: 1
BogoMIPS\t: 2100.00
Features\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp asimddp sve i8mm bf16
CPU implementer\t: 0x41
CPU part\t: 0xd40
"""

M1 = """\
hw.ncpu: 8
hw.byteorder: 1234
hw.memsize: 17179869184
hw.physicalcpu: 8
hw.physicalcpu_max: 8
hw.logicalcpu: 8
hw.nperflevels: 2
hw.perflevel0.physicalcpu: 4
hw.perflevel0.logicalcpu: 4
hw.perflevel1.physicalcpu: 4
hw.optional.AdvSIMD: 1
hw.optional.arm.FEAT_DotProd: 1
hw.optional.arm.FEAT_FP16: 1
hw.optional.arm.FEAT_BF16: 0
hw.optional.arm.FEAT_I8MM: 0
machdep.cpu.cores_per_package: 8
machdep.cpu.brand_string: Apple M1
"""

INTEL_MAC = """\
hw.memsize: 34359738368
hw.physicalcpu: 6
hw.logicalcpu: 12
hw.optional.avx2_0: 1
hw.optional.avx512f: 0
machdep.cpu.brand_string: Intel(R) Core(TM) i7-8850H CPU @ 2.60GHz
"""

MEMINFO = "MemTotal:       24684540 kB\nMemFree:        23000000 kB\n"

V1_GROUPS = """\
12:memory:/docker/4f2a
5:cpu,cpuacct:/docker/4f2a
1:name=systemd:/docker/4f2a
"""


def linux(affinity: set[int], files: dict[str, str] | None = None) -> HardwareProfile:
    system = {"/proc/cpuinfo": HYPER_THREADED, "/proc/meminfo": MEMINFO, **(files or {})}
    return linux_profile(system.get, affinity, "x86_64")


def test_hardware_threads_of_one_core_count_once() -> None:
    profile = linux(set(range(8)))
    assert profile.logical_cores == 8
    assert profile.physical_cores == 4
    assert threads(profile) == 4


def test_affinity_leaves_only_the_cores_one_may_use() -> None:
    siblings = linux({0, 2})  # processors 0 and 2 share a core
    assert (siblings.logical_cores, siblings.physical_cores) == (2, 1)
    apart = linux({0, 1})
    assert (apart.logical_cores, apart.physical_cores) == (2, 2)


def test_the_processor_is_named_and_its_instruction_sets_are_those_that_matter() -> None:
    profile = linux({0})
    assert profile.cpu == "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz"
    assert {"avx2", "avx512_vnni", "amx_int8"} <= profile.isa
    assert "fpu" not in profile.isa
    assert profile.memory == 24684540 * 1024


def test_on_arm_without_topology_every_processor_is_a_core() -> None:
    profile = linux_profile({"/proc/cpuinfo": GRAVITON}.get, {0, 1}, "aarch64")
    assert profile.physical_cores == 2
    assert {"asimddp", "i8mm", "bf16", "sve"} <= profile.isa
    assert profile.cpu == ""
    assert profile.memory is None


def test_a_version_2_quota_binds() -> None:
    profile = linux(
        set(range(8)),
        {
            "/proc/self/cgroup": "0::/\n",
            "/sys/fs/cgroup/cpu.max": "250000 100000\n",
            "/sys/fs/cgroup/memory.max": "2147483648\n",
        },
    )
    assert profile.quota == 2.5
    assert profile.memory_limit == 2 << 30
    assert threads(profile) == 2


def test_the_tightest_limit_of_a_group_and_those_above_it_binds() -> None:
    profile = linux(
        set(range(8)),
        {
            "/proc/self/cgroup": "0::/system.slice/kowane.service\n",
            "/sys/fs/cgroup/system.slice/kowane.service/cpu.max": "max 100000\n",
            "/sys/fs/cgroup/system.slice/cpu.max": "300000 100000\n",
            "/sys/fs/cgroup/system.slice/kowane.service/memory.max": "1073741824\n",
            "/sys/fs/cgroup/system.slice/memory.max": "max\n",
        },
    )
    assert profile.quota == 3.0
    assert profile.memory_limit == 1 << 30


def test_a_version_1_quota_binds() -> None:
    cpu, memory = "/sys/fs/cgroup/cpu/docker/4f2a", "/sys/fs/cgroup/memory/docker/4f2a"
    profile = linux(
        set(range(8)),
        {
            "/proc/self/cgroup": V1_GROUPS,
            f"{cpu}/cpu.cfs_quota_us": "150000\n",
            f"{cpu}/cpu.cfs_period_us": "100000\n",
            f"{memory}/memory.limit_in_bytes": "536870912\n",
        },
    )
    assert profile.quota == 1.5
    assert profile.memory_limit == 512 << 20
    assert threads(profile) == 1


def test_a_container_that_sees_the_hosts_path_but_its_own_mount_is_understood() -> None:
    profile = linux(
        set(range(8)),
        {
            "/proc/self/cgroup": V1_GROUPS,
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n",
            "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        },
    )
    assert profile.quota == 2.0


def test_without_limits_nothing_binds() -> None:
    profile = linux(
        {0, 1},
        {"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"},
    )
    assert profile.quota is None
    assert profile.memory_limit is None


@pytest.mark.parametrize(
    ("text", "cpus"), [("max 100000", None), ("50000 100000", 0.5), ("200000", 2.0), ("", None)]
)
def test_cpu_max_is_a_quota_and_a_period(text: str, cpus: float | None) -> None:
    assert parse_cpu_max(text) == cpus


def test_a_negative_cfs_quota_is_none() -> None:
    assert parse_cfs("-1\n", "100000\n") is None


@pytest.mark.parametrize("text", ["max\n", "9223372036854771712\n", ""])
def test_these_are_no_memory_limits(text: str) -> None:
    assert parse_memory_limit(text) is None


def test_controllers_that_share_a_line_share_its_path() -> None:
    assert parse_cgroups(V1_GROUPS)["cpuacct"] == "/docker/4f2a"


def test_an_empty_cpuinfo_still_gives_a_core_for_each_processor() -> None:
    assert parse_cpuinfo("") == ("", {}, frozenset())
    assert linux_profile(lambda _: None, {0, 1, 2}, "riscv64").physical_cores == 3


def test_apple_silicon_counts_its_fast_cores() -> None:
    profile = darwin_profile(M1, "arm64")
    assert profile.cpu == "Apple M1"
    assert profile.logical_cores == 8
    assert threads(profile) == 4
    assert profile.memory == 16 << 30
    assert profile.isa == {"asimd", "asimddp", "asimdhp"}


def test_an_intel_mac_counts_its_physical_cores() -> None:
    profile = darwin_profile(INTEL_MAC, "x86_64")
    assert threads(profile) == 6
    assert profile.isa == {"avx2"}


def test_a_mac_that_tells_nothing_has_one_core() -> None:
    assert threads(darwin_profile("", "arm64")) == 1


@pytest.mark.parametrize(("quota", "expected"), [(0.5, 1), (1.99, 1), (3.0, 3), (64.0, 4)])
def test_a_fractional_quota_is_rounded_down_but_never_to_nothing(
    quota: float, expected: int
) -> None:
    assert threads(replace(linux(set(range(8))), quota=quota)) == expected


def test_this_computer_can_be_probed() -> None:
    profile = probe()
    assert profile.system == platform.system()
    assert 1 <= threads(profile) <= (os.cpu_count() or 1)
