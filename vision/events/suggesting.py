"""What a single picture speaks for. Whether it lasts, and so happened, only a film tells: see `machine`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pawsight.messages import rfc3339
from vision.action_rules import Action
from vision.events.vocabulary import BOUTS, SILENT, Box, SightedEvent


def suggest(at: datetime, actions: Iterable[Action], boxes: Mapping[int, Box]) -> list[SightedEvent]:
    """What the dogs of one picture do so clearly that it could begin an event, the surest first.

    actions: of `ActionRecognizer`. boxes: of the dogs, by track id.
    """
    suggested = [_suggested(at, one, boxes[one.track_id]) for one in actions if _clear(one)]
    return sorted(suggested, key=lambda one: -one.confidence)


def _clear(action: Action) -> bool:
    rule = BOUTS.get(action.label)
    return rule is not None and action.label not in SILENT and action.probability >= rule.begins


def _suggested(at: datetime, action: Action, box: Box) -> SightedEvent:
    data: dict[str, Any] = {
        "box": dict(zip("xywh", (round(side, 4) for side in box), strict=True)),
        "evidence": {
            "rule": f"{action.label} >= {BOUTS[action.label].begins:.2f}",
            "source": action.source,
            "frames": [{"captureTs": rfc3339(at), "probability": round(action.probability, 3)}],
            "frameCount": 1,
        },
    }
    return SightedEvent(action.label, at, action.probability, action.track_id, data)
