import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.hand_clock import HandClock
from tests.tape import Tape, loudness, pictures
from video.errors import SourceLost
from video.frames import Image
from video.intake import Intake
from video.media import Picture
from video.outlet import Outlet
from video.packets import TICKS_HZ
from video.passing import CannotPass
from video.recorded import FileSource
from video.source_packets import Gap, SourcePacket

MakeVideo = Callable[..., Path]
NumberIn = Callable[[Image], int]
Item = SourcePacket | Gap


class Watcher:
    """What a viewer of pictures sees: (tick, image) of each."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, Image]] = []

    def __call__(self, picture: Picture, at: int) -> None:
        self.shown.append((at, picture.image()))


def watch(
    path: Path,
    packets: int,
    *,
    change: Callable[[Iterable[Item]], Iterable[Item]] = lambda items: items,
    **intake: Any,
) -> tuple[Tape, Watcher, Intake]:
    """Play so many packets of a file's picture and sound, without waiting."""
    tape, watcher = Tape(), Watcher()
    taking = Intake(Outlet([tape]), watcher, **intake)
    with FileSource(path, stopped=threading.Event(), clock=HandClock(overshoot_s=0).clock()) as source:
        for item in islice(change(source), packets):
            taking.take(item)
    return tape, watcher, taking


def test_h264_goes_through_untouched_and_is_shown_at_its_own_time(
    make_video: MakeVideo, number_in: NumberIn
) -> None:
    tape, watcher, _ = watch(make_video(pictures=15, fps=15), 47)

    (run,) = tape.runs
    assert (run.stream.video.width, run.stream.video.height, run.stream.video.fps) == (160, 96, 15)
    assert not run.stream.video.reorders
    assert run.stream.audio is None
    decoded = pictures(run.video)
    assert [number_in(image) for _, image in decoded] == [index % 15 for index in range(len(run.video))]
    assert [at for at, _ in watcher.shown] == [packet.pts for packet in run.video]
    for (_, sent), (_, seen) in zip(decoded, watcher.shown, strict=True):
        assert np.array_equal(sent, seen)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts", "clip.mov", "clip.flv"])
def test_pictures_that_are_sent_before_they_are_shown_keep_their_times(
    make_video: MakeVideo, number_in: NumberIn, name: str
) -> None:
    tape, watcher, _ = watch(make_video(name, pictures=15, fps=15, options={"bf": "2"}), 48)

    (run,) = tape.runs
    assert run.stream.video.reorders
    numbers = {pts: number_in(image) for pts, image in pictures(run.video)}
    assert list(numbers.values()) == [index % 15 for index in range(len(numbers))]
    assert {at: number_in(image) for at, image in watcher.shown}.items() <= numbers.items()
    assert len(watcher.shown) >= len(run.video) - 3


@pytest.mark.parametrize(
    ("name", "codec"),
    [("clip.mkv", "libvpx"), ("clip.mkv", "mjpeg"), ("clip.mp4", "libx265"), ("clip.avi", "mpeg4")],
)
def test_another_codec_is_encoded_once_into_h264_with_a_keyframe_a_second(
    make_video: MakeVideo, number_in: NumberIn, name: str, codec: str
) -> None:
    tape, watcher, _ = watch(make_video(name, pictures=60, fps=15, codec=codec), 60)

    (run,) = tape.runs
    assert not run.stream.video.reorders
    assert all(packet.pts == packet.dts for packet in run.video)
    decoded = pictures(run.video)
    assert [number_in(image) for _, image in decoded] == list(range(len(decoded)))
    assert len(decoded) >= 55
    assert [at for at, _ in watcher.shown] == [packet.pts for packet in run.video]
    keyframes = [packet.pts for packet in run.video if packet.is_keyframe]
    assert all(0 < later - earlier <= TICKS_HZ + 12_000 for earlier, later in pairwise(keyframes))
    assert len(keyframes) == 4


