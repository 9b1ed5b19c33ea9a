"""The steps of a routine, each done once.

What a step does and the note that it is done are one transaction, which begins with the fence (`note_step`): whoever
lost the run does nothing. What can't be in a transaction has an id made of the run's and the step's, so that a second
try is the same thing: a snapshot's files, a clip's job, a robot's command.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import cameras, clip_orders, commands, devices, jobs, routine_runs, users
from db.cameras import Camera
from db.clip_orders import ClipOrder
from db.commands import Command
from db.pool import Connection, Database
from db.routine_runs import TakenRun
from deployments import job_news, moments, owner_news, snapshot_files
from deployments.moments import Seen
from deployments.routine_summary import Summarise
from deployments.uploads import UploadTookTooLong
from metrics.day import date_at, time_zone
from pawsight.channels import DEVICE_WAKE, JOBS_CHANGED
from pawsight.messages import NotificationMessage, rfc3339
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from pawsight.settings import Settings
from robot.protocol import Capability, ParameterRefused
from routines.steps import (
    ClipStep,
    CommandStep,
    NotifyStep,
    SnapshotStep,
    Step,
    StepOutcome,
    SummaryStep,
)
from video.errors import ClipError, PeerError

log = structlog.get_logger()

MOST_CAMERAS: Final = 16
MOST_CLIPS_OPEN: Final = 100
"""Clips of one user that may wait, a routine's among them."""

COMMAND_TIMEOUT_S: Final = 30.0
LOOK_EVERY_S: Final = 0.2

ROUTINE: Final = "ROUTINE"
DAILY_SUMMARY: Final = "DAILY_SUMMARY"
LABEL: Final = "routine"

PictureOf = Callable[[UUID, UUID], Awaitable[Seen]]
"""The newest picture of a user's camera."""


class StepFailed(Exception):
    """The step can't be done; the message says why."""


class StepUnavailable(Exception):
    """What the step needs is not there."""


@dataclass(frozen=True, slots=True)
class Services:
    """What steps are done with."""

    config: Settings
    database: Database
    objects: ObjectStore
    redis: Redis
    summarise: Summarise

    async def picture_of(self, user_id: UUID, camera_id: UUID) -> Seen:
        """The newest picture of a user's camera."""
        return await moments.picture_of(
            user_id, camera_id, None, config=self.config, database=self.database, objects=self.objects
        )


