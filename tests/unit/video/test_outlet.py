import structlog.testing

from tests.tape import Tape
from video.outlet import Outlet
from video.packets import AudioFormat, EncodedPacket, StreamFormat, VideoFormat

VIDEO = VideoFormat(width=160, height=96, fps=15, extradata=b"sets", reorders=False)
AUDIO = AudioFormat(rate_hz=48_000, channels=1, extradata=b"\x11\x88")
WIDER = VideoFormat(width=320, height=184, fps=15, extradata=b"other sets", reorders=False)


def picture(at: int, *, key: bool = False) -> EncodedPacket:
    return EncodedPacket("video", b"picture", at, at, 6000, is_keyframe=key)


def sound(at: int) -> EncodedPacket:
    return EncodedPacket("audio", b"sound", at, at, 1920, is_keyframe=True)


def test_nothing_goes_out_before_the_first_keyframe() -> None:
    tape = Tape()
    outlet = Outlet([tape])

    outlet.video(picture(1), VIDEO, AUDIO)
    outlet.audio(sound(2))
    outlet.video(picture(3, key=True), VIDEO, AUDIO)
    outlet.audio(sound(2))  # it was to be heard before the picture began
    outlet.audio(sound(4))
    outlet.video(picture(5), VIDEO, AUDIO)

    (run,) = tape.runs
    assert run.stream == outlet.format == StreamFormat(VIDEO, AUDIO)
    assert [packet.dts for packet in run.video] == [3, 5]
    assert [packet.dts for packet in run.audio] == [4]


def test_a_new_format_begins_at_a_keyframe() -> None:
    tape = Tape()
    outlet = Outlet([tape])
    outlet.video(picture(1, key=True), VIDEO, None)
    outlet.video(picture(2), WIDER, None)
    outlet.video(picture(3, key=True), WIDER, None)

    first, second = tape.runs
    assert [packet.dts for packet in first.video] == [1, 2]
    assert first.lost == "the format changed"
    assert second.stream.video == WIDER


def test_what_is_lost_is_lost_once_and_begins_again_at_a_keyframe() -> None:
    tape = Tape()
    outlet = Outlet([tape])
    outlet.lost("it never began")
    outlet.video(picture(1, key=True), VIDEO, None)
    outlet.lost("the stream ended")
    outlet.lost("the camera was stopped")
    outlet.video(picture(2), VIDEO, None)
    outlet.video(picture(3, key=True), VIDEO, None)

    assert [run.lost for run in tape.runs] == ["the stream ended", None]
    assert [packet.dts for packet in tape.video] == [1, 3]


def test_a_sink_that_raises_is_logged_once_a_run_and_takes_nothing_from_the_others() -> None:
    class Broken:
        calls = 0

        def _fail(self, *_: object) -> None:
            self.calls += 1
            raise OSError("the disk is full")

        begin = put = lost = _fail

    tape, broken = Tape(), Broken()
    outlet = Outlet([broken, tape])
    with structlog.testing.capture_logs() as logs:
        for at in range(1, 10):
            outlet.video(picture(at, key=at == 1), VIDEO, None)
        outlet.lost("the stream ended")

    assert broken.calls == 11
    assert len(tape.video) == 9
    assert [(log["event"], log["sink"]) for log in logs] == [("a packet sink failed", "Broken")]


def test_sound_without_a_format_is_left_out() -> None:
    tape = Tape()
    outlet = Outlet([tape])
    outlet.video(picture(1, key=True), VIDEO, None)
    outlet.audio(sound(2))
    assert tape.audio == []
