"""Where events go: on disk at once, to Redis at once, to PostgreSQL each second.

An event that `record` took is never lost: it waits in the spool on this node's disk until PostgreSQL has it,
and until Redis has told of it. Being told twice can happen (a process killed between telling and noting it);
being stored twice can't.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar
from uuid import UUID

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import events
from db.errors import ConstraintViolated, DatabaseError, QueryTimeout, SpoolError
from db.pool import Database
from db.recent import RecentList, event_id
from db.spool import Spool, Spooled
from db.times import aware
from pawsight.channels import RECENT_EVENTS
from pawsight.messages import Event

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

FLUSH_EVERY_S = 1.0
SLOWEST_RETRY_S = 5.0
UPKEEP_EVERY_S = 60.0
REDIS_TIMEOUT_S = 0.5
BATCH = 1000
SMALLEST_BATCH = 10
TELL_BATCH = 100

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

UPKEEP = "SELECT maintain_storage()"


class EventStore:
    """One process's door to the events. Any number of them share a spool file."""

    def __init__(
        self,
        database: Database,
        redis: Redis,
        spool_path: Path,
        *,
        max_spooled: int = 100_000,
        dead_after_s: float = 5.0,
    ) -> None:
        """Make a store; `start` opens it.

        redis: answers bytes (`decode_responses` off).
        max_spooled: how many events of this node may wait for PostgreSQL.
        dead_after_s: a store not seen for so long was killed; others write its events.
        """
        self._database = database
        self._recent = RecentList(redis)
        self._spool = Spool(spool_path, max_rows=max_spooled, dead_after_s=dead_after_s)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spool")
        self._tasks: list[asyncio.Task[None]] = []
        self._telling: set[bytes] = set()
        self._told: dict[bytes, int] = {}
        self._database_away = False
        self._redis_away = False
        self._spool_broken = False
        self._closed = False
        self._batch = BATCH

    async def start(self) -> None:
        """Open the spool and begin to write what waits in it. Neither server needs to be there.

        Raises:
            SpoolUnwritable: the spool's folder can't be written.
        """
        await self._in_thread(self._spool.open)
        # Each of them outlives whatever goes wrong in it, our own mistakes too: nobody would start it again.
        self._tasks = [
            asyncio.create_task(self._take_over_for_ever(), name="take over events"),
            asyncio.create_task(self._write_for_ever(), name="write events"),
            asyncio.create_task(self._tell_for_ever(), name="tell events"),
            asyncio.create_task(self._keep_up_for_ever(), name="storage upkeep"),
        ]

    async def record(self, user_id: UUID, event: Event) -> None:
        """Keep an event: when this returns, it is on disk, and whoever listens was told, if Redis is there.

        Its time is kept to the millisecond, as the wire writes it. An event that waits already is not told again,
        unless it now tells of its end.

        Raises:
            ValueError: its time is naive.
            SpoolFull: the database has been away for too long.
            SpoolUnwritable: the disk is full or broken.
        """
        event = _to_millisecond(event)
        body = event.model_dump_json(by_alias=True).encode()
        key = event_id(body)
        self._telling.add(key)
        try:
            seq = await self._in_thread(partial(self._spool.add, user_id, event.id, body, ended=event.ended))
            if seq is None or self._redis_away:
                return
            async with asyncio.timeout(REDIS_TIMEOUT_S):
                await self._recent.tell(user_id, [(_ts_ms(event.ts), body)], late=False)
            self._told[key] = seq
        except (RedisError, OSError, TimeoutError) as error:
            self._redis_failed(error)
        finally:
            self._telling.discard(key)

    async def recent(self, user_id: UUID, limit: int = RECENT_EVENTS) -> list[bytes]:
        """A user's last events, at most 100, as JSON, newest first.

        Raises:
            DatabaseError: Redis does not know them all, and the database can't be asked.
        """
        redis_answers = not self._redis_away
        if redis_answers:
            try:
                async with asyncio.timeout(REDIS_TIMEOUT_S):
                    known = await self._recent.read(user_id)
                if known is not None:
                    return known[:limit]
            except (RedisError, OSError, TimeoutError) as error:
                redis_answers = False
                self._redis_failed(error)
        found = await self._ask_database(user_id)
        if redis_answers:
            try:
                async with asyncio.timeout(REDIS_TIMEOUT_S):
                    await self._recent.fill(user_id, found)
            except (RedisError, OSError, TimeoutError) as error:
                self._redis_failed(error)
        return [body for _, body in found[:limit]]

    def spooled(self) -> int:
        """How many events of this node wait for PostgreSQL, a second ago at most."""
        return self._spool.waiting

    async def close(self) -> None:
        """Write what waits, if the servers are there; what is left is taken over by another store. Idempotent."""
        if self._closed:
            return
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        for finish in (self._tell, self._write):
            try:
                await finish()
            except (DatabaseError, SpoolError, RedisError, OSError, TimeoutError) as error:
                log.warning("events are left in the spool", count=self._spool.waiting, error=repr(error))
        await self._in_thread(self._spool.close)
        self._thread.shutdown(wait=False)

    async def _ask_database(self, user_id: UUID) -> list[tuple[int, bytes]]:
        # The spool first: an event on its way from it to the database is then seen twice, never missed.
        spooled = await self._in_thread(self._spool.unstored_of_user, user_id, RECENT_EVENTS)
        async with self._database.connection() as conn:
            stored = await events.latest(conn, user_id, RECENT_EVENTS)
        found = {event.id: event for row in spooled if (event := _parse(row)) is not None}
        for event in stored:
            # What tells of its end is the newer word, wherever it is.
            if event.id not in found or not found[event.id].ended:
                found[event.id] = event
        newest = sorted(found.values(), key=lambda event: (event.ts, event.id), reverse=True)
        return [
            (_ts_ms(event.ts), event.model_dump_json(by_alias=True).encode())
            for event in newest[:RECENT_EVENTS]
        ]

    async def _take_over_for_ever(self) -> None:
        while True:
            try:
                await self._in_thread(self._spool.take_over)
                self._spool_broken = False
            except SpoolError as error:
                self._spool_failed(error)
            except Exception:
                log.exception("events of the dead are not taken over: a mistake of ours")
            await asyncio.sleep(FLUSH_EVERY_S)

    async def _write_for_ever(self) -> None:
        pause = FLUSH_EVERY_S
        while True:
            await asyncio.sleep(pause)
            try:
                await self._write()
                pause = FLUSH_EVERY_S
                if self._database_away:
                    self._database_away = False
                    log.info("the database takes events again")
            except DatabaseError as error:
                pause = min(pause * 2, SLOWEST_RETRY_S)
                if not self._database_away:
                    self._database_away = True
                    log.warning("events wait in the spool: the database is away", error=repr(error))
            except SpoolError as error:
                self._spool_failed(error)
            except Exception:
                pause = SLOWEST_RETRY_S
                log.exception("events are not written: a mistake of ours")

    async def _write(self) -> None:
        """Move everything of this store that waits into PostgreSQL."""
        while True:
            rows = await self._in_thread(self._spool.unstored, self._batch)
            try:
                await self._insert(rows)
            except QueryTimeout:
                self._batch = max(self._batch // 2, SMALLEST_BATCH)
                raise
            if len(rows) < self._batch:
                self._batch = BATCH
                return

    async def _insert(self, rows: Sequence[Spooled]) -> None:
        """Store rows. If PostgreSQL refuses one, halve until it stands alone, and set it aside."""
        parsed: list[tuple[Spooled, Event]] = []
        for row in rows:
            if (event := _parse(row)) is None:
                await self._reject(row, "not an event of this version")
            else:
                parsed.append((row, event))
        if not parsed:
            return
        try:
            async with self._database.connection() as conn:
                await events.insert_many(conn, [(row.user_id, event) for row, event in parsed])
        except ConstraintViolated as error:
            if len(parsed) == 1:
                await self._reject(parsed[0][0], f"{error} ({error.detail or 'no detail'})")
                return
            middle = len(parsed) // 2
            await self._insert([row for row, _ in parsed[:middle]])
            await self._insert([row for row, _ in parsed[middle:]])
        else:
            await self._settle([row.seq for row, _ in parsed])

    async def _reject(self, row: Spooled, reason: str) -> None:
        log.error(
            "the database refuses an event; it is kept in the spool's table `rejected`",
            user=str(row.user_id),
            event_id=event_id(row.event).decode("ascii", "replace"),
            reason=reason,
        )
        await self._in_thread(self._spool.reject, row.seq, reason)
        try:
            async with asyncio.timeout(REDIS_TIMEOUT_S):
                await self._recent.forget(row.user_id)
        except (RedisError, OSError, TimeoutError) as error:
            self._redis_failed(error)

    async def _settle(self, stored: Sequence[int] = ()) -> None:
        told = dict(self._told)
        await self._in_thread(self._spool.settle, stored=stored, told=list(told.values()))
        for key in told:
            self._told.pop(key, None)

    async def _tell_for_ever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY_S)
            try:
                await self._tell()
            except (RedisError, OSError, TimeoutError) as error:
                self._redis_failed(error)
            except SpoolError as error:
                self._spool_failed(error)
            except Exception:
                log.exception("events are not told: a mistake of ours")
                await asyncio.sleep(SLOWEST_RETRY_S)

    async def _tell(self) -> None:
        """Tell of what was recorded while Redis was away, or by a process that was killed."""
        if self._redis_away:
            async with asyncio.timeout(REDIS_TIMEOUT_S):
                await self._recent.check()
            self._redis_away = False
            log.info("Redis is back")
        while True:
            if self._told:
                await self._settle()
            rows = await self._in_thread(self._spool.untold, TELL_BATCH)
            # What `record` is telling right now, or has told since we looked, is not ours to tell.
            missed = [
                row
                for row in rows
                if event_id(row.event) not in self._telling and event_id(row.event) not in self._told
            ]
            for row in missed:
                if (event := _parse(row)) is not None:
                    async with asyncio.timeout(REDIS_TIMEOUT_S):
                        await self._recent.tell(row.user_id, [(_ts_ms(event.ts), row.event)], late=True)
                self._told[event_id(row.event)] = row.seq
            if not missed or len(rows) < TELL_BATCH:
                return

    async def _keep_up_for_ever(self) -> None:
        away = False
        while True:
            try:
                async with self._database.connection() as conn:
                    await conn.fetchval(UPKEEP)
                away = False
            except DatabaseError as error:
                if not away:
                    log.warning("storage upkeep put off", error=repr(error))
                away = True
            except Exception:
                log.exception("no storage upkeep: a mistake of ours")
            await asyncio.sleep(UPKEEP_EVERY_S)

    def _redis_failed(self, error: Exception) -> None:
        if not self._redis_away:
            log.warning("events are not told now: Redis is away", error=repr(error))
        self._redis_away = True

    def _spool_failed(self, error: SpoolError) -> None:
        if not self._spool_broken:
            log.error("the event spool can't be read", error=str(error))
        self._spool_broken = True

    async def _in_thread(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))


def _to_millisecond(event: Event) -> Event:
    ts = aware(event.ts).astimezone(UTC)
    return event.model_copy(update={"ts": ts.replace(microsecond=ts.microsecond // 1000 * 1000)})


def _ts_ms(ts: datetime) -> int:
    return (ts - EPOCH) // timedelta(milliseconds=1)


def _parse(row: Spooled) -> Event | None:
    try:
        return Event.model_validate_json(row.event)
    except ValidationError:
        return None
