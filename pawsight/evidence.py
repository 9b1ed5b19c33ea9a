"""What an event says of why it is believed."""

from datetime import datetime
from typing import Any

from pawsight.messages import Event


def surest_moment(event: Event) -> datetime:
    """When the frame was captured that speaks most for an event; when it began, where it does not tell."""
    evidence = event.data.get("evidence")
    frames = evidence.get("frames") if isinstance(evidence, dict) else None
    try:
        surest: dict[str, Any] = max(frames or [], key=lambda one: one.get("probability", 0.0))
        moment = datetime.fromisoformat(surest["captureTs"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return event.ts
    return moment if moment.tzinfo is not None else event.ts
