"""Routines: what is done again and again, when it is next, and what became of it."""

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Final, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.cameras import owned_camera
from app.devices import owned_device
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from db import routine_runs, routines, users
from db.routine_runs import Run
from db.routines import Routine
from metrics.day import UnknownTimeZone, time_zone
from pawsight.messages import Wire, rfc3339
from routines.errors import CronInvalid
from routines.schedule import LONGEST_CRON, Schedule
from routines.steps import (
    ClipStep,
    CommandStep,
    SnapshotStep,
    Step,
    StepOutcome,
    Steps,
    keep_steps,
    parse_steps,
)
from routines.templates import TEMPLATES

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/routines", tags=["routines"], responses=documented(400, 401, 403, 404, 409, 429, 503, 504)
)

TOLD_RUNS: Final = 5

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["Evening walk"])]
Cron = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_CRON,
        description="minute, hour, day of the month, month, weekday; on your clock",
        examples=["0 18 * * MON-FRI"],
    ),
]
Missed = Annotated[
    Literal["skip", "run_once"],
    Field(
        description="what becomes of moments that were more than ten minutes ago before anybody looked, since the "
        "system was off: nothing, or one run for all of them. A moment that is less late is always run"
    ),
]


class NewRoutine(Wire):
    """Something to be done again and again."""

    name: Name
    cron: Cron
    steps: Steps
    enabled: bool = True
    missed: Missed = "skip"


class RoutineChange(Wire):
    """What shall be different; what is left out stays."""

    name: Name | None = None
    cron: Cron | None = None
    steps: Steps | None = None
    enabled: bool | None = None
    missed: Missed | None = None


