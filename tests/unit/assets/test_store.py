"""The store: what it accepts, what it fetches, and what it never touches."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kowane.assets import Asset, AssetStore, Manifest, Progress, Transfer
from kowane.assets.source import Advance
from kowane.errors import AssetDamaged, AssetError, AssetMissing, DownloadFailed, OutputError

NAME = "model.onnx"
GOOD = b"the right bytes"
BAD = b"the wrong bytes"
OTHER = b"another release of it"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class FakeSource:
    """Appends its bytes to what is there, so that a bad beginning shows.

    Attributes:
        stops_after: fail once that many bytes of the file are there.
        before: called when a fetch begins.
    """

    data: bytes = GOOD
    label: str = "somewhere"
    remote: bool = True
    fails: str = ""
    stops_after: int | None = None
    before: Callable[[], None] = lambda: None
    fetched: int = 0

    def fetch(self, part: Path, size: int, advance: Advance) -> None:
        self.fetched += 1
        self.before()
        if self.fails:
            raise DownloadFailed(self.fails)
        have = part.stat().st_size if part.exists() else 0
        with part.open("ab") as out:
            out.write(self.data[have : self.stops_after])
        if self.stops_after is not None:
            raise DownloadFailed("the line broke")
        advance(size)


@dataclass
class Notes:
    """Progress that keeps what it is told."""

    seen: list[Transfer] = field(default_factory=list)

    def __call__(self, step: Transfer) -> None:
        self.seen.append(step)


MakeStore = Callable[..., AssetStore]


@pytest.fixture
def make(tmp_path: Path) -> MakeStore:
    def make(*sources: FakeSource, offline: bool = False) -> AssetStore:
        also = {sha256(OTHER): "another release"}
        asset = Asset(
            NAME, len(GOOD), sha256(GOOD), "Apache-2.0", "a model", sources=sources, also=also
        )
        return AssetStore(tmp_path / "cache", offline=offline, manifest=Manifest((asset,)))

    return make


def settled(path: Path, data: bytes) -> Path:
    """A file as if it had been written an hour ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    hour_ago = path.stat().st_mtime_ns - 3_600_000_000_000
    os.utime(path, ns=(hour_ago, hour_ago))
    return path


def test_a_missing_asset_is_an_error_that_names_the_command(make: MakeStore) -> None:
    source = FakeSource()
    with pytest.raises(AssetMissing, match=f"kowane assets pull {NAME}"):
        make(source).locate(NAME)
    assert source.fetched == 0


def test_a_pulled_asset_is_found(make: MakeStore) -> None:
    store = make(FakeSource())
    path = store.pull(NAME)
    assert path.name == NAME
    assert path.read_bytes() == GOOD
    assert store.locate(NAME) == path
    assert [(s.name, s.state, s.licence) for s in store.list()] == [(NAME, "present", "Apache-2.0")]


def test_with_a_filled_cache_no_source_is_asked(make: MakeStore) -> None:
    make(FakeSource()).pull(NAME)
    source = FakeSource()
    make(source).pull(NAME)
    make(source).locate(NAME)
    make(source).list()
    assert source.fetched == 0


def test_a_source_that_fails_is_reported_and_the_next_one_asked(make: MakeStore) -> None:
    notes = Notes()
    store = make(FakeSource(fails="404 Not Found", label="first"), FakeSource(label="second"))
    assert store.pull(NAME, progress=notes).read_bytes() == GOOD
    assert [(step.source, step.note) for step in notes.seen] == [
        ("first", "404 Not Found"),
        ("second", ""),
    ]


def test_wrong_bytes_are_never_kept_and_both_digests_are_named(
    make: MakeStore, tmp_path: Path
) -> None:
    store = make(FakeSource(data=BAD, label="liar"))
    with pytest.raises(DownloadFailed, match="liar") as failure:
        store.pull(NAME)
    assert sha256(BAD) in str(failure.value)
    assert sha256(GOOD) in str(failure.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size] == []


def test_after_wrong_bytes_the_next_source_starts_anew(make: MakeStore) -> None:
    assert make(FakeSource(data=BAD), FakeSource()).pull(NAME).read_bytes() == GOOD


