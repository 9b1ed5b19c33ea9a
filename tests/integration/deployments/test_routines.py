"""Routines with a real database, S3 and Valkey: each moment once, each step once."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from db import (
    cameras,
    commands,
    daily_metrics,
    devices,
    jobs,
    notifications,
    routine_runs,
    routines,
    snapshots,
    users,
)
from db.clip_orders import ClipOrder
from db.routine_runs import Run, RunLost, TakenRun
from deployments.moments import Seen
from deployments.routine_clock import queue_due
from deployments.routine_run import LEASE_S, RoutineRun
from deployments.routine_steps import Services
from deployments.routine_summary import plain_summary
from deployments.routine_watch import RoutineWatch
from pawsight.daily_metrics import DayMetrics
from pawsight.ids import new_id
from tests.integration.deployments.conftest import Studio
from tests.integration.deployments.walks import NOON, NOTIFY, history, make
from video.errors import CameraSilent


async def take(studio: Studio, lease_s: float = LEASE_S) -> TakenRun:
    async with studio.database.connection() as conn:
        taken = await routine_runs.take(conn, lease_s)
    assert taken is not None
    return taken


async def told(studio: Studio) -> list[str]:
    async with studio.database.connection() as conn:
        found = await notifications.before(conn, studio.camera.user_id, limit=1000)
    return [one.text for one in found]


@pytest.fixture
def services(studio: Studio) -> Services:
    return Services(
        studio.config, studio.database, studio.objects, studio.redis, plain_summary(studio.database)
    )


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[UUID, bool]], None]:
    """Say which cameras show a picture; the others are silent."""

    def show(which: dict[UUID, bool]) -> None:
        async def picture_of(_: Services, user_id: UUID, camera_id: UUID) -> Seen:
            if not which[camera_id]:
                raise CameraSilent("see its `status.reason`")
            return Seen(np.full((48, 64, 3), 128, np.uint8), NOON)

        monkeypatch.setattr(Services, "picture_of", picture_of)

    return show


async def run_now(studio: Studio, services: Services, *steps: dict[str, Any]) -> Run:
    """Queue a run of these steps, and do it."""
    routine = await make(studio, *steps)
    async with studio.database.connection() as conn:
        assert await routine_runs.insert(conn, routine.id, datetime.now(UTC), routine.steps, manual=True)
    await RoutineRun(await take(studio), services).run()
    (run,) = await history(studio, routine)
    return run


class TestTheClock:
    async def test_a_moment_that_has_come_is_queued_once_and_the_next_is_noted(self, studio: Studio) -> None:
        routine = await make(studio, NOTIFY)

        for _ in range(3):
            await queue_due(studio.database, NOON + timedelta(seconds=1))

        (run,) = await history(studio, routine)
        assert (run.scheduled_for, run.status, run.steps) == (NOON, "queued", [NOTIFY])
        async with studio.database.connection() as conn:
            now = await routines.get(conn, routine.user_id, routine.id)
        assert now is not None
        assert now.next_run_at == NOON + timedelta(days=1)

    async def test_one_that_is_off_is_not_run(self, studio: Studio) -> None:
        routine = await make(studio, NOTIFY, enabled=False)

        await queue_due(studio.database, NOON + timedelta(seconds=1))

        assert await history(studio, routine) == []

    async def test_what_was_missed_is_noted_and_skipped_or_run_once(self, studio: Studio) -> None:
        skipped = await make(studio, NOTIFY)
        once = await make(studio, NOTIFY, missed="run_once")

        await queue_due(studio.database, NOON + timedelta(days=3, hours=1))

        assert [(run.scheduled_for, run.status) for run in await history(studio, skipped)] == [
            (NOON + timedelta(days=3), "missed")
        ]
        assert [(run.scheduled_for, run.status) for run in await history(studio, once)] == [
            (NOON + timedelta(days=3), "queued")
        ]

    async def test_who_moves_has_her_next_moment_worked_out_again(self, studio: Studio) -> None:
        routine = await make(studio, NOTIFY)
        async with studio.database.connection() as conn:
            await users.set_time_zone(conn, routine.user_id, "America/New_York")
            await routines.plan_anew(conn, routine.user_id)

        await queue_due(studio.database, NOON - timedelta(minutes=5))

        async with studio.database.connection() as conn:
            now = await routines.get(conn, routine.user_id, routine.id)
        assert now is not None
        assert now.next_run_at == NOON + timedelta(hours=5)
        assert await history(studio, routine) == []

    async def test_one_that_can_not_be_read_is_switched_off_and_its_owner_told(self, studio: Studio) -> None:
        broken = await make(studio, NOTIFY, cron="what is this")
        good = await make(studio, NOTIFY)

        await queue_due(studio.database, NOON + timedelta(seconds=1))

        async with studio.database.connection() as conn:
            now = await routines.get(conn, broken.user_id, broken.id)
        assert now is not None
        assert not now.enabled
        assert any("was switched off" in text for text in await told(studio))
        assert len(await history(studio, good)) == 1


class TestSteps:
    async def test_a_notification_is_kept_and_told_at_once(self, studio: Studio, services: Services) -> None:
        run = await run_now(studio, services, NOTIFY)

        assert (run.status, run.error) == ("complete", None)
        assert run.result is not None
        (outcome,) = run.result
        assert (outcome["type"], outcome["status"], outcome["index"]) == ("notify", "done", 0)
        assert await told(studio) == ["Walk: Time for a walk"]
        await studio.until(lambda: "ROUTINE" in studio.codes(), "the message")
        assert [one["id"] for one in studio.told] == outcome["ids"]

    async def test_a_summary_tells_what_the_day_came_to(self, studio: Studio, services: Services) -> None:
        async with studio.database.transaction() as conn:
            today = datetime.now(UTC).date()
            metrics = DayMetrics(barks=3, time_in_frame_min=90)
            await daily_metrics.put(conn, studio.camera.user_id, today, metrics, [])

        run = await run_now(studio, services, {"type": "summary", "day": "today"})

        assert run.status == "complete"
        (text,) = await told(studio)
        assert text.endswith("1 h 30 min in the picture. Barked 3 times.")

    async def test_somebody_who_can_say_more_takes_the_figures_place(
        self, studio: Studio, services: Services
    ) -> None:
        days: list[date] = []

        async def coach(user_id: UUID, day: date) -> str:
            days.append(day)
            return "A calm day."

        better = Services(services.config, services.database, services.objects, services.redis, coach)
        await run_now(studio, better, {"type": "summary", "day": "yesterday"})

        assert days == [datetime.now(UTC).date() - timedelta(days=1)]
        assert await told(studio) == ["A calm day."]

    async def test_a_snapshot_is_kept_of_each_camera_that_shows_something(
        self, studio: Studio, services: Services, shows: Callable[[dict[UUID, bool]], None]
    ) -> None:
        async with studio.database.connection() as conn:
            dark = await cameras.insert(
                conn, studio.camera.user_id, name="Hall", source_kind="push", source=""
            )
        shows({studio.camera.id: True, dark.id: False})

        run = await run_now(studio, services, {"type": "snapshot", "cameraId": None})

        assert run.result is not None
        (outcome,) = run.result
        assert (outcome["status"], outcome["detail"]) == (
            "done",
            "1 picture kept; none of Hall (see its `status.reason`)",
        )
        async with studio.database.connection() as conn:
            (kept,) = await snapshots.before(conn, studio.camera.user_id, limit=10)
            assert await conn.fetchval("SELECT count(*) FROM doomed_objects") == 0
        assert (str(kept.id), kept.camera_id, kept.labels) == (
            outcome["ids"][0],
            studio.camera.id,
            ("routine",),
        )

    async def test_without_a_picture_the_step_fails_and_the_next_is_done_all_the_same(
        self, studio: Studio, services: Services, shows: Callable[[dict[UUID, bool]], None]
    ) -> None:
        shows({studio.camera.id: False})

        run = await run_now(studio, services, {"type": "snapshot", "cameraId": str(studio.camera.id)}, NOTIFY)

        assert run.result is not None
        assert [one["status"] for one in run.result] == ["failed", "done"]
        assert run.status == "failed"
        assert run.error is not None
        assert run.error.startswith("snapshot: No picture of Kitchen")
        assert any(text.startswith("Not all of Walk could be done.") for text in await told(studio))

    async def test_a_clip_of_the_last_seconds_is_asked_for(self, studio: Studio, services: Services) -> None:
        run = await run_now(studio, services, {"type": "clip", "cameraId": None, "seconds": 20})

        assert run.status == "complete"
        async with studio.database.connection() as conn:
            (job,) = await jobs.latest(conn, studio.camera.user_id, "clip", limit=10)
        order = ClipOrder.of(job)
        assert (order.camera_id, order.end, order.end - order.start) == (
            studio.camera.id,
            run.started_at,
            timedelta(seconds=20),
        )

    async def test_without_a_robot_a_command_is_unavailable(self, studio: Studio, services: Services) -> None:
        step = {"type": "command", "command": "treat", "deviceId": None, "parameters": {}}

        run = await run_now(studio, services, step)

        assert run.result is not None
        (outcome,) = run.result
        assert (outcome["status"], outcome["detail"]) == ("unavailable", "No robot is connected")
        assert run.status == "failed"

    async def test_a_command_that_a_robot_can_not_do_is_not_sent(
        self, studio: Studio, services: Services
    ) -> None:
        async with studio.database.connection() as conn:
            robot = await devices.insert(conn, studio.camera.user_id, name="Rover", token_sha256=b"1" * 32)
            assert robot is not None
            await devices.connect(conn, robot.id, new_id(), [{"name": "look"}], b"1" * 32)
        step = {"type": "command", "command": "treat", "deviceId": None, "parameters": {}}

        run = await run_now(studio, services, step)

        assert run.error == "command: Rover can't `treat`"
        async with studio.database.connection() as conn:
            assert await commands.before(conn, studio.camera.user_id, limit=10) == []

    async def test_steps_of_another_version_are_not_guessed_at(
        self, studio: Studio, services: Services
    ) -> None:
        run = await run_now(studio, services, {"type": "teleport"})

        assert (run.status, run.error) == ("failed", "This version does not understand its steps")


class TestASecondAttempt:
    async def test_goes_on_behind_the_steps_that_are_done(
        self, studio: Studio, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        routine = await make(studio, NOTIFY, {"type": "summary", "day": "today"}, NOTIFY)
        await queue_due(studio.database, NOON + timedelta(seconds=1))
        calls = 0

        async def dies_once(user_id: UUID, day: date) -> str:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise RuntimeError("killed")
            return "A day."

        mortal = Services(services.config, services.database, services.objects, services.redis, dies_once)
        first = await take(studio, 0.2)
        with pytest.raises(RuntimeError):
            await RoutineRun(first, mortal).run()
        await asyncio.sleep(0.25)

        second = await take(studio)
        await RoutineRun(second, mortal).run()

        assert (second.run.id, second.run.attempt) == (first.run.id, 2)
        (run,) = await history(studio, routine)
        assert run.status == "complete"
        assert sorted(await told(studio)) == ["A day.", "Walk: Time for a walk", "Walk: Time for a walk"]

    async def test_whoever_lost_the_run_does_nothing_more(self, studio: Studio, services: Services) -> None:
        routine = await make(studio, NOTIFY)
        await queue_due(studio.database, NOON + timedelta(seconds=1))
        slow = await take(studio, 0.1)
        await asyncio.sleep(0.15)
        quick = await take(studio)

        await RoutineRun(slow, services).run()
        assert await told(studio) == []
        await RoutineRun(quick, services).run()

        (run,) = await history(studio, routine)
        assert run.status == "complete"
        assert len(await told(studio)) == 1
        async with studio.database.connection() as conn:
            with pytest.raises(RunLost):
                await routine_runs.finish(conn, slow.run, None)

    async def test_a_run_that_kills_whoever_tries_it_is_given_up_and_told(
        self, studio: Studio, services: Services
    ) -> None:
        routine = await make(studio, NOTIFY)
        await queue_due(studio.database, NOON + timedelta(seconds=1))
        for _ in range(routine_runs.MOST_ATTEMPTS):
            await take(studio, 0.01)
            await asyncio.sleep(0.03)

        watch = RoutineWatch(studio.config, studio.database, studio.objects, studio.redis)
        await watch.look(NOON + timedelta(seconds=2))

        (run,) = await history(studio, routine)
        assert (run.status, run.error) == ("failed", "Whoever tried it died: 5")
        assert any("was given up" in text for text in await told(studio))


async def test_the_watch_runs_what_has_come_and_ends_commands_that_nobody_answers(studio: Studio) -> None:
    routine = await make(studio, NOTIFY)
    async with studio.database.connection() as conn:
        robot = await devices.insert(conn, studio.camera.user_id, name="Rover", token_sha256=b"1" * 32)
        assert robot is not None
        command = await commands.insert(
            conn, studio.camera.user_id, robot.id, name="treat", parameters={}, timeout_s=0
        )
        assert command is not None
    watch = RoutineWatch(studio.config, studio.database, studio.objects, studio.redis)

    await watch.look(NOON + timedelta(seconds=1))
    await watch.idle()

    (run,) = await history(studio, routine)
    assert run.status == "complete"
    async with studio.database.connection() as conn:
        ended = await commands.get(conn, studio.camera.user_id, command.id)
    assert ended is not None
    assert (ended.status, ended.error_code) == ("failed", "TIMED_OUT")
    assert any("did not do `treat`" in text for text in await told(studio))
