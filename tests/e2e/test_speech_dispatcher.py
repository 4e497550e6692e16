"""Debian's speech-dispatcher speaks by our configuration of its generic module; a file listens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.e2e.process import ROOT, Process

CONFIGURATION = ROOT / "deploy" / "speech-dispatcher" / "kowane-generic.conf"


def test_spd_say_is_heard_through_kowane(fake: Process, tmp_path: Path) -> None:
    daemon, say = shutil.which("speech-dispatcher"), shutil.which("spd-say")
    if daemon is None or say is None:
        pytest.skip("speech-dispatcher is not installed; tools/system_packages.sh does it")
    (tmp_path / ".asoundrc").write_text("pcm.!default {\n type null\n}\n")  # no sound card
    heard = tmp_path / "heard.wav"
    command = tmp_path / "kowane-client"
    command.write_text(
        f'#!/bin/sh\nexec {sys.executable} -m kowane.client_command --url {fake.url} "$@"\n'
    )
    command.chmod(0o755)
    modules = tmp_path / "config" / "modules"
    modules.mkdir(parents=True)
    text = CONFIGURATION.read_text().replace("$PLAY_COMMAND", f"cat >> {heard}")
    (modules / "kowane-generic.conf").write_text(text)
    (tmp_path / "config" / "speechd.conf").write_text(
        'AddModule "kowane" "sd_generic" "kowane-generic.conf"\nDefaultModule kowane\n'
        'DefaultLanguage "en-US"\nAudioOutputMethod "alsa"\n'
    )
    socket = tmp_path / "speechd.sock"
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    environment |= {"HOME": str(tmp_path), "SPEECHD_ADDRESS": f"unix_socket:{socket}"}
    running = subprocess.Popen(
        [daemon, "-s", "-C", tmp_path / "config", "-S", socket, "-L", tmp_path, "-t", "0"],
        env=environment,
    )
    try:
        deadline = time.monotonic() + 60
        while not socket.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        spoken = [say, "--wait", "--rate", "-20", 'It\'s $5; `id` and "quotes" are only text.']
        subprocess.run(spoken, env=environment, check=True, timeout=90)
        while not heard.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1)
    finally:
        running.terminate()
        running.wait(20)
    sound = heard.read_bytes()
    assert sound[:4] == b"RIFF"
    assert len(sound) > 48_000
