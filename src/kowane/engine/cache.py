"""An engine in front of an engine: what has been spoken before is not computed again.

The key covers everything that changes the sound and nothing else: symbols, style, speed, model,
graph recipe and execution provider. Runs for the same key that meet are one run. This module knows
no voice and no text, and not how entries are kept (`engine.tiers`).
"""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from kowane.engine.protocol import Engine, EngineInfo, Health
from kowane.engine.tiers import DiskTier, MemoryTier, frozen
from kowane.errors import NotReady
from kowane.speech import ModelOutput, TokenChunk

MAX_ENTRIES = 1_000
MAX_BYTES = 256 * 1024 * 1024
TTL = 3600.0
DIRECTORY_BYTES = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CacheStats:
    """Counts since the engine was made, and what is kept now.

    Every chunk asked for is exactly one of hits, disk_hits, coalesced and misses.

    Attributes:
        hits: answered from memory.
        disk_hits: answered from disk.
        coalesced: joined a lookup or run for the same key that was under way.
        misses: runs of the engine behind.
        evictions: entries dropped from memory to make room.
        expired: entries dropped from memory because their time was over.
        entries, bytes: kept in memory.
        disk_entries, disk_bytes: kept on disk.
        disk_evictions: entries dropped from disk to make room.
        disk_damaged: entries or files found damaged and discarded.
        disk_errors: reads and writes that the disk refused.
    """

    hits: int = 0
    disk_hits: int = 0
    coalesced: int = 0
    misses: int = 0
    evictions: int = 0
    expired: int = 0
    entries: int = 0
    bytes: int = 0
    disk_entries: int = 0
    disk_bytes: int = 0
    disk_evictions: int = 0
    disk_damaged: int = 0
    disk_errors: int = 0


def cache_key(chunk: TokenChunk, info: EngineInfo) -> bytes:
    """32 bytes of BLAKE2b over everything that changes the samples of a run.

    Threads and sessions are not among it: on the CPU, one and two threads give the same bits
    (docs/audio.md).
    """
    ids = np.ascontiguousarray(chunk.input_ids, "<i8").tobytes()
    style = np.ascontiguousarray(chunk.style, "<f4").tobytes()
    parts = [
        info.digest.encode(),
        info.recipe.encode(),
        info.provider.encode(),
        struct.pack("<d", chunk.speed),
        ids,
        style,
    ]
    digest = blake2b(digest_size=32, person=b"kowane.audio.v1")
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


class _Flight:
    """One lookup or run under way, and how many wait for it."""

    def __init__(self, task: asyncio.Task[ModelOutput]) -> None:
        self.task = task
        self.waiters = 0


