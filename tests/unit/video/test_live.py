import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tests.hand_clock import HandClock
from video.live import backdated
from video.recorded import FileSource
from video.source_packets import SourcePacket

MakeVideo = Callable[..., Path]


def test_what_lay_with_the_camera_is_dated_to_when_it_would_have_come(make_video: MakeVideo) -> None:
    with FileSource(make_video(), stopped=threading.Event(), clock=HandClock().clock()) as source:
        packets = [item for item in islice(source, 15) if isinstance(item, SourcePacket)]
    live = packets[0].arrived
    # Ten pictures at once, then four that come as they are made, one of them late.
    arrivals = [live + 500] * 10 + [
        live + 500 + 6000,
        live + 500 + 12_000,
        live + 500 + 23_000,
        live + 500 + 24_000,
    ]
    opening = [replace(packet, arrived=at) for packet, at in zip(packets, arrivals, strict=False)]

    dated = [packet.arrived for packet in backdated(opening)]

    assert dated == [live + 500 - (9 - index) * 6000 for index in range(14)]


def test_an_opening_without_a_picture_stays_as_it_is() -> None:
    assert backdated([]) == []
