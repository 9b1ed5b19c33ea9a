import errno
import itertools
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import av
import pytest

from tests.footage import BEGIN, number_in
from tests.live_packets import Footage, footage
from video import recorder as recorder_module
from video import segment_file
from video.packets import TICKS_HZ
from video.recorder import Missing, Note, Recorded, Recorder, Unfinished, is_cut
from video.segment_file import PART, RecordedSegment

T = TypeVar("T")
AMPLE = 10**12
LONGEST_WAIT_S = 20.0


class Recording:
    """A recorder, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.free = AMPLE
        self.notes: list[Note] = []
        self.recorder = Recorder(
            folder, self.notes.append, segment_s=6, free_bytes=lambda: self.free, floor_bytes=1000
        )

    def send(self, made: Footage, begin: int = BEGIN, seconds: float = 20) -> None:
        """A source that is there for so long."""
        self.recorder.begin(made.stream)
        for packet in made.at(begin, seconds):
            self.recorder.put(packet)

    def all(self, kind: type[T]) -> list[T]:
        return [note for note in self.notes if isinstance(note, kind)]

    @property
    def segments(self) -> list[RecordedSegment]:
        return self.all(RecordedSegment)

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + LONGEST_WAIT_S
        while not condition():
            assert time.monotonic() < deadline, f"it never came: {self.notes}"
            time.sleep(0.01)

    def stop(self) -> list[Note]:
        self.recorder.stop("camera_off")
        return self.notes


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    made = Recording(tmp_path / "recordings" / "camera")
    made.recorder.start()
    yield made
    if made.recorder.is_running:
        made.stop()


def pictures(segment: RecordedSegment) -> list[tuple[int, int]]:
    """When each picture of a segment was taken, in ticks since the epoch, and its number."""
    with av.open(str(segment.path)) as container:
        return [
            (segment.begins_at + frame.pts, number_in(frame.to_ndarray(format="bgr24")))
            for frame in container.decode(video=0)
        ]


def sound(segment: RecordedSegment) -> list[int]:
    with av.open(str(segment.path)) as container:
        return [
            segment.begins_at + packet.pts for packet in container.demux(audio=0) if packet.pts is not None
        ]


def test_segments_begin_with_a_keyframe_follow_each_other_and_hold_every_picture(
    recording: Recording,
) -> None:
    made = footage()
    recording.send(made, seconds=40)
    recording.stop()
    segments = recording.segments
    assert [(one.shown_until - one.shown_from) / TICKS_HZ for one in segments] == [6, 6, 6, 6, 6, 6, 4]
    assert segments[0].shown_from == BEGIN
    assert all(one.shown_until == two.shown_from for one, two in pairwise(segments))
    seen = list(itertools.chain.from_iterable(pictures(one) for one in segments))
    assert seen == [(BEGIN + number * TICKS_HZ // 15, number % 300) for number in range(600)]
    assert {one.path.name for one in segments} == {path.name for path in recording.folder.iterdir()}
    assert [one.path.stat().st_size for one in segments] == [one.size_bytes for one in segments]


@pytest.mark.parametrize("late_s", [0, 0.3, -0.3])
def test_the_sound_of_a_moment_is_in_the_segment_of_its_picture(recording: Recording, late_s: float) -> None:
    made = footage(sound_late_s=late_s)
    recording.send(made, seconds=20)
    recording.stop()
    heard = [sound(one) for one in recording.segments]
    for segment, times in zip(recording.segments, heard, strict=True):
        assert all(segment.shown_from <= moment < segment.shown_until for moment in times)
    sent = [one.pts for one in made.at(BEGIN, 20) if one.kind == "audio"]
    first = next(position for position, one in enumerate(made.at(BEGIN, 20)) if one.kind == "video")
    missed = [one.pts for one in itertools.islice(made.at(BEGIN, 20), first) if one.kind == "audio"]
    assert list(itertools.chain.from_iterable(heard)) == sent[len(missed) :]


def test_pictures_that_are_shown_in_another_order_keep_their_times(recording: Recording) -> None:
    made = footage(bframes=2)
    recording.send(made, seconds=18)
    recording.stop()
    first = made.packets[0].pts
    seen = itertools.chain.from_iterable(pictures(one) for one in recording.segments)
    assert all(moment == BEGIN + first + number * TICKS_HZ // 15 for moment, number in seen)
    assert all(one.shown_until == two.shown_from for one, two in pairwise(recording.segments))


def test_what_is_on_disk_grows_each_second_and_plays_at_once(recording: Recording) -> None:
    recording.send(footage(), seconds=3.3)
    recording.until(
        lambda: recording.all(Recorded) and recording.all(Recorded)[-1].until >= BEGIN + 3.3 * TICKS_HZ
    )
    stretches = recording.all(Recorded)
    assert stretches[0].since == BEGIN
    assert all(one.until == two.since for one, two in pairwise(stretches))
    assert all(one.until - one.since <= TICKS_HZ for one in stretches)
    (part,) = recording.folder.glob(f"*{PART}")
    with av.open(str(part)) as container:
        assert len(list(container.decode(video=0))) == 50


def test_a_source_that_is_lost_ends_the_segment_with_its_last_picture(recording: Recording) -> None:
    recording.send(footage(), seconds=8)
    recording.recorder.lost("it hung up")
    recording.until(lambda: len(recording.segments) == 2)
    recording.until(lambda: recording.all(Missing))
    assert recording.all(Missing) == [Missing(BEGIN + 8 * TICKS_HZ, "source_away", "it hung up")]
    assert recording.segments[-1].shown_until == BEGIN + 8 * TICKS_HZ
    recording.send(footage(), begin=BEGIN + 60 * TICKS_HZ, seconds=2)
    recording.stop()
    assert recording.segments[-1].shown_from == BEGIN + 60 * TICKS_HZ


def test_a_source_that_falls_silent_is_away_whatever_it_says(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "SILENT_S", 0.2)
    recording.send(footage(), seconds=2)
    recording.until(lambda: recording.all(Missing))
    assert recording.all(Missing)[0].since == BEGIN + 2 * TICKS_HZ
    assert recording.all(Missing)[0].reason == "source_away"
    (segment,) = recording.segments
    assert len(pictures(segment)) == 30


def test_a_leap_of_the_source_s_clock_is_a_gap(recording: Recording) -> None:
    made = footage()
    recording.send(made, seconds=2)
    for packet in made.at(BEGIN + 60 * TICKS_HZ, 2):
        recording.recorder.put(packet)
    recording.stop()
    assert [one.shown_from for one in recording.segments] == [BEGIN, BEGIN + 60 * TICKS_HZ]
    assert recording.all(Missing)[0] == Missing(BEGIN + 2 * TICKS_HZ, "source_away", "its clock jumped")


def test_a_format_that_changes_begins_a_file_of_its_own(recording: Recording) -> None:
    recording.send(footage(), seconds=2)
    recording.send(footage(sound=False), begin=BEGIN + 2 * TICKS_HZ, seconds=2)
    recording.stop()
    one, two = recording.segments
    assert (one.shown_until, two.shown_from) == (BEGIN + 2 * TICKS_HZ, BEGIN + 2 * TICKS_HZ)
    with av.open(str(two.path)) as container:
        assert not container.streams.audio


def test_switched_off_nothing_is_written_until_it_is_on_again(recording: Recording) -> None:
    made = footage()
    recording.send(made, seconds=2)
    recording.recorder.switch("recording_off")
    for packet in made.at(BEGIN + 2 * TICKS_HZ, 5):
        recording.recorder.put(packet)
    recording.recorder.switch(None)
    for packet in made.at(BEGIN + 7 * TICKS_HZ, 2):
        recording.recorder.put(packet)
    recording.stop()
    assert [(one.shown_from - BEGIN) // TICKS_HZ for one in recording.segments] == [0, 7]
    assert recording.all(Missing)[0] == Missing(BEGIN + 2 * TICKS_HZ, "recording_off")


def test_a_segment_ends_early_when_somebody_waits_for_it(recording: Recording) -> None:
    made = footage()
    recording.send(made, seconds=1.5)
    recording.recorder.finish(BEGIN + 1 * TICKS_HZ + 5)
    for packet in made.at(BEGIN, 9):
        if packet.dts >= BEGIN + 1.5 * TICKS_HZ:
            recording.recorder.put(packet)
    recording.stop()
    assert [(one.shown_until - one.shown_from) / TICKS_HZ for one in recording.segments] == [2, 6, 1]


def test_a_disk_that_is_full_ends_the_segment_and_room_begins_the_next(recording: Recording) -> None:
    made = footage()
    recording.send(made, seconds=2)
    recording.until(lambda: recording.all(Recorded))
    recording.free = 999
    recording.until(lambda: recording.all(Missing))
    gap = recording.all(Missing)[0]
    assert (gap.reason, gap.detail) == ("disk_full", os.strerror(errno.ENOSPC))
    assert gap.since == recording.segments[0].shown_until
    recording.free = AMPLE
    time.sleep(recorder_module.BLOCKED_S)
    recording.send(made, begin=BEGIN + 30 * TICKS_HZ, seconds=2)
    recording.stop()
    assert recording.segments[-1].shown_from == BEGIN + 30 * TICKS_HZ
    assert len(pictures(recording.segments[-1])) == 30


def test_a_folder_that_can_not_be_written_is_no_silent_loss(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    recording = Recording(blocked / "camera")
    recording.recorder.start()
    recording.send(footage(), seconds=2)
    recording.until(lambda: recording.all(Missing))
    assert recording.all(Missing)[0].reason == "disk_failed"
    recording.stop()


def test_a_write_that_fails_half_way_leaves_whole_fragments(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = footage()
    recording.send(made, seconds=2.1)
    recording.until(lambda: len(recording.all(Recorded)) >= 4)

    class Full:
        """The open file, with room for ten bytes more."""

        def __init__(self, file: object) -> None:
            self._file = file
            self._left = 10

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()  # type: ignore[attr-defined]

        def write(self, data: bytes) -> int:
            if not self._left:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._left = 0
            return int(self._file.write(data[:10]))  # type: ignore[attr-defined]

    current = recording.recorder._current
    assert isinstance(current, segment_file.SegmentFile)
    current._file = Full(current._file)  # type: ignore[assignment]
    for packet in made.at(BEGIN, 5):
        if packet.dts >= BEGIN + 2.1 * TICKS_HZ:
            recording.recorder.put(packet)
    recording.until(lambda: recording.all(Missing))
    assert recording.all(Missing)[0].reason == "disk_full"
    (segment,) = recording.segments
    assert segment.shown_until == recording.all(Missing)[0].since
    assert len(pictures(segment)) == (segment.shown_until - BEGIN) * 15 // TICKS_HZ


def test_a_segment_that_can_not_be_closed_is_named(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    recording.send(footage(), seconds=2)
    monkeypatch.setattr(Path, "rename", refuse)
    recording.stop()
    monkeypatch.undo()
    (unfinished,) = recording.all(Unfinished)
    assert unfinished.part.exists()
    assert recording.all(Missing) == [Missing(BEGIN + 2 * TICKS_HZ, "camera_off")]


def test_a_mistake_of_ours_ends_a_segment_and_not_the_recorder(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes, length_size: int) -> bytes:
        raise ValueError("no unit in it")

    recording.send(footage(), seconds=2)
    recording.until(lambda: recording.all(Recorded))
    with monkeypatch.context() as broken:
        broken.setattr("video.segment_file.length_prefixed", fail)
        recording.until(lambda: recording.all(Missing))
    assert recording.all(Missing)[0].reason == "disk_failed"
    time.sleep(recorder_module.BLOCKED_S)
    recording.send(footage(), begin=BEGIN + 30 * TICKS_HZ, seconds=2)
    recording.stop()
    assert recording.segments[-1].shown_from == BEGIN + 30 * TICKS_HZ


def test_too_many_packets_for_the_disk_are_a_gap(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    made = footage()
    small = replace(made, packets=tuple(one for one in made.packets if one.kind == "video"))
    recording.recorder.begin(small.stream)
    for packet in itertools.islice(small.at(BEGIN, 1000), 6000):
        recording.recorder.put(packet)
    recording.recorder.start()
    recording.until(lambda: recording.all(Missing))
    gap = recording.all(Missing)[0]
    assert gap.reason == "writer_behind"
    assert gap.since == recording.segments[-1].shown_until
    assert recording.recorder.dropped == 6000 - 3999
    recording.stop()


@pytest.mark.parametrize(
    ("elapsed", "group", "cut"),
    [(6, 1, True), (5.9, 1, False), (5, 4, False), (5, 6, True), (3, 20, False), (20, 20, True)],
)
def test_a_segment_is_four_to_ten_seconds_where_keyframes_allow_it(
    elapsed: float, group: float, cut: bool
) -> None:
    assert is_cut(elapsed, group, 6) == cut


@pytest.mark.parametrize("keyframe_every", [15, 45, 75, 120])
def test_lengths_with_keyframes_far_apart(recording: Recording, keyframe_every: int) -> None:
    recording.send(footage(seconds=keyframe_every // 15, keyframe_every=keyframe_every), seconds=40)
    recording.stop()
    lengths = [(one.shown_until - one.shown_from) / TICKS_HZ for one in recording.segments[:-1]]
    assert all(4 <= length <= 10 for length in lengths), lengths
