"""The cache gives back the same bits, runs nothing twice, and keeps its bounds."""

from __future__ import annotations

import asyncio
import pickle
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from tests.fakes import INFO, FakeEngine
from tests.unit.engine.contract import STYLE, EngineContract, chunk

from kowane.engine.cache import CachedEngine, cache_key
from kowane.engine.protocol import Engine, EngineInfo
from kowane.engine.tiers import DiskTier, MemoryTier, size_of
from kowane.errors import InferenceFailed, SettingsError
from kowane.speech import ModelOutput, TokenChunk


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def output(seed: int = 0, frames: int = 4) -> ModelOutput:
    waveform = np.random.default_rng(seed).normal(size=frames * 600).astype(np.float32)
    return ModelOutput(waveform, np.array([1, frames - 2, 1], np.int64))


def same(one: ModelOutput | None, other: ModelOutput) -> bool:
    return (
        one is not None
        and one.waveform.tobytes() == other.waveform.tobytes()
        and one.durations.tobytes() == other.durations.tobytes()
    )


async def started(engine: FakeEngine, **options: object) -> CachedEngine:
    cached = CachedEngine(engine, **options)  # type: ignore[arg-type]
    await cached.start()
    return cached


async def spin() -> None:
    """Let every ready task run as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


class TestCachedEngine(EngineContract):
    def make(self) -> Engine:
        return CachedEngine(FakeEngine())

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        forever = chunk("ᵻ")
        engine = CachedEngine(FakeEngine(endless=forever))
        await engine.start()
        yield engine, forever
        await engine.close()


class TestCachedEngineWithDisk(EngineContract):
    @pytest.fixture(autouse=True)
    def _directory(self, tmp_path: Path) -> None:
        self.directory = tmp_path

    def make(self) -> Engine:
        return CachedEngine(FakeEngine(), directory=self.directory)

    @pytest.fixture
    async def held(self) -> AsyncIterator[tuple[Engine, TokenChunk]]:
        forever = chunk("ᵻ")
        engine = CachedEngine(FakeEngine(endless=forever), directory=self.directory)
        await engine.start()
        yield engine, forever
        await engine.close()


# The key


@pytest.mark.parametrize(
    "other",
    [
        cache_key(chunk("hɛlO"), INFO),
        cache_key(chunk(speed=1.0000001), INFO),
        cache_key(replace(chunk(), style=np.nextafter(STYLE, np.float32(1))), INFO),
        cache_key(chunk(), replace(INFO, digest="1" * 64)),
        cache_key(chunk(), replace(INFO, recipe="fast-1")),
        cache_key(chunk(), replace(INFO, provider="CUDAExecutionProvider")),
    ],
    ids=["symbols", "speed", "style", "model", "recipe", "provider"],
)
def test_whatever_changes_the_sound_changes_the_key(other: bytes) -> None:
    assert other != cache_key(chunk(), INFO)


def test_what_does_not_change_the_sound_does_not_change_the_key() -> None:
    wide = np.repeat(STYLE, 2)[::2]  # the same values, not contiguous
    key = cache_key(replace(chunk(), style=wide, speed=1), replace(INFO, threads=9, sessions=3))
    assert key == cache_key(chunk(), INFO)


# One engine, asked again


async def test_a_second_request_is_answered_with_the_same_bits_without_a_run() -> None:
    engine = FakeEngine()
    cached = await started(engine)
    first, second = [await cached.synthesize(chunk()) for _ in range(2)]
    assert same(first, engine.hum(chunk()))
    assert same(second, first)
    assert len(engine.calls) == 1
    assert (cached.stats.misses, cached.stats.hits) == (1, 1)


async def test_nobody_can_change_what_is_remembered() -> None:
    cached = await started(FakeEngine())
    for _ in range(2):
        got = await cached.synthesize(chunk())
        with pytest.raises(ValueError, match="read-only"):
            got.waveform[0] = 1.0
        with pytest.raises(ValueError, match="read-only"):
            got.durations[0] = 1


async def test_an_engine_that_dropped_its_model_still_has_its_answers() -> None:
    engine = FakeEngine()
    cached = await started(engine)
    await cached.synthesize(chunk())
    engine._phase = "idle"
    await cached.synthesize(chunk())
    assert cached.stats.hits == 1


async def test_a_failure_is_not_remembered() -> None:
    engine = FakeEngine(fail_runs={1})
    cached = await started(engine)
    with pytest.raises(InferenceFailed):
        await cached.synthesize(chunk())
    assert same(await cached.synthesize(chunk()), engine.hum(chunk()))
    assert (cached.stats.misses, cached.stats.hits) == (2, 0)


# Several callers at once


async def test_requests_that_meet_are_one_run() -> None:
    engine = FakeEngine(delay=0.01, sessions=8)
    cached = await started(engine)
    results = await asyncio.gather(*(cached.synthesize(chunk()) for _ in range(8)))
    assert len(engine.calls) == 1
    assert all(same(result, results[0]) for result in results)
    assert (cached.stats.misses, cached.stats.coalesced) == (1, 7)


async def test_a_failed_run_fails_for_all_who_wait() -> None:
    cached = await started(FakeEngine(delay=0.01, fail_runs={1}))
    results = await asyncio.gather(
        *(cached.synthesize(chunk()) for _ in range(3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [InferenceFailed] * 3


@pytest.mark.parametrize("leaver", [0, 1, 2])
async def test_one_who_leaves_does_not_end_the_run_others_wait_for(leaver: int) -> None:
    engine = FakeEngine(delay=0.02)
    cached = await started(engine)
    tasks = [asyncio.create_task(cached.synthesize(chunk())) for _ in range(3)]
    await spin()
    tasks.pop(leaver).cancel()
    for result in await asyncio.gather(*tasks):
        assert same(result, engine.hum(chunk()))
    assert (len(engine.calls), engine.cancelled) == (1, 0)


async def test_when_all_have_left_the_run_is_cancelled() -> None:
    forever = chunk()
    engine = FakeEngine(endless=forever)
    cached = await started(engine)
    tasks = [asyncio.create_task(cached.synthesize(forever)) for _ in range(3)]
    await spin()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (engine.cancelled, engine.running) == (1, 0)
    assert cached.stats.entries == 0


async def test_one_who_comes_after_all_have_left_gets_a_run_of_his_own() -> None:
    engine = FakeEngine(delay=0.02)
    cached = await started(engine)
    first = asyncio.create_task(cached.synthesize(chunk()))
    await spin()
    first.cancel()
    await asyncio.sleep(0)  # the cancellation is under way
    assert same(await cached.synthesize(chunk()), engine.hum(chunk()))
    assert first.cancelled()


async def test_every_request_is_counted_exactly_once() -> None:
    cached = await started(FakeEngine(delay=0.001, sessions=4), max_entries=2)
    names = "abcabcaabbccab"
    await asyncio.gather(*(cached.synthesize(chunk(name)) for name in names))
    for name in names:
        await cached.synthesize(chunk(name))
    stats = cached.stats
    total = stats.hits + stats.disk_hits + stats.coalesced + stats.misses
    assert total == 2 * len(names)


# The bounds in memory


def tier(**options: object) -> MemoryTier:
    bounds = {"max_entries": 100, "max_bytes": 10**9, "ttl": 60.0, "clock": Clock(), **options}
    return MemoryTier(**bounds)  # type: ignore[arg-type]


def test_the_least_recently_used_entry_makes_room() -> None:
    memory = tier(max_entries=2)
    memory.put(b"a", output(1))
    memory.put(b"b", output(2))
    memory.get(b"a")
    memory.put(b"c", output(3))
    assert [memory.get(key) is not None for key in (b"a", b"b", b"c")] == [True, False, True]
    assert (len(memory), memory.evictions) == (2, 1)


def test_bytes_are_bounded_and_true() -> None:
    size = size_of(output())
    memory = tier(max_bytes=3 * size)
    for number in range(5):
        memory.put(bytes([number]), output(number))
        assert memory.bytes == size * len(memory) <= 3 * size
    assert (len(memory), memory.evictions) == (3, 2)


def test_an_output_larger_than_the_bound_is_not_kept_and_evicts_nothing() -> None:
    memory = tier(max_bytes=size_of(output()))
    memory.put(b"a", output())
    memory.put(b"b", output(frames=5))
    assert memory.get(b"b") is None
    assert memory.get(b"a") is not None
    assert memory.evictions == 0


def test_an_entry_goes_when_its_time_is_over_however_often_it_was_used() -> None:
    clock = Clock()
    memory = tier(clock=clock, ttl=60.0)
    memory.put(b"a", output())
    clock.now += 59.9
    assert memory.get(b"a") is not None
    clock.now += 0.1
    assert memory.get(b"a") is None
    assert (len(memory), memory.bytes, memory.expired, memory.evictions) == (0, 0, 1, 0)


def test_expired_entries_go_before_live_ones_are_evicted() -> None:
    clock = Clock()
    memory = tier(clock=clock, ttl=60.0, max_entries=2)
    memory.put(b"old", output(1))
    clock.now += 30
    memory.put(b"new", output(2))
    memory.get(b"old")  # the most recently used, and yet the first to expire
    clock.now += 30
    memory.put(b"newest", output(3))
    assert memory.get(b"new") is not None
    assert (memory.expired, memory.evictions) == (1, 0)


def test_without_a_time_limit_entries_stay() -> None:
    clock = Clock()
    memory = tier(clock=clock, ttl=None)
    memory.put(b"a", output())
    clock.now += 1e9
    assert memory.get(b"a") is not None


def test_putting_a_key_again_replaces_it() -> None:
    memory = tier()
    memory.put(b"a", output(1))
    memory.put(b"a", output(2, frames=6))
    assert (len(memory), memory.bytes) == (1, size_of(output(frames=6)))


# The disk


async def test_the_disk_survives_a_restart_bit_for_bit(tmp_path: Path) -> None:
    first = await started(FakeEngine(), directory=tmp_path)
    spoken = await first.synthesize(chunk())
    await first.close()
    engine = FakeEngine()
    second = await started(engine, directory=tmp_path)
    assert same(await second.synthesize(chunk()), spoken)
    assert same(await second.synthesize(chunk()), spoken)
    assert engine.calls == []
    stats = second.stats
    assert (stats.disk_hits, stats.hits, stats.misses, stats.disk_entries) == (1, 1, 0, 1)
    await second.close()


async def test_what_memory_has_no_room_for_is_found_on_disk(tmp_path: Path) -> None:
    cached = await started(FakeEngine(), directory=tmp_path, max_entries=1)
    for symbols in "ab":
        await cached.synthesize(chunk(symbols))
    await cached.synthesize(chunk("a"))
    assert (cached.stats.disk_hits, cached.stats.misses, cached.stats.evictions) == (1, 2, 2)
    await cached.close()


async def test_a_disk_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="audio cache directory"):
        await started(FakeEngine(), directory=tmp_path / "file")


def opened(directory: Path, clock: Callable[[], float], max_bytes: int = 10**9) -> DiskTier:
    disk = DiskTier(directory, max_bytes=max_bytes, clock=clock)
    disk.open()
    return disk


def test_the_disk_drops_the_least_recently_used_to_keep_its_size(tmp_path: Path) -> None:
    clock, size = Clock(), size_of(output())
    disk = opened(tmp_path, clock, 2 * size)
    for key in (b"a", b"b"):
        disk.put(key, output())
        clock.now += 1
    disk.get(b"a")
    clock.now += 1
    disk.put(b"c", output())
    assert [disk.get(key) is not None for key in (b"a", b"b", b"c")] == [True, False, True]
    assert (disk.entries, disk.bytes, disk.evictions) == (2, 2 * size, 1)
    disk.close()


def test_a_damaged_entry_is_discarded_and_the_others_stay(tmp_path: Path) -> None:
    disk = opened(tmp_path, Clock())
    disk.put(b"a", output(1))
    disk.put(b"b", output(2))
    disk.close()
    with sqlite3.connect(tmp_path / DiskTier.FILE) as database:
        database.execute("UPDATE output SET waveform = zeroblob(9600) WHERE key = ?", (b"a",))
    database.close()
    disk = opened(tmp_path, Clock())
    assert disk.get(b"a") is None
    assert same(disk.get(b"b"), output(2))
    assert (disk.damaged, disk.entries) == (1, 1)
    disk.close()


def test_an_entry_under_a_wrong_key_is_not_given_out(tmp_path: Path) -> None:
    disk = opened(tmp_path, Clock())
    disk.put(b"a", output(1))
    disk.close()
    with sqlite3.connect(tmp_path / DiskTier.FILE) as database:
        database.execute("UPDATE output SET key = ?", (b"b",))
    database.close()
    disk = opened(tmp_path, Clock())
    assert disk.get(b"b") is None
    assert disk.damaged == 1
    disk.close()


@pytest.mark.parametrize("rubbish", [b"not a database at all" * 500, b"SQLite format 3\0" * 9])
def test_a_file_that_is_no_database_is_replaced(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / DiskTier.FILE).write_bytes(rubbish)
    disk = opened(tmp_path, Clock())
    assert disk.damaged == 1
    disk.put(b"a", output())
    assert same(disk.get(b"a"), output())
    disk.close()


def test_a_file_damaged_while_in_use_is_a_miss_and_is_replaced(tmp_path: Path) -> None:
    disk = opened(tmp_path, Clock())
    for number in range(20):
        disk.put(bytes([number]), output(number))
    disk.close()
    path = tmp_path / DiskTier.FILE
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    disk = DiskTier(tmp_path, max_bytes=10**9, clock=Clock())
    path.write_bytes(data)
    disk.open()
    assert disk.get(b"\x03") is None
    disk.put(b"a", output())
    assert same(disk.get(b"a"), output())
    assert disk.damaged == 1
    disk.close()


def test_two_processes_can_share_the_file(tmp_path: Path) -> None:
    one, other = opened(tmp_path, Clock()), opened(tmp_path, Clock())
    one.put(b"a", output(1))
    other.put(b"b", output(2))
    assert same(other.get(b"a"), output(1))
    assert same(one.get(b"b"), output(2))
    one.close()
    other.close()


def test_a_closed_disk_has_nothing_and_takes_nothing(tmp_path: Path) -> None:
    disk = opened(tmp_path, Clock())
    disk.put(b"a", output())
    disk.close()
    disk.put(b"b", output())
    assert disk.get(b"a") is None


def test_it_can_be_pickled_before_it_starts() -> None:
    copy = pickle.loads(pickle.dumps(CachedEngine(FakeEngine(), directory=Path("x"))))  # noqa: S301
    assert copy.health.phase == "new"


async def test_a_run_during_which_another_variant_took_over_is_not_remembered() -> None:
    class Switching(FakeEngine):
        recipe = "official"

        async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
            self.recipe = "fast-1"
            return await super().synthesize(chunk)

        @property
        def info(self) -> EngineInfo:
            return replace(super().info, recipe=self.recipe)

    engine = Switching()
    cached = await started(engine)
    for _ in range(3):
        await cached.synthesize(chunk())
    assert len(engine.calls) == 2  # the first was not kept, the second was
    await cached.close()
