"""From a feed's packets to windows, in a thread that nobody waits for."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from deployments.sound_intake import MOST_PACKETS, SoundIntake
from hearing.live import TimedWindow
from hearing.windows import HOP, RATE_HZ
from tests.footage import BEGIN
from tests.live_packets import footage
from video.packets import AudioFormat, EncodedPacket, to_datetime

LONGEST_WAIT_S = 30


class Windows:
    """Keeps what arrives, and waits for more."""

    def __init__(self) -> None:
        self.all: list[TimedWindow] = []
        self._changed = threading.Condition()

    def __call__(self, windows: list[TimedWindow]) -> None:
        with self._changed:
            self.all += windows
            self._changed.notify_all()

    def wait(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.all) >= count, LONGEST_WAIT_S), "it never came"


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def intake(windows: Windows) -> Iterator[SoundIntake]:
    made = SoundIntake(windows)
    made.start()
    yield made
    made.stop()


def packets(seconds: float, begin: int = BEGIN) -> list[EncodedPacket]:
    return list(footage().at(begin, seconds))


def test_a_cameras_tone_arrives_as_windows_with_the_cameras_time(
    intake: SoundIntake, windows: Windows
) -> None:
    intake.begin(footage().stream)
    for packet in packets(5):
        intake.put(packet)
    windows.wait(8)

    assert intake.is_heard
    assert (windows.all[0].at - to_datetime(BEGIN)).total_seconds() == pytest.approx(0, abs=0.1)
    steps = [(later.at - earlier.at).total_seconds() for earlier, later in pairwise(windows.all)]
    assert steps == pytest.approx([HOP / RATE_HZ] * len(steps), abs=0.02)
    assert not any(one.window.quiet for one in windows.all)


def test_a_camera_without_sound_says_so(intake: SoundIntake, windows: Windows) -> None:
    silent = footage(sound=False)
    intake.begin(silent.stream)
    for packet in packets(1):
        intake.put(packet)

    assert (intake.is_heard, intake.reason) == (False, "it sends no sound")


def test_a_source_that_comes_back_is_heard_again(intake: SoundIntake, windows: Windows) -> None:
    intake.begin(footage().stream)
    for packet in packets(2):
        intake.put(packet)
    windows.wait(3)
    intake.lost("it hung up")
    assert (intake.is_heard, intake.reason) == (False, "it hung up")

    before = len(windows.all)
    intake.begin(replace(footage().stream))
    again = BEGIN + 90_000 * 600
    for packet in packets(2, again):
        intake.put(packet)
    windows.wait(before + 3)

    assert windows.all[-1].at > to_datetime(again)


def test_damage_costs_some_sound_and_never_the_thread(intake: SoundIntake, windows: Windows) -> None:
    noise = np.random.default_rng(1)
    intake.begin(footage().stream)
    for number, packet in enumerate(packets(6)):
        intake.put(replace(packet, data=noise.bytes(200)) if number % 7 == 0 else packet)
    windows.wait(1)

    intake.begin(replace(footage().stream))
    before = len(windows.all)
    for packet in packets(3, BEGIN + 90_000 * 600):
        intake.put(packet)
    windows.wait(before + 4)


def test_a_format_that_nobody_can_read_is_told(intake: SoundIntake, windows: Windows) -> None:
    intake.begin(replace(footage().stream, audio=AudioFormat(1, 1, b"")))
    for packet in packets(1):
        intake.put(packet)

    deadline = time.monotonic() + LONGEST_WAIT_S
    while intake.is_heard and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not intake.is_heard
    assert "can't be read" in (intake.reason or "")
    assert windows.all == []


def test_a_thread_that_is_stuck_costs_the_oldest_packets_alone() -> None:
    windows = Windows()
    intake = SoundIntake(windows)  # not started: as stuck as can be
    intake.begin(footage().stream)
    sent = packets(30)
    for packet in sent:
        intake.put(packet)

    intake.start()
    windows.wait(10)
    intake.stop()
    sounds = [one for one in sent if one.kind == "audio"]
    assert windows.all[0].at >= sounds[-MOST_PACKETS].captured_at