class RunInfo(Wire):
    """What became of one moment. `missed`: nobody was there for it, and it was skipped."""

    id: UUID
    routine_id: UUID
    scheduled_for: AwareDatetime
    manual: Annotated[bool, Field(description="somebody asked for it")]
    status: Literal["queued", "processing", "complete", "failed", "missed"]
    steps: Annotated[list[StepOutcome], Field(description="those that are over, in their order")]
    step_count: int
    error: Annotated[str | None, Field(description="what could not be done of it")]
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None

    @field_serializer("scheduled_for")
    def _scheduled_for(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("started_at", "finished_at")
    def _times(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class RoutineInfo(NewRoutine):
    """One routine."""

    id: UUID
    time_zone: Annotated[str, Field(description="whose clock it goes by: yours", examples=["Europe/Berlin"])]
    next_runs: Annotated[list[AwareDatetime], Field(description="the next five; none while it is off")]
    last_run: RunInfo | None
    created_at: AwareDatetime

    @field_serializer("next_runs")
    def _next_runs(self, moments: list[datetime]) -> list[str]:
        return [rfc3339(one) for one in moments]

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


class Preview(Wire):
    """A time that a routine may have."""

    cron: Cron


class NextRuns(Wire):
    """When that would be next."""

    time_zone: str = Field(examples=["Europe/Berlin"])
    next_runs: list[AwareDatetime]

    @field_serializer("next_runs")
    def _next_runs(self, moments: list[datetime]) -> list[str]:
        return [rfc3339(one) for one in moments]


class TemplateInfo(Wire):
    """A routine to begin with: give its `cron` and `steps`, changed or not, to `POST /api/routines`."""

    key: str = Field(examples=["walk"])
    name: str = Field(examples=["Time for a walk"])
    about: str
    cron: str
    steps: list[Step]


@router.get("/templates")
async def list_routine_templates(_: Reader) -> Page[TemplateInfo]:
    """Routines to begin with."""
    items = [
        TemplateInfo(key=one.key, name=one.name, about=one.about, cron=one.cron, steps=list(one.steps))
        for one in TEMPLATES
    ]
    return Page[TemplateInfo](items=items, next_cursor=None)


@router.post("/preview")
async def preview_routine(body: Preview, principal: Reader, held: Held) -> NextRuns:
    """When a routine would run, before it is made."""
    name, zone = await _zone(held, principal.user_id)
    now = datetime.now(UTC)
    return NextRuns(time_zone=name, next_runs=_schedule(body.cron, zone, now).next_runs(now, TOLD_RUNS))


@router.get("")
async def list_routines(principal: Reader, held: Held, response: Response) -> Page[RoutineInfo]:
    """Your routines, oldest first, each with its next five runs and its last one."""
    response.headers["Cache-Control"] = "no-store"
    zone = await _zone(held, principal.user_id)
    async with held.database.connection() as conn:
        found = await routines.list_all(conn, principal.user_id)
        last = await routine_runs.last_of_each(conn, principal.user_id)
    return Page[RoutineInfo](items=[_info(one, zone, last.get(one.id)) for one in found], next_cursor=None)


@router.post("", status_code=201)
async def add_routine(body: NewRoutine, principal: Writer, held: Held) -> RoutineInfo:
    """Make a routine."""
    await _check_steps(held, principal.user_id, body.steps)
    zone = await _zone(held, principal.user_id)
    now = datetime.now(UTC)
    schedule = _schedule(body.cron, zone[1], now)
    async with held.database.transaction() as conn:
        made = await routines.insert(
            conn,
            principal.user_id,
            name=body.name,
            cron=schedule.cron,
            steps=keep_steps(body.steps),
            enabled=body.enabled,
            missed=body.missed,
            next_run_at=schedule.next_runs(now, 1)[0],
        )
    if made is None:
        raise ApiError(
            409, "TOO_MANY_ROUTINES", "You have as many routines as there may be", "Delete one first"
        )
    return _info(made, zone, None)


@router.get("/{routine_id}")
async def get_routine(routine_id: UUID, principal: Reader, held: Held, response: Response) -> RoutineInfo:
    """One routine."""
    response.headers["Cache-Control"] = "no-store"
    zone = await _zone(held, principal.user_id)
    async with held.database.connection() as conn:
        found = await routines.get(conn, principal.user_id, routine_id)
        if found is None:
            raise _not_found()
        last = await routine_runs.before(conn, routine_id, limit=1)
    return _info(found, zone, last[0] if last else None)


@router.patch("/{routine_id}")
async def change_routine(routine_id: UUID, body: RoutineChange, principal: Writer, held: Held) -> RoutineInfo:
    """Change a routine. A run that has begun goes on with the steps that it began with."""
    if body.steps is not None:
        await _check_steps(held, principal.user_id, body.steps)
    zone = await _zone(held, principal.user_id)
    now = datetime.now(UTC)
    async with held.database.transaction() as conn:
        before = await routines.lock(conn, principal.user_id, routine_id)
        if before is None:
            raise _not_found()
        enabled = before.enabled if body.enabled is None else body.enabled
        cron, next_run_at = before.cron, before.next_run_at
        # What it missed while it was off is not made up for.
        if body.cron is not None or (enabled and not before.enabled):
            schedule = _schedule(body.cron or before.cron, zone[1], now)
            cron, next_run_at = schedule.cron, schedule.after(now)
        changed = await routines.update(
            conn,
            replace(
                before,
                name=body.name or before.name,
                cron=cron,
                steps=before.steps if body.steps is None else keep_steps(body.steps),
                enabled=enabled,
                missed=body.missed or before.missed,
                next_run_at=next_run_at,
            ),
        )
        assert changed is not None, "it is locked"
        last = await routine_runs.before(conn, routine_id, limit=1)
    return _info(changed, zone, last[0] if last else None)


@router.delete("/{routine_id}", status_code=204)
async def delete_routine(routine_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a routine and its history; clips and snapshots that it kept stay."""
    async with held.database.transaction() as conn:
        gone = await routines.delete(conn, principal.user_id, routine_id)
    if not gone:
        raise _not_found()


@router.post("/{routine_id}/run", status_code=202)
async def run_routine(routine_id: UUID, principal: Writer, held: Held) -> RunInfo:
    """Run a routine now, also one that is off. It begins within a second or so."""
    async with held.database.transaction() as conn:
        found = await routines.get(conn, principal.user_id, routine_id)
        if found is None:
            raise _not_found()
        run = await routine_runs.insert(conn, routine_id, datetime.now(UTC), found.steps, manual=True)
    if run is None:
        raise ApiError(429, "TOO_MANY_RUNS", "This routine has enough to do already; wait a moment")
    return _run_info(run)


@router.get("/{routine_id}/runs")
async def list_routine_runs(
    routine_id: UUID,
    principal: Reader,
    held: Held,
    response: Response,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> Page[RunInfo]:
    """What became of a routine's moments, newest first; for a quarter of a year."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        if await routines.get(conn, principal.user_id, routine_id) is None:
            raise _not_found()
        found = await routine_runs.before(conn, routine_id, cursor=decode_cursor(cursor), limit=limit + 1)
    page = found[:limit]
    following = encode_cursor(page[-1].scheduled_for, page[-1].id) if len(found) > limit else None
    return Page[RunInfo](items=[_run_info(one) for one in page], next_cursor=following)


async def _zone(held: Resources, user_id: UUID) -> tuple[str, tzinfo]:
    async with held.database.connection() as conn:
        name = await users.time_zone(conn, user_id) or "UTC"
    try:
        return name, time_zone(name)
    except UnknownTimeZone as error:
        raise ApiError(
            503, "TIME_ZONE_UNKNOWN", "This machine does not know your time zone", str(error)
        ) from error


def _schedule(cron: str, zone: tzinfo, now: datetime) -> Schedule:
    try:
        return Schedule.of(cron, zone, now=now)
    except CronInvalid as error:
        raise ApiError(400, "CRON_INVALID", "This is no time that a routine can have", str(error)) from error


async def _check_steps(held: Resources, user_id: UUID, steps: list[Step]) -> None:
    """Let steps pass whose camera or robot is the user's.

    Raises:
        ApiError: 404: it is not.
    """
    for step in steps:
        match step:
            case SnapshotStep() | ClipStep() if step.camera_id is not None:
                await owned_camera(held, user_id, step.camera_id)
            case CommandStep() if step.device_id is not None:
                await owned_device(held, user_id, step.device_id)
            case _:
                pass


def _not_found() -> ApiError:
    return ApiError(404, "ROUTINE_NOT_FOUND", "There is no such routine")


def _info(routine: Routine, zone: tuple[str, tzinfo], last: Run | None) -> RoutineInfo:
    next_runs: list[datetime] = []
    if routine.enabled:
        try:
            next_runs = Schedule(routine.cron, zone[1]).next_runs(datetime.now(UTC), TOLD_RUNS)
        except CronInvalid as error:
            log.error("a routine's time can't be read", routine=str(routine.id), error=str(error))
    return RoutineInfo(
        id=routine.id,
        name=routine.name,
        cron=routine.cron,
        steps=parse_steps(routine.steps),
        enabled=routine.enabled,
        missed=routine.missed,
        time_zone=zone[0],
        next_runs=next_runs,
        last_run=None if last is None else _run_info(last),
        created_at=routine.created_at,
    )


def _run_info(run: Run) -> RunInfo:
    return RunInfo(
        id=run.id,
        routine_id=run.routine_id,
        scheduled_for=run.scheduled_for,
        manual=run.manual,
        status=run.status,
        steps=[StepOutcome.model_validate(one) for one in run.result or ()],
        step_count=len(run.steps),
        error=run.error,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )
