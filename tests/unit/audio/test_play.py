"""Playing hands every sample to the device in order, and never leaves it open."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from kowane.audio.play import default_output, play
from kowane.errors import InferenceFailed, MissingExtra
from kowane.speech import SAMPLE_RATE, Samples

PARTS = [np.full(n, n / 10_000, np.float32) for n in (2400, 1, 1200)]


@dataclass
class Speaker:
    sample_rate: int = SAMPLE_RATE
    heard: list[Samples] = field(default_factory=list)
    ended: str = ""

    def write(self, samples: Samples) -> None:
        self.heard.append(samples)

    def drain(self) -> None:
        self.ended += "drained"

    def abort(self) -> None:
        self.ended += "aborted"


def test_every_sample_is_heard_in_order_and_to_the_end() -> None:
    speaker = Speaker()
    play(PARTS, opened=lambda: speaker)
    assert np.array_equal(np.concatenate(speaker.heard), np.concatenate(PARTS))
    assert speaker.ended == "drained"


def test_a_device_with_another_rate_gets_resampled_audio() -> None:
    speaker = Speaker(sample_rate=48_000)
    play(PARTS, opened=lambda: speaker)
    assert sum(map(len, speaker.heard)) == 2 * sum(map(len, PARTS))


def test_a_failure_while_speaking_silences_the_device() -> None:
    def failing() -> Iterator[Samples]:
        yield PARTS[0]
        raise InferenceFailed("the model failed")

    speaker = Speaker()
    with pytest.raises(InferenceFailed):
        play(failing(), opened=lambda: speaker)
    assert speaker.ended == "aborted"


def test_a_missing_player_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(MissingExtra, match=r"pip install 'kowane\[play\]'"):
        default_output()