def test_when_all_sources_fail_the_error_says_how_each_did(make: MakeStore) -> None:
    store = make(FakeSource(fails="no route", label="a"), FakeSource(fails="no npm", label="b"))
    with pytest.raises(DownloadFailed, match=r"a: no route; b: no npm\."):
        store.pull(NAME)


def test_a_pull_that_was_stopped_goes_on_the_next_time(make: MakeStore) -> None:
    with pytest.raises(DownloadFailed):
        make(FakeSource(stops_after=4)).pull(NAME)
    # the first four bytes are wrong here: they must come from the first attempt
    assert make(FakeSource(data=b"----" + GOOD[4:])).pull(NAME).read_bytes() == GOOD


def test_a_bad_beginning_left_behind_is_thrown_away_and_the_source_asked_again(
    make: MakeStore,
) -> None:
    with pytest.raises(DownloadFailed):
        make(FakeSource(data=BAD, stops_after=9)).pull(NAME)
    source = FakeSource()
    assert make(source).pull(NAME).read_bytes() == GOOD
    assert source.fetched == 2


def test_a_damaged_cached_file_is_an_error_with_both_digests_and_the_remedy(
    make: MakeStore,
) -> None:
    source = FakeSource()
    store = make(source)
    path = settled(store.pull(NAME), BAD)
    for use in (store.locate, store.pull):
        with pytest.raises(AssetDamaged, match=f"kowane assets pull --force {NAME}") as failure:
            use(NAME)
        assert all(text in str(failure.value) for text in (str(path), sha256(BAD), sha256(GOOD)))
    assert path.read_bytes() == BAD
    assert store.status(NAME).state == "damaged"
    assert source.fetched == 1


def test_a_damaged_cached_file_is_replaced_when_asked_to(make: MakeStore) -> None:
    store = make(FakeSource())
    settled(store.pull(NAME), BAD)
    assert store.pull(NAME, force=True).read_bytes() == GOOD
    assert store.status(NAME).state == "present"


def test_a_forced_pull_that_fails_keeps_the_file(make: MakeStore) -> None:
    path = make(FakeSource()).pull(NAME)
    with pytest.raises(DownloadFailed):
        make(FakeSource(fails="no route")).pull(NAME, force=True)
    assert path.read_bytes() == GOOD


def test_offline_no_remote_source_is_asked(make: MakeStore) -> None:
    source = FakeSource()
    with pytest.raises(AssetMissing, match="KOWANE_OFFLINE"):
        make(source, offline=True).pull(NAME)
    assert source.fetched == 0


def test_offline_a_source_on_this_machine_still_serves(make: MakeStore) -> None:
    store = make(FakeSource(), FakeSource(remote=False), offline=True)
    assert store.pull(NAME).read_bytes() == GOOD


def test_a_name_that_is_not_in_the_manifest_cannot_be_pulled(make: MakeStore) -> None:
    with pytest.raises(AssetMissing, match=f"'nope'.*{NAME}"):
        make().pull("nope")


def test_a_file_that_somebody_points_to_is_taken_from_there(
    make: MakeStore, tmp_path: Path
) -> None:
    path = settled(tmp_path / "mine" / NAME, GOOD)
    store = make()
    assert store.locate(path) == store.locate(str(path)) == path
    assert store.status(path).state == "present"


def test_a_damaged_file_that_somebody_points_to_is_neither_repaired_nor_replaced(
    make: MakeStore, tmp_path: Path
) -> None:
    source = FakeSource()
    path = settled(tmp_path / "mine" / NAME, BAD)
    with pytest.raises(AssetDamaged, match="Replace the file") as failure:
        make(source).locate(path)
    assert all(text in str(failure.value) for text in (str(path), sha256(BAD), sha256(GOOD)))
    assert "--force" not in str(failure.value)
    assert path.read_bytes() == BAD
    assert source.fetched == 0


def test_a_file_of_another_name_is_accepted_and_called_unverified(
    make: MakeStore, tmp_path: Path
) -> None:
    path = settled(tmp_path / "my-export.onnx", BAD)
    store = make()
    assert store.locate(path) == path
    status = store.status(path)
    assert (status.state, status.found, status.sha256) == ("unverified", sha256(BAD), "")


