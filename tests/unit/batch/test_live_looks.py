"""How often live analysis looked, read off what lies beside recordings on this machine's disk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from batch.live_looks import LiveLooks
from db.segments import Segment
from deployments.observation_file import Seen, write
from pawsight import recordings
from pawsight.ids import new_id
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.packets import to_ticks

BEGIN = datetime(2026, 5, 1, 10, tzinfo=UTC)
CAMERA = new_id()


def second(count: float) -> datetime:
    return BEGIN + timedelta(seconds=count)


def segment(start: float, end: float, folder: Path, *, seen: list[float]) -> Segment:
    """One of ours on the disk, with what was looked at beside it."""
    one = Segment(
        *(new_id(), UUID(int=0), CAMERA, second(start), second(end), round(1000 * (end - start))),
        *(f"file://node/{to_ticks(second(start))}.mp4", 1, None, BEGIN),
    )
    film = recordings.local_path(folder, CAMERA, one.start_ticks)
    film.parent.mkdir(parents=True, exist_ok=True)
    write([Seen(second(at), index) for index, at in enumerate(seen)], recordings.observations_path(film))
    return one


@pytest.fixture
def looks(tmp_path: Path) -> LiveLooks:
    recorded = [
        segment(0, 10, tmp_path, seen=[at / 5 for at in range(50)]),
        segment(10, 20, tmp_path, seen=[10.5, 19]),
        segment(60, 70, tmp_path, seen=[]),
    ]
    return LiveLooks(recorded, tmp_path, ObjectStore(Settings(data_dir=tmp_path)))


@pytest.mark.parametrize(
    ("at", "per_s"),
    [
        (5.0, 5.0),
        (0.0, 5.0),  # half of the time around is recorded
        (10.0, 2.75),  # over a border: ten frames, and one
        (15.0, 0.0),
        (65.0, 0.0),
        (40.0, None),
        (300.0, None),
        (-10.0, None),
    ],
)
async def test_a_rate_is_of_the_time_around_that_is_recorded(
    looks: LiveLooks, at: float, per_s: float | None
) -> None:
    assert await looks.per_s(second(at)) == per_s


async def test_moments_may_be_asked_in_the_order_of_time(looks: LiveLooks) -> None:
    assert [await looks.per_s(second(at)) for at in (2, 9, 12, 12.5, 61)] == [5.0, 4.0, 0.25, 0.25, 0.0]
