"""What a clip job is to do, and the one transaction in which it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from db import clips, doomed_objects, jobs
from db.clips import Clip, NewClip
from db.jobs import Job
from db.pool import Connection
from db.times import aware

KIND: Final = "clip"

PATIENCE: Final = timedelta(seconds=90)
"""How long after a clip's end its recording may still come: a recorder that was killed starts again and tells."""


class JobLost(Exception):
    """Whoever has the job now, it is not us: nothing was stored."""


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """A clip to be made, from `start` to `end`.

    camera_id: whose recording it is cut out of. clip_id: the clip that it is cut out of instead.
    exact: the ends are pictures, not keyframes. moment: what it is about; None: its middle.
    automatic: an event asked for it.
    """

    start: datetime
    end: datetime
    camera_id: UUID | None
    clip_id: UUID | None = None
    labels: tuple[str, ...] = ()
    exact: bool = False
    moment: datetime | None = None
    automatic: bool = False

    def __post_init__(self) -> None:
        if aware(self.end) <= aware(self.start):
            raise ValueError("a clip ends after it begins")
        if (self.camera_id is None) == (self.clip_id is None):
            raise ValueError("a clip has one source")

    @classmethod
    def of(cls, job: Job) -> Self:
        """What a job is to do.

        Raises:
            KeyError, ValueError: it is none of this version's.
        """
        given = job.input
        return cls(
            start=datetime.fromisoformat(given["start"]),
            end=datetime.fromisoformat(given["end"]),
            camera_id=UUID(given["cameraId"]) if given["cameraId"] else None,
            clip_id=UUID(given["clipId"]) if given["clipId"] else None,
            labels=tuple(given["labels"]),
            exact=given["exact"],
            moment=datetime.fromisoformat(given["moment"]) if given["moment"] else None,
            automatic=given["automatic"],
        )

    def to_json(self) -> dict[str, Any]:
        """As the job's `input` keeps it."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "cameraId": str(self.camera_id) if self.camera_id else None,
            "clipId": str(self.clip_id) if self.clip_id else None,
            "labels": list(self.labels),
            "exact": self.exact,
            "moment": self.moment.isoformat() if self.moment else None,
            "automatic": self.automatic,
        }

    def deadline(self, now: datetime, timeout_s: float) -> datetime:
        """When nobody waits for it any more. timeout_s: how long it may take once its recording is there."""
        return max(self.end, now) + PATIENCE + timedelta(seconds=timeout_s)


async def ask(
    conn: Connection,
    user_id: UUID,
    order: ClipOrder,
    *,
    now: datetime,
    timeout_s: float,
    not_before: datetime | None = None,
    job_id: UUID | None = None,
) -> Job:
    """Queue a clip. The clip will have the job's id, which is made here unless a second try has to be the same one.

    Raises:
        ConstraintViolated: there is no such user.
    """
    return await jobs.insert(
        conn,
        user_id,
        kind=KIND,
        input=order.to_json(),
        deadline=order.deadline(now, timeout_s),
        not_before=not_before,
        job_id=job_id,
    )


async def finish(conn: Connection, job: Job, clip: NewClip, doomed_at: datetime) -> tuple[Job, Clip]:
    """Store a clip and end its job: both or neither. Call it in a transaction, with the job as it was claimed.

    doomed_at: when the clip's objects would be deleted, as `doom_unless_spared` was told before their upload.

    Raises:
        JobLost: somebody else has the job, or it is over; let the transaction be rolled back.
    """
    done = await jobs.complete(conn, job.id, job.attempt, {"clipId": str(clip.id), "s3Uri": clip.s3_uri})
    if done is None or not await doomed_objects.spare(conn, clip.uris, doomed_at):
        raise JobLost(f"attempt {job.attempt} of {job.id}")
    return done, await clips.insert(conn, clip)
