"""The native vocoder's self-check under sanitizers: every access, every overflow, every race."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(
        shutil.which("c++") is None or importlib.util.find_spec("cmake") is None,
        reason="no C++ compiler, or CMake is not installed: make native",
    ),
    pytest.mark.timeout(600),
]


@pytest.mark.parametrize("sanitizer", ["address,undefined", "thread"])
def test_the_self_check_is_clean(sanitizer: str, tmp_path: Path) -> None:
    build = tmp_path / "build"
    ninja = Path(sys.executable).with_name("ninja")
    configure = [
        *(str(Path(sys.executable).with_name("cmake")), "-S", str(ROOT / "native")),
        *("-B", str(build), "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={ninja}"),
        *("-DKOWANE_PYTHON=OFF", "-DKOWANE_CHECK=ON", "-DCMAKE_BUILD_TYPE=Sanitize"),
        f"-DCMAKE_CXX_FLAGS=-O1 -g1 -fsanitize={sanitizer} -fno-sanitize-recover=all",
    ]
    for command in (configure, [configure[0], "--build", str(build)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    check = subprocess.run([build / "vocoder_check"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    assert "portable: good" in check.stdout
