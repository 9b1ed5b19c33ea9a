"""A routine at noon, and what came of it."""

from datetime import UTC, datetime
from typing import Any

from db import (
    routine_runs,
    routines,
)
from db.routine_runs import Run
from db.routines import Routine
from tests.integration.deployments.conftest import Studio

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTIFY = {"type": "notify", "text": "Time for a walk"}


async def make(studio: Studio, *steps: dict[str, Any], cron: str = "0 12 * * *", **fields: Any) -> Routine:
    """A routine of the studio's owner whose next moment is noon."""
    async with studio.database.connection() as conn:
        made = await routines.insert(
            conn,
            studio.camera.user_id,
            **{  # type: ignore[arg-type]
                "name": "Walk",
                "cron": cron,
                "steps": list(steps),
                "enabled": True,
                "missed": "skip",
                "next_run_at": NOON,
                **fields,
            },
        )
    assert made is not None
    return made


async def history(studio: Studio, routine: Routine) -> list[Run]:
    async with studio.database.connection() as conn:
        return await routine_runs.before(conn, routine.id, limit=1000)