class StepWork:
    """Does one step of a run that is ours."""

    def __init__(self, taken: TakenRun, index: int, services: Services) -> None:
        self._run = taken.run
        self._user_id = taken.user_id
        self._name = taken.name
        self._index = index
        self._with = services

    async def do(self, step: Step) -> StepOutcome:
        """Do it, and note what became of it.

        Raises:
            RunLost: somebody else has the run; nothing was done.
            DatabaseError: the database is away; another attempt may have more luck.
        """
        try:
            match step:
                case NotifyStep():
                    return await self._notify(step, ROUTINE, f"{self._name}: {step.text}")
                case SummaryStep():
                    return await self._notify(step, DAILY_SUMMARY, await self._summary(step))
                case SnapshotStep():
                    return await self._snapshot(step)
                case ClipStep():
                    return await self._clip(step)
                case CommandStep():
                    return await self._command(step)
        except StepFailed as error:
            return await self.note_alone(step, "failed", str(error))
        except StepUnavailable as error:
            return await self.note_alone(step, "unavailable", str(error))

    async def note_alone(self, step: Step, status: str, detail: str) -> StepOutcome:
        """Note that a step came to nothing.

        Raises:
            RunLost, DatabaseError: as `do`.
        """
        async with self._with.database.transaction() as conn:
            return await self._note(conn, step, status, detail)

    async def _note(
        self, conn: Connection, step: Step, status: str, detail: str | None, ids: Sequence[UUID] = ()
    ) -> StepOutcome:
        outcome = StepOutcome.model_validate(
            {
                "index": self._index,
                "type": step.type,
                "status": status,
                "detail": detail,
                "ids": list(ids),
                "finished_at": rfc3339(datetime.now(UTC)),
            }
        )
        await routine_runs.note_step(
            conn, self._run, self._index, outcome.model_dump(mode="json", by_alias=True)
        )
        return outcome

    async def _notify(self, step: Step, code: str, text: str) -> StepOutcome:
        notification_id = self._id("notification")
        async with self._with.database.transaction() as conn:
            outcome = await self._note(conn, step, "done", text, [notification_id])
            message: NotificationMessage | None = await owner_news.keep(
                conn, self._user_id, level="info", code=code, text=text, notification_id=notification_id
            )
        await owner_news.tell(self._with.redis, self._user_id, message)
        return outcome

    async def _summary(self, step: SummaryStep) -> str:
        async with self._with.database.connection() as conn:
            zone = time_zone(await users.time_zone(conn, self._user_id) or "UTC")
        day = date_at(self._began, zone) - timedelta(days=step.day == "yesterday")
        return await self._with.summarise(self._user_id, day)

    async def _snapshot(self, step: SnapshotStep) -> StepOutcome:
        made, missing = [], []
        for camera in await self._cameras(step.camera_id):
            try:
                seen = await self._with.picture_of(self._user_id, camera.id)
                uploaded = await snapshot_files.upload(
                    seen.image,
                    seen.captured_at,
                    user_id=self._user_id,
                    camera_id=camera.id,
                    labels=[LABEL],
                    snapshot_id=self._id(f"snapshot:{camera.id}"),
                    config=self._with.config,
                    database=self._with.database,
                    objects=self._with.objects,
                )
            except (ClipError, PeerError, ObjectStoreUnavailable, OSError) as error:
                missing.append(f"{camera.name} ({error})")
            else:
                made.append(uploaded)
        if not made:
            raise StepFailed(f"No picture of {', '.join(missing)}")
        detail = f"{_count(len(made), 'picture')} kept" + (
            f"; none of {', '.join(missing)}" if missing else ""
        )
        try:
            async with self._with.database.transaction() as conn:
                outcome = await self._note(conn, step, "done", detail, [one.snapshot.id for one in made])
                for one in made:
                    await snapshot_files.store(conn, one)
        except UploadTookTooLong as error:
            raise StepFailed("The media storage took too long") from error
        return outcome

    async def _clip(self, step: ClipStep) -> StepOutcome:
        now = datetime.now(UTC)
        orders = [
            (
                self._id(f"clip:{camera.id}"),
                ClipOrder(
                    start=self._began - timedelta(seconds=step.seconds),
                    end=self._began,
                    camera_id=camera.id,
                    labels=(LABEL,),
                ),
            )
            for camera in await self._cameras(step.camera_id)
        ]
        timeout_s = self._with.config.clip_timeout_s
        async with self._with.database.transaction() as conn:
            if await jobs.count_open(conn, self._user_id) + len(orders) > MOST_CLIPS_OPEN:
                raise StepFailed("Too many clips are being made already")
            outcome = await self._note(
                conn, step, "done", f"{_count(len(orders), 'clip')} asked for", [one for one, _ in orders]
            )
            asked = [
                await clip_orders.ask(conn, self._user_id, order, now=now, timeout_s=timeout_s, job_id=job_id)
                for job_id, order in orders
            ]
        for job in asked:
            await job_news.tell(self._with.redis, job)
        await self._wake(JOBS_CHANGED, "")
        return outcome

    async def _command(self, step: CommandStep) -> StepOutcome:
        given = await self._give(step)
        while given.is_open and datetime.now(UTC) < given.deadline + timedelta(seconds=5):
            await asyncio.sleep(LOOK_EVERY_S)
            async with self._with.database.connection() as conn:
                given = await commands.get(conn, self._user_id, given.id) or given
        if given.is_open:
            status, detail = "failed", "Nobody says how it went"
        elif given.status == "failed":
            status, detail = "failed", given.error or "It did not work"
        else:
            status, detail = "done", f"`{given.name}` is done"
        async with self._with.database.transaction() as conn:
            return await self._note(conn, step, status, detail, [given.id])

    async def _give(self, step: CommandStep) -> Command:
        """The command of this step: an earlier attempt may have given it."""
        command_id = self._id("command")
        async with self._with.database.connection() as conn:
            known = await commands.get(conn, self._user_id, command_id)
            device = await devices.connected(conn, self._user_id, step.device_id)
        if known is not None:
            return known
        if device is None:
            raise StepUnavailable("No robot is connected")
        abilities = [Capability.model_validate(one) for one in device.capabilities or ()]
        ability = next((one for one in abilities if one.name == step.command), None)
        if ability is None:
            raise StepFailed(f"{device.name} can't `{step.command}`")
        try:
            ability.check(step.parameters)
        except ParameterRefused as error:
            raise StepFailed(str(error)) from error
        async with self._with.database.connection() as conn:
            given = await commands.insert(
                conn,
                self._user_id,
                device.id,
                name=step.command,
                parameters=dict(step.parameters),
                timeout_s=COMMAND_TIMEOUT_S,
                run_id=self._run.id,
                command_id=command_id,
            ) or await commands.get(conn, self._user_id, command_id)
        if given is None:
            raise StepFailed(f"{device.name} has too much to do already")
        await self._wake(DEVICE_WAKE, str(device.id))
        return given

    async def _cameras(self, camera_id: UUID | None) -> list[Camera]:
        async with self._with.database.connection() as conn:
            if camera_id is not None:
                one = await cameras.get(conn, self._user_id, camera_id)
                found = [] if one is None else [one]
            else:
                every = await cameras.after(conn, self._user_id, limit=500)
                found = [one for one in every if one.enabled][:MOST_CAMERAS]
        if not found:
            raise StepFailed("There is no such camera any more" if camera_id else "No camera is on")
        return found

    async def _wake(self, channel: str, about: str) -> None:
        try:
            await self._with.redis.publish(channel, about)
        except (RedisError, OSError) as error:
            # Whoever is to be woken looks each second anyway.
            log.debug("not woken", channel=channel, error=str(error))

    @property
    def _began(self) -> datetime:
        """When the run was taken first: the same for each attempt."""
        return self._run.started_at or self._run.scheduled_for

    def _id(self, what: str) -> UUID:
        return uuid5(self._run.id, f"{self._index}:{what}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
