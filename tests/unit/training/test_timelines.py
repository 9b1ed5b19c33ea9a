"""How the timelines of the clips are scored."""

from datetime import timedelta

import pytest

from training.timelines import START, Clip, Fact, Played, Scored, Table, read_card, score, timeline
from vision.events import SightedEvent


def event(kind: str, at_s: float, until_s: float | None = None) -> SightedEvent:
    until = None if until_s is None else START + timedelta(seconds=until_s)
    return SightedEvent(kind, START + timedelta(seconds=at_s), 0.8, 1, {}, until)


def clip(*facts: Fact, may: tuple[Fact, ...] = ()) -> Clip:
    return Clip("walks", "tune", ("walk",), facts, may)


def played(*events: SightedEvent) -> Played:
    """A clip of ten seconds."""
    return Played(list(events), end_s=10.0)


def counts(scored: Scored) -> tuple[int, int, int]:
    return len(scored.found), len(scored.missed), len(scored.false)


@pytest.mark.parametrize(
    ("events", "found_missed_false"),
    [
        ([event("sit", 1.0, 5.0)], (1, 0, 0)),
        ([event("sit", 1.0)], (1, 0, 0)),
        ([], (0, 1, 0)),
        ([event("lie", 1.0, 5.0)], (0, 1, 1)),
        ([event("sit", 7.0, 9.0)], (0, 1, 1)),
        ([event("sit", 1.0, 2.0), event("sit", 3.0, 5.0)], (1, 0, 1)),
    ],
    ids=["found", "still going on", "missed", "another", "at another time", "told twice"],
)
def test_a_dog_that_sits_from_one_to_five(
    events: list[SightedEvent], found_missed_false: tuple[int, int, int]
) -> None:
    assert counts(score(clip(Fact("sit", 1.0, 5.0)), played(*events))) == found_missed_false


def test_what_may_be_told_is_neither_found_nor_false() -> None:
    scored = score(clip(may=(Fact("run"),)), played(event("run", 1.0, 2.0)))

    assert counts(scored) == (0, 0, 0)


def test_a_dog_that_enters_late_is_not_the_one_that_was_there() -> None:
    late = played(event("enter_frame", 4.0))

    assert counts(score(clip(Fact("enter_frame", 0.0, 1.0)), late)) == (0, 1, 1)


def test_the_card_can_be_read_and_keeps_at_least_half_for_the_report() -> None:
    clips = read_card()

    assert len(clips) == len({one.name for one in clips}) == 31
    assert sum(one.half == "tune" for one in clips) <= len(clips) / 2
    assert {one.half for one in clips} == {"tune", "report"}
    for one in clips:
        assert all(fact.start_s < fact.end_s for fact in (*one.facts, *one.may)), one.name


def test_a_timeline_shows_what_was_told_beside_what_is_seen() -> None:
    one = clip(Fact("sit", 1.0, 5.0), Fact("lie", 6.0, 8.0))
    watched = played(event("sit", 1.2, 4.9), event("run", 5.0))
    watched.actions.update(["walk", "walk", "sit"])
    scored = score(one, watched)
    table = Table()
    table.add(one, watched, scored)

    lines = list(timeline(one, watched, scored))

    assert "action: walk; told in frames: walk 2, sit 1" in lines
    assert [line.split("  ")[-1] for line in lines if line.startswith("   1.2")] == ["seen 1 to 5"]
    assert any("run" in line and line.endswith("FALSE") for line in lines)
    assert any("lie" in line and line.endswith("MISSED") for line in lines)
    assert "| all | 1 | 1 | 1 |" in list(table.lines())
    assert list(table.lines())[-1] == "Action of the clip: 1 of 1."
