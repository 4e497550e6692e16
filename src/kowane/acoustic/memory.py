"""Freed memory → back to the operating system.

glibc keeps what is freed for later, in the hope that it is asked for again. After a model has been
dropped that is a hundred megabytes which nobody will ask for (docs/acoustic-model.md has the
figures). Other C libraries give memory back by themselves, or cannot be asked to.
"""

from __future__ import annotations

import ctypes
import platform


def give_back() -> None:
    """Have the C library return what it holds in vain; takes some 20 ms, does nothing but on glibc.

    malloc_trim(3): safe to call from any thread at any time.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).malloc_trim(0)
