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


def test_a_loop_goes_on_by_one_frame() -> None:
    timeline = Timeline(0.1)
    assert [round(timeline.at_s(stamp), 3) for stamp in (5.0, 5.1, 5.2, 5.0, 5.1)] == [0, 0.1, 0.2, 0.3, 0.4]


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=50))
def test_the_timeline_only_grows_and_never_leaps(stamps: list[float]) -> None:
    timeline = Timeline(0.04)
    moments = [timeline.at_s(stamp) for stamp in stamps]
    steps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(0 <= step <= 30.001 for step in steps)


def test_due_times_come_from_one_anchor_and_do_not_drift() -> None:
    pacer = Pacer(late_s=0.1)
    late_s = 0.004  # each wait overshoots
    assert [pacer.due_s(index * 0.04, 100 + index * 0.04 + late_s * (index > 0)) for index in range(4)] == [
        100.0,
        100.04,
        100.08,
        100.12,
    ]


def test_a_late_picture_is_skipped_until_the_clock_is_met_again() -> None:
    pacer = Pacer(late_s=0.05)
    assert pacer.due_s(0.0, 10.0) == 10.0
    assert pacer.due_s(0.1, 10.5) is None
    assert pacer.due_s(0.2, 10.5) is None
    assert pacer.due_s(0.5, 10.5) == 10.5


def test_a_machine_too_slow_shows_one_now_and_then() -> None:
    pacer = Pacer(late_s=0.05, patience_s=1.0)
    now_s, shown_s = 0.0, []
    for index in range(200):  # each takes four times as long as it lasts
        now_s += 0.16
        if pacer.due_s(index * 0.04, now_s) is not None:
            shown_s.append(now_s)
    gaps = [later - earlier for earlier, later in itertools.pairwise(shown_s)]
    assert len(shown_s) > 20
    assert max(gaps) < 1.2
