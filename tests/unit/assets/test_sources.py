"""What every source must do, and what each does with broken input."""

from __future__ import annotations

import importlib
import io
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tests.file_server import NO_AUTHORITIES, serving

from kowane.assets.download import Url
from kowane.assets.npm import NpmVoices, read_packs, write_voices
from kowane.assets.packages import PythonPackages
from kowane.assets.source import Source
from kowane.errors import DownloadFailed
from kowane.speech import Samples


def pack(seed: int) -> Samples:
    return np.random.default_rng(seed).normal(size=(510, 1, 256)).astype(np.float32)


PACKS = {"bm_two": pack(2), "af_one": pack(1)}


def npm_archive(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz", compresslevel=0) as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


def program(path: Path, lines: str) -> str:
    """An executable Python script that stands in for npm."""
    path.write_text(f"#!{sys.executable}\nimport shutil, sys\n{lines}\n")
    path.chmod(0o755)
    return str(path)


@dataclass
class Case:
    source: Source
    file: bytes
    broken: Source
    """A source of the same kind that cannot give the file."""


@pytest.fixture
def url_case() -> Iterator[Case]:
    with serving(b"x" * 5000) as files, serving(b"") as bad:
        bad.status = 404
        yield Case(Url(files.url, tls=NO_AUTHORITIES), files.body, Url(bad.url, tls=NO_AUTHORITIES))


@pytest.fixture
def packages_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    for number, data in ((1, b"abc"), (2, b"defgh")):
        folder = tmp_path / f"kowane_test_part_{number}"
        folder.mkdir()
        (folder / "__init__.py").write_text("raise RuntimeError('imported')")
        (folder / "part.bin").write_bytes(data)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    modules = ("kowane_test_part_1", "kowane_test_part_2")
    broken = PythonPackages((*modules, "kowane_test_part_3"), "part.bin")
    return Case(PythonPackages(modules, "part.bin"), b"abcdefgh", broken)


@pytest.fixture
def npm_case(tmp_path: Path) -> Case:
    members = {f"package/voices/{name}.bin": data.tobytes() for name, data in PACKS.items()}
    archive = npm_archive(tmp_path / "archive.tgz", members)
    npm = program(tmp_path / "npm", f"shutil.copy({str(archive)!r}, 'kokoro.tgz')")
    official = io.BytesIO()
    np.savez(official, **{name: PACKS[name] for name in sorted(PACKS)})
    broken = NpmVoices("kokoro-js@0", program(tmp_path / "npm-broken", "sys.exit('E404 none')"))
    return Case(NpmVoices("kokoro-js@0", npm), official.getvalue(), broken)


@pytest.fixture(params=["url_case", "packages_case", "npm_case"])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.getfixturevalue(request.param)
    return found


def test_a_source_writes_the_file(case: Case, tmp_path: Path) -> None:
    part = tmp_path / "part"
    case.source.fetch(part, len(case.file), lambda _: None)
    assert part.read_bytes() == case.file


@pytest.mark.parametrize(
    "before", [lambda file: file[:2], lambda file: file + b"more", lambda file: file]
)
def test_a_source_finishes_what_an_earlier_attempt_left(
    case: Case, tmp_path: Path, before: Callable[[bytes], bytes]
) -> None:
    part = tmp_path / "part"
    part.write_bytes(before(case.file))
    case.source.fetch(part, len(case.file), lambda _: None)
    assert part.read_bytes() == case.file


def test_progress_ends_at_the_size_of_the_file(case: Case, tmp_path: Path) -> None:
    seen: list[int] = []
    case.source.fetch(tmp_path / "part", len(case.file), seen.append)
    assert seen[-1] == len(case.file)


def test_a_source_leaves_nothing_but_its_part_behind(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    case.source.fetch(folder / "part", len(case.file), lambda _: None)
    assert [path.name for path in folder.iterdir()] == ["part"]


def test_a_source_that_cannot_give_the_file_says_so(case: Case, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed):
        case.broken.fetch(tmp_path / "part", len(case.file), lambda _: None)


def test_a_folder_that_cannot_be_written_is_not_the_fault_of_the_source(
    case: Case, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="gone"):
        case.source.fetch(tmp_path / "gone" / "part", len(case.file), lambda _: None)


def test_parts_that_do_not_add_up_are_refused_before_anything_is_written(
    packages_case: Case, tmp_path: Path
) -> None:
    part = tmp_path / "part"
    with pytest.raises(DownloadFailed, match="8 bytes together, not 9"):
        packages_case.source.fetch(part, 9, lambda _: None)
    assert not part.exists()


def test_a_package_that_is_not_installed_is_named(packages_case: Case, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="kowane_test_part_3 is not installed"):
        packages_case.broken.fetch(tmp_path / "part", 8, lambda _: None)


def test_what_npm_says_when_it_fails_is_passed_on(npm_case: Case, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="ended with 1: E404 none"):
        npm_case.broken.fetch(tmp_path / "part", 8, lambda _: None)


def test_a_machine_without_npm_is_told_so(tmp_path: Path) -> None:
    source = NpmVoices("kokoro-js@0", "no-such-npm")
    with pytest.raises(DownloadFailed, match="'no-such-npm' is not installed"):
        source.fetch(tmp_path / "part", 8, lambda _: None)


def test_npm_that_leaves_no_archive_is_a_failure(tmp_path: Path) -> None:
    source = NpmVoices("kokoro-js@0", program(tmp_path / "npm", "pass"))
    with pytest.raises(DownloadFailed, match="left 0 archives"):
        source.fetch(tmp_path / "part", 8, lambda _: None)


def test_only_regular_files_with_a_voice_s_name_and_size_are_read(tmp_path: Path) -> None:
    data = PACKS["af_one"].tobytes()
    members = {
        "package/voices/af_one.bin": data,
        "package/voices/af_short.bin": data[:-4],
        "package/voices/../voices/af_up.bin": data,
        "/package/voices/af_root.bin": data,
        "package/other/af_other.bin": data,
        "package/voices/NOTES": b"x",
    }
    archive = npm_archive(tmp_path / "a.tgz", members)
    assert list(read_packs(archive)) == ["af_one"]


def test_links_in_an_archive_are_passed_over(tmp_path: Path) -> None:
    archive = tmp_path / "a.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        link = tarfile.TarInfo("package/voices/af_link.bin")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(DownloadFailed, match="holds no voices"):
        read_packs(archive)


def test_an_archive_that_is_cut_short_is_a_failure(tmp_path: Path) -> None:
    members = {"package/voices/af_one.bin": PACKS["af_one"].tobytes()}
    whole = npm_archive(tmp_path / "a.tgz", members).read_bytes()
    (tmp_path / "cut.tgz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DownloadFailed, match=r"cut\.tgz cannot be read"):
        read_packs(tmp_path / "cut.tgz")


def test_the_voices_file_does_not_depend_on_the_order_of_the_packs(tmp_path: Path) -> None:
    write_voices(tmp_path / "a", PACKS)
    write_voices(tmp_path / "b", dict(reversed(PACKS.items())))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
