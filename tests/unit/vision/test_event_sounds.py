"""Sounds among the events: whose they are, and what they end."""

from dataclasses import replace

from tests.dog_stories import LEFT, RIGHT, START, Shot, at, doing, film, of, rows, seconds, told
from vision.detection import Detection
from vision.events import Observation, Sound

FPS = 10
LIE = doing("lie")


def bark(began_s: float, ended_s: float | None = None, count: int = 1) -> Sound:
    ended = None if ended_s is None else at(ended_s)
    return Sound("bark", at(began_s), ended, 0.8, count, 0.95, at(began_s))


def heard(frames: list[Observation], *sounds: tuple[float, Sound]) -> list[Observation]:
    """The film, with each sound told in the first frame at its time or after."""
    waiting = sorted(sounds, key=lambda one: one[0])
    with_sound = []
    for frame in frames:
        now = []
        while waiting and at(waiting[0][0]) <= frame.at:
            now.append(waiting.pop(0)[1])
        with_sound.append(replace(frame, sounds=tuple(now)))
    return with_sound


def two_dogs(shot: Shot) -> list[Observation]:
    one = Detection("dog", 0.8, LEFT, 1)
    other = Detection("dog", 0.8, RIGHT, 2)
    return [replace(frame, detections=(one, other)) for frame in film([shot], FPS)]


def test_a_bark_while_one_dog_is_in_view_is_its_own_and_says_what_it_did() -> None:
    events = told(heard(film([Shot(6, LIE)], FPS), (4, bark(3.0))))

    (one,) = of(events, "bark")
    assert (one.track_id, one.data["while"], seconds(one.at)) == (1, "lie", 3.0)


def test_a_bark_is_one_event_with_an_end_and_a_count() -> None:
    events = told(heard(film([Shot(9)], FPS), (4, bark(3.0)), (8, bark(3.0, 6.5, count=5))))

    (one,) = of(events, "bark")
    assert (one.data["durationMs"], one.data["count"]) == (3500, 5)
    assert one.track_id == 1
    assert [other.until is None for other in events if other.type == "bark"] == [True, False]


def test_of_two_dogs_nobody_knows_which_barked() -> None:
    events = told(heard(two_dogs(Shot(6)), (4, bark(3.0))))

    (one,) = of(events, "bark")
    assert (one.track_id, one.data["trackIds"]) == (None, [1, 2])


def test_a_bark_from_elsewhere_is_nobodys() -> None:
    events = told(heard(film([Shot(6, there=False)], FPS), (4, bark(3.0))))

    (one,) = rows(events)
    assert (one.type, one.track_id, "trackIds" in one.data) == ("bark", None, False)


def test_a_dog_that_came_later_did_not_bark() -> None:
    events = told(heard(film([Shot(6, there=False), Shot(3)], FPS), (8, bark(1.0, 2.0))))

    assert of(events, "bark")[0].track_id is None


def test_a_bark_is_heard_while_nobody_looks() -> None:
    dark = [Observation(at(index / FPS), None) for index in range(60)]

    assert [one.type for one in told(heard(dark, (4, bark(3.0))))] == ["bark"]


def test_the_end_belongs_to_the_dog_of_the_beginning() -> None:
    frames = film([Shot(4), Shot(5, there=False)], FPS)
    events = told(heard(frames, (3, bark(2.0)), (8.5, bark(2.0, 7.0))))

    assert [one.track_id for one in events if one.type == "bark"] == [1, 1]


def test_a_dog_that_barks_is_not_calm_before_another_minute() -> None:
    frames = film([Shot(150, LIE), Shot(5, doing("run"))], 4)
    events = told(heard(frames, (71, bark(70.0)), (76, bark(70.0, 75.0))))

    calm = [(seconds(one.at), one.until and seconds(one.until)) for one in of(events, "calm")]
    assert calm == [(0.0, 70.0), (76.25, 149.75)]


def test_sounds_are_dated_in_utc_milliseconds() -> None:
    (one,) = told(heard([Observation(START, None)], (0, bark(0.0, 1.25))))

    assert one.data["endTs"] == "2026-05-01T12:00:01.250Z"
    assert one.data["evidence"]["frames"] == [{"captureTs": "2026-05-01T12:00:00.000Z", "probability": 0.95}]
