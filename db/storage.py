"""How much of the store a user's recordings, clips and pictures take, by camera."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware_or_none

# Clips and snapshots outlive their camera: what is left of those that are gone is one row without a camera.
BY_CAMERA = """
    WITH kept AS (
        SELECT camera_id, size_bytes AS recorded, 0 AS clips, 0 AS snapshots, start_ts, end_ts
          FROM segments WHERE user_id = $1
        UNION ALL
        SELECT camera_id, 0, size_bytes, 0, NULL, NULL FROM clips WHERE user_id = $1
        UNION ALL
        SELECT camera_id, 0, 0, size_bytes, NULL, NULL FROM snapshots WHERE user_id = $1
        UNION ALL
        SELECT id, 0, 0, 0, NULL, NULL FROM cameras WHERE user_id = $1
    )
    SELECT kept.camera_id, cameras.name,
           sum(recorded)::BIGINT AS recorded_bytes,
           sum(clips)::BIGINT AS clip_bytes,
           sum(snapshots)::BIGINT AS snapshot_bytes,
           min(start_ts) AS since, max(end_ts) AS until
      FROM kept LEFT JOIN cameras ON cameras.id = kept.camera_id
     GROUP BY kept.camera_id, cameras.name, cameras.created_at
     ORDER BY cameras.created_at NULLS LAST, kept.camera_id
"""


@dataclass(frozen=True, slots=True)
class CameraStorage:
    """What is kept of one camera. since, until: of the recordings.

    camera_id, name: None for all cameras that are gone.
    """

    camera_id: UUID | None
    name: str | None
    recorded_bytes: int
    clip_bytes: int
    snapshot_bytes: int
    since: datetime | None
    until: datetime | None

    def __post_init__(self) -> None:
        aware_or_none(self.since)
        aware_or_none(self.until)


async def by_camera(conn: Connection, user_id: UUID) -> list[CameraStorage]:
    """What a user keeps: a row a camera in the order they came, and one for what is left of those that are gone."""
    return [CameraStorage(**row) for row in await conn.fetch(BY_CAMERA, user_id)]
