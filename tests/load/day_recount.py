"""Every day counted again by one query, in another way than the product counts: beside what it stored.

PostgreSQL's time zones say what a day is, and its multiranges what two dogs or cameras share. Only for days as
`dog_year` makes them: every stay ends, and a track's number is used once a day.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from db.pool import Connection
from pawsight.daily_metrics import METRICS

RECOUNT: Final = """
    WITH days AS (
        SELECT day::date AS date, tstzrange(day AT TIME ZONE $2, (day + '1 day') AT TIME ZONE $2) AS hours
          FROM generate_series((SELECT min(date) FROM ai_metrics_daily)::timestamp,
                               (SELECT max(date) FROM ai_metrics_daily)::timestamp, '1 day') AS day
    ), mine AS MATERIALIZED (
        SELECT ts, type, data->>'cameraId' AS camera, data->>'trackId' AS track,
               (data->>'seconds')::float AS seconds, (data->>'durationMs')::float AS ms,
               coalesce((data->>'count')::integer, 1) AS count
          FROM events WHERE user_id = $1
    ), stays AS (
        SELECT range_agg(tstzrange(least(came.ts, went.ts - went.seconds * INTERVAL '1 s'), went.ts)) AS all_of_them
          FROM mine AS went JOIN mine AS came
            ON came.type = 'enter_frame' AND went.type = 'leave_frame'
           AND (came.camera, came.track, came.ts::date) = (went.camera, went.track, went.ts::date)
    ), calm AS (
        SELECT range_agg(tstzrange(ts, ts + ms * INTERVAL '1 ms')) AS all_of_it FROM mine WHERE type = 'calm'
    ), told AS (
        SELECT (ts AT TIME ZONE $2)::date AS date,
               count(*) FILTER (WHERE type = 'sit') AS sit_count,
               count(*) FILTER (WHERE type = 'stand') AS stand_count,
               count(*) FILTER (WHERE type = 'lie') AS lie_count,
               count(*) FILTER (WHERE type = 'fetch') AS fetch_count,
               count(*) FILTER (WHERE type = 'fetch_success') AS fetch_success_count,
               count(*) FILTER (WHERE type = 'treat') AS treats_dispensed,
               coalesce(sum(count) FILTER (WHERE type = 'bark'), 0) AS barks,
               coalesce(sum(count) FILTER (WHERE type = 'howl'), 0) AS howls,
               coalesce(sum(count) FILTER (WHERE type = 'whine'), 0) AS whines
          FROM mine GROUP BY 1
    ), lasting AS (
        SELECT date,
               (SELECT sum(upper(one) - lower(one)) FROM unnest(all_of_them * hours::tstzmultirange) AS one) AS seen,
               (SELECT sum(upper(one) - lower(one)) FROM unnest(all_of_it * hours::tstzmultirange) AS one) AS calm
          FROM days, stays, calm
    )
    SELECT told.*, floor(extract(epoch FROM coalesce(seen, '0')) / 60) AS time_in_frame_min,
           floor(extract(epoch FROM coalesce(calm, '0')) / 60) AS calm_minutes
      FROM lasting JOIN told USING (date) ORDER BY date
"""


async def compare(conn: Connection, user_id: UUID, zone: str) -> tuple[int, list[tuple[date, str, int, int]]]:
    """How many days were counted again, and what differs: (day, column, stored, recounted).

    A day that only one of both has differs in every column. zone: the owner's, an IANA name.
    """
    await conn.execute("SET LOCAL TimeZone = 'UTC'")
    recounted = {row["date"]: row for row in await conn.fetch(RECOUNT, user_id, zone)}
    rows = await conn.fetch("SELECT * FROM ai_metrics_daily WHERE user_id = $1", user_id)
    stored = {row["date"]: row for row in rows}
    return len(recounted), [
        (day, name, _told(stored, day, name), _told(recounted, day, name))
        for day in sorted(stored.keys() | recounted.keys())
        for name in METRICS
        if _told(stored, day, name) != _told(recounted, day, name)
    ]


def _told(days: dict[date, Any], day: date, name: str) -> int:
    return int(days[day][name]) if day in days else -1
