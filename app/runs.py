"""`/api/runs`: archived video through other models, and what they would have told beside what was told."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, field_serializer, model_validator

from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.models import NAME_PATTERN, Scientist
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held
from db import analytics_sources, batch_runs, jobs, model_slots, models
from db.batch_runs import KIND, BatchRun, RunStatus
from db.pool import Connection
from deployments import job_news
from pawsight.ids import new_id
from pawsight.messages import Event, Fraction, Wire, rfc3339
from pawsight.models import BUILT_IN_NAME, MODEL_TYPES

router = APIRouter(
    prefix="/api/runs", tags=["models"], responses=documented(400, 401, 403, 404, 409, 503, 504)
)

MOST_OPEN: Final = 10
LONGEST: Final = timedelta(days=366)
"""Of recordings in one run."""
GIVEN_UP_AFTER: Final = timedelta(days=14)
MODEL_PATTERN: Final = rf"{NAME_PATTERN.removesuffix('$')}@{NAME_PATTERN.removeprefix('^')}"

ModelName = Annotated[
    str | None,
    Field(
        max_length=160,
        pattern=MODEL_PATTERN,
        description="NAME@VERSION; left out: the one that answers live cameras now",
        examples=["garden@2"],
    ),
]


class RunModels(Wire):
    """Which models look and listen."""

    detector: ModelName = None
    pose: ModelName = None
    sound: ModelName = None


class NewRun(Wire):
    """What to look at again, and with what."""

    camera_id: UUID
    from_: Annotated[AwareDatetime, Field(alias="from", examples=["2025-10-01T00:00:00Z"])]
    to: Annotated[AwareDatetime, Field(description="not included", examples=["2025-10-02T00:00:00Z"])]
    models: RunModels = RunModels()
    fps: Annotated[float, Field(ge=0.1, le=60, description="frames a second that are looked at")] = 5.0
    dry_run: Annotated[bool, Field(description="report, and keep no events")] = False
    workers: Annotated[
        int, Field(ge=1, le=1000, description="processes that look; never more than the settings allow")
    ] = 1
    share: Annotated[
        float,
        Field(ge=0.01, le=1, description="of the time that each works; never more than the settings allow"),
    ] = 1.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() < self.to - self.from_ <= LONGEST:
            raise ValueError(f"`to` comes after `from`, by {LONGEST.days} days at most")
        return self


class Compared(Wire):
    """Events of one type: told at the same time by both, at another time, by the run alone, by live history alone."""

    kept: int
    moved: int
    added: int
    gone: int


class RunChange(Wire):
    """One event that the run tells otherwise. eventId: of live history; wasTs: when that had it, if it moved."""

    change: Literal["moved", "added", "gone"]
    type: str
    ts: AwareDatetime
    event_id: UUID | None
    was_ts: AwareDatetime | None
    confidence: float | None
    picture_ts: Annotated[
        AwareDatetime | None, Field(description="when the frame was captured that speaks most for it")
    ] = None
    live_fps: Annotated[
        float | None,
        Field(
            description="frames a second that were looked at live within 2 s of it; null for what was heard, and where "
            "nothing is recorded"
        ),
    ] = None
    picture_url: Annotated[
        str,
        Field(description="a JPEG of that moment; it is cut out of the recording when it is first asked for"),
    ] = ""


class SegmentLeftOut(Wire):
    """A segment that nobody could look at."""

    start: AwareDatetime
    reason: str


class RunReport(Wire):
    """What the models would have told, beside what was told."""

    segments: int
    left_out: list[SegmentLeftOut]
    frames: Annotated[int, Field(description="looked at since it was begun, or begun again, last")]
    seconds: Annotated[float, Field(description="that this took")]
    counts: Annotated[dict[str, Compared], Field(description="by type of event")]
    changes: Annotated[list[RunChange], Field(description="the first 200")]
    more_changes: int


class BatchRunInfo(Wire):
    """One run."""

    id: UUID
    camera_id: UUID
    from_: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime
    models: Annotated[
        dict[str, str], Field(description="by type; `built-in@built-in`: the one that the settings name")
    ]
    fps: float
    dry_run: bool
    status: RunStatus
    progress: Fraction
    segments: Annotated[int | None, Field(description="null until that is known")]
    looked_at: Annotated[int, Field(description="segments that are done")]
    shown: Annotated[bool, Field(description="the analytics show it")]
    report: RunReport | None
    error: str | None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None

    @field_serializer("from_", "to", "created_at")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("finished_at")
    def _finished_at(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


@router.post("", status_code=202, responses=documented(429))
async def begin_batch_run(body: NewRun, principal: Scientist, held: Held) -> BatchRunInfo:
    """Have the cluster look at recordings again. It yields to live cameras, and live history is never touched.

    `job` messages tell how far it is. One run goes on at a time; others wait.
    """
    await owned_camera(held, principal.user_id, body.camera_id)
    run_id, config = new_id(), held.config
    given = {"workers": min(body.workers, config.batch_workers), "share": min(body.share, config.batch_share)}
    async with held.database.transaction() as conn:
        open_jobs = [one for one in await jobs.latest(conn, principal.user_id, KIND, limit=50) if one.is_open]
        if len(open_jobs) >= MOST_OPEN:
            raise ApiError(429, "TOO_MANY_RUNS", "Too many runs wait already")
        run = await batch_runs.insert(
            conn,
            run_id,
            principal.user_id,
            body.camera_id,
            start=body.from_,
            end=body.to,
            fps=body.fps,
            models=await _named(conn, body.models),
            dry_run=body.dry_run,
            status="queued",
        )
        deadline = datetime.now(UTC) + GIVEN_UP_AFTER
        job = await jobs.insert(
            conn, principal.user_id, kind=KIND, input=given, deadline=deadline, job_id=run_id
        )
    await job_news.tell(held.redis, job)
    return _info(run, shown=None)


@router.get("")
async def list_batch_runs(
    principal: Scientist, held: Held, response: Response, limit: Limit = 50, cursor: CursorParam = None
) -> Page[BatchRunInfo]:
    """Your runs, newest first, those of the command line too."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await batch_runs.before(
            conn, principal.user_id, cursor=decode_cursor(cursor), limit=limit + 1
        )
        shown = await analytics_sources.get(conn, principal.user_id)
    page = found[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[BatchRunInfo](
        items=[_info(one, None if shown is None else shown.run_id) for one in page], next_cursor=following
    )


@router.get("/{run_id}")
async def get_batch_run(run_id: UUID, principal: Scientist, held: Held, response: Response) -> BatchRunInfo:
    """One run: how far it is, and its report."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        return await _told(conn, principal.user_id, run_id)


@router.get("/{run_id}/events")
async def list_batch_run_events(
    run_id: UUID, principal: Scientist, held: Held, limit: Limit = 100, cursor: CursorParam = None
) -> Page[Event]:
    """What a run tells, oldest first. A dry run keeps nothing."""
    async with held.database.connection() as conn:
        await owned_run(conn, principal.user_id, run_id)
        found = await batch_runs.events_after(conn, run_id, cursor=decode_cursor(cursor), limit=limit + 1)
    page = found[:limit]
    following = encode_cursor(page[-1].ts, page[-1].id) if len(found) > limit else None
    return Page[Event](items=page, next_cursor=following)


@router.post("/{run_id}/cancel")
async def cancel_batch_run(run_id: UUID, principal: Scientist, held: Held) -> BatchRunInfo:
    """Stop a run that waits or is under way; one that is over stays as it is."""
    async with held.database.transaction() as conn:
        await owned_run(conn, principal.user_id, run_id)
        cancelled = await jobs.cancel(conn, principal.user_id, run_id, "Cancelled")
        await batch_runs.cancel(conn, principal.user_id, run_id)
        told = await _told(conn, principal.user_id, run_id)
    if cancelled is not None:
        await job_news.tell(held.redis, cancelled)
    return told


@router.delete("/{run_id}", status_code=204)
async def delete_batch_run(run_id: UUID, principal: Scientist, held: Held) -> None:
    """Remove a run and its events, once it is over. One that the analytics show stays."""
    async with held.database.transaction() as conn:
        run = await owned_run(conn, principal.user_id, run_id)
        if run.is_open:
            raise ApiError(409, "RUN_OPEN", "This run is not over", "Cancel it first")
        shown = await analytics_sources.get(conn, principal.user_id)
        if shown is not None and shown.run_id == run_id:
            raise ApiError(
                409, "RUN_SHOWN", "The analytics show this run", "Switch them back to live history first"
            )
        await batch_runs.delete(conn, principal.user_id, run_id)


async def _named(conn: Connection, chosen: RunModels) -> dict[str, str]:
    """All models by name, as they are now: a switch during the run changes nothing in it.

    Raises:
        ApiError: 404 MODEL_NOT_FOUND.
    """
    named: dict[str, str] = {}
    for model_type in MODEL_TYPES:
        told: str | None = getattr(chosen, model_type)
        if told is None:
            live_id = (await model_slots.get(conn, model_type)).live_id
            live = None if live_id is None else await models.get(conn, live_id)
            told = BUILT_IN_NAME if live is None else live.full_name
        elif told != BUILT_IN_NAME:
            name, _, version = told.rpartition("@")
            if await models.find(conn, model_type, name, version) is None:
                raise ApiError(404, "MODEL_NOT_FOUND", "There is no such model", f"{model_type}: {told}")
        named[model_type] = told
    return named


async def owned_run(conn: Connection, user_id: UUID, run_id: UUID) -> BatchRun:
    """A user's run.

    Raises:
        ApiError: 404 RUN_NOT_FOUND.
    """
    run = await batch_runs.get(conn, run_id, user_id)
    if run is None:
        raise ApiError(404, "RUN_NOT_FOUND", "There is no such run")
    return run


async def _told(conn: Connection, user_id: UUID, run_id: UUID) -> BatchRunInfo:
    run = await owned_run(conn, user_id, run_id)
    shown = await analytics_sources.get(conn, user_id)
    return _info(run, None if shown is None else shown.run_id)


def _info(run: BatchRun, shown: UUID | None) -> BatchRunInfo:
    """shown: the run that the analytics show."""
    done = run.looked_at / run.segments if run.segments else 0.0
    return BatchRunInfo(
        id=run.id,
        camera_id=run.camera_id,
        from_=run.start_ts,
        to=run.end_ts,
        models=run.models,
        fps=run.fps,
        dry_run=run.dry_run,
        status=run.status,
        progress=1.0 if run.status == "done" else min(1.0, round(done, 3)),
        segments=run.segments,
        looked_at=run.looked_at,
        shown=run.id == shown,
        report=_report(run),
        error=run.error,
        created_at=run.created_at,
        finished_at=run.finished_at,
    )


def _report(run: BatchRun) -> RunReport | None:
    if run.report is None:
        return None
    changes = [
        {**change, "pictureUrl": f"/api/runs/{run.id}/changes/{number}/picture"}
        for number, change in enumerate(run.report["changes"])
    ]
    return RunReport.model_validate({**run.report, "changes": changes})
