"""Keeps the models of one replica equal to their slot's row, and takes back one that fails.

The row is the truth (decision 26). A replica reads it when it starts, when it is woken, and every two seconds; it loads
what the row names beside what answers, and exchanges them in one assignment. What it has it says in Redis.
"""

import asyncio
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import model_changes, model_slots, models
from db.errors import DatabaseError
from db.model_slots import Bounds, Slot
from db.models import Model
from db.pool import Database
from deployments import artifacts, model_steps
from deployments.confinement import limits_for_answers
from deployments.model_errors import ArtifactAway, ModelRefused
from deployments.model_kind import Kind
from deployments.model_slot import Contender, Lineup, ModelSlot, Record
from deployments.model_thread import model_thread
from pawsight.broker import connect_redis
from pawsight.channels import MODELS_CHANGED, model_replica_key, model_replicas_key
from pawsight.ids import new_id
from pawsight.objects import ObjectStore
from pawsight.settings import Settings

log = structlog.get_logger()

E = TypeVar("E")

LOOK_EVERY_S: Final = 2.0
BEAT_EVERY_S: Final = 0.5
"""How often a replica looks at what its models did, and says what it has."""
REPLICA_EXPIRES_S: Final = 5
START_WITHIN_S: Final = 120.0
"""A replica that has just started waits so long for its live model; then the settings' own answers meanwhile."""
AGREEMENT_EVERY_S: Final = 5.0


