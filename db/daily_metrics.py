"""What days came to: `ai_metrics_daily`, `activity_hourly`, and the events that they are counted from."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.daily_metrics import METRICS, DayMetrics, HourActivity, StoredDay
from pawsight.messages import Event

MOST: Final = 2**31 - 1

# The run that the owner's analytics show, if any (`analytics_sources`), and what it takes the place of: what was told
# live of its camera and time. What no camera told (it has no `trackId`) stays, and so does the end of a stay that began
# before.
_SHOWN: Final = """
    shown AS MATERIALIZED (
        SELECT run_id, camera_id::text AS camera, starts, ends FROM analytics_sources WHERE user_id = $1
    )
"""
_REPLACED: Final = """
    EXISTS (SELECT FROM shown
             WHERE live.ts >= starts AND live.ts < ends AND live.data->>'cameraId' = camera AND live.data ? 'trackId'
               AND NOT (live.type = 'leave_frame'
                        AND live.ts - told_number(live.data, 'seconds', 86400) * INTERVAL '1 second' < starts))
"""

# Of an event's data only what is counted: a picture's evidence is long. A run's events are another camera's as far as
# pairs go, and who is in the picture at its end was there until then.
EVENTS = f"""
    WITH {_SHOWN}, live AS (
        SELECT id, ts, type, data FROM events WHERE user_id = $1 AND ts >= $2 AND ts < $3
        UNION ALL
        SELECT id, ts, type, data FROM events WHERE user_id = $1 AND type = ANY($4) AND ts >= $5 AND ts < $2
        UNION ALL
        SELECT id, ts, type, data FROM events WHERE user_id = $1 AND type = ANY($4) AND ts >= $3 AND ts < $6
    ), chosen AS (
        SELECT id, ts, type, data, NULL::timestamptz AS until FROM live WHERE NOT {_REPLACED}
        UNION ALL
        SELECT id, ts, type, data || jsonb_build_object('cameraId', 'run of ' || camera), ends
          FROM batch_events JOIN shown USING (run_id)
         WHERE ts >= starts AND ts < ends
           AND (ts >= $2 AND ts < $3 OR type = ANY($4) AND ts >= $5 AND ts < $6)
    )
    SELECT id, ts, type, NULL::bigint AS video_ts_ms, jsonb_strip_nulls(jsonb_build_object(
               'cameraId', data->'cameraId', 'trackId', data->'trackId', 'seconds', data->'seconds',
               'durationMs', data->'durationMs', 'count', data->'count', 'runId', data->'runId',
               'until', until)) AS data
      FROM chosen
"""  # noqa: S608

_COLUMNS = ", ".join(METRICS)

PUT = f"""
    INSERT INTO ai_metrics_daily (user_id, date, {_COLUMNS})
    VALUES ($1, $2, {", ".join(f"${number}" for number in range(3, len(METRICS) + 3))})
    ON CONFLICT (user_id, date) DO UPDATE
       SET updated_at = now(), {", ".join(f"{name} = EXCLUDED.{name}" for name in METRICS)}
"""  # noqa: S608

CLEAR_HOURS = "DELETE FROM activity_hourly WHERE user_id = $1 AND date = $2"

PUT_HOURS = """
    INSERT INTO activity_hourly (user_id, date, hour, events, in_frame_s)
    SELECT $1, $2, hour, events, in_frame_s
      FROM unnest($3::smallint[], $4::integer[], $5::integer[]) AS new (hour, events, in_frame_s)
"""

BETWEEN = f"""
    SELECT date, updated_at, {_COLUMNS} FROM ai_metrics_daily
     WHERE user_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date
"""  # noqa: S608

ACTIVITY = """
    WITH days AS (
        SELECT extract(isodow FROM date)::integer AS weekday, count(*)::integer AS days
          FROM ai_metrics_daily WHERE user_id = $1 AND date BETWEEN $2 AND $3 GROUP BY 1
    ), hours AS (
        SELECT extract(isodow FROM date)::integer AS weekday, hour::integer AS hour,
               sum(events)::bigint AS events, sum(in_frame_s)::bigint AS in_frame_s
          FROM activity_hourly WHERE user_id = $1 AND date BETWEEN $2 AND $3 GROUP BY 1, 2
    )
    SELECT weekday, hour, days, events, in_frame_s FROM hours JOIN days USING (weekday) ORDER BY weekday, hour
