"""Dogs before a camera, from poses and boxes to actions."""

from datetime import UTC, datetime, timedelta

import pytest

from vision.action_rules import BODY, Action
from vision.actions import ActionRecognizer, Scene, Sighting
from vision.detection import Detection
from vision.keypoints import KEYPOINTS
from vision.motion import STILL, CameraMotion
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
SIZE = (1280, 720)
BOX = (0.4, 0.4, 0.2, 0.3)
SITS = (0.92, 0.04, 0.02, 0.02)
STANDS = (0.02, 0.92, 0.04, 0.02)

# Where points of a standing dog lie in its box, head to the right.
PLACES = {
    "front_left_paw": (0.7, 1.0), "front_right_paw": (0.72, 1.0), "rear_left_paw": (0.1, 1.0),
    "rear_right_paw": (0.14, 1.0), "front_left_elbow": (0.7, 0.6), "front_right_elbow": (0.7, 0.6),
    "withers": (0.7, 0.2), "tail_start": (0.1, 0.2), "nose": (1.0, 0.1),
}  # fmt: skip
NOSE_DOWN = {**PLACES, "nose": (1.0, 0.95)}

Box = tuple[float, float, float, float]


def dog(
    postures: tuple[float, ...] = STANDS,
    box: Box = BOX,
    *,
    track_id: int | None = 1,
    confidence: float = 0.8,
    visible: float = 0.95,
    places: dict[str, tuple[float, float]] = PLACES,
) -> Sighting:
    x, y, w, h = box
    keypoints = tuple(
        Keypoint(name, x + w * dx, y + h * dy, 0.8 * visible, visible)
        for name in KEYPOINTS
        for dx, dy in [places.get(name, (0.5, 0.5))]
    )
    posture = Posture("unknown", dict(zip(POSTURES, postures, strict=True)))
    return Sighting(Detection("dog", confidence, box, track_id), Pose(box, keypoints, posture))


def seen(
    *dogs: Sighting,
    at_s: float = 0.0,
    things: tuple[Detection, ...] = (),
    camera: CameraMotion | None = STILL,
) -> Scene:
    return Scene(START + timedelta(seconds=at_s), SIZE, dogs, things, camera)


def watch(
    sighting: Sighting,
    seconds: float = 3.0,
    fps: float = 10,
    speed: float = 0.0,
    things: tuple[Detection, ...] = (),
) -> list[Action]:
    """What a dog does at the end of a while. speed: to the right, widths of the frame a second."""
    recognizer, actions = ActionRecognizer(), []
    for index in range(int(seconds * fps) + 1):
        at_s = index / fps
        actions = recognizer.update(seen(moved(sighting, speed * at_s), at_s=at_s, things=things))
    return actions


def moved(sighting: Sighting, way: float) -> Sighting:
    x, y, w, h = sighting.detection.box
    pose = sighting.pose
    assert pose is not None
    names = list(pose.posture.probabilities.values())
    return dog(tuple(names), (x + way, y, w, h), confidence=sighting.detection.confidence)


def likeliest(actions: list[Action]) -> str:
    return max((one for one in actions if one.label in BODY), key=lambda one: one.probability).label


def test_one_frame_tells_a_posture_and_that_it_was_trained() -> None:
    (sit, *rest) = ActionRecognizer().update(seen(dog(SITS)))

    assert (sit.label, sit.source, sit.track_id) == ("sit", "trained", 1)
    assert sit.probability > 0.8
    assert {one.source for one in rest if one.label not in {"stand", "lie"}} <= {"rule"}


@pytest.mark.parametrize("fps", [2, 5, 10, 30])
@pytest.mark.parametrize(("speed", "label"), [(0.0, "stand"), (0.16, "walk"), (0.6, "run")])
def test_how_fast_it_goes_tells_what_it_does_at_any_frame_rate(fps: int, speed: float, label: str) -> None:
    assert likeliest(watch(dog(box=(0.05, 0.4, 0.2, 0.3)), seconds=1.0, fps=fps, speed=speed)) == label


def test_a_camera_that_goes_along_with_a_dog_does_not_hide_that_it_runs() -> None:
    recognizer, actions = ActionRecognizer(), []
    for index in range(20):
        scene = seen(dog(), at_s=index / 10, camera=CameraMotion(shift=-0.08 + 0j))
        actions = recognizer.update(scene)

    assert likeliest(actions) == "run"


@pytest.mark.parametrize(
    "hidden",
    [
        dog(SITS, (0.5, 0.5, 0.012, 0.02)),
        dog(SITS, visible=0.2),
        dog(SITS, confidence=0.1),
    ],
    ids=["far", "hidden", "a shadow"],
)
def test_what_can_not_be_seen_is_unknown(hidden: Sighting) -> None:
    assert likeliest(ActionRecognizer().update(seen(hidden))) == "unknown"


