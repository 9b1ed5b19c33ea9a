"""What days came to: counts a day, a week beside the week before, when and where something happens, and files of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Query, Response
from pydantic import Field, NonNegativeInt
from redis.exceptions import RedisError

from app.auth import Reader
from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.metrics_files import MEDIA_TYPES, as_csv, as_parquet
from app.resources import Held, Resources
from db import daily_metrics, users
from metrics.day import Day, date_at, time_zone
from pawsight import analytics_cache
from pawsight.analytics_cache import Edition
from pawsight.daily_metrics import METRICS, DayMetrics, Hour, StoredDay
from pawsight.messages import Wire

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/analytics", tags=["analytics"], responses=documented(400, 401, 403, 404, 503, 504)
)

MOST_DAYS: Final = 366
WEEK: Final = timedelta(days=7)
COLUMNS, ROWS = 32, 18

# Wide of all that can have happened, and of where a calendar ends.
Date = Annotated[date, Query(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
From = Annotated[Date | None, Query(alias="from", description="first day; a month before `to` when left out")]
To = Annotated[Date | None, Query(description="last day, inclusive; today when left out")]

METRICS_EXAMPLE: Final = {
    "sitCount": 14,
    "standCount": 31,
    "lieCount": 9,
    "fetchCount": 6,
    "fetchSuccessCount": 4,
    "treatsDispensed": 3,
    "timeInFrameMin": 412,
    "barks": 57,
    "howls": 0,
    "whines": 8,
    "calmMinutes": 263,
}
DAY_EXAMPLE: Final = {"date": "2025-10-24", "updatedAt": "2025-10-24T21:59:58.120Z", **METRICS_EXAMPLE}


class DailyMetrics(Wire):
    """Days in order. A day on which nothing happened is left out: nobody may have looked."""

    from_: Annotated[date, Field(alias="from")]
    to: date
    time_zone: str
    items: list[StoredDay]


class WeekSummary(Wire):
    """Seven days, and the seven days before them."""

    from_: Annotated[date, Field(alias="from")]
    to: date
    time_zone: str
    days: Annotated[NonNegativeInt, Field(description="of the seven, on which something happened")]
    days_before: NonNegativeInt
    totals: DayMetrics
    totals_before: DayMetrics
    trends: Annotated[
        dict[str, float | None],
        Field(
            description="of each metric, the change as a share of the week before: 0.5 is half as much again; null "
            "when there was nothing before"
        ),
    ]


class ActivityHour(Wire):
    """An hour of a weekday, over all such days of the range."""

    weekday: Annotated[int, Field(ge=1, le=7, description="1 is Monday")]
    hour: Hour
    days: Annotated[NonNegativeInt, Field(description="such weekdays on which something happened")]
    events: Annotated[NonNegativeInt, Field(description="that began in this hour, on all of them together")]
    in_frame_min: Annotated[
        float, Field(ge=0, description="minutes with a dog in some picture, on all of them")
    ]


class Activity(Wire):
    """When something happens. Hours in which nothing did are left out."""

    from_: Annotated[date, Field(alias="from")]
    to: date
    time_zone: str
    items: list[ActivityHour]


class Heatmap(Wire):
    """Where a camera's dogs were when something happened: for now out of events' boxes, and nothing in between."""

    day: date
    time_zone: str
    camera_id: UUID
    source: Literal["events"]
    columns: int
    rows: int
    cells: Annotated[
        list[list[NonNegativeInt]],
        Field(description="rows from the top, each from the left: how many events"),
    ]


def _example(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {"application/json": {"example": example}}}}


_RANGE_EXAMPLE: Final = {"from": "2025-10-01", "to": "2025-10-24", "timeZone": "Europe/Berlin"}


@router.get(
    "/daily",
    response_model=DailyMetrics,
    responses=_example({**_RANGE_EXAMPLE, "items": [DAY_EXAMPLE]}),
)
async def daily(principal: Reader, held: Held, from_: From = None, to: To = None) -> Response:
    """What each day came to."""

    async def work_out(zone: str, first: date, last: date) -> Wire:
        async with held.database.connection() as conn:
            days = await daily_metrics.between(conn, principal.user_id, first, last)
        return DailyMetrics(from_=first, to=last, time_zone=zone, items=days)

    return await _of_range(held, principal.user_id, "daily", from_, to, work_out)


@router.get(
    "/summary",
    response_model=WeekSummary,
    responses=_example(
        {
            **_RANGE_EXAMPLE,
            "from": "2025-10-18",
            "days": 7,
            "daysBefore": 6,
            "totals": METRICS_EXAMPLE,
            "totalsBefore": METRICS_EXAMPLE,
            "trends": {"sitCount": 0.4, "barks": -0.25, "howls": None},
        }
    ),
)
async def summary(
    principal: Reader,
    held: Held,
    to: Annotated[
        Date | None,
        Query(description="last of the seven days; yesterday when left out, as today is not over"),
    ] = None,
) -> Response:
    """A week, and how it differs from the week before."""

    async def work_out(zone: str, first: date, last: date) -> Wire:
        async with held.database.connection() as conn:
            days = await daily_metrics.between(conn, principal.user_id, first - WEEK, last)
        return _summary(zone, first, last, days)

    edition = await _edition(held, principal.user_id)
    last = to or _today(edition) - timedelta(days=1)
    first = last - WEEK + timedelta(days=1)
    return await _answered(held, edition, f"summary:{last}", lambda: work_out(edition.zone, first, last))


@router.get(
    "/activity",
    response_model=Activity,
    responses=_example(
        {
            **_RANGE_EXAMPLE,
            "items": [{"weekday": 1, "hour": 7, "days": 3, "events": 48, "inFrameMin": 61.5}],
        }
    ),
)
async def activity(principal: Reader, held: Held, from_: From = None, to: To = None) -> Response:
    """When something happens, by weekday and hour on your clock."""

    async def work_out(zone: str, first: date, last: date) -> Wire:
        async with held.database.connection() as conn:
            found = await daily_metrics.activity(conn, principal.user_id, first, last)
        items = [
            ActivityHour(
                weekday=weekday, hour=hour, days=days, events=events, in_frame_min=round(in_frame_s / 60, 1)
            )
            for weekday, hour, days, events, in_frame_s in found
        ]
        return Activity(from_=first, to=last, time_zone=zone, items=items)

    return await _of_range(held, principal.user_id, "activity", from_, to, work_out)


@router.get(
    "/heatmap",
    response_model=Heatmap,
    responses=_example(
        {
            "day": "2025-10-24",
            "timeZone": "Europe/Berlin",
            "cameraId": "0199e1b2-0000-7000-8000-000000000001",
            "source": "events",
            "columns": 4,
            "rows": 2,
            "cells": [[0, 0, 3, 0], [1, 12, 7, 0]],
        }
    ),
)
async def heatmap(
    principal: Reader,
    held: Held,
    camera_id: Annotated[UUID, Query(alias="cameraId")],
    day: Annotated[Date | None, Query(description="today when left out")] = None,
) -> Response:
    """Where a camera's dogs were on a day, out of the boxes of that day's events."""
    edition = await _edition(held, principal.user_id)
    chosen = day or _today(edition)

    async def work_out() -> Wire:
        await owned_camera(held, principal.user_id, camera_id)
        of = Day.of(chosen, time_zone(edition.zone))
        async with held.database.connection() as conn:
            places = await daily_metrics.places(
                conn, principal.user_id, camera_id, of.start, of.end, columns=COLUMNS, rows=ROWS
            )
        cells = [[0] * COLUMNS for _ in range(ROWS)]
        for column, row, events in places:
            cells[row][column] = events
        return Heatmap(
            day=chosen,
            time_zone=edition.zone,
            camera_id=camera_id,
            source="events",
            columns=COLUMNS,
            rows=ROWS,
            cells=cells,
        )

    return await _answered(held, edition, f"heatmap:{camera_id}:{chosen}", work_out)


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {
            "description": "Columns as in the table `ai_metrics_daily`",
            "content": {kind: {} for kind in MEDIA_TYPES.values()},
        }
    },
)
async def export(
    principal: Reader,
    held: Held,
    format_: Annotated[Literal["csv", "parquet"], Query(alias="format")],
    from_: From = None,
    to: To = None,
) -> Response:
    """What each day came to, as a file."""
    first, last = _range(await _edition(held, principal.user_id), from_, to)
    async with held.database.connection() as conn:
        days = await daily_metrics.between(conn, principal.user_id, first, last)
    write = as_csv if format_ == "csv" else as_parquet
    body = await asyncio.to_thread(write, days)
    name = f"pawsight-daily-{first}-{last}.{format_}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=MEDIA_TYPES[format_], headers=headers)


def _summary(zone: str, first: date, last: date, days: list[StoredDay]) -> WeekSummary:
    now = [day for day in days if day.date >= first]
    before = [day for day in days if day.date < first]
    totals, totals_before = _totals(now), _totals(before)
    aliases = {name: field.alias or name for name, field in DayMetrics.model_fields.items()}
    return WeekSummary(
        from_=first,
        to=last,
        time_zone=zone,
        days=len(now),
        days_before=len(before),
        totals=totals,
        totals_before=totals_before,
        trends={
            aliases[name]: _change(getattr(totals, name), getattr(totals_before, name)) for name in METRICS
        },
    )


def _totals(days: list[StoredDay]) -> DayMetrics:
    return DayMetrics(**{name: sum(getattr(day, name) for day in days) for name in METRICS})


def _change(now: int, before: int) -> float | None:
    return round((now - before) / before, 3) if before else None


def _today(edition: Edition) -> date:
    return date_at(datetime.now(UTC), time_zone(edition.zone))


def _range(edition: Edition, first: date | None, last: date | None) -> tuple[date, date]:
    """Both ends of a range, those left out filled in.

    Raises:
        ApiError: 400 INVALID_RANGE: it ends before it begins, or is too long.
    """
    last = last or _today(edition)
    first = first or last - timedelta(days=29)
    if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
        raise ApiError(
            400,
            "INVALID_RANGE",
            "This range of days can't be answered",
            f"1 to {MOST_DAYS} days: {first} to {last}",
        )
    return first, last


async def _of_range(
    held: Resources,
    user_id: UUID,
    question: str,
    first: date | None,
    last: date | None,
    work_out: Callable[[str, date, date], Awaitable[Wire]],
) -> Response:
    edition = await _edition(held, user_id)
    first, last = _range(edition, first, last)
    return await _answered(
        held, edition, f"{question}:{first}:{last}", lambda: work_out(edition.zone, first, last)
    )


async def _edition(held: Resources, user_id: UUID) -> Edition:
    """Which answers are valid now; one that keeps none when Redis is away."""
    try:
        if (found := await analytics_cache.current(held.redis, user_id)) is not None:
            return found
        await analytics_cache.begin(held.redis, user_id, await _zone(held, user_id))
        if (found := await analytics_cache.current(held.redis, user_id)) is not None:
            return found
    except (RedisError, OSError) as error:
        log.warning("analytics are not cached: Redis is away", error=repr(error))
    return Edition(user_id, "", await _zone(held, user_id))


async def _zone(held: Resources, user_id: UUID) -> str:
    async with held.database.connection() as conn:
        return await users.time_zone(conn, user_id) or "UTC"


async def _answered(
    held: Resources, edition: Edition, question: str, work_out: Callable[[], Awaitable[Wire]]
) -> Response:
    """The answer to a question, from Redis when it is there."""
    body: bytes | None = None
    cached = bool(edition.name)
    if cached:
        try:
            body = await analytics_cache.answer(held.redis, edition, question)
        except (RedisError, OSError):
            cached = False
    if body is None:
        body = (await work_out()).model_dump_json(by_alias=True).encode()
        if cached:
            try:
                await analytics_cache.keep(held.redis, edition, question, body)
            except (RedisError, OSError) as error:
                log.warning("an answer is not cached", error=repr(error))
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
