"""Registered models, and the rows that say which of them answers."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from db import doomed_objects, model_changes, model_slots, models, users
from db.errors import ConstraintViolated
from db.model_changes import Agreement
from db.model_slots import Bounds
from db.models import Model
from db.pool import Connection, Database

BOUNDS = Bounds(error_rate=0.2, latency_ms=500, watch_s=60)


async def registered(conn: Connection, version: str, name: str = "ear") -> Model:
    owner = await users.get_or_create(conn, "ada@example.org")
    return await models.insert(
        conn,
        name=name,
        version=version,
        model_type="sound",
        artifact_format="onnx",
        artifact_uri=f"s3://bucket/models/{name}/{version}",
        sha256=bytes(32),
        size_bytes=1,
        metadata={"card": {"licence": "AGPL-3.0-only"}},
        user_id=owner.id,
    )


async def ready(conn: Connection, model: Model) -> model_slots.Slot:
    slot = await model_slots.prepare(conn, "sound", model.id, "switch", within_s=60)
    assert slot is not None
    return slot


async def switched(conn: Connection, model: Model) -> model_slots.Slot:
    slot = await ready(conn, model)
    after = await model_slots.switch(conn, "sound", slot.generation, model.id, BOUNDS)
    assert after is not None
    return after


async def test_a_name_and_version_are_taken_once(database: Database) -> None:
    async with database.connection() as conn:
        await registered(conn, "1")
    with pytest.raises(ConstraintViolated) as violated:
        async with database.connection() as conn:
            await registered(conn, "1")

    assert violated.value.constraint == models.NAME_TAKEN


async def test_models_are_listed_newest_first_by_pages_and_by_type(conn: Connection) -> None:
    made = [await registered(conn, str(version)) for version in range(3)]
    first = await models.before(conn, limit=2)
    rest = await models.before(conn, cursor=(first[-1].created_at, first[-1].id), limit=2)

    assert [one.id for one in (*first, *rest)] == [one.id for one in reversed(made)]
    assert await models.before(conn, model_type="pose", limit=2) == []
    assert await models.find(conn, "sound", "ear", "1") == made[1]


async def test_a_deleted_model_takes_its_artifact_along(conn: Connection) -> None:
    model = await registered(conn, "1")
    await models.delete(conn, model.id)

    assert await doomed_objects.take(conn, 10, lease_s=60) == [model.artifact_uri]


async def test_a_model_at_work_stays(database: Database, conn: Connection) -> None:
    one, two = await registered(conn, "1"), await registered(conn, "2")
    await switched(conn, one)
    await switched(conn, two)

    for model in (one, two):  # the previous one, and the live one
        with pytest.raises(ConstraintViolated) as violated:
            async with database.connection() as other:
                await models.delete(other, model.id)
        assert violated.value.constraint in models.IN_USE


async def test_a_switch_keeps_what_was_before(conn: Connection) -> None:
    one, two = await registered(conn, "1"), await registered(conn, "2")
    first = await switched(conn, one)
    second = await switched(conn, two)

    assert (first.live_id, first.has_previous, first.previous_id) == (one.id, True, None)
    assert (second.live_id, second.previous_id, second.candidate_id) == (two.id, one.id, None)
    assert Bounds.of_json(second.bounds) == BOUNDS
    assert second.watched_until is not None
    assert second.watched_until > datetime.now(UTC)


async def test_of_two_who_change_a_slot_at_once_one_is_too_late(conn: Connection) -> None:
    slot = await ready(conn, await registered(conn, "1"))

    assert await model_slots.switch(conn, "sound", slot.generation, slot.candidate_id, BOUNDS) is not None
    assert await model_slots.switch(conn, "sound", slot.generation, slot.candidate_id, BOUNDS) is None
    assert await model_slots.end_candidate(conn, "sound", slot.generation) is None
    assert await model_slots.drop_live(conn, "sound", slot.generation) is None


async def test_a_candidate_is_in_the_way_of_another_until_it_is_given_up(conn: Connection) -> None:
    one, two = await registered(conn, "1"), await registered(conn, "2")
    await model_slots.prepare(conn, "sound", one.id, "switch", within_s=60)

    assert await model_slots.prepare(conn, "sound", two.id, "switch", within_s=60) is None
    assert await model_slots.prepare(conn, "sound", one.id, "switch", within_s=-1) is not None
    taken = await model_slots.prepare(conn, "sound", two.id, "canary", share=0.5, bounds=BOUNDS)
    assert taken is not None
    assert (taken.candidate_id, taken.role, taken.share, taken.is_busy) == (two.id, "canary", 0.5, True)


async def test_a_rollback_goes_back_and_forth(conn: Connection) -> None:
    model = await registered(conn, "1")
    slot = await switched(conn, model)
    back = await model_slots.roll_back(conn, "sound", slot.generation)
    assert back is not None
    forth = await model_slots.roll_back(conn, "sound", back.generation)
    assert forth is not None

    assert (back.live_id, back.has_previous, back.previous_id) == (None, True, model.id)
    assert (forth.live_id, forth.previous_id) == (model.id, None)


async def test_without_a_previous_model_there_is_no_rollback(conn: Connection) -> None:
    slot = await model_slots.get(conn, "sound")

    assert await model_slots.roll_back(conn, "sound", slot.generation) is None


async def test_nobody_goes_back_to_what_failed(conn: Connection) -> None:
    one, two = await registered(conn, "1"), await registered(conn, "2")
    await switched(conn, one)
    slot = await switched(conn, two)
    dropped = await model_slots.drop_live(conn, "sound", slot.generation)
    assert dropped is not None

    assert (dropped.live_id, dropped.has_previous, dropped.watched_until) == (one.id, False, None)


async def test_steps_outlive_the_models_that_they_name(conn: Connection) -> None:
    model = await registered(conn, "1")
    await model_changes.insert(
        conn, "sound", "deleted", model_id=model.id, model=model.full_name, user_id=model.user_id
    )
    await models.delete(conn, model.id)
    (step,) = await model_changes.before(conn, model_type="sound", limit=10)

    assert (step.model, step.action, step.model_id) == ("ear@1", "deleted", model.id)


async def test_agreement_is_summed_over_replicas_and_counted_once_each(conn: Connection) -> None:
    model = await registered(conn, "1")
    assert await model_changes.agreement(conn, model.id) is None
    for replica, inputs in (("a", 10), ("a", 30), ("b", 10)):
        sums = Agreement(inputs, inputs * 0.5, 1, inputs * 20.0, inputs * 40.0)
        await model_changes.count_agreement(conn, model.id, 1, replica, sums)

    assert await model_changes.agreement(conn, model.id) == Agreement(40, 0.5, 2, 20.0, 40.0)


async def test_an_agreement_of_a_deleted_model_is_refused(database: Database) -> None:
    with pytest.raises(ConstraintViolated):
        async with database.connection() as conn:
            await model_changes.count_agreement(conn, UUID(int=1), 1, "a", Agreement(1, 1, 0, 1, 1))