"""

# A box is free data: what is none, or lies outside of the picture, is left out. One jsonpath for each axis: taking four
# numbers out of each box and casting them takes twice as long, and that is nearly all of it. Its numbers are checked
# before they are integers.
PLACES = f"""
    WITH {_SHOWN}, chosen AS (
        SELECT data->'box' AS box FROM events AS live
         WHERE user_id = $1 AND data->>'cameraId' = $2 AND ts >= $3 AND ts < $4
           AND NOT data ? 'runId' AND NOT {_REPLACED}
        UNION ALL
        SELECT data->'box' FROM batch_events JOIN shown USING (run_id)
         WHERE camera = $2 AND ts >= $3 AND ts < $4 AND ts >= starts AND ts < ends
    ), paws AS MATERIALIZED ( -- so that each path is gone once
        SELECT jsonb_path_query_first(box, 'strict (($.x + $.x + $.w) * $halfColumns).floor()
                                                    ? (@ >= 0 && @ <= $columns)', $7, true)::integer AS col,
               jsonb_path_query_first(box, 'strict (($.y + $.h) * $rows).floor() ? (@ >= 0 && @ <= $rows)',
                                      $7, true)::integer AS row
          FROM chosen
    )
    SELECT least(col, $5::integer - 1) AS col, least(row, $6::integer - 1) AS row, count(*)::integer AS events
      FROM paws WHERE col IS NOT NULL AND row IS NOT NULL GROUP BY 1, 2
"""  # noqa: S608


async def events_of(
    conn: Connection,
    user_id: UUID,
    day: tuple[datetime, datetime],
    reaching: Sequence[str],
    reach: tuple[datetime, datetime],
) -> list[Event]:
    """All events of a day (start, end), and those of the `reaching` types in the longer time; in no order.

    Their `data` holds what is counted, and no more; of a run that is shown, `until` too: when it ended.

    Raises:
        ValueError: a time is naive.
    """
    (start, end), (first, last) = day, reach
    rows = await conn.fetch(
        EVENTS, user_id, aware(start), aware(end), list(reaching), aware(first), aware(last)
    )
    return [Event.model_construct(**row) for row in rows]


async def put(
    conn: Connection, user_id: UUID, day: date, metrics: DayMetrics, hours: Sequence[HourActivity]
) -> None:
    """Store what a day came to, in the place of what was thought before. Call it inside a transaction."""
    counts = [min(getattr(metrics, name), MOST) for name in METRICS]
    await conn.execute(PUT, user_id, day, *counts)
    await conn.execute(CLEAR_HOURS, user_id, day)
    await conn.execute(
        PUT_HOURS,
        user_id,
        day,
        [one.hour for one in hours],
        [one.events for one in hours],
        [one.in_frame_s for one in hours],
    )


async def clear(conn: Connection, user_id: UUID) -> None:
    """Forget all of a user's days. Call it inside a transaction, and mark them."""
    await conn.execute("DELETE FROM ai_metrics_daily WHERE user_id = $1", user_id)
    await conn.execute("DELETE FROM activity_hourly WHERE user_id = $1", user_id)


async def between(conn: Connection, user_id: UUID, first: date, last: date) -> list[StoredDay]:
    """A user's days that were counted, in order; last is inclusive."""
    rows = await conn.fetch(BETWEEN, user_id, first, last)
    return [StoredDay.model_construct(**row) for row in rows]


async def activity(
    conn: Connection, user_id: UUID, first: date, last: date
) -> list[tuple[int, int, int, int, int]]:
    """When something happens: (weekday 1..7 from Monday, hour, counted days of that weekday, events, seconds with a
    dog in some picture), summed over the days from first to last, inclusive; without empty hours.
    """
    return [tuple(row) for row in await conn.fetch(ACTIVITY, user_id, first, last)]


async def places(
    conn: Connection,
    user_id: UUID,
    camera_id: UUID,
    start: datetime,
    end: datetime,
    *,
    columns: int,
    rows: int,
) -> list[tuple[int, int, int]]:
    """Where a camera's dogs were when something happened: (column, row, events) of a grid over the picture.

    A dog is where its paws are: the middle of its box's lower edge.

    Raises:
        ValueError: a time is naive.
    """
    grid = {"columns": columns, "halfColumns": columns / 2, "rows": rows}
    found = await conn.fetch(PLACES, user_id, str(camera_id), aware(start), aware(end), columns, rows, grid)
    return [(row["col"], row["row"], row["events"]) for row in found]
