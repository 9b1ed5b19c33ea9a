"""Sessions through the web door, found and summed up by the watch beside it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from coaching.coach import Coach
from db import events, sessions
from deployments.session_watch import SessionWatch
from pawsight.ids import new_id
from pawsight.messages import Event
from tests.integration.app.conftest import Door

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def _nothing_happened_yet(door: Door) -> AsyncIterator[None]:
    yield
    async with door.resources.database.connection() as conn:
        for table in ("events", "sessions", "ai_metrics_daily"):
            await conn.execute(f"DELETE FROM {table}")


@pytest.fixture
def watch(door: Door) -> SessionWatch:
    return SessionWatch(door.resources.database, Coach(None, 1))


def yesterday_noon() -> datetime:
    """A dog that nobody saw leave counts as gone at midnight: so that none is near."""
    return (datetime.now(UTC) - timedelta(days=1)).replace(hour=12, minute=0)


async def happened(door: Door, now: datetime, *told: tuple[float, str]) -> None:
    """Events, so many minutes ago, of a dog that was in the picture all the time."""
    rows = [
        Event(id=new_id(), ts=now - minutes * MINUTE, type=kind, data={"cameraId": "a", "trackId": 1})
        for minutes, kind in told
    ]
    async with door.resources.database.connection() as conn:
        await events.insert_many(conn, [(door.owner, one) for one in rows])


async def listed(door: Door, **params: Any) -> list[dict[str, Any]]:
    answer = await door.client.get("/api/sessions", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_what_was_seen_at_a_stretch_is_found_and_summed_up_once(
    door: Door, watch: SessionWatch
) -> None:
    now = yesterday_noon()
    await happened(
        door,
        now,
        (40, "enter_frame"),
        (30, "sit"),
        (25, "bark"),
        (20, "sit"),
        (13, "sit"),
        (12, "leave_frame"),
    )

    await watch.look(now)
    (session,) = await listed(door, kind="seen")
    await watch.look(now)

    assert await listed(door, kind="seen") == [session]
    assert datetime.fromisoformat(session["endedAt"]) == (now - 13 * MINUTE).replace(
        microsecond=(now.microsecond // 1000) * 1000
    )
    assert "3 sits" in session["summary"]["summary"]
    assert session["summary"]["source"] == "rules"


async def test_a_session_that_grew_is_summed_up_again(door: Door, watch: SessionWatch) -> None:
    now = yesterday_noon()
    await happened(door, now, (40, "enter_frame"), (30, "sit"), (25, "bark"), (20, "sit"))
    await watch.look(now - 8 * MINUTE)
    (before,) = await listed(door, kind="seen")
    await happened(door, now, (13, "howl"))

    await watch.look(now)

    (after,) = await listed(door, kind="seen")
    assert after["id"] == before["id"]
    assert "howl" not in before["summary"]["summary"]
    assert "1 howl" in after["summary"]["summary"]


async def test_an_owner_begins_and_ends_a_session_and_nothing_else_is_found_in_it(
    door: Door, watch: SessionWatch
) -> None:
    begun = await door.client.post("/api/sessions", json={"goal": "sit"})
    assert begun.status_code == 201, begun.text
    assert begun.json()["endedAt"] is None
    assert _refusal(await door.client.post("/api/sessions", json={})) == (409, "SESSION_OPEN")

    # All of it happened in the session, had it begun an hour ago.
    now = datetime.now(UTC)
    async with door.resources.database.connection() as conn:
        await conn.execute("UPDATE sessions SET started_at = $1", now - 60 * MINUTE)
    await happened(
        door, now, (40, "enter_frame"), (30, "sit"), (25, "bark"), (13, "sit"), (12, "leave_frame")
    )
    ended = (await door.client.post(f"/api/sessions/{begun.json()['id']}/end")).json()
    again = (await door.client.post(f"/api/sessions/{begun.json()['id']}/end")).json()
    await watch.look(now + 2 * MINUTE)

    (session,) = await listed(door)
    assert ended["endedAt"] == again["endedAt"] == session["endedAt"]
    assert (session["kind"], session["goal"]) == ("owner", "sit")
    assert "2 sits" in session["summary"]["summary"]


async def test_a_day_that_was_counted_is_summed_up_when_it_is_over(door: Door, watch: SessionWatch) -> None:
    now = datetime.now(UTC)
    yesterday = datetime.combine(now.date() - timedelta(days=1), datetime.min.time(), UTC)
    async with door.resources.database.connection() as conn:
        await events.insert_many(
            conn,
            [(door.owner, Event(id=new_id(), ts=yesterday + timedelta(hours=18), type="howl"))],
        )
        await conn.execute(
            "INSERT INTO ai_metrics_daily (user_id, date, howls) VALUES ($1, $2, 1)",
            door.owner,
            yesterday.date(),
        )

    await watch.look(now)
    await watch.look(now)

    (session,) = await listed(door, kind="day")
    assert datetime.fromisoformat(session["startedAt"]) == yesterday
    assert "1 howl" in session["summary"]["summary"]


async def test_pages_follow_each_other(door: Door) -> None:
    now = datetime.now(UTC)
    async with door.resources.database.transaction() as conn:
        for number in range(5):
            start = now - (number + 1) * 60 * MINUTE
            await sessions.found(conn, door.owner, "seen", start, start + 5 * MINUTE)

    first = (await door.client.get("/api/sessions", params={"limit": 3})).json()
    second = (
        await door.client.get("/api/sessions", params={"limit": 3, "cursor": first["nextCursor"]})
    ).json()

    starts = [one["startedAt"] for one in (*first["items"], *second["items"])]
    assert len(starts) == 5
    assert starts == sorted(starts, reverse=True)
    assert second["nextCursor"] is None


async def test_nobody_sees_or_ends_anothers_session(door: Door) -> None:
    unknown = await door.client.post(f"/api/sessions/{new_id()}/end")
    stranger = await door.stranger.get("/api/sessions")

    assert _refusal(unknown) == (404, "SESSION_NOT_FOUND")
    assert _refusal(stranger) == (401, "NOT_SIGNED_IN")
