"""How an event is written down: the box, how long it lasted, and why it is believed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pawsight.messages import rfc3339
from vision.events.vocabulary import Bout, Box, Score, SightedEvent, Subject


def told(
    kind: str,
    at: datetime,
    subject: Subject,
    *,
    rule: str,
    frames: Iterable[datetime] = (),
    until: datetime | None = None,
    **data: object,
) -> SightedEvent:
    """An event of a dog. rule: what was found true; frames: in which frames."""
    evidence = {"rule": rule, "source": "rule", "frames": [{"captureTs": rfc3339(one)} for one in frames]}
    return SightedEvent(
        kind,
        at,
        subject.confidence,
        subject.track_id,
        {"box": _as_box(subject.box), **lasted(at, until), "evidence": evidence, **data},
        until,
    )


def told_bout(
    bout: Bout, subject: Subject, *, rule: str, source: str, until: datetime | None
) -> SightedEvent:
    """An event of what a dog does: that it began, or, with `until`, that it is over."""
    scores = sorted({*bout.first, bout.peak}, key=lambda one: one.at)
    evidence = {
        "rule": rule,
        "source": source,
        "frames": [_as_score(one) for one in scores],
        "frameCount": bout.frames,
        "mean": round(bout.confidence, 3),
    }
    return SightedEvent(
        bout.told_as,
        bout.since,
        bout.confidence,
        bout.track_id,
        {"box": _as_box(subject.box), **lasted(bout.since, until), "evidence": evidence},
        until,
    )


def lasted(at: datetime, until: datetime | None) -> dict[str, Any]:
    """What an event that is over says of its end."""
    if until is None:
        return {}
    return {"endTs": rfc3339(until), "durationMs": round((until - at).total_seconds() * 1000)}


def _as_score(score: Score) -> dict[str, Any]:
    return {"captureTs": rfc3339(score.at), "probability": round(score.probability, 3)}


def _as_box(box: Box) -> dict[str, float]:
    return dict(zip("xywh", (round(side, 4) for side in box), strict=True))
