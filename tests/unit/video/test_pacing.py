import itertools

from hypothesis import given
from hypothesis import strategies as st

from video.pacing import Pacer, Thinner, Timeline


def kept(source_fps: float, fps: float, seconds: float = 10.0) -> list[float]:
    thinner = Thinner(fps)
    stamps = [index / source_fps for index in range(round(seconds * source_fps))]
    return [at_s for at_s in stamps if thinner.keep(at_s)]


def test_thirty_a_second_become_every_other_one() -> None:
    assert kept(30, 15, seconds=1) == [index / 15 for index in range(15)]


def test_twenty_five_a_second_become_three_in_five() -> None:
    assert len(kept(25, 15)) == 150


def test_a_slower_source_loses_nothing() -> None:
    assert len(kept(10, 15)) == 100


def test_a_source_at_its_own_rate_loses_next_to_nothing_to_jitter() -> None:
    thinner = Thinner(15)
    jitter_s = (0.0, 0.010, -0.009, 0.008, -0.010)
    stamps = [index / 15 + jitter_s[index % 5] for index in range(300)]
    assert sum(thinner.keep(at_s) for at_s in stamps) >= 297


def test_a_jump_back_starts_anew() -> None:
    thinner = Thinner(10)
    assert [thinner.keep(at_s) for at_s in (100.0, 100.1, 0.0, 0.05, 0.1)] == [True, True, True, False, True]


@given(st.lists(st.floats(0, 0.2), min_size=50, max_size=200), st.sampled_from([5.0, 15.0, 30.0]))
def test_never_more_than_fps_pictures_a_second(steps_s: list[float], fps: float) -> None:
    thinner, at_s, chosen = Thinner(fps), 0.0, []
    for step_s in steps_s:
        at_s += step_s
        if thinner.keep(at_s):
            chosen.append(at_s)
    for start_s in chosen:
        within = [at_s for at_s in chosen if start_s <= at_s < start_s + 1]
        assert len(within) <= fps + 2  # one at each edge of the second


FRAME = 6_000


def test_a_loop_goes_on_by_one_frame() -> None:
    timeline = Timeline(FRAME)
    dts = [90_000, 96_000, 102_000, 90_000, 96_000]
    assert [one + timeline.picture(one) for one in dts] == [90_000, 96_000, 102_000, 108_000, 114_000]


def test_sound_that_lies_before_the_first_picture_of_the_next_round_keeps_its_place() -> None:
    timeline = Timeline(FRAME)
    for dts in range(0, 30 * FRAME, FRAME):
        timeline.picture(dts)
    timeline.rewind()
    assert timeline.sound(500, 1920) == 30 * FRAME
    assert timeline.picture(0) == 30 * FRAME


def test_sound_that_is_longer_than_the_picture_is_not_heard_over_the_next_round() -> None:
    timeline = Timeline(FRAME)
    timeline.picture(0)
    for dts in range(0, 10 * 1920, 1920):
        timeline.sound(dts, 1920)
    timeline.rewind()
    heard = [dts for dts in range(0, 10 * 1920, 1920) if timeline.sound(dts, 1920) is not None]
    assert [dts + FRAME for dts in heard] == list(range(FRAME + 7 * 1920, FRAME + 10 * 1920, 1920))


def test_a_pause_moves_all_that_follows() -> None:
    timeline = Timeline(FRAME)
    timeline.picture(0)
    timeline.skip(600_000)
    assert FRAME + timeline.picture(FRAME) == FRAME + 600_000
    assert timeline.sound(FRAME, 1920) == 600_000


@given(st.lists(st.integers(-(2**40), 2**40), min_size=2, max_size=50))
def test_the_timeline_only_grows_and_never_leaps(stamps: list[int]) -> None:
    timeline = Timeline(FRAME)
    moments = [dts + timeline.picture(dts) for dts in stamps]
    steps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(0 < step <= 4 * 90_000 for step in steps)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(-(2**34), 2**34)), min_size=2, max_size=50),
)
def test_sound_is_never_heard_twice(packets: list[tuple[bool, int]]) -> None:
    timeline = Timeline(FRAME)
    heard: list[int] = []
    for is_picture, dts in packets:
        shift = timeline.picture(dts) if is_picture else timeline.sound(dts, 1920)
        if not is_picture and shift is not None:
            heard.append(dts + shift)
    assert all(later - earlier >= 960 for earlier, later in itertools.pairwise(heard))


def test_due_times_come_from_one_anchor_and_do_not_drift() -> None:
    pacer = Pacer()
    late_s = 0.004  # each wait overshoots
    assert [pacer.due_s(index * 0.04, 100 + index * 0.04 + late_s * (index > 0)) for index in range(4)] == [
        100.0,
        100.04,
        100.08,
        100.12,
    ]