class CachedEngine:
    """Engine that remembers. Outputs are bit-identical to the first run's and read-only.

    A waiter that is cancelled leaves the others waiting; when the last one leaves, the run is
    cancelled. Failures are not remembered. It can be pickled until it is started.

    Args:
        engine: does the work; started and closed with this one.
        max_entries, max_bytes, ttl: bounds of the memory tier; bytes of samples, s or None.
        directory: of the disk tier; None for memory only.
        directory_bytes: bound of the disk tier.
        clock: monotonic, s; for the memory tier's time limit.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        max_entries: int = MAX_ENTRIES,
        max_bytes: int = MAX_BYTES,
        ttl: float | None = TTL,
        directory: Path | None = None,
        directory_bytes: int = DIRECTORY_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._memory = MemoryTier(
            max_entries=max_entries, max_bytes=max_bytes, ttl=ttl, clock=clock
        )
        self._directory = directory
        self._directory_bytes = directory_bytes
        self._disk: DiskTier | None = None
        self._disk_thread: ThreadPoolExecutor | None = None
        self._flights: dict[bytes, _Flight] = {}
        self._hits = self._disk_hits = self._coalesced = self._misses = 0

    async def start(self) -> None:
        """Open the disk tier and start the engine behind; idempotent.

        Raises:
            SettingsError: the directory cannot be used.
            AssetError, ModelError: from the engine behind.
        """
        closed = self._engine.health.phase == "closed"
        if self._directory is not None and self._disk_thread is None and not closed:
            disk = DiskTier(self._directory, max_bytes=self._directory_bytes)
            thread = ThreadPoolExecutor(1, "kowane-cache")
            try:
                await asyncio.get_running_loop().run_in_executor(thread, disk.open)
            except BaseException:
                thread.shutdown(wait=False)
                raise
            self._disk, self._disk_thread = disk, thread
        await self._engine.start()

    async def synthesize(self, chunk: TokenChunk) -> ModelOutput:
        """The output, remembered or computed; raises as the engine behind does."""
        key = self._key(chunk)
        if key is None:
            return await self._engine.synthesize(chunk)  # it says why not
        output = self._memory.get(key)
        if output is not None:
            self._hits += 1
            return output
        flight = self._flights.get(key)
        if flight is None:
            flight = _Flight(asyncio.create_task(self._fetch(key, chunk)))
            self._flights[key] = flight
            flight.task.add_done_callback(lambda _: self._landed(key, flight))
        else:
            self._coalesced += 1
        flight.waiters += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                self._landed(key, flight)
                flight.task.cancel()
                await asyncio.wait([flight.task])

    @property
    def health(self) -> Health:
        return self._engine.health

    @property
    def info(self) -> EngineInfo:
        return self._engine.info

    @property
    def pace(self) -> float | None:
        return self._engine.pace

    @property
    def stats(self) -> CacheStats:
        self._memory.sweep()
        disk = self._disk
        return CacheStats(
            hits=self._hits,
            disk_hits=self._disk_hits,
            coalesced=self._coalesced,
            misses=self._misses,
            evictions=self._memory.evictions,
            expired=self._memory.expired,
            entries=len(self._memory),
            bytes=self._memory.bytes,
            disk_entries=disk.entries if disk else 0,
            disk_bytes=disk.bytes if disk else 0,
            disk_evictions=disk.evictions if disk else 0,
            disk_damaged=disk.damaged if disk else 0,
            disk_errors=disk.errors if disk else 0,
        )

    async def close(self) -> None:
        """Close the engine behind, write what is still to be written to disk; idempotent."""
        await self._engine.close()
        if self._flights:
            await asyncio.wait([flight.task for flight in self._flights.values()])
        self._memory.clear()
        thread, self._disk_thread = self._disk_thread, None
        if thread is not None and self._disk is not None:
            await asyncio.get_running_loop().run_in_executor(thread, self._disk.close)
            thread.shutdown(wait=False)

    def _key(self, chunk: TokenChunk) -> bytes | None:
        """None before the engine behind has started and after it was closed. An engine that has
        dropped its model to save memory still has answers here."""
        if self._engine.health.phase == "closed":
            return None
        try:
            return cache_key(chunk, self._engine.info)
        except NotReady:
            return None

    async def _fetch(self, key: bytes, chunk: TokenChunk) -> ModelOutput:
        """From disk, or computed; kept in memory either way."""
        loop = asyncio.get_running_loop()
        if self._disk is not None and self._disk_thread is not None:
            found = await loop.run_in_executor(self._disk_thread, self._disk.get, key)
            if found is not None:
                self._disk_hits += 1
                self._memory.put(key, found)
                return found
        self._misses += 1
        output = frozen(await self._engine.synthesize(chunk))
        if self._key(chunk) != key:
            return output  # another variant took over meanwhile: which of the two ran is unknown
        self._memory.put(key, output)
        if self._disk is not None and self._disk_thread is not None:
            # Nobody waits for the write; close() does.
            loop.run_in_executor(self._disk_thread, self._disk.put, key, output)
        return output

    def _landed(self, key: bytes, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if flight.task.done() and not flight.task.cancelled():
            flight.task.exception()  # seen, even if everybody has left
