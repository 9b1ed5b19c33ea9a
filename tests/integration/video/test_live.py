"""Cameras on real sockets: what they send reaches the sinks as it came, and whatever ends it is told."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import islice, pairwise

import numpy as np
import pytest

from tests.integration.video.conftest import (
    FPS,
    MJPEG_HEAD,
    Camera,
    jpeg_parts,
    serve_rtsp,
    serve_ts,
)
from tests.integration.video.rtp_camera import film, serve_film
from tests.tape import Tape, loudness, pictures
from video.errors import SourceLost, SourceRefused
from video.feed import Feed
from video.packets import TICKS_HZ
from video.source_packets import SourcePacket
from video.sources import SourceSpec, open_source, probe

StartCamera = Callable[..., Camera]
NumberIn = Callable[[np.ndarray], int]


@asynccontextmanager
async def watching(url: str, tape: Tape) -> AsyncIterator[Feed]:
    feed = Feed(
        SourceSpec("url", url), fps=60, max_width=640, jpeg_quality=80, allow_loopback=True, sinks=[tape]
    )
    feed.start()
    try:
        yield feed
    finally:
        await asyncio.to_thread(feed.stop)


async def arrived(tape: Tape, packets: int, *, runs: int = 1) -> None:
    await asyncio.to_thread(tape.wait, lambda: len(tape.runs) >= runs and len(tape.runs[-1].video) >= packets)


async def test_every_packet_of_a_camera_reaches_the_sinks(
    camera: StartCamera, transport_stream: list[bytes], number_in: NumberIn
) -> None:
    tape = Tape()
    port = camera(serve_ts(transport_stream)).port
    async with watching(f"http://127.0.0.1:{port}/live.ts", tape) as feed:
        await arrived(tape, 80)
        picture = await feed.picture()
        assert (feed.state, feed.format) == ("live", tape.runs[0].stream)

    (run,) = tape.runs
    assert {later.dts - earlier.dts for earlier, later in pairwise(run.video)} == {TICKS_HZ // FPS}
    numbers = [number_in(image) for _, image in pictures(run.video)]
    assert numbers == list(range(numbers[0], numbers[0] + len(run.video)))
    assert picture.captured_at in {packet.captured_at for packet in run.video}


async def test_a_camera_that_was_away_comes_back_as_a_new_run(
    camera: StartCamera, transport_stream: list[bytes]
) -> None:
    tape = Tape()
    port = camera(serve_ts(transport_stream, ends_after=30)).port
    async with watching(f"http://127.0.0.1:{port}/live.ts", tape):
        await arrived(tape, 10, runs=2)

    assert tape.runs[0].lost == "the stream ended"
    assert tape.runs[0].video[-1].dts < tape.runs[1].video[0].dts


async def test_a_camera_of_single_pictures_is_encoded(camera: StartCamera, number_in: NumberIn) -> None:
    def serve(connection: socket.socket, head: bytes) -> None:
        connection.sendall(MJPEG_HEAD)
        jpeg_parts(connection)

    tape = Tape()
    async with watching(f"http://127.0.0.1:{camera(serve).port}/video", tape):
        await arrived(tape, 40)

    # They carry no time: those that came at once, while we found out what they are, are thinned.
    numbers = [number_in(image) for _, image in pictures(tape.runs[0].video)][-25:]
    assert numbers == list(range(numbers[0], numbers[0] + 25))


async def test_an_rtsp_camera_passes_with_picture_and_sound(camera: StartCamera, number_in: NumberIn) -> None:
    tape = Tape()
    port = camera(serve_film(film())).port
    async with watching(f"rtsp://127.0.0.1:{port}/live", tape):
        await arrived(tape, 100)

    (run,) = tape.runs
    assert run.stream.video.extradata  # from the SDP, and from there before each keyframe
    assert all(run.stream.video.extradata in packet.data for packet in run.video if packet.is_keyframe)
    numbers = [number_in(image) for _, image in pictures(run.video)]
    assert numbers == list(range(numbers[0], numbers[0] + len(run.video)))
    assert run.stream.audio is not None
    assert run.stream.audio.rate_hz == 48_000
    assert np.median(loudness(run.audio, run.stream.audio.extradata)) == pytest.approx(0.35, abs=0.02)
    assert {later.dts - earlier.dts for earlier, later in pairwise(run.audio)} <= {1919, 1920, 1921}
    assert abs(run.audio[-1].pts - run.video[-1].pts) < TICKS_HZ


async def test_an_rtsp_camera_that_sends_a_transport_stream_passes_behind_its_password(
    camera: StartCamera, transport_stream: list[bytes]
) -> None:
    tape = Tape()
    door = camera(serve_rtsp(transport_stream, password=("ada", "lovelace")))
    async with watching(f"rtsp://ada:lovelace@127.0.0.1:{door.port}/live", tape):
        await arrived(tape, 20)
    assert "lovelace" not in str([run.lost for run in tape.runs])


async def test_a_live_picture_that_changes_its_format_is_opened_again(
    camera: StartCamera, transport_stream: list[bytes], larger_stream: list[bytes]
) -> None:
    answers = iter([transport_stream[:40] + larger_stream[40:], larger_stream])

    def serve(connection: socket.socket, head: bytes) -> None:
        serve_ts(next(answers, larger_stream))(connection, head)

    tape = Tape()
    async with watching(f"http://127.0.0.1:{camera(serve).port}/live.ts", tape):
        await asyncio.to_thread(
            tape.wait, lambda: any(run.stream.video.width == 320 and run.video for run in tape.runs)
        )
    assert tape.runs[0].stream.video.width == 160
    assert tape.runs[0].lost == "its picture format changed"


def test_a_slow_feed_loses_nothing_for_a_moment(camera: StartCamera, transport_stream: list[bytes]) -> None:
    port = camera(serve_ts(transport_stream)).port
    spec = SourceSpec("url", f"http://127.0.0.1:{port}/live.ts")
    with open_source(spec, stopped=threading.Event(), allow_loopback=True) as source:
        first = next(source)
        time.sleep(1.5)
        rest = list(islice(source, 60))
    assert isinstance(first, SourcePacket)
    stamps = [item.dts for item in [first, *rest] if isinstance(item, SourcePacket)]
    assert len(stamps) == 61
    assert {later - earlier for earlier, later in pairwise(stamps)} == {TICKS_HZ // FPS}


def test_a_camera_that_falls_silent_is_lost(camera: StartCamera, transport_stream: list[bytes]) -> None:
    for url, serve in (
        ("http://127.0.0.1:{}/live.ts", serve_ts(transport_stream, silent_after=30)),
        ("http://127.0.0.1:{}/live.ts", serve_ts(transport_stream, silent_after=0)),
    ):
        spec = SourceSpec("url", url.format(camera(serve).port))
        with (
            open_source(spec, stopped=threading.Event(), allow_loopback=True, timeout_s=0.5) as source,
            pytest.raises(SourceLost, match=r"silent|no picture"),
        ):
            list(source)


def test_stopping_ends_it_at_once_though_the_camera_is_silent(
    camera: StartCamera, transport_stream: list[bytes]
) -> None:
    stopped = threading.Event()
    door = camera(serve_ts(transport_stream, silent_after=0))
    spec = SourceSpec("url", f"http://127.0.0.1:{door.port}/live.ts")
    with open_source(spec, stopped=stopped, allow_loopback=True, timeout_s=600) as source:
        threading.Timer(0.2, stopped.set).start()
        assert list(source) == []
    assert door.ended.wait(30)  # the connection is closed, not left behind


def test_a_recording_behind_a_url_plays_at_its_own_pace_and_ends(
    camera: StartCamera, transport_stream: list[bytes]
) -> None:
    body = b"".join(transport_stream[:40])

    def serve(connection: socket.socket, head: bytes) -> None:
        about = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nContent-Type: video/mp2t\r\n\r\n"
        connection.sendall(about.encode() + body)

    spec = SourceSpec("url", f"http://127.0.0.1:{camera(serve).port}/film.ts")
    taken: list[SourcePacket] = []
    begin_s = time.monotonic()
    with (
        open_source(spec, stopped=threading.Event(), allow_loopback=True) as source,
        pytest.raises(SourceLost, match="the stream ended"),
    ):
        taken.extend(item for item in source if isinstance(item, SourcePacket) and item.packet.size)
    # It came within milliseconds; it was handed on as if it were live.
    assert time.monotonic() - begin_s >= (taken[-1].dts - taken[0].dts) / TICKS_HZ


def test_a_redirect_of_an_rtsp_camera_is_refused(camera: StartCamera, transport_stream: list[bytes]) -> None:
    elsewhere = camera(serve_rtsp(transport_stream))
    door = camera(serve_rtsp(transport_stream, redirect=f"rtsp://127.0.0.1:{elsewhere.port}/"))
    spec = SourceSpec("url", f"rtsp://127.0.0.1:{door.port}/live")
    with (
        open_source(spec, stopped=threading.Event(), allow_loopback=True) as source,
        pytest.raises(SourceRefused) as error,
    ):
        next(source)
    assert error.value.code == "REDIRECT_REFUSED"
    assert elsewhere.heads == []


def test_loopback_is_refused_unless_allowed(camera: StartCamera, transport_stream: list[bytes]) -> None:
    door = camera(serve_ts(transport_stream))
    spec = SourceSpec("url", f"http://127.0.0.1:{door.port}/live.ts")
    with (
        open_source(spec, stopped=threading.Event()) as source,
        pytest.raises(SourceRefused) as error,
    ):
        next(source)
    assert error.value.code == "ADDRESS_REFUSED"
    assert door.heads == []


def test_a_camera_is_probed(camera: StartCamera) -> None:
    info = probe(
        SourceSpec("url", f"rtsp://127.0.0.1:{camera(serve_film(film(60))).port}/live"), allow_loopback=True
    )
    assert (info.width, info.height, info.codec, info.has_audio) == (160, 96, "h264", True)
    assert info.duration_s is None
