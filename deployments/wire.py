"""What the models say of a frame, as the wire writes it."""

from pawsight.messages import Action, Box, Detected, Keypoint
from vision import action_rules
from vision.detection import Detection
from vision.watcher import TrackPoint


def as_detected(one: Detection) -> Detected:
    """A detection."""
    x, y, w, h = one.box
    return Detected.model_validate(
        {
            "class": one.class_name,
            "confidence": round(one.confidence, 3),
            "box": Box(x=round(x, 4), y=round(y, 4), w=round(w, 4), h=round(h, 4)),
            "track_id": one.track_id,
        }
    )


def as_keypoint(one: TrackPoint) -> Keypoint:
    """A point of a dog."""
    return Keypoint(
        name=one.name,
        x=round(one.x, 4),
        y=round(one.y, 4),
        confidence=round(one.confidence, 3),
        track_id=one.track_id,
    )


def as_action(one: action_rules.Action) -> Action:
    """What a dog does."""
    return Action(
        label=one.label, probability=round(one.probability, 3), track_id=one.track_id, source=one.source
    )
