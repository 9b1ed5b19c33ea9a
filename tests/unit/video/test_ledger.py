from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pawsight.recordings import GapReason
from video.ledger import Gap, Ledger

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(second: float) -> datetime:
    return BEGIN + timedelta(seconds=second)


def test_what_is_recorded_without_a_hole_changes_no_gap() -> None:
    ledger = Ledger(at(0))
    assert ledger.recorded(at(0), at(1)) == []
    assert ledger.recorded(at(1), at(2)) == []
    assert ledger.until == at(2)


def test_a_gap_lasts_from_the_last_recorded_moment_to_the_next() -> None:
    ledger = Ledger(at(0))
    ledger.recorded(at(0), at(2))
    assert ledger.missing(at(5), "source_away", "gone") == [Gap(at(2), None, "source_away", "gone")]
    assert ledger.missing(at(6), "source_away", "gone") == []
    assert ledger.recorded(at(8), at(9)) == [Gap(at(2), at(8), "source_away", "gone")]
    assert ledger.gap is None


def test_another_reason_ends_one_gap_and_begins_the_next() -> None:
    ledger = Ledger(at(0), Gap(at(0), None, "process_killed"))
    assert ledger.missing(at(3), "source_away") == [
        Gap(at(0), at(3), "process_killed"),
        Gap(at(3), None, "source_away"),
    ]


def test_another_reason_at_the_same_moment_takes_the_place_of_the_first() -> None:
    ledger = Ledger(at(0), Gap(at(0), None, "process_killed"))
    assert ledger.missing(at(0), "camera_off") == [Gap(at(0), None, "camera_off")]


def test_what_was_only_late_turns_out_to_be_no_gap() -> None:
    ledger = Ledger(at(0))
    ledger.recorded(at(0), at(2))
    ledger.missing(at(2), "writer_behind")
    (gap,) = ledger.recorded(at(2), at(3))
    assert gap.is_void


def test_a_hole_that_nobody_spoke_of_is_a_gap_all_the_same() -> None:
    ledger = Ledger(at(0))
    ledger.recorded(at(0), at(2))
    assert ledger.recorded(at(5), at(6)) == [Gap(at(2), at(5), "source_away")]


def test_a_clock_that_was_set_back_records_a_time_again() -> None:
    ledger = Ledger(at(0))
    ledger.recorded(at(0), at(100))
    assert ledger.recorded(at(50), at(60)) == []
    assert ledger.missing(at(60), "source_away") == [Gap(at(100), None, "source_away")]


REASONS: list[GapReason] = ["source_away", "writer_behind", "disk_full", "camera_off"]
STEPS = st.lists(
    st.tuples(st.sampled_from(["recorded", "missing"]), st.integers(0, 9), st.sampled_from(REASONS))
)


@settings(deadline=None)
@given(STEPS)
def test_every_moment_is_recorded_or_in_one_gap(steps: list[tuple[str, int, GapReason]]) -> None:
    """Whoever reports may leave holes, speak twice, or be late: the ledger's sum is the time that passed."""
    ledger = Ledger(at(0), Gap(at(0), None, "process_killed"))
    gaps = {at(0): Gap(at(0), None, "process_killed")}
    recorded: list[tuple[datetime, datetime]] = []
    now = 0
    for what, seconds, reason in steps:
        began = now
        now += seconds
        if what == "recorded" and seconds:
            changed = ledger.recorded(at(began), at(now))
            recorded.append((at(began), at(now)))
        else:
            changed = ledger.missing(at(now), reason)
        for gap in changed:
            if gap.is_void:
                gaps.pop(gap.since, None)
            else:
                gaps[gap.since] = gap
    spans = sorted([*recorded, *((gap.since, gap.until or at(now)) for gap in gaps.values())])
    assert sum(gap.until is None for gap in gaps.values()) <= 1
    assert spans[0][0] == at(0)
    assert spans[-1][1] == at(now)
    assert all(one[1] == two[0] for one, two in pairwise(spans))
