"""What a single picture speaks for."""

from datetime import UTC, datetime

from vision.action_rules import Action
from vision.events import suggest

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
BOXES = {1: (0.1, 0.2, 0.3, 0.4), 2: (0.5, 0.2, 0.3, 0.4)}


def test_what_is_clear_is_suggested_with_its_evidence_the_surest_first() -> None:
    actions = [Action("sit", 0.7, 1, "trained"), Action("play_bow", 0.8, 2, "rule")]

    bow, sit = suggest(AT, actions, BOXES)

    assert (bow.type, bow.track_id, sit.type, sit.track_id) == ("play_bow", 2, "sit", 1)
    assert sit.confidence == 0.7
    assert sit.data == {
        "box": {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4},
        "evidence": {
            "rule": "sit >= 0.55",
            "source": "trained",
            "frames": [{"captureTs": "2026-05-01T12:00:00.000Z", "probability": 0.7}],
            "frameCount": 1,
        },
    }


def test_what_is_doubtful_unknown_or_never_told_is_not() -> None:
    actions = [
        Action("sit", 0.5, 1, "trained"),
        Action("unknown", 0.9, 1, "rule"),
        Action("walk", 0.9, 2, "rule"),
        Action("dig", 0.9, 2, "rule"),
    ]

    assert suggest(AT, actions, BOXES) == []
