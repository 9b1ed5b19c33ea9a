"""What a dog does, as events: one for each time, with a beginning and an end."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.dog_stories import LEFT, MIDDLE, RIGHT, Doing, Shot, doing, film, of, rows, seconds, spans, told
from vision.detection import Detection
from vision.events import Rules, Zone

FPS = 10
SIT, STAND, LIE, WALK, RUN = (doing(label) for label in ("sit", "stand", "lie", "walk", "run"))
HIDDEN: Doing = {"unknown": 0.98}
GONE = Shot(4, there=False)
BALL = Detection("sports ball", 0.7, (0.5, 0.3, 0.03, 0.05))
BOWL = Detection("bowl", 0.7, (0.62, 0.7, 0.08, 0.08))


def owner(box: tuple[float, float, float, float]) -> Detection:
    return Detection("person", 0.9, box, track_id=9)


@pytest.mark.parametrize("label", ["sit", "lie", "stand"])
def test_a_dog_that_does_one_thing_for_ten_seconds_is_one_event(label: str) -> None:
    events = told(film([Shot(10, doing(label)), GONE], FPS))  # type: ignore[arg-type]

    assert spans(events, "sit", "stand", "lie") == [(label, 0.0, 9.9)]


def test_a_walking_dog_is_none() -> None:
    assert {one.type for one in told(film([Shot(10, WALK), GONE], FPS))} == {"enter_frame", "leave_frame"}


def test_an_event_is_told_when_it_is_certain_and_again_when_it_is_over() -> None:
    began, over = [one for one in told(film([Shot(5, SIT), Shot(5, WALK)], FPS)) if one.type == "sit"]

    assert (began.until, "endTs" in began.data) == (None, False)
    assert over.until is not None
    assert over.data["endTs"] == "2026-05-01T12:00:04.900Z"
    assert over.data["durationMs"] == 4900
    camera = uuid4()
    assert began.id_in(camera) == over.id_in(camera) != over.id_in(uuid4())


def test_a_dog_that_sits_twice_sits_twice() -> None:
    events = told(film([Shot(3, SIT), Shot(4, WALK), Shot(3, SIT), Shot(4, WALK)], FPS))

    assert spans(events, "sit") == [("sit", 0.0, 2.9), ("sit", 7.0, 9.9)]
    camera = uuid4()
    assert len({one.id_in(camera) for one in of(events, "sit")}) == 2


def test_a_flicker_of_the_posture_model_is_none() -> None:
    walk = [Shot(1, WALK), Shot(0.3, SIT), Shot(1, WALK), Shot(0.2, LIE)] * 5

    assert of(told(film(walk, FPS)), "sit", "lie", "stand") == []


def test_a_posture_that_is_doubted_every_other_frame_is_none() -> None:
    assert of(told(film([Shot(0.1, SIT), Shot(0.1, LIE)] * 50, FPS)), "sit", "lie") == []


def test_doubts_of_a_second_do_not_end_it() -> None:
    events = told(film([Shot(4, SIT), Shot(1, doing("stand", 0.5)), Shot(4, SIT), Shot(3, WALK)], FPS))

    assert spans(events, "sit") == [("sit", 0.0, 8.9)]


def test_what_it_does_next_ends_what_it_did_before() -> None:
    events = told(film([Shot(4, SIT), Shot(4, STAND), Shot(4, LIE), GONE], FPS))

    assert spans(events, "sit", "stand", "lie") == [
        ("sit", 0.0, 3.9),
        ("stand", 4.0, 7.9),
        ("lie", 8.0, 11.9),
    ]


def test_a_dog_that_hides_goes_on_with_what_it_did_but_not_for_ever() -> None:
    behind_the_chair = told(film([Shot(4, SIT), Shot(5, HIDDEN), Shot(3, SIT), Shot(3, WALK)], FPS))
    for_long = told(film([Shot(4, SIT), Shot(12, HIDDEN), Shot(3, SIT), Shot(3, WALK)], FPS))

    assert spans(behind_the_chair, "sit") == [("sit", 0.0, 11.9)]
    assert spans(for_long, "sit") == [("sit", 0.0, 3.9), ("sit", 16.0, 18.9)]


def test_frames_that_nobody_looked_at_are_neither_sitting_nor_not() -> None:
    events = told(film([Shot(4, SIT), Shot(2, None), Shot(4, SIT), Shot(3, WALK)], FPS))

    assert spans(events, "sit") == [("sit", 0.0, 9.9)]


def test_what_was_not_certain_yet_does_not_go_on_over_a_time_unseen() -> None:
    events = told(film([Shot(0.7, SIT), Shot(2, there=False), Shot(0.7, SIT), Shot(3, WALK)], FPS))

    assert of(events, "sit") == []


def test_a_dog_that_leaves_ends_what_it_did_when_it_was_seen_last() -> None:
    sit, left = of(told(film([Shot(5, SIT), GONE], FPS)), "sit", "leave_frame")

    assert sit.until == left.at
    assert seconds(left.at) == 4.9


def test_shapes_in_the_dark_have_to_last_longer() -> None:
    night = [Shot(2, SIT, confidence=0.35), Shot(4, there=False, confidence=0.35)]
    longer = [Shot(6, SIT, confidence=0.35), GONE]

    assert of(told(film(night, FPS)), "sit") == []
    assert len(of(told(film(longer, FPS)), "sit")) == 1


def test_flickers_in_the_dark_are_no_dog() -> None:
    night = [Shot(0.8, SIT, confidence=0.35), Shot(1.5, there=False)] * 10

    assert told(film(night, FPS)) == []


def test_a_leap_is_an_event_of_its_own_between_two_runs() -> None:
    events = told(film([Shot(3, RUN), Shot(0.4, doing("jump")), Shot(3, RUN), GONE], FPS))

    assert spans(events, "jump", "run") == [("run", 0.0, 2.9), ("jump", 3.0, 3.3), ("run", 3.4, 6.3)]


def test_a_run_again_right_after_a_run_is_not_told() -> None:
    events = told(film([Shot(3, RUN), Shot(1.3, STAND), Shot(0.6, RUN), Shot(3, STAND)], FPS))

    assert spans(events, "run") == [("run", 0.0, 2.9)]


def test_a_dog_that_bows_is_told_once_however_it_wriggles() -> None:
    bow = doing("play_bow")
    events = told(film([Shot(2, WALK), Shot(0.6, bow), Shot(0.4, STAND), Shot(0.6, bow), Shot(2, WALK)], FPS))

    assert [one.type for one in of(events, "play_bow")] == ["play_bow"]


def test_the_reasons_are_told_with_it() -> None:
    (sit,) = of(told(film([Shot(4, SIT), Shot(3, WALK)], FPS)), "sit")

    evidence = sit.data["evidence"]
    assert evidence["source"] == "trained"
    assert evidence["rule"] == "sit >= 0.55 for 1 s"
    assert evidence["frames"][0] == {"captureTs": "2026-05-01T12:00:00.000Z", "probability": 0.9}
    assert evidence["frameCount"] == 40
    assert sit.confidence == pytest.approx(0.9)


def test_a_rule_does_not_call_itself_trained() -> None:
    (run,) = of(told(film([Shot(4, RUN), GONE], FPS)), "run")

    assert run.data["evidence"]["source"] == "rule"


def test_a_dog_that_rests_for_a_minute_is_calm_until_it_moves() -> None:
    rests = [Shot(30, LIE), Shot(8, HIDDEN), Shot(52, SIT), Shot(5, RUN)]
    (calm,) = of(told(film(rests, 4)), "calm")

    assert seconds(calm.at) == 0.0
    assert calm.until is not None
    assert seconds(calm.until) == pytest.approx(89.75)


def test_a_dog_that_walks_now_and_then_is_not_calm() -> None:
    assert of(told(film([Shot(30, LIE), Shot(4, WALK)] * 4, 4)), "calm") == []


def test_a_dog_at_its_bowl_eats_once_though_it_looks_up() -> None:
    eats = {**STAND, "eat": 0.9}
    meal = [Shot(4, eats, things=(BOWL,)), Shot(2, STAND, things=(BOWL,)), Shot(4, eats, things=(BOWL,))]

    events = told(film([*meal, Shot(5, WALK)], FPS))

    assert spans(events, "eat") == [("eat", 0.0, 9.9)]
    assert spans(events, "stand") == [("stand", 0.0, 9.9)], "it stands meanwhile"


@pytest.mark.parametrize(("name", "kind"), [("Water bowl", "drink"), ("kitchen", "eat")])
def test_a_bowl_in_a_zone_named_after_water_is_drunk_from(name: str, kind: str) -> None:
    zone = Zone(UUID(int=1), name, ((0.6, 0.6), (0.8, 0.6), (0.8, 0.9), (0.6, 0.9)))
    events = told(film([Shot(5, {**STAND, "eat": 0.9}, things=(BOWL,)), Shot(5, WALK)], FPS), (zone,))

    assert [one.type for one in of(events, "eat", "drink")] == [kind]


def test_a_ball_that_is_brought_to_somebody_is_a_success_once() -> None:
    runs = {**RUN, "fetch": 0.9}
    away, near = owner((0.8, 0.1, 0.15, 0.8)), owner((0.55, 0.1, 0.15, 0.8))
    brings = [
        Shot(2, RUN, box=LEFT, people=(away,)),
        Shot(2, runs, box=LEFT, people=(away,)),
        Shot(2, runs, box=MIDDLE, people=(near,)),
        Shot(3, STAND, box=MIDDLE, people=(near,)),
    ]

    events = told(film(brings, FPS))

    assert [one.type for one in of(events, "fetch", "fetch_success")] == ["fetch", "fetch_success"]
    (success,) = of(events, "fetch_success")
    assert success.data["personTrackId"] == 9
    assert success.data["fetchTs"] == "2026-05-01T12:00:02.000Z"


def test_a_dog_that_stays_with_its_owner_has_brought_nothing() -> None:
    plays = [Shot(5, {**RUN, "fetch": 0.9}, box=MIDDLE, people=(owner((0.5, 0.1, 0.2, 0.8)),))]

    assert of(told(film(plays, FPS)), "fetch_success") == []


def test_what_a_dog_did_ends_when_another_turns_out_to_have_been_taken_for_it() -> None:
    first, second = Shot(3, SIT, box=LEFT, track_id=1), Shot(2, SIT, box=LEFT, track_id=2)
    shown = film([first, Shot(0.5, there=False), second], FPS)
    both = [
        replace(one, at=one.at + timedelta(seconds=5.5), detections=one.detections + other.detections)
        for one, other in zip(
            film([Shot(3, WALK, box=RIGHT, track_id=1)], FPS), film([second], FPS), strict=False
        )
        if one.detections is not None and other.detections is not None
    ]

    assert [(one.track_id, seconds(one.until)) for one in of(told([*shown, *both]), "sit") if one.until] == [
        (1, 5.4)
    ]


def test_an_event_keeps_the_track_that_it_began_with() -> None:
    sits = film([Shot(3, SIT, track_id=1), Shot(3, SIT, track_id=2), Shot(3, WALK, track_id=2)], FPS)

    assert [(one.type, one.track_id) for one in of(told(sits), "sit")] == [("sit", 1)]


def test_a_zone_is_entered_and_left_and_left_with_the_picture() -> None:
    sofa = Zone(UUID(int=1), "sofa", ((0.3, 0.7), (0.7, 0.7), (0.7, 1.0), (0.3, 1.0)))
    walk = [Shot(2, box=LEFT), Shot(3, box=MIDDLE), Shot(2, box=RIGHT), Shot(2, box=MIDDLE), GONE]

    events = rows(told(film(walk, FPS), (sofa,)))

    assert [(one.type, seconds(one.at)) for one in events] == [
        ("enter_frame", 0.0),
        ("enter_zone", 2.0),
        ("leave_zone", 5.0),
        ("enter_zone", 7.0),
        ("leave_frame", 8.9),
        ("leave_zone", 8.9),
    ]
    assert [one.data["seconds"] for one in events if one.type == "leave_zone"] == [3.0, 1.9]


def test_rules_can_be_given() -> None:
    strict = Rules(bouts={})

    assert of(told(film([Shot(9, SIT)], FPS), rules=strict), "sit") == []
