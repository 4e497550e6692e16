"""Where cached model outputs are kept: a bounded memory tier and a bounded disk tier.

Keys are opaque bytes, values are ModelOutput. Neither tier knows what a key means or how outputs
come about, and neither ever fails a lookup: what cannot be read back exactly is not there.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from kowane.errors import SettingsError
from kowane.speech import ModelOutput

_OVERHEAD = 512
"""Bytes counted for an entry besides its arrays: key, array headers and dictionary slots."""


def size_of(output: ModelOutput) -> int:
    """Bytes that an entry is counted with."""
    return output.waveform.nbytes + output.durations.nbytes + _OVERHEAD


def frozen(output: ModelOutput) -> ModelOutput:
    """The output in read-only arrays of its own, safe to hand to several callers."""
    waveform = output.waveform if output.waveform.base is None else output.waveform.copy()
    durations = output.durations if output.durations.base is None else output.durations.copy()
    waveform.flags.writeable = durations.flags.writeable = False
    return ModelOutput(waveform, durations)


@dataclass(slots=True)
class _Entry:
    output: ModelOutput
    size: int
    expires: float


class MemoryTier:
    """The least recently used entries go first; each also goes when its time is over.

    Args:
        max_entries, max_bytes: bounds, both in force; an output larger than `max_bytes` is not
            kept at all.
        ttl: s from when an entry was put; None for ever.
        clock: monotonic, s.
    """

    def __init__(
        self, *, max_entries: int, max_bytes: int, ttl: float | None, clock: Callable[[], float]
    ) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._ttl = float("inf") if ttl is None else ttl
        self._clock = clock
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()
        self.bytes = 0
        self.evictions = 0
        self.expired = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: bytes) -> ModelOutput | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.expires <= self._clock():
            self._drop(key)
            self.expired += 1
            return None
        self._entries.move_to_end(key)
        return entry.output

    def put(self, key: bytes, output: ModelOutput) -> None:
        size = size_of(output)
        if size > self._max_bytes or not self._max_entries:
            return
        if key in self._entries:
            self._drop(key)
        self.sweep()
        while len(self._entries) >= self._max_entries or self.bytes + size > self._max_bytes:
            self._drop(next(iter(self._entries)))
            self.evictions += 1
        self._entries[key] = _Entry(output, size, self._clock() + self._ttl)
        self.bytes += size

    def sweep(self) -> None:
        """Drop every entry whose time is over."""
        now = self._clock()
        for key in [key for key, entry in self._entries.items() if entry.expires <= now]:
            self._drop(key)
            self.expired += 1

    def clear(self) -> None:
        self._entries.clear()
        self.bytes = 0

    def _drop(self, key: bytes) -> None:
        self.bytes -= self._entries.pop(key).size


class DiskTier:
    """One SQLite file that survives restarts and can be shared by several processes.

    Entries have no time limit, because what a key stands for never changes; the least recently
    used go when the size is reached. Each carries a BLAKE2b sum: an entry that does not match it is
    deleted, and a file that is no database any more is replaced by an empty one. All methods but
    the constructor block, and may be called from any one thread at a time.

    Args:
        directory: made if missing.
        max_bytes: bound on the arrays kept; the file itself is a few per cent larger.
        clock: wall clock, s since the epoch; orders the entries by use.
    """

    FILE = "kowane-audio-1.sqlite3"

    def __init__(
        self, directory: Path, *, max_bytes: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._directory = directory
        self._max_bytes = max_bytes
        self._clock = clock
        self._database: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self.entries = 0
        self.bytes = 0
        self.evictions = 0
        self.damaged = 0
        self.errors = 0

    def open(self) -> None:
        """Open or make the file.

        Raises:
            SettingsError: the directory cannot be made or written.
        """
        with self._lock:
            try:
                self._directory.mkdir(parents=True, exist_ok=True)
                try:
                    self._connect()
                except sqlite3.OperationalError:
                    raise
                except sqlite3.DatabaseError:
                    self._start_afresh()
            except (OSError, sqlite3.Error) as error:
                raise SettingsError(
                    f"The audio cache directory {str(self._directory)!r} cannot be used: {error}.",
                    remedy="Choose one that can be written, or none.",
                ) from error

    def get(self, key: bytes) -> ModelOutput | None:
        with self._lock:
            try:
                return self._read(key)
            except sqlite3.Error as error:
                self._failed(error)
                return None

    def put(self, key: bytes, output: ModelOutput) -> None:
        with self._lock:
            try:
                self._write(key, output)
            except sqlite3.Error as error:
                self._failed(error)

    def close(self) -> None:
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _connect(self) -> None:
        database = sqlite3.connect(
            self._directory / self.FILE,
            timeout=2.0,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            database.execute("PRAGMA journal_mode = WAL")
            # A crash may lose the last entries; their sums show it, and they are only a cache.
            database.execute("PRAGMA synchronous = OFF")
            database.execute(
                "CREATE TABLE IF NOT EXISTS output (key BLOB PRIMARY KEY, used REAL NOT NULL,"
                " size INTEGER NOT NULL, sum BLOB NOT NULL, durations BLOB NOT NULL,"
                " waveform BLOB NOT NULL)"
            )
            database.execute("CREATE INDEX IF NOT EXISTS by_use ON output (used, size)")
            self._count(database)
        except sqlite3.Error:
            database.close()
            raise
        self._database = database

    def _start_afresh(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        self.damaged += 1
        for suffix in ("", "-wal", "-shm"):
            (self._directory / (self.FILE + suffix)).unlink(missing_ok=True)
        self._connect()

    def _failed(self, error: sqlite3.Error) -> None:
        """A full or busy disk is counted and passes; a damaged file is replaced."""
        self.errors += 1
        if isinstance(error, sqlite3.OperationalError):
            return
        with suppress(OSError, sqlite3.Error):  # then the tier stays closed: all is a miss
            self._start_afresh()

    def _read(self, key: bytes) -> ModelOutput | None:
        if self._database is None:
            return None
        row = self._database.execute(
            "SELECT sum, durations, waveform FROM output WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        output = _unpacked(key, *row)
        if output is None:
            self.damaged += 1
            self._database.execute("DELETE FROM output WHERE key = ?", (key,))
            self._count(self._database)
            return None
        self._database.execute("UPDATE output SET used = ? WHERE key = ?", (self._clock(), key))
        return output

    def _write(self, key: bytes, output: ModelOutput) -> None:
        size = size_of(output)
        if self._database is None or size > self._max_bytes:
            return
        durations = output.durations.astype("<i8").tobytes()
        waveform = output.waveform.astype("<f4").tobytes()
        self._database.execute(
            "INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?)",
            (key, self._clock(), size, _sum(key, durations, waveform), durations, waveform),
        )
        self._count(self._database)
        while self.bytes > self._max_bytes:
            self.evictions += self._database.execute(
                "DELETE FROM output WHERE key = (SELECT key FROM output ORDER BY used LIMIT 1)"
            ).rowcount
            self._count(self._database)

    def _count(self, database: sqlite3.Connection) -> None:
        self.entries, self.bytes = database.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM output"
        ).fetchone()


def _sum(key: bytes, durations: bytes, waveform: bytes) -> bytes:
    digest = blake2b(key, digest_size=16)
    digest.update(len(durations).to_bytes(8, "little"))
    digest.update(durations)
    digest.update(waveform)
    return digest.digest()


def _unpacked(
    key: bytes, stored: object, durations: object, waveform: object
) -> ModelOutput | None:
    """The output, or None if these bytes are not the ones that were put."""
    if not (isinstance(durations, bytes) and isinstance(waveform, bytes)):
        return None
    if stored != _sum(key, durations, waveform):
        return None
    return frozen(ModelOutput(np.frombuffer(waveform, "<f4"), np.frombuffer(durations, "<i8")))
