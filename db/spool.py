"""Events on this node's disk, until PostgreSQL has them and Redis has told of them.

One SQLite file is shared by every process of a node. Each row belongs to one store; the rows of a store that
was killed are taken over by any other. Everything here blocks: the event store calls it in a thread of its own.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

import structlog

from db.errors import SpoolFull, SpoolUnwritable

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

BUSY_TIMEOUT_S = 5.0
KEPT_UNTOLD = 100
"""How many events of a user wait for Redis once PostgreSQL has them: as many as the recent list holds."""
KEPT_REJECTED = 1000

SCHEMA = """
    CREATE TABLE IF NOT EXISTS spool (
        seq      INTEGER PRIMARY KEY AUTOINCREMENT,
        store    TEXT NOT NULL,
        user_id  TEXT NOT NULL,
        event_id TEXT NOT NULL,
        event    BLOB NOT NULL,
        stored   INTEGER NOT NULL DEFAULT 0,
        told     INTEGER NOT NULL DEFAULT 0,
        UNIQUE (user_id, event_id)
    );
    CREATE INDEX IF NOT EXISTS unstored ON spool (store, seq) WHERE stored = 0;
    CREATE INDEX IF NOT EXISTS untold ON spool (store, seq) WHERE told = 0;
    CREATE INDEX IF NOT EXISTS done ON spool (seq) WHERE stored = 1 AND told = 1;
    CREATE TABLE IF NOT EXISTS stores (
        store   TEXT PRIMARY KEY,
        seen_at REAL NOT NULL
    );
    CREATE TABLE IF NOT EXISTS rejected (
        seq         INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id     TEXT NOT NULL,
        event       BLOB NOT NULL,
        reason      TEXT NOT NULL,
        rejected_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
"""

# Numbers begin at the microsecond: those of a file that was moved aside never mean a row of its successor.
BEGIN_NUMBERS = """
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'spool', ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'spool')
"""
ADD = "INSERT OR IGNORE INTO spool (store, user_id, event_id, event) VALUES (?, ?, ?, ?)"
# A new row and a new number: whoever is writing or telling the old one right now must not settle this one with it.
DELETE_WITHOUT_END = """
    DELETE FROM spool
     WHERE user_id = ? AND event_id = ?
       AND CASE WHEN json_valid(CAST(event AS TEXT)) THEN CAST(event AS TEXT) ->> '$.data.endTs' IS NULL END
"""
UNSTORED = "SELECT seq, user_id, event FROM spool WHERE store = ? AND stored = 0 ORDER BY seq LIMIT ?"
UNTOLD = "SELECT seq, user_id, event FROM spool WHERE store = ? AND told = 0 ORDER BY seq LIMIT ?"
UNSTORED_OF_USER = """
    SELECT seq, user_id, event FROM (
        SELECT seq, user_id, event, CAST(event AS TEXT) AS json FROM spool WHERE user_id = ? AND stored = 0
    ) WHERE json_valid(json) ORDER BY json ->> '$.ts' DESC, json ->> '$.id' DESC LIMIT ?
"""
COUNT_UNSTORED = "SELECT count(*) FROM spool WHERE stored = 0"
MARK_STORED = "UPDATE spool SET stored = 1 WHERE seq = ?"
MARK_TOLD = "UPDATE spool SET told = 1 WHERE seq = ?"
DELETE_DONE = "DELETE FROM spool WHERE stored = 1 AND told = 1"
DELETE_OLD_UNTOLD = """
    DELETE FROM spool WHERE seq IN (
        SELECT seq FROM (
            SELECT seq, row_number() OVER (PARTITION BY user_id ORDER BY seq DESC) AS place
              FROM spool WHERE told = 0 AND stored = 1)
         WHERE place > ?)
