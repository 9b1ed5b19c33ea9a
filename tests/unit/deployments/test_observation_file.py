"""What was seen and heard comes out of a file as it went in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from deployments.observation_file import SCHEMA, HeardWindow, Moment, NoObservations, Seen, read, write
from deployments.observation_log import MOST_MOMENTS, ObservationLog
from hearing.classifier import Scored
from hearing.events import WINDOW
from vision.action_rules import Action
from vision.detection import Detection
from vision.watcher import TrackPoint

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def exact(value: float) -> float:
    """As the file keeps it."""
    return float(np.float32(value))


DOG = Detection("dog", exact(0.9), (0.25, 0.5, 0.125, exact(0.3)), 7)
BALL = Detection("sports ball", exact(0.4), (0.5, 0.5, exact(0.01), exact(0.02)))
FULL = Seen(
    at(1),
    41,
    living=(DOG, Detection("person", 0.75, (0.0, 0.0, 1.0, 1.0), 8)),
    points=(TrackPoint(7, "nose", exact(0.3), exact(0.6), 0.5), TrackPoint(7, "chin", 0.25, 0.5, 0.25)),
    actions=(Action("sit", exact(0.8), 7, "trained"), Action("walk", exact(0.1), 7, "rule")),
    things=(BALL,),
)
EMPTY = Seen(at(2), 42)
BARK = HeardWindow(at(1), WINDOW, (Scored("bark", exact(0.95)), Scored("speech", exact(0.02))))


def written(path: Path, *moments: Moment) -> bytes:
    write(moments, path)
    return path.read_bytes()


def test_everything_comes_back_and_so_does_an_empty_scene(tmp_path: Path) -> None:
    found = read(written(tmp_path / "1.parquet", EMPTY, BARK, FULL), NOON, LATER)

    assert found.seen == [FULL, EMPTY]
    assert found.heard == [BARK]


def test_of_a_time_its_beginning_belongs_to_it_and_its_end_does_not(tmp_path: Path) -> None:
    data = written(tmp_path / "1.parquet", *(Seen(at(second), second) for second in range(10)))

    assert [one.seq for one in read(data, at(3), at(6)).seen] == [3, 4, 5]


def test_it_is_a_parquet_file_that_others_read_by_its_columns(tmp_path: Path) -> None:
    write([FULL, BARK], tmp_path / "1.parquet")

    table = pq.read_table(tmp_path / "1.parquet")
    assert table.schema.equals(SCHEMA)
    kinds = table.column("kind").to_pylist()
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "frame": 1,
        "detection": 2,
        "object": 1,
        "keypoint": 2,
        "action": 2,
        "sound": 2,
    }
    assert [path.name for path in tmp_path.iterdir()] == ["1.parquet"]


@pytest.mark.parametrize("cut", [0, 4, -1])
def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, cut: int) -> None:
    data = written(tmp_path / "1.parquet", FULL)

    with pytest.raises(NoObservations):
        read(data[:cut], NOON, LATER)


def test_a_parquet_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"price": [1, 2]}), tmp_path / "prices.parquet")

    with pytest.raises(NoObservations):
        read((tmp_path / "prices.parquet").read_bytes(), NOON, LATER)


def test_a_naive_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="naive"):
        read(written(tmp_path / "1.parquet", FULL), NOON.replace(tzinfo=None), LATER)


def test_the_log_gives_each_segment_what_happened_in_it() -> None:
    log = ObservationLog()
    for second in range(6):
        log.saw(at(second), second, [DOG], [], [], [])
    log.heard(at(2.5), WINDOW, BARK.top)

    assert [one.at for one in log.between(at(2), at(4))] == [at(2), at(3), at(2.5)]

    log.forget_before(at(4))
    assert [one.at for one in log.between(NOON, LATER)] == [at(4), at(5)]


def test_a_log_that_nobody_empties_keeps_the_newest() -> None:
    log = ObservationLog()
    for number in range(MOST_MOMENTS + 10):
        log.saw(at(number), number, [], [], [], [])

    assert log.between(NOON, at(11)) == [Seen(at(10), 10, [], [], [], [])]