def test_a_dog_that_is_cut_off_needs_more_of_itself_in_the_picture() -> None:
    half_visible = {name: place for name, place in PLACES.items() if "rear" not in name}
    inside, cut_off = (dog(SITS, box, places=half_visible) for box in (BOX, (0.4, 0.7, 0.2, 0.3)))
    with_half = [_only(one, share=0.48) for one in (inside, cut_off)]

    assert [likeliest(ActionRecognizer().update(seen(one))) for one in with_half] == ["sit", "unknown"]


def _only(sighting: Sighting, share: float) -> Sighting:
    """The same with only a share of its points to be seen."""
    assert sighting.pose is not None
    points = sighting.pose.keypoints
    count = round(share * len(points))
    shown = tuple(
        Keypoint(one.name, one.x, one.y, *((0.8, 0.9) if index < count else (0.1, 0.1)))
        for index, one in enumerate(points)
    )
    return Sighting(sighting.detection, Pose(sighting.pose.box, shown, sighting.pose.posture))


def test_probabilities_add_up_and_none_is_told_that_is_next_to_none() -> None:
    actions = watch(dog(), speed=0.1)

    assert sum(one.probability for one in actions if one.label in BODY) == pytest.approx(1, abs=0.1)
    assert all(0.01 <= one.probability <= 1 for one in actions)
    assert [one.probability for one in actions] == sorted((one.probability for one in actions), reverse=True)


def test_a_dog_with_its_nose_in_a_bowl_eats() -> None:
    bowl = Detection("bowl", 0.6, (0.59, 0.62, 0.05, 0.06))
    recognizer, actions = ActionRecognizer(), []
    for index in range(21):
        actions = recognizer.update(seen(dog(places=NOSE_DOWN), at_s=index / 10, things=(bowl,)))

    assert next(one.probability for one in actions if one.label == "eat") > 0.9


@pytest.mark.parametrize(
    ("thing", "places"),
    [
        (Detection("bowl", 0.6, (0.1, 0.62, 0.05, 0.06)), NOSE_DOWN),
        (Detection("bowl", 0.6, (0.59, 0.40, 0.05, 0.06)), PLACES),
        (Detection("cup", 0.6, (0.59, 0.62, 0.05, 0.06)), NOSE_DOWN),
    ],
    ids=["a bowl elsewhere", "a bowl before a raised head", "a cup"],
)
def test_it_does_not_eat_from(thing: Detection, places: dict[str, tuple[float, float]]) -> None:
    recognizer, actions = ActionRecognizer(), []
    for index in range(21):
        actions = recognizer.update(seen(dog(places=places), at_s=index / 10, things=(thing,)))

    assert "eat" not in {one.label for one in actions}


@pytest.mark.parametrize(("goes", "fetches"), [(True, True), (False, False)])
def test_a_dog_that_goes_with_a_ball_in_its_mouth_fetches(goes: bool, fetches: bool) -> None:
    recognizer, actions = ActionRecognizer(), []
    for index in range(21):
        way = 0.02 * index if goes else 0.0
        ball = Detection("sports ball", 0.5, (0.3 + way, 0.42, 0.02, 0.03))
        actions = recognizer.update(
            seen(dog(box=(0.1 + way, 0.4, 0.2, 0.3)), at_s=index / 10, things=(ball,))
        )

    assert any(one.label == "fetch" and one.probability > 0.8 for one in actions) == fetches


def test_two_dogs_are_told_apart() -> None:
    actions = ActionRecognizer().update(seen(dog(SITS), dog(STANDS, (0.1, 0.4, 0.2, 0.3), track_id=2)))

    assert {one.track_id: one.label for one in reversed(actions)} == {1: "sit", 2: "stand"}


def test_a_dog_without_a_track_or_a_pose_is_no_trouble() -> None:
    recognizer = ActionRecognizer()

    assert recognizer.update(seen(dog(track_id=None))) == []
    assert likeliest(recognizer.update(seen(Sighting(dog().detection), at_s=0.1))) == "unknown"


def test_a_track_that_comes_back_after_long_begins_anew() -> None:
    recognizer = ActionRecognizer()
    for index in range(20):
        recognizer.update(seen(dog(SITS), at_s=index / 10))
    recognizer.update(seen(at_s=6.0))

    assert likeliest(recognizer.update(seen(dog(STANDS), at_s=6.1))) == "stand"


def test_an_empty_scene_does_nothing() -> None:
    assert ActionRecognizer().update(seen()) == []