def test_an_official_file_is_known_under_any_name(make: MakeStore, tmp_path: Path) -> None:
    status = make().status(settled(tmp_path / "m.onnx", GOOD))
    assert (status.name, status.state) == (NAME, "present")


def test_another_official_file_of_the_same_name_is_accepted_where_somebody_points_to_it(
    make: MakeStore, tmp_path: Path
) -> None:
    status = make().status(settled(tmp_path / NAME, OTHER))
    assert (status.state, status.sha256, status.note) == (
        "present",
        sha256(OTHER),
        "another release",
    )


def test_another_official_file_in_the_place_of_the_cached_one_is_damage(make: MakeStore) -> None:
    store = make(FakeSource())
    settled(store.pull(NAME), OTHER)
    assert store.status(NAME).state == "damaged"


def test_a_directory_is_accepted_and_called_unverified(make: MakeStore, tmp_path: Path) -> None:
    assert make().status(tmp_path).state == "unverified"
    assert make().locate(tmp_path) == tmp_path


def test_a_path_that_leads_nowhere_is_missing(make: MakeStore, tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"gone\.onnx"):
        make().locate(tmp_path / "gone.onnx")


def test_a_path_that_no_file_can_have_is_an_error_of_ours(make: MakeStore, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="cannot be read"):
        make().locate(tmp_path / ("x" * 300))


def test_a_cache_that_cannot_be_written_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    asset = Asset(NAME, len(GOOD), sha256(GOOD), "Apache-2.0", sources=(FakeSource(),))
    store = AssetStore(tmp_path / "file" / "cache", manifest=Manifest((asset,)))
    with pytest.raises(OutputError, match="KOWANE_CACHE_DIR"):
        store.pull(NAME)


def test_a_file_that_looks_unchanged_is_not_read_again_but_verify_reads_it(
    make: MakeStore,
) -> None:
    store = make(FakeSource())
    path = settled(store.pull(NAME), GOOD)
    assert store.status(NAME).state == "present"
    before = path.stat()
    path.write_bytes(BAD)  # same size, same inode, and the clock turned back
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert store.status(NAME).state == "present"
    assert store.verify(NAME).state == "damaged"
    assert store.status(NAME).state == "damaged"


def test_a_file_hashed_right_after_it_was_written_is_hashed_again(make: MakeStore) -> None:
    store = make(FakeSource())
    path = store.pull(NAME)
    now = 2**62  # far in the future: never settled
    os.utime(path, ns=(now, now))
    assert store.status(NAME).state == "present"
    path.write_bytes(BAD)
    os.utime(path, ns=(now, now))
    assert store.status(NAME).state == "damaged"


def test_what_is_remembered_of_digests_may_be_rubbish(make: MakeStore, tmp_path: Path) -> None:
    store = make(FakeSource())
    settled(store.pull(NAME), GOOD)
    store.status(NAME)
    (note,) = (tmp_path / "cache" / "digests").iterdir()
    for rubbish in (b"", b"[]", b'{"size": 1}', b"\xff"):
        note.write_bytes(rubbish)
        assert store.status(NAME).state == "present"


def test_a_digest_memory_that_cannot_be_written_only_costs_time(
    make: MakeStore, tmp_path: Path
) -> None:
    store = make(FakeSource())
    settled(store.pull(NAME), GOOD)
    (tmp_path / "cache" / "digests").write_text("a file in its place")
    assert store.status(NAME).state == "present"


def test_two_pulls_at_once_fetch_once(make: MakeStore) -> None:
    second_waits = threading.Event()
    first_fetches = threading.Event()

    def hold() -> None:
        first_fetches.set()
        assert second_waits.wait(10)

    source = FakeSource(before=hold)
    first = threading.Thread(target=make(source).pull, args=(NAME,))
    first.start()
    assert first_fetches.wait(10)
    notes: list[str] = []

    def watch(step: Transfer) -> None:
        notes.append(step.note)
        second_waits.set()

    progress: Progress = watch
    path = make(source).pull(NAME, progress=progress)
    first.join()
    assert path.read_bytes() == GOOD
    assert source.fetched == 1
    assert notes == ["another process is fetching it; waiting"]