def test_avi_with_b_frames_is_encoded_since_nobody_knows_when_they_are_shown(
    make_video: MakeVideo, number_in: NumberIn
) -> None:
    tape, _, _ = watch(make_video("clip.avi", pictures=30, fps=15, options={"bf": "2"}), 90)
    (run,) = tape.runs
    assert not run.stream.video.reorders
    assert [number_in(image) for _, image in pictures(run.video)][:60] == [index % 30 for index in range(60)]
    steps = [later.dts - earlier.dts for earlier, later in pairwise(run.video)]
    assert sum(steps) / len(steps) == pytest.approx(6000, rel=0.02)


@pytest.mark.parametrize("options", [{"g": "300", "keyint_min": "300"}, {"profile": "high10"}])
def test_h264_that_nobody_could_use_as_it_is_is_encoded(
    make_video: MakeVideo, options: dict[str, str]
) -> None:
    ten_bits = "profile" in options
    path = make_video(
        pictures=250, options=options, pixels="yuv420p10le" if ten_bits else "yuv420p", width=160, height=96
    )
    if not ten_bits:
        with pytest.raises(CannotPass, match="keyframes"):
            watch(path, 250)
    tape, _, _ = watch(path, 250, encodes=not ten_bits)
    keyframes = [packet.pts for packet in tape.video if packet.is_keyframe]
    assert max(later - earlier for earlier, later in pairwise(keyframes)) <= TICKS_HZ + 12_000
    assert tape.runs[0].stream.video.extradata[5] == 66  # baseline


def test_aac_goes_through_untouched_beside_its_picture(make_video: MakeVideo) -> None:
    for name in ("clip.mp4", "clip.ts", "clip.mkv", "clip.flv"):
        tape, _, taking = watch(make_video(name, pictures=15, fps=15, sound="aac"), 250)
        (run,) = tape.runs
        assert run.stream.audio is not None
        assert (run.stream.audio.rate_hz, run.stream.audio.channels) == (48_000, 1)
        assert np.median(loudness(run.audio, run.stream.audio.extradata)) == pytest.approx(0.35, abs=0.02)
        assert abs(run.audio[-1].pts - run.video[-1].pts) < TICKS_HZ / 4
        assert taking.corrupt == 0


@pytest.mark.parametrize(
    ("name", "sound"), [("clip.mkv", "libopus"), ("clip.avi", "pcm_s16le"), ("clip.mkv", "libmp3lame")]
)
def test_other_sound_is_encoded_once_into_aac(make_video: MakeVideo, name: str, sound: str) -> None:
    tape, _, _ = watch(make_video(name, pictures=30, fps=15, sound=sound), 400)
    (run,) = tape.runs
    assert run.stream.audio is not None
    assert np.median(loudness(run.audio, run.stream.audio.extradata)) == pytest.approx(0.35, abs=0.03)
    steps = [later.dts - earlier.dts for earlier, later in pairwise(run.audio)]
    assert np.median(steps) == 1920
    assert abs(run.audio[-1].pts - run.video[-1].pts) < TICKS_HZ / 2


def test_what_was_lost_on_the_way_is_said_and_the_next_keyframe_begins_anew(make_video: MakeVideo) -> None:
    def lose(items: Iterable[Item]) -> Iterable[Item]:
        for index, item in enumerate(items):
            if index == 20:
                yield Gap("this machine is too busy", packets=5)
            if not 20 <= index < 25:
                yield item

    tape, watcher, _ = watch(make_video(pictures=60, fps=15), 60, change=lose)

    first, second = tape.runs
    assert first.lost == "this machine is too busy: 5 packets lost"
    assert len(first.video) == 20
    assert second.video[0].pts - first.video[0].pts == 30 * 6000  # the keyframe after it, at its own time
    assert second.video[0].is_keyframe
    assert [at for at, _ in watcher.shown] == [packet.pts for packet in tape.video]


def test_a_clock_that_jumps_begins_anew(make_video: MakeVideo) -> None:
    def jump(items: Iterable[Item]) -> Iterable[Item]:
        for index, item in enumerate(items):
            assert isinstance(item, SourcePacket)
            shift = -(2**32) if index >= 20 else 0
            yield replace(item, pts=item.pts + shift, dts=item.dts + shift)

    tape, _, _ = watch(make_video(pictures=60, fps=15), 60, change=jump)

    first, second = tape.runs
    assert first.lost is not None
    assert "went back" in first.lost
    # By our clock, whatever its own says.
    assert abs(second.video[0].pts - first.video[0].pts - 30 * 6000) <= 2


