import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from video.packets import TICKS_HZ, to_datetime, to_ticks
from video.stream_clock import LARGEST_SLEW, LONGEST_GAP, ClockJump, StreamClock

NOON = 160_000_000_000_000
FRAME = TICKS_HZ // 15


def test_the_first_picture_happened_when_it_arrived() -> None:
    assert StreamClock().picture(pts=777, dts=777, arrived=NOON) == (NOON, NOON)


def test_the_first_picture_of_a_stream_with_b_frames_was_due_before_it_was_shown() -> None:
    assert StreamClock().picture(pts=FRAME * 2, dts=0, arrived=NOON) == (NOON, NOON - FRAME * 2)


def test_arrivals_that_jitter_leave_even_stamps_even() -> None:
    clock = StreamClock()
    late = [0, 900, 300, 12_000, 6_500, 400, 0, 2_000]
    outs = [
        clock.picture(index * FRAME, index * FRAME, NOON + index * FRAME + late[index % 8])[1]
        for index in range(1000)
    ]
    assert outs == [NOON + index * FRAME for index in range(1000)]


def test_a_camera_that_was_held_up_and_then_sends_all_at_once_changes_nothing() -> None:
    clock = StreamClock()
    arrivals = [max(index * FRAME, 4 * TICKS_HZ if index >= 10 else 0) for index in range(300)]
    outs = [clock.picture(index * FRAME, index * FRAME, NOON + at)[1] for index, at in enumerate(arrivals)]
    assert outs == [NOON + index * FRAME for index in range(300)]


@settings(max_examples=30)
@given(
    drift_ppm=st.integers(-2500, 2500),
    jitter=st.lists(st.integers(0, TICKS_HZ // 5), min_size=7, max_size=31),
    zero=st.integers(-(2**33), 2**33),
)
def test_a_clock_that_runs_a_little_fast_or_slow_is_followed(
    drift_ppm: int, jitter: list[int], zero: int
) -> None:
    """Five minutes of it, with jitter of up to a fifth of a second: the picture's time stays the true one."""
    clock = StreamClock()
    drift = drift_ppm / 1e6
    outs, wrong = [], []
    for index in range(15 * 300):
        happened = NOON + round(index * FRAME * (1 + drift))
        arrived = happened + jitter[index % len(jitter)]
        _, out = clock.picture(zero + index * FRAME, zero + index * FRAME, arrived)
        outs.append(out)
        wrong.append(out - happened)
    steps = [later - earlier for earlier, later in itertools.pairwise(outs)]
    assert min(steps) > 0
    assert max(abs(step - FRAME) for step in steps) <= FRAME * LARGEST_SLEW + 1
    # A delay that every packet has, nobody can know of. Drift is seen when a window ends, and followed in the next.
    assert max(map(abs, wrong)) <= max(jitter) + 0.02 * TICKS_HZ + 2 * 10 * TICKS_HZ * abs(drift) + 1


stamps = st.integers(-(2**40), 2**40)
steps = st.one_of(st.integers(-FRAME, 4 * FRAME), stamps)


@given(st.lists(st.tuples(steps, st.integers(0, 5 * FRAME), steps), min_size=2, max_size=200))
def test_whatever_comes_decoding_times_grow_until_the_clock_gives_up(
    packets: list[tuple[int, int, int]],
) -> None:
    clock = StreamClock()
    dts, arrived, last = 0, NOON, -(2**63)
    for step, late, reorder in packets:
        dts, arrived = dts + step, arrived + max(0, step) + late
        try:
            pts_out, dts_out = clock.picture(dts + reorder, dts, arrived)
        except ClockJump:
            return
        assert last < dts_out <= pts_out
        last = dts_out


def play(
    clock: StreamClock, pictures: int, *, begin: int = 0, arrival: Callable[[int], int] = lambda stamp: stamp
) -> int:
    """Even pictures, the first at the stamp `begin`; returns the stamp of the one after them."""
    for stamp in range(begin, begin + pictures * FRAME, FRAME):
        clock.picture(stamp, stamp, NOON + arrival(stamp))
    return begin + pictures * FRAME


@pytest.mark.parametrize("wrap", [2**32, 2**33])
def test_stamps_that_wrap_are_a_jump(wrap: int) -> None:
    clock = StreamClock()
    clock.picture(wrap - FRAME, wrap - FRAME, NOON)
    with pytest.raises(ClockJump, match="went back"):
        clock.picture(0, 0, NOON + FRAME)


def test_seconds_without_a_picture_are_a_jump() -> None:
    clock = StreamClock()
    at = play(clock, 30) + LONGEST_GAP
    with pytest.raises(ClockJump, match="nothing for 5 s"):
        clock.picture(at, at, NOON + at)


def test_seconds_that_were_lost_on_this_side_are_none() -> None:
    clock = StreamClock()
    at = play(clock, 30) + 3 * LONGEST_GAP
    clock.skip()
    assert clock.picture(at, at, NOON + at) == (NOON + at, NOON + at)


def test_a_camera_that_promises_more_pictures_than_it_sends_is_a_jump() -> None:
    with pytest.raises(ClockJump, match="off"):
        play(StreamClock(), 15 * 120, arrival=lambda stamp: stamp * 15 // 12)


@pytest.mark.parametrize("hours", [-1, 1])
def test_our_own_clock_that_is_set_is_a_jump(hours: int) -> None:
    clock = StreamClock()
    at = play(clock, 30)
    with pytest.raises(ClockJump, match="off"):
        play(clock, 15 * 11, begin=at, arrival=lambda stamp: stamp + hours * 3600 * TICKS_HZ)


def test_a_stamp_that_slips_back_a_little_is_made_good() -> None:
    clock = StreamClock()
    at = play(clock, 30)
    _, before = clock.picture(at, at, NOON + at)
    assert clock.picture(at - 90, at - 90, NOON + at) == (before + 1, before + 1)


def test_what_happened_while_nobody_listened_comes_after_what_was_seen_before() -> None:
    clock = StreamClock(after=NOON)
    outs = [
        clock.picture(index * FRAME, index * FRAME, NOON - 2 * TICKS_HZ + index * FRAME)[1]
        for index in range(15 * 600)
    ]
    assert outs[0] == NOON + 1
    assert all(earlier < later for earlier, later in itertools.pairwise(outs))
    assert abs(outs[-1] - (NOON - 2 * TICKS_HZ + (15 * 600 - 1) * FRAME)) <= TICKS_HZ // 50  # told in the end


def test_a_clock_of_ours_that_was_set_back_far_is_believed() -> None:
    assert StreamClock(after=NOON).picture(0, 0, NOON - 3600 * TICKS_HZ)[1] == NOON - 3600 * TICKS_HZ


def test_the_sound_keeps_its_place_beside_the_picture() -> None:
    clock = StreamClock()
    assert clock.sound(500, NOON) is None  # where the picture is nobody knows yet
    clock.picture(1000, 1000, NOON)
    assert clock.sound(1400, NOON + 9_999) == NOON + 400
    assert clock.sound(1400, NOON + 9_999) is None  # again
    assert clock.sound(1000 + 2 * LONGEST_GAP, NOON) is None  # it has a clock of its own
    assert clock.sound(1500, NOON + 9_999) == NOON + 500


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_becomes_ticks_and_back_within_one_tick(moment: datetime) -> None:
    assert abs((to_datetime(to_ticks(moment)) - moment).total_seconds()) <= 12e-6