"""
REJECT = "INSERT INTO rejected (user_id, event, reason) SELECT user_id, event, ? FROM spool WHERE seq = ?"
DELETE = "DELETE FROM spool WHERE seq = ?"
DELETE_OLD_REJECTED = "DELETE FROM rejected WHERE seq <= (SELECT max(seq) FROM rejected) - ?"
SEEN = "INSERT INTO stores (store, seen_at) VALUES (?, ?) ON CONFLICT (store) DO UPDATE SET seen_at = excluded.seen_at"
BURY = "DELETE FROM stores WHERE store <> ? AND abs(seen_at - ?) > ? RETURNING store"
TAKE_OVER = "UPDATE spool SET store = ? WHERE store = ?"
TAKE_OVER_STRAYS = "UPDATE spool SET store = ? WHERE store NOT IN (SELECT store FROM stores)"
LEAVE = "DELETE FROM stores WHERE store = ?"

NOBODY = ""
"""The store of rows that were left by one that was closed."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """One event that waits. event: its JSON as the wire has it."""

    seq: int
    user_id: UUID
    event: bytes


def _rows(cursor: sqlite3.Cursor) -> list[Spooled]:
    return [Spooled(seq, UUID(user_id), event) for seq, user_id, event in cursor]


def _guarded(
    method: "Callable[Concatenate[Spool, P], T]",
) -> "Callable[Concatenate[Spool, P], T]":
    """Turn SQLite's errors into ours; a file that turns out to be corrupt is moved aside and the call done again."""

    def call(self: "Spool", /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            try:
                return method(self, *args, **kwargs)
            except sqlite3.DatabaseError as error:
                if not _corrupt(error):
                    raise
                self.reopen()
                return method(self, *args, **kwargs)
        except sqlite3.Error as error:
            raise SpoolUnwritable(f"{self.path}: {error}") from error

    return call


def _corrupt(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Spool:
    """The file, as one store uses it. Use it from one thread at a time."""

    def __init__(self, path: Path, *, max_rows: int, dead_after_s: float) -> None:
        self.path = path
        self.store = uuid4().hex
        self.waiting = 0
        """Events of the whole node that PostgreSQL lacks, as of the last look."""
        self._max_rows = max_rows
        self._dead_after_s = dead_after_s
        self._sqlite: sqlite3.Connection | None = None

    def open(self) -> None:
        """Open the file, making it if need be; one that is corrupt is moved aside.

        Raises:
            SpoolUnwritable: there is no writing here.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():
                try:
                    self._sqlite = self._connect()
                except sqlite3.DatabaseError as error:
                    if not _corrupt(error):
                        raise
                    self._move_aside(error)
                    self._sqlite = self._connect()
            self._move_in()
        except (OSError, sqlite3.Error) as error:
            raise SpoolUnwritable(f"{self.path}: {error}") from error

    def reopen(self) -> None:
        """Open the file again after it turned out to be corrupt.

        Raises:
            SpoolUnwritable: there is no writing here.
        """
        if self._sqlite is not None:
            with suppress(sqlite3.Error):
                self._sqlite.close()
        self._sqlite = None
        self.open()

    @_guarded
    def add(self, user_id: UUID, event_id: UUID, event: bytes, *, ended: bool = False) -> int | None:
        """Put an event on disk: its number; None if it waits there already.

        ended: it tells of its end, and takes the place of the same event without one.

        Raises:
            SpoolFull: as many wait as may.
            SpoolUnwritable: the disk is full or broken.
        """
        if self.waiting >= self._max_rows:
            raise SpoolFull(f"{self.waiting} events wait for the database already")
        with self._transaction() as db:
            if ended:
                db.execute(DELETE_WITHOUT_END, (str(user_id), str(event_id)))
            cursor = db.execute(ADD, (self.store, str(user_id), str(event_id), event))
            added = cursor.rowcount > 0
        if not added:
            return None
        if ended:
            self._count()
        else:
            self.waiting += 1
        return cursor.lastrowid

    @_guarded
    def unstored(self, limit: int) -> list[Spooled]:
        """This store's events that PostgreSQL lacks, oldest first."""
        return _rows(self._db.execute(UNSTORED, (self.store, limit)))

    @_guarded
    def untold(self, limit: int) -> list[Spooled]:
        """This store's events that Redis lacks, oldest first."""
        return _rows(self._db.execute(UNTOLD, (self.store, limit)))

    @_guarded
    def unstored_of_user(self, user_id: UUID, limit: int) -> list[Spooled]:
        """A user's events that PostgreSQL lacks, of every store of this node: the newest by their own time first."""
        return _rows(self._db.execute(UNSTORED_OF_USER, (str(user_id), limit)))

    @_guarded
    def settle(self, *, stored: Sequence[int] = (), told: Sequence[int] = ()) -> None:
        """Note what PostgreSQL and what Redis has now, by number; what both have is gone."""
        with self._transaction() as db:
            db.executemany(MARK_STORED, [(seq,) for seq in stored])
            db.executemany(MARK_TOLD, [(seq,) for seq in told])
            db.execute(DELETE_DONE)
            db.execute(DELETE_OLD_UNTOLD, (KEPT_UNTOLD,))
        self._count()

    @_guarded
    def reject(self, seq: int, reason: str) -> None:
        """Put an event that PostgreSQL will never take where it harms no other, with the reason."""
        with self._transaction() as db:
            db.execute(REJECT, (reason, seq))
            db.execute(DELETE, (seq,))
            db.execute(DELETE_OLD_REJECTED, (KEPT_REJECTED,))
        self._count()

    @_guarded
    def rejected(self) -> list[tuple[UUID, bytes, str]]:
        """What was rejected: user, event and reason, oldest first; the last thousand at most."""
        found = self._db.execute("SELECT user_id, event, reason FROM rejected ORDER BY seq")
        return [(UUID(user_id), event, reason) for user_id, event, reason in found]

    @_guarded
    def take_over(self) -> None:
        """Say that this store lives, and take the events of those that don't."""
        now = time.time()
        with self._transaction() as db:
            db.execute(SEEN, (self.store, now))
            # abs(): a clock that was set back must not make the dead immortal.
            dead = [row[0] for row in db.execute(BURY, (self.store, now, self._dead_after_s))]
            taken = sum(db.execute(TAKE_OVER, (self.store, one)).rowcount for one in (NOBODY, *dead))
        self._count()
        if taken:
            log.info("events of another process taken over", count=taken)

    def close(self) -> None:
        """Leave what still waits to whoever takes it, and close the file."""
        if self._sqlite is None:
            return
        try:
            with self._transaction() as db:
                db.execute(TAKE_OVER, (NOBODY, self.store))
                db.execute(LEAVE, (self.store,))
        except sqlite3.Error as error:
            # Others take the events over all the same, once this store is not seen any more.
            log.warning("spool not left in order", error=str(error))
        self._sqlite.close()
        self._sqlite = None

    @property
    def _db(self) -> sqlite3.Connection:
        assert self._sqlite is not None, "open() comes first"
        return self._sqlite

    def _count(self) -> None:
        self.waiting = int(self._db.execute(COUNT_UNSTORED).fetchone()[0])

    def _move_in(self) -> None:
        with self._transaction() as db:
            db.execute(SEEN, (self.store, time.time()))
            db.execute(TAKE_OVER_STRAYS, (self.store,))
        self._count()

    def _connect(self) -> sqlite3.Connection:
        # isolation_level None: each statement commits by itself unless we say BEGIN.
        db = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            # A killed process loses nothing; a power cut may take the last moments.
            db.execute("PRAGMA synchronous = NORMAL")
            (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                error = sqlite3.DatabaseError(verdict)
                error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise error
            db.executescript(SCHEMA)
            db.execute(BEGIN_NUMBERS, (time.time_ns() // 1000,))
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        # IMMEDIATE: wait for the other processes now, not half way, where SQLite would give up.
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process opens or moves the file meanwhile."""
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _move_aside(self, error: Exception) -> None:
        aside = f"{self.path.name}.corrupt-{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}"
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).rename(self.path.with_name(aside + suffix))
        log.error("the event spool is corrupt and was moved aside", moved_to=aside, error=str(error))