def test_a_decoder_that_falls_behind_rests_and_the_packets_go_on(
    make_video: MakeVideo, number_in: NumberIn
) -> None:
    def late(items: Iterable[Item]) -> Iterable[Item]:
        for index, item in enumerate(items):
            assert isinstance(item, SourcePacket)
            yield replace(item, behind_s=1.0 if 20 <= index < 25 else 0.0)

    tape, watcher, _ = watch(make_video(pictures=60, fps=15), 60, change=late)

    (run,) = tape.runs
    assert len(run.video) == 60
    assert [number_in(image) for _, image in watcher.shown] == [*range(20), *range(30, 60)]


def test_damage_is_left_out_and_counted(make_video: MakeVideo) -> None:
    path = make_video("clip.ts", pictures=60, width=320, height=184)
    data = path.read_bytes()
    blocks = [data[at : at + 188] for at in range(0, len(data), 188)]
    path.write_bytes(b"".join(block for index, block in enumerate(blocks) if index < 40 or index % 7))
    _, watcher, taking = watch(path, 50)
    assert watcher.shown
    assert taking.corrupt > 0


def test_a_file_that_changes_its_format_on_the_way_is_encoded(make_video: MakeVideo, tmp_path: Path) -> None:
    small = make_video("small.ts", pictures=30, width=160, height=96).read_bytes()
    large = make_video("large.ts", pictures=30, width=320, height=184).read_bytes()
    path = tmp_path / "both.ts"
    path.write_bytes(small + large)

    with pytest.raises(CannotPass, match="format changes"):
        watch(path, 60)
    tape, _, _ = watch(path, 90, encodes=True)
    sizes = [(run.stream.video.width, run.stream.video.height) for run in tape.runs]
    assert sizes == [(160, 96), (320, 184), (160, 96)]
    assert [run.lost for run in tape.runs] == ["the format changed", "the format changed", None]


def test_a_source_that_sends_and_shows_nothing_is_lost(
    make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("video.intake.PATIENCE_S", 0.0)

    def noise(items: Iterable[Item]) -> Iterable[Item]:
        for item in items:
            assert isinstance(item, SourcePacket)
            item.packet.is_corrupt = True
            yield item

    with pytest.raises(SourceLost, match="no picture"):
        watch(make_video(pictures=30), 30, change=noise)


def test_pixels_that_are_not_square_are_encoded_into_square_ones(
    make_video: MakeVideo, number_in: NumberIn
) -> None:
    tape, watcher, _ = watch(make_video(pictures=5, aspect=Fraction(4, 3)), 5)
    (run,) = tape.runs
    assert (run.stream.video.width, run.stream.video.height) == (214, 96)
    assert watcher.shown[0][1].shape == (96, 214, 3)
    assert [number_in(image) for _, image in pictures(run.video)] == list(range(5))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_picture_is_shown_upright_and_its_packets_say_how(
    make_video: MakeVideo, number_in: NumberIn, rotation: int
) -> None:
    tape, watcher, _ = watch(make_video(pictures=5, rotation=rotation), 5)
    (run,) = tape.runs
    assert run.stream.video.rotation == rotation
    assert (run.stream.video.width, run.stream.video.height) == (160, 96)
    _, image = watcher.shown[4]
    assert number_in(np.rot90(image, -rotation // 90)) == 4


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_picture_is_encoded_upright(
    make_video: MakeVideo, number_in: NumberIn, rotation: int
) -> None:
    tape, watcher, _ = watch(make_video(pictures=5, rotation=rotation), 5, encodes=True)
    (run,) = tape.runs
    assert run.stream.video.rotation == 0
    shown = [image for _, image in pictures(run.video)]
    assert [image.shape for image in shown] == [image.shape for _, image in watcher.shown]
    assert [number_in(np.rot90(image, -rotation // 90)) for image in shown] == list(range(5))
