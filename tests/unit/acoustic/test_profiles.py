"""A profile holds for one host, one model, one runtime and one recipe, and for nothing else."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kowane.acoustic.hardware import HardwareProfile
from kowane.acoustic.profiles import TunedProfile, described, find, fingerprint, store
from kowane.acoustic.variants import OFFICIAL
from kowane.errors import SettingsError

HOST = HardwareProfile(
    "Linux", "x86_64", "a CPU", 8, 4, memory=16 << 30, isa=frozenset({"avx2", "fma"})
)
DIGEST = "ab" * 32
TUNED = TunedProfile(
    fingerprint=fingerprint(HOST),
    host=described(HOST),
    digest=DIGEST,
    runtime="1.31.1",
    kowane="0.1.0",
    variant=OFFICIAL.name,
    recipe=OFFICIAL.recipe,
    provider="CPUExecutionProvider",
    provider_options={},
    threads=3,
    sessions=2,
    goal="latency",
    speedup=1.9,
    low=1.8,
    high=2.0,
    rtf=0.2,
    throughput=6.0,
    made="2026-01-01T00:00:00+00:00",
)


def look(
    directory: Path, host: HardwareProfile = HOST, digest: str = DIGEST, runtime: str = "1.31.1"
) -> TunedProfile | None:
    found = find(directory, host, digest, lambda: runtime)
    return found[0] if found else None


def test_what_was_stored_is_found_with_its_variant_and_its_plan(tmp_path: Path) -> None:
    store(TUNED, tmp_path / "profiles")
    found = find(tmp_path / "profiles", HOST, DIGEST, lambda: "1.31.1")
    assert found == (TUNED, OFFICIAL)
    assert (TUNED.plan.intra_threads, TUNED.plan.sessions) == (3, 2)


def test_a_later_tuning_replaces_the_earlier_one(tmp_path: Path) -> None:
    store(TUNED, tmp_path)
    store(replace(TUNED, threads=1), tmp_path)
    assert look(tmp_path) == replace(TUNED, threads=1)
    assert len(list(tmp_path.iterdir())) == 1


def test_without_a_profile_nothing_is_found_and_nothing_is_asked(tmp_path: Path) -> None:
    def asked() -> str:
        raise AssertionError

    assert find(tmp_path / "nowhere", HOST, DIGEST, asked) is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"runtime": "1.30.0"}, r"1\.30\.0"),
        ({"recipe": "durations-0"}, "durations-0"),
        ({"variant": "forgotten"}, "forgotten"),
        ({"threads": 0}, "cannot be read"),
        ({"format": 99}, "cannot be read"),
    ],
)
def test_a_profile_that_no_longer_holds_is_left_alone_with_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, changed: dict[str, object], why: str
) -> None:
    path = store(TUNED, tmp_path)
    path.write_text(json.dumps({**asdict(TUNED), **changed}))
    with caplog.at_level(logging.WARNING):
        assert look(tmp_path) is None
    (record,) = caplog.records
    assert record.message.endswith("kowane tune")
    assert caplog.text.count("ignored") == 1
    assert re.search(why, caplog.text)


@pytest.mark.parametrize("content", ["", "{}", "[]", "not JSON", '{"format": 1}'])
def test_a_damaged_profile_is_left_alone(tmp_path: Path, content: str) -> None:
    store(TUNED, tmp_path).write_text(content)
    assert look(tmp_path) is None


def test_another_host_says_that_there_is_a_profile_of_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store(TUNED, tmp_path)
    with caplog.at_level(logging.WARNING):
        assert look(tmp_path, replace(HOST, quota=2.0)) is None
    assert "another host" in caplog.text


def test_another_model_has_no_profile(tmp_path: Path) -> None:
    store(TUNED, tmp_path)
    assert look(tmp_path, digest="cd" * 32) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(HOST, cpu="another CPU"),
        replace(HOST, physical_cores=2),
        replace(HOST, quota=1.5),
        replace(HOST, memory=32 << 30),
        replace(HOST, isa=frozenset({"avx2"})),
    ],
)
def test_fingerprints_tell_hosts_apart(other: HardwareProfile) -> None:
    assert fingerprint(other) != fingerprint(HOST)


def test_a_few_megabytes_more_or_less_are_the_same_host() -> None:
    assert fingerprint(replace(HOST, memory=(16 << 30) - 5_000_000)) == fingerprint(HOST)


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        store(TUNED, tmp_path / "file")
