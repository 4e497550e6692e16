"""Giving memory back."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from kowane.acoustic.memory import give_back


def test_it_does_no_harm_where_it_does_nothing() -> None:
    give_back()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has to be asked")
def test_freed_memory_leaves_the_process() -> None:
    # Many small blocks with one in use at the end: glibc keeps what lies before it.
    code = """
import ctypes, resource
from pathlib import Path
from kowane.acoustic.memory import give_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
blocks = [libc.malloc(1 << 14) for _ in range(4000)]
for block in blocks:
    ctypes.memset(block, 1, 1 << 14)
last = libc.malloc(1 << 14)
for block in blocks:
    libc.free(ctypes.c_void_p(block))
before = resident()
give_back()
assert before - resident() > 30 << 20, (before, resident())
"""
    subprocess.run([sys.executable, "-c", code], check=True)
