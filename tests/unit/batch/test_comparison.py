"""What changed between live history and a run."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from batch.comparison import MOVED, counts, pairs
from pawsight.messages import Event

START = datetime(2026, 5, 1, tzinfo=UTC)


def event(kind: str, at_s: float) -> Event:
    return Event(id=uuid4(), ts=START + timedelta(seconds=at_s), type=kind, data={})


def changes(live: list[Event], run: list[Event]) -> list[tuple[str, str]]:
    return [(pair.change, (pair.live or pair.run or event("", 0)).type) for pair in pairs(live, run)]


def test_the_same_moment_is_kept_and_a_later_one_moved() -> None:
    assert changes([event("sit", 10), event("lie", 20)], [event("sit", 10.4), event("lie", 23)]) == [
        ("kept", "sit"),
        ("moved", "lie"),
    ]


def test_what_only_one_tells_is_added_or_gone() -> None:
    assert changes([event("sit", 10)], [event("sit", 17), event("run", 10)]) == [
        ("added", "run"),
        ("gone", "sit"),
        ("added", "sit"),
    ]


def test_the_nearest_match_and_none_is_taken_twice() -> None:
    first, second = event("sit", 10), event("sit", 13)

    found = pairs([first, second], [event("sit", 12.9)])

    assert [(pair.live, pair.change) for pair in found] == [(first, "gone"), (second, "kept")]


def test_counts_are_by_type() -> None:
    assert counts(pairs([event("sit", 10), event("sit", 50)], [event("sit", 10), event("lie", 30)])) == {
        "lie": {"kept": 0, "moved": 0, "added": 1, "gone": 0},
        "sit": {"kept": 1, "moved": 0, "added": 0, "gone": 1},
    }


MOMENTS = st.lists(st.tuples(st.sampled_from(["sit", "lie"]), st.floats(0, 60)), max_size=20)


@given(MOMENTS, MOMENTS)
def test_every_event_is_in_one_pair_and_pairs_are_alike(
    live: list[tuple[str, float]], run: list[tuple[str, float]]
) -> None:
    before, after = [event(*one) for one in live], [event(*one) for one in run]

    found = pairs(before, after)

    assert sorted(str(pair.live.id) for pair in found if pair.live) == sorted(str(one.id) for one in before)
    assert sorted(str(pair.run.id) for pair in found if pair.run) == sorted(str(one.id) for one in after)
    for pair in found:
        if pair.live and pair.run:
            assert pair.live.type == pair.run.type
            assert abs(pair.live.ts - pair.run.ts) <= MOVED


def test_what_lasts_when_a_run_begins_is_not_added() -> None:
    found = pairs([], [event("sit", 0.2), event("lie", 9)], began=START)

    assert [(pair.change, pair.run.type) for pair in found if pair.run] == [("added", "lie")]


def test_an_event_against_itself_is_kept() -> None:
    history = [event("sit", second) for second in range(0, 3600, 7)]

    assert {pair.change for pair in pairs(history, history)} == {"kept"}