class ModelFollower(Generic[E]):
    """Of one replica and one type."""

    def __init__(self, slot: ModelSlot[E], config: Settings) -> None:
        self.replica = new_id().hex
        self._slot = slot
        self._config = config
        self._limits = limits_for_answers(config.model_memory_bytes)
        self._kind: Kind[E] | None = None
        self._loaded: dict[UUID, Contender[E]] = {}
        self._refused: dict[UUID, str] = {}
        self._loading: dict[UUID, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._away: tuple[str, str] | None = None
        self._generation = -1
        self._shadowed: tuple[UUID, int] | None = None
        self._stored_at = 0.0
        self._database: Database | None = None
        self._redis: Redis | None = None
        self._objects: ObjectStore | None = None
        self._wake = asyncio.Event()
        self._caught_up = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def fell_back(self) -> tuple[str | None, str | None]:
        """The live model that does not answer here, and why; None twice while it does."""
        live = self._slot.lineup.live
        if live is not None and live.record.died is not None:
            return live.name, live.record.died
        return self._away or (None, None)

    async def start(self, kind: Kind[E], built_in: Contender[E] | None) -> None:
        """Have the live model answer, or the settings' own where it can't be had soon; then follow.

        Called again, it takes another built-in model and goes on.
        """
        self._kind = kind
        self._slot.lineup = replace(self._slot.lineup, built_in=built_in)
        if self._config.database_url is None or self._tasks:
            return
        self._database = await Database.connect(self._config.database_url, size=1)
        self._redis = connect_redis(self._config)
        self._objects = ObjectStore(self._config)
        self._tasks = [
            asyncio.create_task(self._follow_for_ever(), name="follow the slot"),
            asyncio.create_task(self._beat_for_ever(), name="look at the models"),
            asyncio.create_task(self._listen_for_ever(), name="listen"),
        ]
        try:
            async with asyncio.timeout(START_WITHIN_S):
                await self._caught_up.wait()
        except TimeoutError:
            log.warning("the settings' model answers for now", type=kind.type)

    def check_health(self) -> None:
        """Let Serve replace a replica whose loops have died."""
        for task in self._tasks:
            if task.done():
                raise RuntimeError(f"the loop '{task.get_name()}' ended: {task}")

    async def stop(self) -> None:
        """Follow no longer, and end every process."""
        tasks = [*self._tasks, *self._loading.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks = []
        self._slot.lineup = Lineup(self._slot.lineup.built_in)
        self._slot.close()
        for one in self._loaded.values():
            await asyncio.to_thread(one.close)
        self._loaded.clear()
        if self._redis is not None and self._kind is not None:
            try:
                await self._redis.srem(model_replicas_key(self._kind.type), self.replica)
                await self._redis.delete(self._key)
            except RedisError as error:
                log.debug("a replica's leave was not told", error=str(error))
            await self._redis.aclose()
        if self._database is not None:
            await self._database.close()

    @property
    def _key(self) -> str:
        assert self._kind is not None
        return model_replica_key(self._kind.type, self.replica)

    async def _follow_for_ever(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._follow()
            except DatabaseError as error:
                # Whoever answers goes on; what was changed is known when the answer is back.
                log.warning("models not followed", error=str(error))
                self._caught_up.set()
            except Exception:
                log.exception("models not followed: a mistake of ours")
                self._caught_up.set()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _follow(self) -> None:
        """Read the row, exchange what is there already, load what is missing, exchange again."""
        assert self._database is not None
        assert self._kind is not None
        async with self._database.connection() as conn:
            row = await model_slots.get(conn, self._kind.type)
            missing = row.ids - self._loaded.keys() - self._refused.keys()
            wanted = await models.of_ids(conn, missing) if missing else {}
        self._line_up(row)
        # Who has to answer comes first. Nobody waits for it here: meanwhile the row may change again.
        for model_id in (row.live_id, row.candidate_id, row.previous_id):
            if model_id in wanted and model_id not in self._loading:
                self._loading[model_id] = asyncio.create_task(self._load(wanted[model_id], row))
        await self._drop(row)
        await self._say()
        if row.live_id not in self._loading:
            self._caught_up.set()

    def _line_up(self, row: Slot) -> None:
        """Exchange the lineup for the row's, as far as it is loaded: in one assignment."""
        now = self._slot.lineup
        live = self._loaded.get(row.live_id) if row.live_id is not None else None
        if row.live_id is not None and live is None:
            # Until it is here, who answered goes on.
            live = now.live if now.live is not None and now.live.id in self._loaded else None
        if live is not None and live is not now.live and live.id == row.live_id:
            # What it did as a candidate is not held against it.
            live.record = Record(died=live.record.died)
        previous = self._loaded.get(row.previous_id) if row.previous_id is not None else None
        candidate = self._loaded.get(row.candidate_id) if row.candidate_id is not None else None
        now_utc = datetime.now(UTC)
        watched_s = ((row.watched_until or now_utc) - now_utc).total_seconds()
        self._begin_shadow(row)
        self._slot.lineup = Lineup(
            now.built_in,
            live=live,
            previous=previous,
            canary=candidate if row.role == "canary" else None,
            share=row.share or 0.0,
            shadow=candidate if row.role == "shadow" else None,
            fps=row.fps or 1.0,
            bounds=Bounds.of_json(row.bounds),
            watched_until=time.monotonic() + watched_s,
            generation=row.generation,
        )
        self._generation = row.generation

    def _begin_shadow(self, row: Slot) -> None:
        if row.role != "shadow" or row.candidate_id is None:
            self._shadowed = None
        elif self._shadowed is None or self._shadowed[0] != row.candidate_id:
            self._slot.forget_agreement(row.candidate_id)
            self._shadowed = (row.candidate_id, row.generation)

    async def _load(self, model: Model, row: Slot) -> None:
        """Load a model beside what answers, and examine it; what comes of it is in `_loaded` or `_refused`."""
        try:
            async with self._one_at_a_time:
                await self._load_now(model, row)
        except Exception:
            log.exception("a model can't be loaded now: a mistake of ours", model=model.full_name)
            await asyncio.sleep(LOOK_EVERY_S)
        finally:
            del self._loading[model.id]
            self._wake.set()

    async def _load_now(self, model: Model, row: Slot) -> None:
        assert self._objects is not None
        assert self._kind is not None
        began = time.monotonic()
        try:
            path = await artifacts.fetch(model, self._objects, self._config.data_dir)
            # A thread of its own: the one that answers must not wait for it.
            thread = model_thread(self._kind.niceness)
            opening = asyncio.get_running_loop().run_in_executor(
                thread, self._kind.open, model, path, self._limits
            )
            thread.shutdown(wait=False)
            contender = await _unless_cancelled(opening)
        except ArtifactAway as error:
            if model.id == row.live_id:
                self._away = model.full_name, str(error)
            log.warning("a model can't be loaded now", model=model.full_name, error=str(error))
            await asyncio.sleep(LOOK_EVERY_S)
            return
        except ModelRefused as error:
            self._refused[model.id] = str(error)
            log.error("a model is refused", model=model.full_name, reason=str(error))
            return
        self._loaded[model.id] = contender
        if model.id == row.live_id:
            self._away = None
        log.info("model loaded", model=model.full_name, seconds=round(time.monotonic() - began, 1))

    async def _drop(self, row: Slot) -> None:
        """End what the row does not name any more, and forget why it was refused: it may be tried again."""
        for model_id in self._loaded.keys() - row.ids:
            gone = self._loaded.pop(model_id)
            await asyncio.to_thread(gone.close)
        for model_id in self._refused.keys() - row.ids:
            del self._refused[model_id]

    async def _beat_for_ever(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY_S)
            try:
                await self._judge()
                await self._store_agreement()
                await self._say()
            except DatabaseError as error:
                log.warning("models not judged", error=str(error))
            except Exception:
                log.exception("models not judged: a mistake of ours")

    async def _judge(self) -> None:
        """Take back a live model that fails or can't be loaded, and end a canary or a shadow that does."""
        assert self._kind is not None
        assert self._database is not None
        assert self._redis is not None
        lineup = self._slot.lineup
        suspects = [one for one in (lineup.live, lineup.canary, lineup.shadow) if one is not None]
        said: dict[UUID | None, str] = dict(self._refused.items())
        for one in suspects:
            if (why := self._slot.verdict(one)) is not None:
                said[one.id] = why
        if not said:
            return
        async with self._database.connection() as conn:
            row = await model_slots.get(conn, self._kind.type)
        detail = {"replica": self.replica}
        if row.live_id in said and row.live_id is not None:
            change = await model_steps.take_back(
                self._database, row.type, row.generation, said[row.live_id], detail
            )
        elif row.candidate_id in said and row.role in ("canary", "shadow"):
            # Who waits for a switch learns from `_say` that it is refused, and ends it.
            reason = said[row.candidate_id]
            change = await model_steps.end_candidate(self._database, row, reason=reason, detail=detail)
        else:
            return
        if change is not None:
            log.error("model taken back", model=change.model, reason=change.reason)
            await model_steps.tell(self._database, self._redis, change)
        self._wake.set()

    async def _store_agreement(self) -> None:
        if self._shadowed is None or time.monotonic() - self._stored_at < AGREEMENT_EVERY_S:
            return
        assert self._database is not None
        model_id, generation = self._shadowed
        sums = self._slot.agreement(model_id)
        if sums is not None:
            self._stored_at = time.monotonic()
            async with self._database.connection() as conn:
                await model_changes.count_agreement(conn, model_id, generation, self.replica, sums)

    async def _say(self) -> None:
        """Tell in Redis what this replica has; whoever switches waits for it."""
        assert self._kind is not None
        assert self._redis is not None
        answering = self._slot.answering
        told: dict[str, Any] = {
            "generation": self._generation,
            "answering": str(answering.id) if answering and answering.id else None,
            "name": answering.name if answering else None,
            "ready": {
                str(key): one.examined_ms for key, one in self._loaded.items() if one.record.died is None
            },
            "refused": {str(key): why for key, why in self._refused.items()},
            "p95Ms": round(answering.record.p95_ms, 1) if answering else None,
            "answers": answering.record.answers if answering else 0,
            "failures": answering.record.failures if answering else 0,
        }
        try:
            async with self._redis.pipeline() as pipe:
                pipe.sadd(model_replicas_key(self._kind.type), self.replica)
                pipe.set(self._key, json.dumps(told), ex=REPLICA_EXPIRES_S)
                await pipe.execute()
        except RedisError as error:
            log.debug("a replica's models were not told", error=str(error))

    async def _listen_for_ever(self) -> None:
        assert self._redis is not None
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(MODELS_CHANGED)
                    while True:
                        if await pubsub.get_message(ignore_subscribe_messages=True, timeout=1) is not None:
                            self._wake.set()
            except RedisError:
                # Every 2 s we look anyway.
                await asyncio.sleep(1)


async def _unless_cancelled(opening: "asyncio.Future[Contender[E]]") -> "Contender[E]":
    """What is opened; a process that nobody waits for any more is ended as soon as it is there."""

    def end(done: "asyncio.Future[Contender[E]]") -> None:
        if not done.cancelled() and done.exception() is None:
            done.result().close()

    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(end)
        raise
