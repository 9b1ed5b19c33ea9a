"""Which model of each type answers, which did before, and which is on its way: the truth that replicas follow.

Each change names the generation that it saw: of two who change a slot at once, one is too late and learns it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.models import ModelType, Role

COLUMNS = (
    "type, generation, live_id, has_previous, previous_id, candidate_id, role, share, fps, candidate_until, bounds, "
    "watched_since, updated_at"
)

GET = f"SELECT {COLUMNS} FROM model_slots WHERE type = $1"  # noqa: S608
ALL = f"SELECT {COLUMNS} FROM model_slots ORDER BY type"  # noqa: S608

# A switch that was given up is in nobody's way.
PREPARE = f"""
    UPDATE model_slots
       SET candidate_id = $2, role = $3::varchar, share = $4, fps = $5,
           candidate_until = now() + $6 * interval '1 second',
           bounds = CASE WHEN $3::varchar = 'canary' THEN $7 ELSE bounds END,
           watched_since = CASE WHEN $3::varchar = 'canary' THEN now() ELSE watched_since END,
           generation = generation + 1, updated_at = now()
     WHERE type = $1 AND (candidate_id IS NULL OR candidate_id = $2 OR candidate_until < now())
    RETURNING {COLUMNS}
"""  # noqa: S608

_NO_CANDIDATE = "candidate_id = NULL, role = NULL, share = NULL, fps = NULL, candidate_until = NULL"
_CHANGED = "generation = generation + 1, updated_at = now()"

END_CANDIDATE = f"""
    UPDATE model_slots SET {_NO_CANDIDATE}, {_CHANGED}
     WHERE type = $1 AND generation = $2 AND candidate_id IS NOT NULL RETURNING {COLUMNS}
"""  # noqa: S608

SWITCH = f"""
    UPDATE model_slots
       SET live_id = $3, has_previous = true, previous_id = live_id, bounds = $4, watched_since = now(),
           {_NO_CANDIDATE}, {_CHANGED}
     WHERE type = $1 AND generation = $2 RETURNING {COLUMNS}
"""  # noqa: S608

# Back and forth, as often as one likes.
ROLL_BACK = f"""
    UPDATE model_slots
       SET live_id = previous_id, previous_id = live_id, watched_since = now(), {_CHANGED}
     WHERE type = $1 AND generation = $2 AND has_previous RETURNING {COLUMNS}
"""  # noqa: S608

# What failed is not kept: nobody goes back to it by a slip. Without a previous one the settings' answers.
DROP_LIVE = f"""
    UPDATE model_slots
       SET live_id = previous_id, has_previous = false, previous_id = NULL, watched_since = NULL, {_CHANGED}
     WHERE type = $1 AND generation = $2 AND live_id IS NOT NULL RETURNING {COLUMNS}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a model has to keep while it is watched; who breaks them is taken back.

    error_rate: of its answers, 0..1. latency_ms: of 95 answers in a hundred. watch_s: for how long.
    """

    error_rate: float = 0.1
    latency_ms: float = 1000.0
    watch_s: float = 300.0

    def as_json(self) -> dict[str, float]:
        """As the database has it."""
        return {"errorRate": self.error_rate, "latencyMs": self.latency_ms, "watchS": self.watch_s}

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Bounds":
        """Out of the database; what it does not tell is as it usually is."""
        usual = cls()
        return cls(
            float(told.get("errorRate", usual.error_rate)),
            float(told.get("latencyMs", usual.latency_ms)),
            float(told.get("watchS", usual.watch_s)),
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """Who answers for one type. An id that is None, where there is a model, means the one that the settings name.

    role, share, fps: of the candidate. watched_since: when the live model, or the canary, began to be held to the
    bounds; None: it is not.
    """

    type: ModelType
    generation: int
    live_id: UUID | None
    has_previous: bool
    previous_id: UUID | None
    candidate_id: UUID | None
    role: Role | None
    share: float | None
    fps: float | None
    candidate_until: datetime | None
    bounds: dict[str, Any]
    watched_since: datetime | None
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.updated_at)
        aware_or_none(self.candidate_until)
        aware_or_none(self.watched_since)

    @property
    def ids(self) -> set[UUID]:
        """Of the registered models that it names."""
        return {one for one in (self.live_id, self.previous_id, self.candidate_id) if one is not None}

    @property
    def watched_until(self) -> datetime | None:
        """Until when the bounds hold; None: they don't."""
        if self.watched_since is None:
            return None
        return self.watched_since + timedelta(seconds=Bounds.of_json(self.bounds).watch_s)

    @property
    def is_busy(self) -> bool:
        """Whether there is a candidate that nobody has given up."""
        given_up = self.candidate_until is not None and self.candidate_until < datetime.now(UTC)
        return self.candidate_id is not None and not given_up


async def get(conn: Connection, model_type: ModelType) -> Slot:
    """The slot of a type."""
    row = await conn.fetchrow(GET, model_type)
    assert row is not None, "the migration made one for each type"
    return Slot(**row)


async def every(conn: Connection) -> list[Slot]:
    """All slots, by type."""
    return [Slot(**row) for row in await conn.fetch(ALL)]


async def prepare(
    conn: Connection,
    model_type: ModelType,
    candidate_id: UUID,
    role: Role,
    *,
    share: float | None = None,
    fps: float | None = None,
    within_s: float | None = None,
    bounds: Bounds | None = None,
) -> Slot | None:
    """Have every replica load a candidate. None when another one is in the slot.

    within_s: of a switch, how long it may take before it counts as given up. bounds: of a canary.
    """
    told = (bounds or Bounds()).as_json()
    row = await conn.fetchrow(PREPARE, model_type, candidate_id, role, share, fps, within_s, told)
    return Slot(**row) if row else None


async def end_candidate(conn: Connection, model_type: ModelType, generation: int) -> Slot | None:
    """Take the candidate out. None when the slot has changed, or there is none."""
    row = await conn.fetchrow(END_CANDIDATE, model_type, generation)
    return Slot(**row) if row else None


async def switch(
    conn: Connection, model_type: ModelType, generation: int, live_id: UUID | None, bounds: Bounds
) -> Slot | None:
    """Let a model answer, the candidate or the settings' own; who answered is the previous one now.

    None when the slot has changed.
    """
    row = await conn.fetchrow(SWITCH, model_type, generation, live_id, bounds.as_json())
    return Slot(**row) if row else None


async def roll_back(conn: Connection, model_type: ModelType, generation: int) -> Slot | None:
    """Let the previous model answer; the live one becomes the previous one. None: changed, or there is none."""
    row = await conn.fetchrow(ROLL_BACK, model_type, generation)
    return Slot(**row) if row else None


async def drop_live(conn: Connection, model_type: ModelType, generation: int) -> Slot | None:
    """Take a live model that fails out of the slot; the previous one answers. None when the slot has changed."""
    row = await conn.fetchrow(DROP_LIVE, model_type, generation)
    return Slot(**row) if row else None
